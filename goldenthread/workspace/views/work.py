"""My work, and a manager's worklist."""

from functools import partial
from uuid import UUID

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


class Counted(Paginator):
    """Pages of a list of which it is known already how many rows it has. `read((first, many))` gives those of one."""

    def __init__(self, read, per_page, count):
        super().__init__((), per_page)
        self.read, self.count = read, count

    def page(self, number):
        number = self.validate_number(number)
        return self._get_page(self.read(((number - 1) * self.per_page, self.per_page)), number, self)


def my_work(request):
    """The cases that this person has or covers: what is due, what is missing, what is next."""
    today, cases = _today(request), queries.own_cases(request.who, request.now)
    form = MyWorkFilter(data=request.GET)
    stage = form.cleaned_data["stage"] if form.is_valid() else ""
    page = Paginator([case for case in cases if stage in {"", case.stage}], PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(stage),
        "page": page,
        "rows": _rows(request, queries.with_the_rest(list(page), request.who), today),
        "due": due_next(cases, request.now, today),
        "count": len(cases),
    }
    return render(request, "workspace/my_work.html", context)


def team(request):
    """The cases of a team or an area: by adviser in numbers, and what asks for attention."""
    asked = (request.who, request.now, today := _today(request))
    numbers = worklist(queries.by_adviser(*asked))
    form = TeamFilter(data=request.GET, advisers=numbers.advisers)
    chosen = form.cleaned_data if form.is_valid() else {"adviser": "", "attention": ""}
    adviser = UUID(chosen["adviser"]) if chosen["adviser"] else None
    found = partial(queries.in_order, *asked, (adviser, chosen["attention"]))
    page = Counted(found, PAGE, numbers.count(**chosen)).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(chosen["adviser"] or chosen["attention"]),
        "totals": [{"code": code, "text": ATTENTION[code](), "count": numbers.count("", code)} for code in ATTENTION],
        "advisers": numbers.advisers,
        "page": page,
        "rows": _noted(request, page, today),
        "count": numbers.count(),
        "may_tray": request.who.may_ever(P.TRAY_READ),
    }
    return render(request, "workspace/team.html", context)


def _rows(request, cases, today):
    """The cases of one page as rows."""
    children = children_of(cases)
    return [case_row(case, children[case.pk], request.who, today) for case in cases]


def _noted(request, page, today):
    """The cases of one page of a worklist as rows, each with why it asks for attention."""
    cases = queries.with_the_rest(list(page), request.who)
    rows = _rows(request, cases, today)
    for case, row in zip(cases, rows, strict=True):
        row["why"] = [says() for code, says in ATTENTION.items() if getattr(case, code)]
        row["missing"] = [item for item in row["missing"] if item["code"] not in SAID]
    return rows


def _today(request):
    return request.now.astimezone(settings.LOCAL_ZONE).date()
