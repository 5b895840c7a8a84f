"""A version of the report as a Word document and as a PDF: one text, drawn from the same values.

A Word copy carries a mark by which it is known when it comes back: the copy's identifier as a bookmark of no length, at
several places, so that it outlives the loss of one. It says nothing to anyone who does not have this record.
"""

import re
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from lxml import etree

from goldenthread.casework.papers.content import path_of
from goldenthread.casework.papers.content.phrases import PHRASES
from goldenthread.casework.papers.values import values_of
from goldenthread.documents import pdf, word
from goldenthread.documents.boxes import open_box, pack, xml_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = re.compile(r"^word/document\d*\.xml$")
MARK = re.compile(r"^gtc_([0-9a-f]{32})(?:_\d+)?$")


def word_copy(report, *, copy_id: UUID, template=None, withheld=(), language="en-gb") -> bytes:
    """The report as an editable Word document, marked as the copy `copy_id`.

    `template`: the organisation's (`documents.Template`), or None for the one that comes with the product; `withheld`:
    the court's directions that bind this copy.
    """
    if template is None:
        source = path_of(language).read_bytes()
    else:
        source, language = bytes(template.body), template.language
    values = values_of(report.content, version=report.number, language=language, withheld=withheld)
    made = word.clean(word.fill(source, values), title=_title(report, language), post=values["author"]["post"])
    return marked(made, copy_id)


def pdf_copy(report, *, withheld=(), language="en-gb") -> bytes:
    """The report as a tagged PDF. Call where `documents.pdf.why_not()` says nothing."""
    html = print_page(report, withheld=withheld, language=language)
    return pdf.make(html, title=_title(report, language), post=report.content["author"]["post"], language=language)


def print_page(report, *, withheld=(), language="en-gb") -> str:
    """The report as one page of HTML that stands alone and is printed."""
    values = values_of(report.content, version=report.number, language=language, withheld=withheld)
    with translation.override(language):
        return render_to_string("papers/print.html", {**values, "say": PHRASES[language], "lang": _tag(language)})


def _title(report, language):
    return f"{PHRASES[language]['title']}, {report.content['reference']}"


def _tag(language):
    return "en-GB" if language == "en-gb" else language


def marked(docx: bytes, copy_id: UUID) -> bytes:
    """The document with the mark of a copy in its first, middle and last paragraph."""
    parts = open_box(docx)
    for name in filter(MAIN.match, parts):
        root = xml_of(parts[name])
        _mark(root, copy_id)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def _mark(root, copy_id):
    # A paragraph in a table is left alone: word processors move a mark of no length out of a cell.
    paragraphs = root.findall(f"{W}body/{W}p")
    taken = [int(mark.get(f"{W}id", "0")) for mark in root.iter(f"{W}bookmarkStart")]
    places = sorted({0, len(paragraphs) // 2, len(paragraphs) - 1}) if paragraphs else []
    for number, place in enumerate(places, 1):
        key, paragraph = str(max(taken, default=0) + number), paragraphs[place]
        start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
        start.set(f"{W}id", key)
        start.set(f"{W}name", f"gtc_{copy_id.hex}_{number}")
        end.set(f"{W}id", key)
        at = 1 if paragraph.find(f"{W}pPr") is not None else 0
        paragraph[at:at] = [start, end]


def marks_in(docx: bytes) -> set[UUID]:
    """The copies whose mark a document bears: none where it is not ours, several where texts were put together."""
    parts = open_box(docx)
    roots = (xml_of(parts[name]) for name in filter(MAIN.match, parts))
    names = (mark.get(f"{W}name", "") for root in roots for mark in root.iter(f"{W}bookmarkStart"))
    return {UUID(found.group(1)) for found in map(MARK.match, names) if found}
