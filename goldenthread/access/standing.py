"""From a person's posts to a WHERE clause: what they may see and do, and the sentence when they may not."""

import datetime as dt
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from goldenthread.access.composed import ASIDE, composed_once
from goldenthread.access.grants import GRANTS
from goldenthread.access.models import Named
from goldenthread.access.permissions import Permission, Scope
from goldenthread.people.models import Post
from goldenthread.people.rules import ROLE_NAMES, Role


@dataclass(frozen=True)
class Held:
    """One post held today, with what its scopes reach."""

    person_id: UUID
    role: Role
    team_id: UUID | None
    area_id: UUID | None
    nation: str
    today: dt.date
    # Asked of a scope: only the cases that nothing but break-glass opens to them.
    by_glass_alone: bool = False


@dataclass(frozen=True)
class Who:
    """A person at the door: who they are and the posts that they hold today.

    `glass`: whether break-glass may have opened a case to them that is still open. Where it is known that none has,
    nothing need be asked about it of each row; where it is not known, it is asked.
    """

    person_id: UUID
    name: str = field(metadata=ASIDE)
    posts: tuple[Held, ...]
    glass: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.posts)

    @property
    def post_names(self) -> str:
        """Their posts in words, for the top of the page."""
        return ", ".join(dict.fromkeys(_(ROLE_NAMES[held.role]) for held in self.posts)) or _("No post today")

    def may_ever(self, permission: Permission) -> bool:
        """Whether any of their posts has this permission at all, somewhere."""
        return any(role in GRANTS[permission][1] for role in self.roles)


def who_is(person, today: dt.date, *, at_the_door: bool = False) -> Who:
    """The posts that `person` holds on `today`. One query. A leaver holds none.

    `at_the_door`: this person is named on the connection, and what comes is one request that only reads. Then it is
    asked here, once, whether break-glass has opened anything to them, and not in each query.
    """
    left = person.left_on and person.left_on <= today
    posts = () if left else _posts(person.pk, today, at_the_door)
    held = tuple(_held(post, today) for post in posts)
    return Who(person.pk, person.name, held, glass=any(post.glass for post in posts))


@composed_once
def _posts(person_id, today, at_the_door):
    opened = Named.objects.filter(by_glass=True, ended_at__isnull=True, until__gt=Now(), person=OuterRef("person"))
    return (
        Post.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), person=person_id, from_on__lte=today)
        .select_related("team__area", "area")
        .annotate(glass=Exists(opened) if at_the_door else Value(True))
        .order_by("from_on", "pk")
    )


def _held(post, today):
    area = post.area or (post.team.area if post.team else None)
    return Held(
        person_id=post.person_id,
        role=Role(post.role),
        team_id=post.team_id,
        area_id=area.pk if area else None,
        nation=post.nation or area.nation,
        today=today,
    )


# Not Q() and not pk__in=[]: both vanish when they are combined with another clause.
NOTHING, EVERYTHING = Q(pk__isnull=True), Q(pk__isnull=False)


def reach(who: Who, model, permission: Permission) -> Q:
    """The WHERE clause of a permission over a model. Matches nothing where there is no grant."""
    clause, found = NOTHING, False
    for held in who.posts:
        for scope in GRANTS[permission][1].get(held.role, ()):
            if scope is Scope.EVERYTHING:
                return EVERYTHING
            if scope is Scope.BY_GLASS and not who.glass:
                continue
            if scope in model.standing:
                part = model.standing[scope](held)
                clause, found = (clause | part if found else part), True
    beyond = found and who.glass and not _opens_by_glass(permission)
    return clause & ~_by_glass_alone(who, model) if beyond else clause


def _opens_by_glass(permission):
    return any(Scope.BY_GLASS in scopes for scopes in GRANTS[permission][1].values())


def _by_glass_alone(who, model):
    """What break-glass opens it opens for what says so in the grants, and nothing else: also in one's own team."""
    clause = NOTHING
    for held in who.posts:
        if held.role in GRANTS[Permission.GLASS_BREAK][1] and Scope.BY_GLASS in model.standing:
            clause |= model.standing[Scope.BY_GLASS](replace(held, by_glass_alone=True))
    return clause


def visible(who: Who, model, permission: Permission):
    """The rows of `model` that this person may reach by `permission`. A list and a page use the same."""
    return model.objects.filter(reach(who, model, permission))


def may(who: Who, permission: Permission, subject) -> bool:
    """Whether this person may do this to this one thing. One query when the role has a scope at all."""
    if not who.may_ever(permission):
        return False
    return type(subject).objects.filter(reach(who, type(subject), permission), pk=subject.pk).exists()


def why_not(who: Who, permission: Permission) -> str:
    """The sentence for someone who may see but not do: what is asked, and who can."""
    act, roles = GRANTS[permission]
    able = ", ".join(_(ROLE_NAMES[role]).lower() for role in roles if role is not Role.IMPORTER)
    if not who.posts:
        return _("You hold no post today, so this is closed to you. An administrator can give you a post.")
    return _("Your post does not let you %(act)s here. It is open to: %(able)s.") % {
        "act": _(act),
        "able": able,
    }


def case_standing(prefix: str = "") -> dict:
    """What each scope means for a thing that hangs on a case; `prefix` leads to it, as in "case__"."""

    def own(held):
        return Q(**{f"{prefix}adviser_id": held.person_id}) | Q(
            **{f"{prefix}covered_by_id": held.person_id, f"{prefix}cover_until__gte": held.today}
        )

    def team(held):
        return Q(**{f"{prefix}team_id": held.team_id})

    def area(held):
        return Q(**{f"{prefix}area_id": held.area_id})

    def area_tray(held):
        # A case from the feed has no area until someone takes it: it waits for every manager of its nation.
        theirs = Q(**{f"{prefix}area_id": held.area_id})
        nobodys = Q(**{f"{prefix}area__isnull": True, f"{prefix}nation": held.nation})
        return (theirs | nobodys) & Q(**{f"{prefix}adviser__isnull": True})

    def nation_tray(held):
        return Q(**{f"{prefix}nation": held.nation, f"{prefix}adviser__isnull": True})

    def nation(held):
        return Q(**{f"{prefix}nation": held.nation})

    def by_glass(held):
        opened = Named.objects.filter(person_id=held.person_id, by_glass=True, ended_at__isnull=True, until__gt=Now())
        if held.by_glass_alone:
            for_good = Named.objects.filter(
                restriction=OuterRef("restriction"), person_id=held.person_id, ended_at__isnull=True, until__isnull=True
            )
            opened = opened.filter(~Exists(for_good))
        return Q(**{f"{prefix}pk__in": opened.values("case_id")})

    return {
        Scope.OWN_CASES: own,
        Scope.TEAM_CASES: team,
        Scope.AREA: area,
        Scope.AREA_TRAY: area_tray,
        Scope.NATION_TRAY: nation_tray,
        Scope.NATION: nation,
        Scope.BY_GLASS: by_glass,
    }
