"""States of a line of enquiry, and the vocabularies of the contact log."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class LineState(StrEnum):
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    SET_DOWN = "SET_DOWN"


LINE_STATES = {
    LineState.OPEN: N_("Open"),
    LineState.ANSWERED: N_("Answered"),
    LineState.SET_DOWN: N_("Set down with a reason"),
}

LINE = Lifecycle(
    name="line of enquiry",
    first=LineState.OPEN,
    states=tuple(LineState),
    transitions=(
        Transition(LineState.OPEN, LineState.ANSWERED, Permission.ENQUIRY_RECORD, Verb.ENQUIRY_ANSWERED,
                   N_("Answer this line of enquiry"), Comment.REQUIRED),
        Transition(LineState.OPEN, LineState.SET_DOWN, Permission.ENQUIRY_RECORD, Verb.ENQUIRY_SET_DOWN,
                   N_("Set it down without an answer"), Comment.REQUIRED),
        Transition(LineState.ANSWERED, LineState.OPEN, Permission.ENQUIRY_RECORD, Verb.ENQUIRY_REOPENED,
                   N_("Open it again"), Comment.REQUIRED),
        Transition(LineState.SET_DOWN, LineState.OPEN, Permission.ENQUIRY_RECORD, Verb.ENQUIRY_REOPENED,
                   N_("Open it again"), Comment.REQUIRED),
    ),
)  # fmt: skip


class Method(StrEnum):
    PHONE = "PHONE"
    VIDEO = "VIDEO"
    IN_PERSON = "IN_PERSON"
    LETTER = "LETTER"
    EMAIL = "EMAIL"
    TEXT = "TEXT"
    CHECK = "CHECK"


METHODS = {
    Method.PHONE: N_("Telephone"),
    Method.VIDEO: N_("Video call"),
    Method.IN_PERSON: N_("In person"),
    Method.LETTER: N_("Letter"),
    Method.EMAIL: N_("E-mail"),
    Method.TEXT: N_("Text message"),
    Method.CHECK: N_("Check with police or local authority"),
}


class Outcome(StrEnum):
    REACHED = "REACHED"
    NO_ANSWER = "NO_ANSWER"
    MESSAGE_LEFT = "MESSAGE_LEFT"
    SENT = "SENT"
    DECLINED = "DECLINED"
    NOT_SAFE = "NOT_SAFE"


OUTCOMES = {
    Outcome.REACHED: N_("Reached"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.MESSAGE_LEFT: N_("Message left"),
    Outcome.SENT: N_("Sent"),
    Outcome.DECLINED: N_("They declined to speak"),
    Outcome.NOT_SAFE: N_("Not safe to speak"),
}

# Ways of reaching a person directly, before which their safe-contact rule must be known.
NEEDS_SAFE_CONTACT = frozenset(Method) - {Method.CHECK}
