"""Reads of this area."""

from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from goldenthread.access.models import GlassBreak, Identity, LocalAccount, LocalUse, SignInsEnded
from goldenthread.access.permissions import Permission
from goldenthread.access.rules import LocalOutcome
from goldenthread.access.standing import visible
from goldenthread.people.models import Person, Post, ServiceArea, Team
from goldenthread.people.rules import ROLE_NAMES, Role


def staff_of_today(today):
    """Staff who may sign in: not a service person, and not past the day on which they leave."""
    return Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=today), is_service=False)


def posts_of(today):
    """Posts held on a day, with their places."""
    return (
        Post.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)
        .select_related("team__area", "area")
        .order_by("from_on", "pk")
    )


def who_can_sign_in(today):
    """The people of the demonstration by role: [(role in words, [{id, name, where}])]. Two queries."""
    posts = posts_of(today)
    people = staff_of_today(today).order_by("name").prefetch_related(Prefetch("posts", queryset=posts, to_attr="held"))
    groups = {role: [] for role in Role if role is not Role.IMPORTER}
    nobody = []
    for person in people:
        for post in person.held[:1]:
            where = post.team or post.area or post.nation.title()
            groups[Role(post.role)].append({"id": person.pk, "name": person.name, "where": str(where)})
        if not person.held:
            nobody.append({"id": person.pk, "name": person.name, "where": ""})
    listed = [(_(ROLE_NAMES[role]), people) for role, people in groups.items() if people]
    return [*listed, (_("No post today"), nobody)] if nobody else listed


def staff(who, today, *, left=False, name="", role="", team=None, area=None):
    """Staff whom this person may see, by name, with the posts that they hold in `held`. Two queries.

    `left`: those who have left, with every post that they held. The rest narrows the list.
    """
    gone = Q(left_on__isnull=False, left_on__lte=today)
    people = visible(who, Person, Permission.STAFF_READ).filter(gone if left else ~gone)
    posts = Post.objects.select_related("team__area", "area").order_by("-from_on") if left else posts_of(today)
    for clause in (
        Q(role=role) if role else None,
        Q(team=team) if team else None,
        Q(team__area=area) | Q(area=area) if area else None,
    ):
        if clause is not None:
            people = people.filter(Exists(posts.order_by().filter(clause, person=OuterRef("pk"))))
    if name:
        people = people.filter(name__icontains=name)
    return people.order_by("name", "pk").prefetch_related(Prefetch("posts", queryset=posts, to_attr="held"))


def places(who, today):
    """The teams and service areas of the nations where this person holds a post, as they stand today. Two queries."""
    nations = {held.nation for held in who.posts}
    areas = ServiceArea.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), nation__in=nations)
    teams = Team.objects.filter(area__in=areas).select_related("area").order_by("area__name", "name")
    return list(teams), list(areas.order_by("name"))


def posts_of_person(person):
    """Every post that a person holds, held or will hold, newest first."""
    return list(person.posts.select_related("team__area", "area").order_by("-from_on", "pk"))


def uses_of_glass(who):
    """Uses of break-glass that this named senior may see: those not reviewed first, the newest at the top."""
    return (
        visible(who, GlassBreak, Permission.GLASS_REVIEW)
        .select_related("broken_by", "reviewed_by")
        .annotate(was_reviewed=Q(reviewed_at__isnull=False))
        .order_by("was_reviewed", "-broken_at")
    )


def identity_of(issuer, subject=None, *, person=None):
    """The bound account at a provider, by its subject or by whose it is; None where there is none."""
    whose = {"person": person} if person is not None else {"subject": subject}
    held = Identity.objects.filter(issuer=issuer, released_at__isnull=True, **whose)
    return held.select_related("person").first()


def bound_since(person):
    """When the person's work account was bound to them, or None."""
    held = Identity.objects.filter(person=person, released_at__isnull=True)
    return held.values_list("bound_at", flat=True).order_by("-bound_at").first()


def last_end_of(person):
    """When an administrator last ended all sign-ins of a person, or None."""
    return SignInsEnded.objects.filter(person=person).aggregate(last=Max("ended_at"))["last"]


def uses_of_local(who):
    """Uses of emergency accounts, and tries, that this named senior may see: those not reviewed first, newest first."""
    return (
        visible(who, LocalUse, Permission.LOCAL_ACCOUNT_REVIEW)
        .select_related("person", "reviewed_by")
        .annotate(was_reviewed=Q(reviewed_at__isnull=False))
        .order_by("was_reviewed", "-at")
    )


def unreviewed_local_uses(nation):
    """Uses of emergency accounts, and tries, that the named seniors of a nation have still to look at, newest first."""
    return LocalUse.objects.filter(nation__in=(nation, ""), reviewed_at__isnull=True).order_by("-at")


def failed_tries(person, since):
    """Failed tries at a person's emergency account since a moment (of nobody known: `person` None), newest first."""
    return LocalUse.objects.filter(person=person, at__gt=since).exclude(result=LocalOutcome.IN).order_by("-at", "-pk")


def nation_of(person, today) -> str:
    """The one nation where a person holds posts today; empty where there is none or more than one."""
    nations = {post.nation or (post.area or post.team.area).nation for post in posts_of(today).filter(person=person)}
    return nations.pop() if len(nations) == 1 else ""


def local_account_of(person):
    """A person's emergency account that has not been ended, or None."""
    return LocalAccount.objects.filter(person=person, ended_at__isnull=True).first()
