"""Allocating and covering a case, declaring a conflict, recording that the letter was sent."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases import queries
from goldenthread.casework.cases.forms.allocation import (
    AllocateForm,
    ConflictForm,
    CoverForm,
    LetterForm,
    NothingForm,
)
from goldenthread.casework.cases.operations.allocation import (
    allocate_case,
    arrange_cover,
    declare_conflict,
    end_cover,
    record_letter_sent,
)
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.allocation import carrier_choices, carrier_hints
from goldenthread.casework.cases.presenters.clocks import clock_row
from goldenthread.casework.cases.views.intake import after_tray
from goldenthread.drafts.pages import form_page

# More people than this in one list of buttons is no choice: an area is chosen first.
MANY = 30


def allocate(request, case):
    """Gives a case to an adviser, or to another; who can carry it is shown with the load of each."""
    carriers, context = _choice(request, case)
    return form_page(
        request, AllocateForm, "cases/allocate.html", case=case, context=context, again=case.adviser_id is not None,
        carriers=carriers, listed=carrier_choices(carriers),
        save=lambda said: allocate_case(case=case, by=request.person, now=request.now, **said),
        done=lambda row: _after_allocation(request, case, row),
        said=_("The case is allocated."),
    )  # fmt: skip


def cover(request, case):
    """Someone covers the case while its adviser is away."""
    carriers, context = _choice(request, case)
    return form_page(
        request, CoverForm, "cases/cover.html", case=case, context=context,
        carriers=carriers, listed=carrier_choices(carriers),
        save=lambda said: arrange_cover(case=case, by=request.person, now=request.now, **said),
        done=lambda row: reverse("workspace:overview", args=[row.pk]),
        said=_("Cover is arranged."),
    )  # fmt: skip


def _choice(request, case):
    """Who can be chosen, and what the page says about the choice."""
    everyone = queries.carriers(request.who, case, request.today)
    others = [post for post in everyone if post.person_id != case.adviser_id]
    areas = {str(post.team.area_id): post.team.area.name for post in others}
    area = request.GET.get("area", "")
    # On a form that was sent, an answer from any area counts: the page may have been opened for another.
    if not area and request.method == "GET" and len(others) > MANY:
        area = str(case.area_id or next(iter(areas)))
    carriers = [post for post in others if not areas.get(area) or str(post.team.area_id) == area]
    conflicts = queries.declared_conflicts(case)
    return carriers, {
        **frame(request, case, "overview"),
        "back_to": after_tray(request, case),
        "hints": carrier_hints(carriers, conflicts),
        "areas": areas if len(areas) > 1 else {},
        "area": area,
        "conflict": conflicts.get(case.adviser_id),
    }


def _after_allocation(request, before, after):
    """Back to the tray that the case has left: a duty manager may no longer read it."""
    if before.adviser_id is None and request.who.may_ever(P.TRAY_READ):
        return reverse("cases:tray")
    return reverse("workspace:overview", args=[after.pk])


def cover_end(request, case):
    """Ends cover before its last day."""
    return form_page(
        request, NothingForm, "cases/cover_end.html", case=case, context=frame(request, case, "overview"),
        save=lambda _said: end_cover(case=case, by=request.person, now=request.now),
        done=lambda row: reverse("workspace:overview", args=[row.pk]),
        said=_("Cover has ended."),
    )  # fmt: skip


def conflict(request, case):
    """The adviser declares a conflict of interest, or none."""
    return form_page(
        request, ConflictForm, "cases/conflict.html", case=case, context=frame(request, case, "overview"),
        save=lambda said: declare_conflict(case=case, by=request.person, now=request.now, **said),
        done=lambda row: _after_conflict(request, row),
    )  # fmt: skip


def _after_conflict(request, declaration):
    if declaration.has_conflict:
        messages.warning(
            request, _("Your manager is shown this and decides who takes the case. Until then, contact nobody in it.")
        )
    else:
        messages.success(request, _("You have declared that there is no conflict of interest."))
    return reverse("workspace:overview", args=[declaration.case_id])


def letter(request, case):
    """Records that the safeguarding letter was sent to the court; the clock says by when it was due."""
    context = {**frame(request, case, "overview"), "clock_row": clock_row(case, request.today)}
    return form_page(
        request, LetterForm, "cases/letter.html", case=case, context=context,
        save=lambda said: record_letter_sent(case=case, by=request.person, now=request.now, **said),
        done=lambda row: reverse("workspace:overview", args=[row.pk]),
        said=_("It is recorded that the letter was sent."),
    )  # fmt: skip
