"""What papers a case holds, to whom a copy goes, and the life of a copy. Plain values."""

import re
from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.documents.rules import FileKind
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class PaperSource(StrEnum):
    """How a paper came to be held."""

    COURT = "COURT"
    BROUGHT = "BROUGHT"
    MADE = "MADE"


PAPER_SOURCES = {
    PaperSource.COURT: N_("From the court"),
    PaperSource.BROUGHT: N_("Brought in by staff"),
    PaperSource.MADE: N_("Made out of the record"),
}


class PaperKind(StrEnum):
    """What a paper is."""

    APPLICATION = "APPLICATION"
    HARM_FORM = "HARM_FORM"
    CONFIDENTIAL_DETAILS = "CONFIDENTIAL_DETAILS"
    COURT_ORDER = "COURT_ORDER"
    BUNDLE = "BUNDLE"
    REPORT = "REPORT"
    REPORT_BACK = "REPORT_BACK"
    LETTER = "LETTER"
    CHILD = "CHILD"
    OTHER = "OTHER"


PAPER_KINDS = {
    PaperKind.APPLICATION: N_("Application"),
    PaperKind.HARM_FORM: N_("Form about harm (C1A)"),
    PaperKind.CONFIDENTIAL_DETAILS: N_("Confidential contact details (C8)"),
    PaperKind.COURT_ORDER: N_("Order or direction of the court"),
    PaperKind.BUNDLE: N_("Bundle"),
    PaperKind.REPORT: N_("Report to court"),
    PaperKind.REPORT_BACK: N_("Word copy brought back"),
    PaperKind.LETTER: N_("Letter"),
    PaperKind.CHILD: N_("Something a child made or wrote"),
    PaperKind.OTHER: N_("Other paper"),
}


# A form that exists to keep details from the other party is protected whatever anybody ticks.
ALWAYS_PROTECTED = frozenset({PaperKind.CONFIDENTIAL_DETAILS})
# What the product makes itself, or takes on a page of its own, is not brought in as a paper.
NOT_BROUGHT = frozenset({PaperKind.REPORT, PaperKind.REPORT_BACK})
BROUGHT_AS = frozenset({
    FileKind.PDF, FileKind.DOCX, FileKind.ODT, FileKind.XLSX, FileKind.ODS, FileKind.CSV, FileKind.TEXT,
    FileKind.JPEG, FileKind.PNG,
})  # fmt: skip
FILE_KINDS = {
    FileKind.DOCX: N_("Word document"),
    FileKind.PDF: N_("PDF"),
    FileKind.XLSX: N_("Excel workbook"),
    FileKind.ODT: N_("OpenDocument text"),
    FileKind.ODS: N_("OpenDocument spreadsheet"),
    FileKind.CSV: N_("Table as plain text (CSV)"),
    FileKind.TEXT: N_("Plain text"),
    FileKind.HTML: N_("Web page"),
    FileKind.JPEG: N_("Picture (JPEG)"),
    FileKind.PNG: N_("Picture (PNG)"),
    FileKind.SOUND: N_("Sound"),
    FileKind.OTHER: N_("Another kind of file"),
}

ENDINGS = {
    FileKind.DOCX: "docx", FileKind.PDF: "pdf", FileKind.XLSX: "xlsx", FileKind.ODT: "odt", FileKind.ODS: "ods",
    FileKind.CSV: "csv", FileKind.TEXT: "txt", FileKind.HTML: "html", FileKind.JPEG: "jpg", FileKind.PNG: "png",
    FileKind.SOUND: "mp3", FileKind.OTHER: "bin",
}  # fmt: skip


def saved_as(reference: str, what: str, day: str, file_kind: str) -> str:
    """The name under which a file is saved outside: case, kind and day, and nothing of a family.

    What a file was called when it came may name a family; whoever shares the computer reads the list of downloads.
    """
    return f"{reference}-{what.lower().replace('_', '-')}-{day}.{ENDINGS[FileKind(file_kind)]}"


