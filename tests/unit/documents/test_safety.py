"""What comes in: what is taken, what is refused with which code, and under which name it is kept."""

import io
import struct
import zipfile
import zlib

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from goldenthread.documents import boxes
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import checked, clean_name
from goldenthread.kernel.refusal import Refused
from tests.unit.documents.given import (
    boxed,
    odt,
    page_pdf,
    parts_of,
    picture,
    saved,
    with_link,
    with_part,
    with_xml,
    word_file,
    written,
    xlsx,
)

ALL = frozenset(FileKind)
WORD = word_file("Hello")


def code(name, data, *, allowed=ALL, **more):
    """The code of the refusal, or the kind of what was taken."""
    try:
        return str(checked(name, data, allowed=allowed, **more).kind)
    except Refused as refusal:
        # A message is a sentence that says what to do.
        return refusal.code if refusal.said().endswith(".") and len(refusal.said()) > 30 else "BAD MESSAGE"


def linked(kind, target):
    return boxed(with_link(parts_of(WORD), kind, target, outside=True))


def field(*instructions):
    runs = "".join(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in one)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for one in instructions
    )
    return with_xml(f"<w:p>{runs}</w:p>")


def typed(kind):
    parts = parts_of(WORD)
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", kind.encode())
    return boxed({**parts, "[Content_Types].xml": types})


def pdf_with(change) -> bytes:
    writer = page_pdf()
    change(writer)
    return written(writer)


def entry(**values):
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(v) if v.startswith("/") else TextStringObject(v)
            for key, v in values.items()
        }
    )


def root_entry(key, value):
    return pdf_with(lambda writer: writer._root_object.__setitem__(NameObject(key), value))


def attached(name, data=b"x"):
    return pdf_with(lambda writer: writer.add_attachment(name, data))


def locked_pdf(user):
    writer = page_pdf()
    writer.encrypt(user, "owner", algorithm="AES-256")
    return written(writer)


def field_script(writer):
    box = entry(FT="/Tx", T="age")
    box[NameObject("/AA")] = DictionaryObject({NameObject("/F"): entry(S="/JavaScript", JS="AFNumber_Format(0)")})
    fields = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(box)])})
    writer._root_object[NameObject("/AcroForm")] = fields


def own_scripts(writer):
    scripts = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), entry(S="/JavaScript", JS="x()")])}
    )
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})


STARTS = some.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])


def twice():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        for part, data in parts_of(WORD).items():
            box.writestr(part, data)
        box.writestr("WORD/Document.xml", b"<x/>")
    return made.getvalue()


def lying(data):
    """A box whose directory says that its text is nine bytes long."""
    at = data.rindex(b"PK\x01\x02" + data[data.rindex(b"PK\x01\x02") + 4 : data.rindex(b"PK\x01\x02") + 8])
    return data[: at + 24] + struct.pack("<I", 9) + data[at + 28 :]


BOMB = boxed({**parts_of(WORD), "word/media/a.bin": b"\0" * 60_000_000})
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUTER = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
OLD_OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EMBEDDED = "word/embeddings/"

