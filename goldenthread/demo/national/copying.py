"""One case of the years: a copy of a lane, with new people, days, staff, identifiers and fingerprints."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from goldenthread.demo.national.exemplars import Mould, Snapshot
from goldenthread.demo.national.shape import Course
from goldenthread.demo.words import passages
from goldenthread.kernel.workdays import is_working_day

LONDON = ZoneInfo("Europe/London")


class Calendar:
    """Days by their number (`date.toordinal`): as text, with the offset of the clock, and the next working day."""

    def __init__(self, first: dt.date, last: dt.date):
        self.text, self.zone, self.working = {}, {}, {}
        following = None
        day = last
        while day >= first:
            number = day.toordinal()
            following = number if is_working_day(day, "ENGLAND") else following
            self.text[number] = day.isoformat()
            self.working[number] = following or number
            hours = dt.datetime.combine(day, dt.time(12), LONDON).utcoffset()
            self.zone[number] = "+01:00" if hours else "+00:00"
            day -= dt.timedelta(days=1)

    def of(self, number: int) -> str:
        """A day as text, also one that is not kept."""
        return self.text.get(number) or dt.date.fromordinal(number).isoformat()


@dataclass(frozen=True)
class Family:
    """What is kept of a copied case, so that its family can come back: its people and how to make its identifiers."""

    first_names: list[str]
    last_names: list[str]
    born: list[int]
    began: int
    tail: str
    ended: int
    community: str


@dataclass(frozen=True)
class Copy:
    """A case: how far it has come (`snapshot`), the values of its places, its family and number of children."""

    snapshot: Snapshot
    values: list[str]
    family: Family
    children: int

    def rows(self):
        """(table, text of its lines)."""
        for table, fill in self.snapshot.rows.items():
            yield table, fill(self.values)


class Copier:
    """Makes copies of moulds. `now`: the day's number of today; nothing is dated later but hearings to come."""

    def __init__(self, chance, names, calendar: Calendar, now: int, built: str):
        self.chance, self.names, self.calendar, self.now, self.built = chance, names, calendar, now, built
        self.places = passages("places")

    def copy(self, mould: Mould, office, *, received: int, course: Course, duty, importer, number: int, back=None):
        """A case received on a day (its number), or None where not even its first step would lie in the past.

        `number`: the how-many-th case of the service. `back`: the `Family` that is here once more.
        """
        days = self._days(mould, received, course)
        ends = [days[snapshot.day] for snapshot in mould.snapshots]
        reached = [n for n, end in enumerate(ends) if end < self.now]
        if not reached:
            return None
        snapshot = mould.snapshots[reached[-1]]
        closes = ends[-1]
        began = (received - _EPOCH) * 86_400_000 + self.chance.randrange(30_000_000, 60_000_000)
        drawn = self.chance.getrandbits
        tail = f"-{0x7000 | drawn(12):04x}-{0x8000 | drawn(14):04x}-{drawn(48):012x}"
        community = back.community if back else self.names.community(self.chance, "of_families", office.nation)
        firsts, lasts = self._names(mould, community, back)
        born = self._born(mould, received, back)
        staff = self._staff(office, received, closes, duty, importer)
        text, zone = self.calendar.of, self.calendar.zone
        values = [
            *identifiers(began, tail, len(mould.identifiers)),
            *(text(day) for day in days),
            *(zone.get(day, "+00:00") for day in days),
            *(text(day) for day in born),
            *firsts,
            *lasts,
            *(staff[role][0 if what == "id" else 1] for role, what in mould.staff),
            *(self._other(what, office, number, community) for what in mould.other),
            *self._earlier(mould, back),
        ]
        for n, fill in enumerate(mould.prints):
            values.append(hashlib.sha256(fill(values).encode()).hexdigest() if n in snapshot.prints else "")
        family = Family(firsts, lasts, born, began, tail, closes, community)
        return Copy(snapshot, values, family, len(mould.lane.children))

    def _days(self, mould, received, course):
        """The day's number of each day of the mould: along its course, moved to working days, each later than the one
        before."""
        working, last, found = self.calendar.working, 0, []
        for day in mould.days:
            if day < 0:
                found.append(received + day)
                continue
            at = received + course.day(day)
            at = working.get(at, at)
            if at <= last:
                at = working.get(last + 1, last + 1)
            last = at
            found.append(at)
        return found

    def _names(self, mould, community, back):
        chance, one = self.chance, self.names.one
        firsts = [one(chance, community, kind) for _token, kind in mould.first_names]
        lasts = [one(chance, community, "last") for _token in mould.last_names]
        if back is not None:
            firsts[: len(back.first_names)] = back.first_names
            lasts[: len(back.last_names)] = back.last_names
        # Brothers and sisters have names of their own.
        for n, (_token, kind) in enumerate(mould.first_names):
            while kind in {"girls", "boys"} and firsts.index(firsts[n]) < n:
                firsts[n] = one(chance, community, kind)
        return firsts, lasts

    def _born(self, mould, received, back):
        if back is not None:
            rest = mould.born[len(back.born) :]
            return [*back.born, *(received + day for day in rest)]
        # All of a family alike, so that brothers and sisters stay as far apart as they are.
        moved = self.chance.randint(-150, 130)
        return [received + day + moved for day in mould.born]

    def _staff(self, office, received, closes, duty, importer):
        """Who does what: the adviser is the one of two, drawn by lot, who has fewer cases open."""
        two = self.chance.sample(office.advisers, 2)
        loads = [self._open(office, person[0], received) for person in two]
        adviser = two[0] if len(loads[0]) <= len(loads[1]) else two[1]
        office.load[adviser[0]].append(closes)
        others = [person for person in office.advisers if person is not adviser]
        return {
            "adviser": adviser, "colleague0": others[0], "colleague1": others[1], "manager": office.manager,
            "supervisor": office.supervisor, "duty": duty, "importer": importer,
        }  # fmt: skip

    def _open(self, office, adviser, day):
        found = office.load[adviser] = [end for end in office.load.get(adviser, ()) if end > day]
        return found

    def _other(self, what, office, number, community):
        chance = self.chance
        if what.startswith("address"):
            street, town = chance.choice(self.places["streets"]), chance.choice(self.places["towns"])
            return f"{chance.randint(1, 240)} {street}, {town}"
        if what.startswith("phone"):
            # Kept by the telephone regulator for stories: it rings nowhere.
            return f"07700 900{chance.randint(0, 999):03}"
        if what == "ethnic_group":
            return chance.choice(self.names.groups[community])
        return {
            "authority": office.authorities[number % len(office.authorities)],
            "team": office.team, "area": office.area, "built": self.built,
            "reference": f"GT-{FIRST_REFERENCE + number}",
            "court": office.courts[number % len(office.courts)],
            "court_number": f"{office.courts[0][:2].upper()}{number % 100:02}P{number:07}",
            "court_case_id": str(1_700_000_000_000_000 + number),
        }[what]  # fmt: skip

    def _earlier(self, mould, back):
        if not mould.earlier:
            return []
        return [identifier(back.began, back.tail, n) for n in mould.earlier]


_EPOCH = dt.date(1970, 1, 1).toordinal()
# The first number of the database's own counter of references.
FIRST_REFERENCE = 100_001


def identifier(began: int, tail: str, n: int) -> str:
    """The n-th identifier of a case: of version 7, its moments one after the other, the rest drawn once a case."""
    moment = began + n
    return f"{moment >> 16:08x}-{moment & 0xFFFF:04x}{tail}"


def identifiers(began: int, tail: str, number: int) -> list[str]:
    """All identifiers of a case, in their order."""
    return [f"{m >> 16:08x}-{m & 0xFFFF:04x}{tail}" for m in range(began, began + number)]
