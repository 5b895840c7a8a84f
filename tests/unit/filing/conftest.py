"""A court on this machine, a case that it knows, and papers of that case that can be filed."""

import pytest

from goldenthread.casework.cases.models import Case
from goldenthread.casework.filing.operations.ordering import order_filing
from goldenthread.casework.papers.models import Copy
from goldenthread.casework.papers.operations.papers import put
from goldenthread.casework.recommendations.operations import make_report
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.documents.safety import SafeFile
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb
from tests.background import run_jobs
from tests.court import PRIVATE, PUBLIC, Court, a_case, pdf
from tests.pathway import Pathway

NUMBER = {"PRIVATE": 1_700_000_000_000_001, "PUBLIC": 1_800_000_000_000_001}
SECTION_7 = "Section7_Report_Child_Impact_Analysis"


@operation
def brought(*, case, kind, data, name="paper.pdf", file_kind="PDF", protected=False, report=None, by, now):
    """A paper as it lies in the table, whoever brought it in."""
    file = SafeFile(name=name, kind=FileKind(file_kind), media_type=MEDIA_TYPES[FileKind(file_kind)], data=data)
    source = "MADE" if report else "BROUGHT"
    row = put(case=case, kind=kind, source=source, file=file, protected=protected, report=report, by=by, now=now)
    record(Verb.PAPER_BROUGHT, row, by=by, now=now, kind=kind)
    return row


@operation
def copied(*, report, paper, recipient="COURT", state="CLEAR", by, now):
    """The court's copy of a report, as the gate let it through."""
    row = Copy.objects.create(
        case=report.case, report=report, paper=paper, recipient=recipient, purpose="TO_FILE",
        file_kind=paper.file_kind, state=state, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.COPY_MADE, row, by=by, now=now)
    return row


@pytest.fixture
def court(settings, now):
    """Both courts, each with a case."""
    with Court(lambda: now) as standing:
        standing.add(PRIVATE, now, a_case(PRIVATE, 1))
        standing.add(PUBLIC, now, a_case(PUBLIC, 1))
        settings.COURTS = standing.settings()
        settings.COURT_DEADLINE_SECONDS = 2
        yield standing


@pytest.fixture
def case(cast):
    """A case that the court knows by its number."""
    return known(cast.case())


def known(case, law="PRIVATE"):
    """Gives a case the number by which the court knows it."""
    Case.objects.filter(pk=case.pk).update(court_case_id=str(NUMBER[law]), law=law)
    case.refresh_from_db()
    return case


class Filer:
    """What the tests do again and again: a paper, an order, the worker."""

    def __init__(self, cast, case):
        self.cast, self.case, self.person = cast, case, cast.amira
        self.way = Pathway(cast, case)

    @property
    def doing(self):
        self.cast.as_(self.person)
        return {"by": self.person, "now": self.cast.now}

    def letter(self, data=None, **over):
        said = {"case": self.case, "kind": "LETTER", "data": pdf("A made-up letter.") if data is None else data}
        return brought(**{**said, **over}, **self.doing)

    def report(self):
        for child in (self.way.maya, self.way.leo):
            self.way.agreed(child)
        return make_report(case=self.case, **self.doing)

    def copy(self, report=None, words="A made-up report.", **over):
        """The paper that is the court's copy of a report."""
        report = report or self.report()
        name = f"report-{words.split()[-1].strip('.')}.pdf"
        paper = brought(case=self.case, kind="REPORT", data=pdf(words), name=name, report=report, **self.doing)
        copied(report=report, paper=paper, **over, **self.doing)
        return paper

    def orders(self, paper, kind="Safeguarding_Letter", **over):
        return order_filing(paper=paper, document_type=kind, **over, **self.doing)

    def works(self, **over):
        """The worker does what waits; what became of each job."""
        return run_jobs(queue="house", now=self.cast.now, **over)

    def filed(self, paper=None, kind="Safeguarding_Letter", **over):
        """A filing, ordered and done by the worker, as it stands then."""
        row = self.orders(paper or self.letter(), kind, **over)
        self.works()
        self.cast.as_(self.person)
        row.refresh_from_db()
        return row


@pytest.fixture
def filer(cast, case, court):
    return Filer(cast, case)