CASES = {
    # plain files are taken
    "Word": ("a.docx", WORD, "DOCX"),
    "Word without ending": ("a", WORD, "DOCX"),
    "PDF": ("a.pdf", written(page_pdf()), "PDF"),
    "ODT": ("a.odt", odt("<text:p>x</text:p>"), "ODT"),
    "Excel": ("a.xlsx", xlsx(["x"]), "XLSX"),
    "PNG": ("a.PNG", picture(), "PNG"),
    "JPEG": ("a.jpeg", picture("JPEG"), "JPEG"),
    "text": ("a.txt", b"hello there", "TEXT"),
    "CSV": ("a.csv", b"a,b\n1,2", "CSV"),
    "page": ("a.html", b"<p>x</p>", "HTML"),
    "sound": ("a.mp3", b"ID3\x03" + b"\0" * 50 + b"x", "SOUND"),
    # what it says
    "nothing": ("a.docx", b"", "EMPTY_FILE"),
    "zero bytes": ("a.pdf", b"\0" * 500, "EMPTY_FILE"),
    "spaces": ("a.txt", b" \r\n", "EMPTY_FILE"),
    "a PDF that is none": ("a.pdf", b"hello, I am text", "NOT_WHAT_IT_SAYS"),
    "Word as PDF": ("a.pdf", WORD, "NOT_WHAT_IT_SAYS"),
    "PDF as Word": ("a.docx", written(page_pdf()), "NOT_WHAT_IT_SAYS"),
    "program as picture": ("a.png", b"MZ\x90\0" + b"\0\1" * 90, "TYPE_NOT_TAKEN"),
    "old Word": ("a.doc", OLD_OBJECT, "TYPE_NOT_TAKEN"),
    "RTF": ("a.rtf", b"{\\rtf1 hello}", "TYPE_NOT_TAKEN"),
    "box": ("a.zip", boxed({"a.txt": b"x"}), "TYPE_NOT_TAKEN"),
    "picture as page": ("a.svg", b"<svg xmlns='x'/>", "TYPE_NOT_TAKEN"),
    # locked, broken
    "locked Word": ("a.docx", LOCKED, "LOCKED_FILE"),
    "locked PDF": ("a.pdf", locked_pdf("secret"), "LOCKED_FILE"),
    "PDF locked against changes alone": ("a.pdf", locked_pdf(""), "PDF"),
    "locked ODT": (
        "a.odt",
        boxed({**parts_of(odt("")), "META-INF/manifest.xml": b"<m><encryption-data/></m>"}),
        "LOCKED_FILE",
    ),
    "cut Word": ("a.docx", WORD[: len(WORD) // 2], "BROKEN_FILE"),
    "cut PDF": ("a.pdf", written(page_pdf())[:400], "BROKEN_FILE"),
    "cut PNG": ("a.png", picture()[:-30], "BROKEN_FILE"),
    "PDF without a page": ("a.pdf", b"%PDF-1.4\n%%EOF", "BROKEN_FILE"),
    "XML bomb": ("a.docx", with_part(WORD, "word/x.xml", ENTITIES), "BROKEN_FILE"),
    "outer entity": ("a.docx", with_part(WORD, "word/x.xml", OUTER), "BROKEN_FILE"),
    "attributes without end": (
        "a.docx",
        with_part(WORD, "word/x.xml", "<a " + " ".join(f"a{n}=''" for n in range(1_100)) + "/>"),
        "BROKEN_FILE",
    ),
    "not XML": ("a.docx", with_part(WORD, "word/x.xml", "<a>"), "BROKEN_FILE"),
    "same name twice": ("a.docx", twice(), "BROKEN_FILE"),
    "path out": ("a.docx", boxed({**parts_of(WORD), "../../etc/x": b"x"}), "BROKEN_FILE"),
    "drive": ("a.docx", boxed({**parts_of(WORD), "C:\\x": b"x"}), "BROKEN_FILE"),
    # bombs
    "zip bomb": ("a.docx", BOMB, "ZIP_BOMB"),
    "lying directory": ("a.docx", lying(BOMB), "BROKEN_FILE"),
    "too many": ("a.docx", boxed({**parts_of(WORD), **{f"x/{n}": b"" for n in range(3100)}}), "ZIP_BOMB"),
    "bomb inside": ("a.docx", with_part(WORD, EMBEDDED + "a.xlsx", xlsx((), **{"xl/x": "0" * 60_000_000})), "ZIP_BOMB"),
    "files in files in files": (
        "a.docx",
        with_part(WORD, EMBEDDED + "a.docx", with_part(WORD, EMBEDDED + "b.docx", WORD)),
        "ZIP_BOMB",
    ),
    # programs
    "macros": ("a.docx", with_part(WORD, "word/vbaProject.bin", b"x"), "HAS_MACROS"),
    "docm": ("a.docm", with_part(WORD, "word/vbaProject.bin", b"x"), "HAS_MACROS"),
    "renamed docm": ("a.docx", typed("document.macroEnabled.main+xml"), "HAS_MACROS"),
    "old object": ("a.docx", with_part(WORD, EMBEDDED + "oleObject1.bin", OLD_OBJECT), "HAS_MACROS"),
    "object under another name": ("a.docx", with_part(WORD, "word/media/a.png", OLD_OBJECT), "HAS_MACROS"),
    "program inside": ("a.docx", with_part(WORD, "word/media/a.png", b"MZ\x90"), "HAS_MACROS"),
    "macros inside what is inside": (
        "a.docx",
        with_part(WORD, EMBEDDED + "a.docx", with_part(WORD, "word/vbaProject.bin", b"x")),
        "HAS_MACROS",
    ),
    "control": ("a.docx", with_part(WORD, "word/activeX/activeX1.xml", "<x/>"), "HAS_MACROS"),
    "DDE": ("a.docx", field(["DDEAUTO c:\\\\cmd.exe"]), "HAS_MACROS"),
    "torn DDE": ("a.docx", field(["DD", "EAU", "TO cmd"]), "HAS_MACROS"),
    "spelled DDE": ("a.docx", field(["QUOTE 68 68 69 65"]), "HAS_MACROS"),
    "other document": ("a.docx", with_part(WORD, "word/a.mht", "x", link="aFChunk"), "HAS_MACROS"),
    "Excel macro sheet": ("a.xlsx", xlsx((), **{"xl/macrosheets/sheet1.xml": "<x/>"}), "HAS_MACROS"),
    "Excel DDE": ("a.xlsx", xlsx((), "<row><c><f>cmd|'/c calc'!A1</f></c></row>"), "HAS_MACROS"),
    "ODT macro": ("a.odt", boxed({**parts_of(odt("")), "Basic/script.xml": b"<x/>"}), "HAS_MACROS"),
    "page with a script": ("a.html", b"<p onclick='x()'>x</p>", "HAS_MACROS"),
    # leads outside
    "far template": ("a.docx", linked("attachedTemplate", "https://x.invalid/t.dotm"), "OUTSIDE_LINK"),
    "template on another machine": ("a.docx", linked("attachedTemplate", "file:///\\\\srv\\t.dotm"), "OUTSIDE_LINK"),
    "template on the writer's disk": ("a.docx", linked("attachedTemplate", "file:///C:\\Users\\x\\t.dotm"), "DOCX"),
    "far picture": ("a.docx", linked("image", "https://x.invalid/a.png"), "OUTSIDE_LINK"),
    "far object": ("a.docx", linked("oleObject", "mhtml:https://x.invalid/a"), "HAS_MACROS"),
    "link to follow": ("a.docx", linked("hyperlink", "https://gov.uk"), "DOCX"),
    "link that runs": ("a.docx", linked("hyperlink", "javascript:x()"), "HAS_MACROS"),
    "fetching field": ("a.docx", field(["INCLUDEPICTURE http://x"]), "OUTSIDE_LINK"),
    "far picture in ODT": ("a.odt", odt('<text:p xlink:href="https://x.invalid/a.png"/>'), "OUTSIDE_LINK"),
    "Excel link": (
        "a.xlsx",
        xlsx((), **{"xl/_rels/a.rels": '<R xmlns="x"><Relationship Type="a/externalLink" Target="b"/></R>'}),
        "OUTSIDE_LINK",
    ),
    # template code
    "template field": ("a.docx", word_file("Dear {{ name }}"), "HAS_TEMPLATE_CODE"),
    "template injection": ("a.docx", word_file("{{ ''.__class__.__mro__ }}"), "HAS_TEMPLATE_CODE"),
    "torn template field": (
        "a.docx",
        with_xml("<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ x }}</w:t></w:r></w:p>"),
        "HAS_TEMPLATE_CODE",
    ),
    # PDF
    "PDF that launches": ("a.pdf", root_entry("/OpenAction", entry(S="/Launch", F="cmd.exe")), "HAS_MACROS"),
    "PDF with a script": ("a.pdf", root_entry("/OpenAction", entry(S="/JavaScript", JS="app.alert(1)")), "HAS_MACROS"),
    "PDF with scripts of its own": ("a.pdf", pdf_with(own_scripts), "HAS_MACROS"),
    "PDF form with a script of one box": ("a.pdf", pdf_with(field_script), "PDF"),
    "PDF with a text attached": ("a.pdf", attached("a.txt"), "PDF"),
    "PDF with a program attached": ("a.pdf", attached("a.exe"), "HAS_MACROS"),
    "PDF with a renamed program attached": ("a.pdf", attached("a.txt", b"MZ\x90"), "HAS_MACROS"),
}


@pytest.mark.parametrize(("name", "data", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_taken_and_what_is_not(name, data, expected):
    assert code(name, data) == expected


def test_what_is_not_taken_here_says_what_is():
    with pytest.raises(Refused) as refused:
        checked("a.docx", WORD, allowed=frozenset({FileKind.PDF}))
    assert refused.value.code == "TYPE_NOT_TAKEN"
    assert "PDF" in refused.value.said()


def test_too_large_and_template_code_that_is_wanted():
    assert code("a.txt", b"x" * 1_000_001, limit_mb=1) == "TOO_LARGE"
    assert code("a.docx", word_file("{{ x }}"), template_code=True) == "DOCX"


def test_a_picture_that_would_fill_the_memory():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    assert code("a.png", data + picture()[33:]) == "ZIP_BOMB"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Report.pdf", "Report.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("inv\u202efdp.exe", "invfdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("CON.pdf", "file CON.pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
        (" a \n b .PDF", "a b.pdf"),
        (None, "file.pdf"),
        ("Siân's order.pdf", "Siân's order.pdf"),
        ("a.pdf.", "a.pdf"),
        ("/", "file.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save_under(given_name, kept):
    assert clean_name(given_name, FileKind.PDF) == kept


@settings(max_examples=200, deadline=None)
@given(name=some.text(max_size=400))
def test_any_name_becomes_a_safe_one(name):
    kept = clean_name(name, FileKind.DOCX)
    assert 0 < len(kept) <= 120
    assert kept.endswith(".docx")
    assert not set(kept) & set('/\\<>:"|?*\x00\u202e\n\r')
    assert not kept.startswith(".")
    assert clean_name(kept, FileKind.DOCX) == kept


@settings(max_examples=120, deadline=None)
@given(
    data=some.binary(max_size=400),
    start=STARTS,
)
def test_any_bytes_are_taken_or_refused_and_nothing_else(data, start):
    code("a", start + data)


def test_what_comes_out_is_counted_and_not_believed():
    with pytest.raises(Refused) as refused:
        boxes.open_box(BOMB, budget=1_000_000)
    assert refused.value.code == "ZIP_BOMB"


def test_a_file_that_is_refused_never_shows_what_is_in_it():
    taken = checked("a.txt", b"Sycamore Road", allowed=ALL)
    assert "Sycamore" not in repr(taken)


def test_an_empty_pdf_writer_and_a_docx_document_are_what_the_helpers_make():
    assert code("a.docx", saved(docx.Document())) == "DOCX"
    blank = PdfWriter()
    blank.add_blank_page(10, 10)
    assert code("a.pdf", written(blank)) == "PDF"
