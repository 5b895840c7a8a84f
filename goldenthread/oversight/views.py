"""The pages of oversight: what waits, the decision, what was decided."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may, visible
from goldenthread.actions.forms import RaisedForm
from goldenthread.actions.operations import raise_action
from goldenthread.actions.queries import owner_posts
from goldenthread.actions.rules import ActionSource
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.papers.presenters import stopped_row
from goldenthread.casework.papers.queries import stopped
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.queries import changed, triggers_of
from goldenthread.casework.recommendations.rules import State
from goldenthread.drafts.pages import form_page
from goldenthread.oversight import operations, presenters, queries
from goldenthread.oversight.forms import DecideForm

PAGE = 25
# More own work than this never waits with one manager; it is shown whole.
OWN_SHOWN = 50


def waiting(request):
    """The advice that waits for this manager, oldest first; their own work apart; copies stopped at the gate."""
    rows, today = queries.waiting(request.who, request.now), request.today
    page = Paginator(rows.filter(own=False), PAGE).get_page(request.GET.get("page"))
    own = rows.filter(own=True)[:OWN_SHOWN]
    context = {
        "page": page,
        "rows": [presenters.waiting_card(row, today) for row in page],
        "own": [presenters.waiting_card(row, today) for row in own],
        "stopped": [stopped_row(row) for row in stopped(request.who)[:OWN_SHOWN]],
    }
    return render(request, "oversight/waiting.html", context)


def index(request, case):
    """The decisions on a case's advice, and what waits."""
    mine = set()
    if request.who.may_ever(P.ADVICE_DECIDE):
        reached = visible(request.who, Recommendation, P.ADVICE_DECIDE).filter(case=case, state=State.SUBMITTED)
        mine = set(reached.values_list("pk", flat=True))
    context = {
        **frame(request, case, "oversight"),
        "advice": [
            {
                "child": row.child.first_name or _("No name given"),
                "advised": presenters.advised(row),
                "href": reverse("recommendations:advice", args=[row.pk]),
                "state": presenters.state_tag(row),
                "at": row.submitted_at if row.state == State.SUBMITTED else None,
                "decide": reverse("oversight:decide", args=[row.pk]) if row.pk in mine else "",
            }
            for row in queries.advice_of(case)
        ],
        "decisions": [presenters.decision_card(row) for row in queries.decisions(case)],
    }
    return render(request, "oversight/index.html", context)


def decide(request, recommendation):
    """Reads what the advice for one child rests on, and agrees it or returns it."""
    row = recommendation
    if row.superseded_at is not None:
        return HttpResponseRedirect(reverse("recommendations:advice", args=[row.pk]))
    return form_page(
        request, DecideForm, "oversight/decide.html", case=row.case, context=_rests_on(request, row),
        save=lambda said: operations.decide_on_advice(
            recommendation=row, by=request.person, now=request.now, **said
        ),
        done=lambda decision: reverse("oversight:decision", args=[decision.pk]),
        said=_("Your decision is recorded."),
    )  # fmt: skip


def _rests_on(request, row):
    context = frame(request, row.case, "oversight", subject=row)
    found = queries.rests_on(row.case, context["people"])
    papers = found.papers
    whole = papers.recommendations[row.child_id]
    met = triggers_of(row, papers)
    return {
        **context,
        "row": row,
        "child": row.child.first_name or _("this child"),
        "advised": presenters.advised(row),
        "triggers": presenters.why_required(met),
        "options": whole.option_rows,
        "wishes": presenters.weighed(papers.wishes_of(row.child_id), whole.weighing_rows),
        "patterns": presenters.treated(papers.patterns, whole.treatment_rows),
        "statements": presenters.said(papers.statements_of(row.child_id), found.sources),
        "victim": presenters.victim(whole.victim),
        "closed": _closed(request, row),
        "changed": changed(row, papers),
    }


def _closed(request, row):
    """Why this person cannot decide here, in a sentence; empty where they can."""
    if row.state != State.SUBMITTED:
        return _("This advice does not wait for a decision now.")
    if operations.is_own_work(row, request.person, request.now):
        return _("This is your own work. Another manager must decide on it.")
    return ""


def decision(request, decision):
    """One decision: what was decided, why, on exactly what."""
    context = frame(request, decision.case, "oversight", subject=decision)
    context |= {
        "decision": decision,
        "card": presenters.decision_card(decision),
        "raises": may(request.who, P.ADVICE_DECIDE, decision),
    }
    return render(request, "oversight/decision.html", context)


def action_new(request, decision):
    """Raises an action of the organisation from what a decision showed. The thread leads back for who may see it."""
    nation = decision.case.nation
    return form_page(
        request, RaisedForm, "oversight/action_new.html", case=decision.case, owners=owner_posts(nation),
        context={**frame(request, decision.case, "oversight"), "decision": decision},
        save=lambda said: raise_action(
            source=ActionSource.SUPERVISION, nation=nation, area=decision.case.area, raised_from=decision,
            by=request.person, now=request.now, **said,
        ),
        done=lambda _row: reverse("oversight:decision", args=[decision.pk]),
        said=_("The action is raised. Whoever holds the post sees it among their commitments."),
    )  # fmt: skip
