"""Made-up spreadsheets for the tests of the import, written as plainly as the formats allow."""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    "{sheets}</Types>"
)
A_SHEET = (
    '<Override PartName="/xl/worksheets/sheet{}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
# The second look of a cell (s="1") is that of a day.
STYLES = (
    f'<styleSheet xmlns="{X}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1">'
    '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


class Day(int):
    """A number that a spreadsheet shows as a day."""


def csv_of(rows, delimiter=",", code="utf-8"):
    """The rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(code)


def place(row, column):
    """A1 of the first cell."""
    return f"{chr(65 + column)}{row + 1}"


def _cell(row, column, value):
    at = place(row, column)
    if isinstance(value, Day):
        return f'<c r="{at}" s="1"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    text = escape(value)
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if value else ""


def _sheet(rows, merged):
    lines = "".join(
        f'<row r="{n + 1}">{"".join(_cell(n, c, value) for c, value in enumerate(row))}</row>'
        for n, row in enumerate(rows)
    )
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    kept = f"<mergeCells>{cells}</mergeCells>" if cells else ""
    return f'<worksheet xmlns="{X}"><sheetData>{lines}</sheetData>{kept}</worksheet>'


def xlsx_of(rows, merged=(), before=(), extra=""):
    """A workbook with the rows. `merged`: "A2:A4". `before`: sheets that stand before it. `extra`: cells as XML."""
    sheets = [*before, ("Plan", rows)]
    made = {f"xl/worksheets/sheet{n}.xml": _sheet(told, merged if told is rows else ())
            for n, (_name, told) in enumerate(sheets, 1)}  # fmt: skip
    last = f"xl/worksheets/sheet{len(sheets)}.xml"
    made[last] = made[last].replace("</sheetData>", f"{extra}</sheetData>")
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s" Type="{R}/styles" Target="styles.xml"/>'
    return boxed({
        "[Content_Types].xml": TYPES.format(sheets="".join(A_SHEET.format(n) for n in range(1, len(sheets) + 1))),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{R}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{X}" xmlns:r="{R}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": STYLES,
        **made,
    })  # fmt: skip


def ods_of(rows, down=None):
    """An OpenDocument sheet. `down`: {(row, column): how many rows the cell is merged over}."""
    down = down or {}
    lines = []
    for n, row in enumerate(rows):
        cells = "".join(
            f'<table:table-cell office:value-type="string" table:number-rows-spanned="{down.get((n, c), 1)}">'
            f"{''.join(f'<text:p>{escape(line)}</text:p>' for line in value.split(chr(10)))}</table:table-cell>"
            if value else "<table:table-cell/>"
            for c, value in enumerate(row)
        )  # fmt: skip
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    spaces = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Plan">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return boxed({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def boxed(parts):
    """Parts as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in parts.items():
            box.writestr(name, text)
    return out.getvalue()
