"""Reports received and their recommendations as rows, tags and sentences for templates."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.improvement.presenters.raised import raised_rows
from goldenthread.improvement.rules import (
    RECEIVED_KINDS,
    RECEIVED_STATES,
    REPLIES,
    ReceivedKind,
    ReceivedState,
    Reply,
)

TONES = {
    ReceivedState.RECEIVED: "WARN",
    ReceivedState.ANSWERED: "INFO",
    ReceivedState.MET: "INFO",
    ReceivedState.SIGNED_OFF: "GOOD",
}


def report_row(report):
    """One report in a list, with its counts. `report` is one of `queries.reports`."""
    return {
        "href": reverse("improvement:report", args=[report.pk]),
        "title": report.title,
        "body": report.body,
        "kind": kind_of(report),
        "received_on": report.received_on,
        "counts": said_of(
            {name: getattr(report, name) for name in ("total", "answered", "undertaken", "met", "signed")}
        ),
        "published_on": report.response_published_on,
    }


def kind_of(report):
    """What kind of report it is, in words."""
    return _(RECEIVED_KINDS[ReceivedKind(report.kind)])


def said_of(counts):
    """How many are answered, met and signed off, in words and tones: [{tone, text}]."""
    every, undertaken = counts["total"], counts["undertaken"]
    return [
        {
            "tone": "GOOD" if counts["answered"] == every else "WARN",
            "text": _("%(n)s of %(of)s answered") % {"n": counts["answered"], "of": every},
        },
        *(
            {
                "tone": "GOOD" if counts[name] == undertaken else "INFO",
                "text": text % {"n": counts[name], "of": undertaken},
            }
            for name, text in (("met", _("%(n)s of %(of)s undertaken said to be met")),
                               ("signed", _("%(n)s of %(of)s signed off")))
            if undertaken
        ),
    ]  # fmt: skip


def state_of(row):
    """The tag of a recommendation's state."""
    if row.state == ReceivedState.ANSWERED and row.reply in {Reply.NOT_ACCEPTED, Reply.NOT_OURS}:
        return {"code": "NEUTRAL", "text": _(REPLIES[Reply(row.reply)])}
    state = ReceivedState(row.state)
    return {"code": TONES[state], "text": _(RECEIVED_STATES[state])}


def received_row(row, actions, held, today):
    """One recommendation with our answer and its actions."""
    return {
        "href": reverse("improvement:received", args=[row.pk]),
        "number": row.number,
        "words": row.words,
        "state": state_of(row),
        "reply": _(REPLIES[Reply(row.reply)]) if row.reply else "",
        "why": row.why,
        "published": row.published_words,
        "owner": row.owner.name if row.owner else "",
        "met": row.met_words,
        "actions": raised_rows(actions, held, today),
    }


def note_item(note):
    """What was said at one step, for a timeline."""
    titles = {
        ReceivedState.ANSWERED: _("Sent back as not met") if note.returned else _("Answered"),
        ReceivedState.MET: _("Said to be met"),
        ReceivedState.SIGNED_OFF: _("Signed off"),
        ReceivedState.RECEIVED: _("To answer"),
    }
    return {
        "at": note.noted_at,
        "title": titles[ReceivedState(note.state)],
        "by": note.noted_by.name,
        "text": note.words,
    }
