"""Contact details: recorded, put behind the wall, and opened behind it, which leaves a line."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.casework.cases.forms.people import ContactDetailForm, ProtectForm
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.people import name_of
from goldenthread.casework.families import operations
from goldenthread.casework.families.rules import CONTACT_KINDS, ContactKind
from goldenthread.drafts.pages import form_page


def contact_detail_new(request, person):
    """Records an address, telephone or e-mail; a protected one goes behind its wall at once."""
    context = {**frame(request, person.case, "children"), "person": person, "name": name_of(person.member)}
    return form_page(
        request, ContactDetailForm, "cases/contact_detail_new.html", case=person.case, context=context,
        may_protect=may(request.who, P.PROTECTED_CONTACT_RECORD, person),
        save=lambda said: operations.record_contact_detail(
            case_id=person.case_id, member=person.member, by=request.person, now=request.now, **said
        ),
        done=lambda _row: reverse("cases:person", args=[person.pk]),
        said=_("The contact detail is recorded."),
    )  # fmt: skip


def contact_detail_protect(request, detail):
    """Puts an open contact detail behind the wall."""
    case = Case.objects.select_related(*Case.with_it).get(pk=detail.case_id)
    context = {**frame(request, case, "children"), "detail": detail, "name": name_of(detail.member)}
    return form_page(
        request, ProtectForm, "cases/contact_detail_protect.html", case=case, context=context,
        save=lambda said: operations.protect_contact_detail(
            detail=detail, by=request.person, now=request.now, **said
        ),
        done=lambda _row: reverse("cases:people", args=[case.pk]),
        said=_("The contact detail is behind the wall."),
    )  # fmt: skip


def protected(request, person):
    """Asks, and when asked again by POST opens a person's protected details: on that answer and nowhere else.

    No redirect, no message, no session: nothing but the answer itself ever holds them, and nobody may store it.
    """
    if person.superseded_at is not None:
        raise Http404
    details = None
    if request.method == "POST":
        details = [
            {"label": _(CONTACT_KINDS[ContactKind(row.kind)]), "row": row}
            for row in operations.open_protected_contacts(
                case=person.case, member=person.member, by=request.person, now=request.now
            )
        ]
    context = {
        **frame(request, person.case, "children"),
        "person": person,
        "name": name_of(person.member),
        "details": details,
    }
    response = render(request, "cases/protected.html", context)
    response["Cache-Control"] = "no-store"
    return response
