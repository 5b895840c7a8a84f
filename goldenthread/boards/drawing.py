"""A pack as a Word file and as a PDF, drawn of the sections that the page shows (`presenters.packs.document`)."""

import io

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from goldenthread.boards.presenters.packs import foot
from goldenthread.documents import pdf, word

TAGS = {"en-gb": "en-GB", "cy": "cy-GB"}
FONT, INK, GREY = "Arial", RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x45, 0x4A, 0x4D)
# What lies behind a word that says how something stands: light enough for black letters on paper.
SHADES = {"URGENT": "F6D7D2", "WARN": "FFF0C2", "GOOD": "CCE2D8", "INFO": "D2E2F1", "NEUTRAL": "EEEFEF"}
WIDTH = Cm(17)


def pdf_copy(document, content, *, post, language) -> bytes:
    """The pack as a tagged PDF. Refuses with `NO_PDF` where the machine cannot."""
    with translation.override(language):
        told = {"document": document, "foot": foot(content), "lang": TAGS.get(language, "en-GB")}
        html = render_to_string("boards/pack_print.html", told)
    return pdf.make(html, title=document["title"], post=post, language=language)


def word_copy(document, content, *, post, language) -> bytes:
    """The pack as a Word document: headings, tables whose first row repeats, its language, numbered pages."""
    made = Document()
    with translation.override(language):
        _dress(made, TAGS.get(language, "en-GB"))
        made.add_heading(document["title"], level=1)
        meta = [[_plain(row["label"]), _plain(row["value"])] for row in document["meta"]]
        _table(made, None, meta, (35, 65), bold_first=True)
        made.add_paragraph(document["lead"], style="Lead")
        for section in document["sections"]:
            made.add_heading(section["title"], level=2)
            for block in section["blocks"]:
                BLOCKS[block["type"]](made, block)
        _foot(made.sections[0], foot(content))
    out = io.BytesIO()
    made.save(out)
    return word.clean(out.getvalue(), title=document["title"], post=post)


def _plain(text):
    return {"text": text, "href": "", "tag": None, "sub": []}


# ── The dress ─────────────────────────────────────────────────────────────────────────────────────────


def _dress(made, language):
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2.2)
    styles = made.styles
    _font(styles["Normal"], 11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for level, (size, before) in enumerate([(22, 0), (16, 18), (13, 12), (11, 10)], 1):
        style = styles[f"Heading {level}"]
        _font(style, size, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name, size in (("Lead", 10.5), ("Small", 9), ("Cell", 9.5)):
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _font(style, size, colour=INK if name == "Cell" else GREY)
        style.paragraph_format.space_after = Pt(0 if name != "Lead" else 6)
    _font(styles["Caption"], 9.5, bold=True)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_after = Pt(3)
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
        lang.set(qn("w:eastAsia"), language)


def _font(style, size, *, bold=False, colour=INK):
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    # The theme's font would otherwise go before the name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _foot(section, words):
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    before, between = (_("%(what)s · page ") % {"what": words}, _(" of "))
    for said, code in ((before, "PAGE"), (between, "NUMPAGES")):
        _run(line, said, size=9, colour=GREY)
        _field(line, code)


def _field(line, code):
    """A number that the program works out: each part in a run of its own, as word processors write it."""
    for kind in ("begin", code, "separate", "1", "end"):
        run = _run(line, "", size=9, colour=GREY)
        name = {code: "w:instrText", "1": "w:t"}.get(kind, "w:fldChar")
        part = OxmlElement(name)
        if name == "w:fldChar":
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = kind
        run._r.append(part)


# ── The blocks ────────────────────────────────────────────────────────────────────────────────────────


def _run(line, words, *, bold=False, size=None, colour=None, shade=""):
    run = line.add_run(words)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    if shade:
        behind = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            behind.set(qn(f"w:{name}"), value)
        run._r.get_or_add_rPr().append(behind)
    return run


def _heading(made, block):
    line = made.add_heading(block["cell"]["text"], level=block["level"])
    if block["cell"]["tag"]:
        line.add_run("  ")
        _tag(line, block["cell"]["tag"])


def _tag(line, tag):
    # A space of no breadth would be lost; a hard space keeps the shade around the word.
    _run(line, f"\u00a0{tag['text']}\u00a0", bold=True, size=9, colour=INK, shade=SHADES.get(tag["code"], "EEEFEF"))


def _text(made, block):
    line = made.add_paragraph(block["text"])
    before = line._p.getprevious()
    # What stands first under a heading is not left alone with it at the foot of a sheet.
    if before is not None and before.tag == qn("w:p") and made.paragraphs[-2].style.name.startswith("Heading 3"):
        line.paragraph_format.keep_with_next = True


def _list(made, block):
    for item in block["items"]:
        label = made.add_paragraph()
        label.paragraph_format.space_after, label.paragraph_format.keep_with_next = Pt(1), True
        _run(label, item["label"], bold=True)
        for words in item["text"].split("\n"):
            if words.strip():
                made.add_paragraph(words.strip())


def _block_table(made, block):
    made.add_paragraph(block["caption"], style="Caption")
    _table(made, block["head"], block["rows"], block["widths"])


def _table(made, head, rows, widths, *, bold_first=False):
    grid = made.add_table(rows=0, cols=len(widths))
    grid.autofit = False
    _borders(grid)
    if head:
        row = grid.add_row()
        for place, words in zip(row.cells, head, strict=True):
            place.paragraphs[0].style = "Cell"
            _run(place.paragraphs[0], words, bold=True)
        _mark(row, "w:tblHeader")
        _mark(row, "w:cantSplit")
    for told in rows:
        row = grid.add_row()
        _mark(row, "w:cantSplit")
        for number, (place, cell) in enumerate(zip(row.cells, told, strict=True)):
            _fill(place, cell, bold=bold_first and number == 0)
    for column, share in zip(grid.columns, widths, strict=True):
        # Programs differ in which of the two they read.
        column.width = int(WIDTH * share / sum(widths))
        for place in column.cells:
            place.width = column.width
    made.add_paragraph(style="Small")


def _fill(place, cell, *, bold):
    line = place.paragraphs[0]
    line.style = "Cell"
    if cell["text"]:
        _run(line, cell["text"], bold=bold)
    if cell["tag"]:
        if cell["text"]:
            line.add_run(" ")
        _tag(line, cell["tag"])
    for words in cell["sub"]:
        place.add_paragraph(words, style="Small")


def _mark(row, name):
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _borders(grid):
    """Thin lines between the rows and none at the sides; a little air in each cell."""
    about = grid._tbl.tblPr
    lines, air = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B1B4B6")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    for side, wide in (("top", 50), ("left", 0), ("bottom", 50), ("right", 120)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(wide))
        edge.set(qn("w:type"), "dxa")
        air.append(edge)
    # The schema has an order of its own.
    about.find(qn("w:tblLayout")).addprevious(lines)
    about.find(qn("w:tblLayout")).addnext(air)


BLOCKS = {"table": _block_table, "heading": _heading, "text": _text, "list": _list}
