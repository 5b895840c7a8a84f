"""What a board is given, as plain values: read now, beside what the last pack said.

Each statement names the kind and the identifier of what it rests on ({"kind", "id"}); codes, dates as text and
sentences with places are kept, never words of one language, so that a page, a Word file and a PDF can be drawn of it in
the reader's own. Nothing here hangs on a case. Notes on actions are not for members and do not come in; how an action
stands, and why, follows from dates and evidence (`improvement.rules.rag`).
"""

import datetime as dt
from types import SimpleNamespace

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.timezone import localtime

from goldenthread.actions.models import Action, EffectLook, Note
from goldenthread.boards.models import Minute
from goldenthread.improvement.models import AreaReport, ReceivedReport, Risk, RiskScore
from goldenthread.improvement.presenters.plans import facts_of
from goldenthread.improvement.queries.plans import known_by, lines, published
from goldenthread.improvement.rules import SIGN_DAYS, Rag, rag, worst
from goldenthread.improvement.scale import scale_on
from goldenthread.learning.models import LearningPoint
from goldenthread.learning.queries import readership
from goldenthread.people.models import ServiceArea, Team

FORMAT = 1
# What the pack is about. Where all of these are empty there is nothing to give to a board.
PARTS = ("plans", "late", "signed", "risks", "received", "learning", "areas", "matters")


