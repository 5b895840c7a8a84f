"""Reads: lists of actions, who holds the posts that own them, what was noted, what is to be chased."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.standing import NOTHING, visible, who_is
from goldenthread.actions.models import Action, ActionShare, Holding, Note, OwnerPost, held_by
from goldenthread.actions.rules import SOON_DAYS, ActionState
from goldenthread.people.models import Post
from goldenthread.people.rules import Role

# More holders than this are told as a number.
MOST_NAMED = 4
# The roles that watch over every action of their nation (see the grants).
OVERSEERS = (Role.IMPROVEMENT, Role.GOVERNANCE)
SOON = dt.timedelta(days=SOON_DAYS)


def nation_for(who, permission) -> str:
    """The nation in which a person may do this: that of a post that lets them, and not of any post that they hold.

    A post that reaches the whole nation comes before one that reaches less.
    """
    granted = GRANTS[permission][1]
    able = sorted(
        (held for held in who.posts if held.role in granted), key=lambda held: Scope.NATION not in granted[held.role]
    )
    return able[0].nation


def of_day(today, prefix=""):
    """The clause of what is in force on a day, by its columns from_on and to_on."""
    begun = Q(**{f"{prefix}from_on__lte": today})
    return begun & (Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": today}))


def listed(who):
    """The actions that a person may read, with the words of the latest note, in the order of their dates."""
    latest = Note.objects.filter(action=OuterRef("pk")).order_by("-noted_at", "-pk")
    return (
        visible(who, Action, Permission.ACTION_READ)
        .select_related("owner", "accountable", "area")
        .annotate(latest_words=Subquery(latest.values("words")[:1]), latest_at=Subquery(latest.values("noted_at")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "reference")
    )


def narrowed(rows, said, who, today):
    """A list narrowed by what a person chose: {which, source, owner, area, mine, words}."""
    rows = _which(rows, said.get("which") or "STANDING", today)
    for column in ("source", "owner", "area"):
        if said.get(column):
            rows = rows.filter(**{column: said[column]})
    if said.get("words"):
        rows = rows.filter(Q(title__icontains=said["words"]) | Q(reference__iexact=said["words"].strip()))
    if said.get("mine"):
        rows = rows.filter(owned_by(who))
    return rows


def _which(rows, which, today):
    if which == "LATE":
        return rows.filter(state=ActionState.OPEN, due_on__lt=today)
    if which == "TO_SIGN":
        return rows.filter(state=ActionState.DONE)
    if which == "EFFECT":
        return rows.filter(state=ActionState.CLOSED, effect_due_on__isnull=False)
    if which == "ENDED":
        return rows.filter(state__in=[ActionState.CLOSED, ActionState.DROPPED])
    if which == "ALL":
        return rows
    return rows.filter(state__in=[ActionState.OPEN, ActionState.DONE])


def owned_by(who):
    """The clause of the actions whose owner's post this person holds today, by any of their posts."""
    return _held(who, "owner_id")


def _held(who, column):
    clause = NOTHING
    for held in who.posts:
        clause |= Q(held_by(held, column))
    return clause


def holders(posts, today) -> dict:
    """Post that owns actions to the people who hold it on a day, by name. At most two queries for any number.

    A post of a whole role has as many holders as the role has people in the nation.
    """
    posts = list(posts)
    found = {post.pk: {} for post in posts}
    rows = Holding.objects.filter(of_day(today), post__in=found).select_related("person").order_by("person__name")
    for row in rows:
        if row.person.left_on is None or row.person.left_on > today:
            found[row.post_id][row.person_id] = row.person
    by_role = [post for post in posts if post.roles]
    if by_role:
        roles = {role for post in by_role for role in post.roles}
        for held in _posts_of(roles, today):
            for post in by_role:
                if held.role in post.roles and held.of_nation == post.nation:
                    found[post.pk][held.person_id] = held.person
    return {key: sorted(people.values(), key=lambda one: one.name) for key, people in found.items()}


def _posts_of(roles, today):
    return (
        Post.objects.filter(of_day(today), role__in=roles)
        .exclude(person__left_on__lte=today)
        .select_related("person")
        .annotate(of_nation=Coalesce("team__area__nation", "area__nation", "nation"))
    )


def is_own_work(person, action, today) -> bool:
    """Whether an action is a person's own work, which they cannot sign off. At most three queries.

    It is where they said that it is done, hold the post that owns it, held that post on the day on which it was said
    to be done, or have a part in it without accounting for it.
    """
    if person.pk == action.done_by_id:
        return True
    who = who_is(person, today)
    parts = ActionShare.objects.filter(_held(who, "post_id"), action=OuterRef("pk"), ended_at__isnull=True)
    own = _held(who, "owner_id") | (Q(Exists(parts)) & ~_held(who, "accountable_id"))
    if action.done_at is not None:
        own |= _held(who_is(person, localtime(action.done_at).date()), "owner_id")
    return Action.objects.filter(own, pk=action.pk).exists()


def notes(action):
    """What was noted on an action, newest first. One query."""
    return action.notes.select_related("noted_by").order_by("-noted_at", "-pk")


def effects(action):
    """The looks at an action's effect, newest first. One query."""
    return action.effects.select_related("looked_by").order_by("-looked_at", "-pk")


def shares(action):
    """The further posts that have a part in it. One query."""
    rows = ActionShare.objects.filter(action=action, ended_at__isnull=True).select_related("post")
    return [row.post for row in rows.order_by("post__name")]


def has_evidence(action) -> bool:
    """Whether a piece of evidence was noted on it."""
    return action.notes.filter(kind="EVIDENCE").exists()


def owner_posts(nation):
    """The posts that can own an action of a nation, by name."""
    return OwnerPost.objects.filter(nation=nation, ended_on__isnull=True).order_by("name")


def with_counts(posts, today):
    """Posts with how much stands with each and how much of it is late, by name. One query."""
    stands = Q(owns__state__in=[ActionState.OPEN, ActionState.DONE])
    late = Q(owns__state=ActionState.OPEN, owns__due_on__lt=today)
    return posts.annotate(standing_count=Count("owns", filter=stands), late_count=Count("owns", filter=late)).order_by(
        "name"
    )


def who_can_sign(action, today):
    """The people who may be asked to sign it off: whoever accounts for it, and who oversees actions in its nation;
    never whoever owns it or said that it is done, nor whoever has a part in it without accounting for it."""
    parts = shares(action)
    held = holders({action.owner, action.accountable, *parts}, today)
    overseers = {row.person_id: row.person for row in _posts_of(OVERSEERS, today) if row.of_nation == action.nation}
    accounts = {person.pk: person for person in held[action.accountable_id]}
    able = accounts | overseers
    never = {person.pk for part in parts for person in held[part.pk]} - accounts.keys()
    never |= {person.pk for person in held[action.owner_id]} | {action.done_by_id}
    if action.done_at is not None:
        never |= {person.pk for person in holders({action.owner}, localtime(action.done_at).date())[action.owner_id]}
    return sorted((person for key, person in able.items() if key not in never), key=lambda one: one.name)


def to_chase(who, today):
    """Actions of a person's own that are late, or due within the time in which they are due soon; and those that
    they account for and are late. Posts of other bodies are never chased."""
    mine, accounted = owned_by(who), _held(who, "accountable_id")
    near = Q(due_on__lte=today + SOON)
    late = Q(due_on__lt=today)
    return Action.objects.filter((mine & near) | (accounted & late), state=ActionState.OPEN, owner__outside=False)
