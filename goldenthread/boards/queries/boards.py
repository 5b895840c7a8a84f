"""Reads of boards, their members and what these declared."""

from django.db.models import Count, Max, Min, Prefetch, Q
from django.db.models.functions import Coalesce

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.actions.queries import of_day
from goldenthread.boards.models import Board, Interest, Meeting, Membership
from goldenthread.boards.rules import Capacity, MeetingState
from goldenthread.people.models import Post

# The roles that can sit: those whose posts can open a board at all.
CAN_SIT = tuple(GRANTS[Permission.BOARD_READ][1])


def boards(who, now, today):
    """The boards that a person may read, with the next meeting and the last that was held. One query."""
    to_come = Q(meetings__starts_at__gte=now)
    held = Q(meetings__state__in=[MeetingState.HELD, MeetingState.MINUTED])
    sits = of_day(today, "members__")
    return (
        visible(who, Board, Permission.BOARD_READ)
        .annotate(
            next_at=Min("meetings__starts_at", filter=to_come),
            last_at=Max("meetings__starts_at", filter=held),
            sitting=Count("members", filter=sits, distinct=True),
        )
        .order_by("ended_on", "name")
    )


def members(board):
    """Everyone who sits or sat on a board, with what they declared, the chair first. Two queries."""
    declared = Prefetch("interests", Interest.objects.select_related("meeting", "declared_by").order_by("-declared_at"))
    return chair_first(Membership.objects.filter(board=board).select_related("person").prefetch_related(declared))


def members_on(board, day):
    """The members of a day, the chair first. One query."""
    return chair_first(Membership.objects.filter(of_day(day), board=board).select_related("person"))


def chair_first(rows):
    """Memberships in the order of their capacities, and of the names that are shown."""
    return sorted(rows, key=lambda row: (list(Capacity).index(Capacity(row.capacity)), shown_name(row)))


def shown_name(membership):
    """The one name that is shown of a member."""
    return membership.named_as or membership.person.name


def sits(membership, day) -> bool:
    """Whether a membership is in force on a day."""
    return membership.from_on <= day and (membership.to_on is None or membership.to_on >= day)


def membership_of(board, person, today):
    """The membership by which a person sits on a board today, or None."""
    return Membership.objects.filter(of_day(today), board=board, person=person).select_related("person").first()


def is_chair(membership) -> bool:
    """Whether a membership is that of the chair."""
    return membership is not None and membership.capacity == Capacity.CHAIR


def meetings(board):
    """All meetings of a board, newest first, with how much stands on their agendas. One query."""
    standing = Q(items__taken_off_at__isnull=True)
    return (
        Meeting.objects.filter(board=board).annotate(items_count=Count("items", filter=standing)).order_by("-starts_at")
    )


def meetings_to_come(board):
    """The meetings of a board that have not been held, soonest first."""
    return board.meetings.filter(state__in=[MeetingState.PLANNED, MeetingState.PAPERS_OUT]).order_by("starts_at")


def can_be_seated(board, today):
    """(person, role) of whoever can be seated on a board: a post of its nation that can open boards, and no seat yet.

    A person who is not named in full on some board has `named_as` of it.
    """
    rows = (
        Post.objects.filter(of_day(today), role__in=CAN_SIT, person__is_service=False)
        .exclude(person__left_on__lte=today)
        .exclude(person__in=Membership.objects.filter(of_day(today), board=board).values("person"))
        .annotate(of_nation=Coalesce("team__area__nation", "area__nation", "nation"))
        .filter(of_nation=board.nation)
        .select_related("person")
        .order_by("person__name")
    )
    found = {row.person_id: row for row in rows}
    names = dict(Membership.objects.filter(person__in=found).exclude(named_as="").values_list("person_id", "named_as"))
    return [(row.person, row.role, names.get(key, "")) for key, row in found.items()]