class HeldState(StrEnum):
    """Whether the file itself is here. A paper of the court is known of before it is fetched."""

    TO_FETCH = "TO_FETCH"
    HELD = "HELD"
    NOT_THERE = "NOT_THERE"
    REFUSED = "REFUSED"


HELD_STATES = {
    HeldState.TO_FETCH: N_("To be fetched from the court"),
    HeldState.HELD: N_("Held"),
    HeldState.NOT_THERE: N_("The court does not have it"),
    HeldState.REFUSED: N_("Not taken: it is not safe to open"),
}

# Why a file of the court was not taken (codes of documents.safety), said to someone who cannot send it anew.
WHY_REFUSED = {
    "EMPTY_FILE": N_("The file was empty. Ask the court to send it again"),
    "TOO_LARGE": N_("The file is larger than can be kept. Ask the court for it in parts"),
    "LOCKED_FILE": N_("The file is locked with a password. Ask the court to send it without"),
    "HAS_MACROS": N_("The file holds a program. Ask the court for a PDF"),
}


class Recipient(StrEnum):
    """Who gets a copy. OFFICE: we ourselves, to work on it; it leaves the house for nobody."""

    COURT = "COURT"
    PARTY = "PARTY"
    SOLICITOR = "SOLICITOR"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY"
    OTHER = "OTHER"
    OFFICE = "OFFICE"


RECIPIENTS = {
    Recipient.COURT: N_("The court"),
    Recipient.PARTY: N_("A party to the case"),
    Recipient.SOLICITOR: N_("A party's solicitor"),
    Recipient.LOCAL_AUTHORITY: N_("The local authority"),
    Recipient.OTHER: N_("Someone else"),
    Recipient.OFFICE: N_("Our own office"),
}
# A copy for these is for one party; for those one must say in words who it is.
FOR_A_PARTY = frozenset({Recipient.PARTY, Recipient.SOLICITOR})
IN_WORDS = frozenset({Recipient.LOCAL_AUTHORITY, Recipient.OTHER})


class Purpose(StrEnum):
    """Why a copy leaves the house."""

    TO_FILE = "TO_FILE"
    TO_SERVE = "TO_SERVE"
    TO_EDIT = "TO_EDIT"
    BY_DIRECTION = "BY_DIRECTION"


PURPOSES = {
    Purpose.TO_FILE: N_("To file it with the court"),
    Purpose.TO_SERVE: N_("To give it to someone who is to have it"),
    Purpose.TO_EDIT: N_("To work on it in Word and bring it back"),
    Purpose.BY_DIRECTION: N_("The court has directed it"),
}

# Recipient: what a copy for them can be for, the usual one first. Only the court has it filed; only we work on it.
PURPOSES_FOR = {
    Recipient.COURT: (Purpose.TO_FILE, Purpose.BY_DIRECTION),
    Recipient.OFFICE: (Purpose.TO_EDIT,),
    **dict.fromkeys(
        (Recipient.PARTY, Recipient.SOLICITOR, Recipient.LOCAL_AUTHORITY, Recipient.OTHER),
        (Purpose.TO_SERVE, Purpose.BY_DIRECTION),
    ),
}
# A Word copy can be altered and passed on as ours, so it goes to the court and to ourselves alone.
FORMATS_FOR = {
    Recipient.COURT: (FileKind.PDF, FileKind.DOCX),
    Recipient.OFFICE: (FileKind.DOCX,),
    **dict.fromkeys(
        (Recipient.PARTY, Recipient.SOLICITOR, Recipient.LOCAL_AUTHORITY, Recipient.OTHER), (FileKind.PDF,)
    ),
}


def usual_purpose(recipient: Recipient, *, directed: bool = False) -> Purpose:
    """What a copy for this recipient is for; `directed`: the court has directed that they get it."""
    purposes = PURPOSES_FOR[recipient]
    return Purpose.BY_DIRECTION if directed and Purpose.BY_DIRECTION in purposes else purposes[0]


