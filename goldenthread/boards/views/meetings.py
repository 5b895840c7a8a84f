"""The pages of a meeting: one page to read it by, its agenda, holding it, its minutes."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.queries import owner_posts
from goldenthread.boards.forms.meetings import (
    AttendanceForm,
    ItemEditForm,
    ItemForm,
    MeetingForm,
    MinuteEditForm,
    MinuteForm,
    NothingForm,
)
from goldenthread.boards.models import Minute
from goldenthread.boards.operations import meetings as operations
from goldenthread.boards.presenters import boards as shown_boards
from goldenthread.boards.presenters import meetings as shown
from goldenthread.boards.queries import boards as board_queries
from goldenthread.boards.queries import meetings as queries
from goldenthread.boards.rules import ItemKind, MeetingState
from goldenthread.drafts.pages import form_page
from goldenthread.improvement.presenters.plans import report_row


def meeting(request, meeting):
    """A meeting on one page: agenda, what is asked, interests, papers in order, who was there, the minutes."""
    day = today_of(meeting.starts_at)
    rows = [shown.item_row(item, meeting, request.today) for item in queries.agenda(meeting, request.who)]
    kinds = {row["kind"] for row in rows}
    seats = [row for row in board_queries.members(meeting.board) if board_queries.sits(row, day)]
    members = [(row, shown_boards.member_row(row, day, meeting)) for row in seats]
    over = meeting.state in queries.HELD
    mine = next((said for row, said in members if row.person_id == request.person.pk), None)
    declare = reverse("boards:interest_new", args=[meeting.board_id]) + f"?meeting={meeting.pk}"
    context = {
        "meeting": meeting,
        "state": shown_boards.state_of(meeting),
        "rows": rows,
        "members": [said for _row, said in members],
        "asked": [] if over else shown.asked(rows, declare=declare if mine and mine["undeclared"] else ""),
        "attendance": shown.attendance_rows(queries.attendance(meeting)) if over else [],
        "arising": _arising(request, meeting) if ItemKind.MATTERS_ARISING in kinds else [],
        "reports": [report_row(row) for row in queries.area_reports(meeting)] if ItemKind.AREA_REPORTS in kinds else [],
        "over": over,
        "manages": may(request.who, P.BOARD_MANAGE, meeting),
    }
    return render(request, "boards/meeting.html", context)


def _arising(request, meeting):
    return [shown.action_row(row, request.today) for row in queries.matters_arising(meeting, request.who)]


def _to_meeting(meeting):
    return lambda _row: reverse("boards:meeting", args=[meeting.pk])


def meeting_new(request, board):
    """Plans a meeting."""
    return form_page(
        request, MeetingForm, "boards/meeting_new.html",
        context={"board": board, "standing_items": shown_boards.standing_items(board)},
        save=lambda said: operations.plan_meeting(board=board, by=request.person, now=request.now, **said),
        done=lambda row: reverse("boards:meeting", args=[row.pk]), said=_("The meeting is planned, with its agenda."),
    )  # fmt: skip


def _step(request, meeting, form, template, *, save, said, **kwargs):
    """One step of a meeting: a form, an operation, and back to the meeting."""
    context = {"meeting": meeting, "board": meeting.board, **kwargs.pop("context", {})}
    return form_page(
        request, form, template, context=context, **kwargs, done=_to_meeting(meeting), said=said,
        save=lambda answers: save(by=request.person, now=request.now, **answers),
    )  # fmt: skip


def meeting_edit(request, meeting):
    """Changes when and where a meeting is."""
    return _step(
        request, meeting, MeetingForm, "boards/meeting_edit.html", said=_("Saved."),
        initial={"starts_at": meeting.starts_at, "place": meeting.place},
        save=lambda **said: operations.change_meeting(meeting=meeting, **said),
    )  # fmt: skip


def item_new(request, meeting):
    """Adds an item to an agenda."""
    return _step(
        request, meeting, ItemForm, "boards/item_new.html", said=_("The item is on the agenda."),
        save=lambda **said: operations.add_item(meeting=meeting, **said),
    )  # fmt: skip


def item_edit(request, item):
    """Changes an item, and its place on the agenda."""
    return _step(
        request, item.meeting, ItemEditForm, "boards/item_edit.html", context={"item": item}, said=_("Saved."),
        initial={name: getattr(item, name) for name in ("kind", "title", "lead", "number")},
        save=lambda **said: operations.change_item(item=item, **said),
    )  # fmt: skip


def item_off(request, item):
    """Takes an item off an agenda."""
    return _step(
        request, item.meeting, NothingForm, "boards/item_off.html", context={"item": item},
        said=_("The item is off the agenda."), save=lambda **said: operations.take_item_off(item=item, **said),
    )  # fmt: skip


def papers_out(request, meeting):
    """Sends the papers of a meeting out."""
    rows = [shown.item_row(item, meeting, request.today) for item in queries.agenda(meeting, request.who)]
    return _step(
        request, meeting, NothingForm, "boards/papers_out.html", context={"rows": rows},
        said=_("The papers are out. Members read them from now on."),
        save=lambda **said: operations.send_papers_out(meeting=meeting, **said),
    )  # fmt: skip


def held(request, meeting):
    """Records that a meeting was held, and who was there."""
    return _step(
        request, meeting, AttendanceForm, "boards/held.html", said=_("It is recorded. Take the minutes by item."),
        members=board_queries.members_on(meeting.board, today_of(meeting.starts_at)),
        save=lambda **said: operations.hold_meeting(meeting=meeting, **said),
    )  # fmt: skip


def minutes_agree(request, meeting):
    """Records that the minutes are agreed."""
    return _step(
        request, meeting, NothingForm, "boards/minutes_agree.html", said=_("The minutes are agreed."),
        save=lambda **said: operations.agree_minutes(meeting=meeting, **said),
    )  # fmt: skip


def minute_new(request, item):
    """Takes a minute of an item."""
    papers = item.papers.filter(taken_back_at__isnull=True)
    return _step(
        request, item.meeting, MinuteForm, "boards/minute_new.html", context={"item": item}, papers=papers,
        owners=owner_posts(item.meeting.board.nation), said=_("The minute is taken."),
        save=lambda **said: operations.take_minute(item=item, **said),
    )  # fmt: skip


def minute(request, minute):
    """One minute: what was said at which item, what it answers and what came of it."""
    row = queries.with_actions(Minute.objects.filter(pk=minute.pk), request.who).get()
    meeting = minute.item.meeting
    context = {
        "minute": minute,
        "meeting": meeting,
        "row": shown.minute_row(row, request.today),
        "changes": meeting.state == MeetingState.HELD and may(request.who, P.BOARD_MANAGE, minute),
        "trace": trace(minute, request.who),
    }
    return render(request, "boards/minute.html", context)


def minute_edit(request, minute):
    """Changes the words of a minute before it is agreed."""
    return form_page(
        request, MinuteEditForm, "boards/minute_edit.html", context={"minute": minute}, initial={"words": minute.words},
        save=lambda said: operations.change_minute(minute=minute, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("boards:minute", args=[minute.pk]), said=_("Saved."),
    )  # fmt: skip
