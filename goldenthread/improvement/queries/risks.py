"""Reads of the risk register."""

from django.db.models import F, OuterRef, Q, Subquery

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.standing import visible, who_is
from goldenthread.improvement.models import Control, Risk, RiskAction, RiskScore
from goldenthread.improvement.queries.raised import raised
from goldenthread.improvement.rules import RiskState
from goldenthread.people.models import ServiceArea


def _with_scores(rows):
    scores = RiskScore.objects.filter(risk=OuterRef("pk")).order_by("-scored_at", "-pk")
    product = scores.annotate(product=F("likelihood") * F("impact")).values("product")
    return rows.annotate(
        likelihood=Subquery(scores.values("likelihood")[:1]),
        impact=Subquery(scores.values("impact")[:1]),
        score=Subquery(product[:1]),
        before=Subquery(product[1:2]),
    )


def risks(who):
    """The risks that a person may read, the highest first, each with its newest score and the one before."""
    rows = visible(who, Risk, Permission.RISK_READ).select_related("owner", "area")
    return _with_scores(rows).order_by(F("score").desc(nulls_last=True), "reference")


def narrowed(rows, said, scale, today):
    """A list narrowed by what a person chose: {which, where, words}. `scale` says what is above the appetite."""
    which = said.get("which") or "STANDING"
    if which != "ALL":
        rows = rows.filter(state=RiskState.CLOSED) if which == "CLOSED" else rows.exclude(state=RiskState.CLOSED)
    if which == "ABOVE":
        rows = rows.filter(_above(scale))
    elif which == "LATE":
        rows = rows.filter(review_on__lt=today)
    elif which == "ESCALATED":
        rows = rows.filter(state=RiskState.ESCALATED)
    if said.get("where") == "NATIONAL":
        rows = rows.filter(Q(area__isnull=True) | Q(escalated_at__isnull=False))
    elif said.get("where"):
        rows = rows.filter(area=said["where"])
    if said.get("words"):
        rows = rows.filter(Q(title__icontains=said["words"]) | Q(reference__iexact=said["words"].strip()))
    return rows


def _above(scale):
    known = [one.code for one in scale.appetites]
    clause = ~Q(appetite__in=known)
    for one in scale.appetites:
        clause |= Q(appetite=one.code, score__gt=one.most)
    return clause


def places(rows):
    """The areas of the risks in a list, by name. One query."""
    return ServiceArea.objects.filter(pk__in=rows.order_by().values("area")).order_by("name")


def areas_to_manage(who):
    """(the areas for which a person may raise risks, whether they may for the national register)."""
    kept = {held.nation for held in who.posts if _keeps(held)}
    clause = Q(nation__in=kept)
    for held in who.posts:
        if Scope.AREA in GRANTS[Permission.RISK_MANAGE][1].get(held.role, ()):
            clause |= Q(pk=held.area_id)
    return ServiceArea.objects.filter(clause).order_by("name"), bool(kept)


def _keeps(held):
    return Scope.NATION in GRANTS[Permission.RISK_MANAGE][1].get(held.role, ())


def keeps_register(person, nation, today) -> bool:
    """Whether a person keeps the national register of a nation on a day."""
    return any(_keeps(held) and held.nation == nation for held in who_is(person, today).posts)


def newest_score(risk):
    """The score that holds, or None."""
    return risk.scores.order_by("-scored_at", "-pk").first()


def scores(risk):
    """Every score of a risk, oldest first. One query."""
    return list(risk.scores.select_related("scored_by").order_by("scored_at", "pk"))


def controls(risk):
    """The controls of a risk: those in force first. One query."""
    rows = Control.objects.filter(risk=risk).select_related("ended_by")
    return list(rows.order_by(F("ended_at").asc(nulls_first=True), "line", "pk"))


def actions_of(risk, who):
    """The actions raised from a risk. One query."""
    return raised(RiskAction, "risk", [risk.pk], who).get(risk.pk, [])


def notes(risk):
    """Why it was escalated, handed back, closed or opened again, newest first. One query."""
    return risk.notes.select_related("noted_by").order_by("-noted_at", "-pk")
