"""Reads of packs: those of a board, the one of last time, and which of its statements a reader can follow."""

from django.apps import apps
from django.db.models import F, Q

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.boards.models import Meeting, Pack
from goldenthread.boards.queries.contents import statements


def packs(board, who):
    """The packs of a board that a person may read, newest first. One query."""
    rows = visible(who, Pack, Permission.BOARD_READ).filter(board=board).defer("content")
    return rows.select_related("meeting", "made_by").order_by("-made_at")


def meetings_to_come(board):
    """The meetings of a board for which a pack can be made: not held yet, soonest first. One query."""
    return Meeting.objects.filter(board=board, state__in=["PLANNED", "PAPERS_OUT"]).order_by("starts_at")


def last_time(board, meeting, today):
    """The pack beside which a new one stands: the newest of an earlier day that is not for the same meeting.

    For a meeting, what was given to a meeting comes before what was only tried.
    """
    rows = Pack.objects.filter(board=board, as_at__lt=today)
    if meeting is None:
        return rows.order_by("-made_at").first()
    earlier = rows.filter(Q(meeting__isnull=True) | Q(meeting__starts_at__lt=meeting.starts_at))
    return earlier.order_by(F("meeting__starts_at").desc(nulls_last=True), "-made_at").first()


def same_day(board, meeting, today):
    """The newest pack of the same day for the same meeting, or for none."""
    return Pack.objects.filter(board=board, meeting=meeting, as_at=today).order_by("-made_at").first()


def followed(who, content) -> frozenset:
    """The identifiers, among what a pack rests on, of what this reader may open. One query for all kinds."""
    by_kind: dict = {}
    for identifier, said in statements(content).items():
        by_kind.setdefault(said["kind"], []).append(identifier)
    parts = []
    for kind, identifiers in sorted(by_kind.items()):
        model = apps.get_model(kind)
        rows = visible(who, model, model.trace.reads).filter(pk__in=identifiers)
        parts.append(rows.order_by().values_list("pk", flat=True))
    if not parts:
        return frozenset()
    return frozenset(str(key) for key in (parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]))
