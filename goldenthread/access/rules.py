"""Why a case may be restricted, how long break-glass lasts, and what a review of it may find."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class RestrictionReason(StrEnum):
    """Why only named persons may know of a case."""

    STAFF_FAMILY = "STAFF_FAMILY"
    THREAT = "THREAT"
    COURT_DIRECTION = "COURT_DIRECTION"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    OTHER = "OTHER"


REASONS = {
    RestrictionReason.STAFF_FAMILY: N_("It concerns a member of staff or their family"),
    RestrictionReason.THREAT: N_("Someone's safety depends on who knows of it"),
    RestrictionReason.COURT_DIRECTION: N_("The court has directed it"),
    RestrictionReason.PUBLIC_INTEREST: N_("It is of public interest and people may be curious"),
    RestrictionReason.OTHER: N_("Another reason"),
}


class GlassOutcome(StrEnum):
    """What the named senior found of a use of break-glass."""

    JUSTIFIED = "JUSTIFIED"
    NOT_JUSTIFIED = "NOT_JUSTIFIED"
    FOLLOW_UP = "FOLLOW_UP"


OUTCOMES = {
    GlassOutcome.JUSTIFIED: N_("It was justified"),
    GlassOutcome.NOT_JUSTIFIED: N_("It was not justified"),
    GlassOutcome.FOLLOW_UP: N_("I will follow it up"),
}
