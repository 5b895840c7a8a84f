"""The main clock of a case: by process, nation and the policy of the day. A rule: no database."""

import datetime as dt

import pytest

from goldenthread.casework.cases.rules import ClockState, clock

RECEIVED = dt.date(2026, 6, 1)  # a Monday; no bank holiday until the last Monday of August


@pytest.mark.parametrize(
    ("nation", "due"), [("ENGLAND", dt.date(2026, 6, 24)), ("WALES", dt.date(2026, 6, 29))], ids=["17 days", "20 days"]
)
def test_the_letter_is_due_by_the_nation(nation, due):
    found = clock(process="CAP", nation=nation, received_on=RECEIVED, done_on=None, today=RECEIVED)
    assert found.due == due


@pytest.mark.parametrize(
    ("today", "done_on", "state"),
    [
        (dt.date(2026, 6, 2), None, ClockState.RUNNING),
        (dt.date(2026, 6, 19), None, ClockState.DUE_SOON),
        (dt.date(2026, 6, 24), None, ClockState.DUE_SOON),
        (dt.date(2026, 6, 25), None, ClockState.OVERDUE),
        (dt.date(2026, 7, 1), dt.date(2026, 6, 24), ClockState.MET),
        (dt.date(2026, 7, 1), dt.date(2026, 6, 25), ClockState.MET_LATE),
    ],
)
def test_how_it_stands(today, done_on, state):
    found = clock(process="CAP", nation="ENGLAND", received_on=RECEIVED, done_on=done_on, today=today)
    assert found.state is state


def test_a_bank_holiday_is_no_working_day():
    found = clock(process="CAP", nation="ENGLAND", received_on=dt.date(2026, 8, 28), done_on=None, today=RECEIVED)
    assert found.due == dt.date(2026, 9, 23)


def test_care_proceedings_run_from_issue_where_it_is_known():
    facts = {"process": "PUBLIC_LAW", "nation": "ENGLAND", "received_on": RECEIVED, "done_on": None, "today": RECEIVED}
    assert clock(**facts).due == dt.date(2026, 11, 30)
    assert clock(**facts, issued_on=dt.date(2026, 5, 25)).due == dt.date(2026, 11, 23)
