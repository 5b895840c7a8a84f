"""What stands in the way of filing a paper now: each thing by name, with the page on which it can be mended.

The page shows it, the order asks it, and the worker asks it again before it sends: one list for all three.
"""

from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.courtfeed.client import Court
from goldenthread.casework.filing.content import takes
from goldenthread.casework.filing.rules import JURISDICTION_OF, MAY_BE_FILED, OURS
from goldenthread.casework.papers.models import Copy
from goldenthread.casework.papers.queries import body, guarded, hits_in
from goldenthread.casework.papers.rules import MAY_LEAVE, HeldState, PaperKind, Recipient
from goldenthread.casework.recommendations.operations.reports import same_as_agreed
from goldenthread.casework.recommendations.queries import papers as papers_of_advice
from goldenthread.documents.inside import is_scan
from goldenthread.documents.rules import FileKind
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused


def court_of(paper):
    """What the court of a paper's case takes."""
    return takes(JURISDICTION_OF[paper.case.law])


def copy_of(paper):
    """The copy of the report that a paper is, or None. One query."""
    rows = Copy.objects.filter(paper=paper).select_related("case", "report__case", "paper", "recipient_member")
    return rows.first()


def standing_in_the_way(paper, *, looks=True, found=None) -> list[Problem]:
    """Everything that must be mended before this paper can be filed. Empty where it can be.

    `looks`: look through the court's copy of a report once more; without it, what the gate said when it last looked
    is taken, as on a page that is only read. What was found in a file is not told here, only that something was.
    `found`: what the advice is judged by, where it has been read already.
    """
    if said := _never(paper):
        return [said]
    problems = [*_of_the_court(paper), *_of_the_file(paper)]
    if paper.kind == PaperKind.REPORT:
        return [*problems, *_of_the_report(paper, looks, found)]
    return [*problems, *_of_the_gate(paper)]


def _never(paper):
    """What no mending changes."""
    if paper.kind not in MAY_BE_FILED or paper.source not in OURS:
        return Problem("NOT_OURS", N_("This paper came from the court, or is on its way back to us: it is not filed"))
    if paper.superseded_at is not None:
        return Problem("SUPERSEDED", N_("This paper no longer holds"), "papers:index", (str(paper.case_id),))
    if paper.held != HeldState.HELD:
        return Problem("NOT_HELD", N_("The file is not held here"), "papers:paper", (str(paper.pk),))
    if paper.case.stage == Stage.CLOSED:
        return Problem("CASE_CLOSED", N_("This case is closed. Nothing can be added to it."))
    return None


def _of_the_court(paper):
    if not paper.case.court_case_id:
        yield Problem(
            "NO_COURT_CASE",
            N_("The case was registered by hand, so the court's system knows no number for it. "
               "File by hand, by the court's own way"),
            *_by_hand(paper),
        )  # fmt: skip
    elif not Court(JURISDICTION_OF[paper.case.law]).is_set_up:
        yield Problem(
            "NOT_SET_UP",
            N_("The way to this court is not set up here. Tell the administrator; until then, file by hand"),
            *_by_hand(paper),
        )


def _by_hand(paper):
    return ("recommendations:report_file", (str(paper.report_id),)) if paper.report_id else ()


def _of_the_file(paper):
    court, here = court_of(paper), _another(paper)
    if paper.size == 0:
        yield Problem("EMPTY", N_("The file is empty"), *here)
    elif paper.size > court.largest:
        most = (("most", str(court.largest // (1024 * 1024))),)
        yield Problem("TOO_LARGE", N_("The file is larger than the %(most)s MB that the court takes"), *here, most)
    if paper.file_kind not in court.files:
        only_pdf = court.files == {FileKind.PDF}
        yield Problem(
            "NOT_PDF" if only_pdf else "WRONG_FORM",
            N_("This court takes a PDF alone. Make a PDF copy")
            if only_pdf and paper.report_id
            else N_("This court takes a PDF alone. Bring the paper in as a PDF")
            if only_pdf
            else N_("This court takes a PDF or a Word document. Bring the paper in as one of them"),
            *here,
        )


def _another(paper):
    """Where another file of the same text comes from."""
    if paper.report_id:
        return "papers:copy_new", (str(paper.report_id),)
    return "papers:bring", (str(paper.case_id),)


def _of_the_report(paper, looks, found):
    copy = copy_of(paper)
    if copy is None or copy.recipient != Recipient.COURT:
        message = N_("This copy is not for the court. Make the court's copy")
        yield Problem("NOT_FOR_COURT", message, "papers:copy_new", (str(paper.report_id),))
        return
    yield from _not_agreed(copy.report, found)
    if copy.superseded_at is not None or copy.state not in MAY_LEAVE:
        yield Problem(
            "GATE", N_("The gate has stopped this copy. Look at what it found"), "papers:copy", (str(copy.pk),)
        )
    elif looks:
        yield from _gate(paper, known=copy.hits, place=("papers:copy", (str(copy.pk),)))


def _not_agreed(report, found):
    """What was filed stays as it was agreed then: it may go once more. Anything else must be what is agreed now."""
    place = "recommendations:reports", (str(report.case_id),)
    if report.superseded_at is not None:
        yield Problem("SUPERSEDED", N_("This version of the report no longer holds"), *place)
    elif report.filed_on is None:
        try:
            same_as_agreed(report, found or papers_of_advice(report.case))
        except Refused as refusal:
            yield from refusal.problems
            yield Problem(refusal.code, refusal.message, *place, tuple(refusal.values.items()))


def _of_the_gate(paper):
    yield from _gate(paper, known=(), place=("papers:paper", (str(paper.pk),)))


def _gate(paper, *, known, place):
    held = guarded(paper.case)
    if held.unseen:
        yield Problem(
            "CANNOT_CHECK",
            N_("You may not open some protected details of this case, so the file cannot be checked for them. "
               "Ask the adviser or the manager of the case"),
        )  # fmt: skip
        return
    try:
        hits = hits_in(paper.file_kind, body(paper), held)
    except Refused as refusal:
        yield Problem(refusal.code, refusal.message, *place, tuple(refusal.values.items()))
        return
    if any(hit not in known for hit in hits):
        yield Problem("GATE", N_("The file gives away something protected. Take it out, and file another"), *place)


def must_be_read(paper) -> bool:
    """Whether pages of the file are pictures alone, so that the gate could not read what stands on them."""
    return paper.kind != PaperKind.REPORT and paper.held == HeldState.HELD and is_scan(paper.file_kind, body(paper))
