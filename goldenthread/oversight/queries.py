"""What waits for a manager's decision, what was decided, and whose work it is."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, Value, When

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.assessment.queries import sources, statements
from goldenthread.casework.cases.models import Hearing
from goldenthread.casework.cases.rules import HearingStatus
from goldenthread.casework.directwork.queries import wishes
from goldenthread.casework.harm.models import Pattern
from goldenthread.casework.harm.rules import CALLS_FOR_RATIONALE
from goldenthread.casework.recommendations.models import Option, PatternTreatment, Recommendation, Weighing
from goldenthread.casework.recommendations.queries.advice import Papers, recommendations
from goldenthread.casework.recommendations.rules import State
from goldenthread.oversight.models import Decision

# What a person can have written in a piece of advice.
PARTS = (Option, Weighing, PatternTreatment)
# And in what it rests on: the assessment of the same child.
ASSESSED = (Statement, VictimStatus)


def waiting(who, now):
    """Advice that waits for a decision within this manager's reach, oldest first.

    Each carries `own` (it is this manager's own work), `next_hearing_at`, and `abuse` (behaviour by the parent
    concerned calls for a rationale). One query.
    """
    return (
        visible(who, Recommendation, Permission.ADVICE_DECIDE)
        .filter(state=State.SUBMITTED, superseded_at__isnull=True)
        .select_related("case__adviser", "child", "parent", "submitted_by")
        .annotate(own=_own(who.person_id, now.date()), next_hearing_at=_next_hearing(now), abuse=_abuse())
        .order_by("submitted_at", "pk")
    )


def _own(person_id, today):
    """The rule `own_work` as a clause: they began it, submitted it, wrote in it, or have or cover the case."""
    clause = (
        Q(recorded_by=person_id)
        | Q(submitted_by=person_id)
        | Q(case__adviser=person_id)
        | Q(text_by__contains=[person_id])
        | Q(case__covered_by=person_id, case__cover_until__gte=today)
    )
    for part in PARTS:
        clause |= Q(Exists(part.objects.filter(recommendation=OuterRef("pk"), recorded_by=person_id)))
    for part in ASSESSED:
        of_child = part.objects.filter(case=OuterRef("case"), child=OuterRef("child"), superseded_at__isnull=True)
        clause |= Q(Exists(of_child.filter(recorded_by=person_id)))
    return Case(When(clause, then=Value(True)), default=Value(False), output_field=BooleanField())


def _next_hearing(now):
    following = Hearing.objects.filter(
        case=OuterRef("case"), starts_at__gte=now, status=HearingStatus.LISTED, superseded_at__isnull=True
    )
    return Subquery(following.order_by("starts_at").values("starts_at")[:1])


def _abuse():
    told = Pattern.objects.filter(case=OuterRef("case"), superseded_at__isnull=True, status__in=CALLS_FOR_RATIONALE)
    # Where nobody has said which parent, abuse by anyone counts: the safer reading.
    return Case(
        When(parent__isnull=True, then=Exists(told)),
        default=Exists(told.filter(by_member=OuterRef("parent"))),
        output_field=BooleanField(),
    )


def writers(recommendation) -> set:
    """The ids of everyone who wrote in the advice or in the assessment that it rests on. One query."""
    of_child = {"case": recommendation.case_id, "child": recommendation.child_id, "superseded_at__isnull": True}
    rows = [
        *(part.objects.filter(recommendation=recommendation) for part in PARTS),
        *(part.objects.filter(**of_child) for part in ASSESSED),
    ]
    parts = [written.order_by().values("recorded_by_id") for written in rows]
    return {*recommendation.text_by, *(row["recorded_by_id"] for row in parts[0].union(*parts[1:]))}


def decisions(case):
    """The decisions on a case's advice, newest first. One query."""
    return list(
        Decision.objects.filter(case=case)
        .select_related("recorded_by", "recommendation__child", "recommendation__parent")
        .order_by("-recorded_at")
    )


def decision_on(recommendation):
    """The newest decision on one child's advice, or None."""
    return (
        Decision.objects.filter(recommendation=recommendation)
        .select_related("recorded_by")
        .order_by("-recorded_at")
        .first()
    )


def advice_of(case):
    """The advice that stands for each child of a case. One query."""
    return list(
        Recommendation.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("child", "parent", "submitted_by")
        .order_by("recorded_at")
    )


@dataclass(frozen=True)
class RestsOn:
    """What one piece of advice rests on: the papers of its case, and the sources that statements draw on."""

    papers: Papers
    sources: list


def rests_on(case, people) -> RestsOn:
    """What the advice of a case rests on, to be read by whoever decides. Five queries.

    `people`: the participations. Lines of enquiry are left out: none that bears on the advice can be open once it
    is submitted.
    """
    found = sources(case)
    drawn = {}
    for source in found:
        for later in source.drawn_by:
            drawn.setdefault(later, []).append(source.id)
    patterns = Pattern.objects.filter(case=case, superseded_at__isnull=True).select_related("by_member")
    papers = Papers(
        case=case,
        people=people,
        recommendations={row.child_id: row for row in recommendations(case)},
        wishes=list(wishes(case)),
        patterns=list(patterns.order_by("-live", "recorded_at")),
        lines=[],
        statements=list(statements(case)),
        drawn=drawn,
    )
    return RestsOn(papers, found)
