"""Reads across the tables of a case."""

from django.db.models import Case as Choose
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from goldenthread.access.composed import composed_once
from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case, ConflictDeclaration, Hearing, Participation
from goldenthread.casework.cases.rules import CARRIERS, HearingStatus, PartyRole, Pressing, Stage, Urgency
from goldenthread.casework.families.models import SafeContactRule
from goldenthread.people.models import Post, ServiceArea


def participations(case):
    """Everyone who takes part in a case now, in the order of the application, with the family member. One query.

    Each row carries `safe_rule`: whether a safe-contact rule has been set for them in this case; and
    `needs_interpreter`, as the newest rule says.
    """
    return _participations(case.pk)


@composed_once
def _participations(case_id):
    rule = SafeContactRule.objects.filter(case_id=OuterRef("case_id"), member=OuterRef("member"))
    return (
        Participation.objects.filter(case=case_id, superseded_at__isnull=True, to_on__isnull=True)
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


# ── The duty tray ─────────────────────────────────────────────────────────────────────────────────────

LOOKS_URGENT = Q(urgency=Urgency.UNDECIDED) & ~Q(urgency_signs=[])
PRESSING_MEANS = {
    Pressing.URGENT: Q(urgency=Urgency.URGENT),
    Pressing.LOOKS_URGENT: LOOKS_URGENT,
    Pressing.UNDECIDED: Q(urgency=Urgency.UNDECIDED, urgency_signs=[]),
    Pressing.NOT_URGENT: Q(urgency=Urgency.NOT_URGENT),
}


def tray(who):
    """The applications in this person's duty tray: urgent and urgent-looking ones first, then the oldest."""
    presses = PRESSING_MEANS[Pressing.URGENT] | LOOKS_URGENT
    return (
        visible(who, Case, Permission.TRAY_READ)
        .exclude(stage=Stage.CLOSED)
        .select_related("area", "urgency_decided_by")
        .annotate(presses=Choose(When(presses, then=Value(1)), default=Value(0)))
        .order_by("-presses", "received_on", "reference")
    )


def tray_areas(who):
    """The service areas of the applications in the tray."""
    return ServiceArea.objects.filter(pk__in=tray(who).order_by().values("area_id")).order_by("name")


def people_of(cases) -> dict:
    """Case id to the participations that stand, each with its member, for many cases at once. One query."""
    found = {case.pk: [] for case in cases}
    for row in _people([*found]):
        found[row.case_id].append(row)
    return found


@composed_once
def _people(ids):
    rows = Participation.objects.filter(case__in=ids, superseded_at__isnull=True, to_on__isnull=True)
    return rows.select_related("member").order_by("order", "recorded_at")


def conflicts(who):
    """Cases that this person may allocate and whose adviser has declared a conflict of interest. One query.

    Each carries `conflict_words`. The newest declaration of the adviser who has the case is the one that holds.
    """
    newest = ConflictDeclaration.objects.filter(
        case=OuterRef("pk"), recorded_by=OuterRef("adviser"), superseded_at__isnull=True
    ).order_by("-recorded_at", "-pk")
    return (
        visible(who, Case, Permission.CASE_ALLOCATE)
        .filter(adviser__isnull=False)
        .exclude(stage=Stage.CLOSED)
        .annotate(
            in_conflict=Subquery(newest.values("has_conflict")[:1]),
            conflict_words=Subquery(newest.values("words")[:1]),
        )
        .filter(in_conflict=True)
        .select_related("adviser")
        .order_by("received_on", "reference")
    )


# ── Allocation ────────────────────────────────────────────────────────────────────────────────────────


def carriers(who, case, today):
    """Who can be given this case by this person: posts that can carry one, with the load of each. One query.

    A manager of a team gives to the team, a duty manager to the nation. Each row carries `open_cases`,
    `away_until` (someone covers for them until then) and `covering` (how many cases they cover for others).
    """
    working = Case.objects.exclude(stage=Stage.CLOSED).order_by()
    theirs = working.filter(adviser=OuterRef("person")).values("adviser")
    covered = working.filter(adviser=OuterRef("person"), cover_until__gte=today).values("adviser")
    covering = working.filter(covered_by=OuterRef("person"), cover_until__gte=today).values("covered_by")
    posts = (
        Post.objects.filter(_gives_to(who), role__in=CARRIERS, from_on__lte=today, team__area__nation=case.nation)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
        .filter(Q(person__left_on__isnull=True) | Q(person__left_on__gt=today))
        .select_related("person", "team__area")
        .annotate(
            open_cases=Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), Value(0)),
            away_until=Subquery(covered.annotate(last=Max("cover_until")).values("last")),
            covering=Coalesce(Subquery(covering.annotate(n=Count("pk")).values("n")), Value(0)),
        )
        .order_by("team__area__name", "team__name", "person__name", "from_on")
    )
    found = {}
    for post in posts:
        found.setdefault(post.person_id, post)
    return list(found.values())


def _gives_to(who):
    clause = Q(pk__isnull=True)
    for held in who.posts:
        scopes = GRANTS[Permission.CASE_ALLOCATE][1].get(held.role, ())
        if Scope.TEAM_CASES in scopes:
            clause |= Q(team_id=held.team_id)
        if Scope.NATION_TRAY in scopes:
            clause |= Q(team__area__nation=held.nation)
    return clause


def declared_conflicts(case) -> dict:
    """Person id to their newest declaration on this case, where that is a conflict. One query."""
    rows = (
        ConflictDeclaration.objects.filter(case=case, superseded_at__isnull=True)
        .order_by("recorded_by_id", "-recorded_at", "-pk")
        .distinct("recorded_by_id")
    )
    return {row.recorded_by_id: row for row in rows if row.has_conflict}


def registers_in(who) -> dict:
    """Where this person may register a case: nations, the service areas to choose from, and whether they must.

    A post held in an area or a team registers for that area; a post of a nation may leave the area open.
    """
    held = [post for post in who.posts if post.role in GRANTS[Permission.CASE_REGISTER][1]]
    reached = Q(pk__isnull=True)
    for post in held:
        reached |= Q(pk=post.area_id) if post.area_id else Q(nation=post.nation)
    current = Q(to_on__isnull=True) | Q(to_on__gte=held[0].today) if held else Q()
    return {
        "nations": list(dict.fromkeys(post.nation for post in held)),
        "areas": list(ServiceArea.objects.filter(reached, current).order_by("nation", "name")),
        "must_choose_area": all(post.area_id for post in held),
    }
