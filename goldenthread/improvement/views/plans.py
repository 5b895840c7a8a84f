"""The pages of plans: the list, a plan, a priority, a line, a version; writing and publishing them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.trace import trace
from goldenthread.actions.queries import nation_for, owner_posts
from goldenthread.drafts.pages import form_page
from goldenthread.improvement.forms.plans import (
    KnownByForm,
    LineForm,
    NewKnownByForm,
    NothingForm,
    PlanEditForm,
    PlanForm,
    PriorityForm,
    PublishForm,
    ReasonForm,
    RestOnForm,
)
from goldenthread.improvement.operations import plans as operations
from goldenthread.improvement.presenters import plans as shown
from goldenthread.improvement.queries import plans as queries
from goldenthread.kernel.text import fingerprint


def plans(request):
    """The plans of the nation."""
    rows = [{"plan": plan, "state": shown.state_of(plan)} for plan in queries.plans(request.who)]
    context = {
        "rows": rows,
        "manages": request.who.may_ever(P.PLAN_MANAGE),
        "reports": request.who.may_ever(P.AREA_REPORT),
        "receives": request.who.may_ever(P.RECEIVED_READ),
    }
    return render(request, "improvement/plans.html", context)


def plan(request, plan):
    """A plan as it stands: each priority, each line, how it goes and why, how it will be known."""
    rows = shown.priorities(plan, list(queries.lines(plan, request.who)), list(queries.known_by(plan)), request.today)
    context = {
        "plan": plan,
        "state": shown.state_of(plan),
        "priorities": rows,
        "counts": shown.counts(rows),
        "versions": list(plan.versions.select_related("published_by").order_by("-number")),
        "manages": request.who.may_ever(P.PLAN_MANAGE) and plan.state != "ENDED",
        "may_import": bool(rows),
    }
    return render(request, "improvement/plan.html", context)


def priority(request, priority):
    """One priority: its lines, how it will be known, what areas report of it, what it rests on."""
    plan = priority.plan
    rows = shown.priorities(plan, list(queries.lines(plan, request.who)), list(queries.known_by(plan)), request.today)
    reports = [shown.report_row(row) for row in queries.newest_reports(plan) if row.priority_id == priority.pk]
    context = {
        "plan": plan,
        "priority": priority,
        "row": next(row for row in rows if row["id"] == priority.pk),
        "reports": reports,
        "manages": request.who.may_ever(P.PLAN_MANAGE) and plan.state != "ENDED",
        "trace": trace(priority, request.who),
    }
    return render(request, "improvement/priority.html", context)


def line(request, line):
    """One line: who, by when, how it stands and why, how it will be known, and its action for who may open it."""
    plan = line.priority.plan
    found = next((row for row in queries.lines(plan, request.who) if row.pk == line.pk), None)
    known = [row for row in queries.known_by(plan) if row.line_id == line.pk]
    context = {
        "line": line,
        "plan": plan,
        "row": shown.line_row(found, request.today, known) if found else None,
        "manages": request.who.may_ever(P.PLAN_MANAGE) and plan.state != "ENDED",
        "trace": trace(line, request.who),
    }
    return render(request, "improvement/line.html", context)


def version(request, version):
    """The text of a plan as it was published."""
    return render(request, "improvement/version.html", {"version": version, "content": version.content})


def plan_new(request):
    """Begins a plan."""
    nation = nation_for(request.who, P.PLAN_MANAGE)
    return form_page(
        request, PlanForm, "improvement/plan_new.html", owners=owner_posts(nation),
        save=lambda said: operations.make_plan(nation=nation, by=request.person, now=request.now, **said),
        done=lambda plan: reverse("improvement:plan", args=[plan.pk]), said=_("The plan is begun."),
    )  # fmt: skip


def _to_plan(plan):
    return lambda _row: reverse("improvement:plan", args=[plan.pk])


def plan_edit(request, plan):
    """Changes the head of a plan."""
    initial = {"title": plan.title, "words": plan.words, "owner": str(plan.owner_id), "review_on": plan.review_on}
    return form_page(
        request, PlanEditForm, "improvement/plan_edit.html", context={"plan": plan}, initial=initial,
        owners=owner_posts(plan.nation), done=_to_plan(plan), said=_("Saved."),
        save=lambda said: operations.edit_plan(plan=plan, by=request.person, now=request.now, **said),
    )  # fmt: skip


def priority_new(request, plan):
    """Adds a priority."""
    return form_page(
        request, PriorityForm, "improvement/priority_new.html", context={"plan": plan}, done=_to_plan(plan),
        save=lambda said: operations.add_priority(plan=plan, by=request.person, now=request.now, **said),
        said=_("The priority is added."),
    )  # fmt: skip


def priority_edit(request, priority):
    """Changes a priority."""
    initial = {name: getattr(priority, name) for name in ("title", "words", "sources", "source_words")}
    return form_page(
        request, PriorityForm, "improvement/priority_edit.html", context={"plan": priority.plan}, initial=initial,
        save=lambda said: operations.edit_priority(priority=priority, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("improvement:priority", args=[priority.pk]), said=_("Saved."),
    )  # fmt: skip


def rest_on(request, priority):
    """Says on which learning points and reports received a priority rests."""

    def save(said):
        for thing in said["things"]:
            operations.rest_priority_on(priority=priority, thing=thing, by=request.person, now=request.now)
        return priority

    there = {node.id for node in trace(priority, request.who, depth=1)["behind"]}
    return form_page(
        request, RestOnForm, "improvement/rest_on.html", context={"plan": priority.plan, "priority": priority},
        found=queries.to_rest_on(request.who, priority.plan.nation, there), save=save, said=_("Saved."),
        done=lambda _row: reverse("improvement:priority", args=[priority.pk]),
    )  # fmt: skip


def line_new(request, priority):
    """Adds a line to a priority."""
    return form_page(
        request, LineForm, "improvement/line_new.html", context={"plan": priority.plan, "priority": priority},
        owners=owner_posts(priority.plan.nation),
        save=lambda said: operations.add_line(priority=priority, by=request.person, now=request.now, **said),
        done=lambda line: reverse("improvement:line", args=[line.pk]), said=_("The line is added, with its action."),
    )  # fmt: skip


def line_out(request, line):
    """Takes a line out of the plan."""
    return form_page(
        request, NothingForm, "improvement/line_out.html", context={"line": line}, done=_to_plan(line.priority.plan),
        save=lambda _said: operations.take_line_out(line=line, by=request.person, now=request.now),
        said=_("The line is taken out. It stands in the versions that had it."),
    )  # fmt: skip


def know_by_new(request, priority):
    """Adds a way to know that it was done."""
    lines = priority.lines.filter(taken_out_at__isnull=True).select_related("priority", "action")
    return form_page(
        request, NewKnownByForm, "improvement/know_by_new.html", context={"plan": priority.plan, "priority": priority},
        lines=lines, done=lambda _row: reverse("improvement:priority", args=[priority.pk]), said=_("Saved."),
        save=lambda said: operations.add_known_by(priority=priority, by=request.person, now=request.now, **said),
    )  # fmt: skip


def know_by_edit(request, known):
    """Changes a way to know that it was done."""
    priority = known.priority
    initial = {
        "line": str(known.line_id or ""), "words": known.words, "tie": known.tie, "measure_key": known.measure_key,
        "evidence_words": known.evidence_words, "words_why": known.words_why,
    }  # fmt: skip
    return form_page(
        request, KnownByForm, "improvement/know_by_edit.html", context={"plan": priority.plan, "priority": priority},
        initial=initial, lines=priority.lines.filter(taken_out_at__isnull=True).select_related("priority", "action"),
        save=lambda said: operations.edit_known_by(known=known, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("improvement:priority", args=[priority.pk]), said=_("Saved."),
    )  # fmt: skip


def publish(request, plan):
    """Publishes the plan as it stands."""
    return form_page(
        request, PublishForm, "improvement/publish.html", context={"plan": plan}, done=_to_plan(plan),
        initial={"shown": fingerprint(queries.text_of(plan))},
        save=lambda said: operations.publish(plan=plan, by=request.person, now=request.now, **said),
        said=_("The plan is published."),
    )  # fmt: skip


def end(request, plan):
    """Ends a plan."""
    return form_page(
        request, ReasonForm, "improvement/end.html", context={"plan": plan}, done=_to_plan(plan),
        save=lambda said: operations.end_plan(plan=plan, by=request.person, now=request.now, **said),
        said=_("The plan has ended. Its actions go on by themselves."),
    )  # fmt: skip
