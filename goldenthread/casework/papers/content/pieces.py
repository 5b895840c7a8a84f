"""Small pieces of Word's own language that the library which writes it has no words for."""

import io
import zipfile

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FONT = "Arial"
# Zip has no earlier day: every file of the package bears it, so that the bytes depend on nothing but the script.
DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
# Word asks for a fixed order of properties; borders come before these.
AFTER_BORDERS = ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")


def add(parent, tag, **attributes):
    """Adds an element of Word's language to another."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def font(properties):
    """The one font of the document, for every script."""
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)


def border(properties, side, size, space, colour):
    """A line at one side of a paragraph."""
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        # Word asks for a fixed order of properties; borders come after numbering and before shading and tabs.
        before = properties.find(qn("w:spacing"))
        places = [
            qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")
        ]
        after = next((child for child in properties if child.tag in places), before)
        if after is None:
            properties.append(borders)
        else:
            after.addprevious(borders)
    order = ["top", "left", "bottom", "right"]
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    later = [child for child in borders if child.tag in {qn(f"w:{s}") for s in order[order.index(side) + 1 :]}]
    if later:
        later[0].addprevious(line)
    else:
        borders.append(line)


def rules(table):
    """Thin lines between the rows of a table, none between its columns."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "single" if side in {"top", "bottom", "insideH"} else "nil"
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), kind)
        if kind == "single":
            for name, value in (("sz", "4"), ("space", "0"), ("color", "B1B4B6")):
                line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = properties.find(qn("w:tblLook"))
    look.addprevious(borders)


def abstract(numbering, number, kind):
    """A kind of numbering."""
    abstract = add(numbering, "w:abstractNum", abstractNumId=number)
    add(abstract, "w:multiLevelType", val=kind)
    return abstract


def level(abstract, level, kind, text, *, style, left, hanging):
    """One level of a numbering, tied to a paragraph style."""
    made = add(abstract, "w:lvl", ilvl=str(level))
    add(made, "w:start", val="1")
    add(made, "w:numFmt", val=kind)
    add(made, "w:pStyle", val=style)
    add(made, "w:suff", val="space" if kind == "decimal" else "tab")
    add(made, "w:lvlText", val=text)
    add(made, "w:lvlJc", val="left")
    form = add(made, "w:pPr")
    add(form, "w:ind", left=str(left), hanging=str(hanging))


def field(paragraph, code):
    """A field that Word works out, such as the number of the page."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind is None:
            instruction = add(run._r, "w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
        else:
            add(run._r, "w:fldChar", fldCharType=kind)


def packed(document) -> bytes:
    """The document as a package whose bytes depend on its content alone."""
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, DAY_OF_ZIP)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name))
    return packed.getvalue()
