"""What can become of a part of the court's answer, in plain values. The mapping itself is in `private_law.py`
and `public_law.py` beside this file: one to a court, each a pure function of what was received."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Jurisdiction(StrEnum):
    PRIVATELAW = "PRIVATELAW"
    PUBLICLAW = "PUBLICLAW"


class Fate(StrEnum):
    """What became of one case of an answer."""

    IMPORTED = "IMPORTED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    SET_ASIDE = "SET_ASIDE"


class SetAsideReason(StrEnum):
    NOT_JSON = "NOT_JSON"
    CUT_SHORT = "CUT_SHORT"
    TOO_LARGE = "TOO_LARGE"
    WRONG_SHAPE = "WRONG_SHAPE"
    NO_IDENTIFIER = "NO_IDENTIFIER"
    UNKNOWN_JURISDICTION = "UNKNOWN_JURISDICTION"
    IMPOSSIBLE_DATE = "IMPOSSIBLE_DATE"
    NO_CHILD = "NO_CHILD"
    FAILED = "FAILED"


SET_ASIDE_REASONS = {
    SetAsideReason.NOT_JSON: N_("It is not JSON"),
    SetAsideReason.CUT_SHORT: N_("The answer was cut short"),
    SetAsideReason.TOO_LARGE: N_("The file is larger than the limit"),
    SetAsideReason.WRONG_SHAPE: N_("It does not have the shape of the court's answer"),
    SetAsideReason.NO_IDENTIFIER: N_("It has no case number of the court"),
    SetAsideReason.UNKNOWN_JURISDICTION: N_("It is from no feed that is known"),
    SetAsideReason.IMPOSSIBLE_DATE: N_("It has no usable date of last change"),
    SetAsideReason.NO_CHILD: N_("It names no child"),
    SetAsideReason.FAILED: N_("It could not be recorded"),
}


class DifferenceState(StrEnum):
    OPEN = "OPEN"
    TAKEN = "TAKEN"
    KEPT = "KEPT"


DIFFERENCE_STATES = {
    DifferenceState.OPEN: N_("To settle"),
    DifferenceState.TAKEN: N_("The court's version taken"),
    DifferenceState.KEPT: N_("Ours kept"),
}
