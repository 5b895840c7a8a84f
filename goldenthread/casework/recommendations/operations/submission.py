"""The steps of the advice: to the manager, back to work, and what becomes of an agreement when things change."""

from goldenthread.casework.assessment.models import VictimStatus
from goldenthread.casework.cases.operations.records import open_case, reach
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.operations.advice import hold
from goldenthread.casework.recommendations.queries import changed, content, papers, readiness, triggers_of
from goldenthread.casework.recommendations.rules import ADVICE_LIFE, State
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation

RECORD_CHANGED = N_("The record changed after the advice was agreed.")


@operation
def submit_advice(*, recommendation, by, now):
    """Submits one child's advice to the manager, bound to exactly what stands now.

    Refuses with `NOT_YET` and every problem by name (`rules.gate`), `ALREADY_SUBMITTED`, `NOT_FROM_HERE`,
    `CASE_CLOSED`.
    """
    row = hold(recommendation)
    open_case(row.case)
    if row.state == State.SUBMITTED:
        raise Refused("ALREADY_SUBMITTED", N_("This advice is with the manager already."))
    found = papers(row.case)
    step = ADVICE_LIFE.check(row.state, State.SUBMITTED, facts=readiness(row, found))
    why = [str(trigger) for trigger in triggers_of(row, found)]
    row.state, row.fingerprint = State.SUBMITTED, fingerprint(content(row, found))
    row.submitted_at, row.submitted_by = now, by
    row.agreed_at = row.agreed_by = None
    row.lapsed_why, row.version = "", row.version + 1
    row.save()
    for statement in found.statements_of(row.child_id):
        link(row, Relation.DRAWS_ON, statement, by=by, now=now)
    answers = VictimStatus.objects.filter(case=row.case, child=row.child, superseded_at__isnull=True)
    for victim in answers:
        link(row, Relation.DRAWS_ON, victim, by=by, now=now)
    reach(row.case, Stage.OVERSIGHT)
    record(step.verb, row, by=by, now=now, hash=row.fingerprint, triggers=why)
    return row


@operation
def withdraw_advice(*, recommendation, by, now):
    """Takes the advice back from the manager to work on it. Refuses with `NOT_FROM_HERE`, `CASE_CLOSED`."""
    row = hold(recommendation)
    open_case(row.case)
    step = ADVICE_LIFE.check(row.state, State.DRAFT)
    row.state, row.version = State.DRAFT, row.version + 1
    row.save(update_fields=["state", "version"])
    _back_to_advice(row)
    record(step.verb, row, by=by, now=now)
    return row


def _back_to_advice(row):
    """The case returns to the stage of advice when nothing of it is with the manager or agreed any more."""
    onward = {State.SUBMITTED, State.AGREED, State.FILED}
    others = Recommendation.objects.filter(case=row.case, superseded_at__isnull=True, state__in=onward)
    # A case that has its order does not go back: new advice after an order is for what comes next.
    if row.case.stage != Stage.ORDER and not others.exclude(pk=row.pk).exists():
        reach(row.case, Stage.ADVICE, back=True)


@operation
def reopen_advice(*, recommendation, reason, by, now):
    """Opens agreed advice to work again; the agreement lapses. `reason` says why.

    Refuses with `COMMENT_REQUIRED`, `NOT_FROM_HERE`, `CASE_CLOSED`.
    """
    row = hold(recommendation)
    open_case(row.case)
    step = ADVICE_LIFE.check(row.state, State.LAPSED, comment=reason)
    row.state, row.version, row.lapsed_why = State.LAPSED, row.version + 1, reason
    row.agreed_at = row.agreed_by = None
    row.save(update_fields=["state", "version", "lapsed_why", "agreed_at", "agreed_by"])
    _back_to_advice(row)
    record(step.verb, row, by=by, now=now, hash=row.fingerprint)
    return row


def lapse_if_changed(*, recommendation, by, now, found=None) -> bool:
    """Lets the agreement on one child's advice lapse when it is no longer what stands in the record; says whether.

    Not an operation itself, as it most often has nothing to do.
    """
    if recommendation.state != State.AGREED or not changed(recommendation, found):
        return False
    reopen_advice(recommendation=recommendation, reason=RECORD_CHANGED, by=by, now=now)
    return True


def lapse_changed(*, case, by, now) -> list:
    """Does so for every child of a case; the children whose agreement has lapsed. Called before a report is made or
    filed, in a transaction of its own: the refusal that follows must not undo it."""
    found = papers(case)
    return [
        row.child
        for row in found.recommendations.values()
        if lapse_if_changed(recommendation=row, by=by, now=now, found=found)
    ]
