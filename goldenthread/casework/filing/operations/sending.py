"""The worker's part: what is asked once more before a paper is sent, and what each answer of the court makes of it.

The order of things is the point. That it is being sent is committed before the first byte goes out, so that a worker
that is killed leaves a filing of which nobody knows, and never one that is sent twice. What the court answered is
written in a transaction of its own. Nothing here sends again by itself what may have arrived.
"""

from dataclasses import dataclass

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible, who_is
from goldenthread.background.jobs import service_person
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.operations.checks import copy_of, standing_in_the_way
from goldenthread.casework.filing.reasons import Reason
from goldenthread.casework.filing.rules import FILING_LIFE, MOST_TRIES, FilingState
from goldenthread.casework.papers.operations import look_again, take_copy
from goldenthread.casework.papers.queries import body
from goldenthread.casework.papers.rules import saved_as
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.operations import file_report, lapse_changed
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@dataclass(frozen=True)
class Parcel:
    """All that goes to the court, read while nobody can change it."""

    jurisdiction: str
    case_number: str
    name: str
    media_type: str
    data: bytes
    document_type: str


def hold(filing_id) -> Filing:
    """The filing with its paper, report and case, locked for this transaction."""
    rows = Filing.objects.select_for_update(of=("self",)).select_related("case", "paper__report", "paper__case")
    return rows.get(pk=filing_id)


def begin(*, filing_id, by, now) -> Parcel | None:
    """Makes ready to send: all checks once more, and the state that says that it is being sent. None where there is
    nothing to send. To be committed before anything goes out."""
    row = hold(filing_id)
    if row.state == FilingState.SENDING:
        # Found at the start of a job: whoever was sending it is gone, and what they did is not known.
        call_uncertain(filing=row, reason=Reason.WORKER_ENDED, by=by, now=now)
        return None
    if row.state != FilingState.ORDERED:
        return None
    if reason := _why_not(row, by, now):
        stop_unsent(filing=row, reason=reason, by=service_person(), now=now)
        return None
    try:
        data = _bytes(row.paper, by, now)
    except Refused:
        stop_unsent(filing=row, reason=Reason.GATE, by=service_person(), now=now)
        return None
    mark_sending(filing=row, by=by, now=now)
    return Parcel(
        jurisdiction=row.jurisdiction,
        case_number=row.case.court_case_id,
        name=_name(row.paper),
        media_type=MEDIA_TYPES[FileKind(row.paper.file_kind)],
        data=data,
        document_type=row.document_type,
    )


def _why_not(row, by, now):
    """Why it is not sent although it was ordered; None where nothing has come between."""
    who = who_is(by, local_date(now))
    if not visible(who, Filing, Permission.REPORT_FILE).filter(pk=row.pk).exists():
        # The act would stand in the name of someone who could not do it today. Whoever has the case decides.
        return Reason.ORDERER_CANNOT
    case = locked(row.case_id)
    report = row.paper.report
    if report is not None:
        # Held, so that nobody opens the advice again between this look at it and the sending.
        list(Recommendation.objects.select_for_update(of=("self",)).filter(case=case, superseded_at__isnull=True))
        lapse_changed(case=case, by=by, now=now)
        if report.filed_on is not None and not row.again_why:
            return Reason.GIVEN_ALREADY
    return next((_MEANS.get(problem.code, Reason.NOT_READY) for problem in standing_in_the_way(row.paper)), None)


_AGREEMENT = ("NOT_AGREED", "OTHER_VERSION", "NOT_STARTED", "FILED", "LAPSED", "CHANGED", "SUPERSEDED")
_MEANS = {
    **dict.fromkeys(_AGREEMENT, Reason.NOT_AS_AGREED),
    "GATE": Reason.GATE,
    "CANNOT_CHECK": Reason.GATE,
    "NOT_SET_UP": Reason.NOT_SET_UP,
}


def _bytes(paper, by, now):
    """The bytes that leave. A copy of the report leaves through its own gate, which says who took it and for whom."""
    copy = copy_of(paper)
    return body(paper) if copy is None else take_copy(copy=look_again(copy=copy, by=by, now=now), by=by, now=now)


def _name(paper):
    """The name under which it is sent: never the one that a file was brought in under, which no gate looks at. The
    private law court judges a file by the ending of its name."""
    kind = f"report-version-{paper.report.number}" if paper.report is not None else paper.kind
    return saved_as(paper.case.reference, kind, local_date(paper.recorded_at).isoformat(), paper.file_kind)


