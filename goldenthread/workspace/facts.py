"""How far cases have come, read for many cases at once: one query for the cases and one for their children.

Everything that a list or a case's front page says about the work is drawn from here, so that the two can never
differ, and so that a page of 25 cases costs what a page of one does.
"""

from itertools import product

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import IsNull

from goldenthread.access.composed import composed_once
from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import NOTHING, reach
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.assessment.rules import StatementKind
from goldenthread.casework.cases.models import Case, ConflictDeclaration, Hearing, Participation
from goldenthread.casework.cases.queries import undeclared, with_next_hearing
from goldenthread.casework.cases.rules import PartyRole, Process, Stage, Urgency, clock, passed
from goldenthread.casework.directwork.models import Session
from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
from goldenthread.casework.enquiry.rules import LineState
from goldenthread.casework.families.models import SafeContactRule
from goldenthread.casework.filing.queries import with_filings
from goldenthread.casework.harm.models import Pattern
from goldenthread.casework.orders.models import ChildOrder, Order
from goldenthread.casework.orders.rules import Unsafe
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.people.rules import Nation
from goldenthread.workspace.rules import Child, Facts

# What the next step in a case, and the buttons of its front page, may ask.
ASKED = (
    P.URGENCY_DECIDE, P.CASE_ALLOCATE, P.CONFLICT_DECLARE, P.LETTER_RECORD, P.HEARING_RECORD, P.FAMILY_RECORD,
    P.SAFE_CONTACT_RECORD, P.ENQUIRY_RECORD, P.DIRECTWORK_RECORD, P.ASSESSMENT_RECORD, P.ADVICE_WRITE,
    P.ADVICE_DECIDE, P.REPORT_FILE, P.ORDER_RECORD, P.VIEW_LOG_READ, P.CASE_RESTRICT,
)  # fmt: skip
STANDING = {"superseded_at__isnull": True}


def with_due(cases, now):
    """Adds to a queryset of cases what they are sorted and counted by: hearing, clock, conflict, filings that wait."""
    here = {"case": OuterRef("pk"), **STANDING}
    said = ConflictDeclaration.objects.filter(**here, recorded_by=OuterRef("adviser")).order_by("-recorded_at", "-pk")
    filed = Report.objects.filter(**here, filed_on__isnull=False).order_by("filed_on")
    return with_filings(undeclared(with_next_hearing(cases, now)), now).annotate(
        in_conflict=Subquery(said.values("has_conflict")[:1]),
        filed_on=Subquery(filed.values("filed_on")[:1]),
    )


def with_facts(cases, now):
    """Adds to a queryset of cases all that `facts_of` needs of the case itself."""
    return with_work(with_due(cases, now))


def with_work(cases):
    """Adds to a queryset of cases what has been done in each: with `with_due`, all that `facts_of` needs."""
    here = {"case": OuterRef("pk"), **STANDING}
    lines = LineOfEnquiry.objects.filter(**here)
    adults = Participation.objects.filter(**here, to_on__isnull=True).exclude(role=PartyRole.CHILD)
    ruled = SafeContactRule.objects.filter(case_id=OuterRef("case_id"), member=OuterRef("member"))
    return cases.annotate(
        hearings=Exists(Hearing.objects.filter(**here)),
        lines=_count(lines),
        lines_open=_count(lines.filter(state=LineState.OPEN)),
        contacts=_count(Contact.objects.filter(**here)),
        no_rule=Subquery(adults.filter(~Exists(ruled)).order_by("order", "recorded_at").values("pk")[:1]),
        patterns=_count(Pattern.objects.filter(**here)),
        report_made=Exists(Report.objects.filter(**here)),
        order_id=Subquery(Order.objects.filter(**here).order_by("-made_on", "-recorded_at").values("pk")[:1]),
    )


def _count(rows):
    counted = rows.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def children_of(cases) -> dict:
    """Case id to its children: participations with the member and how far the work for each has come. One query."""
    found = {case.pk: [] for case in cases}
    for row in _children([*found]):
        row.heard, row.seen = row.seen is not None, bool(row.seen)
        row.statements, row.impact = row.impact is not None, bool(row.impact)
        found[row.case_id].append(row)
    return found


@composed_once
def _children(ids):
    here = {"case": OuterRef("case"), "child": OuterRef("member"), **STANDING}
    sessions = Session.objects.filter(**here)
    statements = Statement.objects.filter(**here)
    on_child = ExpressionWrapper(Q(kind=StatementKind.IMPACT_ON_CHILD), BooleanField())
    ordered = ChildOrder.objects.filter(**here, order__superseded_at__isnull=True)
    advice = Recommendation.objects.filter(**here).values(
        json=JSONObject(id="pk", state="state", began="recorded_by_id", submitted="submitted_by_id")
    )
    return (
        Participation.objects.filter(case__in=ids, role=PartyRole.CHILD, **STANDING)
        .filter(to_on__isnull=True)
        .select_related("member")
        .annotate(
            # Nothing where there is none, else whether one of them is it: one question in place of two.
            seen=Subquery(sessions.order_by("-seen").values("seen")[:1]),
            victim=Exists(VictimStatus.objects.filter(**here)),
            impact=Subquery(statements.annotate(yes=on_child).order_by("-yes").values("yes")[:1]),
            advice=Subquery(advice[:1]),
            ordered=ArraySubquery(ordered.values("order_id")),
            unsafe=Exists(ordered.filter(unsafe__in=[Unsafe.MAYBE, Unsafe.YES])),
        )
        .order_by("order", "recorded_at")
    )


