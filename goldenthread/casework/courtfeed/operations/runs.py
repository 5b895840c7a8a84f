"""Importing one answer: each case by itself, so that one that cannot go in keeps no other out."""

import dataclasses
import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from goldenthread.access.door import name_person
from goldenthread.casework.courtfeed import private_law, public_law, reading
from goldenthread.casework.courtfeed.models import Payload, Run, SetAside
from goldenthread.casework.courtfeed.operations.first import receive_case
from goldenthread.casework.courtfeed.operations.later import keep_version, receive_version
from goldenthread.casework.courtfeed.operations.papers import tell_of_papers
from goldenthread.casework.courtfeed.protection import walled
from goldenthread.casework.courtfeed.queries import known_case, known_set_aside, known_versions, untold
from goldenthread.casework.courtfeed.received import Application, Unreadable, moment_of, one_line
from goldenthread.casework.courtfeed.rules import Fate, Head, Jurisdiction, SetAsideReason
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

log = logging.getLogger("goldenthread.courtfeed")

COUNTS = {
    Fate.IMPORTED: "imported",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.SET_ASIDE: "set_aside",
}
MAPPINGS = {Jurisdiction.PRIVATELAW: private_law.application, Jurisdiction.PUBLICLAW: public_law.application}
# The two courts spell the name of the date differently.
MODIFIED = {Jurisdiction.PRIVATELAW: "last_modified", Jurisdiction.PUBLICLAW: "lastModified"}
FIRST_POSSIBLE_YEAR = 2000
MOST_UNKNOWN = 500


def import_answer(*, data: bytes, by, now, progress=None, window=None) -> Run:
    """Imports an answer of either feed and returns its `Run`, with counts and what was set aside. `window`: of an
    answer that was fetched, (jurisdiction, from, to).

    Each case has a transaction of its own when none is open, and a savepoint otherwise; `by` is the service
    person, named to the wall in each. `progress(share)` is told how far the reading has come, from nought to one.
    Importing the same answer again changes nothing, so an import that was stopped is simply started again.
    """
    with transaction.atomic():
        name_person(by.pk)
        run = begin_run(fingerprint=hashlib.sha256(data).hexdigest(), window=window, by=by, now=now)
    counts = {"received": 0, **dict.fromkeys(COUNTS.values(), 0)}
    unknown: set = set()
    for part in reading.parts(data, limit=settings.FEED_FILE_LIMIT_MB * 1024 * 1024):
        with transaction.atomic():
            name_person(by.pk)
            fate, names = _import_part(run, part, by, now)
        counts["received"] += part.position is not None
        counts[COUNTS[fate]] += 1
        unknown |= names
        if progress:
            progress(part.done)
    with transaction.atomic():
        name_person(by.pk)
        return finish_run(run=run, counts=counts, unknown_fields=unknown, by=by, now=now)


@operation
def begin_run(*, fingerprint, window=None, by, now):
    """Says that an answer has arrived. Its counts come when it is done."""
    jurisdiction, start, end = window or ("", None, None)
    run = Run.objects.create(
        started_at=now, run_by=by, fingerprint=fingerprint, jurisdiction=jurisdiction, window_from=start, window_to=end
    )
    record(Verb.FEED_RECEIVED, run, by=by, now=now)
    return run


@operation
def finish_run(*, run, counts, unknown_fields, by, now):
    """Says what became of an answer. `unknown_fields` are names of fields alone."""
    for name, value in counts.items():
        setattr(run, name, value)
    run.unknown_fields = sorted(name[:200] for name in unknown_fields)[:MOST_UNKNOWN]
    run.finished_at = now
    run.save(update_fields=[*counts, "unknown_fields", "finished_at"])
    record(Verb.FEED_IMPORTED, run, by=by, now=now, **counts)
    return run


def cannot_be_read(run) -> bool:
    """Whether nothing at all could be made of the answer, as against parts of it."""
    whole = {SetAsideReason.NOT_JSON, SetAsideReason.WRONG_SHAPE, SetAsideReason.TOO_LARGE}
    return not run.received and run.parts_set_aside.filter(position__isnull=True, reason__in=whole).exists()


def _import_part(run, part, by, now):
    """(what became of one part, names of fields that the mapping does not know)."""
    if part.reason is not None:
        set_aside(run=run, part=part, reason=part.reason, by=by, now=now)
        return Fate.SET_ASIDE, set()
    try:
        with transaction.atomic():
            return _take(run, part, head_of(part.value, now), by, now)
    except Unreadable as unreadable:
        set_aside(run=run, part=part, reason=unreadable.reason, field=unreadable.field, by=by, now=now)
    except (OperationalError, InterfaceError):
        # The database is gone, not this case: the next would fail as well.
        raise
    except Exception as error:  # whatever one case does, the others go in
        # The kind of the error alone: its message can quote the row.
        kind = error.code if isinstance(error, Refused) else type(error).__name__
        log.warning("A case of the court's answer could not be recorded (place %s): %s", part.position, kind)
        set_aside(run=run, part=part, reason=SetAsideReason.FAILED, field=kind, by=by, now=now)
    return Fate.SET_ASIDE, set()


def read(case, now) -> Application:
    """One received case as plain values, what is protected in it walled off. Raises `Unreadable`."""
    head = head_of(case, now)
    told = walled(MAPPINGS[Jurisdiction(head.jurisdiction)](case, head, zone=settings.FEED_ZONE))
    if not any(person.party.role == "CHILD" for person in told.people):
        raise Unreadable(SetAsideReason.NO_CHILD, "children")
    return told


