"""Which work reads from the replica: one place that decides it, names the person there, and falls back.

    with reading(request.person) as using:
        for row in Case.objects.filter(reach(who, Case, P.CASE_READ)).iterator():  # goes where `using` says
            ...
        with connections[using].cursor() as cursor:  # SQL of one's own must be sent there by name
            ...

For searches, lists that leave as a file, and figures: long reads that nothing is written by. Everything else reads
from the primary. Where there is no replica it reads from the primary too, in the same way.

The replica is used when it can be reached, follows the primary, lags no more than GOLDENTHREAD_REPLICA_LAG_SECONDS,
and already holds what this person wrote last. How far that is travels with the person, in a cookie: the place in the
primary's log just after their last change. Whoever forges it spoils their own search and nobody else's.

Row security is part of the data, so it holds on a replica as it does on the primary; the person is named there in the
same way, until the transaction ends.
"""

import contextlib
import logging
import re
import time
from contextvars import ContextVar

from django.conf import settings
from django.db import Error, connections, transaction

PRIMARY, REPLICA = "default", "replica"
WROTE_COOKIE = "wrote"
# A replica that is gone is not asked at every read: a read that waits for nothing is a slow page.
PAUSE_SECONDS = 5.0

log = logging.getLogger("goldenthread.replica")
_using: ContextVar[str | None] = ContextVar("reading", default=None)
# One picture of the data for the whole of a read: what is restricted meanwhile is not half in it.
READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
_asked_again_at = 0.0

# The primary is asked first: what it says is then the older.
_HOW_FAR = "SELECT pg_current_wal_insert_lsn()::text, clock_timestamp()"
_FOLLOWS = """
SELECT set_config('app.person', %(person)s, true),
       pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= coalesce(%(wrote)s::pg_lsn, '0/0')
       AND (pg_last_wal_replay_lsn() >= %(place)s::pg_lsn
            OR %(at)s - pg_last_xact_replay_timestamp() <= make_interval(secs => %(lag)s))
"""


class WriteWhileReading(RuntimeError):
    """Something was to be written inside `reading()`. A mistake of the program's, also where there is no replica."""


class Router:
    """Sends what is read inside `reading()` where it says, and everything else to the primary."""

    def db_for_read(self, model, **hints):
        # Never by the row that a relation is followed from: outside `reading()` nobody is named on the replica.
        return _using.get() or PRIMARY

    def db_for_write(self, model, **hints):
        if _using.get() is not None:
            raise WriteWhileReading("inside reading() nothing is written: do it before or after")
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True  # the same data

    def allow_migrate(self, database, app_label, **hints):
        return database == PRIMARY


@contextlib.contextmanager
def reading(person):
    """Reads for `person` in one transaction that writes nothing; gives the name of the connection it goes to.

    May be used inside a request, and in a generator that outlives it. Raises WriteWhileReading when a row is saved
    inside, RuntimeError when somebody else is named on the transaction that it is used in. A read that has begun on
    the replica and loses it fails like any other: only the beginning is tried elsewhere.
    """
    if connections[PRIMARY].in_atomic_block:
        _check_named(person)
    with contextlib.ExitStack() as stack:
        using = REPLICA if _on_replica(stack, person) else PRIMARY
        if using == PRIMARY:
            _on_primary(stack, person)
        before = _using.get()
        _using.set(using)
        try:
            yield using
        finally:
            _using.set(before)


def _check_named(person):
    """A read for somebody else than whom the request is for would be a way round the wall."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT current_setting('app.person', true)")
        if cursor.fetchone()[0] != str(person.pk):
            raise RuntimeError("reading() is for the person who is named on this transaction")


def _on_primary(stack, person):
    if connections[PRIMARY].in_atomic_block:
        return  # the request's own transaction, which names them
    stack.enter_context(transaction.atomic(using=PRIMARY))
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(READ_ONLY)
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(person.pk)])


def _on_replica(stack, person) -> bool:
    """Opens the transaction on the replica if it may be used; else leaves nothing behind."""
    global _asked_again_at  # noqa: PLW0603 (one for the process: every request would find out the same)
    if REPLICA not in settings.DATABASES or time.monotonic() < _asked_again_at:
        return False
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(_HOW_FAR)
        place, at = cursor.fetchone()
    asked = {"person": str(person.pk), "place": place, "at": at, "wrote": getattr(person, "wrote", None)}
    try:
        with contextlib.ExitStack() as opened:
            opened.enter_context(transaction.atomic(using=REPLICA))
            follows = _follows({**asked, "lag": settings.REPLICA_LAG_SECONDS})
            if follows:
                stack.push(opened.pop_all())
    except Error as error:
        _asked_again_at = time.monotonic() + PAUSE_SECONDS
        log.warning("the replica cannot be used (%s): reading from the primary", type(error).__name__)
        return False
    return follows


def _follows(asked) -> bool:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(READ_ONLY)
        cursor.execute(_FOLLOWS, asked)
        return bool(cursor.fetchone()[1])


def has_written(request) -> str | None:
    """How far the replica must be for this person to find what they wrote last; None where it does not matter."""
    place = request.COOKIES.get(WROTE_COOKIE, "")
    return place if _PLACE.fullmatch(place) else None


def remember_writing(request, response) -> None:
    """After a request that may have written, and after its transaction: has the browser keep how far it is."""
    if (
        REPLICA not in settings.DATABASES
        or request.method in {"GET", "HEAD"}
        or getattr(request, "person", None) is None
    ):
        return
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        place = cursor.fetchone()[0]
    response.set_cookie(WROTE_COOKIE, place, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
