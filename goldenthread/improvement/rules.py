"""The life of a plan, a recommendation and a risk, how progress is told, and how a risk is scored. Plain values."""

import datetime as dt
from dataclasses import dataclass
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


class Fate(StrEnum):
    """What becomes of a row of a spreadsheet that is brought into a plan."""

    REFUSED = "REFUSED"
    DIFFERS = "DIFFERS"
    NEW = "NEW"
    SAME = "SAME"


FATES = {
    Fate.REFUSED: N_("Refused"),
    Fate.DIFFERS: N_("Differs from the line that is there"),
    Fate.NEW: N_("New line"),
    Fate.SAME: N_("The same as the line that is there"),
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


@dataclass(frozen=True)
class Standing:
    """How a line stands and why: the code, and a sentence with the values for its places."""

    rag: Rag
    why: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the standing of a line follows from. Dates are days; `noted_on` is that of the latest note of any kind;
    `due_from` is the day before which nothing is undertaken, where the words say one.

    `effect` and `effect_due_on` are those of a closed action; `done_on` of one that is said to be done.
    """

    state: str
    due_on: dt.date | None
    raised_on: dt.date
    due_from: dt.date | None = None
    noted_on: dt.date | None = None
    obstacle: bool = False
    done_on: dt.date | None = None
    effect: str = ""
    effect_due_on: dt.date | None = None
    confirmed_by: str = ""


# Days without a note after which a line is at risk, and days in which a sign-off should come: our own choice, no rule.
SILENT_DAYS, SIGN_DAYS, NEAR_DAYS = 90, 28, 28
# The worst first: how a priority stands is how its worst line stands.
WORST = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN, Rag.BLUE)


def rag(facts: Facts, today: dt.date) -> Standing:
    """How a line stands on a day. It follows from dates and evidence alone and is never typed."""
    if facts.state == "CLOSED":
        return _closed(facts, today)
    if facts.state == "DROPPED":
        return Standing(Rag.GREY, N_("Dropped, with the reason among its notes."))
    if facts.state == "DONE":
        waits = (today - facts.done_on).days
        if waits > SIGN_DAYS:
            return Standing(Rag.AMBER, N_("Said to be done %(days)s days ago, and not signed off."), (("days", waits),))
        return Standing(Rag.GREEN, N_("Said to be done; waits to be signed off."))
    return _open(facts, today)


def _closed(facts, today):
    if facts.effect == "DID_NOT":
        return Standing(Rag.AMBER, N_("Closed, and found not to have had its effect."))
    if facts.effect_due_on and facts.effect_due_on < today:
        return Standing(Rag.AMBER, N_("Closed; its effect should have been looked at on %(on)s."),
                        (("on", facts.effect_due_on),))  # fmt: skip
    if facts.effect == "WORKED":
        return Standing(Rag.BLUE, N_("Closed with evidence, and found to have worked."))
    return Standing(Rag.BLUE, N_("Closed with evidence."))


def _open(facts, today):
    if facts.due_on is None:
        if facts.confirmed_by:
            return Standing(Rag.GREY, N_("The date is to be confirmed by %(who)s."), (("who", facts.confirmed_by),))
        return Standing(Rag.GREY, N_("The date is to be confirmed."))
    if today > facts.due_on:
        return Standing(Rag.RED, N_("It was due on %(on)s."), (("on", facts.due_on),))
    if facts.obstacle:
        return Standing(Rag.AMBER, N_("Something stands in the way, by the latest note."))
    if facts.due_from is not None and today < facts.due_from:
        return Standing(Rag.GREEN, N_("To begin on %(on)s."), (("on", facts.due_from),))
    since = max(facts.noted_on or facts.raised_on, facts.due_from or facts.raised_on)
    if (today - since).days > SILENT_DAYS:
        return Standing(Rag.AMBER, N_("Nothing has been noted since %(on)s."), (("on", since),))
    if (facts.due_on - today).days <= NEAR_DAYS:
        return Standing(Rag.AMBER, N_("It is due on %(on)s and is not done."), (("on", facts.due_on),))
    return Standing(Rag.GREEN, N_("In time: due on %(on)s."), (("on", facts.due_on),))


def worst(rags) -> Rag:
    """How the whole stands: as its worst part."""
    found = set(rags)
    return next((one for one in WORST if one in found), Rag.GREY)
