"""The door: one transaction, one person, one clock, and a guard at every page.

    urlpatterns = [
        page("cases/<uuid:case_id>/enquiry", views.index, needs=P.CASE_READ, of=Case),
        page("enquiry/<uuid:line_id>/answer", views.answer, needs=P.ENQUIRY_RECORD, of=LineOfEnquiry),
    ]

A view gets the request and the thing itself, already loaded through what this person may see: `of` is its
model, and the route's identifier is called after the view's second argument (`line` is loaded by `line_id`).
Other arguments of the route reach the view as they are. 404 where a person may not know that it exists, 403
where they may see but not do. A route that says nothing at its door does not open.
"""

import datetime as dt
import functools
import inspect
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Now
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from goldenthread.access.composed import composed_once
from goldenthread.access.models import LocalAccount, SignInsEnded, ViewLog
from goldenthread.access.permissions import Door, Permission
from goldenthread.access.replica import has_written, remember_writing
from goldenthread.access.standing import EVERYTHING, reach, who_is, why_not
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person
from goldenthread.thread.operations import request_id

# Where a sign-in is kept in the web session: who, when they were last seen, and how the sign-in came about
# ({"how", "began"}; by an emergency account also {"account", "until"}).
PERSON_KEY, SEEN_KEY, SIGN_KEY = "person", "seen", "sign"


class Ended(StrEnum):
    """Why a sign-in is no longer one; the sign-in page says it."""

    IDLE = "1"
    BY_ADMINISTRATOR = "2"
    EMERGENCY_OVER = "3"


def clock() -> dt.datetime:
    """The one place where the time is read for a request."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251, DTZ005 (this is the door)


def name_person(person_id, *, using=DEFAULT_DB_ALIAS) -> None:
    """Names the person on this connection until the transaction ends; the wall asks for it."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(person_id)])


class OneTransaction:
    """Outermost of our middleware: everything a request does is in one transaction, rolled back on 5xx.

    Not ATOMIC_REQUESTS, which opens and closes around the view alone and would leave the session, and what is
    rendered later, outside. Answers must be rendered before they come out here (TemplateResponse is banned);
    a stream opens its own transaction inside its generator.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = clock()
        request.today = request.now.astimezone(settings.LOCAL_ZONE).date()
        request.id = new_id()
        token = request_id.set(request.id)
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
            remember_writing(request, response)
        finally:
            request_id.reset(token)
        return response


class Identify:
    """After the session: who is this? Sets `request.person` and `request.who`, and names them to the wall.

    A sign-in that has been idle too long is ended here; a leaver is out at once, and so is whoever an administrator
    has signed out, or whose emergency account is over. `request.emergency` is when an emergency sign-in ends.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = request.who = request.emergency = None
        request.sign_in_ended = ""
        person_id, seen = request.session.get(PERSON_KEY), request.session.get(SEEN_KEY)
        if person_id and seen:
            self._known(request, UUID(person_id), dt.datetime.fromisoformat(seen))
        response = self.get_response(request)
        if request.person is not None:
            # On a shared computer nothing of a family may come back after the sign-out, by the back button or a cache.
            response["Cache-Control"] = "no-store"
        return response

    def _known(self, request, person_id, seen):
        today, sign = request.today, request.session.get(SIGN_KEY, {})
        person = sign_in_of(person_id, sign, seen)
        request.sign_in_ended = _why_ended(person, sign, seen, request.now)
        if request.sign_in_ended or person is None or (person.left_on and person.left_on <= today):
            request.session.flush()
            return
        if "until" in sign:
            request.emergency = dt.datetime.fromisoformat(sign["until"])
        person.wrote = has_written(request)
        name_person(person.pk)
        # A request that writes can be begun before break-glass and go on after it: there each query asks anew.
        at_the_door = request.method in {"GET", "HEAD"}
        request.person, request.who = person, who_is(person, today, at_the_door=at_the_door)
        # Writing the session at each request would be a write for each read; a minute is near enough.
        if request.now - seen > dt.timedelta(minutes=1):
            request.session[SEEN_KEY] = request.now.isoformat()


def sign_in_of(person_id, sign, seen):
    """The person of a sign-in, or None; with whether their sign-ins have been ended since, and their account too."""
    began = dt.datetime.fromisoformat(sign["began"]) if "began" in sign else seen
    rows = _signed_in(person_id, began, UUID(sign["account"]) if "account" in sign else None)
    return rows[0] if rows else None


@composed_once
def _signed_in(person_id, began, account_id):
    ended = Exists(SignInsEnded.objects.filter(person=OuterRef("pk"), ended_at__gte=began))
    account = LocalAccount.objects.filter(pk=account_id, ended_at__isnull=True, until__gt=Now())
    over = ~Exists(account.filter(person=OuterRef("pk"))) if account_id else Value(False)
    return Person.objects.filter(pk=person_id).annotate(signed_out=ended, account_over=over)


