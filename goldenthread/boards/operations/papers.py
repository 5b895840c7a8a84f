"""Adding a paper to an item, changing it before it is out, taking it back."""

from goldenthread.boards.models import BoardPaper
from goldenthread.boards.operations.meetings import not_over, on_agenda
from goldenthread.boards.rules import MeetingState
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def add_paper(*, item, title, words="", asks="", pack=None, for_members=True, rests_on=(), by, now):
    """Adds a paper to an item, with what it rests on. One that comes after the papers went out is read at once.

    Refuses with `MEETING_OVER`, `ITEM_OFF`, `NOTHING_IN_IT`, `OTHER_BOARD`.
    """
    meeting = not_over(item.meeting)
    on_agenda(item)
    _something(words, pack, meeting)
    row = BoardPaper.objects.create(
        item=item, title=title, words=words, asks=asks, pack=pack, for_members=for_members, added_at=now, added_by=by
    )
    _rest(row, pack, rests_on, by, now)
    record(Verb.BOARD_PAPER_ADDED, row, by=by, now=now, for_members=for_members)
    return row


def _something(words, pack, meeting):
    if not words.strip() and pack is None:
        raise Refused("NOTHING_IN_IT", N_("Write the paper, or choose a pack."), field="words")
    if pack is not None and pack.board_id != meeting.board_id:
        raise Refused("OTHER_BOARD", N_("This is a pack of another board."), field="pack")


def _rest(row, pack, rests_on, by, now):
    for thing in (*rests_on, *([pack] if pack is not None else [])):
        link(row, Relation.CITES, thing, by=by, now=now)


@operation
def change_paper(*, paper, title, words, asks, pack, for_members, rests_on=(), expected_version=None, by, now):
    """Changes a paper while the papers are not out. What it rests on can be added to.

    Refuses with `PAPERS_ARE_OUT`, `TAKEN_BACK`, `NOTHING_IN_IT`, `OTHER_BOARD`, `CHANGED_MEANWHILE`.
    """
    meeting = not_over(paper.item.meeting)
    row = _standing(paper)
    unchanged(row, expected_version, ("title", "words", "asks"))
    if meeting.state != MeetingState.PLANNED:
        raise Refused("PAPERS_ARE_OUT", N_("The papers are out. Take this one back and add a better one."))
    _something(words, pack, meeting)
    row.title, row.words, row.asks, row.pack, row.for_members = title, words, asks, pack, for_members
    row.version += 1
    row.save(update_fields=["title", "words", "asks", "pack", "for_members", "version"])
    _rest(row, pack, rests_on, by, now)
    record(Verb.BOARD_PAPER_CHANGED, row, by=by, now=now)
    return row


def _standing(paper):
    row = BoardPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.taken_back_at is not None:
        raise Refused("TAKEN_BACK", N_("This paper has been taken back."))
    return row


@operation
def take_paper_back(*, paper, by, now):
    """Takes a paper back: members no longer read it. Refuses with `MEETING_OVER`, `TAKEN_BACK`."""
    not_over(paper.item.meeting)
    row = _standing(paper)
    row.taken_back_at, row.taken_back_by = now, by
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    record(Verb.BOARD_PAPER_TAKEN_BACK, row, by=by, now=now)
    return row
