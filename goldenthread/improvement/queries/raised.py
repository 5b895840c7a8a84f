"""The actions that a recommendation or a risk gave rise to, as far as a reader may see."""

from django.db.models import Exists, OuterRef, Q, Subquery

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import reach
from goldenthread.actions.models import Action, Note


def raised(through, column, things, who) -> dict:
    """Thing to the actions raised from it, in order. One query for any number of things.

    `through`: the model between; `column`: its key to the thing. Each action has `may_read_action`, and the words of
    its latest note, which are for those who may open it. Who may not sees those meant for members.
    """
    readable = reach(who, Action, Permission.ACTION_READ)
    latest = Note.objects.filter(action=OuterRef("action_id")).order_by("-noted_at", "-pk")
    rows = (
        through.objects.filter(**{f"{column}__in": things})
        .select_related("action__owner", "action__accountable", "action__area")
        .annotate(
            may_read_action=Exists(Action.objects.filter(readable, pk=OuterRef("action_id"))),
            latest_words=Subquery(latest.values("words")[:1]),
            latest_at=Subquery(latest.values("noted_at")[:1]),
        )
        .filter(Q(may_read_action=True) | Q(action__for_members=True))
        .order_by("action__raised_at", "pk")
    )
    found: dict = {}
    for row in rows:
        action = row.action
        action.may_read_action = row.may_read_action
        action.latest_words = row.latest_words if row.may_read_action else ""
        action.latest_at = row.latest_at if row.may_read_action else None
        found.setdefault(getattr(row, f"{column}_id"), []).append(action)
    return found
