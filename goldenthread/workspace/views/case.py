"""The front page of a case, and all that stands in its way."""

from django.conf import settings
from django.shortcuts import render

from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.clocks import clock_shown
from goldenthread.workspace import overview as facts_shown
from goldenthread.workspace import problems as in_the_way
from goldenthread.workspace import queries
from goldenthread.workspace.facts import children_of, facts_of, main_clock, may_in
from goldenthread.workspace.presenters import step_shown
from goldenthread.workspace.rules import next_step
from goldenthread.workspace.tasks import pathway

# How many problems stand on the front page; the rest has a page of its own.
SHORT = 5


def overview(request, case):
    """The front page of a case: what is next, the key facts, the tasks, the people."""
    today, whole = _today(request), queries.whole(case, request.who, request.now)
    children = children_of([whole])[whole.pk]
    facts, may = facts_of(whole, children, request.who, today), may_in(whole, request.who)
    context = frame(request, case, "overview", next_action=step_shown(next_step(facts, may)))
    stands = in_the_way.in_short(facts, may)
    context |= {
        "limit": clock_shown(main_clock(whole, today)),
        "key_facts": facts_shown.key_facts(
            whole, queries.next_hearing(case, request.now), queries.declaration(case) if case.adviser_id else None,
            may, today,
        ),
        "members": facts_shown.people(context["people"], today),
        "tasks": pathway(whole, children, request.who, today),
        "problems": stands[:SHORT],
        "problems_count": len(stands),
        "can_do": facts_shown.can_do(whole, may, today),
    }  # fmt: skip
    return render(request, "workspace/overview.html", context)


def problems(request, case):
    """All that stands in the way now, by name, each leading to its place."""
    today, whole = _today(request), queries.whole(case, request.who, request.now)
    facts = facts_of(whole, children_of([whole])[whole.pk], request.who, today)
    context = frame(request, case, "overview")
    may = may_in(whole, request.who)
    of_case, of_children = in_the_way.by_place(case, facts, context["people"], may)
    context |= {
        "of_case": of_case,
        "of_children": [{"name": child.name, "items": items} for child, items in of_children],
    }
    return render(request, "workspace/problems.html", context)


def _today(request):
    return request.now.astimezone(settings.LOCAL_ZONE).date()
