"""How a feed is walked: which windows to ask for, in the court's own words, and how long to wait after a failure.

A court takes a window as two times on a wall clock, without a zone, at most fifteen minutes apart, both ends
included. What its clock means is not told with it. In the code that HMCTS publishes (prl-cos-api,
CafcassDateTimeService, 2026) the moment by which private law is searched is written in UTC, while the service speaks
of local times elsewhere. So each window is asked for in every zone that may be meant; in winter they are one. Plain
values.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LONGEST = dt.timedelta(minutes=15)
# How far each window reaches back into the one before. Imports are idempotent, so it costs nothing; it is what brings
# in the hour that a clock shows twice, whichever of the two a court takes an ambiguous time for.
OVERLAP = dt.timedelta(minutes=1)
STEP = LONGEST - OVERLAP
# The courts compare in milliseconds at most.
MOMENT = dt.timedelta(microseconds=1)
SECOND = dt.timedelta(seconds=1)


Pair = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Window:
    """A stretch of time, in UTC, and the wall-clock times by which it is asked for: one pair for each reading."""

    start: dt.datetime
    end: dt.datetime
    asked: tuple[Pair, ...]


def windows(walked_to: dt.datetime, until: dt.datetime, zones: Iterable[ZoneInfo]) -> Iterator[Window]:
    """The windows from where the walk has come to `until`, in order and without a gap; none where that is past.

    No window has a change of the clocks within it: in spring it would look longer than a court takes, in autumn it
    would end before it begins.
    """
    start, zones = walked_to.astimezone(dt.UTC), tuple(zones)
    until = until.astimezone(dt.UTC)
    while start < until:
        end = min(start + STEP, until)
        changes = [change for zone in zones if (change := clock_change(zone, start, end))]
        end = min([end, *changes])
        yield Window(start, end, asks(start, end, zones))
        start = end


def asks(start: dt.datetime, end: dt.datetime, zones: Iterable[ZoneInfo]) -> tuple[Pair, ...]:
    """A stretch without a change of the clocks within it, as wall-clock times in each zone, each pair once."""
    return tuple(dict.fromkeys(_on_the_wall(start, end, zone) for zone in zones))


def _on_the_wall(start, end, zone):
    first = start.astimezone(zone).replace(tzinfo=None)
    # At a change the end is the last moment before it: what the clock would have shown next never comes, or comes
    # again.
    changes = clock_change(zone, end - SECOND, end) is not None
    last = (end - MOMENT if changes else end).astimezone(zone).replace(tzinfo=None)
    back = first - OVERLAP
    # Straight after the clocks have gone forward there is nothing to reach back into: a court that is asked for a
    # time that never was may answer with nothing.
    return (back if exists(back, zone) else first), last


def exists(wall: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether a clock in this zone ever shows this time."""
    return wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == wall


def clock_change(zone: ZoneInfo, after: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """The moment after `after`, and no later than `until`, at which the clocks change; None where they do not."""
    low, high = after, until
    if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
        return None
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            break
        if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


SHORTEST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=30), dt.timedelta(minutes=15)
LONGEST_FOR_A_PAPER = dt.timedelta(hours=6)


def pause(tries: int, chance: float, longest: dt.timedelta = LONGEST_PAUSE) -> dt.timedelta:
    """How long to wait after so many failures in a row: twice as long each time, and never all at the same moment.

    `chance` is between nought and one: between half of the time and all of it.
    """
    whole = min(SHORTEST_PAUSE * 2 ** min(max(tries - 1, 0), 20), longest)
    return whole * (0.5 + chance / 2)


def paper_due(told_at: dt.datetime, tries: int) -> dt.datetime:
    """When a paper that could not be fetched so many times is to be tried again: each wait as long as `pause` says."""
    waits = (pause(n + 1, 1.0, LONGEST_FOR_A_PAPER) for n in range(min(tries, 1000)))
    return told_at + sum(waits, dt.timedelta())


def court_is_behind(end: dt.datetime, court_says: dt.datetime | None, settle: dt.timedelta) -> bool:
    """Whether the court's own clock has not passed a window yet. Then what changed in it may still come, whatever our
    clock says; unknown where the court does not tell its time."""
    return court_says is not None and end > court_says - settle / 2


def behind(walked_to: dt.datetime, now: dt.datetime, settle: dt.timedelta) -> dt.timedelta:
    """How far a walk is behind where it could be; never less than nothing."""
    return max(now - settle - walked_to, dt.timedelta())
