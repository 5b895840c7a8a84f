"""Stages, processes, urgency, clocks. Plain values in, plain values out."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from goldenthread.kernel.refusal import N_
from goldenthread.kernel.workdays import add_working_days, working_days_between
from goldenthread.people.rules import Role
from goldenthread.policy.rules import NoValue, value, values


class Law(StrEnum):
    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


LAWS = {Law.PRIVATE: N_("Private law"), Law.PUBLIC: N_("Public law")}


class Process(StrEnum):
    """The court process, which decides the clocks: by court and by the date of issue."""

    CAP = "CAP"
    CHILD_FOCUSED = "CHILD_FOCUSED"
    PUBLIC_LAW = "PUBLIC_LAW"


PROCESSES = {
    Process.CAP: N_("Child arrangements programme"),
    Process.CHILD_FOCUSED: N_("Child focused court (Pathfinder)"),
    Process.PUBLIC_LAW: N_("Public law outline"),
}


class Source(StrEnum):
    FEED = "FEED"
    HAND = "HAND"


class Stage(StrEnum):
    """How far the work has come, in the order of the pathway."""

    INTAKE = "INTAKE"
    ENQUIRY = "ENQUIRY"
    ASSESSMENT = "ASSESSMENT"
    ADVICE = "ADVICE"
    OVERSIGHT = "OVERSIGHT"
    REPORT = "REPORT"
    ORDER = "ORDER"
    CLOSED = "CLOSED"


STAGES = {
    Stage.INTAKE: N_("Intake"),
    Stage.ENQUIRY: N_("Enquiry"),
    Stage.ASSESSMENT: N_("Assessment"),
    Stage.ADVICE: N_("Advice"),
    Stage.OVERSIGHT: N_("Oversight"),
    Stage.REPORT: N_("Report"),
    Stage.ORDER: N_("Order"),
    Stage.CLOSED: N_("Closed"),
}

STAGE_ORDER = tuple(Stage)


class ClosedWhy(StrEnum):
    """Why a case ended. The six reasons of the courts' own closures (HMCTS), so that the two can be compared."""

    WITHDRAWN = "WITHDRAWN"
    REFUSED = "REFUSED"
    NO_ORDER = "NO_ORDER"
    FINAL_ORDER = "FINAL_ORDER"
    CONSOLIDATED = "CONSOLIDATED"
    HOUSEKEEPING = "HOUSEKEEPING"


CLOSED_WHY = {
    ClosedWhy.WITHDRAWN: N_("Withdrawn"),
    ClosedWhy.REFUSED: N_("Refused"),
    ClosedWhy.NO_ORDER: N_("No order made"),
    ClosedWhy.FINAL_ORDER: N_("Final order made"),
    ClosedWhy.CONSOLIDATED: N_("Joined to another case"),
    ClosedWhy.HOUSEKEEPING: N_("Closed in housekeeping"),
}


def later(stage: Stage, other: Stage) -> bool:
    """Whether `stage` comes after `other` on the pathway."""
    return STAGE_ORDER.index(stage) > STAGE_ORDER.index(other)


class OrderSought(StrEnum):
    """What the application asks the court for. The courts' own codes are mapped to these on import."""

    CHILD_ARRANGEMENTS_LIVE = "CHILD_ARRANGEMENTS_LIVE"
    CHILD_ARRANGEMENTS_TIME = "CHILD_ARRANGEMENTS_TIME"
    CHILD_ARRANGEMENTS = "CHILD_ARRANGEMENTS"
    PROHIBITED_STEPS = "PROHIBITED_STEPS"
    SPECIFIC_ISSUE = "SPECIFIC_ISSUE"
    CARE = "CARE"
    SUPERVISION = "SUPERVISION"
    EMERGENCY_PROTECTION = "EMERGENCY_PROTECTION"
    OTHER = "OTHER"


ORDERS_SOUGHT = {
    OrderSought.CHILD_ARRANGEMENTS_LIVE: N_("Child arrangements: whom the child lives with"),
    OrderSought.CHILD_ARRANGEMENTS_TIME: N_("Child arrangements: whom the child spends time with"),
    OrderSought.CHILD_ARRANGEMENTS: N_("Child arrangements"),
    OrderSought.PROHIBITED_STEPS: N_("Prohibited steps"),
    OrderSought.SPECIFIC_ISSUE: N_("Specific issue"),
    OrderSought.CARE: N_("Care order"),
    OrderSought.SUPERVISION: N_("Supervision order"),
    OrderSought.EMERGENCY_PROTECTION: N_("Emergency protection order"),
    OrderSought.OTHER: N_("Another order"),
}


class PartyRole(StrEnum):
    CHILD = "CHILD"
    APPLICANT = "APPLICANT"
    RESPONDENT = "RESPONDENT"
    OTHER = "OTHER"


