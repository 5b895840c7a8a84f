"""A pack as sections of headings, tables and sentences in the reader's language. A page, a Word file and a PDF draw the
same sections (`presenters.sections`), so that none says more than another."""

import datetime as dt

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.boards.presenters import sections
from goldenthread.govuk.filters import date


def pack_row(pack):
    """One pack in a list."""
    return {
        "href": reverse("boards:pack", args=[pack.pk]),
        "as_at": pack.as_at,
        "meeting": pack.meeting.starts_at if pack.meeting else None,
        "made_at": pack.made_at,
        "by": pack.made_by.name,
    }


def document(content, seen=frozenset()) -> dict:
    """A pack to be drawn: {title, meta, lead, sections}. `seen`: the identifiers that the reader may follow.

    A section is {id, title, blocks}; a block {type} is a "table" {caption, head, rows, widths} of cells {text, sub,
    tag, href}, a "heading" {level, cell}, a "text" {text} or a "list" {items}.
    """
    to = _leading(seen)
    last = content["last"]
    parts = [
        ("glance", _("At a glance"), sections.glance(content)),
        ("changes", _("What has changed since last time"), sections.changes(content, to)),
        ("plans", _("How the plans go"), sections.plans(content, to)),
        ("late", _("Actions that are late, and why"), sections.late(content, to)),
        ("signed", _("Signed off since last time"), sections.signed(content, to)),
        ("risks", _("Strategic risks"), sections.risks(content, to)),
        ("received", _("Recommendations received"), sections.received(content, to)),
        ("learning", _("Learning sent out since last time"), sections.learning(content, to)),
        ("areas", _("Reports of the areas since last time"), sections.areas(content, to)),
        ("matters", _("Matters arising"), sections.matters(content, to)),
    ]
    return {
        "title": _("Board pack: %(board)s") % {"board": content["board"]},
        "meta": [
            {"label": _("As at"), "value": sections.day(content["as_at"])},
            {"label": _("For the meeting of"), "value": sections.day(content["meeting"]) or _("No meeting chosen")},
            {"label": _("Last time"), "value": sections.day(last) or _("This is the first pack")},
        ],
        "lead": _lead(content),
        "sections": [{"id": key, "title": title, "blocks": blocks} for key, title, blocks in parts],
    }


def _lead(content):
    if content["last"]:
        return _("What is new is counted from %(on)s, the day of the last pack. Nothing of any family stands here.") % {
            "on": sections.day(content["last"])
        }
    return _(
        "This is the first pack, so there is no last time to stand beside it. What is new is counted from %(on)s. "
        "Nothing of any family stands here."
    ) % {"on": sections.day(content["since"])}


def _leading(seen):
    """Where a statement leads: the page of what it rests on, or nowhere for whoever may not open that."""

    def to(said):
        if said["id"] not in seen:
            return ""
        return reverse(apps.get_model(said["kind"]).trace.route, args=[said["id"]])

    return to


def file_name(pack, ending):
    """What a file of a pack is called: the day and the end of its fingerprint, by which the page knows it again."""
    return f"board-pack-{pack.as_at.isoformat()}-{pack.fingerprint[:8]}.{ending}"


def foot(content):
    """What stands at the foot of each sheet."""
    return f"{content['board']}, {date(dt.date.fromisoformat(content['as_at']))}"
