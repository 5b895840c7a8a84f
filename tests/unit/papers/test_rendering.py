"""The report as Word and as PDF: one text in both, whole, tagged, marked, and nothing in it that should not be."""

import copy
import io
import re
import shutil
import subprocess
from types import SimpleNamespace
from uuid import UUID

import pytest
from docx import Document
from pypdf import PdfReader

from goldenthread.casework.papers import rendering
from goldenthread.casework.papers.compare import differences, plain
from goldenthread.casework.papers.content import path_of
from goldenthread.casework.papers.content.build import build
from goldenthread.casework.papers.content.phrases import PHRASES
from goldenthread.casework.papers.content.sample import CONTENT
from goldenthread.casework.papers.passages import places
from goldenthread.documents import pdf
from goldenthread.documents.boxes import open_box
from goldenthread.documents.word import known_fields, passages_of, unknown_fields
from tests.unit.papers.test_values import directed

COPY = UUID("01a2067b-3d02-7505-a169-7041a3fcb647")
NAMES = ["Siân Llŷr-Ŵyn", "يوسف الأمين", "Świętosława Brzęczyszczykiewicz"]
needs_pdf = pytest.mark.skipif(bool(pdf.why_not()), reason="needs Pango")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def report(content=CONTENT):
    return SimpleNamespace(content=content, number=2)


def long_content():
    """Five children with names of many scripts, an emoji, and a paragraph of two thousand words."""
    content = copy.deepcopy(CONTENT)
    for number, name in enumerate(NAMES):
        child = copy.deepcopy(content["children"][0])
        text = str(child).replace(child["id"], str(UUID(int=9000 + number)))
        child = eval(text)  # noqa: S307 (our own sample)
        content["children"].append({**child, "name": name, "first_name": name.split()[0]})
    content["children"][0]["wishes"][0]["words"] = "I want Nan \U0001f642 on Sundays"
    content["children"][0]["advice"]["rationale"] = " ".join(f"word{n}" for n in range(2000))
    return content


def text_of_word(docx):
    root = Document(io.BytesIO(docx)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(t.text or "" for t in p.iter(f"{space}t")) for p in root.iter(f"{space}p")]


