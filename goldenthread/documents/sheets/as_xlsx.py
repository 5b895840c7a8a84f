"""XLSX, as ISO/IEC 29500 has it, with the fewest parts that a spreadsheet program asks for.

A sheet ends at 1,048,576 rows; what is more goes on in the next. The list of sheets is written last.
"""

import datetime as dt
import re
from functools import partial

from goldenthread.documents.sheets.cells import Head, Written, xml
from goldenthread.documents.sheets.zipped import Zipped

FULL = 1_048_576
DAY_ZERO, FIRST_DAY = dt.date(1899, 12, 30), dt.date(1900, 3, 1)  # before it, Excel counts a day that never was
LONGEST = 32_767
HEADER, WORDS, DAY = 3, 1, 2  # places in cellXfs below
# Read back as a character: "_x003D_" would come out as "=".
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# numFmt 49 is text (it stays so when it is edited), 14 the reader's own short date.
STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1" xfId="0"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" '
    'applyFont="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


class Xlsx:
    """A table as XLSX: text as text, dates as dates, the first row kept in view and ready to filter."""

    media_type, ending = f"{KIND}.sheet", "xlsx"

    def __init__(self, title: str, heads: list[Head], *, full=FULL):
        self.title, self.heads, self.full = title, heads, full
        self.letters = [_letters(n) for n in range(len(heads))]
        self.zip, self.sheets, self.row, self.written = Zipped(), 0, 0, Written(_cell)

    def begin(self) -> bytes:
        return self._sheet()

    def rows(self, rows) -> bytes:
        made, text = [], []
        for row in rows:
            if self.row == self.full:
                made += [self.zip.more("".join(text).encode()), self._close(), self._sheet()]
                text = []
            self.row += 1
            text.append(self._row(row))
        made.append(self.zip.more("".join(text).encode()))
        return b"".join(made)

    def end(self) -> bytes:
        parts = {
            "xl/styles.xml": STYLES,
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._relations(),
            "_rels/.rels": f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": self._types(),
        }
        last = self._close()
        return last + b"".join(self.zip.whole(name, text.encode()) for name, text in parts.items()) + self.zip.end()

    def _sheet(self):
        self.sheets += 1
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{head.width}" customWidth="1"/>' for n, head in enumerate(self.heads, 1)
        )
        start = self.zip.begin(f"xl/worksheets/sheet{self.sheets}.xml") + self.zip.more(
            (
                f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
                'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
                f"<cols>{widths}</cols><sheetData>"
            ).encode()
        )
        self.row = 1
        return start + self.zip.more(
            self._row([head.heading for head in self.heads], Written(partial(_cell, words=HEADER))).encode()
        )

    def _close(self):
        return self.zip.finish(f'</sheetData><autoFilter ref="A1:{self.letters[-1]}{self.row}"/></worksheet>'.encode())

    def _row(self, values, words=None):
        n, written = self.row, self.written if words is None else words
        pairs = zip(self.letters, values, strict=True)
        cells = [f'<c r="{letter}{n}"{written[value]}' for letter, value in pairs if value is not None and value != ""]
        return f'<row r="{n}">{"".join(cells)}</row>'

    def _workbook(self):
        title = xml(self.title[:25]).replace('"', "")
        names = [title if n == 1 else f"{title} {n}" for n in range(1, self.sheets + 1)]
        sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        return f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'

    def _relations(self):
        sheets = "".join(
            f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, self.sheets + 1)
        )
        return (
            f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{sheets}<Relationship '
            f'Id="rId{self.sheets + 1}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        )

    def _types(self):
        sheets = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
            for n in range(1, self.sheets + 1)
        )
        return (
            f'{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{sheets}<Override '
            f'PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
        )


def _cell(value, words=WORDS):
    """A cell after its place: its kind and what is in it."""
    if isinstance(value, dt.date):
        if value >= FIRST_DAY:
            return f' s="{DAY}"><v>{(value - DAY_ZERO).days}</v></c>'
        value = value.isoformat()
    text = xml(value[:LONGEST])
    if "_x" in text:
        text = ESCAPED.sub("_x005F_", text)
    return f' s="{words}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(n):
    """The name of a column, counted from 0: A to Z, then AA."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)
