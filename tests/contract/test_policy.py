"""Dated values: each with its source, none overlapping, each nation served, and bank holidays known ahead."""

import datetime as dt

import pytest

from goldenthread.casework.cases.rules import Process
from goldenthread.kernel.workdays import holidays
from goldenthread.people.rules import Nation
from goldenthread.policy.rules import overlaps, value, values
from tests.contract import house

VALUES = [pytest.param(v, id=f"{v.key}-{v.nation}-{v.process}-{v.from_on}") for v in values()]


def test_no_two_values_hold_at_once():
    assert overlaps() == [], "end the earlier value (`until:`) on the day before the later one begins"


@pytest.mark.parametrize("held", VALUES)
def test_every_value_says_where_it_comes_from(held):
    assert held.source.strip(), f"{held.key}: name the source; if there is none, it is not policy"
    assert held.unit.strip()
    assert isinstance(held.confirmed, bool)
    assert held.nation in {*Nation, "BOTH"}
    assert held.process in {*Process, "ANY"}
    assert held.until is None or held.until >= held.from_on


@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("key", sorted({v.key for v in values()}))
def test_every_value_has_an_answer_today_in_each_nation(key, nation):
    processes = {v.process for v in values() if v.key == key}
    for process in processes:
        assert value(key, nation=nation, process=process, on=_today()).value is not None


def _today():
    return dt.datetime.now(dt.UTC).date()  # noqa: TID251 (the real day is the point)


@pytest.mark.parametrize("nation", list(Nation))
def test_bank_holidays_are_known_for_a_year_ahead(nation):
    """The one test that asks the real calendar: it fails while there is still time to bring a newer list."""
    newest, needed = max(holidays(nation)), _today() + dt.timedelta(days=365)
    assert newest.year >= needed.year, (
        f"bank holidays of {nation} are known until {newest} only. Bring a newer `govuk-bank-holidays`: "
        "`make requirements` with a newer release, or the clocks of cases will count holidays as working days"
    )


def test_no_number_of_the_law_stands_in_code():
    """17 and 20 working days, 26 weeks: they are read from policy, so that a change of law changes one file."""
    wrong = [
        str(path)
        for path, text in house.sources(".py")
        if "casework" in path.parts and "add_working_days(" in text and any(f", {n}," in text for n in (17, 20, 30, 40))
    ]
    assert not wrong, f"take the number from policy.rules.value: {wrong}"
