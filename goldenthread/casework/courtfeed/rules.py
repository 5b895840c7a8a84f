"""What can become of a part of the court's answer, in plain values. The mapping itself is in `private_law.py`
and `public_law.py` beside this file: one to a court, each a pure function of what was received."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.refusal import N_
from goldenthread.kernel.workdays import working_days_between


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
    SAME_VERSION = "SAME_VERSION"
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
    SetAsideReason.SAME_VERSION: N_("It has the date of a version that we hold, and says something else"),
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

JURISDICTIONS = {
    Jurisdiction.PRIVATELAW: N_("Private law feed"),
    Jurisdiction.PUBLICLAW: N_("Public law feed"),
}


class Settlement(StrEnum):
    """What a person decides about a difference."""

    TAKE = "TAKE"
    KEEP = "KEEP"


SETTLEMENTS = {
    Settlement.TAKE: N_("Take the court's version"),
    Settlement.KEEP: N_("Keep what we have"),
}


class ToldSign(StrEnum):
    """What the application says that a person must see. A sign, and neither a finding nor a behaviour pattern."""

    ABUSE_EXEMPTION = "ABUSE_EXEMPTION"
    ABUSE_NAMED = "ABUSE_NAMED"
    HARM_FORM = "HARM_FORM"
    PHYSICAL_HARM = "PHYSICAL_HARM"
    EMOTIONAL_HARM = "EMOTIONAL_HARM"
    SEXUAL_ABUSE = "SEXUAL_ABUSE"
    NEGLECT = "NEGLECT"
    SUBSTANCES = "SUBSTANCES"
    KNOWN_TO_AUTHORITY = "KNOWN_TO_AUTHORITY"
    INTERPRETER = "INTERPRETER"
    IDENTITY_HIDDEN = "IDENTITY_HIDDEN"


TOLD_SIGNS = {
    ToldSign.ABUSE_EXEMPTION: N_("A domestic abuse exemption from the mediation meeting is claimed"),
    ToldSign.ABUSE_NAMED: N_("The application names domestic abuse"),
    ToldSign.HARM_FORM: N_("A form about harm (C1A) is among the papers"),
    ToldSign.PHYSICAL_HARM: N_("The application names physical harm"),
    ToldSign.EMOTIONAL_HARM: N_("The application names emotional harm"),
    ToldSign.SEXUAL_ABUSE: N_("The application names sexual abuse"),
    ToldSign.NEGLECT: N_("The application names neglect"),
    ToldSign.SUBSTANCES: N_("The application names misuse of alcohol or drugs"),
    ToldSign.KNOWN_TO_AUTHORITY: N_("The children are known to a local authority"),
    ToldSign.INTERPRETER: N_("An interpreter is needed"),
    ToldSign.IDENTITY_HIDDEN: N_("Someone lives with a child whose identity is confidential: read the papers"),
}


@dataclass(frozen=True)
class Head:
    """What tells one version of one case from any other: the key by which nothing comes twice."""

    jurisdiction: str
    court_case_id: str
    last_modified: dt.datetime


# HMCTS numbers its regions; the seventh is Wales.
WALES_REGION = "7"


def nation_of(*told: str) -> str:
    """WALES where the region or the court says so; ENGLAND otherwise."""
    says = any(text.strip() == WALES_REGION or "wales" in text.casefold().split() for text in told)
    return "WALES" if says else "ENGLAND"


# Working days between an application and a hearing within which it looks urgent: our own choice, no rule.
SOON_HEARD = 5


def hears_soon(submitted: dt.date | None, starts: list[dt.datetime], nation: str) -> bool:
    """Whether a hearing is listed within five working days of the application."""
    if submitted is None:
        return False
    near = [start.date() for start in starts if 0 <= (start.date() - submitted).days <= 3 * SOON_HEARD]
    return any(working_days_between(submitted, day, nation) <= SOON_HEARD for day in near)


class Trouble(StrEnum):
    """Why a window of a feed, or a document, could not be fetched. Codes of the client and of the walk."""

    NOT_SET_UP = "NOT_SET_UP"
    ADDRESS = "ADDRESS"
    NO_ANSWER = "NO_ANSWER"
    TOO_SLOW = "TOO_SLOW"
    NO_TRUST = "NO_TRUST"
    CUT_SHORT = "CUT_SHORT"
    COURT_ERROR = "COURT_ERROR"
    BUSY = "BUSY"
    CREDENTIALS = "CREDENTIALS"
    TOKENS = "TOKENS"
    NOT_ALLOWED = "NOT_ALLOWED"
    BAD_REQUEST = "BAD_REQUEST"
    NOT_THERE = "NOT_THERE"
    TOO_LARGE = "TOO_LARGE"
    REFUSED = "REFUSED"
    REDIRECTED = "REDIRECTED"
    UNCLEAR = "UNCLEAR"
    CLOCK = "CLOCK"
    FAILED = "FAILED"


# What is wrong, and what to do about it, for those who run the service.
TROUBLES = {
    Trouble.NOT_SET_UP: (
        N_("The feed is not set up"),
        N_("Set its address and its credentials, as the README says under Connect the courts' feeds."),
    ),
    Trouble.ADDRESS: (
        N_("The feed's address cannot be used"),
        N_("It must begin with https, and hold neither a password nor a question mark. Correct the setting."),
    ),
    Trouble.NO_ANSWER: (
        N_("The court's service cannot be reached"),
        N_("It is tried again by itself. If it lasts, ask the court's service desk whether the service is up."),
    ),
    Trouble.TOO_SLOW: (
        N_("The court's service took too long to answer"),
        N_("It is tried again by itself. If it lasts, tell the court's service desk."),
    ),
    Trouble.NO_TRUST: (
        N_("The certificate of the court's service is not trusted"),
        N_("Nothing was sent. Ask the court's service desk, and set the certificate authority if theirs is private."),
    ),
    Trouble.CUT_SHORT: (
        N_("The court's answer broke off before its end"),
        N_("Nothing of it was taken in. It is tried again by itself."),
    ),
    Trouble.COURT_ERROR: (
        N_("The court's service reports an error of its own"),
        N_("It is tried again by itself. If it lasts, tell the court's service desk the time given here."),
    ),
    Trouble.BUSY: (N_("The court's service is busy"), N_("It is tried again by itself.")),
    Trouble.CREDENTIALS: (
        N_("Our credentials are not accepted"),
        N_("A password or a secret may have changed or run out. Ask for new ones and set them."),
    ),
    Trouble.TOKENS: (
        N_("The service that gives out tokens cannot be used"),
        N_("It is tried again by itself. If it lasts, tell the court's service desk."),
    ),
    Trouble.NOT_ALLOWED: (
        N_("The court does not let us in"),
        N_("Our account may have lost its role at the court. Ask the court's service desk."),
    ),
    Trouble.BAD_REQUEST: (
        N_("The court does not accept the question"),
        N_("The court may have changed its service. Tell whoever looks after this product."),
    ),
    Trouble.NOT_THERE: (
        N_("There is nothing at the feed's address"),
        N_("Check the address in the settings against what the court has given."),
    ),
    Trouble.TOO_LARGE: (
        N_("The court's answer is larger than the limit"),
        N_("Raise the limit in the settings, if so large an answer is to be expected."),
    ),
    Trouble.REFUSED: (
        N_("The court refuses the question"),
        N_("Tell whoever looks after this product the time given here."),
    ),
    Trouble.REDIRECTED: (
        N_("The court's service points to another address"),
        N_("It was not followed. Ask the court's service desk for the right address and set it."),
    ),
    Trouble.UNCLEAR: (
        N_("The court answered with something that is no answer"),
        N_("Nothing of it was taken in. It is tried again by itself. If it lasts, check the address in the settings."),
    ),
    Trouble.CLOCK: (
        N_("Our clock is ahead of the court's"),
        N_("What changes there now would be missed, so the feed waits. Set this server's clock right."),
    ),
    Trouble.FAILED: (
        N_("The answer could not be taken in"),
        N_("Tell whoever looks after this product the time given here: the server's log names the place."),
    ),
}