def main_clock(case, today):
    """The main clock of a case, or None where policy has no value for the day on which it was received.

    A letter stops the clock of the child arrangements programme, the first filed report that of a child impact
    report, and nothing but the end the one of care proceedings.
    """
    done_on = {
        Process.CAP: case.letter_sent_on,
        Process.CHILD_FOCUSED: case.filed_on,
        Process.PUBLIC_LAW: case.closed_on,
    }[Process(case.process)]
    return clock(
        process=case.process, nation=case.nation, received_on=case.received_on, issued_on=case.issued_on,
        done_on=done_on, today=today,
    )  # fmt: skip


def overdue(today) -> Q:
    """The clause for cases whose main clock has passed: those of which `main_clock` says so, without reading them."""
    filed = Subquery(Report.objects.filter(case=OuterRef("pk"), filed_on__isnull=False, **STANDING).values("pk")[:1])
    not_done = {
        Process.CAP: Q(letter_sent_on__isnull=True),
        Process.CHILD_FOCUSED: Q(IsNull(filed, True)),
        Process.PUBLIC_LAW: Q(closed_on__isnull=True),
    }
    clause = NOTHING
    for process, nation in product(Process, Nation):
        for span in passed(process, nation, today):
            begun = Q(received_on__lte=span.begun_on)
            if span.from_issue:
                begun = Q(issued_on__lte=span.begun_on) | (Q(issued_on__isnull=True) & begun)
            holds = Q(process=process, nation=nation, received_on__gte=span.from_on)
            if span.until:
                holds &= Q(received_on__lte=span.until)
            clause |= holds & not_done[process] & begun
    return clause


def past(case, found) -> bool:
    """Whether the court has had more than the letter by now: its time limit is then no longer what is due."""
    return found.key == "safeguarding-letter" and case.stage in {Stage.REPORT, Stage.ORDER}


def facts_of(case, children, who, today) -> Facts:
    """The plain facts of one case that `with_facts` and `children_of` have read. No query."""
    found = main_clock(case, today)
    return Facts(
        case=str(case.pk),
        stage=case.stage,
        process=case.process,
        allocated=case.adviser_id is not None,
        mine=case.adviser_id == who.person_id,
        conflict_undeclared=case.adviser_id is not None and case.conflict_undeclared,
        in_conflict=bool(case.in_conflict),
        urgency_decided=case.urgency != Urgency.UNDECIDED,
        clock=found.state if found else None,
        letter_sent=case.letter_sent_on is not None,
        no_rule=str(case.no_rule or ""),
        lines=case.lines,
        children=tuple(_child(row, case, who) for row in children),
        report=case.report_made,
        filed=case.filed_on is not None,
        hearing_ahead=case.next_hearing_at is not None,
        hearings=case.hearings,
        order=str(case.order_id or ""),
        filing=str(case.filing_waits or ""),
    )


def _child(row, case, who):
    advice = row.advice or {"id": "", "state": "", "began": "", "submitted": ""}
    authors = {advice["began"], advice["submitted"], str(case.adviser_id)}
    return Child(
        id=str(row.member_id),
        name=row.member.first_name or "–",
        heard=row.heard,
        victim=row.victim,
        impact=row.impact,
        advice=advice["id"],
        state=advice["state"],
        own=str(who.person_id) in authors,
        ordered=case.order_id in row.ordered,
        unsafe=row.unsafe,
    )


# ── What a person may do, for many cases at once ──────────────────────────────────────────────────────


def with_may(cases, who, permissions=ASKED):
    """Adds to a queryset of cases what this person may do in each; read it with `may_in`.

    Permissions that are granted alike share one column, so a person's few posts make a few columns.
    """
    columns = {f"may_{n}": reach(who, Case, alike[0]) for n, alike in enumerate(_alike(who, permissions))}
    return cases.annotate(**columns)


def may_in(case, who, permissions=ASKED) -> frozenset:
    """What this person may do in a case that `with_may` has read. No query."""
    groups = enumerate(_alike(who, permissions))
    return frozenset(permission for n, alike in groups if getattr(case, f"may_{n}") for permission in alike)


def _alike(who, permissions):
    groups: dict = {}
    for permission in permissions:
        granted = tuple(GRANTS[permission][1].get(held.role, ()) for held in who.posts)
        groups.setdefault(granted, []).append(permission)
    return list(groups.values())


def soonest(cases):
    """The order of work: the next hearing first, then the oldest application."""
    return cases.order_by(F("next_hearing_at").asc(nulls_last=True), "received_on", "pk")


def working(cases):
    """Cases in which there is work."""
    return cases.filter(~Q(stage="CLOSED"))
