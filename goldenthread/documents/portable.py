"""What makes a PDF unsafe to keep, and the walk through all that is in one. Pure."""

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from goldenthread.documents.boxes import bomb, broken
from goldenthread.kernel.refusal import N_, Refused

MOST_OBJECTS = 200_000
MOST_PAGES = 3_000
# What acts by itself, or hands over to another program.
ACTS = frozenset({"/Launch", "/ImportData", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound", "/GoTo3DView"})
SCRIPTS = "/JavaScript"
PROGRAM_FILES = re.compile(r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|msi|lnk|jar|docm|dotm|xlsm)$", re.I)


def opened(data: bytes) -> PdfReader:
    """A reader of a PDF. Refuses with `LOCKED_FILE` and `BROKEN_FILE`.

    A PDF that asks for no password to be read, as courts' papers often are, is opened.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(
                "LOCKED_FILE",
                N_("This PDF is locked with a password. Open it, print it to a new PDF, and bring that."),
            )
        count = len(reader.pages)
    except Refused:
        raise
    except Exception as error:  # a broken PDF breaks in many ways, recursion among them
        raise broken() from error
    if count > MOST_PAGES:
        raise bomb()
    if not count:
        raise broken()
    return reader


def refuse_unsafe(data: bytes) -> None:
    """Refuses a PDF that is damaged, locked or acts when it is opened: see `safety`."""
    if b"%%EOF" not in data[-4096:]:
        raise broken()
    reader = opened(data)
    try:
        for _reader_page in zip(range(MOST_PAGES), reader.pages, strict=False):
            pass
        root = reader.trailer["/Root"].get_object()
        for thing in things(reader):
            _refuse_thing(thing)
        _refuse_opening(root, reader)
    except (Refused, MemoryError):
        raise
    except PyPdfError as error:
        raise (bomb() if "limit" in type(error).__name__.casefold() else broken()) from error
    except Exception as error:
        raise broken() from error


def _program():
    return Refused(
        "HAS_MACROS", N_("This PDF does something by itself when it is opened. Print it to a new PDF and bring that.")
    )


def _refuse_thing(thing):
    kind = str(thing.get("/S", ""))
    if (
        kind in ACTS
        or "/RichMediaContent" in thing
        or str(thing.get("/Subtype", "")) in {"/RichMedia", "/Movie", "/3D"}
    ):
        raise _program()
    if str(thing.get("/Type", "")) == "/Filespec" or "/EF" in thing:
        name = str(thing.get("/UF", thing.get("/F", "")))
        if PROGRAM_FILES.search(name.strip()):
            raise _program()
    if kind in {"/GoToR", "/SubmitForm"}:
        target = str(thing.get("/F", ""))
        if target.startswith(("\\\\", "//")):
            raise Refused(
                "OUTSIDE_LINK", N_("This PDF leads to another machine. Print it to a new PDF and bring that.")
            )
    stream = (
        thing.get_data() if isinstance(thing, StreamObject) and "/EmbeddedFile" in str(thing.get("/Type", "")) else b""
    )
    if stream.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise _program()


def _refuse_opening(root, reader):
    """Scripts of the whole document, and of its opening, pages' too. Scripts of single form boxes may stand."""
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        raise _program()
    if _scripted(root.get("/OpenAction")) or any(map(_scripted, _values(root.get("/AA")))):
        raise _program()
    for page in reader.pages:
        if any(map(_scripted, _values(page.get("/AA")))):
            raise _program()


def _values(thing):
    thing = thing.get_object() if thing is not None else None
    return list(thing.values()) if isinstance(thing, DictionaryObject) else []


def _scripted(action, depth=0):
    action = action.get_object() if action is not None else None
    if isinstance(action, ArrayObject):
        return depth < 20 and any(_scripted(one, depth + 1) for one in action)
    if not isinstance(action, DictionaryObject) or depth > 20:
        return False
    return "/JS" in action or str(action.get("/S", "")) == SCRIPTS or _scripted(action.get("/Next"), depth + 1)


def things(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that the document reaches, each once; refuses a document without end."""
    waiting, seen, count = [reader.trailer], set(), 0
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            key = (thing.idnum, thing.generation)
            if key in seen:
                continue
            seen.add(key)
            thing = thing.get_object()
        count += 1
        if count > MOST_OBJECTS * 10 or len(seen) > MOST_OBJECTS:
            raise bomb()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))
