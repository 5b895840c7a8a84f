"""Planning a meeting, setting its agenda, holding it, taking its minutes and agreeing them."""

from django.db.models import Max

from goldenthread.actions.operations import raise_action
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.rules import ActionSource
from goldenthread.boards.models import AgendaItem, Attendance, Meeting, Minute
from goldenthread.boards.queries.boards import members_on
from goldenthread.boards.rules import (
    ITEM_KINDS,
    MEETING_LIFE,
    Attended,
    ItemKind,
    MeetingState,
    MinuteKind,
    agenda_order,
)
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

OVER = {MeetingState.HELD, MeetingState.MINUTED}


def locked(meeting):
    """The meeting as it is now, held until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("board").get(pk=meeting.pk)


def not_over(meeting):
    """The meeting, held for a change of its agenda or papers. Refuses with `MEETING_OVER`."""
    row = locked(meeting)
    if row.state in OVER:
        raise Refused("MEETING_OVER", N_("This meeting has been held. What it was given stays as it was."))
    return row


def on_agenda(item):
    """Refuses with `ITEM_OFF` what concerns an item that was taken off: nobody would find it again."""
    if AgendaItem.objects.filter(pk=item.pk, taken_off_at__isnull=False).exists():
        raise Refused("ITEM_OFF", N_("This item has been taken off the agenda. Choose or add another."))


@operation
def plan_meeting(*, board, starts_at, place="", by, now):
    """Plans a meeting, with the board's standing items as its agenda. Refuses with `SAME_TIME`, `BOARD_ENDED`."""
    if board.ended_on is not None and today_of(starts_at) > board.ended_on:
        raise Refused("BOARD_ENDED", N_("This board has ended."), field="starts_at")
    _free(board, starts_at)
    row = Meeting.objects.create(board=board, starts_at=starts_at, place=place)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=row, number=number, kind=kind, title=ITEM_KINDS[kind])
        for number, kind in enumerate(agenda_order(board.standing_items), 1)
    )
    record(Verb.MEETING_PLANNED, row, by=by, now=now, on=today_of(starts_at))
    return row


def _free(board, starts_at, but=None):
    if board.meetings.filter(starts_at=starts_at).exclude(pk=but).exists():
        raise Refused("SAME_TIME", N_("The board meets at that time already."), field="starts_at")


@operation
def change_meeting(*, meeting, starts_at, place, expected_version=None, by, now):
    """Changes when and where a meeting is. Refuses with `MEETING_OVER`, `SAME_TIME`, `CHANGED_MEANWHILE`."""
    row = not_over(meeting)
    unchanged(row, expected_version, ("starts_at", "place"))
    _free(row.board, starts_at, row.pk)
    new = {"starts_at": starts_at, "place": place}
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    row.starts_at, row.place, row.version = starts_at, place, row.version + 1
    row.save(update_fields=["starts_at", "place", "version"])
    record(Verb.MEETING_CHANGED, row, by=by, now=now, fields=changed)
    return row


