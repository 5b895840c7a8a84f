"""What a file is by its content, and what its name says. Pure."""

import io
import re
import zipfile

from lxml import etree
from PIL import Image

from goldenthread.documents.boxes import bomb, broken
from goldenthread.documents.rules import FileKind
from goldenthread.kernel.refusal import N_, Refused

ENDINGS = {
    FileKind.DOCX: ("docx",),
    FileKind.PDF: ("pdf",),
    FileKind.XLSX: ("xlsx",),
    FileKind.ODT: ("odt",),
    FileKind.ODS: ("ods",),
    FileKind.CSV: ("csv",),
    FileKind.TEXT: ("txt", "text", "md", "log"),
    FileKind.HTML: ("html", "htm"),
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.PNG: ("png",),
    FileKind.SOUND: ("mp3", "m4a", "wav", "ogg", "oga", "aac", "flac"),
}
OF_ENDING = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
# Endings that promise another kind than we know: what carries one is never taken for something else.
WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PIXELS = 80_000_000
TEXT_KINDS = (FileKind.CSV, FileKind.TEXT, FileKind.HTML)
ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.text-template": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}


def ending(name) -> str:
    """The end of a file's name in small letters, without the dot."""
    tail = str(name or "").replace("\\", "/").split("/")[-1]
    tail = "".join(c for c in tail if c.isprintable())
    return tail.rstrip(" .").rpartition(".")[2].casefold() if "." in tail.strip(" .") else ""


def said_kind(name) -> FileKind | None:
    """The kind that the end of a name promises; OTHER for an ending we do not know; None without an ending."""
    end = ending(name)
    if not end or not re.fullmatch(r"[a-z0-9]{1,5}", end) or end.isdigit():
        return None
    return FileKind.DOCX if end in WITH_MACROS else OF_ENDING.get(end, FileKind.OTHER)


def kind_of(name, data: bytes) -> FileKind | None:
    """What the file is by its content; None for what we do not know. Refuses with `LOCKED_FILE`, `HAS_MACROS`."""
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _box(data)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if _sound(data):
        return FileKind.SOUND
    return _text(name, data)


def _ole(data):
    """Old office files, and new ones that are locked: their name stands in the directory in wide letters."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused(
            "LOCKED_FILE",
            N_("This file is locked with a password. Open it, take the password off, and bring it again."),
        )


def _box(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = set(box.namelist())
            if "mimetype" in names:
                with box.open("mimetype") as source:
                    return ODF.get(source.read(200).strip())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise broken() from error
    if "[Content_Types].xml" not in names:
        return None
    folded = {name.casefold() for name in names}
    if any(name.startswith("word/") for name in folded):
        return FileKind.DOCX
    return FileKind.XLSX if any(name.startswith("xl/") for name in folded) else None


def _sound(data):
    return (
        data.startswith((b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WAVE")
        or (data[4:8] == b"ftyp" and data[8:11] in (b"M4A", b"M4B", b"mp4", b"iso"))
    )


def _text(name, data):
    text = decoded(data)
    if text is None or data.lstrip()[:5] == b"{\\rtf":
        return None
    said = OF_ENDING.get(ending(name))
    start = text.lstrip("\ufeff \t\r\n")[:200].casefold()
    if said is FileKind.HTML or start.startswith(("<!doctype html", "<html")):
        return FileKind.HTML
    if start.startswith(("<?xml", "<svg", "#!", "mz")) and said is None:
        return None
    return said if said in TEXT_KINDS else FileKind.TEXT


def decoded(data: bytes) -> str | None:
    """The text of plain bytes, or None where they are not text."""
    for start, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(start):
            try:
                return data.decode(code)
            except UnicodeDecodeError:
                return None
    if b"\x00" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    odd = sum(c < " " and c not in "\t\r\n\f\v" for c in text) + text.count("\ufffd")
    return text if odd <= len(text) // 200 else None


def refuse_bad_image(kind, data) -> None:
    """Refuses a picture that is damaged (`BROKEN_FILE`) or would fill the memory (`ZIP_BOMB`)."""
    if (b"IEND" if kind is FileKind.PNG else b"\xff\xd9") not in data:
        raise broken()
    try:
        with Image.open(io.BytesIO(data), formats=[kind.value]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise bomb()
            picture.load()
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise bomb() from error
    except Exception as error:  # whatever a picture library makes of damage
        raise broken() from error


def refuse_scripts(data) -> None:
    """Refuses a web page that holds a script, or fetches something when opened."""
    try:
        root = etree.fromstring(decoded(data).encode(), etree.HTMLParser(no_network=True, encoding="utf-8"))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken() from error
    if root is None:
        raise broken()
    for node in root.iter(etree.Element):
        name = str(node.tag).casefold()
        acts = any(key.startswith("on") or _script(value) for key, value in node.attrib.items())
        if acts or name in {"script", "iframe", "object", "embed", "applet", "form", "base"}:
            raise Refused("HAS_MACROS", N_("This page holds a program. Print it to a PDF and bring that."))
        if name in {"img", "link", "video", "audio", "source"} and _far(node.get("src") or node.get("href") or ""):
            raise Refused("OUTSIDE_LINK", N_("This page fetches something from elsewhere. Print it to a PDF instead."))


def _script(value):
    return re.match(r"\s*(?:java|vb)script:", value, re.IGNORECASE) is not None


def _far(address):
    return bool(re.match(r"\s*(?:[a-z][a-z0-9+.\-]*:)?//", address, re.IGNORECASE))
