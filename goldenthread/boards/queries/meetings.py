"""Reads of one meeting: agenda, papers, minutes, attendance, matters arising; and what a year's meetings looked at."""

import datetime as dt

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import reach, visible
from goldenthread.actions.models import Action
from goldenthread.boards.models import AgendaItem, Attendance, BoardPaper, Minute, Pack
from goldenthread.boards.rules import YEAR_BEGINS, MeetingState
from goldenthread.improvement.models import AreaReport, PlanLine, Priority, Risk
from goldenthread.learning.models import LearningPoint

HELD = (MeetingState.HELD, MeetingState.MINUTED)


def agenda(meeting, who):
    """The items of a meeting in order, with the papers that this reader may read and the minutes. Three queries."""
    papers = visible(who, BoardPaper, Permission.BOARD_READ).select_related("pack").order_by("added_at", "pk")
    minutes = with_actions(Minute.objects.all(), who).order_by("taken_at", "pk")
    return meeting.items.filter(taken_off_at__isnull=True).prefetch_related(
        Prefetch("papers", papers), Prefetch("minutes", minutes)
    )


def with_actions(minutes, who):
    """Minutes with their actions, and whether this reader may open the action itself."""
    readable = Action.objects.filter(reach(who, Action, Permission.ACTION_READ), pk=OuterRef("action_id"))
    return minutes.select_related("action__owner", "item__meeting").annotate(may_read_action=Exists(readable))


def matters_arising(meeting, who):
    """Undertakings of earlier meetings that stand, or ended since the meeting before this one. One query."""
    before = (
        meeting.board.meetings.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").values("starts_at")[:1]
    )
    stands = Q(action__state__in=["OPEN", "DONE"])
    since = Q(action__closed_at__gte=before) | Q(action__state="DROPPED", item__meeting__starts_at__gte=before)
    rows = Minute.objects.filter(
        stands | since, item__meeting__board=meeting.board_id, item__meeting__starts_at__lt=meeting.starts_at
    )
    return with_actions(rows, who).order_by("item__meeting__starts_at", "taken_at", "pk")


def area_reports(meeting):
    """What areas reported last, as it stood when the meeting was held; for one to come, as it stands. One query."""
    over = meeting.state in HELD
    until = Q(reported_at__lte=meeting.starts_at) if over else Q()
    return (
        AreaReport.objects.filter(until, priority__plan__nation=meeting.board.nation, priority__plan__state="PUBLISHED")
        .select_related("priority__plan", "area", "reported_by")
        .order_by("priority__plan__made_at", "priority__plan", "priority__number", "area__name", "-reported_at")
        .distinct("priority__plan__made_at", "priority__plan", "priority__number", "area__name")
    )


def attendance(meeting):
    """Who was there, with their memberships. One query."""
    return Attendance.objects.filter(meeting=meeting).select_related("membership__person")


def packs_of(board):
    """The packs of a board that can be laid before it, newest first."""
    return Pack.objects.filter(board=board).order_by("-made_at")


def citable(who, nation):
    """What a paper can rest on, as far as this reader may see, by kind: {kind: [things]}. A query each."""
    return {
        "priorities": visible(who, Priority, Permission.PLAN_READ)
        .filter(plan__nation=nation, plan__state="PUBLISHED").select_related("plan").order_by("plan__title", "number"),
        "lines": visible(who, PlanLine, Permission.PLAN_READ)
        .filter(priority__plan__nation=nation, priority__plan__state="PUBLISHED", taken_out_at__isnull=True)
        .select_related("priority__plan", "action").order_by("priority__plan__title", "priority__number", "number"),
        "risks": visible(who, Risk, Permission.RISK_READ)
        .filter(nation=nation).exclude(state="CLOSED").order_by("reference"),
        "reports": visible(who, AreaReport, Permission.PLAN_READ)
        .filter(priority__plan__nation=nation, priority__plan__state="PUBLISHED")
        .select_related("area", "priority").order_by("-reported_at")[:60],
        "points": visible(who, LearningPoint, Permission.LEARNING_READ)
        .filter(nations__contains=[nation], state="OUT").order_by("-written_at")[:60],
    }  # fmt: skip


def bounds(year):
    """The first moment of a year of the service, and of the next."""
    zone = settings.LOCAL_ZONE
    return tuple(dt.datetime(one, YEAR_BEGINS, 1, tzinfo=zone) for one in (year, year + 1))


def scrutinised(board, year):
    """The items of the meetings of a year, with how much was given and minuted at each. One query."""
    start, end = bounds(year)
    # What is kept from members is not told to them by its number either.
    given = Q(papers__taken_back_at__isnull=True, papers__for_members=True)

    def minuted(kind):
        return Count("minutes", filter=Q(minutes__kind=kind), distinct=True)

    return (
        AgendaItem.objects.filter(
            meeting__board=board, meeting__starts_at__gte=start, meeting__starts_at__lt=end, taken_off_at__isnull=True
        )
        .select_related("meeting")
        .annotate(
            papers_count=Count("papers", filter=given, distinct=True),
            minutes_count=Count("minutes", distinct=True),
            decisions=minuted("DECISION"), challenges=minuted("CHALLENGE"), undertakings=minuted("ACTION"),
        )
        .order_by("meeting__starts_at", "number")
    )  # fmt: skip


def last_looked_at(board, before):
    """When each kind of item was last minuted at a meeting before a moment: {kind: moment}. One query."""
    rows = (
        AgendaItem.objects.filter(
            meeting__board=board, meeting__state__in=HELD, meeting__starts_at__lt=before, minutes__isnull=False
        )
        .order_by()
        .values_list("kind")
        .annotate(last=Max("meeting__starts_at"))
    )
    return dict(rows)
