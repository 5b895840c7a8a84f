"""Boards, members and interests as rows, tags and sentences for templates."""

from django.utils.translation import gettext as _

from goldenthread.boards.queries.boards import shown_name
from goldenthread.boards.rules import (
    BOARD_KINDS,
    CAPACITIES,
    ITEM_KINDS,
    MEETING_STATES,
    BoardKind,
    Capacity,
    ItemKind,
    MeetingState,
    agenda_order,
    standing_interests,
)

TONES = {
    MeetingState.PLANNED: "NEUTRAL",
    MeetingState.PAPERS_OUT: "INFO",
    MeetingState.HELD: "WARN",
    MeetingState.MINUTED: "GOOD",
}


def kind_of(board):
    """What a board is, in a word."""
    return _(BOARD_KINDS[BoardKind(board.kind)])


def standing_items(board):
    """What stands on every agenda of a board, in its order."""
    return [_(ITEM_KINDS[ItemKind(kind)]) for kind in agenda_order(board.standing_items)]


def state_of(meeting):
    """The tag of a meeting's state."""
    state = MeetingState(meeting.state)
    return {"code": TONES[state], "text": _(MEETING_STATES[state])}


def member_row(membership, today, meeting=None):
    """One member as they are named, with what stands of their declarations (for one meeting, where it is given).

    `undeclared`: they have declared neither an interest nor that there is none.
    """
    declared = standing_interests(membership.interests.all(), meeting.pk if meeting else None)
    return {
        "id": membership.pk,
        "name": shown_name(membership),
        "capacity": _(CAPACITIES[Capacity(membership.capacity)]),
        "from_on": membership.from_on,
        "to_on": membership.to_on,
        "sits": membership.from_on <= today and (membership.to_on is None or membership.to_on >= today),
        "past": membership.to_on is not None and membership.to_on < today,
        "undeclared": not declared,
        "interests": [interest_row(row, membership) for row in declared],
    }


def interest_row(interest, membership):
    """One declaration, as it is shown."""
    by_other = interest.declared_by_id != membership.person_id
    return {
        "none": interest.none,
        "words": _("Nothing to declare") if interest.none else interest.words,
        "at": interest.declared_at,
        "recorded_by": interest.declared_by.name if by_other else "",
        "meeting": interest.meeting,
    }
