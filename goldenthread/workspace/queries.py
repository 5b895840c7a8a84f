"""What the pages of the workspace read besides the facts of cases."""

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case as Choose
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import TruncDate
from django.db.models.lookups import Exact, IsNull

from goldenthread.access.composed import composed_once
from goldenthread.access.models import Named, Restriction, ViewLog
from goldenthread.access.permissions import Permission as P
from goldenthread.access.queries import posts_of
from goldenthread.access.standing import reach
from goldenthread.casework.cases.models import Case, ConflictDeclaration, Hearing
from goldenthread.casework.cases.rules import HearingStatus
from goldenthread.casework.filing.queries import needing
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.rules import State
from goldenthread.thread.models import Event, FieldChange
from goldenthread.workspace.facts import overdue, soonest, with_due, with_facts, with_may, with_work, working
from goldenthread.workspace.timeline import verbs_of

# ── Lists of cases ────────────────────────────────────────────────────────────────────────────────────


@composed_once
def own_cases(who, now):
    """The cases that this person has or covers and in which there is work, the next hearing first.

    Each with what a list is sorted and summed by (`with_due`); `with_the_rest` adds to a page of them. One query.
    """
    mine = Case.objects.filter(reach(who, Case, P.MY_WORK_READ))
    return _listed(working(mine), now)


def _listed(cases, now):
    return soonest(with_due(cases, now)).select_related("adviser", "covered_by", "team")


def with_the_rest(cases, who) -> list:
    """Those of `own_cases` or `in_order` that one page shows, each with the rest of its facts. One query."""
    found = {row.pop("pk"): row for row in _the_rest([case.pk for case in cases], who)}
    for case in cases:
        vars(case).update(found.get(case.pk, {}))
    # What has been restricted since the cases were read is left out.
    return [case for case in cases if case.pk in found]


@composed_once
def _the_rest(ids, who):
    rest = with_may(with_work(Case.objects.filter(pk__in=ids)), who)
    return rest.values("pk", *rest.query.annotations)


def reached(who):
    """The cases of a manager's team or area in which there is work, and those that they may allocate."""
    clause = reach(who, Case, P.TEAM_WORK_READ)
    if who.may_ever(P.CASE_ALLOCATE):
        clause = clause | (reach(who, Case, P.CASE_ALLOCATE) & Q(adviser__isnull=True))
    return working(Case.objects.filter(clause))


def attention(who, now, today) -> dict:
    """Why a case asks for a manager's attention: each code of `team.ATTENTION` with its clause over cases.

    What is asked of a case is asked as a value of the one case: as EXISTS the database may make it a list of the whole
    nation first.
    """
    here = {"case": OuterRef("pk"), "superseded_at__isnull": True}
    submitted = Recommendation.objects.filter(**here, state=State.SUBMITTED)
    waits = Subquery(submitted.filter(reach(who, Recommendation, P.ADVICE_DECIDE)).order_by().values("pk")[:1])
    said = ConflictDeclaration.objects.filter(**here, recorded_by=OuterRef("adviser")).order_by("-recorded_at", "-pk")
    declared = Subquery(said.values("has_conflict")[:1])
    filing = Subquery(needing(now).filter(case=OuterRef("pk")).values("pk")[:1])
    return {
        "WAITING": Q(IsNull(waits, False)),
        "OVERDUE": overdue(today),
        "FILING": Q(IsNull(filing, False)),
        "UNALLOCATED": Q(adviser__isnull=True),
        "CONFLICT": Q(Exact(declared, True)),
        "UNDECLARED": Q(IsNull(declared, True), adviser__isnull=False),
    }


@composed_once
def by_adviser(who, now, today):
    """The cases that `reached` finds in numbers: for each adviser, and for nobody, how many there are and how many show
    each sign of `attention`.

    Each row: adviser_id, adviser__name, cases, and a count by the name of each code. One query, whatever the number of
    cases.
    """
    counts = {code: Count("pk", filter=clause) for code, clause in attention(who, now, today).items()}
    cases = reached(who).order_by().values("adviser_id", "adviser__name")
    return cases.annotate(cases=Count("pk"), **counts)


