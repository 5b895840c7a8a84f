"""A case ends. What must be carried or set down before it may is asked by the page of closing, which is not built yet:
until then cases are closed in the demonstration alone."""

from goldenthread.casework.cases.operations.records import not_in_future, open_case
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.cases.rules import ClosedWhy, Stage
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def close_case(*, case, on, why, by, now):
    """Closes a case on a day, for one of the courts' own reasons (`ClosedWhy`). Nothing can be added afterwards.

    Refuses with `CASE_CLOSED`, `IN_FUTURE`, and with `BEFORE_RECEIPT` where the day lies before the application.
    """
    row = locked(case.pk)
    open_case(row)
    not_in_future(on, now, field="on")
    if on < row.received_on:
        raise Refused("BEFORE_RECEIPT", N_("A case cannot be closed before it was received."), field="on")
    row.stage, row.closed_on, row.closed_by, row.closed_why = Stage.CLOSED, on, by, ClosedWhy(why)
    row.version += 1
    row.save(update_fields=["stage", "closed_on", "closed_by", "closed_why", "version"])
    record(Verb.CASE_CLOSED, row, by=by, now=now, on=on, reason=str(row.closed_why))
    return row
