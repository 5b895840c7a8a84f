"""A manager's worklist counts in the database: what it counts is what is true of each case by itself."""

import datetime as dt
from itertools import product

import pytest

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import reach
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.allocation import declare_conflict
from goldenthread.casework.cases.rules import ClockState, Process, clock, passed
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.people.rules import Nation
from goldenthread.policy import rules as policy
from goldenthread.workspace import queries
from goldenthread.workspace.facts import main_clock, soonest, with_due
from goldenthread.workspace.team import ATTENTION, worklist
from tests.pathway import Pathway

TODAY = dt.date(2026, 6, 10)
DAYS = [TODAY - dt.timedelta(days=n) for n in range(400)]


@pytest.fixture
def manyfold(cast):
    """Cases of every process, before and after each limit, issued or not, done or not, with and without an adviser,
    declared for, against and not at all, with advice that waits."""
    way = Pathway(cast, cast.case())
    way.harmed()
    way.submitted(way.maya)
    declare_conflict(case=way.case, has_conflict=True, words="I know the school.", **way.doing)
    declare_conflict(case=way.case, has_conflict=False, words="", **way.doing)
    other = Pathway(cast, cast.case(cast.ben))
    other.hearing(days=20)
    declare_conflict(case=other.case, has_conflict=True, words="I know them.", by=cast.as_(cast.ben), now=cast.now)
    reported = Pathway(cast, cast.case(process="CHILD_FOCUSED"))
    for n, received in enumerate(DAYS[::9]):
        at_work = cast.application() if n % 3 else cast.case(cast.ben if n % 2 else None, ready_to_contact=False)
        cast.as_(cast.director)
        process = list(Process)[n % len(Process)]
        Case.objects.filter(pk=at_work.pk).update(
            process=process,
            received_on=received,
            issued_on=received + dt.timedelta(days=9) if n % 4 == 0 else None,
            letter_sent_on=TODAY if n % 5 == 0 else None,
            letter_sent_by=cast.amira if n % 5 == 0 else None,
        )
        if n % 7 == 0:
            Case.objects.filter(pk=at_work.pk).update(adviser=cast.amira)
    filed = [(reported.case, dt.date(2025, 6, 1), TODAY), (other.case, dt.date(2025, 6, 2), None)]
    for case, received, filed_on in filed:
        Case.objects.filter(pk=case.pk).update(process="CHILD_FOCUSED", received_on=received)
        made(case, cast, filed_on)
    return cast


def made(case, cast, filed_on):
    """A report to court, filed or not."""
    Report.objects.create(
        case=case, number=1, content={}, fingerprint="0" * 64, filed_on=filed_on,
        filed_by=cast.amira if filed_on else None, recorded_at=cast.now, recorded_by=cast.amira,
    )  # fmt: skip


def by_itself(case, waiting):
    """Why one case asks for attention, told from the case alone."""
    found = main_clock(case, TODAY)
    return {
        "WAITING": case.pk in waiting,
        "OVERDUE": found is not None and found.state is ClockState.OVERDUE,
        "FILING": case.filing_waits is not None,
        "UNALLOCATED": case.adviser_id is None,
        "CONFLICT": bool(case.in_conflict),
        "UNDECLARED": case.adviser_id is not None and case.conflict_undeclared,
    }


@pytest.mark.parametrize("person", ["manager", "director", "supervisor", "other_manager"])
def test_what_is_counted_is_what_is_true_of_each_case(manyfold, person):
    cast = manyfold
    who = cast.who(cast.as_(getattr(cast, person)))
    signs = queries.attention(who, cast.now, TODAY)
    decided_by_them = Recommendation.objects.filter(reach(who, Recommendation, Permission.ADVICE_DECIDE))
    waiting = set(decided_by_them.filter(state="SUBMITTED", superseded_at=None).values_list("case_id", flat=True))
    cases = list(soonest(with_due(queries.reached(who), cast.now)).select_related("adviser"))
    alone = {case.pk: by_itself(case, waiting) for case in cases}
    rows = queries.in_order(who, cast.now, TODAY, (None, ""), (0, len(cases) + 1))
    assert [row.pk for row in rows] == [case.pk for case in cases]
    assert {row.pk: {code: getattr(row, code) for code in ATTENTION} for row in rows} == alone
    numbers = worklist(queries.by_adviser(who, cast.now, TODAY))
    assert numbers.count() == len(cases)
    for code in ATTENTION:
        assert numbers.count(attention=code) == sum(signs_of[code] for signs_of in alone.values()), code
        shown = queries.reached(who).filter(signs[code]).values_list("pk", flat=True)
        assert set(shown) == {pk for pk, signs_of in alone.items() if signs_of[code]}, code
        narrowed = queries.in_order(who, cast.now, TODAY, (None, code), (0, len(cases) + 1))
        assert [row.pk for row in narrowed] == [case.pk for case in cases if alone[case.pk][code]], code
    for adviser in numbers.advisers:
        theirs = [case for case in cases if str(case.adviser_id) == adviser.id]
        assert (adviser.name, adviser.cases) == (theirs[0].adviser.name, len(theirs))
        one_on = queries.in_order(who, cast.now, TODAY, (theirs[0].adviser_id, ""), (1, 2))
        assert [row.pk for row in one_on] == [case.pk for case in theirs[1:3]]
        assert adviser.counts == {code: sum(alone[case.pk][code] for case in theirs) for code in ATTENTION}
    if person == "director":
        seen = {code for signs_of in alone.values() for code, there in signs_of.items() if there}
        assert seen == set(ATTENTION) - {"FILING"}  # filings: tests/unit/filing/test_pages.py


def is_passed(spans, received_on, issued_on):
    return any(
        span.from_on <= received_on <= (span.until or dt.date.max)
        and ((issued_on if span.from_issue else None) or received_on) <= span.begun_on
        for span in spans
    )


@pytest.mark.parametrize(("process", "nation"), list(product(Process, Nation)))
@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 12, 29), dt.date(2025, 4, 22)])
def test_what_has_passed_is_what_the_clock_of_one_case_says(process, nation, today):
    spans = passed(process, nation, today)
    for received in (today - dt.timedelta(days=n) for n in range(-3, 300)):
        for issued in (None, received, received + dt.timedelta(days=11), received - dt.timedelta(days=6)):
            found = clock(
                process=process, nation=nation, received_on=received, issued_on=issued, done_on=None, today=today
            )
            late = found is not None and found.state is ClockState.OVERDUE
            assert is_passed(spans, received, issued) == late, (received, issued)


def test_a_limit_that_changes_holds_for_what_was_received_while_it_stood(monkeypatch):
    def of(from_on, until, days):
        return policy.Value(
            "safeguarding-letter", "ENGLAND", "CAP", days, "working days from receipt", from_on, until, "Made up", True
        )

    changed = (
        of(dt.date(2026, 1, 5), dt.date(2026, 4, 30), 60),
        of(dt.date(2026, 5, 1), dt.date(2026, 5, 15), 5),
        of(dt.date(2026, 5, 18), None, 12),
    )
    monkeypatch.setattr(policy, "values", lambda: changed)
    monkeypatch.setattr("goldenthread.casework.cases.rules.values", lambda: changed)
    passed.cache_clear()
    try:
        spans = passed("CAP", "ENGLAND", TODAY)
        for received in DAYS[:250]:
            found = clock(process="CAP", nation="ENGLAND", received_on=received, done_on=None, today=TODAY)
            late = found is not None and found.state is ClockState.OVERDUE
            assert is_passed(spans, received, None) == late, received
    finally:
        passed.cache_clear()
