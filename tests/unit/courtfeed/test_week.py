"""A week of windows with faults in between ends exactly as the same week without.

Both weeks are lived: the clock goes on a window at a time, cases change as it goes, and the feeds are walked at each
step. In one of them everything goes wrong that can: errors, broken connections, answers cut short or of another kind,
tokens that run out, a process that is killed in the middle of taking an answer in. Then the tables are compared.
"""

import copy
import datetime as dt
import random
from uuid import UUID

import pytest
from django.db import transaction

from goldenthread.casework.cases.models import Case, Hearing, Participation
from goldenthread.casework.courtfeed.client import Court as Client
from goldenthread.casework.courtfeed.fetching import fetch_papers
from goldenthread.casework.courtfeed.models import Difference, Feed, Payload, Run, Sign
from goldenthread.casework.courtfeed.operations import runs
from goldenthread.casework.courtfeed.polling import poll
from goldenthread.casework.families.models import ContactDetail, FamilyMember, Match, ProtectedContact, Relationship
from goldenthread.casework.papers.models import Paper, PaperBody
from tests import court as c
from tests.court import PRIVATE, PUBLIC, Court, a_case

MONDAY = dt.datetime(2026, 1, 12, 0, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=14)
STEPS = 7 * 24 * 60 // 14
DAYS = range(7)


def happenings():
    """[(court, when, case)] of the week: new cases, cases that change, one that cannot be read, papers."""
    chance = random.Random("a week")  # noqa: S311 (made-up events)
    told = []
    for day in DAYS:
        for n, which in enumerate((PRIVATE, PRIVATE, PUBLIC)):
            case = a_case(which, number=day * 10 + n)
            at = MONDAY + dt.timedelta(
                days=day, hours=8 + n, minutes=chance.randrange(60), seconds=chance.randrange(60)
            )
            _named(case, which, day * 10 + n)
            told.append((which, at, case))
            changed, hours = copy.deepcopy(case), chance.choice([3, 5, 27])
            _changes(changed, which, n)
            told.append((which, at + dt.timedelta(hours=hours), changed))
    # Where one window ends and the next begins, so that it comes in both.
    told.append((PRIVATE, MONDAY + 100 * STEP - dt.timedelta(minutes=2), _named(a_case(number=900), PRIVATE, 900)))
    bad = a_case(number=901)
    bad["case_data"]["children"] = []
    told.append((PRIVATE, MONDAY + dt.timedelta(days=2, hours=12, minutes=5), bad))
    return told


def _named(case, which, number):
    """Tells families apart, so that nobody is proposed to be anybody else, and gives each a paper."""
    data = case["case_data" if which == PRIVATE else "caseData"]
    for name in ("children", "applicants", "respondents"):
        for person in data.get(name, []):
            told = person.get("value", person)
            told["lastName"] = f"{told.get('lastName') or 'Only'}-{number}"
            told.pop("dateOfBirth", None)
    if which == PRIVATE:
        data["finalDocument"] = {"document_id": str(UUID(int=number + 1)), "document_filename": "C100.pdf"}
    return case


def _changes(case, which, n):
    if which == PUBLIC:
        case["caseData"]["hearingDetails"] = case["caseData"].get("hearingDetails", [])[:1]
        return
    data = case["case_data"]
    data["courtName"] = "Another Family Court"
    data["respondents"].append({"id": f"late-{n}", "value": {"firstName": "Aske", "lastName": f"Late{case['id']}"}})
    data["applicants"][0]["value"]["isAddressConfidential"] = "Yes"


class Killed(BaseException):
    """The process ends here."""


