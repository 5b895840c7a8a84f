"""The record of a case: what was done, what was edited, who looked."""

from django.core.paginator import Paginator
from django.shortcuts import render

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.presenters import frame
from goldenthread.workspace import queries, timeline
from goldenthread.workspace.changes import change_rows
from goldenthread.workspace.facts import may_in
from goldenthread.workspace.forms import RecordFilter
from goldenthread.workspace.looks import look_row

PAGE = 50


def record(request, case):
    """The log of a case as a timeline, newest first."""
    form = RecordFilter(data=request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    page = Paginator(queries.events(case, kind), PAGE).get_page(request.GET.get("page"))
    names = timeline.names_in(page)
    context = {
        **frame(request, case, "record"),
        "filter": form,
        "filtered": bool(kind),
        "page": page,
        "items": [timeline.item(event, names) for event in page],
        "may_see_views": _may_see_views(request, case),
    }
    return render(request, "workspace/record.html", context)


def changes(request, case):
    """What was edited in the rows of a case: field by field, before and after."""
    page = Paginator(queries.changes(case), PAGE).get_page(request.GET.get("page"))
    context = {**frame(request, case, "record"), "page": page, "rows": change_rows(page)}
    return render(request, "workspace/changes.html", context)


def view_log(request, case):
    """Who opened what of a case, and when, by person and day."""
    page = Paginator(queries.views_of(case), PAGE).get_page(request.GET.get("page"))
    context = {**frame(request, case, "record"), "page": page, "rows": [look_row(row) for row in page]}
    return render(request, "workspace/view_log.html", context)


def _may_see_views(request, case):
    return P.VIEW_LOG_READ in may_in(queries.whole(case, request.who, request.now), request.who)
