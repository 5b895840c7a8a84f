"""Reads when an action is due as people really write it: "Aug 2021", "Biannually", "Underway and by Dec 2021".

In a file of its own because plans, imports and pages read the same words and must read them alike. What cannot be
read is None, and the person is asked: a date is never guessed.
"""

import datetime as dt
import re
from dataclasses import dataclass

from goldenthread.actions.rules import DueKind, end_of_month

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# How often, as people say it, in months.
REPEATED = {
    "monthly": 1, "every month": 1, "each month": 1,
    "quarterly": 3, "every quarter": 3, "each quarter": 3,
    "termly": 4, "every term": 4,
    "biannually": 6, "bi-annually": 6, "twice a year": 6, "half-yearly": 6, "every six months": 6, "six-monthly": 6,
    "annually": 12, "yearly": 12, "every year": 12, "each year": 12, "once a year": 12,
}  # fmt: skip
_SPACE = re.compile(r"\s+")
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in MONTHS)
_MONTH = _MONTH.replace("sep(?:tember)?", "sept?(?:ember)?")
_YEAR = r"(?:20\d\d)"
# Each form of a date: a pattern, and what its last and first day are.
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+({_YEAR})")
_NUMBERS = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR})")
_ISO = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)")
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?,?\s+({_YEAR})")
_QUARTER = re.compile(rf"q([1-4])\s*(?:of\s+)?({_YEAR})(?:/(\d\d))?")
_FISCAL = re.compile(rf"({_YEAR})/(\d\d)")
_UNCONFIRMED = re.compile(
    r"to be (?:confirmed|agreed|decided|set)(?: by (?P<who>.+?))?\.?$|^(?:tbc|tba)\b(?: by (?P<w>.+?))?\.?$"
)


# As many characters as an action keeps of them.
MOST_WORDS = 200


@dataclass(frozen=True)
class Due:
    """When something is due. `due_from` and `due_on` are its first and last day, where the words say them.

    REPEATED: `every_months`, and `due_on` is the first round's, None where the words do not say it.
    TO_BE_CONFIRMED: `confirmed_by` names the other body, as written.
    """

    kind: DueKind
    due_from: dt.date | None = None
    due_on: dt.date | None = None
    every_months: int | None = None
    confirmed_by: str = ""


def read_due(words: str) -> Due | None:
    """What the words mean, or None where they say nothing that can be relied on.

    A month means its last day; "2021/22" is the financial year, which ends on 31 March; a quarter with such a year is
    a quarter of it.
    """
    if len(words.strip()) > MOST_WORDS:
        return None
    said = _SPACE.sub(" ", words.strip())
    text = said.casefold().rstrip(".")
    if unconfirmed := _UNCONFIRMED.search(text):
        who = unconfirmed["who"] or ""
        # As it was written: the name of a body has its capitals.
        return Due(DueKind.TO_BE_CONFIRMED, confirmed_by=said.rstrip(".")[-len(who) :] if who else "")
    spans = _spans(text)
    for phrase, months in REPEATED.items():
        if re.search(rf"\b{phrase}\b", text):
            return Due(DueKind.REPEATED, due_on=spans[-1][1] if len(spans) == 1 else None, every_months=months)
    if not spans or _left_over(text):
        return None
    return _of_spans(text, spans)


def _of_spans(text, spans):
    (first, last), said_day = spans[-1], len(spans) == 1
    if len(spans) > 2 or (len(spans) == 2 and spans[0][0] > last):
        return None
    if re.search(r"\b(?:underway|under way|in progress|started|ongoing)\b", text):
        return Due(DueKind.UNDERWAY, due_from=None if said_day else spans[0][0], due_on=last)
    if not said_day:
        return Due(DueKind.RANGE, due_from=spans[0][0], due_on=last)
    if first == last:
        return Due(DueKind.DAY, due_on=last)
    if first.month == last.month and first.year == last.year:
        return Due(DueKind.MONTH, due_on=last)
    return Due(DueKind.RANGE, due_from=first, due_on=last)


def _spans(text):
    """The (first day, last day) of each date in the text, in its order; none twice."""
    found = {}
    taken = [False] * len(text)
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            found[match.start()] = read(match)
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    spans = [found[place] for place in sorted(found)]
    # One date that cannot be (the 32nd of June) makes the others doubtful too.
    return [] if None in spans else spans


def _day(year, month, day):
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date, date


def _number(name):
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _month(match):
    month, year = _number(match[1]), int(match[2])
    return dt.date(year, month, 1), end_of_month(year, month)


def _quarter(match):
    number, year = int(match[1]), int(match[2])
    # A quarter of a financial year begins with April.
    first = 3 * (number - 1) + 1 + (3 if match[3] else 0)
    year, first = (year + 1, first - 12) if first > 12 else (year, first)
    return dt.date(year, first, 1), end_of_month(year, first + 2)


def _fiscal(match):
    year = int(match[1])
    return (dt.date(year, 4, 1), dt.date(year + 1, 3, 31)) if int(match[2]) == (year + 1) % 100 else None


# In this order: a day holds a month, and a quarter holds a year.
_FORMS = (
    (_ISO, lambda m: _day(m[1], m[2], m[3])),
    (_NUMBERS, lambda m: _day(m[3], m[2], m[1])),
    (_DAY_MONTH, lambda m: _day(m[3], _number(m[2]), m[1])),
    (_MONTH_YEAR, _month),
    (_QUARTER, _quarter),
    (_FISCAL, _fiscal),
)
# Words that may stand around dates and change nothing; with any other, the sentence says more than we can read.
_AROUND = re.compile(
    r"\b(?:by|before|from|until|to|and|the|end|of|in|on|during|start|beginning|underway|under way|in progress|started|"
    r"ongoing|financial|year|due|no later than|late|early|mid)\b|[-–,;:()]"
)
_VAGUE = re.compile(r"\b(?:start|beginning|before|late|early|mid)\b")


def _left_over(text):
    """Whether something stands there that was not understood, or that moves the date in a way we do not read."""
    if _VAGUE.search(text):
        return True
    for pattern, _read in _FORMS:
        text = pattern.sub(" ", text)
    return bool(_AROUND.sub(" ", text).strip())
