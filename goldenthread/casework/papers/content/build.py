"""Builds the report's Word templates: `python -m goldenthread.casework.papers.content.build`.

The templates lie beside this file, so that they can be opened in Word as they are, and are built here, so that a change
of them can be reviewed. The same script gives the same bytes on every machine. An organisation puts its own template in
force instead; these show how one is written: each `{{ … }}` is a field, each `{%p … %}` a paragraph that chooses or
repeats, and what a person typed always stands in a paragraph of its own, so that it is found again when a copy comes
back.
"""

import datetime as dt

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from goldenthread.casework.papers.content import HERE, pieces
from goldenthread.casework.papers.content.phrases import PHRASES
from goldenthread.casework.papers.content.pieces import DAY_OF_ZIP

INK, QUIET, GOLD = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x45, 0x4A, 0x4D), "8A6A12"
KEPT_STYLES = {"Normal", "Heading1", "Heading2", "Heading3", "Title", "Header", "Footer", "ListBullet", "TableNormal",
               "DefaultParagraphFont", "NoList", "TableGrid"}  # fmt: skip
# A word in braces of the phrases, and the template's field that it is.
FIELDS = {"called": "child.called", "parent": "said.parent", "agreed_on": "child.agreed_on",
          "reference": "case.reference", "version": "report.version"}  # fmt: skip
WORD_LANGUAGE = {"en-gb": "en-GB", "cy": "cy-GB"}


def build(language: str) -> bytes:
    """The template of a language as a Word file."""
    return pieces.packed(Report(language).document)


