"""What the tests of boards start from: a board with a member, a meeting, a paper, a minute."""

import datetime as dt

from goldenthread.boards.operations.boards import seat_member, set_up_board
from goldenthread.boards.operations.meetings import hold_meeting, plan_meeting, send_papers_out
from goldenthread.boards.operations.papers import add_paper
from goldenthread.boards.queries.boards import members_on
from goldenthread.boards.rules import Attended
from tests.cast import LONG_AGO

STANDING = ["INTERESTS", "MATTERS_ARISING", "PLAN", "AREA_REPORTS", "RISKS"]


def board(cast, **over):
    """A committee of England with five standing items and nobody on it."""
    cast.as_(cast.secretary)
    said = {
        "name": "Practice committee", "kind": "COMMITTEE", "nation": "ENGLAND", "remit": "Watches over practice.",
        "standing_items": STANDING, "a_year": 4, **over,
    }  # fmt: skip
    return set_up_board(by=cast.secretary, now=cast.now, **said)


def member(cast, made, person=None, **over):
    """A member of it since long ago: the board member of the cast."""
    cast.as_(cast.secretary)
    said = {"person": person or cast.board, "capacity": "MEMBER", "from_on": LONG_AGO, **over}
    return seat_member(board=made, by=cast.secretary, now=cast.now, **said)


def meeting(cast, made, days=7):
    """A meeting some days from now, with the standing agenda."""
    cast.as_(cast.secretary)
    return plan_meeting(
        board=made, starts_at=cast.now + dt.timedelta(days=days), place="Room 4", by=cast.secretary, now=cast.now
    )


def item(row, kind="PLAN"):
    """The item of a kind on its agenda."""
    return row.items.get(kind=kind, taken_off_at__isnull=True)


def paper(cast, row, kind="PLAN", **over):
    """A paper under one of its items."""
    cast.as_(cast.secretary)
    said = {"title": "How the plan goes", "words": "Three lines are late.", "asks": "To ask why.", **over}
    return add_paper(item=item(row, kind), by=cast.secretary, now=cast.now, **said)


def out(cast, row):
    """The meeting, its papers sent out."""
    cast.as_(cast.secretary)
    return send_papers_out(meeting=row, by=cast.secretary, now=cast.now)


def held(cast, row):
    """The meeting, its papers out and held with everyone there."""
    row = out(cast, row) if row.state == "PLANNED" else row
    later = max(cast.now, row.starts_at + dt.timedelta(hours=2))
    there = {one.pk: Attended.PRESENT for one in members_on(row.board, row.starts_at.date())}
    return hold_meeting(meeting=row, attended=there, by=cast.secretary, now=later)
