"""Is a file that came in what it says, and safe to keep? Pure; nothing is written to disk.

Refused: programs of any kind (macros, controls, objects, DDE, scripts), what would fetch something from elsewhere when
opened, bombs, locks, damage, and what is not what its name says. In a PDF: what acts when it is opened (a launch, a
script of the document, an import, sound and video). The scripts of single boxes of a PDF form, which the
courts' own forms carry, and files attached to a PDF are not refused but looked into (`inside`): an attached program is
refused.
"""

import re
import unicodedata
from dataclasses import dataclass

from goldenthread.documents import office, portable, sniff
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import DIRECTION

LONGEST_NAME = 120
LIMIT_MB = 20
RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r'[<>:"|?*/\\]')


@dataclass(frozen=True)
class SafeFile:
    """A file that may be kept: a name safe to show and to save under, what it is, and its bytes as they came."""

    name: str
    kind: FileKind
    media_type: str
    data: bytes

    def __repr__(self):
        return f"SafeFile({self.kind}, {len(self.data)} bytes)"


def checked(name, data, *, allowed, template_code=False, limit_mb=LIMIT_MB) -> SafeFile:
    """The file, when it is what it says and safe to keep.

    `allowed`: the kinds that are taken here. `template_code`: whether an office file may hold template fields
    (only the template manager says so). Refuses with `EMPTY_FILE`, `TOO_LARGE`, `TYPE_NOT_TAKEN`, `NOT_WHAT_IT_SAYS`,
    `LOCKED_FILE`, `BROKEN_FILE`, `ZIP_BOMB`, `HAS_MACROS`, `OUTSIDE_LINK`, `HAS_TEMPLATE_CODE`.
    """
    data = bytes(data)
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("EMPTY_FILE", N_("This file is empty. Check that it was saved, and select it again."))
    if len(data) > limit_mb * 1_000_000:
        raise Refused(
            "TOO_LARGE",
            N_("This file is larger than %(limit)s MB. Scan it at a lower quality, or split it."), limit=limit_mb,
        )  # fmt: skip
    kind = sniff.kind_of(name, data)
    said = sniff.said_kind(name)
    if kind is None or (kind not in allowed and said in (None, kind)):
        raise _not_taken(allowed)
    if said is not None and said != kind:
        raise Refused(
            "NOT_WHAT_IT_SAYS",
            N_("This file is not what the end of its name says. Open it, save it in the right format, and bring "
               "that."),
        )  # fmt: skip
    if kind not in allowed:
        raise _not_taken(allowed)
    _look_into(kind, data, template_code)
    return SafeFile(clean_name(name, kind), kind, MEDIA_TYPES[kind], data)


def _look_into(kind, data, template_code):
    if kind in office.KINDS:
        office.refuse_unsafe(kind, data, template_code=template_code)
    elif kind is FileKind.PDF:
        portable.refuse_unsafe(data)
    elif kind in (FileKind.JPEG, FileKind.PNG):
        sniff.refuse_bad_image(kind, data)
    elif kind is FileKind.HTML:
        sniff.refuse_scripts(data)


WORDS = {
    FileKind.DOCX: N_("Word (.docx)"), FileKind.PDF: "PDF", FileKind.XLSX: N_("Excel (.xlsx)"),
    FileKind.ODT: N_("OpenDocument text"), FileKind.ODS: N_("OpenDocument spreadsheet"), FileKind.CSV: "CSV",
    FileKind.TEXT: N_("plain text"), FileKind.HTML: N_("web page"), FileKind.JPEG: "JPEG", FileKind.PNG: "PNG",
    FileKind.SOUND: N_("sound"), FileKind.OTHER: N_("other"),
}  # fmt: skip


def _not_taken(allowed):
    kinds = ", ".join(sorted(WORDS[kind] for kind in allowed))
    return Refused(
        "TYPE_NOT_TAKEN",
        N_("This kind of file is not taken here. Save it as one of these and bring that: %(kinds)s."), kinds=kinds,
    )  # fmt: skip


def clean_name(name: str, kind: FileKind) -> str:
    """A name without a path, without what cannot be seen or turns the text around, at most 120 characters long.

    Ends as its kind ends. What leaves nothing becomes "file".
    """
    text = unicodedata.normalize("NFC", str(name or "")).replace("\\", "/").split("/")[-1]
    text = "".join(c for c in text if c not in DIRECTION and unicodedata.category(c) not in UNSEEN)
    text = re.sub(r"\s+", " ", NOT_IN_NAMES.sub(" ", text)).strip(" .")
    stem, dot, end = text.rpartition(".")
    endings = sniff.ENDINGS.get(kind, ())
    if dot and end.casefold() in endings:
        ending = end.casefold()
    else:
        stem, ending = text, (endings[0] if endings else "")
    stem = stem.strip(" .")[: LONGEST_NAME - len(ending) - 1].strip(" .")
    if not stem or RESERVED.match(stem.split(".")[0]):
        stem = f"file {stem}".strip()
    return f"{stem}.{ending}" if ending else stem


UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
