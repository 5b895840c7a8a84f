"""Every text in an office file: Word, Excel, OpenDocument. Used through `inside`."""

import io
import re
import zipfile
from collections.abc import Iterator

from goldenthread.documents.boxes import MOST_OPENED, bomb, open_box, xml_of
from goldenthread.documents.strings import image_texts, strings
from goldenthread.kernel.refusal import Refused

PLACE_OF = (
    (re.compile(r"^word/header"), "HEADER"),
    (re.compile(r"^word/footer"), "FOOTER"),
    (re.compile(r"^word/(?:footnotes|endnotes)"), "NOTE"),
    (re.compile(r"comments|^xl/threadedcomments|persons?/|people\.xml|^xl/.*vmldrawing"), "COMMENT"),
    (re.compile(r"^docprops/|^meta\.xml$"), "PROPERTY"),
    (re.compile(r"^customxml/"), "CUSTOM_XML"),
    (re.compile(r"^xl/worksheets/"), "SHEET"),
    (re.compile(r"^word/document\.xml$|^content\.xml$|^xl/sharedstrings\.xml$"), "BODY"),
)
PICTURES = re.compile(r"\.(?:png|jpe?g|gif|tiff?|bmp|emf|wmf|svg)$", re.IGNORECASE)
# Where a reader sees a gap or a new line.
LINES = frozenset({"p", "tr", "tc", "br", "cr", "row", "h", "table-cell", "table-row", "line-break", "si", "list-item"})
GAPS = {"tab": "\t", "noBreakHyphen": "-", "s": " ", "c": "\t"}
GONE = frozenset({"del", "moveFrom", "deletion", "delText"})
CODES = frozenset({"instrText", "delInstrText", "f", "formula1", "formula2"})
NOTES = frozenset({"annotation", "comment"})
# Numbers that programs give to things; they say nothing and are many.
NUMBERS = re.compile(r"^(?:rsid\w*|paraId|textId|durableId|embed|link|w|h|x|y|cx|cy|val|sz|left|right|top|bottom)$")


def texts(data: bytes) -> Iterator[tuple[str, object]]:
    """(place, text) for every text; ("EMBEDDED", bytes) for a file inside."""
    parts = open_box(data)
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        said = [box.comment, *(entry.comment + entry.extra for entry in box.infolist())]
    yield "NAME", " | ".join(parts)
    yield "PART", " | ".join([strings(b"\x00".join(said)), strings(data)])
    shared = _shared(parts.get("xl/sharedStrings.xml"))
    for name, part in parts.items():
        yield from _part(name, part, shared)


def _part(name, part, shared):
    low = name.casefold()
    if low.endswith((".xml", ".rels", ".vml", ".rdf")) or part.lstrip()[:5] == b"<?xml":
        try:
            root = xml_of(part)
        except Refused:
            yield "PART", strings(part)
            return
        if low.endswith(".rels"):
            yield "LINK", " | ".join(link.get("Target", "") for link in root)
            return
        yield from _xml(_place(low), root)
        if low.startswith("xl/worksheets/"):
            yield "TOGETHER", _sheet(root, shared)
        return
    if part.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        yield "EMBEDDED", part
    elif PICTURES.search(low):
        yield from image_texts(part)
    else:
        yield "PART", strings(part)


def _place(low):
    return next((place for pattern, place in PLACE_OF if pattern.search(low)), "PART")


class _Out:
    """What a walk gathers: texts by place, and all of them in their order."""

    def __init__(self, base):
        self.base, self.by_place, self.together, self.attributes = base, {base: []}, [], []

    def say(self, place, text):
        if text:
            self.by_place.setdefault(place, []).append(text)
            self.together.append(text)

    def gap(self, text):
        for said in self.by_place.values():
            said.append(text)
        self.together.append(text)


def _xml(base, root):
    out = _Out(base)
    _walk(root, base, out)
    for place, said in out.by_place.items():
        yield place, "".join(said)
    yield "ATTRIBUTE", " | ".join(dict.fromkeys(out.attributes))
    if len(out.by_place) > 1:
        yield "TOGETHER", "".join(out.together)


def _walk(root, base, out):
    waiting = [(root, base, False)]
    while waiting:
        node, place, closing = waiting.pop()
        if closing:
            # A closing is the text after an element, or the end of one.
            out.gap(node) if place is None else out.say(place, node)
            continue
        if not isinstance(node.tag, str):
            out.say("COMMENT", node.text)
            continue
        name = node.tag.rpartition("}")[2]
        place = _place_in(name, node, place)
        _attributes(name, node, out)
        if name in GAPS and not (node.text and node.text.strip()):
            out.gap(GAPS[name])
        out.say(place, node.text)
        if name in LINES or name in NOTES:
            waiting.append(("\n", None, True))
        elif base in {"PROPERTY", "CUSTOM_XML"}:
            waiting.append((" \n", None, True))
        for child in reversed(node):
            if child.tail and child.tail.strip():
                waiting.append((child.tail, place, True))
            waiting.append((child, place, False))


def _place_in(name, node, place):
    if name in GONE or (name == "tracked-changes"):
        return "DELETED"
    if name in NOTES:
        return "COMMENT"
    if name in CODES:
        return "FIELD"
    if name == "r" and _hidden(node):
        return "HIDDEN"
    return place


def _hidden(run):
    marks = run.find("{*}rPr")
    if marks is None:
        return False
    for mark in ("vanish", "webHidden", "specVanish"):
        found = marks.find(f"{{*}}{mark}")
        if found is not None and next(iter(found.attrib.values()), "1") not in {"0", "false", "off"}:
            return True
    return False


def _attributes(name, node, out):
    for key, value in node.attrib.items():
        short = key.rpartition("}")[2]
        if name in {"fldSimple", "table-cell"} and short in {"instr", "formula"}:
            out.say("FIELD", f"{value}\n")
        elif value and not (
            NUMBERS.match(short) and re.fullmatch(r"[-+]?[0-9A-Fa-f.%]{1,8}|auto|nil|true|false", value)
        ):
            out.attributes.append(value)


def _shared(part):
    if part is None:
        return []
    try:
        return ["".join(one.itertext()) for one in xml_of(part).iter("{*}si")]
    except Refused:
        return []


def _sheet(root, shared):
    """The cells of a sheet as they stand beside each other.

    Refuses with `ZIP_BOMB` a sheet that says one long text of the workbook over and over.
    """
    rows, size = [], 0
    for row in root.iter("{*}row"):
        cells = []
        for cell in row.iter("{*}c"):
            value = cell.find("{*}v")
            text = "".join(cell.itertext()) if value is None else (value.text or "")
            if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
                text = shared[int(text)]
            size += len(text)
            if size > MOST_OPENED:
                raise bomb()
            cells.append(text)
        rows.append("\t".join(cells))
    return "\n".join(rows)
