"""The message of a notice: that something waits, where, and how to be told otherwise. Nothing of what it is.

An e-mail is read on shared telephones and kept by others. So it says no name, no reference, no number (not even how
many: someone in the family could tell from it that a thing has moved) and no address of a page but those that lead
everyone to their own lists. Plain text alone: nothing is fetched, nothing tells that it was read.
"""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from goldenthread.notices.rules import SORTS, Kind, Language

HERE = "notices:choose"


def domain() -> str:
    """Our domain, as the address of the sender has it: never the name of this machine."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message(notice, address) -> EmailMessage:
    """The message of a notice to an address. The same notice gives the same Message-ID: twice is seen to be once."""
    said = [_in(language, notice.kinds) for language in notice.languages]
    headers = {
        "Message-ID": f"<{notice.pk}@{domain()}>",
        "List-Id": f"<notices.{domain()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": ", ".join(notice.languages),
    }
    return EmailMessage(
        subject=" / ".join(subject for subject, _body in said),
        body="\n----\n\n".join(body for _subject, body in said),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers=headers,
    )


def _in(language: Language, kinds) -> tuple[str, str]:
    with translation.override(language):
        lines = [
            _("Something is waiting for you in Golden Thread."),
            "",
            _("Sign in to see it. It is here:"),
            *(f"  {place}" for place in places(kinds)),
            "",
            _("For safety this message says no more. Do not answer it with anything about a family."),
            "",
            _("To choose how you are told:"),
            f"  {_place(HERE)}",
            "",
        ]
        return _("Something is waiting for you in Golden Thread"), "\n".join(lines)


def places(kinds) -> list[str]:
    """The addresses of the lists on which these kinds stand, each once: never the address of a thing itself."""
    return list(dict.fromkeys(_place(SORTS[Kind(kind)].route or HERE) for kind in kinds))


def _place(route):
    return f"{settings.SITE_ADDRESS}{reverse(route)}"
