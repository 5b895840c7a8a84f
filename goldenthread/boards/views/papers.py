"""The pages of board papers: one paper, adding one, changing it before it is out, taking it back."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.boards.forms.meetings import NothingForm, PaperForm
from goldenthread.boards.operations import papers as operations
from goldenthread.boards.presenters import meetings as shown
from goldenthread.boards.queries import meetings as queries
from goldenthread.boards.rules import MeetingState
from goldenthread.drafts.pages import form_page


def paper(request, paper):
    """One paper: its words, what it asks, what it rests on as far as the reader may see, what came of it."""
    meeting = paper.item.meeting
    manages = may(request.who, P.BOARD_MANAGE, paper) and meeting.state not in queries.HELD
    context = {
        "paper": paper,
        "meeting": meeting,
        "row": shown.paper_row(paper, meeting),
        "changes": manages and meeting.state == MeetingState.PLANNED and paper.taken_back_at is None,
        "takes_back": manages and paper.taken_back_at is None,
        "trace": trace(paper, request.who),
    }
    return render(request, "boards/paper.html", context)


def _asked(request, item):
    board = item.meeting.board
    return {"packs": queries.packs_of(board), "citable": queries.citable(request.who, board.nation)}


def paper_new(request, item):
    """Adds a paper to an item."""
    return form_page(
        request, PaperForm, "boards/paper_new.html", context={"item": item, "meeting": item.meeting},
        **_asked(request, item),
        save=lambda said: operations.add_paper(item=item, by=request.person, now=request.now, **said),
        done=lambda row: reverse("boards:meeting", args=[item.meeting_id]), said=_("The paper is added."),
    )  # fmt: skip


def paper_edit(request, paper):
    """Changes a paper that is not out yet."""
    initial = {
        "title": paper.title, "words": paper.words, "asks": paper.asks, "pack": str(paper.pack_id or ""),
        "for_members": "YES" if paper.for_members else "NO",
    }  # fmt: skip
    return form_page(
        request, PaperForm, "boards/paper_edit.html", context={"paper": paper, "meeting": paper.item.meeting},
        initial=initial, **_asked(request, paper.item),
        save=lambda said: operations.change_paper(paper=paper, by=request.person, now=request.now, **said),
        done=lambda row: reverse("boards:paper", args=[row.pk]), said=_("Saved."),
    )  # fmt: skip


def paper_take_back(request, paper):
    """Takes a paper back."""
    return form_page(
        request, NothingForm, "boards/paper_take_back.html", context={"paper": paper, "meeting": paper.item.meeting},
        save=lambda _said: operations.take_paper_back(paper=paper, by=request.person, now=request.now),
        done=lambda _row: reverse("boards:meeting", args=[paper.item.meeting_id]), said=_("The paper is taken back."),
    )  # fmt: skip
