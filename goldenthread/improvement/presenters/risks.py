"""Risks as rows, tags, pictures and sentences for templates."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from goldenthread.govuk.filters import date
from goldenthread.improvement.presenters.movement import Words, movement
from goldenthread.improvement.rules import (
    ASSURANCE_LINES,
    CONTROL_WORKS,
    RISK_STATES,
    Line,
    RiskState,
    Works,
)
from goldenthread.improvement.scale import scale_on

WORKS_TONES = {Works.WORKS: "GOOD", Works.IN_PART: "WARN", Works.DOES_NOT: "URGENT", Works.NOT_ASSURED: "NEUTRAL"}
STATE_TONES = {RiskState.OPEN: "INFO", RiskState.ESCALATED: "WARN", RiskState.CLOSED: "NEUTRAL"}


def score_tag(likelihood, impact, scale):
    """A score with its band, as a tag: {score, tone, text, words}."""
    score = likelihood * impact
    band = scale.band(score)
    return {
        "score": score,
        "tone": band.tone,
        "text": _("%(score)s %(band)s") % {"score": score, "band": _(band.name)},
        "words": _("likelihood %(l)s, impact %(i)s") % {"l": likelihood, "i": impact},
    }


def moved(score, before):
    """How the score moved since the one before, in words."""
    if before is None:
        return _("scored once")
    if score > before:
        return _("up from %(before)s") % {"before": before}
    return _("down from %(before)s") % {"before": before} if score < before else _("unchanged")


def state_of(risk):
    """The tag of a risk's state."""
    state = RiskState(risk.state)
    return {"code": STATE_TONES[state], "text": _(RISK_STATES[state])}


def where_of(risk):
    """Where a risk is watched, in words."""
    return risk.area.name if risk.area else _("National register")


def late(risk, today):
    """Whether its review is late. A closed risk is not reviewed."""
    return risk.state != RiskState.CLOSED and risk.review_on < today


def risk_row(risk, scale, today):
    """One risk in the register. `risk` is one of `queries.risks`."""
    return {
        "id": risk.pk,
        "href": reverse("improvement:risk", args=[risk.pk]),
        "reference": risk.reference,
        "title": risk.title,
        "score": score_tag(risk.likelihood, risk.impact, scale),
        "moved": moved(risk.score, risk.before),
        "above": risk.state != RiskState.CLOSED and scale.above(risk.score, risk.appetite),
        "state": state_of(risk) if risk.state != RiskState.OPEN else None,
        "where": where_of(risk),
        "owner": risk.owner.name,
        "review_on": risk.review_on,
        "late": late(risk, today),
    }


def heat(risks, scale):
    """The register as likelihood by impact: {impacts, rows}. A row: {number, name, cells}; a cell: {score, tone, band,
    risks}. The most likely stands at the top."""
    found = {}
    for risk in risks:
        found.setdefault((risk.likelihood, risk.impact), []).append(
            {"href": reverse("improvement:risk", args=[risk.pk]), "reference": risk.reference, "title": risk.title}
        )
    rows = []
    for likelihood in range(len(scale.likelihood), 0, -1):
        cells = []
        for impact in range(1, len(scale.impact) + 1):
            band = scale.band(likelihood * impact)
            cells.append({
                "score": likelihood * impact, "tone": band.tone.lower(), "band": _(band.name),
                "risks": found.get((likelihood, impact), []),
            })  # fmt: skip
        rows.append({"number": likelihood, "name": _(scale.likelihood[likelihood - 1].name), "cells": cells})
    impacts = [{"number": number, "name": _(step.name)} for number, step in enumerate(scale.impact, 1)]
    return {"impacts": impacts, "rows": rows}


def score_rows(scores):
    """Every score, newest first, each on the scale of its day: [{on, tag, moved, words, by}]."""
    rows, before = [], None
    for score in scores:
        on = localtime(score.scored_at).date()
        tag = score_tag(score.likelihood, score.impact, scale_on(on))
        rows.append({
            "on": on, "tag": tag, "moved": moved(tag["score"], before), "words": score.words,
            "by": score.scored_by.name,
        })  # fmt: skip
        before = tag["score"]
    return rows[::-1]


def picture(risk, scores, scale, today):
    """The movement of a risk's score as a drawing with words. Several scores of a day: the last one counts."""
    by_day = {localtime(score.scored_at).date(): score.likelihood * score.impact for score in scores}
    points = sorted(by_day.items())
    target = risk.target_likelihood * risk.target_impact
    appetite = scale.appetite(risk.appetite)
    said = "; ".join(_("%(on)s: %(score)s") % {"on": date(on), "score": score} for on, score in points)
    words = Words(
        title=_("Movement of risk %(reference)s") % {"reference": risk.reference},
        desc=_("%(points)s. The target is %(target)s.") % {"points": said, "target": target},
        now=_("Score"),
        target=_("Target %(score)s") % {"score": target},
        appetite=_("Accepted %(score)s") % {"score": appetite.most} if appetite else "",
        day=date,
    )
    return movement(
        points, today=today, target=target, appetite=appetite.most if appetite else None, words=words,
        highest=max([scale.highest, *by_day.values()]),
    )  # fmt: skip


def control_row(control):
    """One control: what, whose assurance, whether it works and since when that is known."""
    works = Works(control.works)
    return {
        "id": control.pk,
        "words": control.words,
        "line": _(ASSURANCE_LINES[Line(control.line)]),
        "works": {"code": WORKS_TONES[works], "text": _(CONTROL_WORKS[works])},
        "assured_on": control.assured_on,
        "assured_words": control.assured_words,
        "ended_at": control.ended_at,
        "ended_by": control.ended_by.name if control.ended_by else "",
    }


def note_item(note):
    """A step of a risk's life, for a timeline."""
    titles = {
        (RiskState.OPEN, RiskState.ESCALATED): _("Escalated to the national register"),
        (RiskState.ESCALATED, RiskState.OPEN): _("Handed back to the area"),
        (RiskState.CLOSED, RiskState.OPEN): _("Opened again"),
    }
    title = titles.get((RiskState(note.was), RiskState(note.state)), _("Closed"))
    return {"at": note.noted_at, "title": title, "by": note.noted_by.name, "text": note.words}
