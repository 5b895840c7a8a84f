"""The life of a plan, a recommendation and a risk, how progress is told, and how a risk is scored. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class PlanState(StrEnum):
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    ENDED = "ENDED"


PLAN_STATES = {
    PlanState.DRAFT: N_("Draft"),
    PlanState.PUBLISHED: N_("Published"),
    PlanState.ENDED: N_("Ended"),
}

PLAN_LIFE = Lifecycle(
    name="plan",
    first=PlanState.DRAFT,
    states=tuple(PlanState),
    transitions=(
        Transition(PlanState.DRAFT, PlanState.PUBLISHED, Permission.PLAN_MANAGE, Verb.PLAN_PUBLISHED, N_("Publish it")),
        # A published plan is edited further; publishing again makes the next version.
        Transition(PlanState.PUBLISHED, PlanState.PUBLISHED, Permission.PLAN_MANAGE, Verb.PLAN_PUBLISHED,
                   N_("Publish a new version")),
        Transition(PlanState.PUBLISHED, PlanState.ENDED, Permission.PLAN_MANAGE, Verb.PLAN_ENDED, N_("End it"),
                   Comment.REQUIRED),
    ),
)  # fmt: skip


class SourceOfLearning(StrEnum):
    """Where a priority of a plan comes from."""

    AUDIT = "AUDIT"
    FOCUS_GROUP = "FOCUS_GROUP"
    NATIONAL_REPORT = "NATIONAL_REPORT"
    BOARD_FEEDBACK = "BOARD_FEEDBACK"
    INSPECTION = "INSPECTION"
    OTHER = "OTHER"


SOURCES_OF_LEARNING = {
    SourceOfLearning.AUDIT: N_("Learning review audit"),
    SourceOfLearning.FOCUS_GROUP: N_("Focus improvement group"),
    SourceOfLearning.NATIONAL_REPORT: N_("National report"),
    SourceOfLearning.BOARD_FEEDBACK: N_("Feedback from board members"),
    SourceOfLearning.INSPECTION: N_("Inspection"),
    SourceOfLearning.OTHER: N_("Something else"),
}


class Tie(StrEnum):
    """To what a "how we will know" is tied."""

    MEASURE = "MEASURE"
    EVIDENCE = "EVIDENCE"
    NOT_YET = "NOT_YET"


TIES = {
    Tie.MEASURE: N_("A measure"),
    Tie.EVIDENCE: N_("Evidence"),
    Tie.NOT_YET: N_("Not yet measurable"),
}


class Rag(StrEnum):
    """How a line stands. Never typed: it follows from dates and evidence (see `rag`)."""

    RED = "RED"
    AMBER = "AMBER"
    GREEN = "GREEN"
    BLUE = "BLUE"
    GREY = "GREY"


RAGS = {
    Rag.RED: N_("Late"),
    Rag.AMBER: N_("At risk"),
    Rag.GREEN: N_("On course"),
    Rag.BLUE: N_("Closed with evidence"),
    Rag.GREY: N_("No date yet"),
}


class ReceivedKind(StrEnum):
    NATIONAL_REPORT = "NATIONAL_REPORT"
    INSPECTION = "INSPECTION"
    REVIEW = "REVIEW"


RECEIVED_KINDS = {
    ReceivedKind.NATIONAL_REPORT: N_("National report"),
    ReceivedKind.INSPECTION: N_("Inspection"),
    ReceivedKind.REVIEW: N_("Review"),
}


class Reply(StrEnum):
    """Whether a recommendation is accepted."""

    ACCEPTED = "ACCEPTED"
    IN_PART = "IN_PART"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    NOT_OURS = "NOT_OURS"


REPLIES = {
    Reply.ACCEPTED: N_("Accepted"),
    Reply.IN_PART: N_("Accepted in part"),
    Reply.NOT_ACCEPTED: N_("Not accepted"),
    Reply.NOT_OURS: N_("For others to answer"),
}


class ReceivedState(StrEnum):
    RECEIVED = "RECEIVED"
    ANSWERED = "ANSWERED"
    MET = "MET"
    SIGNED_OFF = "SIGNED_OFF"


RECEIVED_STATES = {
    ReceivedState.RECEIVED: N_("To answer"),
    ReceivedState.ANSWERED: N_("Answered"),
    ReceivedState.MET: N_("Said to be met"),
    ReceivedState.SIGNED_OFF: N_("Signed off"),
}

RECEIVED_LIFE = Lifecycle(
    name="recommendation received",
    first=ReceivedState.RECEIVED,
    states=tuple(ReceivedState),
    transitions=(
        Transition(ReceivedState.RECEIVED, ReceivedState.ANSWERED, Permission.RECEIVED_MANAGE, Verb.RECEIVED_ANSWERED,
                   N_("Answer it"), Comment.REQUIRED),
        Transition(ReceivedState.ANSWERED, ReceivedState.MET, Permission.RECEIVED_MANAGE, Verb.RECEIVED_MET,
                   N_("Say that it is met"), Comment.REQUIRED),
        Transition(ReceivedState.MET, ReceivedState.ANSWERED, Permission.RECEIVED_SIGN, Verb.RECEIVED_RETURNED,
                   N_("Send it back"), Comment.REQUIRED),
        Transition(ReceivedState.MET, ReceivedState.SIGNED_OFF, Permission.RECEIVED_SIGN, Verb.RECEIVED_SIGNED_OFF,
                   N_("Sign it off"), Comment.REQUIRED),
    ),
)  # fmt: skip


class RiskState(StrEnum):
    OPEN = "OPEN"
    ESCALATED = "ESCALATED"
    CLOSED = "CLOSED"


RISK_STATES = {
    RiskState.OPEN: N_("Watched"),
    RiskState.ESCALATED: N_("Escalated to the national register"),
    RiskState.CLOSED: N_("Closed"),
}

RISK_LIFE = Lifecycle(
    name="risk",
    first=RiskState.OPEN,
    states=tuple(RiskState),
    transitions=(
        Transition(RiskState.OPEN, RiskState.ESCALATED, Permission.RISK_MANAGE, Verb.RISK_ESCALATED,
                   N_("Escalate it to the national register"), Comment.REQUIRED),
        Transition(RiskState.ESCALATED, RiskState.OPEN, Permission.RISK_MANAGE, Verb.RISK_HANDED_BACK,
                   N_("Hand it back to the area"), Comment.REQUIRED),
        Transition(RiskState.OPEN, RiskState.CLOSED, Permission.RISK_MANAGE, Verb.RISK_CLOSED, N_("Close it"),
                   Comment.REQUIRED),
        Transition(RiskState.ESCALATED, RiskState.CLOSED, Permission.RISK_MANAGE, Verb.RISK_CLOSED, N_("Close it"),
                   Comment.REQUIRED),
        Transition(RiskState.CLOSED, RiskState.OPEN, Permission.RISK_MANAGE, Verb.RISK_REOPENED, N_("Open it again"),
                   Comment.REQUIRED),
    ),
)  # fmt: skip


class Line(StrEnum):
    """Who assures that a control works (three lines: The Orange Book, HM Treasury, 2023)."""

    FIRST = "FIRST"
    SECOND = "SECOND"
    THIRD = "THIRD"


ASSURANCE_LINES = {
    Line.FIRST: N_("First line: those who do the work"),
    Line.SECOND: N_("Second line: those who oversee it"),
    Line.THIRD: N_("Third line: independent assurance"),
}


class Works(StrEnum):
    """Whether a control works, by its last assurance."""

    WORKS = "WORKS"
    IN_PART = "IN_PART"
    DOES_NOT = "DOES_NOT"
    NOT_ASSURED = "NOT_ASSURED"


CONTROL_WORKS = {
    Works.WORKS: N_("Works"),
    Works.IN_PART: N_("Works in part"),
    Works.DOES_NOT: N_("Does not work"),
    Works.NOT_ASSURED: N_("Not assured yet"),
}
