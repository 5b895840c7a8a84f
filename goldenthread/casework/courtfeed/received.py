"""What one received case says, as plain values; and how to read a value that may be anything at all.

Nothing here raises on what the court sent: a value of the wrong shape is left out and its field is reported by
name. Only a case that cannot be told from any other (no identifier, no date of change, no child) is `Unreadable`.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.courtfeed.rules import SetAsideReason
from goldenthread.casework.families.rules import Doubt, Gender
from goldenthread.kernel.text import clean

NAME_LIMIT, LINE_LIMIT, DETAIL_LIMIT, KEY_LIMIT = 200, 200, 500, 60
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Unreadable(Exception):
    """A case that has to be set aside. `reason` is a `SetAsideReason`; `field` a name of ours, never a value."""

    def __init__(self, reason: SetAsideReason, field: str = ""):
        super().__init__(reason.value)
        self.reason, self.field = reason, field


@dataclass(frozen=True)
class Told:
    """A person as the court names them: `key` tells them apart within the case."""

    key: str
    party: Party
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Detail:
    """An address, telephone or e-mail of the person called `key`. `protected`: the other party must never see it."""

    key: str
    kind: str
    value: str
    protected: bool = False


@dataclass(frozen=True)
class Relation:
    """`one` is the `kind` of `other`; both are keys of people."""

    one: str
    other: str
    kind: str
    words: str = ""
    lives_with: bool | None = None


@dataclass(frozen=True)
class HearingTold:
    """A hearing with all its days as one: from the start of the first to the end of the last."""

    court_hearing_id: str
    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    venue: str = ""
    status: str = "LISTED"


@dataclass(frozen=True)
class Application:
    """One case of an answer. `unknown_fields` are names of fields, `signs` codes: no value of a family in either.
    `papers` are the documents that it speaks of (`court_papers.PaperTold`), in the order of their identifiers."""

    jurisdiction: str
    court_case_id: str
    last_modified: dt.datetime
    law: str
    process: str
    nation: str
    court_number: str = ""
    court_name: str = ""
    local_authority: str = ""
    issued_on: dt.date | None = None
    submitted_on: dt.date | None = None
    orders_sought: tuple[str, ...] = ()
    people: tuple[Told, ...] = ()
    relations: tuple[Relation, ...] = ()
    details: tuple[Detail, ...] = ()
    hearings: tuple[HearingTold, ...] = ()
    urgency_signs: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    papers: tuple = ()
    unknown_fields: tuple[str, ...] = ()


def plain(value) -> str:
    """Any scalar as text that can be stored: no zero byte, no half of a character pair, one space between words."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in str(value))
    return clean(text).strip()


def one_line(value) -> str:
    """The same on one line: a line break in a name is a space."""
    return " ".join(plain(value).split())


