"""Reads of what was told in one case of its people: relations, contact details, safe-contact rules, matches."""

from django.db.models import Q

from goldenthread.casework.families.models import ContactDetail, Match, Relationship, SafeContactRule


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


def matches(case_id):
    """Matches in which a person of the case is one of the two, newest first. One query.

    The wall leaves out any of which either case is hidden from the reader.
    """
    return list(
        Match.objects.filter(Q(case_id=case_id) | Q(other_case_id=case_id))
        .select_related("one", "other", "decided_by")
        .order_by("-proposed_at", "pk")
    )
