"""What papers a case holds, to whom a copy goes, and the life of a copy. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
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


class Recipient(StrEnum):
    """Who gets a copy."""

    COURT = "COURT"
    PARTY = "PARTY"
    SOLICITOR = "SOLICITOR"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY"
    OTHER = "OTHER"


RECIPIENTS = {
    Recipient.COURT: N_("The court"),
    Recipient.PARTY: N_("A party to the case"),
    Recipient.SOLICITOR: N_("A party's solicitor"),
    Recipient.LOCAL_AUTHORITY: N_("The local authority"),
    Recipient.OTHER: N_("Someone else"),
}


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
    ),
)  # fmt: skip
