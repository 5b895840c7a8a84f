"""CSV: UTF-8 with the mark by which Excel knows it, lines as Excel writes them, every cell in quotes."""

from goldenthread.documents.sheets.cells import Head, Written, harmless

MARK = "\ufeff"


class Csv:
    """A table as CSV. Dates are written as 2026-06-10, a cell with nothing is empty."""

    media_type, ending = "text/csv; charset=utf-8", "csv"

    def __init__(self, title: str, heads: list[Head]):
        self.heads, self.written = heads, Written(_cell)

    def begin(self) -> bytes:
        return MARK.encode() + self.rows([[head.heading for head in self.heads]])

    def rows(self, rows) -> bytes:
        written = self.written
        lines = ['","'.join([written[value] for value in row]) for row in rows]
        return "".join([f'"{line}"\r\n' for line in lines]).encode("utf-8", "replace")

    def end(self) -> bytes:
        return b""


def _cell(value):
    """What stands between the quotes of a cell."""
    if value is None:
        return ""
    return harmless(value).replace('"', '""') if isinstance(value, str) else value.isoformat()
