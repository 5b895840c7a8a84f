"""The people of a case: all of them, one of them, added, corrected, related, and how to reach them safely."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may, visible
from goldenthread.casework.cases.forms.people import (
    AddForm,
    CharacteristicsForm,
    CorrectForm,
    RelateForm,
    SafeContactForm,
)
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.intake import Party, add_person
from goldenthread.casework.cases.operations.people import HELD_BY_PART, correct_person, record_characteristics
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.people import (
    Told,
    match_view,
    name_of,
    person_view,
    relation_view,
    trait_rows,
)
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.families import operations
from goldenthread.casework.families.operations import CORRECTABLE
from goldenthread.casework.families.queries import (
    characteristics_of,
    matches,
    open_contact_details,
    relationships,
    safe_contact_rules,
)
from goldenthread.drafts.pages import form_page


def people(request, case):
    """Everyone who takes part: the children side by side, then the adults, how they are related, and matches."""
    context = frame(request, case, "children")
    told = _told(request, case, context["people"])
    views = [person_view(row, told) for row in context["people"]]
    found = matches(case.pk)
    references = _references(request, found) if found else {}
    compared = [match_view(match, case.pk, references) for match in found]
    context |= {
        "children": [view for view in views if view["is_child"]],
        "adults": [view for view in views if not view["is_child"]],
        "relations": [relation_view(relation) for relation in told.relationships],
        "proposed": [view for view in compared if not view["decided"]],
        "settled": [view for view in compared if view["decided"]],
        "may_record": told.may_record,
        "may_open": told.may_open,
    }
    return render(request, "cases/people.html", context)


def _told(request, case, rows, *, whole=False):
    return Told(
        today=request.today,
        traits=characteristics_of(row.member_id for row in rows),
        nation=case.nation,
        whole=whole,
        details=open_contact_details(case.pk),
        rules=safe_contact_rules(case.pk),
        relationships=tuple(relationships(case.pk)),
        may_record=may(request.who, P.FAMILY_RECORD, case),
        may_open=may(request.who, P.PROTECTED_CONTACT_READ, case),
    )


def _references(request, found):
    """Case id to reference for the cases of these matches that the reader may open."""
    wanted = {match.case_id for match in found} | {match.other_case_id for match in found}
    return dict(visible(request.who, Case, P.CASE_READ).filter(pk__in=wanted).values_list("pk", "reference"))


def person(request, person):
    """One person of a case and what is known of them."""
    context = frame(request, person.case, "children")
    row = next((row for row in context["people"] if row.pk == person.pk), person)
    told = _told(request, person.case, [row], whole=True)
    context |= {
        "person": row,
        "view": person_view(row, told),
        "may_record": told.may_record,
        "may_open": told.may_open,
    }
    return render(request, "cases/person.html", context)


def person_add(request, case):
    """Adds a person who was not named before."""
    return form_page(
        request, AddForm, "cases/person_add.html", case=case, context=frame(request, case, "children"),
        today=request.today, initial={"gender": "NOT_KNOWN"},
        save=lambda said: add_person(case=case, party=Party(**said), by=request.person, now=request.now),
        done=lambda row: reverse("cases:person", args=[row.pk]),
        said=_("The person is added to the case."),
    )  # fmt: skip


def person_correct(request, person):
    """Corrects what we were told of a person."""
    held = {name: getattr(person.member, name) for name in CORRECTABLE}
    return form_page(
        request, CorrectForm, "cases/person_correct.html", case=person.case,
        context=_about(request, person), today=request.today, is_child=person.role == PartyRole.CHILD,
        initial={**held, **{name: getattr(person, name) for name in HELD_BY_PART}},
        save=lambda said: correct_person(person=person, by=request.person, now=request.now, **said),
        done=lambda row: reverse("cases:person", args=[row.pk]),
        said=_("The record is corrected. What stood before is kept in its history."),
    )  # fmt: skip


def relate(request, case):
    """Records who is what to whom."""
    context = frame(request, case, "children")
    return form_page(
        request, RelateForm, "cases/relate.html", case=case, context=context, people=context["people"],
        initial={"one": request.GET.get("one", "")},
        save=lambda said: operations.relate(case_id=case.pk, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("cases:people", args=[case.pk]),
        said=_("The relationship is recorded."),
    )  # fmt: skip


def safe_contact(request, person):
    """Sets how a person may be reached safely and in what language, before the first contact."""
    rule = safe_contact_rules(person.case_id).get(person.member_id)
    initial = {}
    if rule:
        initial = {name: getattr(rule, name) for name in ("how", "never", "language", "language_words", "interpreter")}
        initial |= {name: "YES" if getattr(rule, name) else "NO" for name in ("voicemail", "letters")}
    return form_page(
        request, SafeContactForm, "cases/safe_contact.html", case=person.case, initial=initial,
        context={**_about(request, person), "rule": rule},
        save=lambda said: operations.set_safe_contact(
            case_id=person.case_id, member=person.member, by=request.person, now=request.now, **said
        ),
        done=lambda _row: reverse("cases:people", args=[person.case_id]),
        said=_("The safe-contact rule is set."),
    )  # fmt: skip


def characteristics(request, person):
    """Records a person's ethnic group and disability as someone told us; what holds already is shown above."""
    held = characteristics_of([person.member_id]).get(person.member_id, {})
    return form_page(
        request, CharacteristicsForm, "cases/characteristics.html", case=person.case,
        context={**_about(request, person), "held": trait_rows(held, person.case.nation, whole=True) if held else []},
        nation=person.case.nation, today=request.today,
        save=lambda said: record_characteristics(
            person=person, told=said["told"], said_by=said["said_by"], by=request.person, now=request.now
        ),
        done=lambda _rows: reverse("cases:person", args=[person.pk]),
        said=_("What was told is recorded."),
    )  # fmt: skip


def _about(request, person):
    """The frame of a task about one person."""
    return {**frame(request, person.case, "children"), "person": person, "name": name_of(person.member)}
