"""How many of what: the shape of a national service, after the published figures. Where none is published, ours.

Sources: Cafcass, *Our data* (children worked with, new cases, open cases, 2017/18 to 2023/24); National Audit Office,
*Improving family court services for children* (2025: 51,473 private and 15,980 public cases of England and Wales in
2024, 41 and 36 weeks on average); the Domestic Abuse Commissioner's report of October 2025 and the 216 files of 2017
for how often abuse is raised; Napo and Community Care for staff and caseloads. A figure marked *ours* is a guess.
"""

import datetime as dt
import math
from dataclasses import dataclass

from goldenthread.kernel.workdays import is_working_day

CASES_A_YEAR = 65_000
# Public law among all cases: 15,980 of 67,453.
PUBLIC_SHARE = 0.237
# Wales among all cases; by population (ours).
WALES_SHARE = 0.058
# Of private law under the child arrangements programme, what goes on to a report: about 20,000 of the year's
# 50,000; the others end with the letter and the first hearing. A child focused court has a report for nearly all.
REPORT_SHARE = {"CAP": 0.33, "CHILD_FOCUSED": 0.9}
# Proceedings that will not end, and families who come back with a new application (both ours).
PROLONGED_SHARE, RETURN_SHARE = 0.004, 0.12
# Children of a case: 100,000 of 65,000.
CHILDREN = {1: 0.58, 2: 0.31, 3: 0.09, 4: 0.02}
# How the families of private law stand. Abuse is raised in about two files of three (62% and more).
SITUATIONS = {
    "control": 0.18, "assault": 0.09, "watching": 0.12, "drink": 0.11, "shouting": 0.13, "removal": 0.06,
    "refusal": 0.10, "handover": 0.13, "distance": 0.08,
}  # fmt: skip
# Weeks from receipt to the final hearing, on average, with the spread of the logarithm (ours).
WEEKS = {"CAP": 41, "CHILD_FOCUSED": 26, "PUBLIC_LAW": 36}
# Of proceedings that will not end (ours).
PROLONGED_WEEKS = 95
SPREAD = 0.3
# The first hearing of a case that ends with it: six weeks by the programme, in practice more.
FIRST_WEEKS = 8
# Arrivals by month, January to December, as parts of an average month (ours: fewer in August and December).
MONTHS = (1.02, 1.00, 1.08, 0.96, 1.02, 1.05, 1.06, 0.90, 1.03, 1.06, 1.03, 0.79)

ADVISERS_A_TEAM = 9
# Everyone besides the teams and their directors, by role and for each nation: about 2,500 with them.
OTHERS = {
    "ENGLAND": {"DUTY_MANAGER": 24, "NAMED_SENIOR": 4, "ADMINISTRATOR": 40, "AUDITOR": 22, "ANALYST": 14,
                "IMPROVEMENT": 12, "GOVERNANCE": 6, "BOARD_MEMBER": 14, "CENTRAL": 330},
    "WALES": {"DUTY_MANAGER": 6, "NAMED_SENIOR": 2, "ADMINISTRATOR": 8, "AUDITOR": 4, "ANALYST": 2,
              "IMPROVEMENT": 3, "GOVERNANCE": 2, "BOARD_MEMBER": 6, "CENTRAL": 60},
}  # fmt: skip


@dataclass(frozen=True)
class Arrivals:
    """How many applications arrive on each working day from `first` to `last`, after the seasons."""

    first: dt.date
    last: dt.date
    share: float = 1.0

    @classmethod
    def of(cls, today: dt.date, years: int, share: float) -> "Arrivals":
        """Those of so many years up to yesterday."""
        leap = today.month == 2 and today.day == 29
        first = today.replace(year=today.year - years, day=28 if leap else today.day)
        return cls(first, today - dt.timedelta(days=1), share)

    def days(self):
        """(day, number of applications), by day. What is left over of a part goes on to the next day."""
        day, carried = self.first, 0.0
        while day <= self.last:
            if is_working_day(day, "ENGLAND"):
                carried += CASES_A_YEAR * self.share / WORKING_DAYS_A_YEAR * MONTHS[day.month - 1]
                number = math.floor(carried)
                carried -= number
                yield day, number
            day += dt.timedelta(days=1)

    def total(self) -> int:
        """How many that makes together."""
        return sum(number for _day, number in self.days())


WORKING_DAYS_A_YEAR = 253


# The first days of a case go at the pace at which its lane was lived: the time limits of the beginning run then. Of the
# rest, most is work up to the report; then one waits for the court (ours).
AS_LIVED_DAYS, REPORT_AT = 25, 0.8


@dataclass(frozen=True)
class Course:
    """How the days of a lane become those of a copy, counted from receipt: pieces of straight lines.

    `bends`: (day of the lane, day of the copy), both rising. After the last bend a day is a day again.
    """

    bends: tuple[tuple[int, float], ...]

    def day(self, lived: int) -> int:
        """The day of the copy for a day of the lane."""
        before, then = 0, 0.0
        for bend, at in self.bends:
            if lived <= bend:
                return round(then + (lived - before) * (at - then) / (bend - before))
            before, then = bend, at
        return round(then + lived - before)


def course(chance, process: str, *, filed: int | None, ends: int, prolonged: bool = False) -> Course:
    """The course of one case. `filed`: the day of the lane on which the report went, None where there is none;
    `ends`: the day of its last hearing; `prolonged`: whether it will not end. How long it takes is drawn."""
    weeks = PROLONGED_WEEKS if prolonged else WEEKS[process] if filed else FIRST_WEEKS
    # The mean of a lognormal lies above its median by half its variance.
    drawn = weeks * 7 * math.exp(chance.gauss(-SPREAD * SPREAD / 2, SPREAD))
    first = (AS_LIVED_DAYS, float(AS_LIVED_DAYS))
    last = (ends, max(drawn, AS_LIVED_DAYS + 5.0))
    if filed is None or filed >= ends:
        return Course((first, last))
    return Course((first, (filed, AS_LIVED_DAYS + (last[1] - AS_LIVED_DAYS) * REPORT_AT), last))
