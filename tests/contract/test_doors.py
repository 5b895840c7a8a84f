"""Every page says what it needs, and who gets in is what the table of grants says: route by route, person by person."""

from collections import Counter

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, path, reverse

from goldenthread.access.door import clock
from goldenthread.access.grants import GRANTS
from goldenthread.access.models import GlassBreak, LocalUse, ViewLog
from goldenthread.access.permissions import Door, Permission, Scope
from goldenthread.access.standing import who_is
from goldenthread.background.models import Job
from goldenthread.casework.courtfeed.models import Run, SetAside
from goldenthread.documents.models import Template
from goldenthread.people.models import Person, Post
from goldenthread.people.rules import Role
from tests.contract import house, visits

ROUTES = house.routes()
PEOPLE = ("amira", "ben", "elsewhere", "carys", "supervisor", "manager", "other_manager", "director", "duty")
PEOPLE += ("welsh_duty", "administrator", "senior", "auditor", "board", "analyst", "nobody")

# Permissions that no page asks for, each with the reason. Take a line out when a page comes.
WITHOUT_A_PAGE = {
    Permission.FEED_IMPORT: "the importer's command line, on a database role of its own",
    Permission.HOME_READ: "the first page is open to whoever is signed in, and leads each to their own",
}
# Pages that are open to whoever is not signed in, each with the reason.
PUBLIC = {
    "access:sign_in": "nobody is signed in yet",
    "access:sign_out": "a sign-in that has ended may still be signed out",
    "access:to_provider": "it leads to the identity provider",
    "access:back": "the identity provider leads here, with what says who it is",
    "access:emergency": "for when nobody can be signed in otherwise; closed unless the settings open it",
    "access:signed_out": "the sign-in has ended, and the provider's is ended next",
    "access:alive": "it is asked by a machine and says one word",
    "access:language": "the sign-in page can be turned Welsh too",
    "components": "made-up text alone",
}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_page_says_what_it_needs(route):
    assert route.needs is not None, (
        f"{route.name} ({route.pattern}) says nothing at its door, so it does not open. In its urls.py write: "
        f'page("{route.pattern}", views.{getattr(route.view, "__name__", "…")}, needs=P.…)'
    )
    assert isinstance(route.needs, Permission | Door)


def test_only_these_pages_are_public():
    public = {route.name for route in ROUTES if route.needs is Door.PUBLIC}
    extra = {name for name in public - set(PUBLIC) if not name.startswith("components")}
    assert not extra, f"open to everyone in the world: {sorted(extra)}. Give each a permission, or a reason in PUBLIC"


def test_a_page_of_a_thing_asks_for_a_permission():
    """A signed-in person is not enough where a case's records are loaded."""
    wrong = [route.name for route in ROUTES if route.of and not isinstance(route.needs, Permission)]
    assert not wrong, f"these load a record for whoever is signed in: {wrong}"


def test_an_identifier_of_a_record_is_loaded_through_the_door():
    """A page that takes an identifier without `of=` would have to check by itself who may see it."""
    wrong = [r.name for r in ROUTES if not r.of and any(argument.endswith("_id") for argument in r.arguments)]
    assert not wrong, f"give these `of=Model`, so that the door loads what the person may see: {wrong}"


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_asked_for_somewhere(permission):
    asked = {route.needs for route in ROUTES}
    if permission in asked:
        assert permission not in WITHOUT_A_PAGE, f"a page asks for {permission} now: take it out of WITHOUT_A_PAGE"
    else:
        assert WITHOUT_A_PAGE.get(permission), (
            f"no page asks for {permission}: use it, take it out of permissions.py and grants.py, or give the reason "
            "in WITHOUT_A_PAGE"
        )


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_granted_and_every_grant_has_words(permission):
    assert permission in GRANTS, f"add a row for P.{permission} to access/grants.py"
    says, grants = GRANTS[permission]
    assert says
    assert grants, f"nobody has {permission}"
    assert all(scopes for scopes in grants.values())


