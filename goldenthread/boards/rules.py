"""Kinds of boards, capacities of members, standing items, and the life of a meeting and a pack. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class BoardKind(StrEnum):
    BOARD = "BOARD"
    COMMITTEE = "COMMITTEE"
    GROUP = "GROUP"


BOARD_KINDS = {
    BoardKind.BOARD: N_("Board"),
    BoardKind.COMMITTEE: N_("Committee"),
    BoardKind.GROUP: N_("Group"),
}


class Capacity(StrEnum):
    """In what capacity a member sits."""

    CHAIR = "CHAIR"
    MEMBER = "MEMBER"
    LAY = "LAY"
    LIVED_EXPERIENCE = "LIVED_EXPERIENCE"
    YOUNG_PERSON = "YOUNG_PERSON"
    SPECIALIST = "SPECIALIST"
    OFFICER = "OFFICER"


CAPACITIES = {
    Capacity.CHAIR: N_("Chair"),
    Capacity.MEMBER: N_("Member"),
    Capacity.LAY: N_("Lay member"),
    Capacity.LIVED_EXPERIENCE: N_("Member with lived experience"),
    Capacity.YOUNG_PERSON: N_("Young person"),
    Capacity.SPECIALIST: N_("Specialist adviser"),
    Capacity.OFFICER: N_("Officer in attendance"),
}


class ItemKind(StrEnum):
    """What an item of an agenda is, by which the year's scrutiny is counted."""

    PLAN = "PLAN"
    AREA_REPORTS = "AREA_REPORTS"
    RISKS = "RISKS"
    LEARNING = "LEARNING"
    RECOMMENDATIONS = "RECOMMENDATIONS"
    INCIDENTS = "INCIDENTS"
    AUDIT = "AUDIT"
    FEEDBACK = "FEEDBACK"
    RESEARCH = "RESEARCH"
    MATTERS_ARISING = "MATTERS_ARISING"
    INTERESTS = "INTERESTS"
    OTHER = "OTHER"


ITEM_KINDS = {
    ItemKind.PLAN: N_("The plan and its progress"),
    ItemKind.AREA_REPORTS: N_("Reports of the areas"),
    ItemKind.RISKS: N_("Strategic risks"),
    ItemKind.LEARNING: N_("What was learned"),
    ItemKind.RECOMMENDATIONS: N_("Recommendations received"),
    ItemKind.INCIDENTS: N_("Deaths and serious incidents"),
    ItemKind.AUDIT: N_("Audit and inspection"),
    ItemKind.FEEDBACK: N_("What children and families tell us"),
    ItemKind.RESEARCH: N_("Research"),
    ItemKind.MATTERS_ARISING: N_("Matters arising"),
    ItemKind.INTERESTS: N_("Declarations of interest"),
    ItemKind.OTHER: N_("Other business"),
}


class MeetingState(StrEnum):
    PLANNED = "PLANNED"
    PAPERS_OUT = "PAPERS_OUT"
    HELD = "HELD"
    MINUTED = "MINUTED"


MEETING_STATES = {
    MeetingState.PLANNED: N_("Planned"),
    MeetingState.PAPERS_OUT: N_("Papers are out"),
    MeetingState.HELD: N_("Held"),
    MeetingState.MINUTED: N_("Minutes agreed"),
}

MEETING_LIFE = Lifecycle(
    name="meeting",
    first=MeetingState.PLANNED,
    states=tuple(MeetingState),
    transitions=(
        Transition(MeetingState.PLANNED, MeetingState.PAPERS_OUT, Permission.BOARD_MANAGE, Verb.PAPERS_OUT,
                   N_("Send the papers out")),
        Transition(MeetingState.PAPERS_OUT, MeetingState.HELD, Permission.BOARD_MANAGE, Verb.MEETING_HELD,
                   N_("Record that it was held")),
        Transition(MeetingState.HELD, MeetingState.MINUTED, Permission.BOARD_MANAGE, Verb.MINUTES_AGREED,
                   N_("Record that the minutes are agreed")),
    ),
)  # fmt: skip


class Attended(StrEnum):
    PRESENT = "PRESENT"
    APOLOGIES = "APOLOGIES"
    ABSENT = "ABSENT"


ATTENDED = {
    Attended.PRESENT: N_("Present"),
    Attended.APOLOGIES: N_("Apologies"),
    Attended.ABSENT: N_("Absent"),
}


class MinuteKind(StrEnum):
    NOTE = "NOTE"
    DECISION = "DECISION"
    ACTION = "ACTION"
    CHALLENGE = "CHALLENGE"


MINUTE_KINDS = {
    MinuteKind.NOTE: N_("Noted"),
    MinuteKind.DECISION: N_("Decided"),
    MinuteKind.ACTION: N_("Action"),
    MinuteKind.CHALLENGE: N_("Challenge from a member"),
}


# What every meeting begins with; other business stands last. Everything else keeps the order of the kinds.
FIRST_ITEMS, LAST_ITEM = (ItemKind.INTERESTS, ItemKind.MATTERS_ARISING), ItemKind.OTHER


def agenda_order(kinds):
    """Standing items in the order in which an agenda has them."""
    middle = [kind for kind in ItemKind if kind not in (*FIRST_ITEMS, LAST_ITEM)]
    return [kind for kind in (*FIRST_ITEMS, *middle, LAST_ITEM) if kind in kinds]


def standing_interests(declared, meeting_id=None):
    """What stands of a member's declarations: those for good, and those for one meeting. Newest first.

    `declared`: rows of one member with `meeting_id`, `none`, `declared_at`. Having declared none for good ends what was
    declared for good before it; having declared none for a meeting says nothing of what was declared for good.
    """
    rows = sorted(declared, key=lambda row: row.declared_at, reverse=True)
    for_good = []
    for row in (row for row in rows if row.meeting_id is None):
        for_good.append(row)
        if row.none:
            break
    here = []
    if meeting_id is not None:
        for row in (row for row in rows if row.meeting_id == meeting_id):
            here.append(row)
            if row.none:
                break
    interests = [row for row in (*here, *for_good) if not row.none]
    return interests or [row for row in (*here, *for_good) if row.none][:1]


# The year of the service runs from April to March.
YEAR_BEGINS = 4


def year_of(day) -> int:
    """The year of the service in which a day lies, by the calendar year in which it began."""
    return day.year if day.month >= YEAR_BEGINS else day.year - 1
