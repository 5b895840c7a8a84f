"""The emergency account: signing in with it, and the named seniors' review of each use."""

import logging

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from goldenthread.access import queries
from goldenthread.access.door import name_person
from goldenthread.access.forms import EmergencyForm, GlassReviewForm
from goldenthread.access.operations import local
from goldenthread.access.presenters import local_row
from goldenthread.access.rules import LOCKED_MINUTES, TRIES, LocalOutcome
from goldenthread.access.views.sign import signed_in

log = logging.getLogger("goldenthread.access")
ON_A_PAGE = 25


@sensitive_post_parameters("passphrase")
def emergency(request):
    """Signs in by an emergency account, for when the identity provider is down."""
    if not settings.LOCAL_ACCOUNTS:
        raise Http404
    here = request.GET.get("next") or request.POST.get("next") or ""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        keeper = local.door_keeper()
        name_person(keeper.pk)
        use = local.try_local_account(**form.cleaned_data, by=keeper, now=request.now)
        log.warning("emergency account: %s (request %s)", use.result, request.id)
        if use.result == LocalOutcome.IN:
            return signed_in(
                request, use.person, here, how="LOCAL", account=str(use.account_id), until=use.until.isoformat()
            )
        form.add_error(None, _("This e-mail address and passphrase open nothing now. Check both, and try again."))
    context = {"form": form, "next": here, "tries": TRIES, "locked": LOCKED_MINUTES}
    return render(request, "access/emergency.html", context, status=422 if form.errors else 200)


def local_uses(request):
    """Uses of emergency accounts, and tries at them: those to review first."""
    page = Paginator(queries.uses_of_local(request.who), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [local_row(use, request.now) for use in page]
    context = {
        "page": page,
        "to_review": [row for row in rows if not row["reviewed"]],
        "reviewed": [row for row in rows if row["reviewed"]],
    }
    return render(request, "access/local_uses.html", context)


def local_review(request, use):
    """One use of an emergency account, and what the named senior found of it."""
    context = {"use": use, "row": local_row(use, request.now)}
    if use.reviewed_at is not None and request.method == "GET":
        return render(request, "access/local_reviewed.html", context)
    return request.form_page(
        GlassReviewForm, "access/local_review.html", context=context,
        save=lambda said: local.review_local_use(
            use=use, outcome=said["outcome"], note=said["note"], by=request.person, now=request.now
        ),
        done=lambda _use: reverse("access:local_uses"),
        said=_("Your review is recorded."),
    )  # fmt: skip
