"""Search: what is asked is sent and kept, and its answer has an address that says nothing of it."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render

from goldenthread.access.door import log_found
from goldenthread.access.replica import reading
from goldenthread.casework.cases.queries import people_of
from goldenthread.drafts.asked import asked_by, given_back, keep_asked
from goldenthread.workspace.forms import SearchForm
from goldenthread.workspace.results import results
from goldenthread.workspace.search import find

PAGE = 20


def search(request):
    """Asks, by POST; answers, by GET with the key of what was asked."""
    if request.method == "POST":
        return _ask(request)
    key = request.GET.get("asked", "")
    said = asked_by(request.person, request.path, key)
    if key and said:
        form = SearchForm(data={"q": said}, today=request.today)
        if form.is_valid():
            return _answer(request, form)
    form = SearchForm(initial={"q": said}, today=request.today)
    return _shown(request, form, forgotten=bool(key and not said))


def _ask(request):
    form = SearchForm(data=request.POST, today=request.today)
    if not form.is_valid():
        return _shown(request, form, status=422)
    given_back(request.person, request.path)
    key = keep_asked(request.person, request.path, form.cleaned_data["q"], request.now)
    return HttpResponseRedirect(f"{request.path}?asked={key}#results")


def _answer(request, form):
    with reading(request.person) as using:
        found = find(request.who, form.asked, using)
        page = Paginator(found.hits, PAGE).get_page(request.GET.get("page"))
        rows = results(page, people_of([hit.case for hit in page]), form.asked, request.today)
    log_found(request, [hit.case.pk for hit in page])
    return _shown(request, form, page=page, rows=rows, count=len(found.hits), more=found.more, searched=True)


def _shown(request, form, *, status=200, **context):
    nothing = {"searched": False, "forgotten": False, "page": None, "rows": [], "count": 0, "more": False}
    return render(request, "workspace/search.html", {**nothing, **context, "form": form}, status=status)
