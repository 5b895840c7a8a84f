"""The pages of filing: what can be filed and as what, one filing with what came of it, and all of a case."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.filing import presenters, queries
from goldenthread.casework.filing.forms import FileForm, SettleForm, StopForm
from goldenthread.casework.filing.operations.checks import court_of, must_be_read, standing_in_the_way
from goldenthread.casework.filing.operations.ordering import order_filing, stop_filing
from goldenthread.casework.filing.operations.settling import settle_filing
from goldenthread.casework.filing.rules import FilingState, proposed
from goldenthread.casework.recommendations.operations import lapse_changed
from goldenthread.casework.recommendations.queries import papers as papers_of_advice
from goldenthread.drafts.pages import form_page

HERE = "papers"


def index(request, case):
    """All filings of a case, newest first."""
    context = frame(request, case, HERE)
    rows = [presenters.row(one, request.now) for one in queries.filings(case)]
    return render(request, "filing/index.html", {**context, "rows": rows})


def new(request, paper):
    """Orders that a paper be filed, after all that stands in the way has been named."""
    if request.method == "POST" and paper.report_id:
        # An agreement that no longer fits the record lapses, and stays so when the order is refused.
        lapse_changed(case=paper.case, by=request.person, now=request.now)
    context = frame(request, paper.case, HERE)
    found = papers_of_advice(paper.case, context["people"]) if paper.report_id else None
    problems = standing_in_the_way(paper, looks=False, found=found)
    filings = list(queries.filings(paper.case))
    same = queries.counting(queries.same_text(filings, paper))
    by_hand = paper.report.filed_on if paper.report_id else None
    court = court_of(paper)
    likely, others = proposed(
        court.types(request.today), paper=paper.kind, process=paper.case.process, filed=queries.codes_filed(filings)
    )
    context |= {
        "paper": paper, "what": presenters.what(paper, found), "found_problems": problems, "by_hand": by_hand,
        "earlier": presenters.earlier(same), "source": court.source,
        "unconfirmed": paper.case.nation not in court.confirmed_for,
        "hints": {kind.code: presenters.hint(kind) for kind in (likely or others)}, "protected": paper.protected,
        "about_confidentiality": presenters.about_confidentiality(court),
    }  # fmt: skip
    return form_page(
        request, FileForm, "filing/new.html", case=paper.case, context=context,
        likely=likely, others=others, fixed=paper.protected, again=bool(same or by_hand),
        by_eye=not problems and must_be_read(paper), initial=_first(likely, same),
        save=lambda said: order_filing(paper=paper, by=request.person, now=request.now, **said),
        done=lambda row: reverse("filing:filing", args=[row.pk]),
        said=_("It is on its way to the court. This page shows what comes of it."),
    )  # fmt: skip


def _first(likely, same):
    """What is chosen when the page opens: what the same text was filed as before, else the likeliest type."""
    codes = [kind.code for kind in likely]
    before = next((one.document_type for one in same if one.document_type in codes), None)
    return {"kind": before or codes[0]} if codes else None


def filing(request, filing):
    """One filing: what was sent, what the court answered, and what to do about it."""
    settles = filing.state == FilingState.UNCERTAIN or presenters.lost(filing, request.now)
    rests = filing.state == FilingState.REFUSED or (filing.state == FilingState.STOPPED and filing.settled_at is None)
    context = {
        **frame(request, filing.case, HERE, subject=filing),
        "filing": filing,
        "type_name": presenters.type_name(filing),
        "state": presenters.state(filing, request.now),
        "rows": presenters.answer(filing, request.now),
        "advice": presenters.advice(filing, request.now),
        "files": request.who.may_ever(Permission.REPORT_FILE),
        "settles": settles,
        "stops": filing.state == FilingState.ORDERED,
        "rests": rests,
    }
    return render(request, "filing/filing.html", context)


def stop(request, filing):
    """Keeps a filing from being sent, or lets one rest."""
    waits = filing.state == FilingState.ORDERED
    title = _("Do not send it") if waits else _("Let it rest")
    label = _("Why is it not to be sent?") if waits else _("What became of it?")
    return form_page(
        request, StopForm, "filing/stop.html", case=filing.case, label=label,
        context={**frame(request, filing.case, HERE, subject=filing), "filing": filing, "title": title, "waits": waits},
        save=lambda said: stop_filing(
            filing=filing, reason=said["reason"], expected_version=said.get("expected_version"),
            by=request.person, now=request.now,
        ),
        done=lambda row: reverse("filing:filing", args=[row.pk]),
        said=_("It is not sent.") if waits else _("It rests. Nobody is asked about it any more."),
    )  # fmt: skip


def settle(request, filing):
    """Says what the court office said of a filing of which nothing certain is known."""
    return form_page(
        request, SettleForm, "filing/settle.html", case=filing.case,
        context={
            **frame(request, filing.case, HERE, subject=filing), "filing": filing,
            "type_name": presenters.type_name(filing),
        },
        save=lambda said: settle_filing(
            filing=filing, found=said["found"], words=said["reason"], expected_version=said.get("expected_version"),
            by=request.person, now=request.now,
        ),
        done=lambda row: reverse("filing:filing", args=[row.pk]),
        said=_("It is settled."),
    )  # fmt: skip
