"""What may be filed with which court, as what, and the life of a filing. Plain values.

Source of the types and of what is always confidential: HMCTS, prl-cos-api and fpl-ccd-configuration (public code,
2026).
"""

from enum import StrEnum

from goldenthread.access.permissions import Permission
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
        Transition(FilingState.UNCERTAIN, FilingState.FILED, _FILE, Verb.FILING_SETTLED, N_("The court has it"),
                   Comment.REQUIRED),
        Transition(FilingState.UNCERTAIN, FilingState.REFUSED, _FILE, Verb.FILING_SETTLED,
                   N_("The court does not have it"), Comment.REQUIRED),
    ),
)  # fmt: skip
