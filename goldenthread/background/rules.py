"""The vocabulary of work in the background. Plain values, no Django."""

import datetime as dt
import re
from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Queue(StrEnum):
    """Who does the work: `house` is the house's own worker, `courts` the importer, for what comes from the courts."""

    HOUSE = "house"
    COURTS = "courts"


QUEUES = {
    Queue.HOUSE: N_("Work of the house"),
    Queue.COURTS: N_("Work with the courts"),
}
# The database role under which each queue is worked.
ROLE_OF = {Queue.HOUSE: "app_worker", Queue.COURTS: "app_importer"}


class JobState(StrEnum):
    """Where a job stands, for people. FAILED waits for somebody; DROPPED is what somebody gave up."""

    WAITING = "WAITING"
    LATER = "LATER"
    DOING = "DOING"
    FAILED = "FAILED"
    DROPPED = "DROPPED"
    DONE = "DONE"
    LEFT = "LEFT"


JOB_STATES = {
    JobState.WAITING: N_("Waits for the worker"),
    JobState.LATER: N_("Waits for its time"),
    JobState.DOING: N_("Being done"),
    JobState.FAILED: N_("Failed"),
    JobState.DROPPED: N_("Given up"),
    JobState.DONE: N_("Done"),
    JobState.LEFT: N_("Left to a later job of the same kind"),
}

# What became of a try, where the code is not one of the area's own.
UNEXPECTED, WORKER_LOST, NOT_KNOWN = "UNEXPECTED", "WORKER_LOST", "NOT_KNOWN"
CODES = {
    UNEXPECTED: N_("A fault in the program. The worker's log says where."),
    WORKER_LOST: N_("The worker was lost while it did this."),
    NOT_KNOWN: N_("This version of the product has no such work."),
}

# After each try that fails: soon, then more and more patiently. The last is repeated.
_WAITS = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 60, 300, 900, 3600))
# A job that takes its worker with it is not tried for ever.
MOST_LOST = 5

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.:-]{0,79}")
LONGEST_KEY = 120


def wait_after(tries: int) -> dt.timedelta:
    """How long to wait after so many tries have failed (1 or more)."""
    return _WAITS[min(max(tries, 1), len(_WAITS)) - 1]


def is_code(value: str) -> bool:
    """Upper case, digits and a few signs: never a word of a record."""
    return bool(_CODE.fullmatch(value))