def is_withheld(direction_member, recipient: Recipient, member) -> bool:
    """Whether a direction to withhold from `direction_member` (None: from every party) binds a copy for this recipient.

    Never for the court, which gave it, nor for ourselves. Who is no party and no local authority gets the least: they
    may pass it on to anyone.
    """
    if recipient in {Recipient.COURT, Recipient.OFFICE}:
        return False
    if direction_member is None or recipient == Recipient.OTHER:
        return True
    return recipient in FOR_A_PARTY and direction_member == member


class CopyState(StrEnum):
    STOPPED = "STOPPED"
    CLEAR = "CLEAR"
    CLEARED = "CLEARED"
    KEPT_BACK = "KEPT_BACK"


COPY_STATES = {
    CopyState.STOPPED: N_("Stopped at the gate"),
    CopyState.CLEAR: N_("Nothing protected found"),
    CopyState.CLEARED: N_("Looked at and let out"),
    CopyState.KEPT_BACK: N_("Looked at and kept back"),
}

# From these states a copy may leave.
MAY_LEAVE = frozenset({CopyState.CLEAR, CopyState.CLEARED})

COPY_LIFE = Lifecycle(
    name="copy at the gate",
    first=CopyState.STOPPED,
    states=tuple(CopyState),
    transitions=(
        Transition(CopyState.STOPPED, CopyState.CLEAR, Permission.COPY_MAKE, Verb.COPY_MADE,
                   N_("The gate finds nothing")),
        Transition(CopyState.STOPPED, CopyState.CLEARED, Permission.COPY_CLEAR, Verb.COPY_CLEARED,
                   N_("Let it out"), Comment.REQUIRED),
        Transition(CopyState.STOPPED, CopyState.KEPT_BACK, Permission.COPY_CLEAR, Verb.COPY_KEPT_BACK,
                   N_("Keep it back"), Comment.REQUIRED),
        # Something was protected after the gate had looked: it looks again before each copy leaves.
        Transition(CopyState.CLEAR, CopyState.STOPPED, Permission.COPY_MAKE, Verb.COPY_STOPPED,
                   N_("The gate finds something new")),
        Transition(CopyState.CLEARED, CopyState.STOPPED, Permission.COPY_MAKE, Verb.COPY_STOPPED,
                   N_("The gate finds something that nobody has looked at")),
    ),
)  # fmt: skip


# What one may see of, and is not a detail itself: it can be let out once someone has looked.
NEVER_WHOLE = frozenset({"SCHOOL", "REFUGE_AREA", "WITHHELD"})
# What a child asked to be kept back stays out for everyone, one sentence of it too.
ALWAYS_WHOLE = frozenset({"WORDS"})


class HitKind(StrEnum):
    """What the gate found. WITHHELD: words of a passage that is withheld, standing elsewhere in the copy."""

    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    SCHOOL = "SCHOOL"
    REFUGE_AREA = "REFUGE_AREA"
    WORDS = "WORDS"
    WITHHELD = "WITHHELD"


HIT_KINDS = {
    HitKind.ADDRESS: N_("a protected address"),
    HitKind.PHONE: N_("a protected telephone number"),
    HitKind.EMAIL: N_("a protected e-mail address"),
    HitKind.SCHOOL: N_("a protected place, such as a school"),
    HitKind.REFUGE_AREA: N_("where a refuge is"),
    HitKind.WORDS: N_("what a child asked to be kept back"),
    HitKind.WITHHELD: N_("words of a passage that is withheld"),
}

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
NUMBER = re.compile(r"(?:\+|\b)\d[\d\s()./-]{7,}\d\b")
ADDRESS_AT = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
# A shorter passage is a common phrase: it proves nothing that it stands elsewhere too.
FEWEST_WITHHELD_WORDS = 4


def details_in(rule: str) -> list[tuple[HitKind, str]]:
    """The numbers, e-mail addresses and postcodes in the words of a safe-contact rule: each is as good as a detail."""
    return [
        *((HitKind.PHONE, found) for found in NUMBER.findall(rule)),
        *((HitKind.EMAIL, found) for found in ADDRESS_AT.findall(rule)),
        *((HitKind.ADDRESS, found) for found in POSTCODE.findall(rule)),
    ]
