"""Setting up a board, seating its members, ending their terms, declaring interests."""

from django.db.models import Q

from goldenthread.actions.operations.raising import today_of
from goldenthread.boards.models import Board, Interest, Meeting, Membership
from goldenthread.boards.rules import Capacity, MeetingState
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

SHOWN = ("name", "remit")


@operation
def set_up_board(*, name, kind, nation, remit, standing_items, a_year, by, now):
    """Sets up a board. Refuses with `NAME_TAKEN`."""
    _free(nation, name)
    row = Board.objects.create(
        name=name, kind=kind, nation=nation, remit=remit, standing_items=list(standing_items), a_year=a_year,
        set_up_on=today_of(now),
    )  # fmt: skip
    record(Verb.BOARD_SET_UP, row, by=by, now=now, kind=kind, nation=nation)
    return row


def _free(nation, name, but=None):
    if Board.objects.filter(nation=nation, name=name).exclude(pk=but).exists():
        raise Refused("NAME_TAKEN", N_("There is a board of this name already."), field="name")


@operation
def change_board(*, board, name, kind, remit, standing_items, a_year, ended_on=None, expected_version=None, by, now):
    """Changes what a board is for and what stands on its agendas from the next one on, or says when it ended.

    Refuses with `NAME_TAKEN`, `CHANGED_MEANWHILE`.
    """
    row = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    unchanged(row, expected_version, SHOWN)
    _free(row.nation, name, row.pk)
    new = {
        "name": name, "kind": kind, "remit": remit, "standing_items": list(standing_items), "a_year": a_year,
        "ended_on": ended_on,
    }  # fmt: skip
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, new[field])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(Verb.BOARD_CHANGED, row, by=by, now=now, fields=changed)
    return row


@operation
def seat_member(*, board, person, capacity, from_on, to_on=None, named_as="", by, now):
    """Records that a person sits on a board. `named_as` is the only name that is shown of them, where it is given.

    Refuses with `NAMED_AS_NEEDED` (a young person is never named in full), `FULL_NAME`, `TO_BEFORE_FROM`,
    `ALREADY_SEATED`, `BOARD_ENDED`.
    """
    named_as = named_as.strip()
    _well_named(person, capacity, named_as)
    if to_on is not None and to_on < from_on:
        raise Refused("TO_BEFORE_FROM", N_("The last day must not be before the first."), field="to_on")
    if board.ended_on is not None and from_on > board.ended_on:
        raise Refused("BOARD_ENDED", N_("This board has ended."), field="from_on")
    still = Q(to_on__isnull=True) | Q(to_on__gte=from_on)
    begun = Q() if to_on is None else Q(from_on__lte=to_on)
    if Membership.objects.filter(still, begun, board=board, person=person).exists():
        raise Refused("ALREADY_SEATED", N_("They sit on this board in that time already."), field="person")
    row = Membership.objects.create(
        board=board, person=person, capacity=capacity, from_on=from_on, to_on=to_on, named_as=named_as
    )
    record(Verb.MEMBER_SEATED, row, by=by, now=now, person=person.pk, capacity=capacity, **{"from": from_on})
    return row


def _well_named(person, capacity, named_as):
    if capacity == Capacity.YOUNG_PERSON and not named_as:
        raise Refused(
            "NAMED_AS_NEEDED", N_("A young person is not named in full. Say how they are to be named."),
            field="named_as",
        )  # fmt: skip
    surname = person.name.split()[-1].casefold()
    if surname in named_as.casefold().split():
        raise Refused("FULL_NAME", N_("This is their full name. Leave the surname out."), field="named_as")


@operation
def end_term(*, membership, to_on, expected_version=None, by, now):
    """Says which is the last day of a member's term. From the next day on the board is closed to them.

    Refuses with `TO_BEFORE_FROM`, `TERM_OVER`, `CHANGED_MEANWHILE`.
    """
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    unchanged(row, expected_version, ("to_on",))
    if row.to_on is not None and row.to_on < today_of(now):
        raise Refused("TERM_OVER", N_("This term has ended already."))
    if to_on < row.from_on:
        raise Refused("TO_BEFORE_FROM", N_("The last day must not be before the first."), field="to_on")
    row.to_on, row.version = to_on, row.version + 1
    row.save(update_fields=["to_on", "version"])
    record(Verb.TERM_ENDED, row, by=by, now=now, person=row.person_id, to=to_on)
    return row


@operation
def declare_interest(*, membership, none, words="", meeting=None, by, now):
    """Declares an interest of a member, or that there is none; for good, or for one meeting.

    Refuses with `WORDS_NEEDED`, `TERM_OVER`, `OTHER_BOARD`, `MEETING_OVER`.
    """
    if membership.to_on is not None and membership.to_on < today_of(now):
        raise Refused("TERM_OVER", N_("This term has ended already."))
    if not none and not words.strip():
        raise Refused("WORDS_NEEDED", N_("Say which interest it is, in your own words."), field="words")
    if meeting is not None:
        _meeting_to_come(membership, meeting)
    row = Interest.objects.create(
        membership=membership, meeting=meeting, none=none, words="" if none else words, declared_at=now, declared_by=by
    )
    record(Verb.INTEREST_DECLARED, row, by=by, now=now, none=none)
    return row


def _meeting_to_come(membership, meeting):
    if meeting.board_id != membership.board_id:
        raise Refused("OTHER_BOARD", N_("This is a meeting of another board."), field="meeting")
    if Meeting.objects.get(pk=meeting.pk).state in {MeetingState.HELD, MeetingState.MINUTED}:
        raise Refused("MEETING_OVER", N_("This meeting has been held."), field="meeting")
