"""Reads of reports received and of their recommendations."""

from django.db.models import Count, F, Q

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.improvement.models import ReceivedAction, ReceivedReport
from goldenthread.improvement.queries.raised import raised
from goldenthread.improvement.rules import ReceivedState, Reply

TO_DO = Q(recommendations__reply__in=[Reply.ACCEPTED, Reply.IN_PART])
SIGNED = Q(recommendations__state=ReceivedState.SIGNED_OFF)
COUNTED = {
    "total": Count("recommendations"),
    "answered": Count("recommendations", filter=~Q(recommendations__state=ReceivedState.RECEIVED)),
    "undertaken": Count("recommendations", filter=TO_DO),
    "met": Count("recommendations", filter=Q(recommendations__state=ReceivedState.MET) | SIGNED),
    "signed": Count("recommendations", filter=SIGNED),
}


def reports(who):
    """The reports that a person may read, newest first, each with how many are answered, met and signed off."""
    return (
        visible(who, ReceivedReport, Permission.RECEIVED_READ)
        .annotate(**COUNTED)
        .order_by(F("received_on").desc(nulls_last=True), "-added_at")
    )


def narrowed(rows, said):
    """A list narrowed by what a person chose: {which, kind, words}."""
    if said.get("kind"):
        rows = rows.filter(kind=said["kind"])
    if said.get("words"):
        rows = rows.filter(Q(title__icontains=said["words"]) | Q(body__icontains=said["words"]))
    if said.get("which") == "TO_ANSWER":
        rows = rows.filter(answered__lt=F("total"))
    elif said.get("which") == "TO_MEET":
        rows = rows.filter(met__lt=F("undertaken"))
    elif said.get("which") == "TO_SIGN":
        rows = rows.filter(met__gt=F("signed"))
    elif said.get("which") == "DONE":
        rows = rows.filter(answered=F("total"), signed=F("undertaken"))
    return rows


def counted(report):
    """How many recommendations of a report there are, answered, undertaken, met and signed off. One query."""
    return ReceivedReport.objects.filter(pk=report.pk).aggregate(**COUNTED)


def _in_order(row):
    """By number as people count: 2 before 10, 1.2 before 1.10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in row.number.replace("-", ".").split(".")
    ]


def recommendations(report):
    """The recommendations of a report in its order. One query."""
    rows = report.recommendations.select_related("owner", "answered_by", "met_by", "signed_by")
    return sorted(rows, key=_in_order)


def actions_of(rows, who) -> dict:
    """Recommendation to the actions raised from it. One query."""
    return raised(ReceivedAction, "recommendation", [row.pk for row in rows], who)


def notes(recommendation):
    """What was said at each step, newest first. One query."""
    return recommendation.notes.select_related("noted_by").order_by("-noted_at", "-pk")
