"""Copies of a report, the directions that bind them, the template in force, and what waits for a look."""

from django.db.models import BooleanField, Case, Value, When

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.casework.papers.models import Copy, Direction
from goldenthread.casework.papers.passages import places, withheld
from goldenthread.casework.papers.rules import CopyState, is_withheld
from goldenthread.documents.models import Template
from goldenthread.documents.rules import TemplateState, TemplateUse


def copies(report):
    """The copies of one version of a report, newest first. One query."""
    return (
        Copy.objects.filter(report=report)
        .select_related("recorded_by", "recipient_member", "looked_by", "paper")
        .order_by("-recorded_at", "-pk")
    )


def directions(case):
    """The court's directions to withhold in a case, those in force first, then the newest. One query."""
    return (
        Direction.objects.filter(case=case)
        .select_related("child", "member", "recorded_by", "ended_by", "superseded_by")
        .order_by("-ended_at", "-directed_on", "-recorded_at")
    )


def in_force(case):
    """The directions to withhold that bind today."""
    return list(directions(case).filter(ended_at__isnull=True, superseded_at__isnull=True))


def directions_for(rows, recipient, member) -> list:
    """Those of the directions in force (`rows`) that bind a copy for this recipient."""
    member_id = member.pk if member is not None else None
    return [row for row in rows if is_withheld(row.member_id, recipient, member_id)]


def withheld_from(copy) -> list:
    """The directions by which passages stand out of a copy. One query."""
    return list(copy.withheld.select_related("child", "member").order_by("directed_on", "passage"))


def passages_out(report, rows) -> list:
    """(direction, the passage) for each passage of a version that the directions in `rows` cover."""
    return [(row, place) for row in rows for place in withheld(report.content, [row.passage])]


def passages_in(report, rows) -> list:
    """The passages of a version that stand in a copy bound by the directions in `rows`."""
    out = {place.key for _row, place in passages_out(report, rows)}
    return [place for place in places(report.content) if place.key not in out]


def template_for(case, language):
    """The organisation's template in force for a report of this nation: in this language, else in English, else None.

    One query.
    """
    rows = Template.objects.filter(
        use=TemplateUse.REPORT, nation=case.nation, state=TemplateState.IN_FORCE, language__in=[language, "en-gb"]
    )
    return min(rows, key=lambda row: row.language != language, default=None)


def stopped(who):
    """Copies that were stopped at the gate and that this person may look at, oldest first. One query.

    Each carries `own`: they made it themselves, so that someone else must look.
    """
    return (
        visible(who, Copy, Permission.COPY_CLEAR)
        .filter(state=CopyState.STOPPED, superseded_at__isnull=True)
        .select_related("case", "report", "recorded_by", "recipient_member")
        .annotate(
            own=Case(
                When(recorded_by=who.person_id, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
        .order_by("recorded_at", "pk")
    )
