"""Lists of a case's lines of enquiry and contacts."""

from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
from goldenthread.casework.enquiry.rules import LineState


def lines(case):
    """The lines of enquiry of a case, as they were opened. Superseded ones stand, marked. One query."""
    return LineOfEnquiry.objects.filter(case=case).select_related("about", "recorded_by").order_by("recorded_at")


def open_lines(case):
    """The lines that are still open and stand."""
    return LineOfEnquiry.objects.filter(case=case, state=LineState.OPEN, superseded_at__isnull=True).order_by(
        "recorded_at"
    )


def contacts(case):
    """The contact log of a case, newest first. One query."""
    return Contact.objects.filter(case=case).select_related("member", "recorded_by").order_by("-happened_at")
