"""Reads across the tables of a case."""

from django.db.models import Exists, OuterRef, Subquery

from goldenthread.casework.cases.models import Case, ConflictDeclaration, Hearing, Participation
from goldenthread.casework.cases.rules import HearingStatus, PartyRole
from goldenthread.casework.families.models import SafeContactRule


def participations(case):
    """Everyone who takes part in a case now, in the order of the application, with the family member. One query.

    Each row carries `safe_rule`: whether a safe-contact rule has been set for them in this case; and
    `needs_interpreter`, as the newest rule says.
    """
    rule = SafeContactRule.objects.filter(case_id=OuterRef("case_id"), member=OuterRef("member"))
    return list(
        Participation.objects.filter(case=case, superseded_at__isnull=True, to_on__isnull=True)
        .select_related("member")
        .annotate(
            safe_rule=Exists(rule),
            needs_interpreter=Subquery(rule.order_by("-recorded_at").values("interpreter")[:1]),
        )
        .order_by("order", "recorded_at")
    )


def children(case):
    """The children of a case as family members, in the order of the application. One query."""
    return [row.member for row in participations(case) if row.role == PartyRole.CHILD]


def adults(case):
    """The adults of a case as family members. One query."""
    return [row.member for row in participations(case) if row.role != PartyRole.CHILD]


def child_of(case, member_id):
    """One child of this case, or None: a child of another case is not found here."""
    row = (
        Participation.objects.filter(case=case, member_id=member_id, role=PartyRole.CHILD, superseded_at__isnull=True)
        .select_related("member")
        .first()
    )
    return row.member if row else None


def with_next_hearing(cases, now):
    """Adds `next_hearing_at` to a queryset of cases: the start of the next listed hearing after `now`."""
    following = Hearing.objects.filter(
        case=OuterRef("pk"), starts_at__gte=now, status=HearingStatus.LISTED, superseded_at__isnull=True
    ).order_by("starts_at")
    return cases.annotate(next_hearing_at=Subquery(following.values("starts_at")[:1]))


def undeclared(cases):
    """Adds `conflict_undeclared` to cases: the adviser has not said whether there is a conflict of interest."""
    said = ConflictDeclaration.objects.filter(
        case=OuterRef("pk"), recorded_by=OuterRef("adviser"), superseded_at__isnull=True
    )
    return cases.annotate(conflict_undeclared=~Exists(said))


def locked(case_id):
    """The case, locked for this transaction."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)
