"""Builds the national service: lanes lived, staff joined, then the cases of the years, a working day after another."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction

from goldenthread.casework.cases.models import SearchToken
from goldenthread.demo.national import shape
from goldenthread.demo.national.copying import FIRST_REFERENCE, Calendar, Copier
from goldenthread.demo.national.exemplars import Mould, columns, drawn_ids, live_all, tables
from goldenthread.demo.national.loading import Load
from goldenthread.demo.national.people import Names, workforce
from goldenthread.demo.service import AlreadyThere
from goldenthread.kernel import ids
from goldenthread.people.models import Person

# Cases in one batch of rows: large enough for COPY, small enough that memory does not grow.
BATCH = 400
# So many families may wait to come back, for each lane of which one can; and so many days after the end they may.
REMEMBERED, APART_DAYS = 5_000, 60
MANY = range(REMEMBERED)


@dataclass
class Told:
    """What a build tells while it goes on: of a stage, of cases made with the rows so far."""

    stage: Callable[[str], None]
    made: Callable[[int, int], None]


def build_national(*, years: int, seed, now: dt.datetime, share: float, told: Told) -> dict:
    """Builds the service in an empty, migrated database, whole or not at all. Returns how much there is of it.

    It connects as the loader (`config/loader.py`). `now`: an aware datetime, read once by the caller. `share`: which
    part of a national year there is, 1 for all of it. Raises `AlreadyThere`.
    """
    if Person.objects.filter(is_service=False).exists():
        raise AlreadyThere
    told.stage("Living the lanes")
    moulds = _lived(now, seed)
    chance = random.Random(f"{seed}/national")  # noqa: S311 (made-up people, no secret)
    today = now.astimezone(settings.LOCAL_ZONE).date()
    arrivals = shape.Arrivals.of(today, years, share)
    opening = dt.datetime.combine(arrivals.first - dt.timedelta(days=30), dt.time(9, 5), settings.LOCAL_ZONE)
    names = Names()
    with transaction.atomic():
        written = {model._meta.db_table: columns(model) for model in tables()}
        with Load(connection.connection, written, also=(SearchToken._meta.db_table,)) as load:
            told.stage("Staff")
            # The thread of the load waits for its first batch: until then the connection is ours.
            with patch.object(ids, "uuid_utils", drawn_ids(chance, opening)):
                everyone = workforce(chance, names, opening, share)
            told.stage("Cases")
            service = _Service(moulds, everyone, names=names, chance=chance, arrivals=arrivals, today=today)
            counts = _cases(load, service, told)
        told.stage("Words by which cases are found")
        load.connection.execute("SELECT gt_index_search()")
        load.finish(lambda name: told.stage(f"Index {name}"))
        _settle(load.connection, counts["cases"])
    told.stage("Statistics")
    _analysed()
    return {"staff": everyone.count, **counts}


def _lived(now, seed):
    with transaction.atomic():
        moulds = live_all(now, seed)
        transaction.set_rollback(True)
    return moulds


class _Service:
    """Which lane each case takes, in which office; families that come back."""

    def __init__(self, moulds, everyone, *, names, chance, arrivals, today):
        self.moulds, self.everyone, self.chance, self.arrivals = moulds, everyone, chance, arrivals
        calendar = Calendar(arrivals.first - dt.timedelta(days=60), today + dt.timedelta(days=1200))
        built = dt.datetime.combine(today, dt.time(), settings.LOCAL_ZONE).isoformat(" ")
        self.copier = Copier(chance, names, calendar, today.toordinal(), built)
        self.by_kind: dict[tuple, dict[int, list[Mould]]] = {}
        self.pairs: dict[int, Mould] = {}
        # For each lane whose families come back: (from which day they may, the how-many-th case, the family).
        self.gone: dict[int, list] = {}
        for mould in moulds:
            self._sort(mould)
        self.offices = {
            (nation, law): [o for o in everyone.offices if o.nation == nation and _takes(o, law)]
            for nation in ("ENGLAND", "WALES")
            for law in ("PRIVATE", "PUBLIC")
        }

    def _sort(self, mould):
        lane = mould.lane
        if lane.back_of is not None:
            self.pairs[lane.back_of] = mould
            self.gone[lane.back_of] = []
            return
        kind = {"RETURNED": "FULL", "RESTRICTED": "RESTRICTED"}.get(lane.kind, lane.kind)
        groups = self.by_kind.setdefault((lane.nation, lane.process, kind), {})
        groups.setdefault(len(lane.children), []).append(mould)

    def case(self, day: dt.date, number: int):
        """A copy for the next application of a day, or None where it has not come to anything yet."""
        chance = self.chance
        nation = "WALES" if chance.random() < shape.WALES_SHARE else "ENGLAND"
        law = "PUBLIC" if chance.random() < shape.PUBLIC_SHARE else "PRIVATE"
        office = chance.choice(self.offices[nation, law])
        process = "PUBLIC_LAW" if law == "PUBLIC" else office.process_on(day)
        mould, back = self._coming_back(nation, process, day)
        mould = mould or self._lane(nation, process)
        course = shape.course(chance, process, filed=mould.filed, ends=mould.heard,
                              prolonged=mould.lane.kind == "PROLONGED")  # fmt: skip
        copy = self.copier.copy(
            mould, office, received=day.toordinal(), course=course, duty=chance.choice(self.everyone.duty[nation]),
            importer=self.everyone.importer, number=number, back=back,
        )  # fmt: skip
        if copy is not None and len(self.gone.get(mould.lane.number, MANY)) < REMEMBERED:
            heappush(self.gone[mould.lane.number], (copy.family.ended + APART_DAYS, number, copy.family))
        return copy

    def _coming_back(self, nation, process, day):
        """A family that was here before and comes back, where one has been closed for a while."""
        if (nation, process) != ("ENGLAND", "CAP") or self.chance.random() > shape.RETURN_SHARE:
            return None, None
        may = [first for first, gone in self.gone.items() if gone and gone[0][0] <= day.toordinal()]
        if not may:
            return None, None
        first = self.chance.choice(may)
        return self.pairs[first], heappop(self.gone[first])[2]

    def _lane(self, nation, process):
        chance = self.chance
        drawn = chance.random()
        kind = "FULL"
        if process != "PUBLIC_LAW" and drawn > shape.REPORT_SHARE[process]:
            kind = "SHORT"
        elif drawn < shape.PROLONGED_SHARE:
            kind = "PROLONGED" if drawn < shape.PROLONGED_SHARE * 0.7 else "RESTRICTED"
        groups = self.by_kind.get((nation, process, kind)) or self.by_kind[nation, process, "FULL"]
        wanted = _children(chance)
        lanes = groups.get(wanted) or groups[max((n for n in groups if n <= wanted), default=min(groups))]
        weights = [shape.SITUATIONS.get(mould.lane.situation, 0.1) for mould in lanes]
        return chance.choices(lanes, weights)[0]


def _children(chance):
    drawn = chance.random()
    for number, part in shape.CHILDREN.items():
        drawn -= part
        if drawn < 0:
            return number
    return 1


def _takes(office, law):
    """Two of the English areas divide their work by law."""
    only = {"E15": "PRIVATE", "E16": "PUBLIC"}.get(office.code)
    return only in {None, law}


def _cases(load, service, told):
    counts = Counter(cases=0, children=0, rows=0, open=0)
    batch: dict[str, list[str]] = {}
    held = rows = 0
    for day, number in service.arrivals.days():
        for _ in range(number):
            copy = service.case(day, counts["cases"])
            if copy is None:
                continue
            for table, text in copy.rows():
                batch.setdefault(table, []).append(text)
            counts["cases"] += 1
            counts["children"] += copy.children
            counts["rows"] += copy.snapshot.count
            counts["open"] += not copy.snapshot.closed
            held += 1
            if held >= BATCH:
                load.put(batch)
                told.made(held, counts["rows"] - rows)
                batch, held, rows = {}, 0, counts["rows"]
    load.put(batch)
    told.made(held, counts["rows"] - rows)
    return dict(counts)


def _settle(link, cases):
    """Sets the counters of the database past what has been brought in."""
    link.execute("SELECT setval('cases_reference', %s)", [FIRST_REFERENCE + cases])


def _analysed():
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        # Filled from the others and not by COPY, so its pages are not known yet to be seen by all.
        cursor.execute(f"VACUUM (ANALYZE) {SearchToken._meta.db_table}")
