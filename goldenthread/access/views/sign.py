"""Signing in and out, staying, the language of the pages, and the first page."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from goldenthread.access import oidc
from goldenthread.access.door import PERSON_KEY, SEEN_KEY, SIGN_KEY, name_person
from goldenthread.access.forms import ChoosePersonForm
from goldenthread.access.operations import sign
from goldenthread.access.permissions import Permission as P
from goldenthread.access.presenters import why_ended
from goldenthread.access.queries import staff_of_today, who_can_sign_in
from goldenthread.people.models import Person


def sign_in(request):
    """Who are you? The identity provider is asked; in the demonstration a person can be chosen instead."""
    here = request.GET.get("next") or request.POST.get("next") or ""
    if request.method == "POST" and settings.DEMO:
        form = ChoosePersonForm(request.POST)
        if form.is_valid():
            person = staff_of_today(request.today).filter(pk=form.cleaned_data["person"]).first()
            if person is not None:
                return signed_in(request, person, here, how="DEMO")
    context = {
        "next": here,
        "ended": why_ended(request.sign_in_ended or request.GET.get("ended", "")),
        "provider": oidc.config() is not None,
        "emergency": settings.LOCAL_ACCOUNTS,
        "groups": who_can_sign_in(request.today) if settings.DEMO else [],
    }
    return render(request, "access/sign_in.html", context)


def signed_in(request, person, here, *, how, **more):
    """A new session for this person, and on to `here`. Nothing of the session before it is carried over."""
    request.session.flush()
    rotate_token(request)
    name_person(person.pk)
    request.session[PERSON_KEY], request.session[SEEN_KEY] = str(person.pk), request.now.isoformat()
    request.session[SIGN_KEY] = {"how": how, "began": request.now.isoformat(), **more}
    sign.sign_in(how=how, by=person, now=request.now)
    response = back_to(request, here)
    # The drafts' middleware forgets on this sign what is too old to be kept.
    response.signed_in = True
    return response


def back_to(request, here):
    """To the address that came along, where it is one of ours; else to the first page."""
    safe = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(here if here and safe else reverse("access:home"))


def language(request):
    """Turns the pages into the language that the person chose; a cookie remembers it for a year."""
    if request.method != "POST":
        raise Http404
    response = back_to(request, request.POST.get("next", ""))
    code = request.POST.get("language", "")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=60 * 60 * 24 * 365,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def sign_out(request):
    """Ends the sign-in here; where it came from the identity provider, the one there is ended next."""
    if request.method != "POST":
        raise Http404
    how = request.session.get(SIGN_KEY, {}).get("how")
    if request.person is not None:
        sign.sign_out(how="ASKED", by=request.person, now=request.now)
        request.session.flush()
    there = "signed_out" if how == "OIDC" and oidc.config() else "sign_in"
    return HttpResponseRedirect(reverse(f"access:{there}"))


def signed_out(request):
    """Leads on to the provider's own sign-out, where it offers one.

    By a page of ours that leads on at once, and not by a redirect: the policy on where forms may lead holds for the
    redirects after them too, and need not be opened to another address.
    """
    provider = oidc.provider()
    if provider is None:
        raise Http404
    if request.person is not None:
        return HttpResponseRedirect(reverse("access:home"))
    there = provider.sign_out_address(request.build_absolute_uri(reverse("access:sign_in")))
    return render(request, "access/signed_out.html", {"there": there})


def stay(request):
    """Keeps the sign-in alive, when the person says that they are still there."""
    if request.method != "POST":
        raise Http404
    request.session[SEEN_KEY] = request.now.isoformat()
    return JsonResponse({"session_ends": idle_minutes(request) * 60})


def idle_minutes(request) -> int:
    """After how many minutes without use this sign-in ends."""
    return settings.LOCAL_IDLE_MINUTES if request.emergency else settings.SIGN_IN_IDLE_MINUTES


# Where each kind of work begins, first match first.
BEGINS = (
    (P.MY_WORK_READ, "workspace:my_work"),
    (P.TRAY_READ, "cases:tray"),
    (P.TEAM_WORK_READ, "workspace:team"),
    (P.STAFF_MANAGE, "access:staff"),
    (P.GLASS_REVIEW, "access:glass_uses"),
    (P.ACTION_RAISE, "workspace:commitments"),
    (P.BOARD_READ, "boards:index"),
    (P.CASE_READ, "workspace:case_list"),
)


def home(request):
    """The first page: to one's own work where there is some, else what this sign-in is for."""
    for permission, route in BEGINS:
        if request.who.may_ever(permission):
            return HttpResponseRedirect(reverse(route))
    context = {
        "roles": request.who.post_names,
        "has_post": bool(request.who.posts),
    }
    return render(request, "access/home.html", context)


def alive(request):
    """For whoever watches over the service: it answers, and so does its database."""
    Person.objects.exists()
    return HttpResponse("ok", content_type="text/plain")
