"""What someone typed to find a case, read: names, a birth date, numbers. Plain values; nothing of it is kept here."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import folded


class TokenKind(StrEnum):
    """Where a word comes from by which a case is found."""

    FIRST = "FIRST"
    LAST = "LAST"
    PREVIOUS = "PREVIOUS"
    REFERENCE = "REFERENCE"
    COURT_NUMBER = "COURT_NUMBER"
    COURT_ID = "COURT_ID"


class How(StrEnum):
    """How a case answers to a word, the best first."""

    NUMBER = "NUMBER"
    NAME = "NAME"
    PREVIOUS = "PREVIOUS"
    ADVISER = "ADVISER"
    PLACE = "PLACE"
    PART = "PART"
    SOUND = "SOUND"


ORDER = tuple(How)
NAMES = frozenset({TokenKind.FIRST, TokenKind.LAST, TokenKind.PREVIOUS})

# More words than this are refused: each costs the database, and nobody remembers seven.
MOST_WORDS = 6
# From how many letters or digits on a part of a name or a number is looked for.
PART_OF_NAME, PART_OF_NUMBER = 3, 6


@dataclass(frozen=True)
class Word:
    """One word to look for: of a name or, where it holds a digit, of a number. `sound`: how a name sounds."""

    text: str
    sound: str = ""

    @property
    def number(self) -> bool:
        return any(c.isdigit() for c in self.text)

    @property
    def part(self) -> tuple[str, str] | None:
        """Between which words, in the order of bytes, others begin with this one; None where it is too short."""
        if len(self.text) < (PART_OF_NUMBER if self.number else PART_OF_NAME):
            return None
        return self.text, self.text + "\U0010ffff"


@dataclass(frozen=True)
class Asked:
    """What was typed, read. All of it must fit a case; `whole` alone is enough: a number that was typed with gaps."""

    words: tuple[Word, ...] = ()
    born: dt.date | None = None
    whole: str = ""

    @property
    def nothing(self) -> bool:
        return not (self.words or self.born)


_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\w/-])")
_SPACED = re.compile(r"(?<![\w/.-])(\d{1,2})\s+(\d{1,2})\s+((?:19|20)\d\d)(?![\w/-])")
_ISO = re.compile(r"(?<![\w/.-])(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?![\w/-])")
_NAMED = re.compile(
    r"(?<!\w)(\d{1,2})(?:st|nd|rd|th|af|ail|il|ydd|fed|eg|ain)?\s+(?:of\s+|o\s+)?([^\W\d_]{3,10})\.?,?\s+(\d{4}|\d{2})(?!\w)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\w)")
_MONTHS = (
    ("january", "ionawr"), ("february", "chwefror"), ("march", "mawrth"), ("april", "ebrill"), ("may", "mai"),
    ("june", "mehefin"), ("july", "gorffennaf"), ("august", "awst"), ("september", "medi"), ("october", "hydref"),
    ("november", "tachwedd"), ("december", "rhagfyr"),
)  # fmt: skip
# Said of a birth date, and no name.
_SAID = frozenset({"born", "dob", "ganwyd", "geni"})
# Written apart from the name that it begins.
_MC = re.compile(r"\b(mc)\s+(?=\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f]+")


def read(text: str, today: dt.date) -> Asked:
    """What someone typed to find a case, on a day (a birth date lies before it).

    Refuses with `NO_SUCH_DATE`, `YEAR_ALONE`, `TWO_DATES`, `TOO_MANY_WORDS`.
    """
    born, rest = _birth_date(text, today)
    rest = _MC.sub(r"\1", rest)
    chunks = [chunk for chunk in rest.split() if folded(chunk).strip(".,:;") not in _SAID]
    whole = _squashed(rest) if len(chunks) > 1 and any(c.isdigit() for c in rest) else ""
    years = [chunk for chunk in chunks if re.fullmatch(r"(19|20)\d\d", chunk) and int(chunk) <= today.year]
    if years and not (len(chunks) > 1 and all(chunk.isdigit() for chunk in chunks)):
        raise Refused(
            "YEAR_ALONE", N_("Give the whole birth date, like 3 4 2017. A year alone finds nobody."), field="q"
        )
    words = tuple(dict.fromkeys(Word(text) for text in _words(chunks)))
    if len(words) > MOST_WORDS:
        raise Refused("TOO_MANY_WORDS", N_("Search with six words at most."), field="q")
    return Asked(words, born, whole)


def _squashed(text):
    return re.sub(r"[^0-9a-z]", "", text.lower())


def _words(chunks):
    """The words of names and numbers, in the order typed. Initials say too little: "O Brien" is asked as "Brien"."""
    for chunk in chunks:
        if any(c.isdigit() for c in chunk):
            found = [_squashed(chunk)]
        else:
            found = _BETWEEN.split(folded(chunk).replace("'", ""))
        yield from (word for word in found if len(word) > 1)


def _birth_date(text, today):
    """The one birth date in what was typed, or None; and the rest."""
    found = []
    for pattern, order in ((_ISO, "ymd"), (_NUMERIC, "dmy"), (_SPACED, "dmy"), (_NAMED, "dmy"), (_MONTH_FIRST, "mdy")):
        for match in pattern.finditer(text):
            said = dict(zip(order, match.groups(), strict=True))
            month = said["m"] if said["m"].isdigit() else _month(said["m"])
            if month is not None:
                found.append((_day(int(said["d"]), int(month), said["y"], today), match.group()))
                text = text.replace(match.group(), " ", 1)
    if len(found) > 1:
        raise Refused("TWO_DATES", N_("Search with one birth date at a time."), field="q")
    return (found[0][0] if found else None), text


def _month(text):
    for names in zip(*_MONTHS, strict=True):  # English first: "mar" begins a month in both
        fitting = [n for n, name in enumerate(names, 1) if name.startswith(folded(text))]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _day(day, month, year, today):
    number = int(year)
    if len(year) == 2:
        number += 2000 if 2000 + number <= today.year else 1900
    try:
        born = dt.date(number, month, day)
    except ValueError:
        born = None
    if born is None or not dt.date(1900, 1, 1) <= born <= today:
        raise Refused("NO_SUCH_DATE", N_("The birth date must be a real date in the past, like 3 4 2017."), field="q")
    return born
