"""Staff, posts and uses of break-glass as rows, tags and sentences."""

import logging

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.door import Ended
from goldenthread.access.rules import NOT_IN, OUTCOMES, GlassOutcome, LocalOutcome, NotIn

NATION_NAMES = {"ENGLAND": lambda: _("England"), "WALES": lambda: _("Wales")}
OUTCOME_TONE = {GlassOutcome.JUSTIFIED: "good", GlassOutcome.NOT_JUSTIFIED: "urgent", GlassOutcome.FOLLOW_UP: "warn"}


def place_of(post) -> str:
    """Where a post is held, in words."""
    if post.team:
        return f"{post.team.name}, {post.team.area.name}"
    return post.area.name if post.area else NATION_NAMES[post.nation]()


def staff_row(person):
    """One member of staff for the list: name, posts, places."""
    return {
        "name": person.name,
        "href": reverse("access:person", args=[person.pk]),
        "posts": [_(post.role_name) for post in person.held],
        "places": list(dict.fromkeys(place_of(post) for post in person.held)),
        "left_on": person.left_on,
    }


def post_row(post, today, *, may_manage):
    """One post for its holder's page: what, where, from when to when, and whether it can be ended here."""
    return {
        "role": _(post.role_name),
        "place": place_of(post),
        "from_on": post.from_on,
        "to_on": post.to_on,
        "state": "past" if post.to_on and post.to_on < today else ("future" if post.from_on > today else "now"),
        "end": reverse("access:post_end", args=[post.pk]) if may_manage and post.to_on is None else "",
    }


def glass_row(use, now):
    """One use of break-glass: which case, who, when, why, whether it still stands open, what was found."""
    return {
        "reference": use.case_reference,
        "href": reverse("access:glass_review", args=[use.pk]),
        "who": use.broken_by.name,
        "at": use.broken_at,
        "reason": use.reason,
        "until": use.until,
        "open": use.until > now,
        "reviewed": use.reviewed_at is not None,
        "outcome": (
            {"code": OUTCOME_TONE[GlassOutcome(use.outcome)], "text": _(OUTCOMES[GlassOutcome(use.outcome)])}
            if use.outcome
            else {"code": "warn", "text": _("To review")}
        ),
        "reviewed_by": use.reviewed_by.name if use.reviewed_by else "",
        "reviewed_at": use.reviewed_at,
        "note": use.review_note,
    }


WHY_ENDED = {
    Ended.IDLE: lambda: _("Your sign-in has ended because nothing happened for a while. What you typed has been kept."),
    Ended.BY_ADMINISTRATOR: lambda: _("An administrator has ended your sign-ins. What you typed has been kept."),
    Ended.EMERGENCY_OVER: lambda: _("Your emergency sign-in is over. Sign in with your work account if you can."),
}


def why_ended(code) -> str:
    """Why there is a sign-in page here, in words; empty for no reason, or for a code that is none of ours."""
    return WHY_ENDED[Ended(code)]() if code in set(Ended) else ""


# What a person can do nothing about, and whoever runs the service must look at.
_ALARMING = frozenset(
    {NotIn.SIGNATURE, NotIn.ISSUER, NotIn.AUDIENCE, NotIn.NONCE, NotIn.CLOCK, NotIn.DOWN, NotIn.NONSENSE}
    | {NotIn.NO_SUBJECT, NotIn.NO_AUTH_TIME, NotIn.EXPIRED}
)
_NOT_THE_PERSON = frozenset({NotIn.DOWN, NotIn.NONSENSE})


def not_in(code, *, emergency):
    """A sign-in that did not come about: status, what happened, what to do, and how loudly to log it."""
    status, happened, do = NOT_IN[code]
    return {
        "code": code.value,
        "status": status,
        "level": logging.WARNING if code in _ALARMING else logging.INFO,
        "happened": _(happened),
        "do": _(do),
        "afresh": code is NotIn.AFRESH,
        "emergency": emergency and code in _NOT_THE_PERSON,
    }


def local_row(use, now):
    """One use of an emergency account, or failed tries at one: whose, when, what became of it, what was found."""
    failed = use.result != LocalOutcome.IN
    return {
        "href": reverse("access:local_review", args=[use.pk]),
        "who": use.person.name if use.person else _("Nobody on the list of staff"),
        "title": _title(use, failed),
        "at": use.at,
        "failed": failed,
        "times": use.times,
        "reason": use.reason,
        "until": use.until,
        "open": use.until is not None and use.until > now,
        "reviewed": use.reviewed_at is not None,
        "outcome": (
            {"code": OUTCOME_TONE[GlassOutcome(use.outcome)], "text": _(OUTCOMES[GlassOutcome(use.outcome)])}
            if use.outcome
            else {"code": "urgent", "text": _("To review")}
        ),
        "reviewed_by": use.reviewed_by.name if use.reviewed_by else "",
        "reviewed_at": use.reviewed_at,
        "note": use.review_note,
    }


def _title(use, failed):
    if not failed:
        return _("%(who)s signed in by an emergency account") % {"who": use.person.name}
    if use.person is None:
        return _("A failed try with an e-mail address that is not on the list of staff")
    return _("A failed try at the emergency account of %(who)s") % {"who": use.person.name}