def head_of(case, now) -> Head:
    """What tells this version of this case from any other. Raises `Unreadable`."""
    if not isinstance(case, dict):
        raise Unreadable(SetAsideReason.WRONG_SHAPE)
    said = case.get("jurisdiction")
    if not isinstance(said, str) or said not in set(Jurisdiction):
        raise Unreadable(SetAsideReason.UNKNOWN_JURISDICTION, "jurisdiction")
    jurisdiction = Jurisdiction(said)
    number = case.get("id")
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    number = "" if isinstance(number, bool | float) else one_line(number).replace("-", "").replace(" ", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 40 and number.strip("0")):
        raise Unreadable(SetAsideReason.NO_IDENTIFIER, "id")
    # A time without a zone is taken for UTC here, whatever it means: as a key it must go forward with each version.
    modified = moment_of(one_line(case.get(MODIFIED[jurisdiction])), dt.UTC)
    if modified is None or modified.year < FIRST_POSSIBLE_YEAR or (modified - now).total_seconds() > 2 * 86400:
        raise Unreadable(SetAsideReason.IMPOSSIBLE_DATE, MODIFIED[jurisdiction])
    return Head(jurisdiction, number, modified)


def _take(run, part, head, by, now):
    """Brings one case in, as what it is: the same again, new, an earlier version, a later one."""
    _lock(head)
    versions = known_versions(head)
    same = next((version for version in versions if version.last_modified == head.last_modified), None)
    if same is not None:
        return _same_again(same, part, by, now)
    told = read(part.value, now)
    case = known_case(told)
    body = reading.storable(part.text)
    payload = Payload(
        run=run, jurisdiction=told.jurisdiction, court_case_id=told.court_case_id,
        last_modified=told.last_modified, received_at=now, body=body,
        fingerprint=_fingerprint(body),
    )  # fmt: skip
    if case is None:
        receive_case(told=told, payload=payload, by=by, now=now)
        fate = Fate.IMPORTED
    elif versions and versions[0].last_modified > told.last_modified:
        keep_version(case=case, payload=payload, by=by, now=now)
        fate = Fate.UNCHANGED
    else:
        before = _as_read(versions[0].body, now) if versions else None
        receive_version(case=case, told=told, before=before, payload=payload, by=by, now=now)
        fate = Fate.UPDATED
    return fate, set(told.unknown_fields)


def _same_again(version, part, by, now):
    """A version that we hold changes nothing. One that says something else under the same date is not dropped in
    silence: it is set aside. (The court joins hearings to a case without changing its date.) A document that was not
    told of before is, whatever else."""
    told = _as_read_value(part.value, now)
    if told and any(untold(version.case_id, told.papers)):
        with transaction.atomic():
            tell_of_papers(case=version.case, papers=told.papers, by=by, now=now)
    if told and not _says_the_same(told, version, now):
        raise Unreadable(SetAsideReason.SAME_VERSION, MODIFIED[told.jurisdiction])
    return Fate.UNCHANGED, set()


def _says_the_same(told, version, now):
    held = _as_read(version.body, now)
    rest = {"unknown_fields": (), "papers": ()}
    return held is None or dataclasses.replace(told, **rest) == dataclasses.replace(held, **rest)


def brings_news(data: bytes, now) -> bool:
    """Whether an answer holds anything that we do not have already, set aside or taken in. As the importer; it writes
    nothing. Windows overlap, so that most of what comes twice is the same."""
    parts = reading.parts(data, limit=settings.FEED_FILE_LIMIT_MB * 1024 * 1024)
    return any(not _known_already(part, now) for part in parts)


def _known_already(part, now):
    if part.position is None:
        return False
    if known_set_aside(_fingerprint(reading.storable(part.text))):
        return True
    try:
        head = head_of(part.value, now)
    except Unreadable:
        return False
    same = next((row for row in known_versions(head) if row.last_modified == head.last_modified), None)
    told = _as_read_value(part.value, now)
    return bool(same and told and not any(untold(same.case_id, told.papers)) and _says_the_same(told, same, now))


def whole(data: bytes) -> tuple[bool, SetAsideReason | None]:
    """(whether an answer holds no case at all, why it cannot be followed to its end; None where it can)."""
    empty = True
    for part in reading.parts(data, limit=settings.FEED_FILE_LIMIT_MB * 1024 * 1024):
        empty = False
        if part.position is None or part.reason is SetAsideReason.CUT_SHORT:
            return False, part.reason
    return empty, None


def _fingerprint(body):
    return hashlib.sha256(body.encode()).hexdigest()


def _as_read_value(value, now):
    try:
        return read(value, now)
    except Unreadable:
        return None


def _as_read(body, now):
    """What an earlier version said, by today's mapping; None where that can no longer read it."""
    return _as_read_value(reading.value_of(body), now)


def _lock(head):
    """Two imports of one case wait for each other, so that the second finds what the first brought in."""
    with connection.cursor() as cursor:
        key = f"{head.jurisdiction} {head.court_case_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


@operation
def set_aside(*, run, part, reason, field="", by, now):
    """Sets a part of an answer aside: where it stood and why, and, behind the importer's wall, what it said."""
    row = SetAside.objects.create(run=run, position=part.position, reason=reason, field=field[:200], set_aside_at=now)
    body = reading.storable(part.text)
    if part.position is not None and not known_set_aside(_fingerprint(body)):
        Payload.objects.create(run=run, received_at=now, body=body, fate=Fate.SET_ASIDE, fingerprint=_fingerprint(body))
    record(Verb.FEED_SET_ASIDE, row, by=by, now=now, reason=reason)
    return row
