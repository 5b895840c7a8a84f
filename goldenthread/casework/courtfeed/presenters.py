"""Imports and differences as rows, tags and sentences."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from goldenthread.casework.cases.rules import HEARING_KINDS, HEARING_STATUSES, ORDERS_SOUGHT, URGENCY_SIGNS
from goldenthread.casework.courtfeed.rules import (
    DIFFERENCE_STATES,
    JURISDICTIONS,
    SET_ASIDE_REASONS,
    TOLD_SIGNS,
    TROUBLES,
    DifferenceState,
    Jurisdiction,
    SetAsideReason,
    ToldSign,
    Trouble,
)
from goldenthread.casework.courtfeed.walk import behind
from goldenthread.casework.families.rules import CONTACT_KINDS, GENDERS, ContactKind
from goldenthread.govuk.filters import date, datetime_

FIELDS = {
    "first_names": lazy("First names"),
    "last_name": lazy("Last name"),
    "previous_names": lazy("Previous names"),
    "born_on": lazy("Birth date"),
    "gender": lazy("Gender"),
    "gender_words": lazy("Gender, in their own words"),
    "court_name": lazy("Court"),
    "court_number": lazy("Court's case number"),
    "local_authority": lazy("Local authority"),
    "issued_on": lazy("Issued"),
    "nation": lazy("Nation"),
    "orders_sought": lazy("What is asked for"),
    "urgency_signs": lazy("Signs of urgency"),
    "kind": lazy("Kind of hearing"),
    "status": lazy("What became of the hearing"),
    "starts_at": lazy("When the hearing starts"),
    "ends_at": lazy("When the hearing ends"),
    "venue": lazy("Where the hearing is"),
}
NATIONS = {"ENGLAND": lazy("England"), "WALES": lazy("Wales")}
WORDS = {
    "gender": GENDERS,
    "nation": NATIONS,
    "orders_sought": ORDERS_SOUGHT,
    "urgency_signs": URGENCY_SIGNS,
    "kind": HEARING_KINDS,
    "status": HEARING_STATUSES,
}
TONE = {DifferenceState.OPEN: "warn", DifferenceState.TAKEN: "done", DifferenceState.KEPT: "neutral"}


def run_row(run):
    """One import for the list: cells of a table, the first of them its link."""
    return {
        "href": reverse("courtfeed:run", args=[run.pk]),
        "when": datetime_(run.started_at),
        "feed": run_feed(run),
        "counts": [run.received, run.imported, run.updated, run.unchanged, run.set_aside],
        "state": run_state(run),
    }


def run_feed(run):
    """From where an answer came."""
    return _(JURISDICTIONS[Jurisdiction(run.jurisdiction)]) if run.jurisdiction else _("From a file")


def run_state(run):
    """How an import ended, as a tag."""
    if run.finished_at is None:
        return {"code": "urgent", "text": _("Stopped before the end")}
    if run.set_aside:
        said = ngettext("%(n)s set aside", "%(n)s set aside", run.set_aside) % {"n": run.set_aside}
        return {"code": "warn", "text": said}
    return {"code": "good", "text": _("All in")}


def part_row(part):
    """One part that was set aside: (where in the answer, why, in which field)."""
    where = _("The answer itself") if part.position is None else _("Case %(n)s") % {"n": part.position + 1}
    return [where, _(SET_ASIDE_REASONS[SetAsideReason(part.reason)]), part.field or _("None named")]


def field_name(difference):
    """What differs, in words."""
    if difference.field in set(ContactKind):
        return _(CONTACT_KINDS[ContactKind(difference.field)])
    return str(FIELDS.get(difference.field, difference.field))


def shown(field, text):
    """A value that a difference keeps, as people write it; empty for nothing."""
    if not text:
        return ""
    if field in {"born_on", "issued_on"}:
        return date(dt.date.fromisoformat(text))
    if field in {"starts_at", "ends_at"}:
        return datetime_(dt.datetime.fromisoformat(text))
    if field in WORDS:
        return "\n".join(_(str(WORDS[field].get(code, code))) for code in text.split(","))
    return text


def about(difference):
    """Whom or what a difference is about."""
    if difference.member:
        return difference.member.name or _("No name given")
    return _("A hearing") if difference.hearing_id else _("The application")


def difference_card(difference, details=()):
    """One difference: what, about whom, both versions, how it stands. `details` are the person's open contact details
    of this kind."""
    ours, court = difference.we_have, difference.court_says
    if difference.field in set(ContactKind):
        ours = "\n\n".join(row.value for row in details if row.recorded_at < difference.recorded_at)
        court = "\n\n".join(row.value for row in details if row.recorded_at >= difference.recorded_at)
    state = DifferenceState(difference.state)
    return {
        "field": field_name(difference),
        "about": about(difference),
        "href": reverse("courtfeed:difference", args=[difference.pk]),
        "ours": shown(difference.field, ours),
        "court": shown(difference.field, court),
        "protected": difference.protected,
        "from": _(JURISDICTIONS[Jurisdiction(difference.jurisdiction)]),
        "at": difference.recorded_at,
        "tag": {"code": TONE[state], "text": _(DIFFERENCE_STATES[state])},
        "superseded": difference.superseded_at is not None,
        "waits": state is DifferenceState.OPEN and difference.superseded_at is None,
        "why": difference.why,
        "settled": difference.settled_at
        and _("%(when)s by %(who)s") % {"when": datetime_(difference.settled_at), "who": difference.settled_by.name},
    }


def sign_text(sign):
    """What the application says, as a sentence."""
    return _(TOLD_SIGNS[ToldSign(sign.code)])


# ── How the feeds are doing ───────────────────────────────────────────────────────────────────────────

# So far behind, a feed that does not fail is worth a look, and worth a telephone call.
LATE, VERY_LATE = dt.timedelta(minutes=20), dt.timedelta(hours=2)


def feed_card(jurisdiction, feed, *, is_set_up, settle, now):
    """One feed for the page of their state. `feed` is None where it has never been walked."""
    card = {"title": _(JURISDICTIONS[jurisdiction]), "code": str(jurisdiction), "is_set_up": is_set_up, "rows": []}
    if not is_set_up:
        return card | {"tag": _tag("neutral", _("Not set up"))}
    if feed is None or feed.walked_to is None:
        return card | {"tag": _tag("neutral", _("Not begun")), "not_begun": True}
    late = behind(feed.walked_to, now, settle)
    card["tag"] = _feed_tag(feed, late)
    card["trouble"] = trouble(feed, now)
    card["rows"] = [
        {"label": _("Everything is in until"), "value": datetime_(feed.walked_to)},
        {"label": _("Behind by"), "value": long_words(late)},
        {"label": _("Last good answer"), "value": datetime_(feed.last_ok_at) or _("None yet")},
        *([{"label": _("Last asked"), "value": datetime_(feed.last_tried_at)}] if feed.failure else []),
        {"label": _("Documents"), "value": papers_words(feed)},
    ]
    return card


def _tag(code, text):
    return {"code": code, "text": text}


def _feed_tag(feed, late):
    if feed.failure:
        return _tag("urgent", _("Failing"))
    if late >= VERY_LATE:
        return _tag("urgent", _("Far behind"))
    return _tag("warn", _("Behind")) if late >= LATE else _tag("good", _("Up to date"))


def trouble(feed, now):
    """What is wrong with a feed, since when, what to do, and when it is tried again; None where nothing is."""
    if not feed.failure:
        return None
    what, do = TROUBLES[Trouble(feed.failure)]
    again = feed.next_try_at
    return {
        "what": _(what),
        "do": _(do),
        "since": datetime_(feed.failing_since),
        "tries": ngettext("%(n)s try", "%(n)s tries", feed.tries) % {"n": feed.tries},
        "again": datetime_(again) if again and again > now else _("as soon as the worker comes to it"),
    }


def papers_words(feed):
    """How many of a feed's documents are not here, as sentences."""
    if feed.papers_counted_at is None:
        return _("Not counted yet")
    told = []
    if feed.papers_waiting:
        told.append(ngettext("%(n)s to be fetched", "%(n)s to be fetched", feed.papers_waiting)
                    % {"n": feed.papers_waiting})  # fmt: skip
    if feed.papers_not_there:
        told.append(ngettext("%(n)s that the court does not have", "%(n)s that the court does not have",
                             feed.papers_not_there) % {"n": feed.papers_not_there})  # fmt: skip
    if feed.papers_refused:
        told.append(ngettext("%(n)s not taken, as not safe to open", "%(n)s not taken, as not safe to open",
                             feed.papers_refused) % {"n": feed.papers_refused})  # fmt: skip
    return "\n".join(told) or _("All are here")


def long_words(length):
    """A length of time in the largest whole unit that says something: "4 minutes", "3 hours", "2 days"."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def set_aside_row(part):
    """One part that was set aside lately: its import, the feed, where in the answer, why."""
    where, why, _field = part_row(part)
    return {
        "href": reverse("courtfeed:run", args=[part.run_id]),
        "when": datetime_(part.set_aside_at),
        "cells": [run_feed(part.run), where, why],
    }
