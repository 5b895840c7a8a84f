"""Lives each lane once, through the operations, and takes down what stands in the tables after each step.

A `Mould` is what comes of a lane. Its snapshots hold, for each table, the rows of the case as COPY writes them, with a
place (`%s`) wherever a copy must have something of its own: an identifier, a day, a name, a member of staff, a
fingerprint. Nothing here knows a table by name: what is a place is told by its form.

A fingerprint is taken anew for each copy from the very text of which it was taken when the lane was lived; that text
is a template like the rows. Several hold the fingerprints of others, so they are kept in the order of taking.
"""

import datetime as dt
import hashlib
import random
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from types import SimpleNamespace
from unittest.mock import patch
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, models

from goldenthread.casework.families.models import Characteristic, ContactDetail, ProtectedContact
from goldenthread.casework.families.rules import Answered, Trait
from goldenthread.demo import advice, courtroom, fieldwork, intake
from goldenthread.demo.national.lanes import Lane, lanes
from goldenthread.demo.people import staff
from goldenthread.demo.stories import Story, opened
from goldenthread.demo.words import passages
from goldenthread.kernel import ids, text
from goldenthread.kernel.workdays import is_working_day

LONDON = ZoneInfo("Europe/London")
LIVED_DAYS_AGO = 480
# What no lane does; and the words by which cases are found, which the database itself makes of the rows at the end.
LEFT_OUT = frozenset({"drafts.Draft", "access.GlassBreak", "cases.SearchToken"})

# After these steps it is taken down how the case stands; what lies between them is done within a day or two.
KEPT_AFTER = frozenset(
    {intake.screen, courtroom.list_first, intake.allocate, fieldwork.open_lines, intake.letter,
     courtroom.first_hearing, fieldwork.see_children, advice.assess, advice.begin, advice.submit, advice.returned,
     advice.agree, advice.file, courtroom.order, courtroom.at_first, courtroom.close}
)  # fmt: skip

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MOMENT = r"(?P<day>\d{4}-\d\d-\d\d)(?P<gap>[ T])(?P<time>\d\d:\d\d:\d\d(?:\.\d+)?)(?P<zone>[+-]\d\d(?::?\d\d)?)"
_RANDOM_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Filled:
    """A template: `text` with a `%s` for each place, filled by what `filler()` gives."""

    text: str
    places: tuple[int, ...]

    def filler(self) -> Callable[[list], str]:
        """What makes its text of the values of a copy."""
        text, places = self.text, self.places
        if not places:
            whole = text % ()
            return lambda _values: whole
        pick = itemgetter(*places)
        return lambda values: text % pick(values)


@dataclass
class Snapshot:
    """A case as it stands after a step: `rows` by table, how many, which fingerprints they need; `day`: where the last
    day up to then stands among the days of the mould."""

    day: int
    rows: dict[str, Callable]
    count: int
    prints: frozenset[int]
    closed: bool = False


