"""Working days of England and of Wales, from the government's published bank holidays.

The list ships with the library `govuk-bank-holidays` and is read offline. `last_known_year` lets a check
fail while there is still time to bring a newer list.
"""

import datetime as dt
from bisect import bisect_right
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays

# England and Wales are one division in the published list. The mapping stands so that a change of law in
# one nation is a change of one line.
DIVISION = {"ENGLAND": BankHolidays.ENGLAND_AND_WALES, "WALES": BankHolidays.ENGLAND_AND_WALES}


@lru_cache
def holidays(nation: str) -> frozenset[dt.date]:
    """The bank holidays known for `nation` ("ENGLAND" or "WALES")."""
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in known.get_holidays(DIVISION[nation]))


def last_known_year(nation: str) -> int:
    """The last year for which bank holidays are known."""
    return max(day.year for day in holidays(nation))


def is_working_day(day: dt.date, nation: str) -> bool:
    """Neither a weekend nor a bank holiday in `nation`."""
    return day.weekday() < 5 and day not in holidays(nation)


def add_working_days(start: dt.date, days: int, nation: str) -> dt.date:
    """The date `days` working days after `start`; `start` itself is day nought. `days` is 0 or more."""
    if days < 0:
        raise ValueError("add_working_days counts forward only")
    day = start.toordinal()
    wanted = _up_to(day, nation) + days
    # As many days further at least as working days are wanting: never past the day that is sought.
    while wanting := wanted - _up_to(day, nation):
        day += wanting
    return dt.date.fromordinal(day)


def working_days_between(start: dt.date, end: dt.date, nation: str) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
    return _up_to(end.toordinal(), nation) - _up_to(start.toordinal(), nation)


def _up_to(day: int, nation: str) -> int:
    """How many working days there were up to and including a day, given by its number. Lists of cases ask thousands of
    times, so nothing is counted day by day."""
    weeks, rest = divmod(day, 7)  # day 1 was a Monday
    return weeks * 5 + min(rest, 5) - bisect_right(_lost(nation), day)


@lru_cache
def _lost(nation: str) -> list[int]:
    """The bank holidays that fall on a weekday, by number."""
    return sorted(day.toordinal() for day in holidays(nation) if day.weekday() < 5)


def entered_late(happened_on: dt.date, entered_on: dt.date, nation: str) -> bool:
    """True when something was written down later than the next working day after it happened."""
    return entered_on > add_working_days(happened_on, 1, nation)
