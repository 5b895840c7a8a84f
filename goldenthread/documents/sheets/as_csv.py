"""CSV: UTF-8 with the mark by which Excel knows it, lines as Excel writes them, every cell in quotes."""

import csv
import io

from goldenthread.documents.sheets.cells import Head, harmless

MARK = "\ufeff"


class Csv:
    """A table as CSV. Dates are written as 2026-06-10, a cell with nothing is empty."""

    media_type, ending = "text/csv; charset=utf-8", "csv"

    def __init__(self, title: str, heads: list[Head]):
        self.heads = heads

    def begin(self) -> bytes:
        return MARK.encode() + self.rows([[head.heading for head in self.heads]])

    def rows(self, rows) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        # Most cells begin with a letter or a digit: to ask here saves a call for each.
        writer.writerows([v if v.__class__ is str and v[:1].isalnum() else _cell(v) for v in row] for row in rows)
        return out.getvalue().encode("utf-8", "replace")

    def end(self) -> bytes:
        return b""


def _cell(value):
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value.isoformat()
