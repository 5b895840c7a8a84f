"""Actions as rows, tags and sentences for templates."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.actions.models import NoteKind
from goldenthread.actions.queries import MOST_NAMED
from goldenthread.actions.rules import (
    ACTION_SOURCES,
    ACTION_STATES,
    DUE_STATES,
    EFFECTS,
    ActionSource,
    ActionState,
    DueState,
    Effect,
    due_state,
)
from goldenthread.govuk.filters import date

NOTE_KINDS = {
    NoteKind.PROGRESS: lambda: _("Progress"),
    NoteKind.OBSTACLE: lambda: _("Something in the way"),
    NoteKind.EVIDENCE: lambda: _("Evidence"),
    NoteKind.DECISION: lambda: _("Decision"),
}
CLOCKS = {
    DueState.LATE: "late",
    DueState.SOON: "soon",
    DueState.ON_TIME: "on_time",
    DueState.MET: "met",
    DueState.MET_LATE: "met_late",
}


def due_of(action, today):
    """How an action stands to its date: {code, text, on, words, clock}. `words` only where they say more."""
    done_on = localtime(action.done_at).date() if action.done_at else None
    state = due_state(state=action.state, due_on=action.due_on, done_on=done_on, today=today)
    return {
        "code": state,
        "text": _(DUE_STATES[state]),
        "on": action.due_on,
        "words": action.due_words,
        "clock": CLOCKS.get(state, ""),
    }


def state_of(action, today):
    """The one tag that matters: late beats open; done waits; closed with its effect to look at."""
    due = due_of(action, today)
    if action.state == ActionState.OPEN and due["code"] in {DueState.LATE, DueState.SOON}:
        return {"code": "LATE" if due["code"] == DueState.LATE else "WARN", "text": due["text"]}
    return {"code": action.state, "text": _(ACTION_STATES[ActionState(action.state)])}


def held_by_words(post, people):
    """Who holds a post, in words: names, or how many, or nobody."""
    if post.outside:
        return _("another body")
    if not people:
        return _("nobody holds this post")
    if len(people) > MOST_NAMED:
        return ngettext("%(num)s person", "%(num)s people", len(people)) % {"num": len(people)}
    return ", ".join(person.name for person in people)


def action_row(action, held, today):
    """One action in a list. `held`: what `queries.holders` answers."""
    return {
        "href": reverse("actions:action", args=[action.pk]),
        "reference": action.reference,
        "title": action.title,
        "owner": action.owner.name,
        "holders": held_by_words(action.owner, held.get(action.owner_id, ())),
        "nobody": not action.owner.outside and not held.get(action.owner_id),
        "area": action.area.name if action.area else "",
        "due": due_of(action, today),
        "state": state_of(action, today),
        "latest": getattr(action, "latest_words", "") or "",
        "latest_at": getattr(action, "latest_at", None),
    }


def source_of(action):
    """Where an action comes from, in words."""
    kind = _(ACTION_SOURCES[ActionSource(action.source)])
    return f"{kind}: {action.source_words}" if action.source_words else kind


def note_item(note):
    """One note for a timeline."""
    words = _("%(words)s\n\nFound at: %(where)s") % {"words": note.words, "where": note.where}
    return {
        "at": note.noted_at,
        "title": NOTE_KINDS[NoteKind(note.kind)](),
        "by": note.noted_by.name,
        "text": words if note.where else note.words,
    }


def effect_item(look):
    """One look at the effect, for a timeline."""
    again = _("Looked at again on %(on)s.") % {"on": date(look.again_on)} if look.again_on else ""
    return {
        "at": look.looked_at,
        "title": _(EFFECTS[Effect(look.effect)]),
        "by": look.looked_by.name,
        "text": f"{look.words}\n\n{again}".strip(),
    }
