"""Closing a case: what stands then, what is refused, what is recorded."""

import datetime as dt

import pytest

from goldenthread.casework.cases.operations.closing import close_case
from goldenthread.casework.cases.operations.records import open_case
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


def test_a_closed_case_takes_nothing_more(cast, case, now):
    row = close_case(case=case, on=now.date(), why="WITHDRAWN", by=cast.amira, now=now)
    assert (row.stage, row.closed_on, row.closed_why, row.closed_by) == (
        "CLOSED",
        now.date(),
        "WITHDRAWN",
        cast.amira,
    )
    with pytest.raises(Refused) as refusal:
        open_case(row)
    assert refusal.value.code == "CASE_CLOSED"


def test_it_is_closed_once(cast, case, now):
    close_case(case=case, on=now.date(), why="WITHDRAWN", by=cast.amira, now=now)
    with pytest.raises(Refused) as refusal:
        close_case(case=case, on=now.date(), why="NO_ORDER", by=cast.amira, now=now)
    assert refusal.value.code == "CASE_CLOSED"


@pytest.mark.parametrize(("days", "code"), [(1, "IN_FUTURE"), (-400, "BEFORE_RECEIPT")])
def test_the_day_must_lie_between_receipt_and_today(cast, case, now, days, code):
    with pytest.raises(Refused) as refusal:
        close_case(case=case, on=now.date() + dt.timedelta(days=days), why="NO_ORDER", by=cast.amira, now=now)
    assert refusal.value.code == code


def test_the_line_says_when_and_why(cast, case, now):
    close_case(case=case, on=now.date(), why="FINAL_ORDER", by=cast.amira, now=now)
    line = Event.objects.get(verb="CASE_CLOSED")
    assert line.facts == {"on": "2026-06-10", "reason": "FINAL_ORDER"}
    assert (line.case_id, line.actor_id) == (case.pk, cast.amira.pk)
