"""The pages of a Word copy that comes back: bringing it, what differs in it, taking it into the advice."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.papers import presenters_back as presenters
from goldenthread.casework.papers.forms import BackForm, TakeForm
from goldenthread.casework.papers.operations.back import bring_back, take_back
from goldenthread.casework.papers.presenters import copy_row, file_words
from goldenthread.casework.papers.queries.back import advice_of, brought_back, changes
from goldenthread.casework.recommendations.queries.report import reports
from goldenthread.drafts.pages import form_page


def back_new(request, copy):
    """Brings the Word file of a copy back."""
    context = {
        **frame(request, copy.case, "papers", subject=copy),
        "copy": copy,
        "row": copy_row(copy),
        "earlier": [presenters.back_row(row) for row in brought_back(copy)],
    }
    return form_page(
        request, BackForm, "papers/back_new.html", case=copy.case, context=context,
        save=lambda said: bring_back(
            copy=copy, name=said["file"].name, data=said["file"].data, by=request.person, now=request.now
        ),
        done=lambda row: reverse("papers:back", args=[row.pk]),
        said=_("The file is kept. This is what differs in it."),
    )  # fmt: skip


def _read(request, back):
    """What both pages of a file that came back show."""
    found, report = changes(back), back.copy.report
    children = presenters.children(found, advice_of(back))
    taken = {child["id"] for child in children if child["takes"]}
    return {
        **frame(request, back.case, "papers", subject=back),
        "came": back,
        "report": report,
        "found": found,
        "children": children,
        "sections": presenters.sections(found, report.content, taken),
    }


def back(request, back):
    """What differs in a Word file that came back, passage by passage."""
    context = _read(request, back)
    newest = reports(back.case).first()
    context |= {
        "traces": presenters.traces(back),
        "file": file_words(back.paper),
        "newer": newest.number if newest and newest.number != context["report"].number else None,
        "saves": request.who.may_ever(P.COPY_MAKE),
        "takes": may(request.who, P.ADVICE_WRITE, back) and any(child["takes"] for child in context["children"]),
    }
    return render(request, "papers/back.html", context)


def back_take(request, back):
    """Takes what was changed in the advice into the advice."""
    context = _read(request, back)
    ready = [child for child in context["children"] if child["takes"]]
    context |= {"ready": ready, "lapses": any(child["lapses"] for child in ready)}
    return form_page(
        request, TakeForm, "papers/back_take.html", case=back.case, context=context, ready=ready,
        initial={"children": [child["id"] for child in ready]},
        save=lambda said: take_back(back=back, by=request.person, now=request.now, **said),
        done=lambda row: reverse("papers:back", args=[row.pk]),
        said=_("The changes stand in the advice. Submit it again when it is ready."),
    )  # fmt: skip