@composed_once
def in_order(who, now, today, narrowed, part):
    """Some of the cases that `reached` finds, in the order and with the facts of `own_cases`; each says by the name of
    each code of `attention` whether it shows it.

    `narrowed`: (adviser or None, a code or ""). `part`: (from the how-manieth on, from 0; how many). One query;
    `with_the_rest` adds to a page of them.
    """
    (adviser, sign), (first, many) = narrowed, part
    signs, cases = attention(who, now, today), reached(who)
    cases = cases.filter(adviser=adviser) if adviser else cases
    cases = cases.filter(signs[sign]) if sign else cases
    shown = {code: Choose(When(clause, then=Value(True)), default=Value(False)) for code, clause in signs.items()}
    return _listed(cases, now).annotate(**shown)[first : first + many]


# ── One case ──────────────────────────────────────────────────────────────────────────────────────────


def whole(case, who, now):
    """A case that the door has opened, with its facts, what this person may do in it, and whom it names. One query."""
    rows = _whole(case.pk, who, now)
    if not rows:  # restricted since it was opened
        raise Case.DoesNotExist
    vars(case).update(rows[0])
    return case


@composed_once
def _whole(case_id, who, now):
    facts = with_may(with_facts(Case.objects.filter(pk=case_id), now), who).annotate(
        urgency_by=F("urgency_decided_by__name"), letter_by=F("letter_sent_by__name")
    )
    return facts.values(*facts.query.annotations)


def next_hearing(case, now):
    """The next listed hearing of a case, or None. One query."""
    rows = Hearing.objects.filter(
        case=case, starts_at__gte=now, status=HearingStatus.LISTED, superseded_at__isnull=True
    )
    return rows.order_by("starts_at").first()


def declaration(case):
    """What the adviser who has the case declared last, or None. One query."""
    rows = ConflictDeclaration.objects.filter(case=case, recorded_by=case.adviser_id, superseded_at__isnull=True)
    return rows.order_by("-recorded_at", "-pk").first()


# ── The record ────────────────────────────────────────────────────────────────────────────────────────


def events(case, group=""):
    """The log of a case, newest first; one kind of entry alone where `group` names it."""
    rows = Event.objects.filter(case_id=case.pk).order_by("-at", "-id")
    verbs = verbs_of(group)
    return rows if verbs is None else rows.filter(verb__in=verbs)


def changes(case):
    """What was edited in the rows of a case, newest first, as the database wrote it down."""
    return FieldChange.objects.filter(case_id=case.pk).order_by("-at", "-id")


def views_of(case):
    """Who opened the case, by person and day, newest first.

    Each row: person__name, day, first, last, opened, refused, pages (the names of the routes).
    """
    return (
        ViewLog.objects.filter(case_id=case.pk)
        .annotate(day=TruncDate("at", tzinfo=settings.LOCAL_ZONE))
        .order_by()
        .values("person_id", "person__name", "day")
        .annotate(
            first=Min("at"),
            last=Max("at"),
            opened=Count("pk", filter=Q(outcome="OPENED")),
            refused=Count("pk", filter=Q(outcome="REFUSED")),
            pages=ArrayAgg("page", distinct=True, order_by="page"),
        )
        .order_by("-day", "-last", "person__name")
    )


# ── Restriction ───────────────────────────────────────────────────────────────────────────────────────


def restriction(case):
    """The restriction in force on a case, or None. One query."""
    return Restriction.objects.filter(case_id=case.pk, lifted_at__isnull=True).select_related("placed_by").first()


def named_on(found, now):
    """Who is named on a restriction now: for good first, then by break-glass. One query."""
    rows = Named.objects.filter(restriction=found, ended_at__isnull=True).filter(
        Q(until__isnull=True) | Q(until__gt=now)
    )
    return list(rows.select_related("person", "named_by").order_by("by_glass", "person__name"))


def staff_near(case, today, *, team_only=False):
    """Posts of people who could be named on a case: of its area or nation, or of its team and those who manage it.

    One for each person, by name. One query.
    """
    near = Q(team__area=case.area_id) | Q(area=case.area_id)
    near = Q(team=case.team_id) | Q(area=case.area_id) if team_only else near | Q(nation=case.nation)
    rows = posts_of(today).filter(near).select_related("person", "team__area", "area").order_by("person__name", "pk")
    return list({post.person_id: post for post in reversed(rows)}.values())[::-1]
