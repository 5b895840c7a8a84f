"""Jobs: a function that is done after the request, in a worker of its own, for the person who asked.

    @job(queue="house", says=N_("Send a filing to the court"))
    def send(*, filing_id, by, now):
        with acting(by):
            filing = Filing.objects.get(pk=filing_id)
            …

    later(send, by=request.person, key=filing.pk, filing_id=filing.pk)

**A job may be done twice.** A worker can be killed after the effect and before it could say so, and its job is then
given to another. So a job asks before it acts: either what it does can be repeated without harm, or it says
`if first_time("SENT"):` inside `acting`, which is true once for each job whatever happens, because the mark and the
effect are one transaction.

Its arguments lie in a table as they are: ids and codes, never a word of a record.
"""

import contextlib
import datetime as dt
import inspect
import logging
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from procrastinate import exceptions, retry
from procrastinate.contrib.django import app

from goldenthread.access.door import clock, name_person
from goldenthread.background.models import Job, Trouble
from goldenthread.background.rules import LONGEST_KEY, UNEXPECTED, Queue, is_code, wait_after
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person
from goldenthread.thread.operations import request_id

log = logging.getLogger("goldenthread.background")

NAME, EMAIL = "Work in the background", "background@service.invalid"
# Each round either puts the job in, or finds the one that waits, or finds that it has just been taken.
_ROUNDS = 5
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# The number of the job that is being done here, if any.
_doing: ContextVar[int | None] = ContextVar("doing", default=None)


class TryAgain(Exception):
    """It could not be done now; try again, after `after` or as patiently as the tries before. `code`: why."""

    def __init__(self, code: str, *, after: dt.timedelta | None = None):
        super().__init__(_code(code))
        self.code, self.after = code, after


class GiveUp(Exception):
    """It will not go by itself: the job fails at once and waits for somebody. `code`: why."""

    def __init__(self, code: str):
        super().__init__(_code(code))
        self.code = code


def _code(code):
    if not is_code(code):
        raise ValueError("a code is upper case, never narrative")
    return code


@dataclass(frozen=True)
class Spec:
    """What is known of one kind of job. `says` is what it does, in words; `every` a schedule in UTC."""

    name: str
    function: Callable
    queue: Queue
    retries: int
    says: str
    every: str

    @property
    def takes(self) -> frozenset[str]:
        return frozenset(inspect.signature(self.function).parameters) - {"by", "now"}


# Every kind of job, by its name "<area>.<function>".
KINDS: dict[str, Spec] = {}


def job(*, queue: str = Queue.HOUSE, retries: int = 5, says: str = "", every: str = ""):
    """Makes a keyword-only function of an area's `jobs.py` a job. It takes `by` (whom it acts for) and `now`.

    The function is called with no transaction open: see `acting`. A failure is tried again `retries` times, with a
    growing wait; then it stands as failed on the page *Background work*. `says` completes "This job should …" as a
    heading would: N_("Send a filing to the court"). `every` is a cron line in UTC: such a job takes nothing but `by`
    (the service person) and `now`, and never waits twice.
    """

    def made(function):
        spec = Spec(_name(function), function, Queue(queue), retries, says, every)
        _check(spec)
        KINDS[spec.name] = spec
        alone = {"lock": spec.name, "queueing_lock": spec.name} if every else {}
        register = app.task(name=spec.name, queue=spec.queue.value, retry=_Again(retries), pass_context=True, **alone)
        task = register(lambda context, **given: _in_the_worker(spec, context.job, given))
        if every:
            app.periodic(cron=every)(task)
        function.kind = spec
        return function

    return made


def _name(function):
    return f"{function.__module__.split('.')[-2]}.{function.__name__}"


def _check(spec):
    if spec.name in KINDS and inspect.getsourcefile(KINDS[spec.name].function) != inspect.getsourcefile(spec.function):
        raise TypeError(f"{spec.name}: there are two jobs of this name")
    parameters = inspect.signature(spec.function).parameters
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{spec.name}: a job's parameters are keyword-only")
    if not {"by", "now"} <= set(parameters):
        raise TypeError(f"{spec.name}: a job takes by= and now=")
    if spec.every and spec.takes:
        raise TypeError(f"{spec.name}: nobody is there to give a scheduled job {sorted(spec.takes)}")


def later(function, *, by, key=None, at: dt.datetime | None = None, **ids) -> bool:
    """Has a job done after this transaction, for `by`; rolled back with it. Returns whether it was put in anew.

    `key` (an id or a code): of each kind, one job of a key waits and one is done at a time. Where one waits already,
    nothing is added, and it is brought forward when it was to come later. `at`: not before this moment.
    """
    spec = function.kind
    if set(ids) != spec.takes:
        raise TypeError(f"{spec.name} takes {sorted(spec.takes)}, not {sorted(ids)}")
    arguments = {"by": str(by.pk), **{name: _plain(name, value) for name, value in ids.items()}}
    # A scheduled job asked for out of its hour is the same work.
    alone = spec.name if spec.every else None
    if key is not None:
        alone = f"{spec.name}:{_plain('key', key)}"[:LONGEST_KEY]
    task = app.configure_task(spec.name, allow_unknown=False, lock=alone, queueing_lock=alone, schedule_at=at)
    for _round in range(_ROUNDS):
        try:
            with transaction.atomic():
                task.defer(**arguments)
        except exceptions.AlreadyEnqueued:
            if _one_waits(alone, at):
                return False
        else:
            return True
    raise RuntimeError(f"{spec.name}: the queue changes faster than it can be read")


