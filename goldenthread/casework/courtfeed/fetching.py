"""Fetching the documents that wait: each looked at before it is kept, none given up because the court is away."""

import contextlib
import logging
from collections import Counter

from django.conf import settings
from django.db import transaction

from goldenthread.access.door import name_person
from goldenthread.casework.cases.rules import Law
from goldenthread.casework.courtfeed.client import Court, CourtProblem, CourtRefused
from goldenthread.casework.courtfeed.models import Feed
from goldenthread.casework.courtfeed.operations.papers import count_try, keep_fetched, leave_paper
from goldenthread.casework.courtfeed.queries import papers_by_state, papers_to_fetch
from goldenthread.casework.courtfeed.rules import Jurisdiction, Trouble
from goldenthread.casework.courtfeed.walk import paper_due
from goldenthread.casework.papers.rules import HeldState
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import checked
from goldenthread.kernel.refusal import Refused

log = logging.getLogger("goldenthread.courtfeed")

JURISDICTION_OF = {Law.PRIVATE: Jurisdiction.PRIVATELAW, Law.PUBLIC: Jurisdiction.PUBLICLAW}
# A page that runs in a browser is nothing that a court files, and may do anything there.
TAKEN = frozenset(FileKind) - {FileKind.HTML, FileKind.OTHER}
# About this one document; anything else is about the court, and the others need not be tried now.
OF_ONE = {Trouble.TOO_LARGE, Trouble.UNCLEAR, Trouble.CUT_SHORT, Trouble.TOO_SLOW, Trouble.BAD_REQUEST,
          Trouble.COURT_ERROR, Trouble.REFUSED}  # fmt: skip
MOST_AT_ONCE = 200
# Some answers are of a machine in between, and come right by themselves: a file is looked at so often before it is
# said not to be one.
LOOKS = 4
MAY_COME_RIGHT = {"EMPTY_FILE", "BROKEN_FILE", "NOT_WHAT_IT_SAYS", "TYPE_NOT_TAKEN"}


def fetch_papers(*, by, now, everyone=False) -> dict:
    """Fetches what waits and is due, `everyone` whether due or not. No transaction is open, but one for each paper.

    `by` is the importer. Returns how many were kept, not taken, left for later.
    """
    with transaction.atomic():
        name_person(by.pk)
        waiting = [p for p in papers_to_fetch() if everyone or paper_due(p.recorded_at, p.tries) <= now]
    counts, courts, away = Counter(kept=0, not_taken=0, later=0), {}, set()
    for paper in waiting[:MOST_AT_ONCE]:
        jurisdiction = JURISDICTION_OF[Law(paper.case.law)]
        court = courts.setdefault(jurisdiction, Court(jurisdiction))
        if jurisdiction in away or not court.is_set_up:
            counts["later"] += 1
            continue
        fate, code = _fetch(court, paper, by, now)
        counts[fate] += 1
        if fate == "later" and code not in OF_ONE | MAY_COME_RIGHT:
            away.add(jurisdiction)
    with _named(by):
        count_papers(now)
    return dict(counts)


def count_papers(now):
    """Writes with each feed how many of its papers are not here. Nothing of any case."""
    found = papers_by_state()
    for law, jurisdiction in JURISDICTION_OF.items():
        Feed.objects.filter(jurisdiction=jurisdiction).update(
            papers_waiting=found.get((law, HeldState.TO_FETCH), 0),
            papers_not_there=found.get((law, HeldState.NOT_THERE), 0),
            papers_refused=found.get((law, HeldState.REFUSED), 0),
            papers_counted_at=now,
        )


@contextlib.contextmanager
def _named(by):
    with transaction.atomic():
        name_person(by.pk)
        yield


def _fetch(court, paper, by, now):
    """(what became of one paper, code)."""
    try:
        data = court.document(paper.court_document_id)
        file = checked(paper.name, data, allowed=TAKEN, limit_mb=settings.COURT_DOCUMENT_LIMIT_MB)
    except CourtProblem as problem:
        if isinstance(problem, CourtRefused) and problem.code in {Trouble.NOT_THERE, Trouble.BAD_REQUEST}:
            return _not_taken(paper, HeldState.NOT_THERE, problem.code, by, now)
        if problem.code == Trouble.TOO_LARGE:
            return _not_taken(paper, HeldState.REFUSED, problem.code, by, now)
        return _later(paper, problem.code, by)
    except Refused as refusal:
        return _unsafe(paper, refusal.code, by, now)
    except Exception as error:  # a file made to break a reader must not keep the others out
        log.warning("A document of the court could not be looked at: %s", type(error).__name__)
        return _unsafe(paper, "BROKEN_FILE", by, now)
    with _named(by):
        keep_fetched(paper=paper, file=file, by=by, now=now)
    return "kept", ""


def _unsafe(paper, code, by, now):
    if code in MAY_COME_RIGHT and paper.tries + 1 < LOOKS:
        return _later(paper, code, by)
    return _not_taken(paper, HeldState.REFUSED, code, by, now)


def _later(paper, code, by):
    with _named(by):
        count_try(paper=paper, why=str(code))
    return "later", code


def _not_taken(paper, state, why, by, now):
    with _named(by):
        leave_paper(paper=paper, state=state, why=str(why), by=by, now=now)
    return "not_taken", why
