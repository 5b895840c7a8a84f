"""Sheets as cells: how far they reach, and which cells are merged. Pure.

A sheet may say that it holds a cell in its last column and last row; a library that believes it fills the memory with
empty cells. So the reach is looked at first.
"""

import re
from dataclasses import dataclass

from goldenthread.documents.rules import FileKind
from goldenthread.kernel.refusal import N_, Refused

MOST_CELLS = 1_000_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,8})")


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from its first on, as text. `merged`: (top, left, bottom, right) of each, from nought."""

    name: str
    cells: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, cells, column) -> str:
        """The text of a cell of a row, which may be shorter than others."""
        return cells[column] if column < len(cells) else ""

    def above(self, row, column) -> int | None:
        """The row of the cell that is merged down over this one, or None."""
        return next(
            (top for top, left, bottom, right in self.merged if top < row <= bottom and left <= column <= right), None
        )

    def is_wide(self, row, column) -> bool:
        """Whether the cell is merged over several columns."""
        return any(
            top <= row <= bottom and left <= column <= right and right > left
            for top, left, bottom, right in self.merged
        )


def holds_cells(kind, name) -> bool:
    """Whether a part of an office file holds cells."""
    return name == "content.xml" if kind is FileKind.ODS else bool(_SHEET.fullmatch(name))


def merged_in(kind, roots) -> dict[str, list]:
    """What is merged in each sheet of an ODS, by its name (for an XLSX the library says it): ((row, column) twice).

    Looks at how far each sheet reaches on the way; refuses with `TOO_WIDE`.
    """
    if kind is not FileKind.ODS:
        for root in roots:
            _xlsx_reach(root)
        return {}
    return {_said(table, "name") or "": _ods_table(table) for root in roots for table in root.iter("{*}table")}


def _within(rows, columns):
    if rows * columns > MOST_CELLS:
        raise Refused(
            "TOO_WIDE",
            N_("This sheet reaches far beyond its table. Copy the table alone into a new workbook, and bring that."),
        )


def _xlsx_reach(root):
    bottom = right = row = 0
    for line in root.iter("{*}row"):
        told = line.get("r", "")
        row = _whole(told, row + 1)
        column = 0
        for cell in line.iter("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _number(place[1]) if place else column + 1
            if len(cell):  # a cell with a look and no content does not count
                bottom, right = max(bottom, int(place[2]) if place else row), max(right, column)
    _within(bottom, right)


def _number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _said(node, name):
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _times(node, name):
    return max(1, _whole(_said(node, name), 1))


def _whole(told, otherwise):
    """A whole number in a sheet. One with more figures than the number of any row reaches too far."""
    if not told.isdecimal():
        return otherwise
    return int(told) if len(told) < 10 else MOST_CELLS + 1


def _ods_table(table):
    merged, row, bottom, right = [], 0, 0, 0
    for line in table.iter("{*}table-row"):
        column = 0
        for cell in line.iter("{*}table-cell", "{*}covered-table-cell"):
            times = _times(cell, "number-columns-repeated")
            down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                merged.append(((row, column), (row + down - 1, column + across - 1)))
            column += times
            if len(cell) or _said(cell, "value-type"):
                bottom, right = row + _times(line, "number-rows-repeated"), max(right, column)
        row += _times(line, "number-rows-repeated")
    _within(bottom, right)
    return merged