def _why_ended(person, sign, seen, now):
    minutes = settings.LOCAL_IDLE_MINUTES if "account" in sign else settings.SIGN_IN_IDLE_MINUTES
    if person is not None and person.signed_out:
        return Ended.BY_ADMINISTRATOR
    if "account" in sign and (person is None or person.account_over or now >= dt.datetime.fromisoformat(sign["until"])):
        return Ended.EMERGENCY_OVER
    return Ended.IDLE if now - seen > dt.timedelta(minutes=minutes) else ""


class Refuse:
    """Refuses any view that declares nothing at its door. Django's static files never come here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "needs"):
            raise PermissionError(f"{view.__module__}.{view.__name__} declares nothing at its door: use page()")


def page(route, view, *, needs, of=None, name=None, reads=None):
    """One route with what it needs: a Permission, or Door.PUBLIC, or Door.SIGNED_IN.

    `of`: the model of the thing that reaches the view in place of its identifier. `reads`: the permission that
    decides whether the thing may be known of at all (default CASE_READ, where `of` is given). `name` defaults
    to the view's name.
    """
    guarded = _guard(view, needs, of, reads or (Permission.CASE_READ if of else None))
    return path(route, guarded, name=name or view.__name__)


def _guard(view, needs, of, reads):
    subject_name = list(inspect.signature(view).parameters)[1] if of else None

    @functools.wraps(view)
    def guarded(request, **kwargs):
        if needs is Door.PUBLIC:
            return view(request, **kwargs)
        if request.person is None:
            return signed_out(request)
        subject = None
        allowed = needs is Door.SIGNED_IN or request.who.may_ever(needs)
        if of:
            identifier = kwargs.pop(f"{subject_name}_id")
            subject = _load(request.who, of, reads, needs, identifier)
            allowed = subject.may_here
            kwargs[subject_name] = subject
        if not allowed:
            _view_log(request, subject, "REFUSED")
            return refused(request, why_not(request.who, needs))
        if request.method == "GET":
            _view_log(request, subject, "OPENED")
            return view(request, **kwargs)
        response = view(request, **kwargs)
        if response.status_code not in range(300, 400) and response.get("Content-Type", "").startswith("text/html"):
            # What is sent something and answers with a page shows the case as much as a page that is opened.
            _view_log(request, subject, "OPENED")
        return response

    guarded.needs, guarded.of, guarded.reads = needs, of, reads
    guarded.identifier = f"{subject_name}_id" if of else None
    return guarded


def _load(who, of, reads, needs, identifier):
    """The thing itself: 404 for what this person may not know of.

    One query answers both questions: may they know of it (`reads` or `needs`), and may they do this here.
    """
    # What has a number is not worth a form for each.
    ask = _known if isinstance(identifier, UUID) else _known.__wrapped__
    rows = list(ask(who, of, reads, needs, identifier))
    if not rows:
        raise Http404
    return rows[0]


@composed_once(most=512)
def _known(who, of, reads, needs, identifier):
    may_know, may_do = reach(who, of, reads), EVERYTHING
    if isinstance(needs, Permission):
        may_do = reach(who, of, needs)
        may_know = may_know | may_do
    rows = of.objects.filter(may_know, pk=identifier).annotate(may_here=may_do)
    return rows.select_related(*of.with_it)


def _view_log(request, subject, outcome):
    case_id = getattr(subject, "case_id", None)
    if case_id is None or not getattr(subject, "opens_case", True):
        return
    ViewLog.objects.bulk_create(
        [
            ViewLog(
                at=request.now,
                person=request.person,
                case_id=case_id,
                page=request.resolver_match.view_name[:80],
                outcome=outcome,
            )
        ]
    )


def log_found(request, cases):
    """A line in the view log for each case that a page shows by name and not by its own address: a search."""
    page = request.resolver_match.view_name[:80]
    ViewLog.objects.bulk_create(
        ViewLog(at=request.now, person=request.person, case_id=case, page=page, outcome="OPENED") for case in cases
    )


def refused(request, why, status=403):
    """The page that says no, with the reason and who can."""
    return render(request, "access/refused.html", {"why": why}, status=status)


def signed_out(request):
    """To the sign-in page and back again; what was typed is set aside by the drafts' middleware."""
    there = reverse("access:sign_in")
    back = request.get_full_path() if request.method == "GET" else request.path
    # The session is gone by the next request: only the address can carry why there is a sign-in page here.
    why = {"ended": request.sign_in_ended.value} if request.sign_in_ended else {}
    response = HttpResponseRedirect(f"{there}?{urlencode({'next': back, **why})}")
    response.not_taken = "SIGNED_OUT"
    return response


def case_of_route(match):
    """The case that a resolved route hangs on, as far as the person named on the connection may know; or None."""
    of = getattr(match.func, "of", None)
    if of is None:
        return None
    row = of.objects.filter(pk=match.kwargs[match.func.identifier]).first()
    return getattr(row, "case_id", None)
