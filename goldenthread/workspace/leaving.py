"""A list of cases on its way out, piece by piece, through the gate.

Each piece is a transaction of its own that names the person anew: the request's has ended by then, and a case that is
restricted while the list is being sent is not in its next piece. Nothing is held while a slow reader takes what is
there: no transaction, no connection, and the memory of three pieces whatever the rows. A piece goes on where the one
before ended, by day and id, which never change; so each case stands in it once. A piece that has waited for a slow
reader is looked at once more before it goes: what has been restricted meanwhile is taken out of it, and whoever may not
take it any more does not get it.

The gate: cases of whose people anything is protected are asked for by the database, which alone may know, and the
texts that somebody typed are held against it. A text that gives something away is withheld from the file.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from queue import SimpleQueue
from threading import Event, Semaphore

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from goldenthread.access.door import clock, name_person, sign_in_of
from goldenthread.access.permissions import Permission as P
from goldenthread.access.replica import reading
from goldenthread.access.standing import who_is
from goldenthread.casework.cases.models import Case, Participation
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.families.models import Characteristic
from goldenthread.documents.reading import read
from goldenthread.documents.sheets.as_csv import Csv
from goldenthread.documents.sheets.as_ods import Ods
from goldenthread.documents.sheets.as_xlsx import Xlsx
from goldenthread.documents.sheets.cells import Written
from goldenthread.thread.operations import request_id
from goldenthread.workspace.caselist import listed
from goldenthread.workspace.columns import CASE, CHILD, COLUMNS, WITHHELD, fields_of, traits
from goldenthread.workspace.operations import end_list

log = logging.getLogger(__name__)
WRITERS = {"CSV": Csv, "XLSX": Xlsx, "ODS": Ods}
TITLE = "Cases"
# Cases in a piece: a small first one, so that something is there at once.
FIRST, PIECE = 100, 2_000
READERS = 2
# So many pieces are read at once in this process, so that lists leave the pages their connections.
AT_ONCE = Semaphore(4)
# A piece that has waited longer for whoever takes it is looked at once more.
WAITED_SECONDS = 1.0
OF_CASE, OF_MEMBER, TRAITS = fields_of(CASE), fields_of(CHILD), traits()
# What a child is made of: whose case and where, then the member, then what was told of them.
OF_CHILD = (*OF_MEMBER, *(f"{kind}.{part}" for kind in TRAITS for part in ("answer", "code")))
NOT_ASKED = (None,) * (2 * len(TRAITS))
NOBODY = [(None, 0, None, None, *[""] * len(OF_MEMBER), *NOT_ASKED)]
IN_ORDER = itemgetter(1, 2)  # as the application names the children
FREE = [place for place, column in enumerate(COLUMNS) if column.free]
# Of these what many cases share: the court, the local authority.
NAMES = [place for place in FREE if COLUMNS[place].of == CASE]


def stream(*, person, said, file_kind, request):
    """The bytes of a list, one piece at a time; at its end, or where it breaks off, a line in the thread.

    `person` is the reader, `said` the filters, `file_kind` one of WRITERS, `request` the id of the request
    that asked for it.
    """
    writer = WRITERS[file_kind](TITLE, [column.head for column in COLUMNS])
    sent = {"rows": 0, "withheld": 0, "whole": False}
    try:
        yield writer.begin()
        for rows, withheld in pieces(said, person):
            sent["rows"] += len(rows)
            sent["withheld"] += withheld
            yield writer.rows(rows)
        yield writer.end()
        sent["whole"] = True
    finally:
        _told(person, request, file_kind=file_kind, **sent)


def _told(person, request, **sent):
    token = request_id.set(request)
    try:
        with _named(person.pk, DEFAULT_DB_ALIAS):
            end_list(**sent, by=person, now=clock())
    finally:
        request_id.reset(token)


@contextmanager
def _named(person_id, alias):
    """A transaction with the person named on it; the connection goes back afterwards."""
    try:
        with transaction.atomic(using=alias):
            name_person(person_id, using=alias)
            yield alias
    finally:
        if not connections[alias].in_atomic_block:
            connections[alias].close()


@contextmanager
def _read(person):
    """As `_named`, where long reads go: to the replica where there is one. The primary is asked how far it has come."""
    try:
        with reading(person) as alias:
            yield alias
    finally:
        for asked in connections.all(initialized_only=True):
            if not asked.in_atomic_block:
                asked.close()


class Ended(Exception):
    """Whoever takes the list out may not any more."""


def still(person, began):
    """Who they are now. Raises `Ended` for a leaver, whoever was signed out since, and whoever may take no list."""
    fresh = sign_in_of(person.pk, {}, began)
    today = clock().astimezone(settings.LOCAL_ZONE).date()
    if fresh is None or fresh.signed_out or (fresh.left_on and fresh.left_on <= today):
        raise Ended
    who = who_is(fresh, today)
    if not who.may_ever(P.CASE_LIST_TAKE):
        raise Ended
    return who


def pieces(said, person):
    """(rows, how many texts were withheld from them) for one piece of the list after the other. Raises `Ended`.

    Two readers take turns, each on a connection of its own: where a piece goes on is known as soon as its cases are
    read, so the next is begun while its children are read, the gate is asked and it is sent. At most two pieces wait.
    A reader does not see what this thread has not committed yet: inside a transaction they are read one by one.
    """
    taken = _Taken(said, person, clock(), Written(seen))
    piece = partial(_piece, taken)
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        after, size = (), FIRST
        while after is not None:
            rows, withheld, after = piece(after, size, lambda _after: None)
            size = PIECE
            yield [cells for _case, cells in rows], withheld
        return
    # The request is over: its connection is for others while this one sends.
    connections[DEFAULT_DB_ALIAS].close()
    coming, turns, over = SimpleQueue(), Semaphore(READERS), Event()

    def read(after, size):
        turns.acquire()
        try:
            with AT_ONCE:
                return ((), 0, 0.0) if over.is_set() else (*piece(after, size, go_on)[:2], time.monotonic())
        finally:
            connections.close_all()  # of this reader's own: no request ends here that would give them back

    def go_on(after):
        if not over.is_set():
            coming.put(readers.submit(read, after, PIECE) if after else None)

    with ThreadPoolExecutor(READERS, "list") as readers:
        try:
            coming.put(readers.submit(read, (), FIRST))
            while (reading_ := coming.get()) is not None:
                rows, withheld, read_at = reading_.result()
                turns.release()
                if time.monotonic() - read_at > WAITED_SECONDS:
                    rows = _still_there(taken, rows)
                yield [cells for _case, cells in rows], withheld
        finally:
            over.set()
            turns.release(READERS)


@dataclass(frozen=True)
class _Taken:
    """A list that is being taken: how it is narrowed, by whom, since when, and what the gate has seen so far."""

    said: dict
    person: object
    began: object
    looks: Written


def _piece(taken, after, size, known):
    """(rows, texts withheld, where the next goes on or None) of one piece: one picture of the data. `known` is told
    where the next goes on as soon as that is known."""
    with _named(taken.person.pk, DEFAULT_DB_ALIAS):
        who = still(taken.person, taken.began)
    with _read(taken.person) as alias:
        cases = cases_after(listed(who, taken.said, P.CASE_LIST_TAKE).using(alias), after, size)
        after = cases[-1][:2] if len(cases) == size else None
        known(after)
        rows = rows_of(cases, alias) if cases else []
        withheld = withhold(rows, alias, taken.looks) if rows else 0
    return rows, withheld, after


def _still_there(taken, rows):
    """Those of the rows of a piece that has waited whose case the reader may still know of. Raises `Ended`."""
    with _named(taken.person.pk, DEFAULT_DB_ALIAS):
        still(taken.person, taken.began)
        asked = Case.objects.filter(pk__in=_those({case for case, _cells in rows}))
        known = set(asked.values_list(_as_text("pk"), flat=True))
    return [row for row in rows if row[0] in known]


def cases_after(cases, after, size) -> list:
    """The next cases of a list as tuples: day received, id as text, and the fields of the columns. One query."""
    if after:
        day, key = after
        cases = cases.filter(received_on__lte=day).filter(Q(received_on__lt=day) | Q(pk__lt=key))
    return list(cases.values_list("received_on", _as_text("pk"), *OF_CASE)[:size])


def rows_of(cases, alias) -> list:
    """(case id, cells) for each child of these cases, or one row for a case without any. Two queries."""
    children = Participation.objects.using(alias).filter(
        case__in=_those(case[1] for case in cases), role=PartyRole.CHILD, superseded_at__isnull=True, to_on__isnull=True
    )
    keys = (_as_text("case_id"), "order", _as_text("pk"), _as_text("member_id"))
    rows = list(children.order_by().values_list(*keys, *OF_MEMBER))
    traits, found = traits_of([row[3] for row in rows], alias), {}
    for row in rows:
        found.setdefault(row[0], []).append(row + traits.get(row[3], NOT_ASKED))
    made = []
    for case in cases:
        for child in sorted(found.get(case[1], NOBODY), key=IN_ORDER):
            both = case + child
            cells = list(_PLAIN(both))
            for place, shape, parts in _SHAPED:
                cells[place] = shape(*[both[part] for part in parts])
            made.append((case[1], cells))
    return made


def traits_of(members, alias) -> dict:
    """Member id to what holds of them, in the order of TRAITS: (answer, code, answer, code). One query.

    By the newest telling that the reader may know of, as `families.queries.characteristics_of` has it.
    """
    told = Characteristic.objects.using(alias).filter(member__in=_those(members))
    newest = told.order_by("member_id", "kind", "-recorded_at", "-pk").distinct("member_id", "kind")
    found = {}
    for member, kind, answer, code in newest.values_list(_as_text("member_id"), "kind", "answer", "code"):
        found.setdefault(member, {})[kind] = (answer, code)
    asked = [(None, None)] * len(TRAITS)
    return {
        member: tuple(part for kind, no in zip(TRAITS, asked, strict=True) for part in held.get(kind, no))
        for member, held in found.items()
    }


def _those(ids):
    """One array for a thousand ids: as many parameters would cost more than the answer."""
    return RawSQL("SELECT unnest(%s::uuid[])", [_array(ids)])  # noqa: S611 (a parameter, and no words of anyone's)


def _array(ids):
    return f"{{{','.join(ids)}}}"


def _as_text(field):
    """An id as text, which is read and compared in a fraction of the time."""
    return Cast(field, TextField())


def _places(column):
    """Where the fields of a column stand in the tuple of a case and a child together."""
    before, names = (2, OF_CASE) if column.of == CASE else (2 + len(OF_CASE) + 4, OF_CHILD)
    return [before + names.index(field) for field in column.fields]


# A column is its field as it stands, or is shaped from its fields.
_PLAIN = itemgetter(*(_places(column)[0] for column in COLUMNS))
_SHAPED = [(place, c.shape, _places(c)) for place, c in enumerate(COLUMNS) if c.shape]


# ── The gate ──────────────────────────────────────────────────────────────────────────────────────────


def seen(text):
    """A text as the gate looks at it: its words, its numbers, its e-mail addresses."""
    said = read(text)
    return said.plain, said.digits, said.addresses


def withhold(rows, alias, looks=None) -> int:
    """Takes out of rows the texts that would give away a protected detail of their case; how many. Two queries.

    The database answers yes or no: the reader may not know the details, and the product asks as the reader. `looks`
    keeps what `seen` made of a text for the next piece: courts and teams come again.
    """
    looks = Written(seen) if looks is None else looks
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT gt_guarded_cases(%s::uuid[])::text", [_array({case for case, _cells in rows})])
        guarded = {case for (case,) in cursor.fetchall()}
        where = {}
        # What an unguarded case bears as well is a name and no leak; to withhold it for one case alone would tell.
        names = {(place, cells[place]) for case, cells in rows if case not in guarded for place in NAMES}
        for case, cells in rows:
            if case in guarded:
                for place in FREE:
                    if cells[place] and (place, cells[place]) not in names:
                        where.setdefault((case, cells[place]), []).append((cells, place))
        if not where:
            return 0
        asked = list(where)
        plain, digits, addresses = zip(*(looks[text] for _case, text in asked), strict=True)
        cursor.execute(
            "SELECT gt_gives_away(%s::uuid[], %s, %s, %s)",
            [_array(case for case, _text in asked), list(plain), list(digits), list(addresses)],
        )
        hits = [place for (n,) in cursor.fetchall() for place in where[asked[n - 1]]]
    for cells, place in hits:
        cells[place] = WITHHELD
    return len(hits)
