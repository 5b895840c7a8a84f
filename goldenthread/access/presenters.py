"""Staff, posts and uses of break-glass as rows, tags and sentences."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.rules import OUTCOMES, GlassOutcome

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