def _one_waits(key, at) -> bool:
    """Holds the waiting job of this key until our transaction ends, so that it starts with what we have written."""
    with connection.cursor() as cursor:
        cursor.execute(
            # No time means at once; LEAST would take the other.
            "UPDATE procrastinate_jobs SET scheduled_at = CASE WHEN scheduled_at IS NOT NULL "
            "THEN LEAST(scheduled_at, COALESCE(%s, now())) END WHERE queueing_lock = %s AND status = 'todo'",
            [at, key],
        )
        return cursor.rowcount > 0


def _plain(name, value):
    """An id or a code as JSON keeps it. Refuses (TypeError) anything that could be a word of a record."""
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str) and (is_code(value) or _UUID.fullmatch(value)):
        return str(value)
    raise TypeError(f"{name}: a job takes ids and codes, and a {type(value).__name__} of another form is neither")


def _given(value):
    """What `_plain` was given."""
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else value


@contextlib.contextmanager
def acting(by) -> Iterator[None]:
    """One transaction of a job, with the person it acts for named to the wall."""
    with transaction.atomic():
        name_person(by.pk)
        yield


def first_time(step: str) -> bool:
    """Whether this job has not taken this step before. Inside `acting`, in the transaction of the step itself.

    True once for each job, also where a worker was killed or two do the same job at once (the second then waits for
    the first). Outside a job it is always true.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("first_time() belongs inside acting(): the mark and the effect are one transaction")
    number = _doing.get()
    if number is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO background_step (id, job_id, name) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [new_id(), number, _code(step)],
        )
        return cursor.rowcount == 1


def service_person() -> Person:
    """The service person of work that nobody asked for, made on need."""
    return Person.objects.get_or_create(email=EMAIL, defaults={"name": NAME, "is_service": True})[0]


# --- doing one ------------------------------------------------------------------------------------------------


def do(spec: Spec, *, number: int, tries: int, given: dict, now: dt.datetime) -> None:
    """Does one job, as the worker does it. `tries`: how many there were before. A failure is noted and raised."""
    given = {name: _given(value) for name, value in given.items() if name != "timestamp"}
    by_id = given.pop("by", None)
    doing, request = _doing.set(number), request_id.set(new_id())
    try:
        by = Person.objects.get(pk=by_id) if by_id else service_person()
        spec.function(by=by, now=now, **given)
    except Refused as refusal:
        # What was refused now is refused again: somebody must look.
        note(number, spec.name, tries=tries + 1, code=refusal.code, kind="", now=now)
        raise GiveUp(refusal.code) from refusal
    except Exception as error:
        code = getattr(error, "code", None) if isinstance(error, TryAgain | GiveUp) else None
        kind = "" if code else type(error).__name__
        note(number, spec.name, tries=tries + 1, code=code or UNEXPECTED, kind=kind, now=now)
        raise
    finally:
        request_id.reset(request)
        _doing.reset(doing)


def note(number: int, task: str, *, tries: int, code: str, kind: str, now: dt.datetime) -> None:
    """Writes down that a job failed, over what was written of its try before."""
    said = {"task": task[:128], "code": code[:80], "kind": kind[:80], "tries": tries, "failed_at": now}
    Trouble.objects.update_or_create(job_id=number, defaults={**said, "dropped_at": None, "dropped_by": None})
    log.warning("%s, job %s, try %s: %s %s", task, number, tries, code, kind)


def overtaken(waiting_key: str | None) -> bool:
    """Whether a later job of the same key waits already: it does what this one would try again."""
    return waiting_key is not None and Job.objects.filter(queueing_lock=waiting_key, status="todo").exists()


def _in_the_worker(spec, row, given):
    try:
        do(spec, number=row.id, tries=row.attempts, given=given, now=clock())
    except Exception as error:
        if overtaken(row.queueing_lock):
            raise exceptions.JobAborted from error
        raise


class _Again(retry.BaseRetryStrategy):
    """When a job that failed is tried again: not after `GiveUp`, not more often than it says."""

    def __init__(self, retries):
        self.retries = retries

    def get_retry_decision(self, *, exception, job):
        seconds = seconds_until_retry(exception, tries=job.attempts + 1, retries=self.retries)
        return None if seconds is None else retry.RetryDecision(retry_in={"seconds": seconds})


def seconds_until_retry(error: BaseException, *, tries: int, retries: int) -> int | None:
    """How long to wait after so many tries, or None where the job has failed."""
    if isinstance(error, GiveUp) or tries > retries:
        return None
    wait = getattr(error, "after", None) if isinstance(error, TryAgain) else None
    return int((wait or wait_after(tries)).total_seconds())
