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


# --- who proves what at the identity provider ---------------------------------------------------------------------

# A provider's clock and ours may differ by a little. More than this is refused whatever the settings say.
MOST_LEEWAY = 300
# Some providers date a token a few minutes back, so that a slow clock does not refuse it; an hour off is not that.
DATED_BACK = 600
# How long someone may take at the provider, from our page to the answer.
FLOW_MINUTES = 15


def mfa_rule(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What proves a second factor, from a setting like `amr:mfa,hwk;acr:phr`: claim, and the values that prove it.

    Raises ValueError for a text that names no claim or no value: without a rule nobody could sign in, or everybody.
    """
    rules = []
    for part in text.split(";"):
        claim, _colon, values = part.strip().partition(":")
        wanted = tuple(value.strip() for value in values.split(",") if value.strip())
        if not claim.strip() or not wanted:
            raise ValueError("a rule for the second factor is written claim:value,value;claim:value")
        rules.append((claim.strip(), wanted))
    return tuple(rules)


def proves_mfa(claims: dict, rule) -> bool:
    """Whether what the provider signed says that a second factor was used. Exact values, in a text or in a list."""
    for claim, wanted in rule:
        said = claims.get(claim)
        values = said if isinstance(said, list) else [said]
        if any(isinstance(value, str) and value in wanted for value in values):
            return True
    return False


def is_verified(said) -> bool:
    """Whether a provider's word on an e-mail address is a yes. Some write it as a text or as a number."""
    return said is True or (isinstance(said, (str, int)) and str(said).lower() in {"true", "1"})


class NotIn(StrEnum):
    """Why a sign-in did not come about. A code for logs and lines; its words for the person are in `NOT_IN`."""

    CANCELLED = "CANCELLED"
    STATE = "STATE"
    CODE = "CODE"
    DOWN = "DOWN"
    NONSENSE = "NONSENSE"
    SIGNATURE = "SIGNATURE"
    ISSUER = "ISSUER"
    AUDIENCE = "AUDIENCE"
    NONCE = "NONCE"
    EXPIRED = "EXPIRED"
    CLOCK = "CLOCK"
    NO_SUBJECT = "NO_SUBJECT"
    NO_MFA = "NO_MFA"
    EMAIL = "EMAIL"
    UNKNOWN = "UNKNOWN"
    OTHER_ACCOUNT = "OTHER_ACCOUNT"
    LEFT = "LEFT"
    AFRESH = "AFRESH"
    NO_AUTH_TIME = "NO_AUTH_TIME"


# code: (status, what happened, what to do)
_ODD = N_("The answer of your organisation's sign-in service was not one that can be trusted, so it was not used.")
_TELL = N_("Try once more. If it happens again, tell whoever runs this service; the code below says what to look for.")
NOT_IN = {
    NotIn.CANCELLED: (
        400,
        N_("You stopped signing in, or your organisation's sign-in service did not let you go on."),
        N_("Start again when you are ready. If you did not stop it yourself, ask your IT service desk."),
    ),
    NotIn.STATE: (
        400,
        N_("This answer does not belong to a sign-in that was begun in this browser in the last minutes."),
        N_("Start again, and finish in the same browser. An address of a sign-in that was sent to you is not for use."),
    ),
    NotIn.CODE: (
        400,
        N_("The sign-in took too long, or its answer had already been used."),
        N_("Start again. Do not go back to an earlier page of the sign-in."),
    ),
    NotIn.DOWN: (
        503,
        N_("Your organisation's sign-in service does not answer. Nobody can sign in by it just now."),
        N_("Try again in a few minutes. If it lasts, ask your IT service desk."),
    ),
    NotIn.NONSENSE: (503, _ODD, _TELL),
    NotIn.SIGNATURE: (403, _ODD, _TELL),
    NotIn.ISSUER: (
        403,
        N_("The answer came from another sign-in service than the one that this service trusts."),
        _TELL,
    ),
    NotIn.AUDIENCE: (403, N_("The answer was made for another service, not for this one."), _TELL),
    NotIn.NONCE: (403, N_("The answer belongs to another sign-in than the one that was begun here."), _TELL),
    NotIn.EXPIRED: (
        403,
        N_("The answer had already run out when it came."),
        N_("Start again. If it happens again, tell whoever runs this service to compare the two clocks."),
    ),
    NotIn.CLOCK: (
        403,
        N_("The clock of this service and the clock of your organisation's sign-in service do not agree."),
        N_("Tell whoever runs this service: its clock, or the other one, must be set right. Nothing else will help."),
    ),
    NotIn.NO_SUBJECT: (
        403,
        N_("Your organisation's sign-in service did not say which account this is."),
        N_("Tell whoever runs this service: the claim that names the account is missing from the answer."),
    ),
    NotIn.NO_MFA: (
        403,
        N_("You signed in without a second step. This service holds what children have said, and asks for one."),
        N_("Set up a second step with your organisation (an app, a key or a code), then sign in again with it."),
    ),
    NotIn.EMAIL: (
        403,
        N_("Your organisation's sign-in service has not confirmed your work e-mail address."),
        N_("Ask your IT service desk to confirm the address of your account, then sign in again."),
    ),
    NotIn.UNKNOWN: (
        403,
        N_("Your work account is good, and nobody with its e-mail address is on the list of staff here."),
        N_("Ask an administrator of Golden Thread to add you with the e-mail address of your work account."),
    ),
    NotIn.OTHER_ACCOUNT: (
        403,
        N_("Someone on the list of staff has your e-mail address, and signs in with another account."),
        N_("If your account was made anew, ask an administrator of Golden Thread to release the old one."),
    ),
    NotIn.LEFT: (
        403,
        N_("The list of staff says that you have left, so you cannot sign in."),
        N_("If that is wrong, ask an administrator of Golden Thread."),
    ),
    NotIn.AFRESH: (
        403,
        N_("An administrator ended all your sign-ins, so an earlier sign-in with your organisation is not enough."),
        N_("Sign in again, with your password and your second step."),
    ),
    NotIn.NO_AUTH_TIME: (
        403,
        N_("An administrator ended all your sign-ins, and it cannot be seen whether you have signed in afresh since."),
        N_("Tell whoever runs this service: the sign-in service must send the claim auth_time."),
    ),
}


# --- the emergency account ----------------------------------------------------------------------------------------

# So many failed tries within so many minutes, and nothing is accepted until they have passed.
TRIES, LOCKED_MINUTES = 5, 15
# Unmistakable when it is read from paper: no 0 and o, no 1, i and l.
PASSPHRASE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 (what it may be made of)


def passphrase_typed(text: str) -> str:
    """A passphrase as it is compared: without what people put between its groups."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


class LocalOutcome(StrEnum):
    """What became of a try at the emergency account."""

    IN = "IN"
    FAILED = "FAILED"
    LOCKED = "LOCKED"


class AccountEnd(StrEnum):
    """Why an emergency account ended before its time."""

    REPLACED = "REPLACED"
    ENDED = "ENDED"
