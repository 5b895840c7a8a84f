"""A manager's worklist: the numbers of each adviser, and what asks for attention."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# What asks for a manager's attention: code, what it is called. What each means is in `queries.attention`.
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


@dataclass(frozen=True)
class Adviser:
    """The cases of one adviser in numbers. `counts`: by code of ATTENTION."""

    id: str
    name: str
    cases: int
    counts: dict


@dataclass(frozen=True)
class Worklist:
    """The cases of a team or an area in numbers: advisers by name, and what nobody has yet (id "")."""

    rows: tuple[Adviser, ...]

    @property
    def advisers(self) -> list[Adviser]:
        """Those who have a case, by name."""
        return sorted((row for row in self.rows if row.id), key=lambda row: row.name)

    def count(self, adviser: str = "", attention: str = "") -> int:
        """How many cases there are: of one adviser or of all, for one reason or for any."""
        rows = [row for row in self.rows if adviser in {"", row.id}]
        return sum(row.counts[attention] if attention else row.cases for row in rows)


def worklist(rows) -> Worklist:
    """From the rows of `queries.by_adviser`."""
    return Worklist(
        tuple(
            Adviser(
                id=str(row["adviser_id"] or ""),
                name=row["adviser__name"] or "",
                cases=row["cases"],
                counts={code: row[code] for code in ATTENTION},
            )
            for row in rows
        )
    )