PARTY_ROLES = {
    PartyRole.CHILD: N_("Child"),
    PartyRole.APPLICANT: N_("Applicant"),
    PartyRole.RESPONDENT: N_("Respondent"),
    PartyRole.OTHER: N_("Other person"),
}


class Responsibility(StrEnum):
    """Whether an adult has parental responsibility, as far as we were told."""

    YES = "YES"
    NO = "NO"
    NOT_KNOWN = "NOT_KNOWN"


RESPONSIBILITIES = {
    Responsibility.YES: N_("Yes"),
    Responsibility.NO: N_("No"),
    Responsibility.NOT_KNOWN: N_("Not known"),
}


class HearingKind(StrEnum):
    FIRST = "FIRST"
    DISPUTE_RESOLUTION = "DISPUTE_RESOLUTION"
    FACT_FINDING = "FACT_FINDING"
    CASE_MANAGEMENT = "CASE_MANAGEMENT"
    ISSUES_RESOLUTION = "ISSUES_RESOLUTION"
    DECISION = "DECISION"
    REVIEW = "REVIEW"
    FINAL = "FINAL"
    OTHER = "OTHER"


HEARING_KINDS = {
    HearingKind.FIRST: N_("First hearing"),
    HearingKind.DISPUTE_RESOLUTION: N_("Dispute resolution appointment"),
    HearingKind.FACT_FINDING: N_("Fact-finding hearing"),
    HearingKind.CASE_MANAGEMENT: N_("Case management hearing"),
    HearingKind.ISSUES_RESOLUTION: N_("Issues resolution hearing"),
    HearingKind.DECISION: N_("Decision hearing"),
    HearingKind.REVIEW: N_("Review"),
    HearingKind.FINAL: N_("Final hearing"),
    HearingKind.OTHER: N_("Another hearing"),
}


class HearingStatus(StrEnum):
    LISTED = "LISTED"
    HELD = "HELD"
    ADJOURNED = "ADJOURNED"
    VACATED = "VACATED"


HEARING_STATUSES = {
    HearingStatus.LISTED: N_("Listed"),
    HearingStatus.HELD: N_("Held"),
    HearingStatus.ADJOURNED: N_("Adjourned"),
    HearingStatus.VACATED: N_("Vacated"),
}


class Urgency(StrEnum):
    """What a person decided; until then UNDECIDED, whatever was inferred."""

    UNDECIDED = "UNDECIDED"
    URGENT = "URGENT"
    NOT_URGENT = "NOT_URGENT"


URGENCIES = {
    Urgency.UNDECIDED: N_("Not decided"),
    Urgency.URGENT: N_("Urgent"),
    Urgency.NOT_URGENT: N_("Not urgent"),
}


class UrgencySign(StrEnum):
    """A reason to think that an application is urgent or without notice. The feed has no field for it."""

    MIAM_URGENCY = "MIAM_URGENCY"
    MIAM_CHILD_PROTECTION = "MIAM_CHILD_PROTECTION"
    HEARING_WITHIN_DAYS = "HEARING_WITHIN_DAYS"
    NO_RESPONDENT_TOLD = "NO_RESPONDENT_TOLD"
    EMERGENCY_ORDER = "EMERGENCY_ORDER"
    PROTECTIVE_ORDER = "PROTECTIVE_ORDER"
    REMOVAL_FEARED = "REMOVAL_FEARED"


URGENCY_SIGNS = {
    UrgencySign.MIAM_URGENCY: N_("An urgency exemption from the mediation meeting is claimed"),
    UrgencySign.MIAM_CHILD_PROTECTION: N_("A child protection exemption from the mediation meeting is claimed"),
    UrgencySign.HEARING_WITHIN_DAYS: N_("A hearing is listed within five working days of the application"),
    UrgencySign.NO_RESPONDENT_TOLD: N_("The application asks to be heard without the other party being told"),
    UrgencySign.EMERGENCY_ORDER: N_("An emergency order is asked for"),
    UrgencySign.PROTECTIVE_ORDER: N_("A non-molestation order is among the papers"),
    UrgencySign.REMOVAL_FEARED: N_("Removal of a child is feared"),
}


class Pressing(StrEnum):
    """How urgent an application is or looks, as the duty tray sorts and filters it."""

    URGENT = "URGENT"
    LOOKS_URGENT = "LOOKS_URGENT"
    UNDECIDED = "UNDECIDED"
    NOT_URGENT = "NOT_URGENT"


PRESSING = {
    Pressing.URGENT: N_("Urgent"),
    Pressing.LOOKS_URGENT: N_("Looks urgent, not decided"),
    Pressing.UNDECIDED: N_("No sign of urgency, not decided"),
    Pressing.NOT_URGENT: N_("Not urgent"),
}


