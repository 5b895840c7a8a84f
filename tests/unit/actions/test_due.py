"""Dates as they are really written, and how an action stands to its date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.actions.dates import read_due
from goldenthread.actions.rules import DueKind as K
from goldenthread.actions.rules import DueState, due_state, next_round


def day(text):
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("words", "kind", "due_from", "due_on", "months"),
    [
        ("Aug 2021", K.MONTH, None, "2021-08-31", None),
        ("Sept 2021", K.MONTH, None, "2021-09-30", None),
        ("September 2021", K.MONTH, None, "2021-09-30", None),
        ("February 2024", K.MONTH, None, "2024-02-29", None),
        ("Underway and by Dec 2021", K.UNDERWAY, None, "2021-12-31", None),
        ("From May 2021 and by the end of 2021/22", K.RANGE, "2021-05-01", "2022-03-31", None),
        ("By the end of 2021/22", K.RANGE, "2021-04-01", "2022-03-31", None),
        ("May 2021 – Aug 2021", K.RANGE, "2021-05-01", "2021-08-31", None),
        ("30 June 2026", K.DAY, None, "2026-06-30", None),
        ("1st June 2026", K.DAY, None, "2026-06-01", None),
        ("03/10/2021", K.DAY, None, "2021-10-03", None),
        ("2021-10-03", K.DAY, None, "2021-10-03", None),
        ("Q3 2026", K.RANGE, "2026-07-01", "2026-09-30", None),
        ("Q4 2025/26", K.RANGE, "2026-01-01", "2026-03-31", None),
        ("Biannually", K.REPEATED, None, None, 6),
        ("Quarterly from April 2024", K.REPEATED, None, "2024-04-30", 3),
        ("termly", K.REPEATED, None, None, 4),
    ],
)
def test_what_is_written_is_read(words, kind, due_from, due_on, months):
    due = read_due(words)
    assert (due.kind, due.due_from, due.due_on, due.every_months) == (kind, day(due_from), day(due_on), months)


def test_a_date_that_another_body_will_confirm_is_not_a_date():
    due = read_due("Review date to be confirmed by the Ministry.")
    assert (due.kind, due.due_on, due.confirmed_by) == (K.TO_BE_CONFIRMED, None, "the Ministry")
    assert read_due("TBC").kind == K.TO_BE_CONFIRMED


@pytest.mark.parametrize(
    "words",
    ["", "soon", "late 2021", "31/02/2021", "32 June 2021", "Before June 2024", "when the policy is out, Aug 2021",
     "Aug 2021 to May 2021", "2021/23", "next week", "Mayhem 2021"],
)  # fmt: skip
def test_what_cannot_be_relied_on_is_not_guessed(words):
    assert read_due(words) is None


@given(st.text(max_size=60))
def test_anything_typed_is_read_or_not_and_never_fails(words):
    due = read_due(words)
    assert due is None or due.due_on is None or due.due_from is None or due.due_from <= due.due_on


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2090, 12, 31)))
def test_a_day_written_out_is_that_day(when):
    assert read_due(f"{when.day} {when:%B} {when.year}").due_on == when


@pytest.mark.parametrize(
    ("state", "due_on", "done_on", "stands"),
    [
        ("OPEN", "2026-06-09", None, DueState.LATE),
        ("OPEN", "2026-06-10", None, DueState.SOON),
        ("OPEN", "2026-07-08", None, DueState.SOON),
        ("OPEN", "2026-07-09", None, DueState.ON_TIME),
        ("OPEN", None, None, DueState.WAITING),
        ("DONE", "2026-06-01", "2026-06-01", DueState.MET),
        ("CLOSED", "2026-06-01", "2026-06-02", DueState.MET_LATE),
    ],
)
def test_how_an_action_stands_to_its_date(state, due_on, done_on, stands):
    today = dt.date(2026, 6, 10)
    assert due_state(state=state, due_on=day(due_on), done_on=day(done_on), today=today) == stands


@pytest.mark.parametrize(
    ("due", "months", "after"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-06-30", 6, "2026-12-31"), ("2026-01-30", 1, "2026-02-28"),
     ("2026-11-15", 3, "2027-02-15")],
)  # fmt: skip
def test_the_next_round_keeps_to_the_end_of_the_month_where_it_was_one(due, months, after):
    assert next_round(day(due), months) == day(after)
