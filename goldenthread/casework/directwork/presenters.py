"""Sessions and wishes as rows, tags and sentences. Each child stands alone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.directwork.rules import KEEPS, NOT_SEEN_REASONS, PLACES, Keep, NotSeenReason, Place
from goldenthread.casework.families.rules import age_on
from goldenthread.govuk.filters import date


def first_name(child):
    """The name by which a child is called on these pages."""
    return child.first_name or _("No name given")


def is_child(row):
    """Whether a participation is a child's."""
    return row.role == PartyRole.CHILD


def side(case, child, sessions, wishes, today):
    """One child for the page that shows siblings side by side. `sessions` and `wishes` are this child's alone."""
    return {
        "first_name": first_name(child),
        "age": age_on(child.born_on, today),
        "tags": [heard(sessions, wishes)],
        "wishes": [wish_card(wish) for wish in wishes],
        "sessions": [session_row(session) for session in sessions],
        "seen": any(session.seen for session in sessions),
        "session_new": reverse("directwork:session_new", args=[case.pk, child.pk]),
        "wish_new": reverse("directwork:wish_new", args=[sessions[0].pk]) if sessions else "",
    }


def heard(sessions, wishes):
    """Whether a child has been heard, in a tag."""
    if any(session.seen for session in sessions):
        return {"code": "SEEN", "text": _("Seen")}
    if wishes:
        return {"code": "INFO", "text": _("Heard, not seen")}
    if sessions:
        return {"code": "NEUTRAL", "text": _("Not seen, reason given")}
    return {"code": "WARN", "text": _("Not heard yet")}


def session_row(session):
    """One session for a list."""
    return {
        "href": reverse("directwork:session", args=[session.pk]),
        "on": session.happened_on,
        "text": in_short(session),
        "by": session.recorded_by.name,
        "late": session.late,
    }


def in_short(session):
    """A session in one line: how the child was seen, or why not."""
    if not session.seen:
        return _("Not seen. %(why)s") % {"why": _(NOT_SEEN_REASONS[NotSeenReason(session.not_seen_reason)])}
    how = _("Seen alone") if session.alone else _("Seen, not alone")
    return f"{how}. {_(PLACES[Place(session.place)])}" if session.place else how


def kept(wish):
    """What a child asked about their words, for the note under them; empty when they asked nothing."""
    return "" if wish.keep == Keep.NOT_ASKED else _(KEEPS[Keep(wish.keep)])


def wish_card(wish):
    """One wish for a list: the words as said, when, and what the child asked about them."""
    return {
        "words": wish.words,
        "when": wish.session.happened_on,
        "note": kept(wish),
        "setting": wish.setting,
        "href": reverse("directwork:wish", args=[wish.pk]),
        "session_href": reverse("directwork:session", args=[wish.session_id]),
        "late": wish.late,
        "superseded": wish.superseded_at is not None,
    }


def session_rows(session, place_open):
    """The answers of one session for its own page. `place_open`: whether this reader may see which place."""
    if not session.seen:
        return [
            {"label": _("Seen"), "value": _("No")},
            {"label": _("Why not"), "value": _(NOT_SEEN_REASONS[NotSeenReason(session.not_seen_reason)])},
            {"label": _("In words"), "value": session.not_seen_words},
            _written(session),
        ]
    place = _(PLACES[Place(session.place)]) if session.place else ""
    if session.place_words:
        which = session.place_words if place_open else _("which one is open to those who work the case")
        place = f"{place} ({which})" if place else which
    return [
        {"label": _("Seen"), "value": _("Yes, alone") if session.alone else _("Yes, not alone")},
        *([] if session.alone else [{"label": _("Who was there"), "value": session.present}]),
        {"label": _("Where"), "value": place},
        {"label": _("What this child needs in order to be understood"), "value": session.communication_needs},
        {"label": _("How you worked together"), "value": session.how},
        {
            "label": _("What the child was told about how their words are used"),
            "value": session.told_child,
            "why": _(
                "A child should know who will read their words. Tell them when you next meet, and record it then."
            ),
        },
        _written(session),
    ]


def wish_rows(wish):
    """What is known of one wish, for its own page."""
    session = wish.session
    rows = [
        {"label": _("How it came up") if session.seen else _("How it reached us"), "value": wish.setting},
        {"label": _("Kept back"), "value": _(KEEPS[Keep(wish.keep)])},
    ]
    if wish.keep != Keep.NOT_ASKED:
        rows += [
            {"label": _("What the child asked"), "value": wish.asked_words},
            {"label": _("What the child was told could and could not be promised"), "value": wish.told_child},
        ]
    return [*rows, _written(wish)]


def _written(row):
    said = _("%(when)s by %(who)s") % {"when": date(row.recorded_at), "who": row.recorded_by.name}
    return {"label": _("Written down"), "value": said}


def elsewhere(record, people, sessions=()):
    """Where to record what was recorded for the wrong child: a place for each of the other children.

    For a wish, the child's newest session takes it, where there is one.
    """
    newest = {session.child_id: session for session in reversed(list(sessions))}
    places = []
    for child in (row.member for row in people if is_child(row) and row.member_id != record.child_id):
        session = newest.get(child.pk)
        if session:
            href = reverse("directwork:wish_new", args=[session.pk]) + f"?from={record.pk}"
        else:
            href = reverse("directwork:session_new", args=[record.case_id, child.pk])
        places.append({"href": href, "text": _("Record it for %(child)s") % {"child": first_name(child)}})
    return places
