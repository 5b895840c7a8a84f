"""Reads of plans: as they stand, as text for a version, and what areas reported."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import reach, visible
from goldenthread.actions.models import Action, ActionShare, EffectLook, Note
from goldenthread.improvement.models import AreaReport, KnowBy, Plan, PlanLine, ReceivedReport
from goldenthread.learning.models import LearningPoint
from goldenthread.people.models import ServiceArea

FORMAT = 1


def plans(who):
    """The plans that a person may read, newest first."""
    rows = visible(who, Plan, Permission.PLAN_READ).select_related("owner")
    return rows.order_by("-made_at").annotate(
        lines=Count("priorities__lines", filter=Q(priorities__lines__taken_out_at__isnull=True))
    )


def lines(plan, who=None):
    """The lines of a plan in its order, each with what its standing follows from. Two queries with the shares.

    `may_read_action`: whether this reader may open the action itself.
    """
    notes = Note.objects.filter(action=OuterRef("action_id")).order_by("-noted_at", "-pk")
    # A look at the effect before the action was opened again says nothing of what was closed since.
    since = Q(looked_at__gte=OuterRef("action__closed_at"))
    looks = EffectLook.objects.filter(since, action=OuterRef("action_id")).order_by("-looked_at", "-pk")
    readable = reach(who, Action, Permission.ACTION_READ) if who is not None else Q(pk__isnull=True)
    shares = Prefetch(
        "action__shares",
        ActionShare.objects.filter(ended_at__isnull=True).select_related("post").order_by("post__name"),
    )
    return (
        PlanLine.objects.filter(priority__plan=plan, taken_out_at__isnull=True)
        .select_related("priority", "action__owner", "action__accountable")
        .prefetch_related(shares)
        .annotate(
            noted_at=Subquery(notes.values("noted_at")[:1]),
            note_kind=Subquery(notes.values("kind")[:1]),
            note_words=Subquery(notes.values("words")[:1]),
            effect=Subquery(looks.values("effect")[:1]),
            evidence=Exists(Note.objects.filter(action=OuterRef("action_id"), kind="EVIDENCE")),
            may_read_action=Exists(Action.objects.filter(readable, pk=OuterRef("action_id"))),
        )
        .order_by("priority__number", "number")
    )


def known_by(plan):
    """How each priority and line will be known to be done. One query."""
    return KnowBy.objects.filter(priority__plan=plan).select_related("line").order_by("priority__number", "number")


def text_of(plan) -> dict:
    """The text of a plan as plain values: what is promised, by whom, by when, and how it will be known. No progress:
    a version says what was undertaken, and not how far it has come."""
    by_priority: dict = {}
    for line in lines(plan):
        by_priority.setdefault(line.priority_id, []).append(_line(line))
    known: dict = {}
    for row in known_by(plan):
        known.setdefault(row.priority_id, []).append(_known(row))
    return {
        "format": FORMAT,
        "title": plan.title,
        "words": plan.words,
        "owner": plan.owner.name,
        "review_on": plan.review_on.isoformat() if plan.review_on else None,
        "priorities": [
            {
                "id": str(priority.pk),
                "number": priority.number,
                "title": priority.title,
                "words": priority.words,
                "sources": list(priority.sources),
                "source_words": priority.source_words,
                "lines": by_priority.get(priority.pk, []),
                "known_by": known.get(priority.pk, []),
            }
            for priority in plan.priorities.order_by("number")
        ],
    }


def _line(line):
    action = line.action
    return {
        "id": str(line.pk), "number": line.number, "key": line.key, "title": action.title, "words": action.words,
        "who": line.who_words, "owner": action.owner.name, "accountable": action.accountable.name,
        "shares": [share.post.name for share in action.shares.all()], "due": action.due_words,
    }  # fmt: skip


def _known(row):
    return {
        "key": row.key, "line": row.line.key if row.line else None, "words": row.words, "tie": row.tie,
        "measure": row.measure_key, "evidence": row.evidence_words, "why": row.words_why,
    }  # fmt: skip


def newest_reports(plan):
    """The newest report of each area on each priority of a plan. One query."""
    return (
        AreaReport.objects.filter(priority__plan=plan)
        .select_related("priority", "area", "reported_by")
        .order_by("priority__number", "area__name", "-reported_at")
        .distinct("priority__number", "area__name")
    )


def areas_to_report(who):
    """The areas for which a person may report, by name."""
    held = [held.area_id for held in who.posts if held.area_id]
    return ServiceArea.objects.filter(pk__in=held).order_by("name")


def published(nation):
    """The plans in force in a nation, newest first."""
    return Plan.objects.filter(nation=nation, state="PUBLISHED").select_related("owner").order_by(F("made_at").desc())


MOST_TO_REST_ON = 50


def to_rest_on(who, nation, there=()):
    """What a priority may rest on, newest first: {"points": […], "reports": […]}, of which none is in `there`."""
    points = visible(who, LearningPoint, Permission.LEARNING_READ).filter(state="OUT", nations__contains=[nation])
    reports = visible(who, ReceivedReport, Permission.RECEIVED_READ).filter(nation=nation)
    return {
        "points": list(points.exclude(pk__in=there).order_by("-out_at")[:MOST_TO_REST_ON]),
        "reports": list(reports.exclude(pk__in=there).order_by("-added_at")[:MOST_TO_REST_ON]),
    }
