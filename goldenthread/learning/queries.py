"""Reads: the log, what bears on a step, who has read a point and which teams have answered it."""

from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.learning.models import LearningPoint, Reading, TeamAnswer
from goldenthread.learning.rules import PointState
from goldenthread.people.models import Person, Post, Team
from goldenthread.people.rules import Role

MOST_BEARING = 3
# Roles that read learning at all; a point that names none is for all of these.
READERS = tuple(role for role in Role if role not in {Role.IMPORTER, Role.BOARD_MEMBER})


def log_of(who, person):
    """The points that a person may read, newest first, each with whether they have read it."""
    mine = Reading.objects.filter(point=OuterRef("pk"), person=person)
    return (
        visible(who, LearningPoint, Permission.LEARNING_READ)
        .annotate(read=Exists(mine), answered=Count("answers__team", distinct=True))
        .order_by(F("out_at").desc(nulls_first=True), "-written_at")
    )


def narrowed(rows, said):
    """The log narrowed by what a person chose: {theme, source, step, words, unread}."""
    if said.get("theme"):
        rows = rows.filter(themes__contains=[said["theme"]])
    if said.get("step"):
        rows = rows.filter(steps__contains=[said["step"]])
    if said.get("source"):
        rows = rows.filter(source=said["source"])
    if said.get("words"):
        rows = rows.filter(Q(title__icontains=said["words"]) | Q(words__icontains=said["words"]))
    if said.get("unread"):
        rows = rows.filter(read=False, state=PointState.OUT)
    return rows


def bearing_on(step, nation):
    """The newest points that bear on a step of the pathway, at most three. One query."""
    rows = LearningPoint.objects.filter(state=PointState.OUT, steps__contains=[step], nations__contains=[nation])
    return list(rows.order_by("-out_at").only("pk", "title")[:MOST_BEARING])


def replaceable(who, identifier):
    """The point that a new one is to replace, by what stood in the address; None where there is none such."""
    try:
        key = UUID(identifier or "")
    except ValueError:
        return None
    return visible(who, LearningPoint, Permission.LEARNING_MANAGE).filter(pk=key, state=PointState.OUT).first()


def _readers(point, today):
    """The posts of those for whom a point is, held today."""
    return (
        Post.objects.filter(from_on__lte=today, role__in=point.for_roles or READERS)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
        .exclude(person__left_on__lte=today)
        .annotate(nation_of=Coalesce("team__area__nation", "area__nation", "nation"))
        .filter(nation_of__in=point.nations)
    )


def readership(point, today) -> dict:
    """How many of those for whom it is have read it: {"read", "of"}. One query."""
    theirs = Exists(_readers(point, today).filter(person=OuterRef("pk")))
    read = Exists(Reading.objects.filter(point=point, person=OuterRef("pk")))
    return Person.objects.filter(theirs).aggregate(of=Count("pk"), read=Count("pk", filter=read))


def teams(point):
    """Every team of the nations that a point is for, with its newest answer, if any; unanswered first. One query."""
    newest = TeamAnswer.objects.filter(point=point, team=OuterRef("pk")).order_by("-answered_at")
    return (
        Team.objects.filter(area__nation__in=point.nations)
        .select_related("area")
        .annotate(answer=Subquery(newest.values("words")[:1]), answer_on=Subquery(newest.values("talked_on")[:1]),
                  answer_by=Subquery(newest.values("answered_by__name")[:1]))
        .order_by(F("answer_on").desc(nulls_first=True), "area__name", "name")
    )  # fmt: skip


def teams_of(who):
    """The teams for which a person may answer: those in which they hold a post."""
    return Team.objects.filter(pk__in=[held.team_id for held in who.posts if held.team_id]).order_by("name")


def unread_of(who, person):
    """The points that are for this person and that they have not read, oldest first."""
    meant = Q(for_roles=[])
    for held in who.posts:
        meant |= Q(for_roles__contains=[held.role])
    return log_of(who, person).filter(meant, state=PointState.OUT, read=False).order_by("out_at")