def text_of_pdf(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def squeezed(text):
    """Letters and digits alone: a PDF breaks lines where it likes."""
    return re.sub(r"[\W_]+", "", text)


# --- one text -----------------------------------------------------------------------------------------------


@needs_pdf
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_both_hold_every_passage_and_nothing_that_is_withheld(language):
    maya = CONTENT["children"][0]
    out = [directed(f"child.{maya['id']}.victim"), directed(f"child.{maya['id']}.advice.rationale")]
    in_word = squeezed(
        " ".join(text_of_word(rendering.word_copy(report(), copy_id=COPY, withheld=out, language=language)))
    )
    in_pdf = squeezed(text_of_pdf(rendering.pdf_copy(report(), withheld=out, language=language)))
    gone = 0
    for place in places(CONTENT):
        withheld = any(place.key.startswith(direction.passage) for direction in out)
        gone += withheld
        assert (squeezed(place.text) in in_word) is not withheld, place.key
        assert (squeezed(place.text) in in_pdf) is not withheld, place.key
    assert gone == 2
    for phrase in PHRASES[language].values():
        fixed = max(re.split(r"\{\w+\}", phrase), key=len)
        assert squeezed(fixed) in in_pdf or phrase in (
            PHRASES[language][key] for key in ("nobody_spoken", "no_pattern", "no_words", "nothing", "not_recorded")
        )
        assert (squeezed(fixed) in in_pdf) == (squeezed(fixed) in in_word) or phrase in (
            PHRASES[language][key] for key in ("footer", "page", "of")
        )


def test_a_passage_of_several_paragraphs_is_several_paragraphs_in_word():
    paragraphs = text_of_word(rendering.word_copy(report(), copy_id=COPY))
    assert "Two hours each Saturday at the contact centre, for twelve weeks." in paragraphs
    assert "It is then looked at again, with a note from the centre." in paragraphs


def test_what_is_typed_is_never_read_as_a_template_or_as_markup():
    content = copy.deepcopy(CONTENT)
    content["children"][0]["advice"]["words"] = '{{ case.reference }} {% for %} <b>& "so"</b> ]]>'
    [found] = [line for line in text_of_word(rendering.word_copy(report(content), copy_id=COPY)) if "%}" in line]
    assert found == '{{ case.reference }} {% for %} <b>& "so"</b> ]]>'
    assert "&lt;b&gt;&amp;" in rendering.print_page(report(content))


# --- Word ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_the_shipped_template_is_what_its_script_builds_and_names_only_known_fields(language):
    assert path_of(language).read_bytes() == build(language), "Run python -m goldenthread.casework.papers.content.build"
    assert unknown_fields(build(language), known_fields("REPORT")) == []


def test_equal_content_gives_equal_bytes_and_a_copy_s_mark_alone_tells_two_copies_apart():
    first = rendering.word_copy(report(), copy_id=COPY)
    assert first == rendering.word_copy(report(), copy_id=COPY)
    other = UUID(int=7)
    assert rendering.marks_in(first) == {COPY}
    assert rendering.marks_in(rendering.word_copy(report(), copy_id=other)) == {other}


def test_the_mark_says_nothing_of_the_case():
    names = re.findall(
        rb'w:name="(gtc_[^"]*)"', open_box(rendering.word_copy(report(), copy_id=COPY))["word/document.xml"]
    )
    assert names
    assert all(re.fullmatch(rb"gtc_[0-9a-f]{32}_\d", name) and len(name) <= 40 for name in names)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_word_can_be_read_by_who_hears_it(language):
    docx = rendering.word_copy(report(), copy_id=COPY, language=language)
    document = Document(io.BytesIO(docx))
    heads = [p.style.name for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    levels = [1 if name == "Title" else int(name[-1]) + 1 for name in heads]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), "a level is left out"
    assert all(p.text.strip() for p in document.paragraphs), "an empty paragraph used as a gap"
    styles = open_box(docx)["word/styles.xml"].decode()
    assert f'w:lang w:val="{"en-GB" if language == "en-gb" else "cy-GB"}"' in styles
    headed = [table for table in document.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(headed) == 2
    assert document.core_properties.author == "Family court adviser"
    section = document.sections[0]
    assert (round(section.page_width.cm), round(section.page_height.cm, 1)) == (21, 29.7)


def test_an_organisation_s_own_template_is_used_with_its_language():
    template = SimpleNamespace(body=path_of("cy").read_bytes(), language="cy")
    lines = text_of_word(rendering.word_copy(report(), copy_id=COPY, template=template, language="en-gb"))
    assert lines[0] == "Adroddiad i'r llys"
    assert "10 Mehefin 2026" in lines


# --- PDF -----------------------------------------------------------------------------------------------------


@needs_pdf
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_a_pdf_is_tagged_has_a_language_a_title_and_numbered_pages(language):
    reader = PdfReader(io.BytesIO(rendering.pdf_copy(report(), language=language)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith(language[:2])
    assert reader.metadata.title == f"{PHRASES[language]['title']}, EXAMPLE-0001"
    assert reader.metadata.author == "Family court adviser"
    said = PHRASES[language]
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"{said['page']} {number} {said['of']} {len(reader.pages)}" in text
        assert "EXAMPLE-0001" in text
    tags = {str(node["/S"]) for node in nodes(root["/StructTreeRoot"]) if "/S" in node}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/BlockQuote", "/L"} <= tags


def nodes(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, dict):
        yield node
        yield from nodes(node.get("/K", []))


# --- long, and in many scripts ---------------------------------------------------------------------------------


@needs_pdf
def test_a_long_report_in_many_scripts_is_whole_in_both():
    content = long_content()
    docx = rendering.word_copy(report(content), copy_id=COPY)
    found = passages_of(docx, [place.key for place in places(content)])
    assert not found.lost
    for place in places(content):
        assert plain(found.texts[place.key]) == plain(place.text), place.key
    lines = text_of_word(docx)
    for name in NAMES:
        assert any(line.startswith(name) for line in lines)
    in_pdf = squeezed(text_of_pdf(rendering.pdf_copy(report(content))))
    assert all(f"word{n}" in in_pdf for n in (0, 1000, 1999))
    assert squeezed("Siân Llŷr-Ŵyn") in in_pdf


@needs_office
def test_a_word_processor_s_rewriting_loses_no_passage_and_makes_no_difference(tmp_path):
    content = long_content()
    docx = rendering.word_copy(report(content), copy_id=COPY)
    (tmp_path / "in.docx").write_bytes(docx)
    (tmp_path / "out").mkdir()
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "docx",
               "--outdir", str(tmp_path / "out"), str(tmp_path / "in.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    back = (tmp_path / "out" / "in.docx").read_bytes()
    assert back != docx
    keys = [place.key for place in places(content)]
    ours, theirs = passages_of(docx, keys), passages_of(back, keys)
    assert rendering.marks_in(back) == {COPY}
    pairs = ([(one.after, one.text) for one in which.outside] for which in (ours, theirs))
    assert differences(ours.texts, theirs.texts, *pairs) == []
