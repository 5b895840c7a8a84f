"""Visiting pages: as whom, where, and whether the door opens, without drawing what is behind it."""

import traceback
from unittest.mock import patch

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from goldenthread.access import door
from goldenthread.access.door import PERSON_KEY, SEEN_KEY, clock
from goldenthread.access.permissions import Door, Permission
from goldenthread.access.standing import who_is
from goldenthread.casework.directwork.models import Wish
from goldenthread.casework.harm.models import Pattern
from goldenthread.people.models import Person, Post
from tests.contract import house


def signed_in(person, *, breaks=False):
    """A browser session of this person; `breaks` lets an exception of a page through."""
    client = Client(raise_request_exception=breaks)
    session = client.session
    session[PERSON_KEY], session[SEEN_KEY] = str(person.pk), clock().isoformat()
    session.save()
    return client


def ask(route, person, who, arguments) -> int:
    """What the guard of a route answers: 200, 403 or 404. The view behind it is not called."""
    request = RequestFactory().get("/")
    request.person, request.who, request.now, request.session = person, who, clock(), SessionStore()
    request.resolver_match = type("Match", (), {"view_name": route.name})
    door.name_person(person.pk)
    cells = dict(zip(route.view.__code__.co_freevars, route.view.__closure__, strict=True))
    view = cells["view"].cell_contents
    cells["view"].cell_contents = lambda request, **kwargs: HttpResponse("in")
    try:
        with patch.object(door, "refused", lambda request, why, status=403: HttpResponse(why, status=status)):
            return route.view(request, **arguments).status_code
    except Http404:
        return 404
    finally:
        cells["view"].cell_contents = view


def others(world, case) -> dict:
    """What routes take besides the thing that the door loads, for one case."""

    def first(model):
        return getattr(model.objects.filter(case_id=case.pk).first(), "pk", world.cast.maya(case).pk)

    return {
        "child_id": world.cast.maya(case).pk,
        "person_id": world.cast.ben.pk,
        "area_id": world.cast.dales.pk,
        "wish_id": first(Wish),
        "pattern_id": first(Pattern),
    }


def things(world, route, case):
    """The rows that a route can load which have to do with one case (or with nobody's case). As whoever is named."""
    if route.of is Person:
        return [world.cast.ben]
    if route.of is Post:
        return [Post.objects.get(person=world.cast.ben)]
    if getattr(route.of, "case_id", None) is None:
        # It hangs on no case: one of its kind will do.
        return list(route.of.objects.order_by("pk")[:1])
    if route.of is type(case):
        return [case]
    return list(route.of.objects.filter(case_id=case.pk).order_by("pk"))


def addresses(world, case, route, person):
    """(arguments for the guard, the address) for each thing that a route can load for one case."""
    door.name_person(person.pk)
    given = others(world, case)
    missing = [name for name in route.others if name not in given]
    assert not missing, f"{route.name}: say in others() of tests/contract/visits.py what {missing} is"
    rest = {name: given[name] for name in route.others}
    if route.of is None:
        return [(rest, reverse(route.name, kwargs=rest))]
    found = [{route.view.identifier: thing.pk, **rest} for thing in things(world, route, case)]
    return [(arguments, reverse(route.name, kwargs=arguments)) for arguments in found]


def open_to(world, person, case):
    """(route, address) of every page that opens to a person, for one case and for no case."""
    found = []
    for route in house.routes():
        if route.needs is not None and route.name != "access:sign_out":
            found.extend((route, address) for address in open_of(world, person, case, route))
    return found


def open_of(world, person, case, route):
    """The addresses of one route that open to a person, for one case."""
    who = who_is(person, clock().date())
    if isinstance(route.needs, Permission) and not who.may_ever(route.needs):
        return []
    return [
        address
        for arguments, address in addresses(world, case, route, person)
        if route.needs is Door.PUBLIC or ask(route, person, who, arguments) == 200
    ]


def why(person, address) -> str:
    """The last lines of the traceback of a page that breaks."""
    try:
        with transaction.atomic():
            signed_in(person, breaks=True).get(address)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what we want to say)
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rsplit('goldenthread/', 1)[-1]}:{place.lineno}"
        return f"{type(error).__name__}: {str(error)[:300]} at {where}"
    return "it did not break again"
