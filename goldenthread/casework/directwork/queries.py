"""What the children of a case have said, and the occasions on which they were heard or not."""

from goldenthread.casework.directwork.models import Session, Wish


def sessions(case):
    """The sessions of a case that stand, newest first. One query."""
    return (
        Session.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("child", "recorded_by")
        .order_by("-happened_on", "-recorded_at")
    )


def wishes(case):
    """The wishes of a case that stand, in the order in which they were written down. One query."""
    return (
        Wish.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("child", "session", "recorded_by")
        .order_by("recorded_at")
    )


def wishes_of(case, child):
    """The wishes of one child that stand. One query."""
    return wishes(case).filter(child=child)


def wishes_under(session):
    """Every wish recorded under a session, superseded ones too: this is the session's own page. One query."""
    return Wish.objects.filter(session=session).select_related("session").order_by("recorded_at")


def superseded_wish(case, wish_id):
    """A wish of this case that no longer holds, or None."""
    return Wish.objects.filter(case=case, pk=wish_id, superseded_at__isnull=False).first()