@dataclass
class Mould:
    """What comes of a lane: its places by kind, in the order in which a copy makes their values, and its snapshots.

    `days`: each day on which something stands, counted from receipt; `born`: each birth date likewise; `first_names`:
    (word, kind of name); `staff`: (role, whether "id" or "name"). `copying.Copier` makes the values.
    """

    lane: Lane
    identifiers: list[str] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    born: list[int] = field(default_factory=list)
    first_names: list[tuple[str, str]] = field(default_factory=list)
    last_names: list[str] = field(default_factory=list)
    staff: list[tuple[str, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    prints: list[Callable] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    # The days on which the report went (None where there is none) and on which the last hearing was held.
    filed: int | None = None
    heard: int = 0


def columns(model) -> list[str]:
    """The columns that a copy writes: all but a number that the database counts itself."""
    return [f.column for f in model._meta.concrete_fields if not isinstance(f, models.BigAutoField | models.AutoField)]


def case_column(model) -> str | None:
    """The column that says to which case a row belongs, or None where its rows hang on no case."""
    if model._meta.label == "cases.Case":
        return "id"
    names = {f.column for f in model._meta.concrete_fields}
    return next((name for name in ("case_id", "from_case_id") if name in names), None)


def tables() -> list:
    """The models whose rows make up a case."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("goldenthread.")
        and model._meta.label not in LEFT_OUT
        and case_column(model) is not None
    ]


class Prints:
    """Stands where `kernel.text` looks for hashlib, and remembers of what each fingerprint was taken."""

    def __init__(self):
        self.taken: dict[str, str] = {}

    def sha256(self, data):
        made = hashlib.sha256(data)
        self.taken.setdefault(made.hexdigest(), data.decode())
        return made


def drawn_ids(chance, began: dt.datetime):
    """Identifiers in the order of making, like the product's own, but drawn from `chance`: the same each time."""
    state = [int(began.timestamp() * 1000) << 12]

    def uuid7():
        state[0] += 1
        moment, count = state[0] >> 12, state[0] & 0xFFF
        return UUID(int=moment << 80 | 7 << 76 | count << 64 | 2 << 62 | chance.getrandbits(62))

    return SimpleNamespace(uuid7=uuid7)


def live_all(now: dt.datetime, seed) -> list[Mould]:
    """Lives every lane; the caller rolls back. `now`: an aware datetime."""
    chance = random.Random(f"{seed}/lanes")  # noqa: S311 (made-up people, no secret)
    day = now.astimezone(LONDON).date() - dt.timedelta(days=LIVED_DAYS_AGO)
    while day.weekday() != 1 or not is_working_day(day, "ENGLAND"):
        day -= dt.timedelta(days=1)
    opening = dt.datetime.combine(day - dt.timedelta(days=30), dt.time(9, 5), LONDON)
    # Nobody describes themselves in words of their own: a copy's family belongs to another group.
    with (
        patch.object(ids, "uuid_utils", drawn_ids(chance, opening)),
        patch.dict(passages("characteristics"), own_words={}),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL timezone = 'Europe/London'")
        everyone = staff(opening)
        made: dict[int, Mould] = {}
        for lane in lanes(day, chance):
            made[lane.number] = _live(lane, everyone, now, seed, made.get(lane.back_of))
        return list(made.values())


def _live(lane, everyone, now, seed, earlier):
    prints = Prints()
    with patch.object(text, "hashlib", prints):
        story = Story(lane, everyone, now, seed)
        taken, filed = [], None
        for step in lane.steps:
            step(story)
            opened(story)
            day = (story.diary.day - lane.received_on).days
            if step is advice.file:
                filed = day
            if step in KEPT_AFTER:
                taken.append((step, day, _rows(story.case.pk)))
    mould = _Compiler(lane, story, prints, earlier).mould(taken)
    last = story.kept["final" if filed else "first"].starts_at.astimezone(LONDON).date()
    mould.filed, mould.heard = filed, (last - lane.received_on).days
    return mould


def _rows(case_id):
    """Each table's rows of a case as COPY writes them: {table: [line]}."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables():
            named = ", ".join(f'"{name}"' for name in columns(model))
            asked = (
                f"COPY (SELECT {named} FROM {model._meta.db_table} WHERE {case_column(model)} = '{case_id}' "  # noqa: S608
                f"ORDER BY {model._meta.pk.column}) TO STDOUT"
            )
            with cursor.cursor.copy(asked) as out:
                lines = b"".join(out).decode().splitlines()
            if lines:
                # What the database gives a number by lot has no order of its own.
                found[model._meta.db_table] = sorted(lines, key=lambda line: _RANDOM_UUID.sub("", line))
    return found


class _Compiler:
    """Turns what was taken down of one lane into templates."""

    def __init__(self, lane, story, prints, earlier):
        self.lane, self.story, self.earlier = lane, story, earlier
        self.prints = prints.taken
        self.mould_ = Mould(lane)
        self.words = self._words()
        exact = sorted(self.words, key=len, reverse=True)
        self.form = re.compile(
            "|".join(
                (f"(?P<uuid>{_UUID})", _MOMENT, r"(?P<date>\d{4}-\d\d-\d\d)", r"(?P<print>\b[0-9a-f]{64}\b)",
                 f"(?P<word>{'|'.join(map(re.escape, exact))})")
            )
        )  # fmt: skip
        self.places: dict[tuple, None] = {}

    # What stands for a name, a member of staff, an address: each with the place that takes its stead.
    def _words(self):
        lane, story = self.lane, self.story
        words = {}
        for one in lane.people:
            kind = "girls" if one.gender == "FEMALE" else "boys"
            kind = kind if one.role == "CHILD" else "women" if one.gender == "FEMALE" else "men"
            words[one.first] = ("first", one.first, kind)
            words[one.last] = ("last", one.last)
        self.people = self._staff()
        for person, role in self.people.items():
            words[person.name] = ("staff", role, "name")
        case = story.case
        words |= {
            case.reference: ("other", "reference"), case.court_number: ("other", "court_number"),
            case.court_case_id: ("other", "court_case_id"), lane.court: ("other", "court"),
            case.local_authority: ("other", "authority"),
        }  # fmt: skip
        for row in Characteristic.objects.filter(case_id=case.pk, kind=Trait.ETHNICITY, answer=Answered.STATED):
            words[row.code] = ("other", "ethnic_group")
        for model in (ContactDetail, ProtectedContact):
            for kind, value in model.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", "value"):
                words.setdefault(value, ("other", f"{kind.lower()}{len(words)}"))
        return words

    def _staff(self):
        office, story = self.story.office, self.story
        people = {office.manager: "manager", story.duty: "duty", story.staff.importer: "importer"}
        if office.supervisor:
            people[office.supervisor] = "supervisor"
        others = [person for person in office.advisers if person.pk != story.adviser.pk]
        return people | {story.adviser: "adviser"} | {person: f"colleague{n}" for n, person in enumerate(others)}

    def mould(self, taken):
        """The mould. `taken`: (step, day, rows by table) after each step."""
        self.office_ids = {str(person.pk): ("staff", role, "id") for person, role in self.people.items()}
        office = self.story.office
        self.office_ids |= {str(office.team.pk): ("other", "team"), str(office.area.pk): ("other", "area")}
        self.born = {}
        for n, one in enumerate(self.lane.people):
            self.born.setdefault(one.born, n)
        parsed = [
            (step, day, {table: self._parse("\n".join(lines) + "\n") for table, lines in rows.items()}, rows)
            for step, day, rows in taken
        ]
        texts = {print_: self._parse(words) for print_, words in self.prints.items()}
        used = [p for p in self.prints if ("print", p) in self.places]
        return self._assemble(parsed, texts, used)

    def _parse(self, words):
        """(pieces, places) of a text."""
        pieces, places, end = [], [], 0
        for found in self.form.finditer(words):
            shown = self._place(found)
            if shown is None:
                continue
            before, at, after = shown
            pieces.append(words[end : found.start()].replace("%", "%%") + before)
            places += at
            pieces[-1] += after
            end = found.end()
        pieces.append(words[end:].replace("%", "%%"))
        for place in places:
            self.places.setdefault(place)
        return "".join(pieces), places

    def _place(self, found):
        """(what stands before, the places, the text with %s) of one find; None where it stays as it is."""
        if identifier := found["uuid"]:
            return "", [self._identifier(identifier)], "%s"
        if day := found["day"]:
            return self._moment(day, found["gap"], found["time"], found["zone"])
        if day := found["date"]:
            return "", [self._day(dt.date.fromisoformat(day))], "%s"
        if taken := found["print"]:
            return ("", [("print", taken)], "%s") if taken in self.prints else None
        return "", [self.words[found["word"]]], "%s"

    def _identifier(self, identifier):
        if identifier in self.office_ids:
            return self.office_ids[identifier]
        if self.earlier and identifier in self.earlier.identifiers:
            return ("earlier", self.earlier.identifiers.index(identifier))
        return ("id", identifier)

    def _day(self, day):
        return ("born", self.born[day]) if day in self.born else ("day", (day - self.lane.received_on).days)

    def _moment(self, day, gap, time, zone):
        offset = zone if ":" in zone else f"{zone}:00"
        local = dt.datetime.fromisoformat(f"{day}T{time}{offset}").astimezone(LONDON)
        if local.date() >= self.story.diary.now.astimezone(LONDON).date():
            # The history of fields has the database's own time, which is that of the building.
            return "", [("other", "built")], "%s"
        count = (local.date() - self.lane.received_on).days
        shown = local.strftime("%H:%M:%S.%f").rstrip("0").rstrip(".")
        return "", [("day", count), ("zone", count)], f"%s{gap}{shown}%s"

    def _assemble(self, parsed, texts, used):
        mould = self.mould_
        kinds: dict[str, list] = {}
        for place in self.places:
            kinds.setdefault(place[0], []).append(place)
        ordered = self._in_order(kinds, used)
        index = {place: n for n, place in enumerate(ordered)}
        mould.prints = [Filled(texts[p][0], tuple(index[x] for x in texts[p][1])).filler() for p in used]
        first = len(ordered) - len(used)
        needs = {p: {index[x] - first for x in texts[p][1] if x[0] == "print"} for p in used}
        for step, day, tables_, rows in parsed:
            wanted = {x[1] for _text, places in tables_.values() for x in places if x[0] == "print"}
            mould.snapshots.append(
                Snapshot(
                    day=bisect_right(mould.days, day) - 1,
                    rows={t: Filled(w, tuple(index[x] for x in at)).filler() for t, (w, at) in tables_.items()},
                    count=sum(map(len, rows.values())),
                    prints=frozenset(_closure({index[("print", p)] - first for p in wanted}, needs, used)),
                    closed=step is courtroom.close,
                )
            )
        return mould

    def _in_order(self, kinds, used):
        """Every place in the order in which a copy makes the values, which the mould remembers by kind."""
        mould, lane = self.mould_, self.lane
        identifiers = [identifier for _kind, identifier in kinds.get("id", ())]
        mould.identifiers = sorted(i for i in identifiers if i[14] == "7") + [i for i in identifiers if i[14] != "7"]
        mould.days = sorted({place[1] for kind in ("day", "zone") for place in kinds.get(kind, ())})
        mould.born = [(one.born - lane.received_on).days for one in lane.people]
        firsts = {one.first: self.words[one.first] for one in lane.people}
        mould.first_names = [(place[1], place[2]) for place in firsts.values()]
        mould.last_names = list(dict.fromkeys(one.last for one in lane.people))
        mould.staff = [place[1:] for place in kinds.get("staff", ())]
        mould.other = [place[1] for place in kinds.get("other", ())]
        mould.earlier = [place[1] for place in kinds.get("earlier", ())]
        return [
            *(("id", i) for i in mould.identifiers),
            *(("day", d) for d in mould.days),
            *(("zone", d) for d in mould.days),
            *(("born", n) for n in range(len(mould.born))),
            *firsts.values(),
            *(("last", name) for name in mould.last_names),
            *(("staff", *place) for place in mould.staff),
            *(("other", name) for name in mould.other),
            *(("earlier", n) for n in mould.earlier),
            *(("print", p) for p in used),
        ]


def _closure(wanted, needs, used):
    """With the fingerprints that stand in the texts of others."""
    found, ahead = set(), list(wanted)
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += needs[used[one]]
    return found
