"""When an action is due as people really write it, whether it is late, and its life. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class ActionSource(StrEnum):
    """What an action comes from."""

    PLAN = "PLAN"
    REVIEW = "REVIEW"
    AUDIT = "AUDIT"
    COMPLAINT = "COMPLAINT"
    SUPERVISION = "SUPERVISION"
    RISK = "RISK"
    RECOMMENDATION = "RECOMMENDATION"
    BOARD = "BOARD"
    LEARNING = "LEARNING"
    OTHER = "OTHER"


ACTION_SOURCES = {
    ActionSource.PLAN: N_("Learning and Improvement Plan"),
    ActionSource.REVIEW: N_("Learning review"),
    ActionSource.AUDIT: N_("Audit"),
    ActionSource.COMPLAINT: N_("Complaint or compliment"),
    ActionSource.SUPERVISION: N_("Supervision"),
    ActionSource.RISK: N_("Risk register"),
    ActionSource.RECOMMENDATION: N_("Recommendation received"),
    ActionSource.BOARD: N_("Board or committee"),
    ActionSource.LEARNING: N_("Learning log"),
    ActionSource.OTHER: N_("Something else"),
}


class DueKind(StrEnum):
    """What a date as it was written means. The words stand beside it for ever."""

    DAY = "DAY"
    MONTH = "MONTH"
    RANGE = "RANGE"
    REPEATED = "REPEATED"
    UNDERWAY = "UNDERWAY"
    TO_BE_CONFIRMED = "TO_BE_CONFIRMED"


DUE_KINDS = {
    DueKind.DAY: N_("By a day"),
    DueKind.MONTH: N_("By the end of a month"),
    DueKind.RANGE: N_("From a month and by the end of another"),
    DueKind.REPEATED: N_("Again and again"),
    DueKind.UNDERWAY: N_("Underway, and by the end of a month"),
    DueKind.TO_BE_CONFIRMED: N_("To be confirmed by someone else"),
}


class ActionState(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    CLOSED = "CLOSED"
    DROPPED = "DROPPED"


ACTION_STATES = {
    ActionState.OPEN: N_("Open"),
    ActionState.DONE: N_("Done, waiting to be signed off"),
    ActionState.CLOSED: N_("Closed"),
    ActionState.DROPPED: N_("Dropped"),
}


class Effect(StrEnum):
    """What was found when the effect was looked at again."""

    WORKED = "WORKED"
    PARTLY = "PARTLY"
    DID_NOT = "DID_NOT"
    CANNOT_TELL = "CANNOT_TELL"


EFFECTS = {
    Effect.WORKED: N_("It had the effect that was meant"),
    Effect.PARTLY: N_("It had some of the effect"),
    Effect.DID_NOT: N_("It did not have the effect"),
    Effect.CANNOT_TELL: N_("It cannot be told yet"),
}

ACTION_LIFE = Lifecycle(
    name="action",
    first=ActionState.OPEN,
    states=tuple(ActionState),
    transitions=(
        Transition(ActionState.OPEN, ActionState.DONE, Permission.ACTION_WORK, Verb.ACTION_DONE,
                   N_("Say that it is done"), Comment.REQUIRED),
        Transition(ActionState.DONE, ActionState.CLOSED, Permission.ACTION_SIGN, Verb.ACTION_CLOSED,
                   N_("Sign it off"), Comment.REQUIRED),
        Transition(ActionState.DONE, ActionState.OPEN, Permission.ACTION_SIGN, Verb.ACTION_RETURNED,
                   N_("Send it back"), Comment.REQUIRED),
        Transition(ActionState.OPEN, ActionState.DROPPED, Permission.ACTION_MANAGE, Verb.ACTION_DROPPED,
                   N_("Drop it"), Comment.REQUIRED),
        Transition(ActionState.CLOSED, ActionState.OPEN, Permission.ACTION_MANAGE, Verb.ACTION_REOPENED,
                   N_("Open it again"), Comment.REQUIRED),
        Transition(ActionState.DROPPED, ActionState.OPEN, Permission.ACTION_MANAGE, Verb.ACTION_REOPENED,
                   N_("Open it again"), Comment.REQUIRED),
    ),
)  # fmt: skip
