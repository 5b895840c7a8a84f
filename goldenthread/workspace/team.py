"""A manager's worklist: the numbers of each adviser, and what asks for attention."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import ClockState
from goldenthread.workspace.facts import main_clock

# What asks for a manager's attention: code, what it is called.
ATTENTION = {
    "WAITING": lambda: _("Advice waits for a decision"),
    "OVERDUE": lambda: _("Time limit passed"),
    "FILING": lambda: _("A filing with the court needs someone"),
    "UNALLOCATED": lambda: _("Not allocated"),
    "CONFLICT": lambda: _("Conflict of interest declared"),
    "UNDECLARED": lambda: _("Conflict of interest not declared"),
}


# What is missing by another name already (codes of `rules.missing`).
SAID = frozenset({"FILING", "NOT_ALLOCATED", "CONFLICT", "UNDECLARED"})


@dataclass
class Adviser:
    """The cases of one adviser in numbers."""

    id: str
    name: str
    cases: int = 0
    counts: dict = field(default_factory=lambda: dict.fromkeys(ATTENTION, 0))


def attention(case, waiting, today) -> frozenset:
    """Why a case asks for a manager's attention. `waiting`: the ids of cases in which advice waits."""
    found = main_clock(case, today)
    signs = {
        "WAITING": case.pk in waiting,
        "OVERDUE": found is not None and found.state is ClockState.OVERDUE,
        "FILING": case.filing_waits is not None,
        "UNALLOCATED": case.adviser_id is None,
        "CONFLICT": bool(case.in_conflict),
        "UNDECLARED": case.adviser_id is not None and case.conflict_undeclared,
    }
    return frozenset(code for code, there in signs.items() if there)


def worklist(cases, waiting, today):
    """Sums up the cases of a team or area: totals by reason, advisers by name, and the reasons case by case."""
    totals, advisers, why = dict.fromkeys(ATTENTION, 0), {}, {}
    for case in cases:
        why[case.pk] = attention(case, waiting, today)
        for code in why[case.pk]:
            totals[code] += 1
        if case.adviser_id is None:
            continue
        row = advisers.setdefault(case.adviser_id, Adviser(str(case.adviser_id), case.adviser.name))
        row.cases += 1
        for code in why[case.pk]:
            row.counts[code] += 1
    return totals, sorted(advisers.values(), key=lambda row: row.name), why
