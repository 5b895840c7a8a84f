"""Lines of enquiry and contacts as rows, tags and sentences."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.enquiry.rules import LINE_STATES, METHODS, OUTCOMES, LineState, Method, Outcome

TONE = {LineState.OPEN: "open", LineState.ANSWERED: "done", LineState.SET_DOWN: "neutral"}


def line_card(line):
    """One line of enquiry for the list."""
    return {
        "question": line.question,
        "href": reverse("enquiry:line", args=[line.pk]),
        "about": (line.about.name or _("No name given")) if line.about else _("The whole family"),
        "at": line.recorded_at,
        "by": line.recorded_by.name,
        "state": {"code": line.state, "text": _(LINE_STATES[LineState(line.state)])},
        "superseded": line.superseded_at is not None,
    }


def contact_item(contact):
    """One entry of the contact log for a timeline."""
    whom = contact.agency or (contact.member.name if contact.member else "") or _("No name given")
    return {
        "at": contact.happened_at,
        "title": _("%(how)s: %(whom)s") % {"how": _(METHODS[Method(contact.method)]), "whom": whom},
        "by": contact.recorded_by.name,
        "text": contact.said,
        "href": reverse("enquiry:contact", args=[contact.pk]),
        "tag": {"code": contact.outcome, "text": _(OUTCOMES[Outcome(contact.outcome)])},
        "late": contact.late,
    }
