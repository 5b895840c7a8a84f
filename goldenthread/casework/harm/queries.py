"""Reads across patterns, their statuses and their incidents."""

from django.db.models import Prefetch

from goldenthread.casework.enquiry.queries import contacts, lines
from goldenthread.casework.harm.models import Incident, Pattern, PatternStatus
from goldenthread.casework.harm.rules import CALLS_FOR_RATIONALE


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


def live_patterns(case):
    """The patterns that stand and must be carried through every gate, or set down with a reason."""
    return patterns(case).filter(live=True)


def calls_for_rationale_by(case) -> set:
    """The ids of the people by whom abuse is reported, known, found or under investigation. One query.

    A pattern that is no longer live still counts: see `rules.calls_for_rationale`.
    """
    return set(
        Pattern.objects.filter(case=case, superseded_at__isnull=True, status__in=CALLS_FOR_RATIONALE).values_list(
            "by_member_id", flat=True
        )
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
