"""Every text in a PDF: pages, properties, notes, boxes, links, attachments, earlier states. Used through `inside`."""

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from goldenthread.documents.boxes import MB, bomb, broken
from goldenthread.documents.portable import opened, things
from goldenthread.documents.strings import image_texts, strings
from goldenthread.kernel.refusal import Refused

MOST_EARLIER = 5
# What the pages of one file may hold in all, and how many steps it may take to draw them: more than those of a bundle
# of five hundred pages, and read within half a minute.
MOST_DRAWN, MOST_STEPS = 20 * MB, 2_000_000
ENDS = re.compile(rb"%%EOF\s*")
LITERAL = re.compile(r"(\((?:\\.|[^()\\])*\))")
NUMBERS = re.compile(r"(?<=[\d.])\s+(?=[-+]?[\d.])")
INFO = {"/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer"}


def texts(data: bytes) -> Iterator[tuple[str, object]]:
    """(place, text) for every text; ("EMBEDDED", bytes) for an attached file."""
    yield from _state(data)
    yield "PART", _apart(strings(data))
    ends = [hit.end() for hit in ENDS.finditer(data)][:-1]
    for end in ends[-MOST_EARLIER:]:
        # The file as it was before it was last added to.
        try:
            earlier = list(_state(data[:end]))
        except Refused:
            continue
        for place, text in earlier:
            yield (place, text) if place == "EMBEDDED" else ("EARLIER", text)


def _state(data):
    reader = opened(data)
    try:
        yield "BODY", "\n".join(_pages(reader))
        info = reader.metadata or {}
        yield "PROPERTY", " | ".join(str(value) for value in info.values())
        yield "OUTLINE", " | ".join(_outline(reader.outline))
        for thing in things(reader):
            yield from _thing(thing)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # what cannot be read to its end must not leave
        raise broken() from error


def _pages(reader):
    """The text of each page. Refuses with `ZIP_BOMB` what is drawn over and over: one small content that a thousand
    pages share, or forms that draw forms."""
    drawn = steps = 0

    def count(*_operation):
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise bomb()

    for page in reader.pages:
        drawn += _size(page)
        if drawn > MOST_DRAWN:
            raise bomb()
        yield page.extract_text(visitor_operand_before=count) or ""


def _size(page):
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else []
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    held = (stream.get_object() for stream in streams)
    return sum(len(stream.get_data()) for stream in held if isinstance(stream, StreamObject))


def _outline(entries, depth=0):
    for entry in entries if depth < 50 else ():
        if isinstance(entry, list):
            yield from _outline(entry, depth + 1)
        else:
            yield str(entry.title)


def _thing(thing):
    said = [text for key, value in _plain(thing) for text in _strings(key, value)]
    if said:
        yield _place(thing), " | ".join(said)
    if not isinstance(thing, StreamObject):
        return
    kind, sub = str(thing.get("/Type", "")), str(thing.get("/Subtype", ""))
    if kind == "/EmbeddedFile" or "/EmbeddedFile" in kind:
        yield "EMBEDDED", thing.get_data()
    elif sub == "/Image":
        if "/DCTDecode" in str(thing.get("/Filter", "")):
            yield from image_texts(bytes(thing._data))
    elif kind == "/Metadata" or sub == "/XML":
        yield "PROPERTY", thing.get_data().decode("utf-8", "replace")
    elif kind not in {"/XRef", "/ObjStm"} and "/FontFile" not in kind and "/Length1" not in thing:
        yield "PART", _apart(strings(_decoded(thing)))


def _apart(text):
    """Keeps the numbers of a drawing from running together into what looks like a telephone number."""
    pieces = LITERAL.split(text)
    return "".join(piece if place % 2 else NUMBERS.sub(" | ", piece) for place, piece in enumerate(pieces))


def _decoded(stream):
    try:
        return stream.get_data()
    except Exception:  # noqa: BLE001 (a filter we do not have: the raw bytes are looked at)
        return bytes(stream._data)


def _plain(thing):
    return [(key, thing.raw_get(key)) for key in thing]


def _strings(key, value, depth=0):
    if isinstance(value, (TextStringObject, str)) and not isinstance(value, NameObject):
        yield str(value)
    elif isinstance(value, ByteStringObject):
        yield strings(bytes(value))
    elif isinstance(value, NameObject):
        if len(value) > 12 and "+" not in value:
            yield str(value)
    elif isinstance(value, ArrayObject) and depth < 10:
        for one in list.__iter__(value):
            yield from _strings(key, one, depth + 1)
    elif isinstance(value, DictionaryObject) and depth < 10:
        for inner, one in _plain(value):
            yield from _strings(inner, one, depth + 1)


def _place(thing):
    if "/URI" in thing or str(thing.get("/S", "")) in {"/URI", "/GoToR", "/SubmitForm"}:
        return "LINK"
    if "/Subtype" in thing and "/Rect" in thing or "/FT" in thing:
        return "ANNOTATION"
    if INFO & set(thing):
        return "PROPERTY" if "/Parent" not in thing else "OUTLINE"
    if str(thing.get("/Type", "")) == "/Filespec" or "/EF" in thing:
        return "NAME"
    return "ATTRIBUTE"


def has_pictures_alone(data: bytes) -> bool:
    """Whether a page holds pictures and no text."""
    reader: PdfReader = opened(io.BytesIO(data).getvalue())
    for page in reader.pages:
        resources = page.get("/Resources", {})
        resources = resources.get_object() if hasattr(resources, "get_object") else resources
        if "/XObject" in resources and not (page.extract_text() or "").strip():
            return True
    return False