class Report:
    """One template: its styles, then what stands in it from top to bottom."""

    def __init__(self, language):
        fields = {word: "{{ " + field + " }}" for word, field in FIELDS.items()}
        self.say = {key: phrase.format(**fields) for key, phrase in PHRASES[language].items()}
        self.language = language
        self.document = Document()
        self._clear()
        self._page()
        self._styles()
        self._numbering()
        self._footer()
        self._head()
        self._application()
        self._patterns()
        self._children()

    # --- the ground ---------------------------------------------------------------------------------

    def _clear(self):
        """Takes out what the library's own blank document brings along and nobody needs."""
        package = self.document.part.package
        for rel in list(package.rels.values()):
            if rel.reltype.endswith(("/thumbnail", "/extended-properties")):
                del package.rels[rel.rId]
        for rel in list(self.document.part.rels.values()):
            if rel.reltype.endswith("/customXml"):
                del self.document.part.rels[rel.rId]
        styles = self.document.styles.element
        for style in list(styles.findall(qn("w:style"))):
            if style.get(qn("w:styleId")) not in KEPT_STYLES:
                styles.remove(style)
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
        properties.title, properties.language = self.say["title"], WORD_LANGUAGE[self.language]
        properties.created = properties.modified = dt.datetime(*DAY_OF_ZIP, tzinfo=dt.UTC)
        properties.revision = 1

    def _page(self):
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.3)
        section.footer_distance = Cm(1.1)

    def _styles(self):
        defaults = self.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for child in list(defaults):
            defaults.remove(child)
        pieces.font(defaults)
        pieces.add(defaults, "w:sz", val="22")
        pieces.add(defaults, "w:szCs", val="22")
        pieces.add(
            defaults, "w:lang", val=WORD_LANGUAGE[self.language], eastAsia=WORD_LANGUAGE[self.language], bidi="ar-SA"
        )
        self._style("Normal", size=11, after=7, line=1.2)
        self._style("Title", size=24, bold=True, after=4, next_too=True)
        self._style("Heading 1", size=16, bold=True, before=22, after=7, next_too=True)
        self._style("Heading 2", size=13, bold=True, before=15, after=5, next_too=True)
        self._style("Heading 3", size=11, bold=True, before=11, after=3, next_too=True)
        self._style("List Bullet", size=11, after=4, line=1.2)
        self._style("Footer", size=9, colour=QUIET)
        words = self._new("Words", size=11.5, before=6, after=3, line=1.25)
        words.paragraph_format.left_indent = Cm(0.6)
        pieces.border(words.element.get_or_add_pPr(), "left", 24, 10, GOLD)
        said = self._new("Said by", size=9.5, after=7, colour=QUIET)
        said.paragraph_format.left_indent = Cm(0.6)
        pieces.border(said.element.get_or_add_pPr(), "left", 24, 10, GOLD)
        words.paragraph_format.keep_with_next = True
        advised = self._new("Advised", size=12, bold=True, before=2, after=8, next_too=True)
        for side in ("top", "bottom"):
            pieces.border(advised.element.get_or_add_pPr(), side, 8, 6, "0B0C0C")
        self._new("Under a bullet", size=11, after=7, line=1.2).paragraph_format.left_indent = Cm(0.63)
        self._new("Lead", size=10.5, after=10, colour=QUIET)
        self._new("Label", size=11, bold=True, after=2, next_too=True)
        self._new("Cell", size=10.5, before=2, after=2, line=1.1)
        self._new("Cell head", size=10.5, before=2, after=2, line=1.1, bold=True)

    def _new(self, name, **look):
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = self.document.styles["Normal"], True
        return self._style(name, **look)

    def _style(self, name, *, size, bold=None, before=0, after=0, line=None, colour=INK, next_too=None):
        style = self.document.styles[name]
        for leftover in ("w:pBdr", "w:contextualSpacing", "w:tabs"):
            for element in style.element.findall(f".//{qn(leftover)}"):
                element.getparent().remove(element)
        run = style.element.get_or_add_rPr()
        for child in list(run):
            run.remove(child)
        pieces.font(run)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
        # Arabic, Hebrew and others have a size and a weight of their own.
        style.font.cs_bold = bold
        other = pieces.add(run, "w:szCs", val=str(int(size * 2)))
        run.find(qn("w:sz")).addnext(other)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
        form.keep_with_next, form.widow_control = next_too, True
        return style

    def _numbering(self):
        """Sections and what lies under them are numbered by Word itself: 1, 1.1."""
        numbering = self.document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        heads = pieces.abstract(numbering, "0", "multilevel")
        for depth, (style, text) in enumerate((("Heading1", "%1."), ("Heading2", "%1.%2"))):
            pieces.level(heads, depth, "decimal", text, style=style, left=0, hanging=0)
        bullets = pieces.abstract(numbering, "1", "singleLevel")
        pieces.level(bullets, 0, "bullet", "•", style="ListBullet", left=360, hanging=360)
        for number, kind in (("1", "0"), ("2", "1")):
            num = pieces.add(numbering, "w:num", numId=number)
            pieces.add(num, "w:abstractNumId", val=kind)
        for style, number, level in (("Heading 1", "1", "0"), ("Heading 2", "1", "1"), ("List Bullet", "2", "0")):
            properties = self.document.styles[style].element.get_or_add_pPr()
            for old in properties.findall(qn("w:numPr")):
                properties.remove(old)
            inner = properties.get_or_add_numPr()
            pieces.add(inner, "w:ilvl", val=level)
            pieces.add(inner, "w:numId", val=number)

    def _footer(self):
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles["Footer"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
        pieces.border(paragraph._p.get_or_add_pPr(), "top", 4, 6, "B1B4B6")
        paragraph.add_run(self.say["footer"] + "\t" + self.say["page"] + " ")
        pieces.field(paragraph, "PAGE")
        paragraph.add_run(f" {self.say['of']} ")
        pieces.field(paragraph, "NUMPAGES")

    # --- what stands in it --------------------------------------------------------------------------

    def p(self, text, style="Normal"):
        """A paragraph."""
        return self.document.add_paragraph(text, style=style)

    def do(self, text):
        """A paragraph that chooses or repeats, and is not there in the report."""
        return self.document.add_paragraph("{%p " + text + " %}")

    def when(self, field, text, style="Normal"):
        """A paragraph that stands only where `field` has something to say."""
        self.do(f"if {field}")
        self.p(text, style)
        self.do("endif")

    def table(self, widths, head, rows, *, loop=None, first_column=False):
        """A table with a head row that is repeated on each page, or with row heads in its first column."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is None:
            look = pieces.add(table._tbl.tblPr, "w:tblLook")
        for name in list(look.attrib):
            del look.attrib[name]
        look.set(qn("w:firstRow"), "1" if head else "0")
        look.set(qn("w:firstColumn"), "1" if first_column else "0")
        pieces.rules(table)
        lines = [head] if head else []
        if loop:
            lines.append(["{%tr " + loop + " %}"])
        lines += rows
        if loop:
            lines.append(["{%tr endfor %}"])
        for number, line in enumerate(lines):
            row = table.add_row()
            pieces.add(row._tr.get_or_add_trPr(), "w:cantSplit")
            if head and number == 0:
                pieces.add(row._tr.get_or_add_trPr(), "w:tblHeader")
            for place, cell in enumerate(row.cells):
                cell.width = widths[place]
                heading = (head and number == 0) or (first_column and place == 0)
                cell.paragraphs[0].style = self.document.styles["Cell head" if heading else "Cell"]
                cell.paragraphs[0].add_run(line[place] if place < len(line) else "")
        for place, width in enumerate(widths):
            table.columns[place].width = width
        return table

    def _head(self):
        say = self.say
        self.p(say["title"], "Title")
        self.p(say["lead"], "Lead")
        rows = [
            (say["case"], "{{ case.reference }}"),
            (say["court"], "{{ case.court or '" + say["not_recorded"] + "' }}"),
            (say["court_number"], "{{ case.court_number or '" + say["not_recorded"] + "' }}"),
            (say["written_by"], "{{ author.name }}, {{ author.post }}"),
            (say["date"], "{{ report.date }}"),
            (say["version"], "{{ report.version }}"),
            (say["agreed"], "{{ report.agreed_on or '" + say["not_recorded"] + "' }}"),
        ]
        self.table([Cm(5), Cm(11)], None, rows, first_column=True)

    def _application(self):
        say = self.say
        self.p(say["application"], "Heading 1")
        self.do("for order in orders")
        self.p("{{ order }}", "List Bullet")
        self.do("endfor")
        self.p(say["parties"], "Heading 2")
        self.table(
            [Cm(10), Cm(6)],
            [say["name"], say["role"]],
            [["{{ party.name }}", "{{ party.role }}"]],
            loop="for party in parties",
        )
        self.p(say["spoken"], "Heading 2")
        self.do("if spoken")
        self.table(
            [Cm(7), Cm(5), Cm(4)],
            [say["name"], say["how"], say["date"]],
            [["{{ row.name }}", "{{ row.how }}", "{{ row.on }}"]],
            loop="for row in spoken",
        )
        self.do("else")
        self.p(say["nobody_spoken"])
        self.do("endif")

    def _patterns(self):
        say = self.say
        self.p(say["patterns"], "Heading 1")
        self.do("if not patterns")
        self.p(say["no_pattern"])
        self.do("endif")
        self.do("for pattern in patterns")
        self.p(say["pattern"] + " {{ pattern.number }}: {{ pattern.title }}", "Heading 2")
        self.p("{{ pattern.words }}")
        or_not = " or '" + say["not_recorded"] + "' }}"
        rows = [
            (say["when"], "{{ pattern.period" + or_not),
            (say["says_so"], "{{ pattern.said_by" + or_not),
            (say["proof"], "{{ pattern.status }}", "{{ pattern.source }}"),
        ]
        table = self.table([Cm(5), Cm(11)], None, [row[:2] for row in rows], first_column=True)
        cell = table.rows[-1].cells[1]
        for text in ("{%p if pattern.source %}", rows[-1][2], "{%p endif %}"):
            cell.add_paragraph(text, style=self.document.styles["Cell"])
        self.do("endfor")

    def _children(self):
        self.do("for child in children")
        name = self.p("{{ child.name }}{% if child.age %}, {{ child.age }}{% endif %}", "Heading 1")
        # Each child's part stands by itself, and can be read and given by itself.
        name.paragraph_format.page_break_before = True
        self._seen_and_said()
        self._assessed()
        self._weighed()
        self._advised()
        self.do("endfor")

    def _seen_and_said(self):
        say = self.say
        self.p(say["seen"], "Heading 2")
        self.do("for session in child.seen")
        self.p("{{ session.line }}", "List Bullet")
        self.when("session.why", "{{ session.why }}", "Under a bullet")
        self.do("endfor")
        self.p(say["said"], "Heading 2")
        self.do("if not child.words")
        self.p(say["no_words"])
        self.do("endif")
        self.do("for wish in child.words")
        self.p("{{ wish.words }}", "Words")
        self.p("{{ child.called }}, {{ wish.on }}", "Said by")
        self.when("wish.how", say["weighed"] + " {{ wish.how }}", "Label")
        self.when("wish.why", "{{ wish.why }}")
        self.do("endfor")

    def _assessed(self):
        say = self.say
        self.p(say["victim"], "Heading 2")
        self.when("child.victim", "{{ child.victim }}", "Label")
        self.when("child.victim_basis", "{{ child.victim_basis }}")
        self.when("not child.victim and not child.victim_basis", say["not_recorded"])
        self.p(say["impact"], "Heading 2")
        self._each("said", "child.impact", "{{ said }}", say["nothing"])
        self.do("for said in child.impact_on_parent")
        self.p(say["impact_on_parent"], "Heading 2")
        self.p("{{ said.words }}")
        self.do("endfor")
        self.do("if child.checklist")
        self.p(say["checklist"], "Heading 2")
        self.do("for said in child.checklist")
        self.p("{{ said.point }}", "Heading 3")
        self.p("{{ said.words }}")
        self.do("endfor")
        self.do("endif")

    def _each(self, name, field, text, nothing):
        self.do(f"for {name} in {field}")
        self.p(text)
        self.do("else")
        self.p(nothing)
        self.do("endfor")

    def _weighed(self):
        say = self.say
        self.do("if child.treatments")
        self.p(say["treatments"], "Heading 2")
        self.do("for item in child.treatments")
        self.p(say["pattern"] + " {{ item.number }} ({{ item.kinds }}): {{ item.how }}", "List Bullet")
        self.when("item.words", "{{ item.words }}", "Under a bullet")
        self.do("endfor")
        self.do("endif")
        self.p(say["options"], "Heading 2")
        self.do("for option in child.options")
        self.p(say["option"] + " {{ loop.index }}", "Heading 3")
        self.p("{{ option.words }}")
        self.p(say["why_not"], "Label")
        self.p("{{ option.why_rejected }}")
        self.do("else")
        self.p(say["nothing"])
        self.do("endfor")

    def _advised(self):
        say = self.say
        self.p(say["advice"], "Heading 2")
        self.when("child.advised", "{{ child.advised }}", "Advised")
        self.p("{{ child.advice }}")
        self.p(say["reasons"], "Heading 3")
        self.p("{{ child.reasons }}")
        self.do("if child.particular_reasons")
        self.p(say["particular"], "Heading 3")
        self.do("for reason in child.particular_care")
        self.p("{{ reason }}.", "List Bullet")
        self.do("endfor")
        self.p("{{ child.particular_reasons }}")
        self.do("endif")
        self.p(say["explained"], "Heading 3")
        self.p("{{ child.explanation }}")
        self.when("child.agreed_on", say["manager_agreed"])


if __name__ == "__main__":
    for language in PHRASES:
        (HERE / f"report.{language}.docx").write_bytes(build(language))