class Week:
    """One way of living the week: the court, the clock, and what goes wrong."""

    def __init__(self, cast, settings, *, faults):
        self.cast, self.settings = cast, settings
        self.chance = random.Random(faults) if faults else None  # noqa: S311 (made-up faults)
        self.now, self.in_a_row, self.killed, self.clients = MONDAY, 0, 0, {}

    def clock(self):
        return self.now

    def client(self, which):
        """One client of each court for the whole week, as one process has."""
        if which not in self.clients:
            self.clients[which] = Client(which)
        return self.clients[which]

    def fault(self, _asked):
        """A fault for about one request in six, and never more than four in a row: the court comes back."""
        if self.chance is None or self.in_a_row >= 4 or self.chance.random() > 0.16:
            self.in_a_row = 0
            return None
        self.in_a_row += 1
        return self.chance.choice(c.FAULTS)

    def live(self, monkeypatch):
        with Court(self.clock) as court:
            self.settings.COURTS = court.settings()
            for which, at, case in happenings():
                court.add(which, at, case)
            for number in range(1, 70):
                court.add_document(str(UUID(int=number)), "C100.pdf", "application/pdf", c.pdf(f"Paper {number}"))
            court.fault_for = self.fault
            for step in range(STEPS):
                self.now += STEP
                self._walk(monkeypatch)
                if step % 50 == 0:
                    fetch_papers(by=self.cast.importer, now=self.now)
            self.chance = None
            self.now += dt.timedelta(days=1)
            poll(by=self.cast.importer, clock=self.clock, force=True)
            fetch_papers(by=self.cast.importer, now=self.now, everyone=True)
            return court

    def _walk(self, monkeypatch):
        """Walks both feeds; now and then the process is killed on the way and started again."""
        dies = self.chance is not None and self.chance.random() < 0.5
        with monkeypatch.context() as patch:
            if dies:
                name = self.chance.choice(["finish_run", "receive_case", "receive_version", "tell_of_papers"])
                patch.setattr(runs, name, self._dies)
            try:
                poll(by=self.cast.importer, clock=self.clock, court_of=self.client)
                return
            except Killed:
                self.killed += 1
        poll(by=self.cast.importer, clock=self.clock, court_of=self.client)

    def _dies(self, **_given):
        raise Killed


def ended():
    """Every table that a feed fills, without what differs by chance: identifiers of ours and when it was recorded."""
    rows = {
        "cases": Case.objects.values_list(
            "law", "nation", "source", "court_case_id", "court_number", "court_name", "orders_sought", "issued_on",
            "received_on", "urgency_signs", "stage", "version",
        ),
        "people": FamilyMember.objects.values_list(
            "first_names", "last_name", "born_on", "gender", "doubts", "court_party_id", "has_protected_contact"
        ),
        "parts": Participation.objects.values_list(
            "case__court_case_id", "member__last_name", "member__first_names", "role", "order", "from_on"
        ),
        "relations": Relationship.objects.values_list("one__last_name", "other__last_name", "kind", "lives_with"),
        "details": ContactDetail.objects.filter(ended_at=None).values_list("member__last_name", "kind", "value"),
        "details that ended": ContactDetail.objects.exclude(ended_at=None).values_list("member__last_name", "kind"),
        "protected": ProtectedContact.objects.values_list("member__last_name", "kind", "value", "why"),
        "hearings": Hearing.objects.values_list(
            "case__court_case_id", "kind", "starts_at", "ends_at", "venue", "status"
        ),
        "signs": Sign.objects.values_list("case__court_case_id", "code"),
        "differences": Difference.objects.values_list(
            "case__court_case_id", "field", "we_have", "court_says", "protected", "state", "superseded_why"
        ),
        "matches": Match.objects.values_list("basis", "state"),
        "payloads": Payload.objects.values_list(
            "jurisdiction", "court_case_id", "last_modified", "fate", "fingerprint", "case__court_case_id"
        ),
        "papers": Paper.objects.values_list(
            "case__court_case_id", "court_document_id", "kind", "held", "protected", "name", "size", "fingerprint"
        ),
        "bodies": PaperBody.objects.values_list("case__court_case_id", "paper__court_document_id"),
    }  # fmt: skip
    return {name: sorted(map(repr, values)) for name, values in rows.items()}


@pytest.fixture
def settings_of_the_week(settings):
    settings.COURT_FIRST_HOURS = 0
    settings.COURT_DEADLINE_SECONDS = settings.COURT_CONNECT_SECONDS = 2
    return settings


def test_a_week_with_faults_ends_as_the_same_week_without(importer_role, cast, settings_of_the_week, monkeypatch):
    cast.as_(cast.importer)
    weeks, ends = {}, {}
    for name, faults in (("without", None), ("with", "everything that can go wrong")):
        with transaction.atomic():
            week = weeks[name] = Week(cast, settings_of_the_week, faults=faults)
            court = week.live(monkeypatch)
            ends[name] = ended()
            assert not Feed.objects.exclude(failure="").exists()
            searched = [asked for asked in court.asked if asked.is_search]
            weeks[name].searches, weeks[name].faults = len(searched), [f for f in court.happened if f]
            weeks[name].runs = Run.objects.filter(finished_at__isnull=False).count()
            transaction.set_rollback(True)
    for table, rows in ends["without"].items():
        assert ends["with"][table] == rows, table
    # It was a week, and it was troubled.
    assert weeks["without"].searches >= 2 * 672
    assert weeks["without"].faults == []
    assert set(weeks["with"].faults) == set(c.FAULTS)
    assert len(weeks["with"].faults) > 150
    assert weeks["with"].killed > 5
    assert len(ends["without"]["cases"]) == 22
    assert len(ends["without"]["payloads"]) == 44
    assert weeks["without"].runs == 44