def pressing(urgency: str, signs) -> Pressing:
    """What a person decided; until then, whether there are signs."""
    if urgency != Urgency.UNDECIDED:
        return Pressing(urgency)
    return Pressing.LOOKS_URGENT if signs else Pressing.UNDECIDED


# Roles that may hold a case.
CARRIERS = (Role.ADVISER, Role.PRACTICE_SUPERVISOR, Role.SERVICE_MANAGER)


class AllocationKind(StrEnum):
    ALLOCATED = "ALLOCATED"
    REALLOCATED = "REALLOCATED"
    COVER = "COVER"


class SupersededWhy(StrEnum):
    """Why a record gave way to another, or to none. Both stand."""

    WRONG_CHILD = "WRONG_CHILD"
    WRONG_PERSON = "WRONG_PERSON"
    MISTAKE = "MISTAKE"
    NEW_INFORMATION = "NEW_INFORMATION"


SUPERSEDED_WHY = {
    SupersededWhy.WRONG_CHILD: N_("It was recorded for the wrong child"),
    SupersededWhy.WRONG_PERSON: N_("It was recorded for the wrong person"),
    SupersededWhy.MISTAKE: N_("It was a mistake"),
    SupersededWhy.NEW_INFORMATION: N_("There is new information"),
}


class ClockState(StrEnum):
    RUNNING = "RUNNING"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    MET = "MET"
    MET_LATE = "MET_LATE"


# How many working days before its due date a clock asks for attention: our own choice, no rule.
SOON = 3

CLOCK_OF = {
    Process.CAP: "safeguarding-letter",
    Process.CHILD_FOCUSED: "child-impact-report",
    Process.PUBLIC_LAW: "care-proceedings",
}
CLOCK_NAMES = {
    "safeguarding-letter": N_("Safeguarding letter"),
    "child-impact-report": N_("Child impact report"),
    "care-proceedings": N_("Care proceedings"),
}


@dataclass(frozen=True)
class Clock:
    """A time limit on one case: what is due, when, how it stands, where the limit comes from."""

    key: str
    due: dt.date
    state: ClockState
    days: int
    source: str
    confirmed: bool


def clock(
    *,
    process: str,
    nation: str,
    received_on: dt.date,
    done_on: dt.date | None,
    today: dt.date,
    issued_on: dt.date | None = None,
) -> Clock | None:
    """The main clock of a case, by the policy in force when the application was received.

    `days` counts working days left (negative: days over). None where policy has no value for that day.
    """
    key = CLOCK_OF[Process(process)]
    try:
        limit = value(key, nation=nation, process=process, on=received_on)
    except NoValue:
        return None
    due = _due(limit, received_on, issued_on, nation)
    days = working_days_between(done_on or today, due, nation)
    if done_on:
        state = ClockState.MET if done_on <= due else ClockState.MET_LATE
    elif today > due:
        state = ClockState.OVERDUE
    else:
        state = ClockState.DUE_SOON if days <= SOON else ClockState.RUNNING
    return Clock(key, due, state, days, limit.source, limit.confirmed)


def _due(limit, received_on, issued_on, nation):
    if limit.unit.startswith("working days"):
        return add_working_days(received_on, limit.value, nation)
    # From issue where the court has told us when; until then from receipt, which comes soon after.
    return (issued_on or received_on) + dt.timedelta(weeks=limit.value)


@dataclass(frozen=True)
class Passed:
    """Cases received from `from_on` to `until` (None: ever since) have passed their time limit where they began on
    `begun_on` or before: by the day of issue where `from_issue` and it is known, otherwise by the day of receipt."""

    from_on: dt.date
    until: dt.date | None
    begun_on: dt.date
    from_issue: bool


@lru_cache(maxsize=256)
def passed(process: str, nation: str, today: dt.date) -> tuple[Passed, ...]:
    """Which cases that are not done are past their main clock today: what `clock` says of one, for all at once.

    While one value of policy holds, what was received later is due later: so each value has a last day.
    """
    key = CLOCK_OF[Process(process)]
    theirs = [v for v in values() if v.key == key]
    edges = sorted({v.from_on for v in theirs} | {v.until + dt.timedelta(days=1) for v in theirs if v.until})
    found = []
    for from_on, after in zip(edges, [*edges[1:], None], strict=True):
        try:
            limit = value(key, nation=nation, process=process, on=from_on)
        except NoValue:
            continue
        begun_on = today
        while _due(limit, begun_on, None, nation) >= today:
            begun_on -= dt.timedelta(days=1)
        until = after - dt.timedelta(days=1) if after else None
        found.append(Passed(from_on, until, begun_on, not limit.unit.startswith("working days")))
    return tuple(found)
