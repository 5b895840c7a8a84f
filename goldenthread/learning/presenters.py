"""Learning points as rows, tags and sentences for templates."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.learning.rules import (
    LEARNING_SOURCES,
    POINT_STATES,
    STEPS,
    THEMES,
    TRAVELS,
    LearningSource,
    PointState,
    Step,
    Theme,
    Travels,
)
from goldenthread.people.rules import NATIONS, ROLE_NAMES, Nation, Role


def _listed(codes, enum, vocabulary):
    return ", ".join(_(vocabulary[enum(code)]) for code in codes)


def state_of(point):
    """The tag of a point's state; nothing for one that is out, as nearly all are."""
    if point.state == PointState.OUT:
        return None
    return {"code": "DRAFT" if point.state == PointState.DRAFT else "SUPERSEDED", "text": _(POINT_STATES[point.state])}


def source_of(point):
    """What it was learned from, in words."""
    kind = _(LEARNING_SOURCES[LearningSource(point.source)])
    return f"{kind}: {point.source_words}" if point.source_words else kind


def point_row(point):
    """One point in the log."""
    return {
        "href": reverse("learning:point", args=[point.pk]),
        "title": point.title,
        "state": state_of(point),
        "unread": point.state == PointState.OUT and not point.read,
        "themes": _listed(point.themes, Theme, THEMES),
        "source": source_of(point),
        "at": point.out_at or point.written_at,
        "answered": point.answered,
    }


def facts(point):
    """The rows of a point's summary."""
    roles = ", ".join(_(ROLE_NAMES[Role(role)]) for role in point.for_roles)
    return [
        {"label": _("Learned from"), "value": source_of(point)},
        {"label": _("About"), "value": _listed(point.themes, Theme, THEMES)},
        {"label": _("Bears on"), "value": _listed(point.steps, Step, STEPS) or _("No one step")},
        {"label": _("For"), "value": roles or _("Everyone")},
        {"label": _("In"), "value": _listed(point.nations, Nation, NATIONS)},
        {"label": _("Reaches people by"), "value": _listed(point.travels, Travels, TRAVELS)},
    ]


def team_row(team):
    """A team and what it did."""
    return {
        "area": team.area.name,
        "team": team.name,
        "answer": team.answer or "",
        "on": team.answer_on,
        "by": team.answer_by,
    }
