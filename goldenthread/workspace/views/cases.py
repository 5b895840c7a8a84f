"""The case list, what its columns mean, and taking it out as a file."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.queries import people_of
from goldenthread.workspace import caselist, lists, operations
from goldenthread.workspace.forms import CaseListFilter, TakeForm
from goldenthread.workspace.leaving import WRITERS, stream


def case_list(request):
    """Every case that this person may read, narrowed as they ask, newest first."""
    cases = caselist.reachable(request.who)
    form = CaseListFilter(data=request.GET, who=request.who, cases=cases)
    page = _page(request, cases, form) if form.is_valid() else None
    people = people_of(page) if page else {}
    context = {
        "form": form,
        "page": page,
        "filtered": bool(form.errors) or any(form.cleaned_data.values()),
        "rows": [lists.list_row(case, people[case.pk], request.today) for case in page or ()],
        "days_open": any(form.cleaned_data.get(name) or name in form.errors for name in form.DAYS),
        "fortnight": urlencode(lists.fortnight(request.today)),
        "take": lists.kept(request.GET) if page and request.who.may_ever(P.CASE_LIST_TAKE) else None,
    }
    return render(request, "workspace/case_list.html", context, status=200 if form.is_valid() else 422)


def take_list(request):
    """Asks what a list is taken out for and in which form, and sends it, narrowed as the page was."""
    narrowing = CaseListFilter(data=request.GET, who=request.who, cases=caselist.reachable(request.who))
    back = f"{reverse('workspace:case_list')}?{lists.kept(request.GET)}"
    if not narrowing.is_valid():
        return HttpResponseRedirect(back)
    said, form = narrowing.cleaned_data, TakeForm(data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        operations.take_list(**chosen, said=said, by=request.person, now=request.now)
        return _sent(request, chosen["file_kind"], said)
    pages = caselist.UpTo(caselist.listed(request.who, said, P.CASE_LIST_TAKE), caselist.ON_A_PAGE)
    context = {"form": form, "back": {"href": back}, "words": lists.in_words(narrowing), "pages": pages}
    return render(request, "workspace/take_list.html", context, status=422 if form.errors else 200)


def columns(request):
    """What each column of the file means: for whoever is signed in."""
    return render(request, "workspace/columns.html", {"columns": lists.column_rows()})


def _page(request, cases, form):
    return caselist.page_of(caselist.narrowed(cases, form.cleaned_data), request.GET.get("page"))


def _sent(request, file_kind, said):
    """The file, sent piece by piece: the request's own transaction has ended when the first leaves."""
    made = stream(person=request.person, said=said, file_kind=file_kind, request=request.id)
    kind = WRITERS[file_kind]
    response = StreamingHttpResponse(made, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="cases-{request.today.isoformat()}.{kind.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
