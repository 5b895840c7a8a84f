"""Every text in a file and in its insides, so that nothing can hide from the gate.

What a program shows is the smaller part of a file. Here are headers, notes, comments, what was deleted or hidden,
properties, links, the descriptions of pictures, what is embedded or attached, and what an earlier state of the file
left behind. What has no place of its own is read as a string of characters.
"""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from goldenthread.documents import inside_office, inside_pdf
from goldenthread.documents.rules import FileKind
from goldenthread.documents.sniff import decoded, kind_of
from goldenthread.documents.strings import image_texts, strings
from goldenthread.kernel.refusal import N_, Refused

TOGETHER = "TOGETHER"
DEEPEST = 2


class Inside(NamedTuple):
    """A text and where it stands: a code of `PLACES`; for a file in the file, `EMBEDDED:` and the code there."""

    place: str
    text: str


PLACES = {
    "BODY": N_("in the text"),
    "HEADER": N_("in a header"),
    "FOOTER": N_("in a footer"),
    "NOTE": N_("in a footnote or endnote"),
    "COMMENT": N_("in a comment"),
    "DELETED": N_("in deleted text that the file still holds"),
    "HIDDEN": N_("in hidden text"),
    "FIELD": N_("in a field that the program works out"),
    "LINK": N_("in the target of a link"),
    "ATTRIBUTE": N_("in a description, a label or a name inside the file"),
    "PROPERTY": N_("in the properties of the file"),
    "CUSTOM_XML": N_("in data attached to the file"),
    "NAME": N_("in the name of a file inside it"),
    "SHEET": N_("in a sheet"),
    "OUTLINE": N_("in the outline"),
    "ANNOTATION": N_("in a note or a box on a page"),
    "EARLIER": N_("in an earlier state of the file"),
    "IMAGE": N_("in the data of a picture"),
    "PART": N_("in another part of the file"),
    "EMBEDDED": N_("in a file inside the file"),
    TOGETHER: N_("in parts of the text that stand one after the other"),
}


def place_words(place: str) -> str:
    """What a place is called; to be translated."""
    return PLACES.get(place.split(":", maxsplit=1)[0], PLACES["PART"])


def inside(kind, data: bytes, *, depth: int = 0) -> Iterator[Inside]:
    """Every text in a file, with its place. A file inside the file is opened too, two levels down.

    Raises `Refused` (`BROKEN_FILE`, `ZIP_BOMB`, `LOCKED_FILE`) for what cannot be opened: it must not leave.
    """
    for place, text in _read(FileKind(kind), bytes(data)):
        if place == "EMBEDDED":
            yield from _embedded(text, depth)
        elif isinstance(text, str) and text.strip():
            yield Inside(place, text)


def _read(kind, data):
    if kind in (FileKind.DOCX, FileKind.XLSX, FileKind.ODT, FileKind.ODS):
        return inside_office.texts(data)
    if kind is FileKind.PDF:
        return inside_pdf.texts(data)
    if kind in (FileKind.JPEG, FileKind.PNG):
        return image_texts(data)
    if kind is FileKind.HTML:
        return _page(data)
    text = decoded(data)
    return iter([("BODY", text)] if text is not None else [("PART", strings(data))])


def _embedded(data, depth):
    """The texts of a file inside the file; whatever it is, its raw strings too."""
    yield Inside("EMBEDDED:PART", strings(data))
    if depth >= DEEPEST:
        return
    try:
        kind = kind_of("", data)
    except Refused:
        return
    if kind is None or kind in (FileKind.SOUND, FileKind.OTHER):
        return
    for found in inside(kind, data, depth=depth + 1):
        yield Inside(found.place if found.place.startswith("EMBEDDED") else f"EMBEDDED:{found.place}", found.text)


INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "s", "small",
        "span", "strong", "sub", "sup", "time", "u", "var", "wbr"
    }
)  # fmt: skip
UNSHOWN = frozenset({"script", "style", "template", "noscript", "title", "head", "meta"})


def _page(data):
    """A web page: what is shown, what is not, comments, and every attribute."""
    root = etree.fromstring((decoded(data) or "").encode(), etree.HTMLParser(no_network=True, encoding="utf-8"))
    if root is None:
        return
    out = {"BODY": [], "HIDDEN": [], "COMMENT": [], "ATTRIBUTE": []}
    _walk(root, out)
    yield "BODY", "".join(out["BODY"])
    yield "HIDDEN", "".join(out["HIDDEN"])
    yield "COMMENT", "\n".join(out["COMMENT"])
    yield "ATTRIBUTE", " | ".join(dict.fromkeys(out["ATTRIBUTE"]))
    yield "PART", strings(data)


def _walk(root, texts):
    """Puts what a page says into the lists of `texts` by place."""
    waiting = [(root, False, False)]
    while waiting:
        node, unseen, closing = waiting.pop()
        if closing:
            texts["HIDDEN" if unseen else "BODY"].append(node)
            continue
        if not isinstance(node.tag, str):
            texts["COMMENT"].append(node.text or "")
            continue
        name = node.tag.casefold()
        style = node.get("style", "").replace(" ", "").casefold()
        mine = unseen or name in UNSHOWN or "hidden" in node.attrib or "display:none" in style
        texts["ATTRIBUTE"].extend(value for value in node.attrib.values() if value.strip())
        gap = "" if name in INLINE else "\n"
        texts["HIDDEN" if mine else "BODY"].append(gap + (node.text or ""))
        waiting.append((gap, mine, True))
        for child in reversed(node):
            waiting.append(((child.tail or ""), mine, True))
            waiting.append((child, mine, False))


def all_text(kind, data: bytes) -> str:
    """Every text in a file as one, for tests and for looking."""
    return "\n".join(text for _place, text in inside(kind, data))


def is_scan(kind, data: bytes) -> bool:
    """Whether a file holds pages that are pictures alone: the gate cannot read what stands on them."""
    if FileKind(kind) in (FileKind.JPEG, FileKind.PNG):
        return True
    return FileKind(kind) is FileKind.PDF and inside_pdf.has_pictures_alone(io.BytesIO(data).getvalue())


SPACES = re.compile(r"\s+")
