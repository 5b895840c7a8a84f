"""The pages for what went wrong. They say what to do and hold nothing of the request."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission

# The database is away (it is being started again, or another server takes over), or has no room for one more.
AWAY = (OperationalError, InterfaceError)
AGAIN_IN_SECONDS = 5


def _is_away(error) -> bool:
    """Whether the database is behind an error, however it was wrapped on its way."""
    while error is not None and not isinstance(error, AWAY):
        error = error.__cause__ or error.__context__
    return error is not None


def _page(request, status, title, text, link=None):
    return render(request, "config/error.html", {"title": title, "text": text, "link": link}, status=status)


def not_found(request, exception=None):
    """404: it is not there, or this person may not know of it; the page says the same for both."""
    # Shown whatever the address was, so that it says nothing of what is there.
    who, link = getattr(request, "who", None), None
    if who is not None and who.may_ever(Permission.GLASS_BREAK):
        link = {"href": reverse("access:glass"), "text": _("Open a restricted case by break-glass")}
    return _page(
        request,
        404,
        _("Page not found"),
        _("Check the address, or go to your work and start from there. A case that is not yours does not open."),
        link,
    )


def bad_request(request, exception=None):
    """400: the request could not be read. A session that a lost database could not take arrives here too: 503."""
    if _is_away(exception):
        return server_error(request)
    return _page(request, 400, _("This could not be read"), _("Go back and try again."))


def forbidden(request, exception=None):
    """403 from the framework; the guard has a page of its own."""
    return _page(request, 403, _("This is closed to you"), _("Go to your work and start from there."))


def server_error(request):
    """500: nothing was saved; or 503 while the database is away. Drawn without the database, which may be what failed.

    Where the page itself cannot be drawn, the words alone are sent: an error page must not fail. Django calls this
    while the error is at hand.
    """
    status, title = 500, _("Something went wrong")
    text = _("Nothing was saved. Go back and try again in a minute.")
    if _is_away(sys.exc_info()[1]):
        # Lost between the saving and the answer it may have been saved after all.
        status, title = 503, _("The service is not available just now")
        text = _("Wait a few seconds, go back, and send it again. What was already saved is not saved twice.")
    try:
        response = _page(request, status, title, text)
    except Exception:  # noqa: BLE001 (whatever it is, the person still gets an answer)
        response = HttpResponse(f"{title}. {text}", status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response["Retry-After"] = str(AGAIN_IN_SECONDS)
    return response


def stale_token(request, reason=""):
    """A form whose token is no longer good; what was typed is set aside by the drafts' middleware."""
    response = _page(
        request,
        403,
        _("This page was open for too long"),
        _("What you typed has been kept. Open the page again and you will find it there."),
    )
    response.not_taken = "STALE_TOKEN"
    return response


for view in (not_found, bad_request, forbidden, server_error, stale_token):
    view.needs = "PUBLIC"  # type: ignore[attr-defined]
