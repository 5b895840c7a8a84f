"""Reads across patterns, their statuses and their incidents."""

from django.db.models import Prefetch

from goldenthread.casework.enquiry.queries import contacts, lines
from goldenthread.casework.harm.models import Incident, Pattern, PatternStatus


def standing_statuses():
    """Statuses that stand, newest first: by their own date, then by when they were written down."""
    return (
        PatternStatus.objects.filter(superseded_at__isnull=True)
        .select_related("recorded_by")
        .order_by("-on_date", "-recorded_at", "-pk")
    )


def standing_incidents():
    """Incidents that stand, as they were written down."""
    return Incident.objects.filter(superseded_at__isnull=True).select_related("recorded_by").order_by("recorded_at")


def patterns(case):
    """The patterns of a case that stand, live ones first, with all that a list shows. Four queries."""
    return (
        Pattern.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("by_member", "said_by", "recorded_by", "ended_by")
        .prefetch_related(
            "towards",
            Prefetch("statuses", standing_statuses()),
            Prefetch("incidents", standing_incidents()),
        )
        .order_by("-live", "recorded_at")
    )


def whole(pattern):
    """One pattern with all that its page shows, superseded or not. Four queries."""
    return (
        Pattern.objects.select_related("by_member", "said_by", "recorded_by", "ended_by", "superseded_by")
        .prefetch_related(
            "towards",
            Prefetch("statuses", PatternStatus.objects.select_related("recorded_by", "superseded_by")
                     .order_by("-on_date", "-recorded_at", "-pk")),
            Prefetch("incidents", standing_incidents()),
        )
        .get(pk=pattern.pk)
    )  # fmt: skip


# How many contacts are offered to draw on: more than this and nobody reads the list.
RECENT = 20


def recent_contacts(case):
    """The newest contacts in which something was said, to draw on. One query."""
    return list(contacts(case).filter(superseded_at__isnull=True).exclude(said="")[:RECENT])


def standing_lines(case):
    """The lines of enquiry that stand, open or closed, to draw on. One query."""
    return list(lines(case).filter(superseded_at__isnull=True))