def key_of(value) -> str:
    """An identifier of the court as it can be kept, or nothing: letters, digits, dash, underscore."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,48}", text) else ""


def day_of(text: str) -> dt.date | None:
    """The day that "2021-03-04", "2021-03-04T10:00:00" or "04/03/2021" means; None when it means none."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    if not re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", text):
        return None
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def moment_of(text: str, zone) -> dt.datetime | None:
    """The moment that an ISO date-time means, `zone` where it names none; None when it means none."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


@dataclass
class Row:
    """A received object and the way to it. Reading never raises; what cannot be read is reported by its path."""

    value: dict
    path: str = ""
    reported: set = field(default_factory=set)
    key: str = ""

    def _at(self, name):
        return f"{self.path}.{name}" if self.path else name

    def report(self, name):
        """Says that a field is there and could not be used."""
        self.reported.add(self._at(name))

    def __bool__(self):
        return bool(self.value)

    def has(self, name) -> bool:
        """Whether there is anything at all under a name."""
        return self.value.get(name) not in (None, "", [], {})

    def text(self, name, limit=LINE_LIMIT) -> str:
        """One line of text, cut at the limit and then reported."""
        text = one_line(self.value.get(name))
        if not text and self.has(name) and not isinstance(self.value[name], str):
            self.report(name)
        if len(text) > limit:
            self.report(name)
        return text[:limit].strip()

    def words(self, *names) -> str:
        """All that stands under these names, whatever its shape, as one lower-case text: to look for codes in."""
        found = []
        for name in names:
            value = self.value.get(name)
            found += [one_line(item) for item in (value if isinstance(value, list) else [value])]
        return " ".join(text for text in found if text).casefold()

    def day(self, name) -> dt.date | None:
        """A day; one that cannot be is none, and reported."""
        if not self.has(name):
            return None
        day = day_of(one_line(self.value[name]))
        if day is None:
            self.report(name)
        return day

    def moment(self, name, zone) -> dt.datetime | None:
        """A moment; one that cannot be is none, and reported."""
        if not self.has(name):
            return None
        moment = moment_of(one_line(self.value[name]), zone)
        if moment is None:
            self.report(name)
        return moment

    def yes(self, name) -> bool:
        """Whether a yes-or-no field clearly says yes."""
        return self.value.get(name) is True or one_line(self.value.get(name)).casefold() in {"yes", "true"}

    def guarded(self, name) -> bool:
        """Whether a flag asks for protection. One that is there and does not clearly say no counts as yes."""
        value = self.value.get(name)
        if value is None or value is False or value == "":
            return False
        return one_line(value).casefold() not in {"no", "false"}

    def row(self, name) -> "Row":
        """The object under a name; an empty one where there is none."""
        value = self.value.get(name)
        if value is not None and not isinstance(value, dict):
            self.report(name)
        return Row(value if isinstance(value, dict) else {}, self._at(name), self.reported)

    def rows(self, name) -> list["Row"]:
        """The objects of a collection, out of their {"id", "value"} where they have one; each with its key."""
        value = self.value.get(name)
        if value is not None and not isinstance(value, list):
            self.report(name)
        found, seen = [], set()
        for place, item in enumerate(value if isinstance(value, list) else ()):
            inner = item.get("value") if isinstance(item, dict) and "value" in item else item
            if not isinstance(inner, dict):
                self.report(name)
                continue
            key = key_of(item.get("id")) or f"{name}:{place}"
            key = f"{name}:{place}" if key in seen else key
            seen.add(key)
            found.append(Row(inner, self._at(name), self.reported, key))
        return found

    def address(self, name) -> str:
        """A postal address as lines, whatever the spelling of its parts; empty where there is none."""
        value = self.value.get(name)
        if isinstance(value, str):
            return plain(value)[:DETAIL_LIMIT]
        row = self.row(name)
        parts = {str(key).casefold(): one_line(part) for key, part in row.value.items()}
        order = ("addressline1", "addressline2", "addressline3", "posttown", "county", "postcode", "country")
        lines = [parts[part] for part in order if parts.get(part)]
        if not lines and row:
            self.report(name)
        # A country alone is no address.
        return (
            "\n".join(lines)[:DETAIL_LIMIT]
            if set(parts) - {"country"} and len(lines) > bool(parts.get("country"))
            else ""
        )


GENDERS = {
    "female": Gender.FEMALE,
    "male": Gender.MALE,
    "other": Gender.OTHER,
    "they identify in another way": Gender.OTHER,
}


def person(row: Row, role: str, *, gender_words: str, relation_words="", nameless=False) -> Told | None:
    """The person of a row, or None where the row names nobody. A first name alone is somebody; so is, where
    `nameless`, somebody of whom neither name nor birth date is told."""
    full = {name: one_line(row.value.get(name)) for name in ("firstName", "lastName")}
    first, last = row.text("firstName", NAME_LIMIT), row.text("lastName", NAME_LIMIT)
    born, gender = row.day("dateOfBirth"), GENDERS.get(row.text("gender").casefold(), Gender.NOT_KNOWN)
    if not (nameless or first or last or born or gender != Gender.NOT_KNOWN):
        return None
    # The other doubts follow from what is recorded; that a name was longer does not.
    doubts = (Doubt.NAME_CUT,) if any(len(name) > NAME_LIMIT for name in full.values()) else ()
    return Told(
        row.key,
        Party(
            role=role, first_names=first, last_name=last, born_on=born, gender=gender,
            gender_words=row.text(gender_words, 100), previous_names=row.text("previousName", 300),
            relation_words=relation_words, court_party_id=row.key,
        ),
        doubts,
    )  # fmt: skip


def unknown(value, known: dict, path: str = "") -> set[str]:
    """The names of fields that the mapping does not know. `known`: name to what is known below it, None where
    the mapping does not look. A name that is no plain identifier is given as "?": it could hold anything."""
    found = set()
    for item in value if isinstance(value, list) else [value]:
        inner = (
            item.get("value") if isinstance(item, dict) and set(item) <= {"id", "value"} and "value" in item else item
        )
        if not isinstance(inner, dict):
            continue
        for name, below in inner.items():
            shown = name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,59}", name) else "?"
            if name not in known:
                found.add(f"{path}{shown}")
            elif known[name] is not None:
                found |= unknown(below, known[name], f"{path}{shown}.")
    return found


def names(text: str, **below) -> dict:
    """The known names of an object, from words; `below` gives those of the objects under a name."""
    return dict.fromkeys(text.split()) | below
