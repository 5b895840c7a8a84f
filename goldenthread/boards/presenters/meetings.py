"""Meetings, papers, minutes and a year's scrutiny as rows, tags and sentences for templates."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.actions import presenters as actions
from goldenthread.boards.queries.boards import shown_name
from goldenthread.boards.rules import (
    ATTENDED,
    CAPACITIES,
    FIRST_ITEMS,
    ITEM_KINDS,
    LAST_ITEM,
    MINUTE_KINDS,
    Attended,
    Capacity,
    ItemKind,
    MeetingState,
    MinuteKind,
)
from goldenthread.govuk.filters import date

MINUTE_TONES = {
    MinuteKind.NOTE: "NEUTRAL",
    MinuteKind.DECISION: "GOOD",
    MinuteKind.ACTION: "INFO",
    MinuteKind.CHALLENGE: "WARN",
}
OVER = {MeetingState.HELD, MeetingState.MINUTED}


def item_row(item, meeting, today):
    """One item of an agenda, with its papers and minutes."""
    usual = ITEM_KINDS[ItemKind(item.kind)]
    return {
        "id": item.pk,
        "anchor": f"item-{item.number}",
        "number": item.number,
        "kind": item.kind,
        # A title that nobody changed is said in the reader's language.
        "title": _(usual) if item.title == usual else item.title,
        "about": "" if item.title == usual else _(usual),
        "lead": item.lead,
        "papers": [paper_row(paper, meeting) for paper in item.papers.all()],
        "minutes": [minute_row(minute, today) for minute in item.minutes.all()],
    }


def paper_row(paper, meeting):
    """One paper, as a section of the meeting's page."""
    out = meeting.papers_out_at
    return {
        "id": paper.pk,
        "href": reverse("boards:paper", args=[paper.pk]),
        "title": paper.title,
        "asks": paper.asks,
        "words": paper.words,
        "pack": paper.pack_id,
        "pack_on": paper.pack.as_at if paper.pack else None,
        "for_members": paper.for_members,
        "late": paper.added_at if out and paper.added_at > out else None,
        "taken_back": paper.taken_back_at,
    }


def minute_row(minute, today):
    """One minute; of an action its title, owner, date and state, and never a note."""
    kind = MinuteKind(minute.kind)
    return {
        "id": minute.pk,
        "href": reverse("boards:minute", args=[minute.pk]),
        "kind": _(MINUTE_KINDS[kind]),
        "tone": MINUTE_TONES[kind],
        "words": minute.words,
        "action": action_row(minute, today) if minute.action_id else None,
    }


def action_row(minute, today):
    """What was undertaken, as members may read of it. It leads to the action for whoever may open it."""
    action = minute.action
    return {
        "title": action.title,
        "href": reverse("actions:action", args=[action.pk]) if minute.may_read_action else "",
        "owner": action.owner.name,
        "due": actions.due_of(action, today),
        "state": actions.state_of(action, today),
        "minute": reverse("boards:minute", args=[minute.pk]),
        "met_at": minute.item.meeting.starts_at,
    }


def asked(rows, *, declare=""):
    """What a meeting asks of its members, in the order of the agenda: [{text, where, href}]."""
    first = (
        [{"text": _("Declare your interests, or that there is none"), "where": "", "href": declare}] if declare else []
    )
    papers = [
        {"text": paper["asks"], "where": f"{row['number']}. {paper['title']}", "href": f"#{row['anchor']}"}
        for row in rows
        for paper in row["papers"]
        if paper["asks"] and not paper["taken_back"]
    ]
    return [*first, *papers]


def attendance_rows(attendances):
    """Who was there, by how: [{text, names}]. Only names that may be shown."""
    found = {said: [] for said in Attended}
    for row in attendances:
        capacity = _(CAPACITIES[Capacity(row.membership.capacity)])
        found[Attended(row.attended)].append(f"{shown_name(row.membership)} ({capacity})")
    return [{"text": _(ATTENDED[said]), "names": sorted(names)} for said, names in found.items() if names]


def scrutiny(board, items, last):
    """A year of meetings by what they looked at: {meetings, rows, gaps}.

    Each row is a kind of item (what opens and closes every meeting apart): what each meeting did with it, and when it
    was last looked at where it was not this year. `items`: those of the year; `last`: {kind: when it was last minuted}.
    """
    meetings, cells = {}, {}
    for item in items:
        meetings[item.meeting_id] = item.meeting
        cells.setdefault((item.kind, item.meeting_id), []).append(_cell(item))
    shown = {*board.standing_items, *(kind for kind, _meeting in cells), *last} - {*FIRST_ITEMS, LAST_ITEM}
    rows = []
    for kind in (kind for kind in ItemKind if kind in shown):
        row = [cells.get((kind, key), []) for key in meetings]
        looked = any(cell["looked"] for there in row for cell in there)
        rows.append({
            "kind": kind,
            "title": _(ITEM_KINDS[kind]),
            "standing": kind in board.standing_items,
            "cells": row,
            "looked": looked,
            "gap": "" if looked else _gap(last.get(kind)),
            "last": last.get(kind),
        })  # fmt: skip
    return {"meetings": list(meetings.values()), "rows": rows, "gaps": [row for row in rows if row["gap"]]}


def _gap(last):
    return _("Not looked at since %(on)s") % {"on": date(last)} if last else _("Never looked at yet")


def _cell(item):
    """What one meeting did with one item: {text, href, looked}."""
    href = f"{reverse('boards:meeting', args=[item.meeting_id])}#item-{item.number}"
    looked = item.meeting.state in OVER and item.minutes_count > 0
    return {"href": href, "looked": looked, "title": item.title, "text": _cell_words(item, looked)}


def _cell_words(item, looked):
    if looked:
        said = [
            _counted(item.decisions, lambda n: ngettext("%(num)s decision", "%(num)s decisions", n)),
            _counted(item.challenges, lambda n: ngettext("%(num)s challenge", "%(num)s challenges", n)),
            _counted(item.undertakings, lambda n: ngettext("%(num)s action", "%(num)s actions", n)),
        ]
        return ", ".join(part for part in said if part) or _("Noted")
    if item.meeting.state in OVER:
        return _("On the agenda, nothing minuted")
    if item.meeting.state == MeetingState.PLANNED:
        return _("On the agenda")
    return _counted(item.papers_count, lambda n: ngettext("%(num)s paper", "%(num)s papers", n)) or _("On the agenda")


def _counted(number, words):
    return words(number) % {"num": number} if number else ""
