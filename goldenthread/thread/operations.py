"""Every write is an operation, and every operation leaves a line.

@operation
def record_wish(*, session, words, by, now): ...
    wish = Wish.objects.create(...)
    record(Verb.WISH_RECORDED, wish, by=by, now=now, setting=session.setting)
    link(wish, Relation.DRAWS_ON, session, by=by, now=now)
    return wish
"""

import datetime as dt
import functools
import inspect
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction

from goldenthread.thread.models import Event, Link
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import FACTS, Verb

request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)
_lines: ContextVar[int | None] = ContextVar("lines", default=None)


class NothingRecorded(AssertionError):
    """An operation ended without leaving a line. A programming error; everything it did is rolled back."""


def operation(function):
    """Makes a function an operation: one transaction, keyword-only, `by` and `now` demanded, a line left.

    `by` is the member of staff (or the service person) who does it; `now` an aware datetime, read once at
    the door. A nested operation leaves its own line. Raises `NothingRecorded` when no line was left.
    """
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind not in {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}:
            raise TypeError(f"{function.__qualname__}: {name} must be keyword-only")
    if not {"by", "now"} <= set(inspect.signature(function).parameters):
        raise TypeError(f"{function.__qualname__}: an operation takes by= and now=")

    @functools.wraps(function)
    def run(*, by, now, **kwargs):
        if by is None:
            raise TypeError(f"{function.__qualname__}: nobody is named in by=")
        if not isinstance(now, dt.datetime) or now.tzinfo is None:
            raise TypeError(f"{function.__qualname__}: now= must be an aware datetime")
        token = _lines.set(0)
        try:
            with transaction.atomic():
                result = function(by=by, now=now, **kwargs)
                if not _lines.get():
                    raise NothingRecorded(function.__qualname__)
        finally:
            _lines.reset(token)
        return result

    run.is_operation = True
    return run


def kind_of(subject) -> str:
    """The name by which the thread knows a kind of thing: `directwork.Wish`."""
    return subject._meta.label


def case_of(subject):
    """The case that a thing hangs on, or None. A case answers with itself."""
    return getattr(subject, "case_id", None) or getattr(subject, "wall_case_id", None)


def record(verb: Verb, subject, *, by, now, **facts) -> Event:
    """Leaves one line. `facts` must be on the verb's list; None is left out. Only inside an operation."""
    if (lines := _lines.get()) is None:
        raise RuntimeError("record() belongs inside an @operation")
    unknown = set(facts) - FACTS[verb]
    if unknown:
        raise ValueError(f"{verb}: facts not on the list in thread/verbs.py: {sorted(unknown)}")
    _lines.set(lines + 1)
    return Event.objects.create(
        at=now,
        actor_id=by.pk,
        actor_name=by.name,
        verb=verb,
        subject_kind=kind_of(subject),
        subject_id=subject.pk,
        case_id=case_of(subject),
        facts={key: _plain(value) for key, value in facts.items() if value is not None},
        request_id=request_id.get(),
    )


def link(later, relation: Relation, earlier, *, by, now) -> None:
    """Says that `later` rests on `earlier`. Saying it twice changes nothing. Only inside an operation."""
    if _lines.get() is None:
        raise RuntimeError("link() belongs inside an @operation")
    Link.objects.bulk_create(
        [
            Link(
                at=now,
                relation=relation,
                from_kind=kind_of(later),
                from_id=later.pk,
                from_case_id=case_of(later),
                to_kind=kind_of(earlier),
                to_id=earlier.pk,
                to_case_id=case_of(earlier),
                made_by_id=by.pk,
            )
        ],
        ignore_conflicts=True,
    )


# A fact is a code, a date, a number or an id: nothing longer than this, and nothing of two words, is any of them.
LONGEST_FACT = 120


def _plain(value):
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, str) and (len(value) > LONGEST_FACT or any(c.isspace() for c in value)):
        raise ValueError("a fact is a code or a date, never narrative")
    return value