def test_route_names_are_used_once():
    twice = [name for name, times in Counter(route.name for route in ROUTES).items() if times > 1]
    assert not twice, f"two routes have one name, and links reach only the last: {twice}"


# --- a view that says nothing -----------------------------------------------------------------------------------


def _silent(request):
    return HttpResponse("open")


@pytest.mark.django_db
def test_a_view_that_declares_nothing_does_not_open(cast, monkeypatch):
    resolver = get_resolver()
    monkeypatch.setattr(resolver, "url_patterns", [path("silent", _silent), *resolver.url_patterns])
    with pytest.raises(PermissionError, match="declares nothing at its door"):
        cast.client(cast.amira).get("/silent")


# --- the matrix -------------------------------------------------------------------------------------------------


def posts_of(cast, person):
    return who_is(person, clock().date()).posts


def reaches_case(post, scope, case, now):
    """What each scope means for a case, in plain words and not by the product's own clauses."""
    tray = case.adviser_id is None
    return {
        Scope.OWN_CASES: case.adviser_id == post.person_id
        or (case.covered_by_id == post.person_id and case.cover_until >= now.date()),
        Scope.TEAM_CASES: case.team_id is not None and case.team_id == post.team_id,
        Scope.AREA: case.area_id is not None and case.area_id == post.area_id,
        Scope.AREA_TRAY: tray and case.area_id is not None and case.area_id == post.area_id,
        Scope.NATION_TRAY: tray and case.nation == post.nation,
        Scope.NATION: case.nation == post.nation,
        Scope.BY_GLASS: False,
        Scope.EVERYTHING: True,
    }[scope]


def reaches_staff(post, scope, posts):
    """What each scope means for a member of staff, from the posts that they hold."""
    return {
        Scope.TEAM_CASES: any(p.team_id and p.team_id == post.team_id for p in posts),
        Scope.AREA: any((p.area_id or (p.team and p.team.area_id)) == post.area_id for p in posts),
        Scope.NATION: not posts or any(_nation(p) == post.nation for p in posts),
    }.get(scope, False)


def _nation(post):
    return post.nation or (post.area or post.team.area).nation


def expected(person, posts, needs, reads, reaches):
    """The status that the grants call for. `reaches(post, scope)` says how far a scope goes for this thing."""

    def by(permission):
        return isinstance(permission, Permission) and any(
            reaches(post, scope) for post in posts for scope in GRANTS[permission][1].get(post.role, ())
        )

    if by(needs):
        return 200
    return 403 if by(reads) else 404


def by_its_standing(model, thing, held, scope):
    """Whether a scope of a post reaches a thing outside cases, asked of the model's own standing."""
    if scope is Scope.EVERYTHING:
        return True
    clause = model.standing.get(scope)
    return clause is not None and model.objects.filter(clause(held), pk=thing.pk).exists()


