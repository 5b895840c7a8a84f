"""The pages of boards: the list, one board, its members and interests, what it looked at in a year."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.actions.queries import nation_for
from goldenthread.boards.forms.boards import (
    BoardEditForm,
    BoardForm,
    InterestForm,
    MemberForm,
    RecordedInterestForm,
    TermEndForm,
)
from goldenthread.boards.operations import boards as operations
from goldenthread.boards.presenters import boards as shown
from goldenthread.boards.presenters import meetings as shown_meetings
from goldenthread.boards.queries import boards as queries
from goldenthread.boards.queries import meetings as meeting_queries
from goldenthread.boards.rules import year_of
from goldenthread.drafts.pages import form_page


def index(request):
    """The boards that this person may read."""
    rows = queries.boards(request.who, request.now, request.today)
    context = {
        "rows": [{"board": board, "kind": shown.kind_of(board)} for board in rows],
        "manages": request.who.may_ever(P.BOARD_MANAGE),
    }
    return render(request, "boards/index.html", context)


def board(request, board):
    """One board: remit, meetings, members of today and of before, and what they declared for whoever may read it."""
    everyone = queries.members(board)
    rows = [shown.member_row(row, request.today) for row in everyone]
    mine = next(
        (row for row in everyone if row.person_id == request.person.pk and queries.sits(row, request.today)), None
    )
    manages = may(request.who, P.BOARD_MANAGE, board)
    context = {
        "board": board,
        "kind": shown.kind_of(board),
        "standing_items": shown.standing_items(board),
        "meetings": [{"meeting": row, "state": shown.state_of(row)} for row in queries.meetings(board)],
        "members": [row for row in rows if row["sits"]],
        "to_come": [row for row in rows if not row["sits"] and not row["past"]],
        "past": [row for row in rows if row["past"]],
        "mine": shown.member_row(mine, request.today) if mine else None,
        "sees_interests": manages or queries.is_chair(mine),
        "manages": manages,
    }
    return render(request, "boards/board.html", context)


def scrutiny(request, board):
    """What the meetings of a year looked at, by kind of item; and what none of them did."""
    this = year_of(request.today)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 and 2000 <= int(said) <= this + 1 else this
    _start, end = meeting_queries.bounds(year)
    items = list(meeting_queries.scrutinised(board, year))
    last = meeting_queries.last_looked_at(board, end)
    context = {
        "board": board,
        "year": year,
        "this": this,
        "first": year_of(board.set_up_on),
        "seen": shown_meetings.scrutiny(board, items, last),
    }
    return render(request, "boards/scrutiny.html", context)


def _to_board(board):
    return lambda _row: reverse("boards:board", args=[board.pk])


def board_new(request):
    """Sets up a board."""
    nation = nation_for(request.who, P.BOARD_MANAGE)
    return form_page(
        request, BoardForm, "boards/board_new.html", initial={"a_year": 4},
        save=lambda said: operations.set_up_board(nation=nation, by=request.person, now=request.now, **said),
        done=lambda board: reverse("boards:board", args=[board.pk]), said=_("The board is set up."),
    )  # fmt: skip


def board_edit(request, board):
    """Changes a board."""
    initial = {name: getattr(board, name) for name in ("name", "kind", "remit", "standing_items", "a_year", "ended_on")}
    return form_page(
        request, BoardEditForm, "boards/board_edit.html", context={"board": board}, initial=initial,
        save=lambda said: operations.change_board(board=board, by=request.person, now=request.now, **said),
        done=_to_board(board), said=_("Saved."),
    )  # fmt: skip


def member_new(request, board):
    """Seats a member."""
    return form_page(
        request, MemberForm, "boards/member_new.html", context={"board": board},
        people=queries.can_be_seated(board, request.today),
        save=lambda said: operations.seat_member(board=board, by=request.person, now=request.now, **said),
        done=_to_board(board), said=_("They sit on the board."),
    )  # fmt: skip


def term_end(request, membership):
    """Ends the term of a member."""
    context = {"membership": membership, "name": queries.shown_name(membership)}
    return form_page(
        request, TermEndForm, "boards/term_end.html", context=context, initial={"to_on": membership.to_on},
        save=lambda said: operations.end_term(membership=membership, by=request.person, now=request.now, **said),
        done=_to_board(membership.board), said=_("The end of the term is recorded."),
    )  # fmt: skip


def interest_new(request, board):
    """A member declares an interest, or that there is none."""
    mine = queries.membership_of(board, request.person, request.today)
    if mine is None:
        raise Http404
    initial = {"meeting": request.GET.get("meeting", InterestForm.for_good)}
    return form_page(
        request, InterestForm, "boards/interest_new.html", context={"board": board},
        meetings=queries.meetings_to_come(board), initial=initial,
        save=lambda said: operations.declare_interest(membership=mine, by=request.person, now=request.now, **said),
        done=_to_board(board), said=_("Your declaration is recorded."),
    )  # fmt: skip


def interest_record(request, membership):
    """Records what a member declared by word of mouth or by letter."""
    board, name = membership.board, queries.shown_name(membership)
    return form_page(
        request, RecordedInterestForm, "boards/interest_record.html", context={"board": board, "name": name},
        meetings=queries.meetings_to_come(board),
        save=lambda said: operations.declare_interest(
            membership=membership, by=request.person, now=request.now, **said
        ),
        done=_to_board(board), said=_("The declaration is recorded."),
    )  # fmt: skip
