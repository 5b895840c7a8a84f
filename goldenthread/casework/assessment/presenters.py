"""The assessment of each child as rows, tags and sentences: what is written, and what is missing."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.assessment.queries import drawn_on
from goldenthread.casework.assessment.rules import (
    POINTS,
    STATEMENT_KINDS,
    VICTIMS,
    Point,
    StatementKind,
    Victim,
)
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.families.rules import age_on
from goldenthread.govuk.filters import date

LABEL_LENGTH, CARD_LENGTH = 140, 220
VICTIM_TONE = {Victim.YES: "urgent", Victim.NO: "neutral", Victim.CANNOT_YET_SAY: "warn"}


def name_of(member):
    """A member's first name, or what stands for it."""
    return member.first_name or _("No name given")


def children_of(people):
    """The children among the participations of a case."""
    return [row.member for row in people if row.role == PartyRole.CHILD]


def offered(found, people):
    """What a statement can rest on as (kind, id, label) for tick boxes, in the order of `found`."""
    names = {row.member_id: name_of(row.member) for row in people}
    return [(source.kind, source.id, _label(source, names)) for source in found]


def _label(source, names):
    words = Truncator(source.words).chars(LABEL_LENGTH) or _("Nothing written")
    if source.kind == "wish":
        words = _("“%(words)s”") % {"words": words}
    if source.about_id in names:
        words = _("%(who)s: %(words)s") % {"who": names[source.about_id], "words": words}
    return _("%(words)s (%(when)s)") % {"words": words, "when": date(source.at)}


def drawn_tag(count):
    """How many things a statement rests on; none asks for attention."""
    if not count:
        return {"code": "warn", "text": _("Draws on nothing yet")}
    return {
        "code": "neutral",
        "text": ngettext("Draws on %(count)s thing", "Draws on %(count)s things", count) % {"count": count},
    }


def heading(statement):
    """What a statement is about, in a line."""
    if statement.kind == StatementKind.CHECKLIST:
        return _(POINTS[Point(statement.point)])
    if statement.kind == StatementKind.IMPACT_ON_PARENT:
        return _("Impact on %(parent)s as the victim parent") % {"parent": name_of(statement.parent)}
    return _("Impact on %(child)s") % {"child": name_of(statement.child)}


def statement_card(statement, found):
    """One statement for a list: shortened words, where it is, what it draws on."""
    return {
        "words": Truncator(statement.words).chars(CARD_LENGTH),
        "href": reverse("assessment:statement", args=[statement.pk]),
        "drawn": drawn_tag(len(drawn_on(found, statement.pk))),
        "by": statement.recorded_by.name,
        "at": statement.recorded_at,
    }


def side(case, child, *, today, victim, statements, found, parents):
    """One child's assessment for the page where the children stand side by side."""
    own = [row for row in statements if row.child_id == child.pk]
    new = reverse("assessment:statement_new", args=[case.pk, child.pk])

    def part(label, rows, query, missing):
        return {
            "label": label,
            "cards": [statement_card(row, found) for row in rows],
            "href": f"{new}?{query}",
            "missing": missing,
        }

    of_kind = {kind: [row for row in own if row.kind == kind] for kind in StatementKind}
    parts = [
        part(
            _(STATEMENT_KINDS[StatementKind.IMPACT_ON_CHILD]),
            of_kind[StatementKind.IMPACT_ON_CHILD],
            "kind=IMPACT_ON_CHILD",
            _("What has it done to this child, and what may it still do?"),
        )
    ]
    written = {row.parent_id: row.parent for row in of_kind[StatementKind.IMPACT_ON_PARENT]}
    for parent in {**written, **{member.pk: member for member in parents}}.values():
        rows = [row for row in of_kind[StatementKind.IMPACT_ON_PARENT] if row.parent_id == parent.pk]
        label = _("Impact on %(parent)s as the victim parent") % {"parent": name_of(parent)}
        query = f"kind=IMPACT_ON_PARENT&parent={parent.pk}"
        parts.append(part(label, rows, query, _("What has it done to them, and what would the arrangements do?")))
    checklist = [
        part(_(POINTS[point]), [row for row in of_kind[StatementKind.CHECKLIST] if row.point == point],
             f"kind=CHECKLIST&point={point}", "")
        for point in Point
    ]  # fmt: skip
    written_points = sum(bool(row["cards"]) for row in checklist)
    return {
        "first_name": name_of(child),
        "age": age_on(child.born_on, today),
        "victim": victim_said(victim),
        "victim_href": reverse("assessment:victim_new", args=[case.pk, child.pk]),
        "parts": parts,
        "checklist": checklist,
        "points": _("%(written)s of %(all)s points written") % {"written": written_points, "all": len(Point)},
        "new_href": new,
    }


def victim_said(victim):
    """The standing answer as a tag with its basis, or None."""
    if victim is None:
        return None
    return {
        "tag": {"code": VICTIM_TONE[Victim(victim.answer)], "text": _(VICTIMS[Victim(victim.answer)])},
        "basis": Truncator(victim.basis).chars(CARD_LENGTH),
        "href": reverse("assessment:victim", args=[victim.pk]),
    }
