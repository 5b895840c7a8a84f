"""Signing in by the identity provider: there, and back."""

import logging

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from goldenthread.access import oidc
from goldenthread.access.door import name_person
from goldenthread.access.operations import sign
from goldenthread.access.operations.sign import NotSignedIn
from goldenthread.access.presenters import not_in
from goldenthread.access.rules import NotIn
from goldenthread.access.views.sign import signed_in
from goldenthread.kernel.refusal import Refused

log = logging.getLogger("goldenthread.access")
LONGEST_ADDRESS = 2000


def to_provider(request):
    """Sends the browser to the identity provider. By a link, not a form: see `signed_out`."""
    provider = oidc.provider()
    if provider is None:
        raise Http404
    here = request.GET.get("next", "")[:LONGEST_ADDRESS]
    try:
        there = provider.begin(
            request.session, _redirect_uri(request), back=here, now=request.now, afresh="afresh" in request.GET
        )
    except NotSignedIn as refusal:
        return _not_signed_in(request, refusal, here)
    return HttpResponseRedirect(there)


def back(request):
    """The browser comes back from the identity provider, with an answer to be proven."""
    provider = oidc.provider()
    if provider is None:
        raise Http404
    here = ""
    try:
        flow = oidc.begun(request.session, request.GET, request.now)
        here = flow["next"]
        claims, access = provider.finish(flow, request.GET, _redirect_uri(request), now=request.now)
        person = _person(request, provider, claims, access)
    except NotSignedIn as refusal:
        return _not_signed_in(request, refusal, here)
    return signed_in(request, person, here, how="OIDC")


def _redirect_uri(request):
    return request.build_absolute_uri(reverse("access:back"))


def _person(request, provider, claims, access):
    """The member of staff, named to the wall; bound to the account when it is their first time."""
    held = provider.config
    if not sign.is_bound(claims, held):
        claims = provider.with_email(claims, access)
    person, new = sign.whose(claims, held, today=request.today)
    name_person(person.pk)
    sign.made_afresh(person, claims, leeway=held.leeway)
    if new:
        subject = claims[held.subject_claim]
        try:
            sign.bind_identity(issuer=held.issuer, subject=subject, by=person, now=request.now)
        except Refused as refused:
            raise NotSignedIn(NotIn.OTHER_ACCOUNT) from refused
    return person


def _not_signed_in(request, refusal, here):
    """The page that says why and what to do; a line where it is proven who it was, and a log line without a name."""
    shown = not_in(refusal.code, emergency=settings.LOCAL_ACCOUNTS)
    log.log(shown["level"], "sign-in refused: %s (request %s)", refusal.code.value, request.id)
    if refusal.person is not None:
        name_person(refusal.person.pk)
        sign.refuse_sign_in(code=refusal.code, by=refusal.person, now=request.now)
    return render(request, "access/not_signed_in.html", {**shown, "next": here}, status=shown["status"])
