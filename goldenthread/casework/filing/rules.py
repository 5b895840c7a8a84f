"""What may be filed with which court, as what, what can come of it, and the life of a filing. Plain values.

The types themselves, and what is always confidential, are dated reference data: see `content`.
"""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.casework.cases.rules import Law
from goldenthread.casework.courtfeed.rules import Jurisdiction
from goldenthread.casework.filing.content import DocumentType
from goldenthread.casework.papers.rules import PaperKind, PaperSource
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class FilingState(StrEnum):
    """ORDERED waits for the worker; SENDING is on its way; UNCERTAIN: sent, and no answer that can be relied on."""

    ORDERED = "ORDERED"
    SENDING = "SENDING"
    FILED = "FILED"
    REFUSED = "REFUSED"
    UNCERTAIN = "UNCERTAIN"
    STOPPED = "STOPPED"


FILING_STATES = {
    FilingState.ORDERED: N_("Waiting to be sent"),
    FilingState.SENDING: N_("On its way"),
    FilingState.FILED: N_("Filed"),
    FilingState.REFUSED: N_("The court did not take it"),
    FilingState.UNCERTAIN: N_("Sent; not known whether it arrived"),
    FilingState.STOPPED: N_("Not sent"),
}

# A paper that is in one of these may not be filed again as the same thing, unless that is said and meant.
COUNTS_AS_FILED = frozenset({FilingState.ORDERED, FilingState.SENDING, FilingState.FILED, FilingState.UNCERTAIN})

_FILE = Permission.REPORT_FILE
FILING_LIFE = Lifecycle(
    name="filing with the court",
    first=FilingState.ORDERED,
    states=tuple(FilingState),
    transitions=(
        Transition(FilingState.ORDERED, FilingState.SENDING, _FILE, Verb.FILING_SENT, N_("Send it")),
        Transition(FilingState.ORDERED, FilingState.STOPPED, _FILE, Verb.FILING_STOPPED, N_("Do not send it"),
                   Comment.REQUIRED),
        Transition(FilingState.SENDING, FilingState.FILED, _FILE, Verb.FILING_DONE, N_("The court gives a receipt")),
        Transition(FilingState.SENDING, FilingState.REFUSED, _FILE, Verb.FILING_REFUSED, N_("The court refuses it")),
        Transition(FilingState.SENDING, FilingState.ORDERED, _FILE, Verb.FILING_DELAYED,
                   N_("The court could not be reached: nothing was sent")),
        Transition(FilingState.SENDING, FilingState.UNCERTAIN, _FILE, Verb.FILING_UNCERTAIN,
                   N_("No answer that can be relied on")),
        # Nobody is asked about these any more: it went to the court by hand, or need not go.
        Transition(FilingState.REFUSED, FilingState.STOPPED, _FILE, Verb.FILING_STOPPED, N_("Let it rest"),
                   Comment.REQUIRED),
        Transition(FilingState.STOPPED, FilingState.STOPPED, _FILE, Verb.FILING_STOPPED, N_("Let it rest"),
                   Comment.REQUIRED),
        Transition(FilingState.UNCERTAIN, FilingState.FILED, _FILE, Verb.FILING_SETTLED, N_("The court has it"),
                   Comment.REQUIRED),
        Transition(FilingState.UNCERTAIN, FilingState.REFUSED, _FILE, Verb.FILING_SETTLED,
                   N_("The court does not have it"), Comment.REQUIRED),
    ),
)  # fmt: skip

JURISDICTION_OF = {Law.PRIVATE: Jurisdiction.PRIVATELAW, Law.PUBLIC: Jurisdiction.PUBLICLAW}

# What we write or are given goes to the court. What came from the court, and Word copies on their way back, do not.
MAY_BE_FILED = frozenset({PaperKind.REPORT, PaperKind.LETTER, PaperKind.CHILD, PaperKind.OTHER})
OURS = frozenset({PaperSource.MADE, PaperSource.BROUGHT})

# Tries after which a filing that still waits is said on worklists, and after which (about a day) it is given up.
SAID_AFTER, MOST_TRIES = 3, 28
# How long a filing may wait to be sent before somebody is told.
LONG = dt.timedelta(hours=1)
# A sending that has not ended by then has lost its worker: no client waits so long for an answer.
LOST = dt.timedelta(minutes=15)


class Found(StrEnum):
    """What the court office says when it is asked."""

    HAS_IT = "HAS_IT"
    HAS_IT_NOT = "HAS_IT_NOT"


FOUND = {
    Found.HAS_IT: N_("Yes: the court has it"),
    Found.HAS_IT_NOT: N_("No: the court does not have it"),
}


def proposed(
    types: Collection[DocumentType], *, paper: str, process: str, filed: Collection[str]
) -> tuple[list[DocumentType], list[DocumentType]]:
    """The types that are likely for a paper, the likeliest first, and all the others in the order of the list.

    `filed`: the codes filed in the case already. What follows one of them comes first; what has been filed comes last
    among the likely ones.
    """
    likely = [(kind, place) for kind in types if (place := kind.place(paper, process)) is not None]
    likely.sort(key=lambda pair: (pair[0].code in filed, not set(pair[0].follows) & set(filed), pair[1]))
    first = [kind for kind, _place in likely]
    return first, [kind for kind in types if kind not in first]
