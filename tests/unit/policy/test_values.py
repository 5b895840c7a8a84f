"""Dated values: the one in force on the day of the facts, for the nation and the process."""

import datetime as dt

import pytest

from goldenthread.policy import rules
from goldenthread.policy.rules import NoValue, Value, overlaps, value


def held(number, nation="BOTH", process="ANY", start="2020-01-01", until=None):
    until = dt.date.fromisoformat(until) if until else None
    return Value("limit", nation, process, number, "days", dt.date.fromisoformat(start), until, "A source", True)


@pytest.fixture
def given(monkeypatch):
    return lambda *found: monkeypatch.setattr(rules, "values", lambda: found)


def asked(on, nation="WALES", process="CAP"):
    return value("limit", nation=nation, process=process, on=dt.date.fromisoformat(on)).value


def test_the_letter_is_due_in_17_days_in_england_and_20_in_wales():
    on = dt.date(2026, 6, 1)
    assert value("safeguarding-letter", nation="ENGLAND", process="CAP", on=on).value == 17
    assert value("safeguarding-letter", nation="WALES", process="CAP", on=on).value == 20


def test_the_value_is_that_of_the_day_of_the_facts(given):
    given(held(1, until="2024-12-31"), held(2, start="2025-01-01"))
    assert [asked("2020-01-01"), asked("2024-12-31"), asked("2025-01-01")] == [1, 2 - 1, 2]


def test_the_nearer_value_goes_before_the_general_one(given):
    given(held(1), held(2, nation="WALES"), held(3, nation="WALES", process="CAP"))
    assert asked("2026-01-01") == 3
    assert asked("2026-01-01", process="PUBLIC_LAW") == 2
    assert asked("2026-01-01", nation="ENGLAND") == 1


def test_what_is_not_known_is_not_guessed(given):
    given(held(1, nation="ENGLAND"))
    with pytest.raises(NoValue):
        asked("2026-01-01")
    with pytest.raises(NoValue):
        asked("2019-12-31", nation="ENGLAND")


@pytest.mark.parametrize(("until", "found"), [(None, 1), ("2025-01-01", 1), ("2024-12-31", 0)])
def test_values_that_overlap_are_found(given, until, found):
    given(held(1, until=until), held(2, start="2025-01-01"), held(3, nation="WALES"))
    assert len(overlaps()) == found