def things(world, route):
    """(what it is, the thing, how far a scope reaches it) for each relation a person can stand in to it."""
    now = clock()
    if route.of in (Person, Post):
        for name in ("amira", "elsewhere", "carys", "nobody", "director"):
            holder = getattr(world.cast, name)
            posts = list(Post.objects.filter(person=holder).select_related("team__area", "area"))
            thing = holder if route.of is Person else (posts[0] if posts else None)
            if thing is not None:
                yield name, thing, lambda post, scope, posts=posts: reaches_staff(post, scope, posts)
    elif route.of in (Run, SetAside):
        world.cast.as_(world.cast.duty)
        yield "a run", route.of.objects.first(), lambda post, scope: scope is Scope.NATION
    elif route.of is Job:
        yield "a job", Job.objects.latest("pk"), lambda post, scope: scope is Scope.EVERYTHING
    elif route.of is Template:
        template = Template.objects.first()
        yield "a template", template, lambda post, scope: scope is Scope.EVERYTHING or post.nation == template.nation
    elif route.of is GlassBreak:
        return
    elif route.of is LocalUse:
        yield "a try at an emergency account", LocalUse.objects.first(), lambda post, scope: scope is Scope.NATION
    elif getattr(route.of, "case_id", None) is None:
        # It hangs on no case: how far each scope reaches it is what its own model says (held by its own tests).
        thing = route.of.objects.order_by("pk").first()
        assert thing is not None, f"no {route.of._meta.label}; see tests/contract/outside.py"
        yield "one outside cases", thing, lambda post, scope: by_its_standing(route.of, thing, post, scope)
    else:
        for name, case in world.cases.items():
            world.cast.as_(world.cast.importer)
            thing = case if route.of is type(case) else route.of.objects.filter(case_id=case.pk).order_by("pk").first()
            if thing is None and name == "in the tray":
                continue
            assert thing is not None, f"{name}: no {route.of._meta.label}; see tests/contract/full.py"
            yield name, thing, lambda post, scope, case=case: reaches_case(post, scope, case, now)


@pytest.mark.parametrize("name", PEOPLE)
def test_who_gets_in_is_what_the_grants_say(world, name):
    """The whole matrix: every page, this person, every relation that they can stand in to what it shows."""
    wrong, asked = [], 0
    person = getattr(world.cast, name)
    who = who_is(person, clock().date())
    for route in ROUTES:
        if route.needs is Door.PUBLIC:
            continue
        if route.of is None:
            held = any(post.role in GRANTS[route.needs][1] for post in who.posts) if route.needs in GRANTS else True
            got, want = visits.ask(route, person, who, {}), 200 if held else 403
            asked += 1
            if got != want:
                wrong.append(f"{route.name} ({route.needs}): {want} by the grants, {got} at the door")
            continue
        for which, thing, reaches in things(world, route):
            want = expected(person, who.posts, route.needs, route.reads, reaches)
            got = visits.ask(route, person, who, {route.view.identifier: thing.pk})
            asked += 1
            if got != want:
                wrong.append(f"{route.name} ({route.needs}), {which}: {want} by the grants, {got} at the door")
    assert asked > 50
    assert not wrong, f"{person.name}:\n  " + "\n  ".join(wrong)


def test_the_grants_leave_nobody_more_than_their_work():
    """What the table must never say, whatever else is changed in it."""
    for role in (Role.BOARD_MEMBER, Role.ANALYST, Role.ADMINISTRATOR, Role.NAMED_SENIOR):
        assert role not in GRANTS[Permission.CASE_READ][1]
    assert Role.ADVISER not in GRANTS[Permission.ADVICE_DECIDE][1]
    assert set(GRANTS[Permission.GLASS_REVIEW][1]) == {Role.NAMED_SENIOR}
    assert not set(GRANTS[Permission.GLASS_BREAK][1]) & set(GRANTS[Permission.GLASS_REVIEW][1])
    assert set(GRANTS[Permission.STAFF_MANAGE][1]) == {Role.ADMINISTRATOR}


# --- the view log -----------------------------------------------------------------------------------------------


def test_each_opening_of_a_case_stands_in_the_view_log_and_each_refusal(world):
    cast, case = world.cast, world.case
    cast.as_(cast.amira)
    ViewLog.objects.filter(case_id=case.pk).count()
    there = reverse("enquiry:line_new", args=[case.pk])
    visits.signed_in(cast.amira).get(there)
    visits.signed_in(cast.director).get(there)
    visits.signed_in(cast.ben).get(there)
    cast.as_(cast.amira)
    lines = list(ViewLog.objects.filter(case_id=case.pk).order_by("id").values_list("person__name", "page", "outcome"))
    assert lines[-2:] == [
        ("Amira Lindqvist", "enquiry:line_new", "OPENED"),
        ("Dorothea Quill", "enquiry:line_new", "REFUSED"),
    ]
