"""My work, and a manager's worklist."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render

from goldenthread.access.permissions import Permission as P
from goldenthread.workspace import queries
from goldenthread.workspace.facts import children_of
from goldenthread.workspace.forms import MyWorkFilter, TeamFilter
from goldenthread.workspace.presenters import case_row, due_next
from goldenthread.workspace.team import ATTENTION, SAID, worklist

PAGE = 25


def my_work(request):
    """The cases that this person has or covers: what is due, what is missing, what is next."""
    today, cases = _today(request), list(queries.own_cases(request.who, request.now))
    form = MyWorkFilter(data=request.GET)
    stage = form.cleaned_data["stage"] if form.is_valid() else ""
    page = Paginator([case for case in cases if stage in {"", case.stage}], PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(stage),
        "page": page,
        "rows": _rows(request, page, today),
        "due": due_next(cases, request.now, today),
        "count": len(cases),
    }
    return render(request, "workspace/my_work.html", context)


def team(request):
    """The cases of a team or an area: by adviser in numbers, and what asks for attention."""
    today, cases = _today(request), list(queries.reached(request.who, request.now))
    totals, advisers, why = worklist(cases, queries.waiting_cases(request.who), today)
    form = TeamFilter(data=request.GET, advisers=advisers)
    chosen = form.cleaned_data if form.is_valid() else {"adviser": "", "attention": ""}
    found = [
        case
        for case in cases
        if chosen["adviser"] in {"", str(case.adviser_id)}
        and (not chosen["attention"] or chosen["attention"] in why[case.pk])
    ]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(chosen["adviser"] or chosen["attention"]),
        "totals": [{"code": code, "text": ATTENTION[code](), "count": totals[code]} for code in ATTENTION],
        "advisers": advisers,
        "page": page,
        "rows": _rows(request, page, today, why),
        "count": len(cases),
        "may_tray": request.who.may_ever(P.TRAY_READ),
    }
    return render(request, "workspace/team.html", context)


def _rows(request, page, today, why=None):
    """The cases of one page as rows. `why`: case id to the codes of what asks for attention."""
    cases = queries.in_full(page, request.who, request.now)
    children = children_of(cases)
    rows = []
    for case in cases:
        row = case_row(case, children[case.pk], request.who, today) | {"why": []}
        if why is not None:
            row["why"] = [says() for code, says in ATTENTION.items() if code in why[case.pk]]
            row["missing"] = [item for item in row["missing"] if item["code"] not in SAID]
        rows.append(row)
    return rows


def _today(request):
    return request.now.astimezone(settings.LOCAL_ZONE).date()
