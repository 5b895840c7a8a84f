"""Keeping the files of a case, and opening a protected one, which leaves a line each time."""

import hashlib

from goldenthread.casework.cases.operations.records import open_case
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.papers.models import Paper, PaperBody
from goldenthread.casework.papers.queries import body, holds_contact
from goldenthread.casework.papers.rules import ALWAYS_PROTECTED, BROUGHT_AS, NOT_BROUGHT, PaperKind, PaperSource
from goldenthread.documents.safety import checked
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

KEPT_BY = {PaperSource.BROUGHT: Verb.PAPER_BROUGHT, PaperSource.COURT: Verb.PAPER_FETCHED}


def bring_paper(*, case, kind, name, data, protected, member=None, by, now):
    """Takes a file into a case as a paper. `data` are the bytes, `name` what the file was called.

    One that holds a protected contact detail of the case is protected whatever is ticked. `keep_paper` with a look at
    the file before, and no operation itself. Refuses with `KIND_NOT_BROUGHT`, `CASE_CLOSED`, `ALREADY_HERE` and every
    code of `documents.safety.checked`.
    """
    if PaperKind(kind) in NOT_BROUGHT:
        raise Refused("KIND_NOT_BROUGHT", N_("A report is made here, out of the record."), field="kind")
    try:
        file = checked(name, data, allowed=BROUGHT_AS)
    except Refused as refusal:
        refusal.field = "file"
        raise
    protected = bool(protected) or PaperKind(kind) in ALWAYS_PROTECTED or holds_contact(case, file.kind, file.data)
    return keep_paper(
        case=case, kind=kind, source=PaperSource.BROUGHT, file=file, protected=protected, member=member, by=by, now=now
    )


@operation
def keep_paper(*, case, kind, source, file, protected, report=None, member=None, by, now, **court):
    """Keeps a checked file (`SafeFile`) with a case: BROUGHT by staff, or from the COURT.

    `court`: the fields of `Paper` that say what the court calls it. Refuses with `CASE_CLOSED`, and with
    `ALREADY_HERE` a file of staff whose bytes are here already.
    """
    open_case(case)
    locked(case.pk)  # the same file twice at the same moment is taken once
    if source == PaperSource.BROUGHT:
        _only_once(case, file.data)
    row = put(
        case=case, kind=kind, source=source, file=file, protected=protected, report=report, member=member,
        by=by, now=now, **court,
    )  # fmt: skip
    facts = {"protected": row.protected} if source == PaperSource.BROUGHT else {}
    # The line of a protected paper is read by more people than the paper: a small text could be guessed by its hash.
    hash_ = None if row.protected else row.fingerprint
    record(KEPT_BY[source], row, by=by, now=now, kind=kind, size=row.size, hash=hash_, **facts)
    return row


def put(*, case, kind, source, file, protected, by, now, **more):
    """The rows of a paper and its bytes. Part of an operation, which leaves the line."""
    row = Paper.objects.create(
        case=case, kind=kind, source=source, name=file.name, file_kind=file.kind, size=len(file.data),
        fingerprint=hashlib.sha256(file.data).hexdigest(), protected=protected,
        recorded_at=now, recorded_by=by, **more,
    )  # fmt: skip
    PaperBody.objects.create(paper=row, case=case, data=file.data)
    return row


def _only_once(case, data):
    # A protected paper that this person may not know of is not among these rows, and is not told of here.
    same = Paper.objects.filter(
        case=case, fingerprint=hashlib.sha256(data).hexdigest(), superseded_at__isnull=True
    ).first()
    if same is not None:
        raise Refused(
            "ALREADY_HERE",
            N_("This file is here already. Nothing was added."),
            field="file",
            problems=[Problem("ALREADY_HERE", N_("The paper that is the same file"), "papers:paper", (str(same.pk),))],
        )


@operation
def open_protected(*, paper, by, now) -> bytes:
    """The bytes of a protected paper; that it was opened is recorded each time. Refuses with `NOT_HELD`."""
    if not paper.size:
        raise Refused("NOT_HELD", N_("The file itself is not here."))
    data = body(paper)
    record(Verb.PROTECTED_PAPER_OPENED, paper, by=by, now=now, kind=paper.kind)
    return data
