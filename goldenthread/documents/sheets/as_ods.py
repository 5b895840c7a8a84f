"""OpenDocument spreadsheet (ISO/IEC 26300), with the fewest parts that it asks for.

All rows stand in one part. A table ends at 1,048,576 rows; what is more goes on in the next.
"""

import datetime as dt
import re

from goldenthread.documents.sheets.cells import DATE, Head, Written, xml
from goldenthread.documents.sheets.zipped import Zipped

FULL = 1_048_576
MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f'{DECLARED}<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
# The format of a column's cells: text stays text when it is edited.
FORMATS = (
    '<number:text-style style:name="words"><number:text-content/></number:text-style>'
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="w" style:family="table-cell" style:data-style-name="words"/>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="h" style:family="table-cell" style:data-style-name="words">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)
# Spaces that XML would draw together, tabs and line ends: OpenDocument has elements for them.
LAYOUT = re.compile(r"^ | {2,}| $|[\t\n]")


class Ods:
    """A table as OpenDocument: text as text, dates as dates."""

    media_type, ending = MEDIA, "ods"

    def __init__(self, title: str, heads: list[Head], *, full=FULL):
        self.title, self.heads, self.full = title, heads, full
        self.zip, self.tables, self.row, self.written = Zipped(), 0, 0, Written(_cell)

    def begin(self) -> bytes:
        first = self.zip.whole("mimetype", MEDIA.encode(), stored=True)
        manifest = self.zip.whole("META-INF/manifest.xml", MANIFEST.encode())
        return (
            first + manifest + self.zip.begin("content.xml") + self.zip.more((self._start() + self._table()).encode())
        )

    def rows(self, rows) -> bytes:
        made, written = [], self.written
        for row in rows:
            if self.row == self.full:
                made.append(f"</table:table>{self._table()}")
            self.row += 1
            made.append(f"<table:table-row>{''.join([written[value] for value in row])}</table:table-row>")
        return self.zip.more("".join(made).encode())

    def end(self) -> bytes:
        closing = "</table:table></office:spreadsheet></office:body></office:document-content>"
        return self.zip.finish(closing.encode()) + self.zip.end()

    def _start(self):
        widths = sorted({head.width for head in self.heads})
        columns = "".join(
            f'<style:style style:name="c{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
            for width in widths
        )
        spaces = {"office": "office", "style": "style", "text": "text", "table": "table", "number": "datastyle",
                  "fo": "xsl-fo-compatible"}  # fmt: skip
        declared = " ".join(f'xmlns:{short}="{NAMES}:{long}:1.0"' for short, long in spaces.items())
        return (
            f'{DECLARED}<office:document-content {declared} office:version="1.3"><office:automatic-styles>{columns}'
            f"{FORMATS}</office:automatic-styles><office:body><office:spreadsheet>"
        )

    def _table(self):
        self.tables, self.row = self.tables + 1, 1
        name = xml(self.title).replace('"', "") + (f" {self.tables}" if self.tables > 1 else "")
        columns = "".join(
            f'<table:table-column table:style-name="c{head.width}" '
            f'table:default-cell-style-name="{"d" if head.kind == DATE else "w"}"/>'
            for head in self.heads
        )
        cells = "".join(
            f'<table:table-cell table:style-name="h" office:value-type="string"><text:p>{xml(head.heading)}</text:p>'
            "</table:table-cell>"
            for head in self.heads
        )
        return (
            f'<table:table table:name="{name}">{columns}<table:table-header-rows><table:table-row>{cells}'
            "</table:table-row></table:table-header-rows>"
        )


def _cell(value):
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        day = value.isoformat()
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p>'
            "</table:table-cell>"
        )
    text = xml(value)
    if LAYOUT.search(text):
        text = LAYOUT.sub(_laid_out, text)
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _laid_out(hit):
    """A line is a paragraph in a cell; a tab is a space there."""
    return "</text:p><text:p>" if hit[0] == "\n" else f'<text:s text:c="{len(hit[0])}"/>'