@operation
def add_item(*, meeting, kind, title, lead="", by, now):
    """Adds an item at the end of an agenda; also what was raised at the meeting itself. Refuses with `AGREED`."""
    row = locked(meeting)
    if row.state == MeetingState.MINUTED:
        raise Refused("AGREED", N_("The minutes of this meeting are agreed."))
    last = row.items.filter(taken_off_at__isnull=True).aggregate(last=Max("number"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=row, number=last + 1, kind=kind, title=title or ITEM_KINDS[ItemKind(kind)], lead=lead
    )
    record(Verb.AGENDA_SET, item, by=by, now=now, kind=kind)
    return item


@operation
def change_item(*, item, kind, title, lead, number, expected_version=None, by, now):
    """Changes an item and its place. Refuses with `MEETING_OVER`, `ITEM_OFF`, `CHANGED_MEANWHILE`."""
    not_over(item.meeting)
    on_agenda(item)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    unchanged(row, expected_version, ("title", "lead"))
    row.kind, row.title, row.lead, row.version = kind, title, lead, row.version + 1
    row.save(update_fields=["kind", "title", "lead", "version"])
    others = list(row.meeting.items.filter(taken_off_at__isnull=True).exclude(pk=row.pk))
    others.insert(max(number - 1, 0), row)
    _renumber(others)
    record(Verb.AGENDA_SET, row, by=by, now=now, kind=kind)
    row.refresh_from_db()
    return row


def _renumber(items):
    # Numbers are used once in a meeting: out of the way first, then into place.
    away = 1000
    moved = [(number, item) for number, item in enumerate(items, 1) if item.number != number]
    for number, item in moved:
        AgendaItem.objects.filter(pk=item.pk).update(number=away + number)
    for number, item in moved:
        AgendaItem.objects.filter(pk=item.pk).update(number=number)


@operation
def take_item_off(*, item, by, now):
    """Takes an item off an agenda. Refuses with `MEETING_OVER`, `HAS_PAPERS`, `ALREADY_OFF`."""
    meeting = not_over(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.taken_off_at is not None:
        raise Refused("ALREADY_OFF", N_("This item has been taken off already."))
    if row.papers.filter(taken_back_at__isnull=True).exists():
        raise Refused("HAS_PAPERS", N_("Papers stand under this item. Take them back first."))
    row.taken_off_at, row.taken_off_by = now, by
    row.save(update_fields=["taken_off_at", "taken_off_by"])
    _renumber(list(meeting.items.filter(taken_off_at__isnull=True)))
    record(Verb.AGENDA_SET, row, by=by, now=now, kind=row.kind)
    return row


@operation
def send_papers_out(*, meeting, expected_version=None, by, now):
    """Sends the papers of a meeting out: from now on members read those that are meant for them.

    Refuses with `NOT_FROM_HERE`, `NO_AGENDA`, `CHANGED_MEANWHILE`.
    """
    row = locked(meeting)
    unchanged(row, expected_version, ("starts_at", "place"))
    step = MEETING_LIFE.check(row.state, MeetingState.PAPERS_OUT)
    items = row.items.filter(taken_off_at__isnull=True)
    if not items.exists():
        raise Refused("NO_AGENDA", N_("There is nothing on the agenda yet."))
    papers = items.filter(papers__taken_back_at__isnull=True, papers__for_members=True).count()
    row.state, row.papers_out_at, row.papers_out_by = MeetingState.PAPERS_OUT, now, by
    row.version += 1
    row.save(update_fields=["state", "papers_out_at", "papers_out_by", "version"])
    record(step.verb, row, by=by, now=now, papers=papers)
    return row


@operation
def hold_meeting(*, meeting, attended, expected_version=None, by, now):
    """Records that a meeting was held, and which members of that day were there: {membership id: Attended}.

    Refuses with `NOT_FROM_HERE`, `NOT_YET_HELD`, `ATTENDANCE_NEEDED`, `CHANGED_MEANWHILE`.
    """
    row = locked(meeting)
    unchanged(row, expected_version, ("starts_at", "place"))
    step = MEETING_LIFE.check(row.state, MeetingState.HELD)
    if row.starts_at > now:
        raise Refused("NOT_YET_HELD", N_("This meeting is still to come."))
    members = {member.pk for member in members_on(row.board, today_of(row.starts_at))}
    if members != set(attended):
        raise Refused("ATTENDANCE_NEEDED", N_("Say of each member of that day whether they were there."))
    Attendance.objects.bulk_create(
        Attendance(meeting=row, membership_id=member, attended=said) for member, said in attended.items()
    )
    row.state, row.version = MeetingState.HELD, row.version + 1
    row.save(update_fields=["state", "version"])
    said = list(attended.values())
    record(
        step.verb, row, by=by, now=now, present=said.count(Attended.PRESENT), apologies=said.count(Attended.APOLOGIES)
    )
    return row


def _open_to_minutes(item):
    row = locked(item.meeting)
    if row.state == MeetingState.MINUTED:
        raise Refused("AGREED", N_("The minutes of this meeting are agreed."))
    if row.state != MeetingState.HELD:
        raise Refused("NOT_HELD", N_("Record first that the meeting was held."))
    return row


@operation
def take_minute(
    *, item, kind, words, paper=None, title="", owner=None, accountable=None, due_words="", by, now
):  # fmt: skip
    """Takes a minute of an item. An undertaking becomes an action, which members may read of and never its notes.

    Refuses with `NOT_HELD`, `AGREED`, `ITEM_OFF`, `OTHER_ITEM`, `ACTION_NEEDED`, and as `raise_action` does.
    """
    meeting = _open_to_minutes(item)
    on_agenda(item)
    if paper is not None and paper.item_id != item.pk:
        raise Refused("OTHER_ITEM", N_("Choose a paper of this item."), field="paper")
    row = Minute(pk=new_id(), item=item, kind=kind, words=words, taken_at=now, taken_by=by)
    if kind == MinuteKind.ACTION:
        if not title or owner is None or accountable is None:
            raise Refused("ACTION_NEEDED", N_("Say what will be done, and by which posts."), field="title")
        row.action = raise_action(
            title=title, words=words, source=ActionSource.BOARD, source_words=meeting.board.name,
            nation=meeting.board.nation, owner=owner, accountable=accountable, due_words=due_words, for_members=True,
            raised_from=row, by=by, now=now,
        )  # fmt: skip
    row.save(force_insert=True)
    if paper is not None:
        link(row, Relation.ANSWERS, paper, by=by, now=now)
    record(Verb.MINUTE_TAKEN, row, by=by, now=now, kind=kind)
    return row


@operation
def change_minute(*, minute, words, expected_version=None, by, now):
    """Changes the words of a minute before it is agreed. Refuses with `AGREED`, `CHANGED_MEANWHILE`."""
    _open_to_minutes(minute.item)
    row = Minute.objects.select_for_update(of=("self",)).get(pk=minute.pk)
    unchanged(row, expected_version, ("words",))
    row.words, row.version = words, row.version + 1
    row.save(update_fields=["words", "version"])
    record(Verb.MINUTE_CHANGED, row, by=by, now=now)
    return row


@operation
def agree_minutes(*, meeting, expected_version=None, by, now):
    """Records that the minutes are agreed; nothing of them changes from then on.

    Refuses with `NOT_FROM_HERE`, `NO_MINUTES`, `CHANGED_MEANWHILE`.
    """
    row = locked(meeting)
    unchanged(row, expected_version, ("starts_at", "place"))
    step = MEETING_LIFE.check(row.state, MeetingState.MINUTED)
    if not Minute.objects.filter(item__meeting=row).exists():
        raise Refused("NO_MINUTES", N_("There is no minute yet."))
    row.state, row.minuted_at, row.minuted_by, row.version = MeetingState.MINUTED, now, by, row.version + 1
    row.save(update_fields=["state", "minuted_at", "minuted_by", "version"])
    record(step.verb, row, by=by, now=now)
    return row
