"""Word files: filled in a sandbox, cleaned of traces, found again after another program has saved them."""

import io
import shutil
import subprocess

import docx
import pytest

from goldenthread.documents import fields, filling, word
from goldenthread.documents.inside import inside
from goldenthread.documents.word import Passage
from goldenthread.kernel.refusal import Refused
from tests.unit.documents.given import boxed, parts_of, saved, with_xml, word_file, word_places

LOOP = ("{%p for child in children %}", "{{ child.name }}:", "{{ child.why }}", "{%p endfor %}")
CHILDREN = [
    {"name": "Maya", "why": Passage("child.1.why", "First.\n\nSecond & <third>.\tTabbed")},
    {"name": "Leo", "why": Passage("child.2.why", "Only this.")},
]
KEYS = ["child.1.why", "child.2.why", "child.3.why"]


def filled(*texts, **values):
    return word.fill(word_file(*texts), values)


def said(data):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text]


def cleaned(data):
    return word.clean(data, title="Report", post="Adviser")


def test_fields_are_filled_in_the_text_and_around_it():
    document = docx.Document()
    document.add_paragraph("Case {{ reference }}")
    document.sections[0].header.paragraphs[0].text = "{{ reference }} head"
    document.sections[0].footer.paragraphs[0].text = "{{ reference }} foot"
    made = docx.Document(io.BytesIO(word.fill(saved(document), {"reference": "R-1"})))
    section = made.sections[0]
    assert [made.paragraphs[0].text, section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == [
        "Case R-1", "R-1 head", "R-1 foot",
    ]  # fmt: skip


def test_a_field_that_word_has_torn_into_runs_is_whole():
    torn = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in ("{", "{ refe", "rence ", "}}"))
    assert said(word.fill(with_xml(f"<w:p>{torn}</w:p>"), {"reference": "R-1"})) == ["R-1"]


def test_lines_become_paragraphs_in_the_style_of_the_field():
    document = docx.Document()
    document.add_paragraph("{{ why }}", style="Quote")
    made = docx.Document(io.BytesIO(word.fill(saved(document), {"why": "One\nTwo\r\n\r\nThree"})))
    assert [(one.text, one.style.name) for one in made.paragraphs] == [
        ("One", "Quote"), ("Two", "Quote"), ("Three", "Quote"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value", ["<w:p/>", "&amp; & <b>", "{{ reference }}", "{% for %}", "\x00\x07\ue000\ud800x", "]]>"]
)
def test_a_value_is_text_and_nothing_else(value):
    kept = "".join(c for c in value if c >= " " and c not in "\ue000\ud800")
    assert said(filled("{{ a }}", "{{ reference }}", a=value, reference="R")) == [kept, "R"]


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__ }}", "{{ reference.__class__ }}", "{{ range(10**9) }}", "{{ 'a' * 10**9 }}",
        "{{ reference.upper() }}", "{{ reference|attr('x') }}", "{% set a = 1 %}", "{% include 'x' %}",
        "{% for a in range(10) %}{% endfor %}", "{{ self }}", "{{ lipsum }}",
        "{{ cycler() }}", "{% macro a() %}{% endmacro %}",
        "{{ reference[0:9] }}", "{{ reference ~ reference }}", "{{ reference|map('x') }}", "{{ [1, 2] }}",
        "{% for a in children %}{% for b in children %}{% for c in children %}{% for d in children %}"
        "{% for e in children %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    ],
)  # fmt: skip
def test_a_template_may_say_little(code):
    try:
        made = said(filled(code, reference="R", children=[1] * 50))
    except Refused as refusal:
        assert refusal.code in {"TEMPLATE_CODE", "TEMPLATE_TOO_MUCH"}  # noqa: PT017
    else:
        assert made == [], "a name that is not known is left empty"


