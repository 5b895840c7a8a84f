"""A case's orders, what each means for each child, and the advice that it stands beside."""

from django.conf import settings
from django.db.models import Prefetch

from goldenthread.casework.cases.models import Hearing
from goldenthread.casework.orders.models import ChildOrder, Order
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.rules import State
from goldenthread.people.models import Post
from goldenthread.people.rules import Role

# The advice that a court has, or is about to have.
GIVEN = (State.AGREED, State.FILED)


def orders(case):
    """The orders of a case, newest first, each with `standing_for`: what it means for each child. Two queries."""
    return list(
        Order.objects.filter(case=case)
        .select_related("hearing", "recorded_by", "superseded_by")
        .prefetch_related(Prefetch("for_children", queryset=_standing(), to_attr="standing_for"))
        .order_by("-made_on", "-recorded_at")
    )


def for_children(order):
    """What one order means for each child: the rows that stand, with child and advice. One query."""
    return list(_standing().filter(order=order))


def _standing():
    return (
        ChildOrder.objects.filter(superseded_at__isnull=True)
        .select_related("child", "recommendation__parent", "recorded_by")
        .order_by("recorded_at")
    )


def advice_by_child(case):
    """Family member id to the recommendation that stands for the child, whatever its state. One query."""
    rows = Recommendation.objects.filter(case=case, superseded_at__isnull=True).select_related("child", "parent")
    return {row.child_id: row for row in rows}


def advice_before(order, child):
    """The agreed advice for a child that was with us on the day of the order, or None."""
    advice = (
        Recommendation.objects.filter(
            case_id=order.case_id, child=child, superseded_at__isnull=True, state__in=GIVEN, agreed_at__isnull=False
        )
        .select_related("parent")
        .first()
    )
    if advice is None or advice.agreed_at.astimezone(settings.LOCAL_ZONE).date() > order.made_on:
        return None
    return advice


def hearings(case):
    """The hearings of a case that stand, newest first. One query."""
    return list(Hearing.objects.filter(case=case, superseded_at__isnull=True).order_by("-starts_at"))


def managers_of(case, today):
    """The names of the service managers of the case's team today. One query."""
    posts = Post.objects.filter(team_id=case.team_id, role=Role.SERVICE_MANAGER, from_on__lte=today)
    return list(posts.exclude(to_on__lt=today).order_by("person__name").values_list("person__name", flat=True))
