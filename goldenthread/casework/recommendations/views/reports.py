"""The pages of the report to court: its versions, one version as a document, marking it as filed."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.recommendations import operations
from goldenthread.casework.recommendations.forms import FileForm, NothingForm
from goldenthread.casework.recommendations.operations.reports import not_agreed
from goldenthread.casework.recommendations.presenters import report as presenters
from goldenthread.casework.recommendations.queries import papers
from goldenthread.casework.recommendations.queries.report import kept_back
from goldenthread.casework.recommendations.queries.report import reports as versions
from goldenthread.drafts.pages import form_page


def reports(request, case):
    """The versions of the report, and what stands in the way of a new one."""
    context = frame(request, case, "advice")
    found = papers(case, context["people"])
    context |= {
        "versions": list(versions(case)),
        "found_problems": list(not_agreed(found)),
        "writes": request.who.may_ever(Permission.ADVICE_WRITE),
        "files": request.who.may_ever(Permission.REPORT_FILE),
    }
    return render(request, "recommendations/reports.html", context)


def _let_lapse(request, case):
    """Before anything goes out: an agreement that no longer fits the record lapses, and stays so when the step that
    follows is refused."""
    if request.method == "POST":
        operations.lapse_changed(case=case, by=request.person, now=request.now)


def report_make(request, case):
    """Makes a new version of the report."""
    _let_lapse(request, case)
    return form_page(
        request, NothingForm, "recommendations/report_make.html", case=case,
        context={**frame(request, case, "advice"), "kept_back": kept_back(case).count()},
        save=lambda _said: operations.make_report(case=case, by=request.person, now=request.now),
        done=lambda row: reverse("recommendations:report", args=[row.pk]),
        said=_("A new version of the report is made."),
    )  # fmt: skip


def report(request, report):
    """One version as a document."""
    context = {
        "report": report,
        "content": report.content,
        "document": presenters.document(report.content),
        "meta": presenters.meta(report.content, report),
        "kept_back": kept_back(report.case).count(),
        "files": request.who.may_ever(Permission.REPORT_FILE),
    }
    return render(request, "recommendations/report.html", context)


def report_file(request, report):
    """Marks a version as filed with the court."""
    _let_lapse(request, report.case)
    return form_page(
        request, FileForm, "recommendations/report_file.html", case=report.case,
        context={**frame(request, report.case, "advice", subject=report), "report": report},
        save=lambda said: operations.file_report(report=report, on=said["on"], by=request.person, now=request.now),
        done=lambda row: reverse("recommendations:report", args=[row.pk]),
        said=_("The report is marked as filed."),
    )  # fmt: skip
