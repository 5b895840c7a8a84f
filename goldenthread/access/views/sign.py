"""Signing in and out, staying, the language of the pages, and the first page."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from goldenthread.access import operations
from goldenthread.access.door import PERSON_KEY, SEEN_KEY, name_person
from goldenthread.access.forms import ChoosePersonForm
from goldenthread.access.permissions import Permission as P
from goldenthread.access.queries import staff_of_today, who_can_sign_in
from goldenthread.people.models import Person


def sign_in(request):
    """Who are you? In the demonstration a person is chosen; otherwise the identity provider is asked."""
    here = request.GET.get("next") or request.POST.get("next") or ""
    if request.method == "POST" and settings.DEMO:
        form = ChoosePersonForm(request.POST)
        if form.is_valid():
            person = staff_of_today(request.today).filter(pk=form.cleaned_data["person"]).first()
            if person is not None:
                return _signed_in(request, person, here)
    ended = request.sign_in_ended or "ended" in request.GET
    context = {"next": here, "ended": ended, "groups": who_can_sign_in(request.today) if settings.DEMO else []}
    return render(request, "access/sign_in.html", context)


def _signed_in(request, person, here):
    request.session.flush()
    rotate_token(request)
    name_person(person.pk)
    request.session[PERSON_KEY], request.session[SEEN_KEY] = str(person.pk), request.now.isoformat()
    operations.sign_in(how="DEMO", by=person, now=request.now)
    response = _back(request, here)
    # The drafts' middleware forgets on this sign what is too old to be kept.
    response.signed_in = True
    return response


def _back(request, here):
    """To the address that came along, where it is one of ours; else to the first page."""
    safe = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(here if here and safe else reverse("access:home"))


def language(request):
    """Turns the pages into the language that the person chose; a cookie remembers it for a year."""
    if request.method != "POST":
        raise Http404
    response = _back(request, request.POST.get("next", ""))
    code = request.POST.get("language", "")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=60 * 60 * 24 * 365,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def sign_out(request):
    """Ends the sign-in."""
    if request.method != "POST":
        raise Http404
    if request.person is not None:
        operations.sign_out(how="ASKED", by=request.person, now=request.now)
        request.session.flush()
    return HttpResponseRedirect(reverse("access:sign_in"))


def stay(request):
    """Keeps the sign-in alive, when the person says that they are still there."""
    if request.method != "POST":
        raise Http404
    request.session[SEEN_KEY] = request.now.isoformat()
    return JsonResponse({"session_ends": settings.SIGN_IN_IDLE_MINUTES * 60})


# Where each kind of work begins, first match first.
BEGINS = (
    (P.MY_WORK_READ, "workspace:my_work"),
    (P.TRAY_READ, "cases:tray"),
    (P.TEAM_WORK_READ, "workspace:team"),
    (P.STAFF_MANAGE, "access:staff"),
    (P.GLASS_REVIEW, "access:glass_uses"),
)


def home(request):
    """The first page: to one's own work where there is some, else what this sign-in is for."""
    for permission, route in BEGINS:
        if request.who.may_ever(permission):
            return HttpResponseRedirect(reverse(route))
    context = {
        "roles": request.who.post_names,
        "has_post": bool(request.who.posts),
        "reads": request.who.may_ever(P.CASE_READ),
    }
    return render(request, "access/home.html", context)


def alive(request):
    """For whoever watches over the service: it answers, and so does its database."""
    Person.objects.exists()
    return HttpResponse("ok", content_type="text/plain")
