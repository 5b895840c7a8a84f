"""Reads of what was told in one case of its people: relations, contact details, safe-contact rules, matches."""

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from goldenthread.casework.families.models import (
    Characteristic,
    ContactDetail,
    Match,
    Relationship,
    SafeContactRule,
)
from goldenthread.casework.families.rules import Trait


def relationships(case_id):
    """Who is what to whom, in the order recorded. One query."""
    return list(
        Relationship.objects.filter(case_id=case_id).select_related("one", "other").order_by("recorded_at", "pk")
    )


def open_contact_details(case_id) -> dict:
    """Member id to their open contact details, oldest first. Never the protected ones. One query."""
    found = {}
    for detail in ContactDetail.objects.filter(case_id=case_id, ended_at__isnull=True).order_by("recorded_at"):
        found.setdefault(detail.member_id, []).append(detail)
    return found


def safe_contact_rules(case_id) -> dict:
    """Member id to the newest safe-contact rule of a case. One query."""
    newest = SafeContactRule.objects.filter(case_id=case_id).order_by("member_id", "-recorded_at", "-pk")
    return {rule.member_id: rule for rule in newest.distinct("member_id").select_related("recorded_by")}


def characteristics_of(member_ids) -> dict:
    """Member id to kind to the row that holds: the newest of its kind, whichever case it was told in. One query.

    A kind that is not there has not been asked yet. What was told in a case that is hidden from the reader is left
    out by the wall, so that what was told in another case holds for them.
    """
    found = {}
    rows = Characteristic.objects.filter(member_id__in=list(member_ids)).select_related("recorded_by")
    for row in rows.order_by("member_id", "kind", "-recorded_at", "-pk").distinct("member_id", "kind"):
        found.setdefault(row.member_id, {})[Trait(row.kind)] = row
    return found


def with_characteristics(rows, member="pk"):
    """Adds what holds of each person to a queryset, for a list that is streamed: `ethnicity_told`, `disability_told`.

    Each is a code where the question was answered, else DECLINED or NOT_KNOWN, and None where nobody has asked yet.
    No further query, and one step into an index for each. `member` is how the queryset reaches the member's id: "pk"
    for members, "member_id" for participations.
    """
    told = Coalesce(NullIf("code", Value("")), "answer")
    for kind in Trait:
        held = Characteristic.objects.filter(member=OuterRef(member), kind=kind).order_by("-recorded_at", "-pk")
        rows = rows.annotate(**{f"{kind.lower()}_told": Subquery(held.annotate(told=told).values("told")[:1])})
    return rows


def matches(case_id):
    """Matches in which a person of the case is one of the two, newest first. One query.

    The wall leaves out any of which either case is hidden from the reader.
    """
    return list(
        Match.objects.filter(Q(case_id=case_id) | Q(other_case_id=case_id))
        .select_related("one", "other", "decided_by")
        .order_by("-proposed_at", "pk")
    )
