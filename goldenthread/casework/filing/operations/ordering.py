"""A person orders a filing, and may stop it while it waits."""

from django.db import IntegrityError, transaction

from goldenthread.background.jobs import later
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.filing.jobs import send
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.operations.checks import court_of, must_be_read, standing_in_the_way
from goldenthread.casework.filing.queries import counting, filings, same_text
from goldenthread.casework.filing.rules import FILING_LIFE, JURISDICTION_OF, FilingState
from goldenthread.casework.papers.models import Paper
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

FILED_ALREADY = N_("The court has this already. To file it once more, say why.")


@operation
def order_filing(*, paper, document_type, confidential=False, again_why="", by_eye=False, by, now):
    """Orders that a paper be filed with the court as a type of document; the worker sends it after this transaction.

    `confidential` is ours to say only where the court's rule leaves it open and the paper is not protected.
    `again_why` is asked for where the court has the same text already. `by_eye`: whoever orders it has read a file in
    which the gate could read nothing. Refuses with `NOT_READY` and everything that stands in the way by name,
    `UNKNOWN_TYPE`, `ON_ITS_WAY`, `SETTLE_FIRST`, `FILED_ALREADY`, `READ_IT`.
    """
    # Whoever orders in this case waits here, so that the second sees what the first has ordered.
    case = locked(paper.case_id)
    paper = Paper.objects.select_related("report", "case").get(pk=paper.pk)
    kind = court_of(paper).type(document_type, local_date(now))
    if kind is None:
        raise Refused("UNKNOWN_TYPE", N_("The court knows no such type of document. Choose another."), field="kind")
    if problems := standing_in_the_way(paper):
        raise Refused("NOT_READY", N_("It cannot be filed yet."), problems=problems)
    first = _first_of(paper, again_why)
    if not by_eye and must_be_read(paper):
        raise Refused("READ_IT", N_("Say that you have read the file yourself: the gate could not."), field="by_eye")
    row = _create(
        paper, case=case, jurisdiction=JURISDICTION_OF[case.law], document_type=kind.code,
        confidential=confidential or kind.always_confidential or paper.protected, urgent=kind.urgent,
        again_of=first, again_why=again_why.strip() if first or _by_hand(paper) else "", by_eye=by_eye,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    link(row, Relation.CITES, paper, by=by, now=now)
    if paper.report is not None:
        link(row, Relation.CITES, paper.report, by=by, now=now)
    later(send, by=by, key=row.pk, filing_id=row.pk)
    record(
        Verb.FILING_ORDERED, row, by=by, now=now, type=kind.code, confidential=row.confidential,
        hash=paper.fingerprint, again=bool(row.again_why),
    )  # fmt: skip
    return row


def _by_hand(paper):
    return paper.report is not None and paper.report.filed_on is not None


def _first_of(paper, again_why):
    """The filing of the same text that the court has, if any; refuses where it is not said that it is meant again."""
    earlier = counting(same_text(filings(paper.case), paper))
    for row in earlier:
        if row.state in {FilingState.ORDERED, FilingState.SENDING}:
            raise _refused("ON_ITS_WAY", N_("This is on its way to the court already. Nothing was sent twice."), row)
        if row.state == FilingState.UNCERTAIN:
            message = N_("It is not known whether the court has this. Ask the court, and say so there first.")
            raise _refused("SETTLE_FIRST", message, row)
    if earlier and not again_why.strip():
        raise _refused("FILED_ALREADY", FILED_ALREADY, earlier[0], field="again_why")
    if _by_hand(paper) and not again_why.strip():
        raise Refused("FILED_ALREADY", FILED_ALREADY, field="again_why")
    return earlier[0] if earlier else None


def _refused(code, message, row, *, field=None):
    who = (("who", row.recorded_by.name),)
    problem = Problem(code, N_("What %(who)s filed"), "filing:filing", (str(row.pk),), who)
    return Refused(code, message, problems=[problem], field=field)


def _create(paper, **columns):
    try:
        with transaction.atomic():
            return Filing.objects.create(paper=paper, **columns)
    except IntegrityError as error:
        raise Refused("FILED_ALREADY", FILED_ALREADY, field="again_why") from error


@operation
def stop_filing(*, filing, reason, expected_version=None, by, now):
    """Keeps a filing that waits from being sent, or lets one rest that was refused or not sent; `reason` says why.

    Refuses with `NOT_FROM_HERE` (it is on its way, or the court has it), `ALREADY_STOPPED`, `COMMENT_REQUIRED`,
    `CHANGED_MEANWHILE`.
    """
    row = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    if row.state == FilingState.STOPPED and row.settled_at is not None:
        raise Refused("ALREADY_STOPPED", N_("This filing rests already."))
    step = FILING_LIFE.check(row.state, FilingState.STOPPED, comment=reason)
    unchanged(row, expected_version, ["settled_why"])
    row.state, row.version = step.target, row.version + 1
    row.settled_at, row.settled_by, row.settled_why = now, by, reason
    row.save(update_fields=["state", "version", "settled_at", "settled_by", "settled_why"])
    record(step.verb, row, by=by, now=now)
    return row
