"""Plans as rows, tags and sentences for templates. How a line stands follows from dates and evidence."""

import datetime as dt

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from goldenthread.govuk.filters import date
from goldenthread.improvement.rules import (
    PLAN_STATES,
    RAGS,
    SOURCES_OF_LEARNING,
    TIES,
    Facts,
    PlanState,
    Rag,
    SourceOfLearning,
    Tie,
    rag,
    worst,
)

# The tone of each; the words always stand beside it, so that colour says nothing alone.
TONES = {Rag.RED: "URGENT", Rag.AMBER: "WARN", Rag.GREEN: "GOOD", Rag.BLUE: "INFO", Rag.GREY: "NEUTRAL"}


def facts_of(line) -> Facts:
    """What a line's standing follows from. `line` is one of `queries.lines`."""
    action = line.action
    return Facts(
        state=action.state,
        due_on=action.due_on,
        due_from=action.due_from,
        raised_on=localtime(action.raised_at).date(),
        noted_on=localtime(line.noted_at).date() if line.noted_at else None,
        obstacle=line.note_kind == "OBSTACLE",
        done_on=localtime(action.done_at).date() if action.done_at else None,
        effect=line.effect or "",
        effect_due_on=action.effect_due_on,
        confirmed_by=action.confirmed_by_words,
    )


def rag_tag(standing):
    """How something stands, as a tag with its reason: {code, tone, text, why}."""
    values = {name: date(value) if isinstance(value, dt.date) else value for name, value in standing.values}
    return {
        "code": standing.rag,
        "tone": TONES[standing.rag],
        "text": _(RAGS[standing.rag]),
        "why": _(standing.why) % values if values else _(standing.why),
    }


def line_row(line, today, known=()):
    """One line of a plan. `known`: how it will be known to be done. Notes only for whoever may open the action."""
    action = line.action
    return {
        "id": line.pk,
        "number": f"{line.priority.number}.{line.number}",
        "href": reverse("improvement:line", args=[line.pk]),
        "title": action.title,
        "words": action.words,
        "who": line.who_words,
        "owner": action.owner.name,
        "accountable": action.accountable.name,
        "shares": [share.post.name for share in action.shares.all()],
        "due_words": action.due_words,
        "due_on": action.due_on,
        "rag": rag_tag(rag(facts_of(line), today)),
        "evidence": line.evidence,
        "latest": line.note_words if line.may_read_action else "",
        "latest_at": line.noted_at if line.may_read_action else None,
        "action": reverse("actions:action", args=[action.pk]) if line.may_read_action else "",
        "known": [known_row(row) for row in known],
    }


def known_row(row):
    """One way to know that it was done, and what it is tied to."""
    said = {Tie.MEASURE: row.measure_key, Tie.EVIDENCE: row.evidence_words, Tie.NOT_YET: row.words_why}
    return {
        "id": row.pk,
        "words": row.words,
        "tie": _(TIES[Tie(row.tie)]),
        "code": "WARN" if row.tie == Tie.NOT_YET else "NEUTRAL",
        "said": said[Tie(row.tie)],
    }


def priorities(plan, lines, known, today):
    """The priorities of a plan with their lines, each with how it stands: as its worst line."""
    by_line, by_priority = {}, {}
    for row in known:
        (by_line if row.line_id else by_priority).setdefault(row.line_id or row.priority_id, []).append(row)
    made = {}
    for line in lines:
        made.setdefault(line.priority_id, []).append(line_row(line, today, by_line.get(line.pk, ())))
    return [
        {
            "id": priority.pk,
            "href": reverse("improvement:priority", args=[priority.pk]),
            "number": priority.number,
            "title": priority.title,
            "words": priority.words,
            "sources": sources_of(priority),
            "lines": made.get(priority.pk, []),
            "rag": whole([row["rag"]["code"] for row in made.get(priority.pk, [])]),
            "known": [known_row(row) for row in by_priority.get(priority.pk, ())],
        }
        for priority in plan.priorities.order_by("number")
    ]


def whole(rags):
    """How a priority or a plan stands: as its worst part. {code, tone, text}."""
    found = worst(rags)
    return {"code": found, "tone": TONES[found], "text": _(RAGS[found])}


def sources_of(priority):
    """Where a priority comes from, in words."""
    kinds = ", ".join(_(SOURCES_OF_LEARNING[SourceOfLearning(code)]) for code in priority.sources)
    return priority.source_words or kinds


def counts(rows):
    """How many lines stand how, worst first: [{code, tone, text, count}]."""
    lines = [line["rag"] for priority in rows for line in priority["lines"]]
    return [
        {"code": one, "tone": TONES[one], "text": _(RAGS[one]), "count": sum(line["code"] == one for line in lines)}
        for one in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.GREY)
    ]


def state_of(plan):
    """The tag of a plan's state."""
    return {"code": "AGREED" if plan.state == PlanState.PUBLISHED else plan.state, "text": _(PLAN_STATES[plan.state])}


def report_row(report):
    """What an assistant director reported of an area."""
    return {
        "href": reverse("improvement:area_report", args=[report.pk]),
        "area": report.area.name,
        "priority": f"{report.priority.number}. {report.priority.title}",
        "priority_id": report.priority_id,
        "area_id": report.area_id,
        "as_at": report.as_at,
        "by": report.reported_by.name,
        "going_well": report.going_well,
        "worries": report.worries,
        "asks": report.asks,
    }
