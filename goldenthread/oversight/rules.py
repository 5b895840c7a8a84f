"""What a manager may decide, and never on their own work."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class DecisionKind(StrEnum):
    AGREED = "AGREED"
    RETURNED = "RETURNED"


DECISIONS = {DecisionKind.AGREED: N_("Agreed"), DecisionKind.RETURNED: N_("Returned")}


def own_work(*, decider_id, began_by, submitted_by, adviser_id, wrote=()) -> bool:
    """Whether the advice is the decider's own work: they began it, submitted it, wrote in it, or have the case."""
    return decider_id in {began_by, submitted_by, adviser_id, *wrote}
