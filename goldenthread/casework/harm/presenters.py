"""Patterns, statuses and incidents as rows, tags and sentences.

What is undecided is shown with the same weight as what is reported: a grey tag would say that it is over.
"""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.enquiry.rules import METHODS, Method
from goldenthread.casework.harm.rules import KINDS, STATUSES, SUB_KINDS, Kind, Status, SubKind
from goldenthread.govuk.filters import date

TONE = {
    Status.REPORTED: "info",
    Status.CORROBORATED: "info",
    Status.NOT_DETERMINED: "info",
    Status.NO_LONGER_PURSUED: "info",
    Status.POLICE_INVESTIGATION: "warn",
    Status.CHARGED: "warn",
    Status.ADMITTED: "urgent",
    Status.CONVICTED: "urgent",
    Status.FOUND: "urgent",
    Status.NOT_FOUND: "neutral",
}

# What each status means for the work, said where one is chosen.
STATUS_HINTS = {
    Status.REPORTED: lambda: _("Someone has said so; no more is known of proof"),
    Status.CORROBORATED: lambda: _("Another source bears it out"),
    Status.NOT_FOUND: lambda: _("Only where a court heard it and decided"),
    Status.NOT_DETERMINED: lambda: _("For example, no fact-finding hearing was held. It still counts"),
    Status.NO_LONGER_PURSUED: lambda: _("For example, the police or the court took it no further. It still counts"),
}


def hints():
    """The hints of the statuses, for a group of radios."""
    return {status.value: says() for status, says in STATUS_HINTS.items()}


def name(member):
    return member.name or _("No name given")


def listed(texts):
    """ "a", "a and b", "a, b and c"."""
    *most, last = texts
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def contact_choice(contact):
    """A contact of the log in one line, for a checkbox."""
    whom = contact.agency or name(contact.member)
    said = contact.said if len(contact.said) <= 90 else contact.said[:90].rsplit(" ", 1)[0] + "…"
    values = {"on": date(contact.happened_at), "how": _(METHODS[Method(contact.method)]), "whom": whom, "said": said}
    return _("%(on)s, %(how)s, %(whom)s: %(said)s") % values


def status_tag(status):
    """The status in words that say no more than is known."""
    return {"code": TONE[Status(status)], "text": _(STATUSES[Status(status)])}


def pattern_card(pattern, people):
    """One pattern. Takes `towards`, `statuses` (newest first) and `incidents` prefetched; `people` give the order."""
    place = {row.member_id: (row.role == PartyRole.CHILD, n) for n, row in enumerate(people)}
    towards = sorted(pattern.towards.all(), key=lambda member: place.get(member.pk, (True, len(place))))
    held = next((row for row in pattern.statuses.all() if row.superseded_at is None), None)
    return {
        "href": reverse("harm:pattern", args=[pattern.pk]),
        "id": pattern.pk,
        "kind": _(KINDS[Kind(pattern.kind)]),
        "sub_kinds": [_(SUB_KINDS[SubKind(sub)]) for sub in pattern.sub_kinds],
        "who": _("%(by)s towards %(towards)s")
        % {"by": name(pattern.by_member), "towards": listed([name(member) for member in towards])},
        "words": pattern.words,
        "status": status_tag(pattern.status),
        "rows": [
            {"label": _("When"), "value": pattern.period_words},
            {"label": _("Who says so"), "value": says_so(pattern)},
            {"label": _("Proof"), "value": proof(held)},
        ],
        "live": pattern.live,
        "ended": {"at": pattern.ended_at, "by": pattern.ended_by.name, "why": pattern.ended_why}
        if not pattern.live
        else None,
        "late": pattern.late,
        "superseded": pattern.superseded_at is not None,
        "incidents": [incident_row(incident) for incident in pattern.incidents.all()],
    }


def says_so(pattern):
    """Who says that it happened."""
    return name(pattern.said_by) if pattern.said_by else pattern.said_by_words


def proof(held):
    """What is known of proof, since when and from what source, in one sentence."""
    if held is None:
        return ""
    values = {"status": _(STATUSES[Status(held.status)]), "on": date(held.on_date), "source": held.source}
    return _("%(status)s, %(on)s. Source: %(source)s") % values


def incident_row(incident):
    """One incident for a list."""
    return {
        "href": reverse("harm:incident", args=[incident.pk]),
        "when": when(incident),
        "words": incident.words,
        "by": incident.said_by_words,
        "late": incident.late,
    }


def when(incident):
    """The date of an incident and, where they put it another way, their words for it."""
    return ", ".join(part for part in (date(incident.happened_on), incident.when_words) if part)


def status_item(row, alone):
    """One status for the timeline. `alone`: it is the only one that stands, and cannot be superseded yet."""
    link = ""
    if row.superseded_at is None and not alone:
        there = reverse("harm:status_supersede", args=[row.pk])
        link = format_html(
            '<p class="govuk-body-s"><a class="govuk-link gt-target" href="{}">{}</a></p>',
            there,
            _("This status is wrong: supersede it"),
        )
    text = _("Source: %(source)s") % {"source": row.source}
    return {
        "at": row.on_date,
        "title": _(STATUSES[Status(row.status)]),
        "by": row.recorded_by.name,
        "text": "\n\n".join(part for part in (text, row.note, row.superseded_words) if part),
        "href": "",
        "words": "",
        "html": link,
        "tag": {"code": "SUPERSEDED", "text": _("Superseded")} if row.superseded_at else None,
        "late": False,
    }


def pattern_rows(pattern, card):
    """What was told of one pattern, for its own page."""
    rows = [
        {"label": _("Who and to whom"), "value": card["who"]},
        {"label": _("What it looks like"), "value": pattern.words},
        {"label": _("Described further"), "value": ", ".join(card["sub_kinds"])} if card["sub_kinds"] else None,
        {"label": _("When"), "value": pattern.period_words},
        {"label": _("Who says so"), "value": says_so(pattern)},
        {"label": _("We were told"), "value": date(pattern.told_on)},
        _written(pattern),
    ]
    if pattern.live and pattern.ended_why:
        rows.insert(-1, {"label": _("Why it is live again"), "value": pattern.ended_why})
    return [row for row in rows if row]


def incident_rows(incident):
    """What was told of one incident, for its own page."""
    return [
        {"label": _("When"), "value": when(incident)},
        {"label": _("What happened"), "value": incident.words},
        {"label": _("Who says so"), "value": incident.said_by_words},
        {
            "label": _("Where each child was"),
            "value": incident.children_words,
            "why": _("A child who saw, heard or felt it may be a victim under the Act. Ask where each one was."),
        },
        {"label": _("We were told"), "value": date(incident.told_on)},
        _written(incident),
    ]


def _written(row):
    said = _("%(when)s by %(who)s") % {"when": date(row.recorded_at), "who": row.recorded_by.name}
    return {"label": _("Written down"), "value": said}
