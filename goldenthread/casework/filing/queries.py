"""Reads of filings: those of a case, those of the same text, and those that need somebody."""

from django.db.models import Exists, OuterRef, Q, Subquery

from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.rules import COUNTS_AS_FILED, LONG, LOST, SAID_AFTER, FilingState

STANDING = Q(superseded_at__isnull=True)


def filings(case):
    """The filings of a case, newest first. One query."""
    rows = Filing.objects.filter(case=case).select_related("paper__report", "recorded_by", "settled_by")
    return rows.order_by("-recorded_at", "-pk")


def same_text(rows, paper) -> list:
    """Those of a case's filings that are of the same text as a paper: of the paper itself, of another file of the same
    version of the report, or of the same bytes under another name."""
    return [
        row
        for row in rows
        if row.superseded_at is None
        and (
            row.paper_id == paper.pk
            or (paper.report_id and row.paper.report_id == paper.report_id)
            or (paper.fingerprint and row.paper.fingerprint == paper.fingerprint)
        )
    ]


def counting(rows) -> list:
    """Those of `rows` that the court has, may have, or is about to get."""
    return [row for row in rows if row.state in COUNTS_AS_FILED]


def codes_filed(rows) -> set[str]:
    """The types that the court has taken, among a case's filings."""
    return {row.document_type for row in rows if row.state == FilingState.FILED and row.superseded_at is None}


def needing(now):
    """The filings that wait for a person: refused, uncertain, not sent for a reason, waiting long, or lost on the way;
    and those that the court has while the report could not be marked as filed.

    What was filed again since, or by hand, needs nobody.
    """
    # Identifiers are drawn in the order of making: see kernel.ids.
    later = Filing.objects.filter(
        Q(paper=OuterRef("paper")) | Q(paper__report=OuterRef("paper__report")),
        STANDING, case=OuterRef("case"), pk__gt=OuterRef("pk"), state__in=COUNTS_AS_FILED,
    )  # fmt: skip
    not_there = Q(state=FilingState.REFUSED) | Q(state=FilingState.STOPPED, settled_at__isnull=True)
    long = Q(recorded_at__lt=now - LONG) | Q(tries__gte=SAID_AFTER)
    report_open = Q(paper__report__isnull=False, paper__report__filed_on__isnull=True)
    return Filing.objects.filter(
        Q(state=FilingState.UNCERTAIN)
        | (Q(state=FilingState.ORDERED) & long)
        | Q(state=FilingState.SENDING, sent_at__lt=now - LOST)
        | (Q(state=FilingState.FILED) & report_open)
        | (not_there & ~Exists(later) & (Q(paper__report__isnull=True) | report_open)),
        STANDING,
    )


def with_filings(cases, now):
    """Adds `filing_waits` to a queryset of cases: the oldest filing in it that waits for a person, or None."""
    waiting = needing(now).filter(case=OuterRef("pk")).order_by("recorded_at", "pk")
    return cases.annotate(filing_waits=Subquery(waiting.values("pk")[:1]))
