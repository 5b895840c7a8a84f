"""The court's documents: that there is one, that it was fetched, that it could not be taken. What each of them does
can be done again without changing anything."""

import hashlib

from goldenthread.casework.courtfeed.queries import untold
from goldenthread.casework.papers.models import Paper, PaperBody
from goldenthread.casework.papers.queries import holds_contact
from goldenthread.casework.papers.rules import HeldState, PaperSource
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import clean_name
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def tell_of_papers(*, case, papers, by, now):
    """Writes down the documents that the court tells of, each once, and protects those that it now restricts.

    Called where `untold` finds something. What we protect is never opened because the court does not restrict it.
    """
    new, to_protect = untold(case.pk, papers)
    rows = [
        Paper(
            case=case, kind=told.kind, source=PaperSource.COURT, held=HeldState.TO_FETCH, protected=told.protected,
            name=clean_name(told.name or told.kind.lower().replace("_", "-"), FileKind.OTHER),
            court_document_id=told.document_id, court_said_type=told.said_type, court_uploaded_at=told.uploaded_at,
            recorded_at=now, recorded_by=by,
        )
        for told in new
    ]  # fmt: skip
    Paper.objects.bulk_create(rows)
    for row in to_protect:
        row.protected = True
        row.save(update_fields=["protected"])
    for row in [*rows, *to_protect]:
        record(Verb.PAPER_TOLD, row, by=by, now=now, kind=row.kind, protected=row.protected)
    return rows


def _waiting(paper):
    """The paper, read for this transaction alone; None where it is not waited for any more."""
    row = Paper.objects.select_for_update(of=("self",)).filter(pk=paper.pk, held=HeldState.TO_FETCH).first()
    return row if row is not None and row.superseded_at is None else None


def keep_fetched(*, paper, file, by, now):
    """Keeps the file of a paper, once. Returns whether it was this time."""
    row = _waiting(paper)
    if row is None:
        return False
    _keep(paper=row, file=file, by=by, now=now)
    return True


@operation
def _keep(*, paper, file, by, now):
    PaperBody.objects.create(paper=paper, case_id=paper.case_id, data=file.data)
    paper.held, paper.held_why = HeldState.HELD, ""
    paper.name, paper.file_kind, paper.size = file.name, file.kind, len(file.data)
    paper.fingerprint = hashlib.sha256(file.data).hexdigest()
    # The court's word that it is open does not open what we protect.
    paper.protected = paper.protected or holds_contact(paper.case, file.kind, file.data)
    paper.save(update_fields=["held", "held_why", "name", "file_kind", "size", "fingerprint", "protected"])
    # The line of a protected paper is read by more people than the paper: a small text could be guessed by its hash.
    hash_ = None if paper.protected else paper.fingerprint
    record(Verb.PAPER_FETCHED, paper, by=by, now=now, kind=paper.kind, size=paper.size, hash=hash_)


def leave_paper(*, paper, state, why, by, now):
    """Says that a paper is not to be had: it is not there, or not safe to open. Returns whether it said so now."""
    row = _waiting(paper)
    if row is None:
        return False
    _leave(paper=row, state=state, why=why, by=by, now=now)
    return True


@operation
def _leave(*, paper, state, why, by, now):
    paper.held, paper.held_why = state, why[:40]
    paper.save(update_fields=["held", "held_why"])
    record(Verb.PAPER_NOT_TAKEN, paper, by=by, now=now, reason=why)


def count_try(*, paper, why):
    """Counts a try that came to nothing, so that the next one comes later. The court being away is no event of a case:
    the feed has its own line."""
    row = _waiting(paper)
    if row is not None:
        row.tries, row.held_why = min(row.tries + 1, 30_000), why[:40]
        row.save(update_fields=["tries", "held_why"])
