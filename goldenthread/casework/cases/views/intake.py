"""The duty tray, registering by hand, and deciding how urgent an application is."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.casework.cases import queries
from goldenthread.casework.cases.forms.intake import NO_AREA, LocalAuthorityForm, TrayForm, UrgencyForm
from goldenthread.casework.cases.forms.register import RegisterForm
from goldenthread.casework.cases.operations.intake import decide_urgency, name_local_authority, register_case
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.tray import signs, tray_card
from goldenthread.casework.cases.rules import Pressing, Urgency
from goldenthread.drafts.pages import form_page

A_PAGE = 25


def tray(request):
    """The duty tray: what has come in and has no adviser yet, what presses first."""
    form = TrayForm(data=request.GET, areas=queries.tray_areas(request.who))
    form.is_valid()
    cases = _filtered(queries.tray(request.who), form.cleaned_data)
    page = Paginator(cases, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    people, today = queries.people_of(shown), request.today
    count = page.paginator.count
    context = {
        "form": form,
        "filtered": any(form.cleaned_data.values()),
        "page": page,
        "cards": [tray_card(case, people[case.pk], today) for case in shown],
        "count": ngettext("%(n)s application", "%(n)s applications", count) % {"n": count},
        "conflicts": list(queries.conflicts(request.who)),
        "may_register": request.who.may_ever(P.CASE_REGISTER),
    }
    return render(request, "cases/tray.html", context)


def _filtered(cases, wanted):
    if wanted.get("area"):
        cases = cases.filter(area=None if wanted["area"] == NO_AREA else wanted["area"])
    if wanted.get("urgency"):
        cases = cases.filter(queries.PRESSING_MEANS[Pressing(wanted["urgency"])])
    return cases


def register(request):
    """Registers an application by hand, with its children and adults, on one page."""
    asks = queries.registers_in(request.who)
    added = next((kind for kind in ("child", "adult") if f"add_{kind}" in request.POST), None)
    if added:
        form = _with_one_more(request.POST, f"{added}_rows", asks)
        return render(request, "cases/register.html", {"form": form, "draft": None})
    return form_page(
        request, RegisterForm, "cases/register.html", **asks,
        save=lambda said: register_case(by=request.person, now=request.now, **_application(said)),
        done=lambda case: _first_place(request, case),
        said=_("The application is registered. It lies in the duty tray."),
    )  # fmt: skip


def _with_one_more(typed, rows, asks):
    data = typed.copy()
    data[rows] = len(getattr(RegisterForm(data=typed, **asks), "children" if rows == "child_rows" else "adults")) + 1
    return RegisterForm(data=data, **asks).not_judged()


def _application(said):
    """What `register_case` takes of what the form gives; the names of single rows are left behind."""
    asked = "law nation process received_on court_name court_number local_authority area orders_sought parties"
    return {name: said[name] for name in asked.split()}


def _first_place(request, case):
    if may(request.who, P.CASE_READ, case):
        return reverse("workspace:overview", args=[case.pk])
    return reverse("cases:tray")


def urgency(request, case):
    """A person decides how urgent an application is; the signs are shown with their reasons."""
    initial = {}
    if case.urgency != Urgency.UNDECIDED:
        initial = {
            "urgent": "YES" if case.urgency == Urgency.URGENT else "NO",
            "without_notice": {True: "YES", False: "NO"}.get(case.without_notice, "NOT_KNOWN"),
            "why": case.urgency_why,
        }
    context = {**frame(request, case, "overview"), "signs": signs(case), "back_to": after_tray(request, case)}
    return form_page(
        request, UrgencyForm, "cases/urgency.html", case=case, context=context, initial=initial,
        save=lambda said: decide_urgency(
            case=case, urgent=said["urgent"] == "YES", why=said["why"], by=request.person, now=request.now,
            without_notice={"YES": True, "NO": False}.get(said["without_notice"]),
            expected_version=said.get("expected_version"),
        ),
        done=lambda row: after_tray(request, row),
        said=_("How urgent it is has been decided."),
    )  # fmt: skip


def local_authority(request, case):
    """Names the local authority of a case, or corrects the name."""
    there = reverse("workspace:overview", args=[case.pk])
    return form_page(
        request, LocalAuthorityForm, "cases/local_authority.html", case=case,
        context={**frame(request, case, "overview"), "back_to": there},
        initial={"local_authority": case.local_authority},
        save=lambda said: name_local_authority(case=case, by=request.person, now=request.now, **said),
        done=lambda _row: there,
        said=_("The local authority is recorded."),
    )  # fmt: skip


def after_tray(request, case):
    """Back to the tray while the case lies in it and this person has one; else to the case."""
    if case.adviser_id is None and request.who.may_ever(P.TRAY_READ):
        return reverse("cases:tray")
    return reverse("workspace:overview", args=[case.pk])