def test_a_loop_without_end_is_stopped():
    nested = "".join("{% for " + name + " in rows %}" for name in "abcd") + "x" + "{% endfor %}" * 4
    with pytest.raises(Refused) as refused:
        filled(nested, rows=["x"] * 40)
    assert refused.value.code == "TEMPLATE_TOO_MUCH"


def test_attributes_of_values_are_not_reached():
    sandbox = filling.Sandbox()
    assert str(sandbox.getattr({"a": 1}, "items")) == ""
    assert str(sandbox.getattr("x", "format")) == ""
    assert sandbox.is_safe_callable(print) is False


def test_unknown_fields_are_named_also_in_loops_headers_and_parts_that_are_never_filled():
    document = docx.Document()
    for text in ("{{ refrence }} {{ loop }}", "{%p for child in children %}", "{{ child.nme }} {{ loop.index }}"):
        document.add_paragraph(text)
    for text in (
        "{%p for wish in child.wishes %}",
        "{{ wish.words }} {{ wish.wrong }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        document.add_paragraph(text)
    document.add_paragraph("{% if closed and child %}x{% endif %}")
    document.sections[0].header.paragraphs[0].text = "{{ heading }}"
    known = ["reference", "children[].name", "children[].wishes[].words", "closed"]
    assert word.unknown_fields(saved(document), known) == [
        "refrence", "loop", "child.nme", "wish.wrong", "child", "heading",
    ]  # fmt: skip


def test_what_a_list_is_known_by_is_known_too():
    template = word_file("{% if children %}x{% endif %}", *LOOP)
    assert word.unknown_fields(template, ["children[].name", "children[].why"]) == []
    assert [path for _part, _said, path in fields.fields_of(template)].count("children") == 2


def test_passages_are_found_by_their_keys_and_what_is_outside_is_given():
    back = word.passages_of(cleaned(filled("Head", *LOOP, children=CHILDREN)), KEYS)
    assert back.texts == {"child.1.why": "First.\nSecond & <third>. Tabbed", "child.2.why": "Only this."}
    assert back.lost == ("child.3.why",)
    assert [(one.text, one.after) for one in back.outside] == [
        ("Head", ""), ("Maya:", ""), ("Leo:", "child.1.why"),
    ]  # fmt: skip
    assert back.texts["child.1.why"] == word.as_it_returns(CHILDREN[0]["why"].text)


END = '<w:bookmarkEnd w:id="1"/>'


def edited(data, old, new):
    parts = parts_of(data)
    assert old in parts["word/document.xml"].decode()
    return boxed({**parts, "word/document.xml": parts["word/document.xml"].decode().replace(old, new).encode()})


def test_what_is_typed_before_and_behind_a_passage_in_its_paragraphs_belongs_to_it():
    made = filled("Head", *LOOP, children=CHILDREN)
    more = edited(made, END, f'{END}<w:r><w:t xml:space="preserve"> Typed on.</w:t></w:r>')
    assert word.passages_of(more, KEYS).texts["child.1.why"].endswith("Tabbed Typed on.")


def test_a_bookmark_that_is_partly_lost_is_said_and_what_there_is_is_given():
    made = filled("Head", *LOOP, children=CHILDREN)
    back = word.passages_of(edited(made, '<w:bookmarkEnd w:id="2"/>', ""), KEYS)
    assert back.broken == ("child.2.why",)
    assert back.texts["child.2.why"] == "Only this."
    gone = word.passages_of(edited(made, "<w:bookmarkStart", "<w:other"), KEYS)
    assert gone.texts == {}
    assert set(gone.lost) == set(KEYS)
    assert "Only this." in [one.text for one in gone.outside]


def test_the_same_passage_that_says_something_else_in_a_second_place_is_said():
    made = filled("{{ a }}", "{{ a }}", a=Passage("k", "Same."))
    back = word.passages_of(edited(made, 'Same.</w:t></w:r><w:bookmarkEnd w:id="2"/>', "Other.</w:t></w:r>"), ["k"])
    assert back.texts == {"k": "Same."}
    assert back.again == {"k": ("Other.",)}


TRACKED = (
    '<w:p><w:r><w:t xml:space="preserve">She </w:t></w:r><w:del w:id="1" w:author="J"><w:r><w:delText>never</w:delText>'
    '</w:r></w:del><w:ins w:id="2" w:author="J"><w:r><w:t>often</w:t></w:r></w:ins><w:r><w:t> came.</w:t></w:r></w:p>'
)


def test_tracked_changes_read_as_accepted_and_what_was_deleted_is_not_lost():
    back = word.read_back(with_xml(TRACKED))
    assert back.paragraphs[0] == "She often came."
    assert back.deleted == ((0, "never"),)
    assert back.inserted == ((0, "often"),)


def test_a_paragraph_whose_end_was_deleted_runs_on():
    ended = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="J"/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>'
    data = with_xml("<w:p><w:r><w:t>two.</w:t></w:r></w:p>", ended)
    assert word.read_back(data).paragraphs[0].split() == ["One", "two."]
    assert said(cleaned(data))[0].split() == ["One", "two."]


def test_a_deleted_row_is_read_as_gone():
    row = (
        "<w:tbl %s><w:tr><w:trPr><w:del w:id='1' w:author='J'/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>Gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_paragraph("Stays")
    document.element.body.insert(0, parse_xml(row % nsdecls("w")))
    assert "Gone" not in " ".join(word.read_back(saved(document)).paragraphs)
    assert word.read_back(saved(document)).deleted == ((0, "Gone"),)


SEEN = {"text", "text torn into runs", "cells beside each other", "header", "footer", "tracked insertion", "footnote",
        "target of a link", "description of a picture", "name of a bookmark", "simple field", "field code"}  # fmt: skip
PLACES = list(word_places("Quorlestone Vex"))


@pytest.mark.parametrize(("place", "data"), PLACES, ids=[place for place, _data in PLACES])
def test_nothing_that_is_not_text_stays_in_a_clean_copy(place, data):
    left = " ".join(text for _place, text in inside("DOCX", cleaned(data)))
    assert ("Quorlestone" in left) is (place in SEEN)


def test_a_clean_copy_says_its_title_and_the_post_and_is_the_same_each_time():
    document = docx.Document()
    document.core_properties.author, document.core_properties.last_modified_by = "Jo Bloggs", "Jo"
    document.add_paragraph("Text")
    first = cleaned(saved(document))
    made = docx.Document(io.BytesIO(first)).core_properties
    assert (made.title, made.author, made.last_modified_by, made.revision) == ("Report", "Adviser", "", 0)
    assert first == cleaned(saved(document)) == cleaned(first)
    everything = " ".join(text for _place, text in inside("DOCX", first))
    assert "Jo" not in everything.split()
    assert "rsid" not in everything
    assert not {name for name in parts_of(first) if "custom" in name.lower() or "thumb" in name or "app.xml" in name}


@pytest.mark.parametrize("ending", ["docx", "odt"])
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_passages_are_found_after_libreoffice_has_saved_the_file(tmp_path, ending):
    (tmp_path / "a.docx").write_bytes(cleaned(filled("Head", *LOOP, children=CHILDREN)))
    home, there = f"-env:UserInstallation=file://{tmp_path}/home", tmp_path / "out"
    file = tmp_path / "a.docx"
    for kind in [ending] if ending == "docx" else [ending, "docx"]:
        subprocess.run(
            [shutil.which("soffice"), home, "--headless", "--convert-to", kind, "--outdir", str(there), str(file)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        file = there / f"a.{kind}"
    back = word.passages_of(file.read_bytes(), KEYS)
    assert back.texts == {"child.1.why": "First.\nSecond & <third>. Tabbed", "child.2.why": "Only this."}
    assert [one.text for one in back.outside] == ["Head", "Maya:", "Leo:"]
