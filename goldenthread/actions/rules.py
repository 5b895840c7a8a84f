"""What an action comes from, whether it is late, and its life. Plain values. `dates.py` reads when it is due."""

import datetime as dt
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


class DueState(StrEnum):
    """How an action stands to its date."""

    LATE = "LATE"
    SOON = "SOON"
    ON_TIME = "ON_TIME"
    WAITING = "WAITING"
    MET = "MET"
    MET_LATE = "MET_LATE"
    NO_MORE = "NO_MORE"


DUE_STATES = {
    DueState.LATE: N_("Late"),
    DueState.SOON: N_("Due soon"),
    DueState.ON_TIME: N_("In time"),
    DueState.WAITING: N_("No date yet"),
    DueState.MET: N_("Done in time"),
    DueState.MET_LATE: N_("Done late"),
    DueState.NO_MORE: N_("Dropped"),
}

# Days ahead within which the effect of an action or a risk is looked at again: later is a slip of the year, or never.
# Our own choice, no rule.
MOST_AHEAD = 1827
# Days before its date in which an action is due soon: our own choice, no rule.
SOON_DAYS = 28


def due_state(*, state: str, due_on: dt.date | None, done_on: dt.date | None, today: dt.date) -> DueState:
    """How an action stands to its date. `due_on` is the last day on which it is in time; None where it has none yet.

    What was done without a date was not done late, and what was dropped is no longer due.
    """
    if state == ActionState.DROPPED:
        return DueState.NO_MORE
    if state in {ActionState.DONE, ActionState.CLOSED} and done_on is not None:
        return DueState.MET_LATE if due_on is not None and done_on > due_on else DueState.MET
    if due_on is None:
        return DueState.WAITING
    if today > due_on:
        return DueState.LATE
    return DueState.SOON if (due_on - today).days <= SOON_DAYS else DueState.ON_TIME


def stands(state: str) -> bool:
    """Whether anyone still has something to do."""
    return state in {ActionState.OPEN, ActionState.DONE}


def next_round(due_on: dt.date, every_months: int) -> dt.date:
    """The date of the next round: so many months on, at the end of the month where it was the end of one."""
    month = due_on.month - 1 + every_months
    year, month = due_on.year + month // 12, month % 12 + 1
    last = end_of_month(year, month)
    if due_on == end_of_month(due_on.year, due_on.month):
        return last
    return min(last, dt.date(year, month, 1) + dt.timedelta(days=due_on.day - 1))


def round_of(due_on: dt.date, every_months: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """For which date a round that is done on a day counts, and when the next one is due.

    It counts for the last date that has come, or for the first where none has. Where one was missed and the next lies
    nearer than the one that was missed, and is due soon, it is the round of the next. A round that was missed is not
    made up for: the next one always lies ahead.
    """
    after = next_round(due_on, every_months)
    while after <= today:
        due_on, after = after, next_round(after, every_months)
    left = (after - today).days
    if today > due_on and left <= SOON_DAYS and left < (today - due_on).days:
        due_on, after = after, next_round(after, every_months)
    return due_on, after


def end_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return after - dt.timedelta(days=1)
