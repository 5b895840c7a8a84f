"""Plans as spreadsheets (XLSX, ODS, CSV): the rows that they hold, as plain values. Nothing is decided here.

People draw tables as they like: titles above, headings again on each page, cells merged over several rows, a list of
bullets in one cell. What a cell says is text and is never run, whatever it begins with.
"""

import csv
import datetime as dt
import io
import re
from dataclasses import asdict, dataclass, field, replace

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from goldenthread.actions.dates import MONTHS
from goldenthread.documents.boxes import broken, open_box, xml_of
from goldenthread.documents.rules import FileKind
from goldenthread.documents.sniff import decoded
from goldenthread.improvement.grids import Grid, holds_cells, merged_in
from goldenthread.improvement.headings import KINDS, columns_of, heading_row, only_headings, plain
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import clean

MOST_ROWS = 500
GLYPHS = "•▪◦‣·●○■□\uf0b7\u2043"  # as word processors draw bullets, the one of Symbol among them
_BULLET = re.compile(rf"^\s*(?:[{GLYPHS}]\s*|[–—*\-]\s+|\(?(?:\d{{1,2}}|[a-z])[.)]\s+)(?=\S)")
_GLYPH = re.compile(rf"^\s*[{GLYPHS}]\s*(?=\S)")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_BAND = re.compile(r"(?:priority|blaenoriaeth|theme|objective|aim)\s+\d", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """One line of a plan as a row tells it. `part` of `parts`: which of several bullets in one cell.

    `ref_of`: the row above whose merged reference this row shares. `filled`: what was taken from a merged cell above.
    """

    row: int
    ref: str = ""
    priority: str = ""
    title: str = ""
    words: str = ""
    who: str = ""
    accountable: str = ""
    due: str = ""
    know: str = ""
    part: int = 1
    parts: int = 1
    ref_of: int = 0
    filled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A row that tells of no line: ABOVE (the headings), EMPTY, HEADINGS (again), BAND (the name of a priority)."""

    row: int
    why: str
    words: str = ""


@dataclass
class Table:
    """What a sheet tells. `what_is_priority`: its "what" names the priority, and its "how" the lines."""

    name: str = ""
    heading: int = 0
    kinds: tuple[str, ...] = ()
    what_is_priority: bool = False
    rows: list[Told] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    def plain(self) -> dict:
        """As values that JSON can hold; `table_of` makes a table of them again."""
        return asdict(self)


def table_of(values: dict) -> Table:
    """The table of which `plain` made these values."""
    rows = [Told(**{**row, "filled": tuple(row["filled"])}) for row in values["rows"]]
    passed = [Passed(**row) for row in values["passed"]]
    return Table(**{**values, "kinds": tuple(values["kinds"]), "rows": rows, "passed": passed})


def read_file(kind: FileKind, data: bytes, titles=()) -> Table:
    """The table in a spreadsheet: that of the first sheet with headings. `titles`: of priorities that are there.

    Refuses with `BROKEN_FILE`, `TOO_WIDE`, `NO_HEADINGS`, `NO_ROWS`, `TOO_MANY_ROWS`.
    """
    grids = [_csv(data)] if kind is FileKind.CSV else _sheets(kind, data)
    grid = next((grid for grid in grids if heading_row(grid) is not None), None)
    if grid is None:
        raise Refused(
            "NO_HEADINGS",
            N_("No row of headings was found in the first 20 rows. Give the columns headings such as “Ref”, "
               "“Priority”, “What will we do?”, “Who will do it?” and “When will we do it by?”."),
        )  # fmt: skip
    table = read_grid(grid, titles)
    if not table.rows:
        raise Refused("NO_ROWS", N_("There is no line under the headings. Check that this is the right file."))
    if len(table.rows) > MOST_ROWS:
        raise Refused(
            "TOO_MANY_ROWS",
            N_("This sheet has %(count)s lines; at most %(most)s are taken at a time. Split it into several files, and "
               "bring them one after the other."),
            count=len(table.rows), most=MOST_ROWS,
        )  # fmt: skip
    return table


# ── From the file to cells of text ───────────────────────────────────────────────────────────────────


def _csv(data):
    """Comma, semicolon or tab: whichever shows the most headings, then the most columns."""
    text = decoded(data) or ""
    found = []
    for delimiter in ",;\t":
        try:
            cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        grid = Grid("", [[_text(cell) for cell in row] for row in cells])
        best = heading_row(grid)
        found.append((len(best[1]) if best else 0, max(map(len, cells), default=0), grid))
    if not found:
        raise broken()
    return max(found, key=lambda one: one[:2])[2]


def _sheets(kind, data):
    spans = merged_in(kind, [xml_of(part) for name, part in open_box(data).items() if holds_cells(kind, name)])
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _grid(book.get_sheet_by_name(sheet.name), spans.get(sheet.name, ()))
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except Refused:
        raise
    except Exception as error:  # whatever a library for spreadsheets makes of damage
        raise broken() from error


def _grid(sheet, spans):
    cells = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = spans or getattr(sheet, "merged_cell_ranges", None) or ()
    return Grid(sheet.name, cells, tuple((top, left, bottom, right) for (top, left), (bottom, right) in merged))


def _text(cell) -> str:
    """What a cell says, as text."""
    if isinstance(cell, dt.date):
        return f"{cell.day} {MONTHS[cell.month - 1].capitalize()} {cell.year}"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)).replace("\u00a0", " ").strip()


# ── From cells to rows ───────────────────────────────────────────────────────────────────────────────


def read_grid(grid, titles=()) -> Table:
    """The rows under the headings of a grid. Where it has none, an empty table."""
    found = heading_row(grid)
    if found is None:
        return Table(grid.name)
    at, columns = found
    what_is_priority = _names_priorities(grid, at, columns, titles)
    if what_is_priority:
        columns = _shifted(columns)
    elif "title" not in columns:
        columns = {**columns, "title": columns["words"]}
        del columns["words"]
    table = Table(grid.name, at + 1, tuple(k for k in KINDS if k in columns), what_is_priority)
    table.passed += [Passed(n + 1, "ABOVE", _joined(row)) for n, row in enumerate(grid.cells[:at]) if any(row)]
    _Reader(grid, columns, {plain(title) for title in titles}, table).read(at + 1)
    return table


def _shifted(columns):
    """Where "what" is the priority: "how" is the line, and the reference is the number of the priority."""
    moved = {"ref": "priority_ref", "title": "priority", "words": "title"}
    return {moved.get(kind, kind): column for kind, column in columns.items()}


def _names_priorities(grid, at, columns, titles):
    """Whether "What will we do?" names the priority, over several rows of "How will we do it?"."""
    if "priority" in columns or not {"title", "words"} <= columns.keys():
        return False
    rows = [row for row in grid.cells[at + 1 :] if not only_headings(row)]
    what, how = ([grid.at(row, columns[kind]) for row in rows] for kind in ("title", "words"))
    known = {plain(title) for title in titles}
    named = [plain(text) for text in what if text]
    if named and all(text in known for text in named):
        return True
    # A "how" with no "what" beside it goes on with the "what" above.
    going_on = sum(1 for one, other in zip(what, how, strict=True) if other and not one)
    return going_on > 0 and bool(named)


def _joined(cells):
    return " · ".join(text for text in cells if text)[:200]


class _Reader:
    """Goes down a grid, keeping what a merged cell or the name of a priority above says for the rows under it."""

    def __init__(self, grid, columns, titles, table):
        self.grid, self.columns, self.titles, self.table = grid, columns, titles, table
        self.over = ""  # the priority above, and its number
        self.over_ref = ""

    def read(self, start):
        for at in range(start, len(self.grid.cells)):
            cells = self.grid.cells[at]
            said = [text for text in cells if text]
            if not said:
                self._pass(at, "EMPTY", "")
            elif only_headings(cells):
                # As where a table goes over pages; its columns may stand elsewhere there.
                self._again(cells)
                self._pass(at, "HEADINGS", _joined(cells))
            elif self._is_band(at, cells, said):
                self.over, self.over_ref = said[0], ""
                self._pass(at, "BAND", said[0][:200])
            else:
                self.table.rows += _split(self._row(at, cells))
        while self.table.passed and self.table.passed[-1].why == "EMPTY":
            self.table.passed.pop()  # what is empty after the last row is no row

    def _pass(self, at, why, words):
        self.table.passed.append(Passed(at + 1, why, words))

    def _again(self, cells):
        found = columns_of(cells)
        if len(found) >= 3:
            if self.table.what_is_priority:
                found = _shifted(found)
            elif "title" not in found and "words" in found:
                found["title"] = found.pop("words")
            self.columns = {**self.columns, **found}

    def _is_band(self, at, cells, said):
        """Whether the only thing that a row says is the name of a priority."""
        if len(said) > 1:
            return False
        column = next(n for n, text in enumerate(cells) if text)
        if self.grid.is_wide(at, column) or _BAND.match(said[0]) or plain(said[0]) in self.titles:
            return True
        kind = next((kind for kind, there in self.columns.items() if there == column), "")
        return kind in {"", "priority"} or (kind in {"ref", "priority_ref"} and " " in said[0])

    def _row(self, at, cells):
        got, filled = {}, []
        for kind, column in self.columns.items():
            text = self.grid.at(cells, column)
            above = self.grid.above(at, column)
            # The line's own words are never taken from another row.
            if not text and above is not None and kind not in {"title", "words", "know"}:
                text = self.grid.at(self.grid.cells[above], column)
                filled += [kind] if text and kind in {"who", "accountable", "due"} else []
                if kind == "ref" and text:
                    got["ref_of"] = above + 1
            got[kind] = text
        number = got.pop("priority_ref", "")
        if got.get("priority"):
            self.over, self.over_ref = got["priority"], number
        elif number and self.table.what_is_priority:
            self.over, self.over_ref = "", number
        got["priority"] = "\n".join(text for text in (self.over, self.over_ref) if text)
        return Told(row=at + 1, filled=tuple(filled), **{**got, "due": _serial(got.get("due", ""))})


def _serial(text):
    """A day that stands as a number, as spreadsheets keep days, becomes a day."""
    if _SERIAL.fullmatch(text) and 36526 <= float(text) < 73051:
        return _text(dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text))))
    return text


def bullets(text: str) -> list[str]:
    """The bullets in a cell, or the cell as one text. What stands before the first one is said with each."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if sum(bool(_BULLET.match(line)) for line in lines) < 2:
        return [" ".join(_GLYPH.sub("", text).split())]
    made, lead = [], []
    for line in lines:
        if _BULLET.match(line):
            made.append(_BULLET.sub("", line))
        elif made:
            made[-1] += f" {line}"
        else:
            lead.append(line)
    before = " ".join(lead)
    return [f"{before} {text}".strip() for text in made]


def _split(told):
    """The lines that a row tells: one for each bullet, with the same owner and date."""
    titles = bullets(told.title)
    own = {kind: bullets(getattr(told, kind)) for kind in ("words", "know")}
    made = []
    for part, title in enumerate(titles, 1):
        said = {}
        for kind, texts in own.items():
            # As many as the bullets: each its own. Otherwise how it is done goes with all, how it is known with one.
            if len(titles) > 1 and len(texts) == len(titles):
                said[kind] = texts[part - 1]
            elif kind == "know" and part > 1:
                said[kind] = ""
        made.append(replace(told, title=title, part=part, parts=len(titles), **said))
    return made