def content_of(board, meeting, before, today) -> dict:
    """What a board is given on a day. `before`: the last pack, or None; then what is new is counted from one meeting's
    distance back."""
    since = before.as_at if before else today - dt.timedelta(days=365 // max(board.a_year, 1))
    moment = before.made_at if before else dt.datetime.combine(since, dt.time(), settings.LOCAL_ZONE)
    last = statements(before.content) if before else {}
    plans = [_plan(plan, last, today) for plan in published(board.nation)]
    content = {
        "format": FORMAT,
        "board": board.name,
        "as_at": today.isoformat(),
        "since": since.isoformat(),
        "last": before.as_at.isoformat() if before else None,
        "meeting": localtime(meeting.starts_at).date().isoformat() if meeting else None,
        "plans": plans,
        "changes": _changes(plans, before),
        **_late(board.nation, today),
        **_signed(board.nation, moment),
        **_risks(board.nation, last, moment, today),
        "received": _received(board.nation, last),
        "learning": _learning(board.nation, moment, today),
        **_areas(board.nation, moment, bool(plans)),
        "matters": _matters(board, meeting, moment, today),
    }
    content["glance"] = _glance(content)
    content["glance_last"] = before.content["glance"] if before else None
    return content


def statements(content) -> dict:
    """Identifier to statement, for everything in a pack that rests on something."""
    found = {}

    def walk(value):
        if isinstance(value, dict):
            # What is said most fully of a thing counts: it may be named in several places.
            if "kind" in value and "id" in value and len(value) > len(found.get(value["id"], ())):
                found[value["id"]] = value
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(content)
    return found


def _about(row) -> dict:
    return {"kind": row._meta.label, "id": str(row.pk)}


def _day(value):
    if isinstance(value, dt.datetime):
        return localtime(value).date().isoformat()
    return value.isoformat() if value else None


def _standing(standing) -> dict:
    values = {name: {"day": _day(value)} if isinstance(value, dt.date) else value for name, value in standing.values}
    return {"rag": str(standing.rag), "why": standing.why, "values": values}


# ── The plans ─────────────────────────────────────────────────────────────────────────────────────────


def _plan(plan, last, today) -> dict:
    by_priority: dict = {}
    for line in lines(plan):
        by_priority.setdefault(line.priority_id, []).append(_line(line, last, today))
    known = list(known_by(plan))
    made = [_priority(row, by_priority.get(row.pk, []), last) for row in plan.priorities.order_by("number")]
    told = [line["rag"] for priority in made for line in priority["lines"]]
    return {
        **_about(plan), "title": plan.title, "owner": plan.owner.name, "review_on": _day(plan.review_on),
        "counts": {str(one): told.count(one) for one in Rag},
        "counts_last": last.get(str(plan.pk), {}).get("counts"),
        "known": {tie: sum(row.tie == tie for row in known) for tie in ("MEASURE", "EVIDENCE", "NOT_YET")},
        "priorities": made,
    }  # fmt: skip


def _priority(row, made, last):
    return {
        **_about(row), "number": row.number, "title": row.title, "rag": str(worst(line["rag"] for line in made)),
        "rag_last": last.get(str(row.pk), {}).get("rag"), "lines": made,
    }  # fmt: skip


def _line(line, last, today):
    action = line.action
    return {
        **_about(line), "number": f"{line.priority.number}.{line.number}", "title": action.title,
        "owner": action.owner.name, "accountable": action.accountable.name, "due": action.due_words,
        **_standing(rag(facts_of(line), today)), "rag_last": last.get(str(line.pk), {}).get("rag"),
        "action": _about(action),
    }  # fmt: skip


def _changes(plans, before):
    """Each line that stands otherwise than last time, is new, or is no longer in its plan."""
    if before is None:
        return []
    then = {line["id"]: line for line in _lines_of(before.content["plans"])}
    now = {line["id"]: line for line in _lines_of(plans)}
    found = [
        {**_named(line), "from": then[key]["rag"] if key in then else None, "to": line["rag"]}
        for key, line in now.items()
        if key not in then or then[key]["rag"] != line["rag"]
    ]
    return found + [{**_named(line), "from": line["rag"], "to": None} for key, line in then.items() if key not in now]


def _lines_of(plans):
    return [line for plan in plans for priority in plan["priorities"] for line in priority["lines"]]


def _named(line):
    return {name: line[name] for name in ("kind", "id", "number", "title")}


# ── Actions ───────────────────────────────────────────────────────────────────────────────────────────


def _actions(nation):
    notes = Note.objects.filter(action=OuterRef("pk")).order_by("-noted_at", "-pk")
    since = Q(looked_at__gte=OuterRef("closed_at"))
    looks = EffectLook.objects.filter(since, action=OuterRef("pk")).order_by("-looked_at", "-pk")
    return (
        Action.objects.filter(nation=nation)
        .select_related("owner", "accountable", "area")
        .annotate(noted_at=Subquery(notes.values("noted_at")[:1]), note_kind=Subquery(notes.values("kind")[:1]),
                  effect=Subquery(looks.values("effect")[:1]))
    )  # fmt: skip


def _stands(action, today):
    told = {"noted_at": action.noted_at, "note_kind": action.note_kind, "effect": action.effect}
    return _standing(rag(facts_of(SimpleNamespace(action=action, **told)), today))


def _late(nation, today):
    """Actions that are late, or were said to be done and wait too long to be signed off. The most late come first."""
    waited = dt.datetime.combine(today - dt.timedelta(days=SIGN_DAYS), dt.time(), settings.LOCAL_ZONE)
    late = Q(state="OPEN", due_on__lt=today) | Q(state="DONE", done_at__lt=waited)
    rows = list(_actions(nation).filter(late).order_by(F("due_on").asc(nulls_last=True), "reference"))
    told = [
        {
            **_about(row), "reference": row.reference, "title": row.title, "owner": row.owner.name,
            "area": row.area.name if row.area else None, "source": row.source, "due": row.due_words,
            "days": (today - row.due_on).days if row.state == "OPEN" else None, **_stands(row, today),
        }
        for row in rows if row.for_members
    ]  # fmt: skip
    return {"late": told, "late_unsaid": len(rows) - len(told)}


def _signed(nation, moment):
    rows = list(
        _actions(nation)
        .filter(state="CLOSED", closed_at__gt=moment)
        .annotate(evidence=Count("notes", filter=Q(notes__kind="EVIDENCE")))
        .order_by("closed_at")
    )
    told = [
        {
            **_about(row), "reference": row.reference, "title": row.title, "owner": row.owner.name,
            "on": _day(row.closed_at), "evidence": row.evidence, "effect": row.effect,
            "effect_due_on": _day(row.effect_due_on),
        }
        for row in rows if row.for_members
    ]  # fmt: skip
    return {"signed": told, "signed_unsaid": len(rows) - len(told)}


# ── Risks, recommendations, learning ──────────────────────────────────────────────────────────────────


def _risks(nation, last, moment, today):
    """The national register, the highest score first, and what was closed since last time."""
    scores = RiskScore.objects.filter(risk=OuterRef("pk")).order_by("-scored_at", "-pk")
    national = Risk.objects.filter(Q(area__isnull=True) | Q(escalated_at__isnull=False), nation=nation)
    rows = (
        national.filter(Q(area__isnull=True, state="OPEN") | Q(state="ESCALATED"))
        .select_related("owner", "area")
        .annotate(likelihood=Subquery(scores.values("likelihood")[:1]), impact=Subquery(scores.values("impact")[:1]))
    )
    told = [_risk(row, last.get(str(row.pk), {}).get("score"), scale_on(today)) for row in rows]
    told.sort(key=lambda one: (-(one["score"] or 0), one["reference"]))
    closed = national.filter(state="CLOSED", closed_at__gt=moment).order_by("reference")
    return {
        "risks": told,
        "risks_closed": [{**_about(row), "reference": row.reference, "title": row.title} for row in closed],
    }


def _risk(row, score_last, scale):
    score = row.likelihood * row.impact if row.likelihood else None
    target, appetite = row.target_likelihood * row.target_impact, scale.appetite(row.appetite)
    return {
        **_about(row), "reference": row.reference, "title": row.title, "owner": row.owner.name,
        "area": row.area.name if row.area else None, "score": score, "score_last": score_last, "target": target,
        "band": scale.band(score).name if score else None, "tone": scale.band(score).tone if score else None,
        "appetite": appetite.name if appetite else row.appetite, "most": appetite.most if appetite else 0,
        "above": bool(score) and scale.above(score, row.appetite), "review_on": _day(row.review_on),
    }  # fmt: skip


def _received(nation, last):
    """Each report received: how many recommendations, and how many answered, said to be met and signed off."""
    states = {"answered": ("ANSWERED", "MET", "SIGNED_OFF"), "met": ("MET", "SIGNED_OFF"), "signed": ("SIGNED_OFF",)}
    rows = ReceivedReport.objects.filter(nation=nation).annotate(
        of=Count("recommendations"),
        **{
            name: Count("recommendations", filter=Q(recommendations__state__in=which)) for name, which in states.items()
        },
    )
    told = []
    for row in rows.filter(of__gt=0).order_by(F("published_on").desc(nulls_last=True), "title"):
        counts = {"of": row.of, **{name: getattr(row, name) for name in states}}
        before = last.get(str(row.pk), {}).get("counts")
        told.append({**_about(row), "title": row.title, "body": row.body, "counts": counts, "counts_last": before})
    return told


def _learning(nation, moment, today):
    """What was sent out since: who has read it, of those for whom it is, and which teams said what they did."""
    rows = LearningPoint.objects.filter(nations__contains=[nation], state="OUT", out_at__gt=moment).order_by("out_at")
    teams = Count("answers__team", distinct=True)
    told = []
    for row in rows.annotate(teams=teams):
        of_teams = Team.objects.filter(area__nation__in=row.nations).count()
        told.append({**_about(row), "title": row.title, "themes": list(row.themes), "on": _day(row.out_at),
                     **readership(row, today), "teams": row.teams, "of_teams": of_teams})  # fmt: skip
    return told


# ── Areas and matters arising ─────────────────────────────────────────────────────────────────────────


def _areas(nation, moment, wanted):
    """The newest report of each area on each priority since last time, and the areas that sent none."""
    rows = (
        AreaReport.objects.filter(area__nation=nation, reported_at__gt=moment, priority__plan__state="PUBLISHED")
        .select_related("priority__plan", "area", "reported_by")
        .order_by("area__name", "priority__plan", "priority__number", "-reported_at")
        .distinct("area__name", "priority__plan", "priority__number")
    )
    told = [
        {
            **_about(row), "area": row.area.name, "number": row.priority.number, "priority": row.priority.title,
            "on": _day(row.as_at), "by": row.reported_by.name, "going_well": row.going_well, "worries": row.worries,
            "asks": row.asks,
        }
        for row in rows
    ]  # fmt: skip
    told.sort(key=lambda one: (one["number"], one["area"]))
    spoke = {one["area"] for one in told}
    silent = [
        area.name for area in ServiceArea.objects.filter(nation=nation).order_by("name") if area.name not in spoke
    ]
    return {"areas": told, "areas_silent": silent if wanted else []}


def _matters(board, meeting, moment, today):
    """What was undertaken at earlier meetings and still stands, or was closed since."""
    earlier = Q(item__meeting__starts_at__lt=meeting.starts_at) if meeting else Q()
    stands = Q(action__state__in=["OPEN", "DONE"]) | Q(action__closed_at__gt=moment)
    rows = (
        Minute.objects.filter(earlier, stands, item__meeting__board=board, kind="ACTION")
        .select_related("item__meeting", "action__owner")
        .order_by("item__meeting__starts_at", "item__number", "taken_at")
    )
    return [
        {
            **_about(row), "words": row.action.title, "owner": row.action.owner.name, "due": row.action.due_words,
            "meeting": _day(row.item.meeting.starts_at), "state": row.action.state, "action": _about(row.action),
            "late": row.action.state == "OPEN" and bool(row.action.due_on and row.action.due_on < today),
        }
        for row in rows
    ]  # fmt: skip


def _glance(content) -> dict:
    """The few counts that stand at the head of a pack."""
    told = [line["rag"] for line in _lines_of(content["plans"])]
    received = [row["counts"] for row in content["received"]]
    return {
        "lines": len(told),
        **{str(one): told.count(one) for one in Rag},
        "late": len(content["late"]) + content["late_unsaid"],
        "risks": len(content["risks"]),
        "above": sum(row["above"] for row in content["risks"]),
        "to_answer": sum(row["of"] - row["answered"] for row in received),
        "to_sign": sum(row["of"] - row["signed"] for row in received),
        "matters": sum(row["state"] in {"OPEN", "DONE"} for row in content["matters"]),
    }