@operation
def mark_sending(*, filing, by, now):
    """Says that a filing is being sent, before it is. Refuses with `NOT_FROM_HERE`."""
    row = hold(filing.pk)
    step = FILING_LIFE.check(row.state, FilingState.SENDING)
    row.state, row.tries, row.sent_at, row.version = step.target, row.tries + 1, now, row.version + 1
    row.save(update_fields=["state", "tries", "sent_at", "version"])
    record(step.verb, row, by=by, now=now, **{"try": row.tries})
    return row


@operation
def stop_unsent(*, filing, reason, by, now):
    """Does not send a filing that was ordered, for a reason that came between. `reason` is a `Reason`. It is the
    worker's own act: whoever ordered it has stopped nothing.

    Refuses with `NOT_FROM_HERE`.
    """
    row = hold(filing.pk)
    step = FILING_LIFE.check(row.state, FilingState.STOPPED, comment=reason)
    row.state, row.refusal, row.version = step.target, reason, row.version + 1
    row.save(update_fields=["state", "refusal", "version"])
    record(step.verb, row, by=by, now=now, reason=str(reason))
    return row


@operation
def take_receipt(*, filing, receipt, by, now):
    """The court has it: keeps its receipt, and marks the report as filed with the advice in it.

    The receipt of a sending that had been called uncertain is taken as well, for it is certain. Refuses with
    `NOT_FROM_HERE`.
    """
    row = hold(filing.pk)
    late = row.state == FilingState.UNCERTAIN
    FILING_LIFE.step(row.state, FilingState.FILED)
    row.state, row.receipt, row.refusal, row.answered_at = FilingState.FILED, receipt, "", now
    row.version += 1
    row.save(update_fields=["state", "receipt", "refusal", "answered_at", "version"])
    record(Verb.FILING_DONE, row, by=by, now=now, type=row.document_type, hash=row.paper.fingerprint, late=late or None)
    mark_report(filing=row, by=by, now=now)
    return row


def mark_report(*, filing, by, now) -> bool:
    """Marks the report as filed, where it can be; says whether it is.

    It is not where the advice changed while the paper was on its way: the filing then waits for a person, on its page
    and on the worklists, as the court has what is no longer agreed.
    """
    report = filing.paper.report
    if report is None or report.filed_on is not None:
        return True
    sent = filing.sent_at or now
    try:
        file_report(report=report, on=local_date(sent), by=by, now=now)
    except Refused:
        return False
    return True


@operation
def take_refusal(*, filing, reason, by, now):
    """The court did not take it. `reason` is one of our codes. Refuses with `NOT_FROM_HERE`."""
    row = _answered(filing, FilingState.REFUSED, reason, now)
    record(Verb.FILING_REFUSED, row, by=by, now=now, reason=str(reason))
    return row


@operation
def call_uncertain(*, filing, reason, by, now):
    """It was sent, and there is no answer that can be relied on. Refuses with `NOT_FROM_HERE`."""
    row = _answered(filing, FilingState.UNCERTAIN, reason, now)
    record(Verb.FILING_UNCERTAIN, row, by=by, now=now, reason=str(reason), **{"try": row.tries})
    return row


def _answered(filing, to, reason, now):
    row = hold(filing.pk)
    # Not `check`: where a second worker called it uncertain, the court's own answer needs nobody's words.
    FILING_LIFE.step(row.state, to)
    row.state, row.refusal, row.answered_at, row.version = to, reason, now, row.version + 1
    row.save(update_fields=["state", "refusal", "answered_at", "version"])
    return row


@operation
def put_back(*, filing, reason, by, now):
    """Nothing can have been sent: it waits again, or is given up after `MOST_TRIES`. Refuses with `NOT_FROM_HERE`."""
    row = hold(filing.pk)
    step = FILING_LIFE.check(row.state, FilingState.ORDERED)
    row.state, row.refusal, row.sent_at, row.version = step.target, reason, None, row.version + 1
    row.save(update_fields=["state", "refusal", "sent_at", "version"])
    record(step.verb, row, by=by, now=now, reason=str(reason), **{"try": row.tries})
    if row.tries >= MOST_TRIES:
        return stop_unsent(filing=row, reason=reason, by=service_person(), now=now)
    return row
