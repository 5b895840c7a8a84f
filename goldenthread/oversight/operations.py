"""A manager's decision on the advice for one child: agreed or returned, bound to exactly what was decided on."""

from goldenthread.casework.cases.operations.records import local_date, reach
from goldenthread.casework.cases.queries import children, locked
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.queries import fingerprint_now, papers, triggers_of
from goldenthread.casework.recommendations.rules import ADVICE_LIFE, State
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.oversight.models import Decision
from goldenthread.oversight.queries import decision_on, writers
from goldenthread.oversight.rules import DecisionKind, own_work
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

TARGET = {DecisionKind.AGREED: State.AGREED, DecisionKind.RETURNED: State.RETURNED}
# The advice of a child in one of these states has been agreed.
AGREED = frozenset({State.AGREED, State.FILED})
# Advice that is returned takes the case back from these stages; a case that has its order stays there.
BACK_FROM = frozenset({Stage.OVERSIGHT, Stage.REPORT})


@operation
def decide_on_advice(*, recommendation, kind, reason, expected_version=None, by, now):
    """Agrees the advice for one child, or returns it; `reason` is required for either. Returns the decision.

    Refuses with `OWN_WORK`, `ALREADY_DECIDED`, `NOT_SUBMITTED`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE` (the page
    was drawn from another version); and to agree with `CHANGED_SINCE` (what it rests on changed after it was
    submitted) and `RATIONALE_REQUIRED`. What cannot be agreed can still be returned.
    """
    row = Recommendation.objects.select_for_update(of=("self",)).select_related("case").get(pk=recommendation.pk)
    _waits(row)
    if is_own_work(row, by, now):
        raise Refused("OWN_WORK", N_("This is your own work. Another manager must decide on it."))
    unchanged(row, expected_version, [])
    step = ADVICE_LIFE.check(row.state, TARGET[DecisionKind(kind)], comment=reason)
    found = papers(row.case)
    met = triggers_of(row, found)
    if kind == DecisionKind.AGREED:
        _as_submitted(row, found, met)
    row.state, row.version = step.target, row.version + 1
    row.agreed_at, row.agreed_by = (now, by) if kind == DecisionKind.AGREED else (None, None)
    row.save(update_fields=["state", "version", "agreed_at", "agreed_by"])
    decision = Decision.objects.create(
        case=row.case,
        recommendation=row,
        kind=kind,
        reason=reason,
        triggers=[str(trigger) for trigger in met],
        fingerprint=row.fingerprint,
        recorded_at=now,
        recorded_by=by,
    )
    link(decision, Relation.ANSWERS, row, by=by, now=now)
    _move_case(row.case_id, kind)
    facts = {"triggers": [str(trigger) for trigger in met]}
    if step.verb == Verb.ADVICE_AGREED:
        facts["hash"] = row.fingerprint
    record(step.verb, row, by=by, now=now, **facts)
    return decision


def _waits(row):
    if row.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This advice has been superseded. There is nothing to decide."))
    if row.state == State.SUBMITTED:
        return
    last = decision_on(row)
    if last is not None and last.fingerprint == row.fingerprint and row.state in {State.AGREED, State.RETURNED}:
        raise Refused(
            "ALREADY_DECIDED",
            N_("%(who)s has already decided on this advice. Read that decision before you do anything else."),
            who=last.recorded_by.name,
        )
    raise Refused("NOT_SUBMITTED", N_("This advice is not with a manager now: its author is working on it."))


def is_own_work(row, person, now) -> bool:
    """Whether a piece of advice is a person's own work, and so never theirs to decide on. One query."""
    case = row.case
    covers = {case.covered_by_id} if case.covered_by_id and case.cover_until >= local_date(now) else set()
    return own_work(
        decider_id=person.pk,
        began_by=row.recorded_by_id,
        submitted_by=row.submitted_by_id,
        adviser_id=case.adviser_id,
        wrote=writers(row) | covers,
    )


def _as_submitted(row, found, met):
    """Refuses to agree anything but what was submitted."""
    if fingerprint_now(row, found) != row.fingerprint:
        raise Refused(
            "CHANGED_SINCE",
            N_("What this advice rests on has changed since it was submitted. Return it to be looked at again."),
        )
    if met and not row.trigger_rationale.strip():
        raise Refused(
            "RATIONALE_REQUIRED",
            N_("This advice calls for a rationale and there is none. Return it, so that one is given."),
        )


def _move_case(case_id, kind):
    # Locked after the advice: of two managers who agree two siblings' advice at once, the second sees the first's.
    case = locked(case_id)
    if kind == DecisionKind.RETURNED:
        if case.stage in BACK_FROM:
            reach(case, Stage.ADVICE, back=True)
        return
    agreed = Recommendation.objects.filter(case=case, superseded_at__isnull=True, state__in=AGREED)
    agreed_for = set(agreed.values_list("child_id", flat=True))
    if all(child.pk in agreed_for for child in children(case)):
        reach(case, Stage.REPORT)
