"""Working days of the two nations, from the government's list."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.workdays import add_working_days, entered_late, is_working_day, working_days_between


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2026-06-10", True),
        ("2026-06-13", False),
        ("2026-06-14", False),
        ("2026-12-25", False),
        ("2026-12-28", False),  # Boxing Day falls on a Saturday: the Monday stands in for it
        ("2026-12-29", True),
        ("2026-04-03", False),
        ("2026-04-06", False),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(on, works):
    for nation in ("ENGLAND", "WALES"):
        assert is_working_day(day(on), nation) == works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-06-10", 0, "2026-06-10"),
        ("2026-06-10", 1, "2026-06-11"),
        ("2026-06-12", 1, "2026-06-15"),
        ("2026-06-01", 17, "2026-06-24"),
        ("2026-12-23", 3, "2026-12-30"),
    ],
)
def test_days_are_counted_from_the_day_after(start, days, end):
    assert add_working_days(day(start), days, "ENGLAND") == day(end)
    assert working_days_between(day(start), day(end), "ENGLAND") == days


def test_counting_back_is_negative_and_adding_back_is_refused():
    assert working_days_between(day("2026-06-11"), day("2026-06-10"), "WALES") == -1
    with pytest.raises(ValueError, match="forward"):
        add_working_days(day("2026-06-10"), -1, "WALES")


@pytest.mark.parametrize(
    ("happened", "entered", "late"),
    [
        ("2026-06-10", "2026-06-10", False),
        ("2026-06-10", "2026-06-11", False),
        ("2026-06-10", "2026-06-12", True),
        ("2026-06-12", "2026-06-15", False),
        ("2026-06-12", "2026-06-16", True),
    ],
)
def test_late_is_later_than_the_next_working_day(happened, entered, late):
    assert entered_late(day(happened), day(entered), "ENGLAND") == late


@given(st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 400), st.sampled_from(["ENGLAND", "WALES"]))
def test_what_is_reckoned_is_what_is_counted_day_by_day(start, days, nation):
    def counted(first, last):
        between = range(first.toordinal() + 1, last.toordinal() + 1)
        return sum(is_working_day(dt.date.fromordinal(day), nation) for day in between)

    end = start + dt.timedelta(days=days)
    assert working_days_between(start, end, nation) == counted(start, end)
    assert working_days_between(end, start, nation) == -counted(start, end)
    reached = add_working_days(start, days, nation)
    assert counted(start, reached) == days
    assert reached == start or is_working_day(reached, nation)
