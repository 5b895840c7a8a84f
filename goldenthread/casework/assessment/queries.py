"""Reads across an assessment: what stands for each child, and what of the record it can rest on."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, UUIDField, Value
from django.db.models.functions import Cast, Coalesce, Left, NullIf

from goldenthread.access.trace import rested_on_by
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.cases.rules import PartyRole, Responsibility
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.enquiry.models import Contact
from goldenthread.casework.harm.models import Incident, Pattern, PatternTowards

SHOWN = 200


@dataclass(frozen=True)
class Source:
    """A thing of the record that a statement can draw on. `kind` is its model's name in lower case.

    `about_id` is the family member who said it or whom it concerns, or None. `words` is cut at `SHOWN`
    characters. `drawn_by` holds the identifiers of what draws on it already.
    """

    kind: str
    id: UUID
    words: str
    at: dt.datetime
    about_id: UUID | None
    drawn_by: frozenset


NOBODY = Cast(Value(None), UUIDField())
MODELS = {"wish": Wish, "session": Session, "contact": Contact, "pattern": Pattern, "incident": Incident}
# model: (its words, its date, whom it concerns)
_READ = {
    "wish": (F("words"), F("recorded_at"), F("child_id")),
    "session": (
        Coalesce(NullIf(F("how"), Value("")), F("not_seen_words")),
        Cast(F("happened_on"), DateTimeField()),
        F("child_id"),
    ),
    "contact": (F("said"), F("happened_at"), F("member_id")),
    "pattern": (F("words"), F("recorded_at"), F("by_member_id")),
    "incident": (
        F("words"),
        Coalesce(Cast(F("happened_on"), DateTimeField()), F("recorded_at")),
        NOBODY,
    ),
}


def sources(case) -> list[Source]:
    """All that a statement of this case can draw on and that stands, newest first. One query.

    What has been superseded is not here: it counts no longer.
    """
    parts = [_part(kind, model, case) for kind, model in MODELS.items()]
    rows = parts[0].union(*parts[1:], all=True).order_by("-shown_at", "pk")
    return [Source(kind, pk, words or "", at, about, frozenset(drawn)) for kind, pk, words, at, about, drawn in rows]


def _part(kind, model, case):
    words, at, about = _READ[kind]
    return (
        model.objects.filter(case=case, superseded_at__isnull=True)
        .order_by()
        .annotate(
            source_kind=Value(kind, output_field=CharField()),
            shown_words=Left(words, SHOWN, output_field=CharField()),
            shown_at=at,
            about=about,
            drawn=rested_on_by(),
        )
        .values_list("source_kind", "pk", "shown_words", "shown_at", "about", "drawn")
    )


def drawn_on(found: list[Source], later_id) -> list[Source]:
    """Those of `found` that one later thing draws on."""
    return [source for source in found if later_id in source.drawn_by]


def rows_of(chosen) -> list:
    """The rows of (kind, identifier) pairs. At most one query a kind."""
    wanted: dict[str, list] = {}
    for kind, identifier in chosen:
        wanted.setdefault(kind, []).append(identifier)
    return [row for kind, ids in wanted.items() for row in MODELS[kind].objects.filter(pk__in=ids)]


def statements(case):
    """The statements of a case that stand, as they were written. One query."""
    return (
        Statement.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("child", "parent", "recorded_by")
        .order_by("recorded_at")
    )


def victim_statuses(case) -> dict:
    """Child id to the answer that stands. One query."""
    rows = VictimStatus.objects.filter(case=case, superseded_at__isnull=True).select_related("recorded_by")
    return {row.child_id: row for row in rows}


def answers_given(case, child) -> int:
    """How often it has been answered whether this child is a victim: the version that a page was drawn from."""
    return VictimStatus.objects.filter(case=case, child=child).count()


def harmed(case) -> set:
    """The ids of the people towards whom a live pattern is directed. One query."""
    rows = PatternTowards.objects.filter(
        case=case, superseded_at__isnull=True, pattern__live=True, pattern__superseded_at__isnull=True
    )
    return set(rows.values_list("member_id", flat=True))


def victim_parents(people, harmed_ids) -> list:
    """The parents among `people` (participations) towards whom a live pattern is directed, as family members."""
    return [row.member for row in people if row.member_id in harmed_ids and is_parent(row)]


def is_parent(participation) -> bool:
    """Whether someone takes part as a parent: as a party, or with parental responsibility."""
    if participation.role == PartyRole.CHILD:
        return False
    return participation.role != PartyRole.OTHER or participation.responsibility == Responsibility.YES
