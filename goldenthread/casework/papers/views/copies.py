"""The pages of copies of the report: those of a version, a new one, one at the gate, the look, the way out."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.casework.cases.presenters import frame, names
from goldenthread.casework.papers import operations, presenters, queries
from goldenthread.casework.papers.forms import CopyForm, LookForm
from goldenthread.casework.papers.rules import COPY_LIFE, MAY_LEAVE, CopyState, Purpose, Recipient
from goldenthread.casework.papers.views.papers import as_file
from goldenthread.documents import pdf
from goldenthread.drafts.pages import form_page
from goldenthread.kernel.refusal import Refused
from goldenthread.people.rules import Nation


def copies(request, report):
    """The copies of one version of the report, and where they stand."""
    context = {
        **frame(request, report.case, "papers", subject=report),
        "report": report,
        "rows": [presenters.copy_row(copy) for copy in queries.copies(report)],
        "makes": may(request.who, P.COPY_MAKE, report),
    }
    return render(request, "papers/copies.html", context)


def copy_new(request, report):
    """Makes a copy of a version for one recipient; what is withheld from whom is shown before."""
    case = report.case
    context = frame(request, case, "papers")
    context |= {
        "report": report,
        "withheld": [presenters.direction_row(row, report.content) for row in queries.in_force(case)],
        "no_pdf": pdf.why_not(),
    }
    return form_page(
        request, CopyForm, "papers/copy_new.html", case=case, context=context,
        people=context["people"], welsh=case.nation == Nation.WALES, initial=_asked(request),
        save=lambda said: operations.make_copy(report=report, by=request.person, now=request.now, **said),
        done=lambda row: reverse("papers:copy", args=[row.pk]),
    )  # fmt: skip


def _asked(request):
    """What a link to the page may have chosen already."""
    asked = request.GET.get("for", "")
    return {"recipient": asked} if asked in set(Recipient) else {}


def copy(request, copy):
    """One copy: for whom, what stands out of it and why, what the gate found, and the way out."""
    case = copy.case
    context = frame(request, case, "papers", subject=copy)
    looks = copy.state == CopyState.STOPPED and may(request.who, P.COPY_CLEAR, copy)
    context |= {
        "copy": copy,
        "row": presenters.copy_row(copy),
        "file": presenters.file_words(copy.paper),
        "withheld": [presenters.withheld_words(row, copy.report.content) for row in queries.withheld_from(copy)],
        "hits": presenters.hit_rows(copy, _names(context)),
        "whole": any(hit["whole"] for hit in copy.hits),
        "own": copy.recorded_by_id == request.person.pk,
        "looks": looks,
        "takes": copy.state in MAY_LEAVE and copy.superseded_at is None and may(request.who, P.COPY_MAKE, copy),
        "back_new": presenters.page_if_there("papers:back_new", copy) if copy.purpose == Purpose.TO_EDIT else "",
        "files": presenters.page_if_there("filing:new", copy.paper) if copy.purpose == Purpose.TO_FILE else "",
    }
    return render(request, "papers/copy.html", context)


def _names(context):
    return {str(key): name for key, name in names(context["people"]).items()}


def copy_look(request, copy):
    """Looks at what stopped a copy, place by place, and lets it out or keeps it back."""
    case = copy.case
    context = frame(request, case, "papers")
    hits = presenters.hit_rows(copy, _names(context))
    whole = any(hit["whole"] for hit in copy.hits)
    context |= {
        "copy": copy,
        "row": presenters.copy_row(copy),
        "hits": hits,
        "whole": whole,
        "shown": _sentences(request, copy),
        "closed": _closed(request, copy),
    }
    return form_page(
        request, LookForm, "papers/copy_look.html", case=case, context=context, hits=hits, whole=whole,
        save=lambda said: operations.look_at_copy(copy=copy, by=request.person, now=request.now, **said),
        done=lambda row: reverse("papers:copy", args=[row.pk]),
        said=_("What you decided is recorded."),
    )  # fmt: skip


def _sentences(request, copy):
    """The sentences around each hit, for whoever may open protected details; None for anyone else."""
    if copy.state != CopyState.STOPPED or not may(request.who, P.PROTECTED_CONTACT_READ, copy):
        return None
    directions = queries.withheld_from(copy)
    held = queries.guarded(copy.case, queries.passages_out(copy.report, directions))
    if held.unseen:
        return None
    passages = queries.passages_in(copy.report, directions)
    return queries.surroundings(copy.hits, copy.file_kind, queries.body(copy.paper), held, passages)


def _closed(request, copy):
    """Why this person cannot decide here, in a sentence; empty where they can."""
    if not COPY_LIFE.onward(copy.state) or copy.state != CopyState.STOPPED:
        return _("This copy does not wait for a look.")
    if copy.recorded_by_id == request.person.pk:
        return _("You made this copy. Someone else must look at it.")
    return ""


def copy_file(request, copy):
    """The way out: the gate looks once more, who takes it is recorded, and the bytes leave. By POST alone."""
    there = HttpResponseRedirect(reverse("papers:copy", args=[copy.pk]))
    if request.method != "POST":
        return there
    try:
        copy = operations.look_again(copy=copy, by=request.person, now=request.now)
        return as_file(copy.paper, operations.take_copy(copy=copy, by=request.person, now=request.now))
    except Refused as refusal:
        messages.error(request, refusal.said(_))
        return there
