"""Why a filing did not arrive, or may not have: what is said, what to do, and the page on which it is done.

A file of its own beside the rules: it is read for its words, and each word matters to someone who waits.
"""

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.casework.courtfeed.rules import Trouble
from goldenthread.kernel.refusal import N_


@dataclass(frozen=True)
class Why:
    """Why a filing did not arrive, or may not have: what is said, what to do, and the page on which it is done.

    `place` is a route; `of` says of what it is the page: the paper, the report, the case, or nothing.
    """

    says: str
    to_do: str
    place: str = ""
    of: str = ""
    leads: str = ""


_AGAIN = {"place": "filing:new", "of": "paper", "leads": N_("File it again")}
_PAPER = {"place": "papers:paper", "of": "paper", "leads": N_("The paper")}
_REPORTS = {"place": "recommendations:reports", "of": "case", "leads": N_("The report and its versions")}
_CASE = {"place": "workspace:overview", "of": "case", "leads": N_("The case")}


class Reason(StrEnum):
    """Our codes for what came of a filing that is not simply filed."""

    # the court's refusals
    WRONG_TYPE = "WRONG_TYPE"
    NOT_PDF = "NOT_PDF"
    EMPTY = "EMPTY"
    CASE_UNKNOWN = "CASE_UNKNOWN"
    NOT_ALLOWED = "NOT_ALLOWED"
    TOO_LARGE = "TOO_LARGE"
    OTHER = "OTHER"
    # sent, and no answer to rely on
    CONNECTION_LOST = "CONNECTION_LOST"
    COURT_FAILED = "COURT_FAILED"
    NONSENSE = "NONSENSE"
    WORKER_ENDED = "WORKER_ENDED"
    BROKEN = "BROKEN"
    # not sent
    AWAY = "AWAY"
    NOT_SET_UP = "NOT_SET_UP"
    NOT_AS_AGREED = "NOT_AS_AGREED"
    GATE = "GATE"
    GIVEN_ALREADY = "GIVEN_ALREADY"
    ORDERER_CANNOT = "ORDERER_CANNOT"
    NOT_READY = "NOT_READY"
    # settled by a person
    NOT_THERE = "NOT_THERE"


WHYS = {
    Reason.WRONG_TYPE: Why(
        N_("The court does not take this file as this type of document."),
        N_("Choose another type and file it again. The court takes a PDF or, in private law, a Word document."),
        **_AGAIN,
    ),
    Reason.NOT_PDF: Why(
        N_("The court takes a PDF alone, and this file is none."),
        N_("Make a PDF copy for the court, or bring the paper in as a PDF, and file that."), **_PAPER,
    ),
    Reason.EMPTY: Why(
        N_("The court found nothing in the file."),
        N_("Open the file. If it is empty, bring it in anew and file that."), **_PAPER,
    ),
    Reason.CASE_UNKNOWN: Why(
        N_("The court does not know the case by the number that we hold."),
        N_("Ask the court office for the case's number. Until it is put right, file by hand."), **_CASE,
    ),
    Reason.NOT_ALLOWED: Why(
        N_("The court did not let our service in. Nothing is wrong with the paper."),
        N_("Tell the administrator. When the access is mended, file it again."), **_AGAIN,
    ),
    Reason.TOO_LARGE: Why(
        N_("The file is larger than the court takes."),
        N_("Bring it in as a smaller file, or in parts, and file those."), **_PAPER,
    ),
    Reason.OTHER: Why(
        N_("The court refused it and gave no reason that we know."),
        N_("Ask the court office, then file it again."), **_AGAIN,
    ),
    Reason.CONNECTION_LOST: Why(
        N_("The connection broke after the file was sent."),
        N_("Ask the court office whether it has it, and say so here."),
    ),
    Reason.COURT_FAILED: Why(
        N_("The court's service failed after the file was sent."),
        N_("Ask the court office whether it has it, and say so here."),
    ),
    Reason.NONSENSE: Why(
        N_("The court's answer says nothing that can be relied on."),
        N_("Ask the court office whether it has it, and say so here."),
    ),
    Reason.WORKER_ENDED: Why(
        N_("Our own work in the background ended while the file was being sent."),
        N_("Ask the court office whether it has it, and say so here."),
    ),
    Reason.BROKEN: Why(
        N_("Something went wrong on our side while the file was being sent."),
        N_("Ask the court office whether it has it, and say so here."),
    ),
    Reason.AWAY: Why(
        N_("The court's service could not be reached. Nothing was sent."),
        N_("File it again, or file it by hand if it cannot wait."), **_AGAIN,
    ),
    Reason.NOT_SET_UP: Why(
        N_("The way to this court is not set up. Nothing was sent."),
        N_("Tell the administrator. Until then, file by hand."), **_AGAIN,
    ),
    Reason.NOT_AS_AGREED: Why(
        N_("What was to be filed is no longer what the manager has agreed. Nothing was sent."),
        N_("Have the advice agreed again, make a new version and file that."), **_REPORTS,
    ),
    Reason.GATE: Why(
        N_("Something protected was found in the file. Nothing was sent."),
        N_("Look at what was found. Take it out, and file a new copy."), **_PAPER,
    ),
    Reason.GIVEN_ALREADY: Why(
        N_("It was marked as filed by hand before it was sent. Nothing was sent."),
        N_("If the court is to have it once more, file it again and say why."), **_AGAIN,
    ),
    Reason.ORDERER_CANNOT: Why(
        N_("Whoever ordered it may not file in this case any more. Nothing was sent."),
        N_("Whoever has the case now decides whether it is filed."), **_AGAIN,
    ),
    Reason.NOT_READY: Why(
        N_("Something stood in the way when it was to be sent. Nothing was sent."),
        N_("The page for filing names what it is."), **_AGAIN,
    ),
    Reason.NOT_THERE: Why(
        N_("The court does not have it, as somebody found out."), N_("It can be filed again."), **_AGAIN
    ),
}  # fmt: skip


# The client's codes and what they mean for a filing: nothing was sent; refused; sent, and nothing certain.
AWAY = dict.fromkeys((Trouble.NOT_SET_UP, Trouble.ADDRESS, Trouble.CREDENTIALS, Trouble.NO_TRUST), Reason.NOT_SET_UP)
REFUSED = {
    Trouble.BAD_REQUEST: Reason.WRONG_TYPE,
    Trouble.NOT_THERE: Reason.CASE_UNKNOWN,
    Trouble.NOT_ALLOWED: Reason.NOT_ALLOWED,
    Trouble.TOO_LARGE: Reason.TOO_LARGE,
}
UNCLEAR = {
    **dict.fromkeys((Trouble.NO_ANSWER, Trouble.TOO_SLOW, Trouble.CUT_SHORT), Reason.CONNECTION_LOST),
    Trouble.COURT_ERROR: Reason.COURT_FAILED,
}
