"""A person says what the court office said of a filing of which nothing certain was known."""

from goldenthread.casework.filing.operations.sending import call_uncertain, hold, mark_report
from goldenthread.casework.filing.reasons import Reason
from goldenthread.casework.filing.rules import FILING_LIFE, LOST, FilingState, Found
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record


@operation
def settle_filing(*, filing, found, words, expected_version=None, by, now):
    """Settles whether the court has a filing. `found` is a `Found`; `words`: who said so, and when.

    Where the court has it, the report is marked as filed on the day on which it was sent. Refuses with `NOT_FROM_HERE`,
    `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    row = hold(filing.pk)
    unchanged(row, expected_version, ["settled_why"])
    if row.state == FilingState.SENDING and row.sent_at < now - LOST:
        # Its worker never came back to say so.
        row = call_uncertain(filing=row, reason=Reason.WORKER_ENDED, by=by, now=now)
    if row.state != FilingState.UNCERTAIN:
        raise Refused("NOT_FROM_HERE", N_("There is nothing to settle: it is on its way, or the court has answered."))
    has_it = Found(found) is Found.HAS_IT
    step = FILING_LIFE.check(row.state, FilingState.FILED if has_it else FilingState.REFUSED, comment=words)
    row.state, row.refusal, row.version = step.target, "" if has_it else Reason.NOT_THERE, row.version + 1
    row.settled_at, row.settled_by, row.settled_why = now, by, words
    row.save(update_fields=["state", "refusal", "version", "settled_at", "settled_by", "settled_why"])
    record(step.verb, row, by=by, now=now, outcome=str(Found(found)))
    if has_it:
        mark_report(filing=row, by=by, now=now)
    return row
