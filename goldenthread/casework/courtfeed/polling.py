"""Walking the feeds: one window after the other, each taken in before the walk moves on.

It can be stopped at any point. A window is asked for again until it has been taken in whole, and taking it in again
changes nothing; so nothing is missed and nothing comes twice. No transaction is open while a court is asked.
"""

import contextlib
import datetime as dt
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from goldenthread.access.door import clock as door_clock
from goldenthread.access.door import name_person
from goldenthread.casework.courtfeed.client import Court, CourtProblem, CourtUnclear
from goldenthread.casework.courtfeed.operations.runs import brings_news, import_answer, whole
from goldenthread.casework.courtfeed.operations.walking import end_walk, fail_walk, feed_of, move_walk
from goldenthread.casework.courtfeed.rules import Jurisdiction, SetAsideReason, Trouble
from goldenthread.casework.courtfeed.walk import court_is_behind, pause, windows

log = logging.getLogger("goldenthread.courtfeed")

# What a walk can come to besides a trouble: it was done, it is done by someone else, it waits after a failure, it was
# sent back on the way.
DONE, ELSEWHERE, WAITS, SENT_BACK = "", "ELSEWHERE", "WAITS", "SENT_BACK"


@dataclass
class Walk:
    """One walk of one feed: how many windows, how many of them brought something, and what stopped it, if anything."""

    jurisdiction: str
    windows: int = 0
    imports: int = 0
    walked_to: dt.datetime | None = None
    stopped: str = DONE


def poll(*, by, clock: Callable[[], dt.datetime] = door_clock, only=None, force=False, court_of=Court) -> list[Walk]:
    """Walks each feed that is set up as far as it goes now. `by` is the importer; `force`: also one that waits after a
    failure; `only`: one of them."""
    found = []
    for jurisdiction in Jurisdiction:
        if only in (None, jurisdiction):
            found.append(walk_feed(jurisdiction, by=by, clock=clock, force=force, court_of=court_of))
    return found


def walk_feed(jurisdiction, *, by, clock=door_clock, force=False, court_of=Court) -> Walk:
    """Walks one feed from where it stands to now, but for what may not be found yet. Raises when the database goes."""
    court, done = court_of(jurisdiction), Walk(str(jurisdiction))
    if not court.is_set_up:
        done.stopped = Trouble.NOT_SET_UP
        return done
    with _alone(jurisdiction) as alone:
        if not alone:
            done.stopped = ELSEWHERE
            return done
        now, feed = clock(), feed_of(jurisdiction)
        if feed.walked_to is None:
            move_walk(feed, to=now - dt.timedelta(hours=settings.COURT_FIRST_HOURS), now=now)
        start = done.walked_to = feed.walked_to
        if feed.next_try_at and feed.next_try_at > now and not force:
            done.stopped = WAITS
            return done
        for window in windows(start, now - _settle(), settings.COURT_ZONES):
            done.stopped = _window(court, feed, window, done, by=by, clock=clock)
            if done.stopped:
                break
            done.windows, done.walked_to = done.windows + 1, window.end
        if done.stopped != SENT_BACK:
            _end(feed, done, start, by, clock())
    return done


def _settle():
    return dt.timedelta(seconds=settings.COURT_SETTLE_SECONDS)


@contextlib.contextmanager
def _alone(jurisdiction):
    """Whether nobody else walks this feed; nobody may while this lasts. A lock of the connection: it ends with it."""
    key = f"court feed {jurisdiction}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@contextlib.contextmanager
def _named(by):
    with transaction.atomic():
        name_person(by.pk)
        yield


def _window(court, feed, window, done, *, by, clock):
    """Asks for one window and takes in what comes. Returns why that could not be done, or nothing."""
    try:
        for first, last in window.asked:
            data = court.search(first, last)
            if court_is_behind(window.end, court.clock, _settle()):
                return Trouble.CLOCK
            done.imports += _take_in(data, court.jurisdiction, window, by, clock())
        return DONE if move_walk(feed, to=window.end, now=clock()) else SENT_BACK
    except CourtProblem as problem:
        return problem.code
    except (OperationalError, InterfaceError):
        # The database is gone, not the court.
        raise
    except Exception as error:  # whatever it is, the walk stands where it is and says so
        log.warning("A window of the court's feed could not be taken in: %s", type(error).__name__)
        return Trouble.FAILED


def _take_in(data, jurisdiction, window, by, now):
    """Whether an answer brought anything. One that cannot be followed to its end is none: nothing of it goes in."""
    empty, broken = whole(data)
    if broken is not None:
        known = {SetAsideReason.CUT_SHORT: Trouble.CUT_SHORT, SetAsideReason.TOO_LARGE: Trouble.TOO_LARGE}
        raise CourtUnclear(known.get(broken, Trouble.UNCLEAR))
    if empty:
        return False
    with _named(by):
        news = brings_news(data, now)
    if news:
        import_answer(data=data, by=by, now=now, window=(jurisdiction, window.start, window.end))
    return news


def _end(feed, done, start, by, now):
    with _named(by):
        if not done.stopped:
            end_walk(feed, start=start, windows=done.windows, imports=done.imports, by=by, now=now)
            return
        # Between half of a wait and all of it, so that two installations do not come back at once.
        wait = pause(feed.tries + 1, random.random())  # noqa: S311 (no secret)
        fail_walk(feed, code=done.stopped, next_try_at=now + wait, by=by, now=now)
