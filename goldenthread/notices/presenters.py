"""What waits, and how e-mail stands, as rows and sentences."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.notices.rules import SORTS, How, demanded


def waiting_rows(waits) -> list[dict]:
    """What waits, by kind: {text, count, href} and, where the kind has no list of its own, each thing in `things`."""
    return [
        {
            "text": _(SORTS[kind].says),
            "count": len(things),
            "href": reverse(SORTS[kind].route) if SORTS[kind].route else "",
            "things": [] if SORTS[kind].route else things,
        }
        for kind, things in waits.items()
    ]


def demanded_rows(roles) -> list[dict]:
    """What these posts are told of whatever is chosen: {text, why}."""
    return [{"text": _(SORTS[kind].says), "why": _(SORTS[kind].why)} for kind in demanded(roles)]


def email_state(person, choice, refused_at) -> dict:
    """Whether e-mail goes to a person: {on, text}.

    Where it does not go to their address, the sentence is the same whatever the reason is.
    """
    if not settings.EMAIL_HOST:
        return {
            "on": False,
            "text": _("This service has no mail server, so no e-mail is sent. What waits for you stands here."),
        }
    if choice.email_off or refused_at:
        return {"on": False, "text": _("E-mail is off for your address. What waits for you stands here.")}
    return {"on": True, "text": _("E-mail goes to %(address)s.") % {"address": person.email}}


def hints() -> dict:
    """What each answer means, under it."""
    hour = settings.MAIL_DIGEST_AT.strftime("%H:%M")
    return {
        How.AT_ONCE.value: _(
            "For example a case given to you, advice to decide on or that came back, a filing that needs you. "
            "All else at %(hour)s."
        )
        % {"hour": hour},
        How.DAILY.value: _("At %(hour)s on working days, and only when something waits.") % {"hour": hour},
        How.DEMANDED.value: _("You find what waits on this page and on your own lists."),
    }
