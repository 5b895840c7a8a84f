"""Vocabularies of direct work with children."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class NotSeenReason(StrEnum):
    """Why a child was not seen. Each needs words as well; a pre-verbal child is still observed."""

    CHILD_DECLINED = "CHILD_DECLINED"
    PARENT_DECLINED = "PARENT_DECLINED"
    UNSAFE = "UNSAFE"
    STAGE = "STAGE"
    TOO_YOUNG = "TOO_YOUNG"
    NOT_REACHED = "NOT_REACHED"
    COURT_DIRECTED = "COURT_DIRECTED"
    OTHER = "OTHER"


NOT_SEEN_REASONS = {
    NotSeenReason.CHILD_DECLINED: N_("The child did not want to"),
    NotSeenReason.PARENT_DECLINED: N_("A parent did not agree"),
    NotSeenReason.UNSAFE: N_("It would not have been safe for the child"),
    NotSeenReason.STAGE: N_("Children are not normally seen at this stage"),
    NotSeenReason.TOO_YOUNG: N_("The child is too young to be spoken with"),
    NotSeenReason.NOT_REACHED: N_("The child could not be reached"),
    NotSeenReason.COURT_DIRECTED: N_("The court directed that the child not be seen"),
    NotSeenReason.OTHER: N_("Another reason"),
}


class Place(StrEnum):
    SCHOOL = "SCHOOL"
    HOME = "HOME"
    OFFICE = "OFFICE"
    CONTACT_CENTRE = "CONTACT_CENTRE"
    VIDEO = "VIDEO"
    ELSEWHERE = "ELSEWHERE"


PLACES = {
    Place.SCHOOL: N_("School or nursery"),
    Place.HOME: N_("Where the child lives"),
    Place.OFFICE: N_("Our office"),
    Place.CONTACT_CENTRE: N_("Contact centre"),
    Place.VIDEO: N_("Video call"),
    Place.ELSEWHERE: N_("Somewhere else"),
}


class Keep(StrEnum):
    """What a child asked us to do with what they said. It stays out, or goes to the court by application:
    we do not decide alone what a party may not read."""

    NOT_ASKED = "NOT_ASKED"
    STAYS_OUT = "STAYS_OUT"
    COURT_BY_APPLICATION = "COURT_BY_APPLICATION"


KEEPS = {
    Keep.NOT_ASKED: N_("The child did not ask for it to be kept back"),
    Keep.STAYS_OUT: N_("The child asked for it to be kept back: it stays out of every copy"),
    Keep.COURT_BY_APPLICATION: N_("The child asked for it to be kept back: it goes to the court by application"),
}
