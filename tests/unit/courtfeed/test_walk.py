"""Walking a feed: no window that a court refuses, nothing missed whatever a court takes a local time for."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.casework.courtfeed.walk import (
    LONGEST,
    LONGEST_FOR_A_PAPER,
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    clock_change,
    court_is_behind,
    exists,
    paper_due,
    pause,
    windows,
)

wall = dt.datetime.fromisoformat
LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
ZONES = (LONDON, UTC)
SPRING = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
AUTUMN = dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)
SETTLE = dt.timedelta(minutes=2)


def as_first(told):
    """A court that takes an ambiguous local time for the first of the two."""
    return told.replace(tzinfo=LONDON, fold=0).astimezone(dt.UTC)


def as_second(told):
    """A court that takes it for the second."""
    return told.replace(tzinfo=LONDON, fold=1).astimezone(dt.UTC)


def as_utc(told):
    """A court whose times are UTC."""
    return told.replace(tzinfo=dt.UTC)


def found(read, event, first, last):
    """Whether a court finds a change when it is asked for what lies between two times, both included."""
    if read == "stored":  # it keeps local times without a zone and compares them as they are
        return first <= event.astimezone(LONDON).replace(tzinfo=None) <= last
    return read(first) <= event <= read(last)


LOCAL = [as_first, as_second, "stored"]


def seconds(most):
    return st.integers(0, most).map(lambda n: dt.timedelta(seconds=n))


@pytest.mark.parametrize("asking", [((LONDON,), LOCAL), ((UTC,), [as_utc]), (ZONES, [*LOCAL, as_utc])])
@pytest.mark.parametrize("change", [SPRING, AUTUMN, dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)])
@given(
    before=seconds(4 * 3600),
    at=st.lists(st.integers(-3 * 3600 * 1000, 3 * 3600 * 1000), min_size=1, max_size=8),
    pauses=st.lists(st.integers(1, 3 * 3600), min_size=1, max_size=6),
)
@example(before=dt.timedelta(hours=3), at=[0, -1, 1, -3600_000, 3600_000, 1800_000, -1800_000], pauses=[300])
@example(before=dt.timedelta(hours=1), at=[3599_000, 0, -3599_999], pauses=[60, 840, 841, 1])
def test_nothing_is_missed_whatever_a_court_takes_a_local_time_for(asking, change, before, at, pauses):
    """Asked while time goes on, as the worker asks: each change is found by a question that comes after it."""
    zones, readings = asking
    events = [change + dt.timedelta(milliseconds=n) for n in at if dt.timedelta(milliseconds=n) > -before]
    start = change - before
    walked, now, n, asked = start, start, 0, []
    while now < change + dt.timedelta(hours=9):
        now += dt.timedelta(seconds=pauses[n % len(pauses)])
        n += 1
        if n > 400:
            now = change + dt.timedelta(hours=9)
        for window in windows(walked, now - SETTLE, zones):
            asked += [(now, *pair) for pair in window.asked]
            walked = window.end
    for read in readings:
        for event in events:
            assert any(when > event and found(read, event, *pair) for when, *pair in asked), (read, event)


@given(
    start=st.datetimes(wall("2024-01-01"), wall("2030-01-01")).map(lambda d: d.replace(tzinfo=dt.UTC)),
    length=seconds(3 * 86400),
)
@example(start=SPRING - dt.timedelta(minutes=7), length=dt.timedelta(hours=1))
@example(start=AUTUMN - dt.timedelta(minutes=7), length=dt.timedelta(hours=3))
@example(start=SPRING, length=dt.timedelta(minutes=1))
def test_no_window_is_one_that_a_court_refuses(start, length):
    until = start + length
    last = start
    for window in windows(start, until, ZONES):
        assert window.start == last
        last = window.end
        assert window.end <= until
        for first, end in window.asked:
            assert dt.timedelta() <= end - first <= LONGEST
        assert all(exists(there, LONDON) for there in window.asked[0])
    assert last == until


def test_a_local_time_that_never_was_is_not_asked_for():
    """The window straight after the clocks went forward begins when they did, as London's clocks show it."""
    window = next(windows(SPRING, SPRING + dt.timedelta(hours=1), [LONDON]))
    assert window.asked == ((wall("2026-03-29T02:00"), wall("2026-03-29T02:14")),)


def test_the_hour_that_is_shown_twice_is_asked_for_twice():
    walls = [pair for window in windows(AUTUMN - dt.timedelta(hours=2), AUTUMN + dt.timedelta(hours=2), [LONDON])
             for pair in window.asked]  # fmt: skip
    half_past = wall("2026-10-25T01:30")
    assert sum(first <= half_past <= last for first, last in walls) >= 2


def test_in_winter_each_window_is_one_question_and_in_summer_two():
    winter = dt.datetime(2026, 1, 12, tzinfo=dt.UTC)
    assert {len(w.asked) for w in windows(winter, winter + dt.timedelta(days=1), ZONES)} == {1}
    summer = dt.datetime(2026, 7, 12, tzinfo=dt.UTC)
    assert {len(w.asked) for w in windows(summer, summer + dt.timedelta(days=1), ZONES)} == {2}


def test_a_walk_that_is_ahead_of_now_asks_nothing():
    assert list(windows(SPRING, SPRING - dt.timedelta(hours=1), ZONES)) == []


@pytest.mark.parametrize(("zone", "expected"), [(LONDON, AUTUMN), (UTC, None)])
def test_when_the_clocks_change(zone, expected):
    assert clock_change(zone, AUTUMN - dt.timedelta(minutes=3, seconds=7), AUTUMN) == expected
    assert clock_change(zone, AUTUMN, AUTUMN + dt.timedelta(minutes=14)) is None


@given(tries=st.integers(0, 10_000), chance=st.floats(0, 1))
def test_a_wait_grows_to_its_longest_and_is_never_none(tries, chance):
    wait = pause(tries, chance)
    assert SHORTEST_PAUSE / 2 <= wait <= LONGEST_PAUSE
    assert pause(tries + 1, chance) >= wait


def test_waits_differ_by_chance_so_that_not_everyone_comes_back_at_once():
    assert pause(3, 0.0) < pause(3, 0.5) < pause(3, 1.0)


def test_a_paper_is_tried_less_and_less_often_and_never_given_up():
    told = SPRING
    dues = [paper_due(told, n) for n in range(40)]
    assert dues[0] == told
    assert dues == sorted(set(dues))
    assert dues[39] - dues[38] == LONGEST_FOR_A_PAPER


@pytest.mark.parametrize(
    ("court_says", "expected"),
    [
        (None, False),
        (AUTUMN + dt.timedelta(minutes=2), False),
        (AUTUMN + dt.timedelta(seconds=90), False),
        (AUTUMN - dt.timedelta(hours=1), True),
        (AUTUMN, True),
    ],
)
def test_whether_the_courts_own_clock_has_passed_a_window(court_says, expected):
    assert court_is_behind(AUTUMN, court_says, SETTLE) is expected
