"""Hearings of the court: a new one, one of them, a change."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from goldenthread.casework.cases.corrections import supersede_page
from goldenthread.casework.cases.forms.hearings import HearingForm
from goldenthread.casework.cases.operations.hearings import change_hearing, record_hearing
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.rules import HEARING_KINDS, HEARING_STATUSES, HearingKind, HearingStatus
from goldenthread.drafts.pages import form_page


def hearing_new(request, case):
    """Records a hearing by hand."""
    return form_page(
        request, HearingForm, "cases/hearing_new.html", case=case, context=frame(request, case, "court"),
        save=lambda said: record_hearing(case=case, by=request.person, now=request.now, **said),
        done=lambda row: reverse("cases:hearing", args=[row.pk]),
        said=_("The hearing is recorded."),
    )  # fmt: skip


def hearing(request, hearing):
    """One hearing and how it stands."""
    context = {
        **frame(request, hearing.case, "court"),
        "hearing": hearing,
        "kind": _(HEARING_KINDS[HearingKind(hearing.kind)]),
        "status": _(HEARING_STATUSES[HearingStatus(hearing.status)]),
    }
    return render(request, "cases/hearing.html", context)


def hearing_change(request, hearing):
    """Changes a hearing: moved, held, adjourned, vacated."""
    ends = localtime(hearing.ends_at) if hearing.ends_at else None
    initial = {
        "kind": hearing.kind,
        "starts_at": hearing.starts_at,
        "ends_at": f"{ends.hour}:{ends.minute:02d}" if ends else "",
        "venue": hearing.venue,
        "status": hearing.status,
    }
    return form_page(
        request, HearingForm, "cases/hearing_change.html", case=hearing.case, initial=initial,
        context={**frame(request, hearing.case, "court"), "hearing": hearing},
        save=lambda said: change_hearing(hearing=hearing, by=request.person, now=request.now, **said),
        done=lambda row: reverse("cases:hearing", args=[row.pk]),
        said=_("The hearing is changed."),
    )  # fmt: skip


def hearing_supersede(request, hearing):
    """Supersedes a hearing that was recorded by mistake."""
    what = _(HEARING_KINDS[HearingKind(hearing.kind)])
    return supersede_page(
        request, hearing, current="court", what=what, back=reverse("cases:hearing", args=[hearing.pk])
    )  # fmt: skip
