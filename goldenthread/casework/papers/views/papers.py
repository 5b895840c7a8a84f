"""The pages of papers: the list, one paper, its bytes, bringing one in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.door import refused
from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may, why_not
from goldenthread.casework.cases.corrections import supersede_page
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.papers import operations, presenters, queries
from goldenthread.casework.papers.forms import BringForm
from goldenthread.casework.papers.models import BroughtBack, Copy
from goldenthread.casework.papers.operations.back import file_of
from goldenthread.casework.papers.rules import HeldState, PaperKind, PaperSource, saved_as
from goldenthread.casework.recommendations.queries.report import reports
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.drafts.pages import form_page
from goldenthread.kernel.refusal import Refused

# A copy of the report goes by its own page; the court has no use for what came from it.
GO_TO_COURT = frozenset({PaperKind.LETTER, PaperKind.CHILD, PaperKind.OTHER})


def index(request, case):
    """The papers of a case, by how they came, newest first."""
    context = {
        **frame(request, case, "papers"),
        "groups": presenters.groups(queries.papers(case)),
        "newest": reports(case).first(),
        "brings": may(request.who, P.PAPER_BRING, case),
    }
    return render(request, "papers/index.html", context)


def paper(request, paper):
    """One paper, and what it has to do with."""
    copy = Copy.objects.filter(paper=paper).first()
    if copy is not None:
        return HttpResponseRedirect(reverse("papers:copy", args=[copy.pk]))
    opens = paper.held == HeldState.HELD
    if paper.protected:
        opens = opens and may(request.who, P.PROTECTED_CONTACT_READ, paper)
    came_back = _came_back(paper)
    if came_back is not None:
        opens = opens and may(request.who, P.COPY_MAKE, paper)
    context = {
        **frame(request, paper.case, "papers", subject=paper),
        "paper": paper,
        "row": presenters.paper_row(paper),
        "opens": opens,
        "came_back": came_back,
        "files": presenters.page_if_there("filing:new", paper) if paper.kind in GO_TO_COURT and paper.size else "",
    }
    return render(request, "papers/paper.html", context)


def paper_file(request, paper):
    """The bytes of a paper. A protected one is opened by pressing a button on its page, and leaves a line each time.

    The bytes of a copy leave by the page of the copy alone, which asks the gate. A Word file that came back is a copy
    of the report as well: it goes to those who may take copies out, and through the gate.
    """
    there = HttpResponseRedirect(reverse("papers:paper", args=[paper.pk]))
    if paper.held != HeldState.HELD or Copy.objects.filter(paper=paper).exists():
        return there
    came_back = _came_back(paper)
    if came_back is not None:
        return _file_back(request, came_back, there)
    if not paper.protected:
        return as_file(paper, queries.body(paper))
    if not may(request.who, P.PROTECTED_CONTACT_READ, paper):
        return refused(request, why_not(request.who, P.PROTECTED_CONTACT_READ))
    if request.method != "POST":
        return there
    return as_file(paper, operations.open_protected(paper=paper, by=request.person, now=request.now))


def _came_back(paper):
    if paper.kind != PaperKind.REPORT_BACK:
        return None
    return BroughtBack.objects.filter(paper=paper).select_related("case", "copy", "paper").first()


def _file_back(request, back, there):
    if not may(request.who, P.COPY_MAKE, back):
        return refused(request, why_not(request.who, P.COPY_MAKE))
    try:
        return as_file(back.paper, file_of(back))
    except Refused as refusal:
        messages.error(request, refusal.said(_))
        return there


def as_file(paper, data) -> HttpResponse:
    """Bytes to be saved: never shown in the browser as a page of ours, whatever is in them."""
    response = HttpResponse(data, content_type=MEDIA_TYPES[FileKind(paper.file_kind)])
    # What we made bears a name of ours already; what came may be called after a family.
    made, day = paper.source == PaperSource.MADE, local_date(paper.recorded_at).isoformat()
    name = paper.name if made else saved_as(paper.case.reference, paper.kind, day, paper.file_kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


def bring(request, case):
    """Brings a file into the case."""
    context = frame(request, case, "papers")
    return form_page(
        request, BringForm, "papers/bring.html", case=case, context=context, people=context["people"],
        save=lambda said: _brought(request, case, said),
        done=lambda row: reverse("papers:paper", args=[row.pk]),
        said=_("The paper is with the case."),
    )  # fmt: skip


def _brought(request, case, said):
    file = said["file"]
    row = operations.bring_paper(
        case=case, kind=said["kind"], name=file.name, data=file.read(), protected=said["protected"],
        member=said["member"], by=request.person, now=request.now,
    )  # fmt: skip
    if row.protected and not said["protected"]:
        messages.info(request, _("It is kept as protected."))
    return row


def paper_supersede(request, paper):
    """Says that a paper does not belong to this case, or no longer holds."""
    there = reverse("papers:paper", args=[paper.pk])
    return supersede_page(request, paper, current="papers", what=presenters.paper_row(paper)["title"], back=there)
