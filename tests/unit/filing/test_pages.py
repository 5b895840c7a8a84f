"""The pages of filing: who gets in, what they say, and where they lead."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.casework.cases.models import Case
from goldenthread.casework.filing.models import Filing
from tests import court as wrong
from tests.counting import queries_of  # noqa: F401 (a fixture)
from tests.court import pdf
from tests.unit.filing.conftest import SECTION_7, Filer, brought


def text(client, name, thing, status=200):
    answer = client.get(reverse(f"filing:{name}", args=[thing.pk]))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


@pytest.fixture
def amira(cast):
    return cast.client(cast.amira)


@pytest.mark.parametrize(
    ("person", "orders", "reads"),
    [
        ("amira", 200, 200), ("ben", 404, 404), ("elsewhere", 404, 404), ("supervisor", 200, 200),
        ("manager", 200, 200), ("other_manager", 404, 404), ("director", 403, 200), ("duty", 404, 404),
        ("auditor", 403, 200), ("board", 404, 404), ("administrator", 404, 404), ("nobody", 404, 404),
    ],
)  # fmt: skip
def test_who_may_order_and_who_may_read(filer, person, orders, reads):
    paper, row = filer.letter(), filer.filed()
    client = filer.cast.client(getattr(filer.cast, person))
    asked = {
        "new": paper, "stop": row, "settle": row, "filing": row, "index": filer.case,
    }  # fmt: skip
    got = {name: client.get(reverse(f"filing:{name}", args=[thing.pk])).status_code for name, thing in asked.items()}
    assert got == {"new": orders, "stop": orders, "settle": orders, "filing": reads, "index": reads}


def test_the_page_shows_what_is_sent_and_proposes_the_likely_type(filer, amira):
    shown = text(amira, "new", filer.copy())
    assert "Maya: 10 June 2026 by Marcus Oyelaran" in shown
    assert "Leo: 10 June 2026 by Marcus Oyelaran" in shown
    first = shown.index("Section 7 report with child impact analysis")
    assert first < shown.index("Addendum to a section 7 report") < shown.index("Another type")
    assert "Suitability report" in shown
    assert "Always confidential, and urgent at the court" in shown
    assert "Request to transfer a child impact report (always confidential)" in shown
    assert "Must the court keep it confidential?" in shown


def test_ordering_leads_to_the_filing_which_shows_its_receipt_when_it_has_come(filer, amira, court):
    paper = filer.copy()
    answer = amira.post(
        reverse("filing:new", args=[paper.pk]),
        {"kind": "ANOTHER", "another": "Suitability_report", "confidential": "YES"},
    )
    row = Filing.objects.get()
    assert answer.url == reverse("filing:filing", args=[row.pk])
    assert (row.document_type, row.confidential) == ("Suitability_report", True)
    assert "Waiting to be sent" in text(amira, "filing", row)
    filer.works()
    shown = text(amira, "filing", row)
    filer.cast.as_(filer.cast.amira)
    row.refresh_from_db()
    assert row.receipt in shown
    assert paper.fingerprint in shown
    assert "Suitability report" in text(amira, "index", filer.case)


def test_another_type_must_be_named(filer, amira):
    answer = amira.post(reverse("filing:new", args=[filer.letter().pk]), {"kind": "ANOTHER", "confidential": "NO"})
    assert answer.status_code == 422
    assert "Choose which type it is" in answer.content.decode()
    assert not Filing.objects.exists()


def test_what_stands_in_the_way_is_named_and_leads_there_and_nothing_can_be_sent(filer, amira):
    paper = filer.copy()
    Case.objects.update(court_case_id="")
    shown = text(amira, "new", paper)
    assert "It cannot be filed yet" in shown
    assert reverse("recommendations:report_file", args=[paper.report_id]) in shown
    assert "gt-form" not in shown


def test_a_record_that_changed_lapses_the_agreement_when_it_is_ordered(filer, amira):
    paper = filer.copy()
    filer.way.wishes.clear()
    filer.cast.as_(filer.cast.amira)
    filer.way.heard(filer.way.maya, "I have changed my mind.")
    answer = amira.post(reverse("filing:new", args=[paper.pk]), {"kind": SECTION_7, "confidential": "NO"})
    assert answer.status_code == 422
    assert "the agreement has lapsed" in answer.content.decode()
    assert not Filing.objects.exists()


def test_what_went_before_is_shown_with_its_receipt_and_asks_why(filer, amira, court):
    paper = filer.copy()
    row = filer.filed(paper, SECTION_7)
    shown = text(amira, "new", paper)
    assert row.receipt in shown
    assert "Why is it filed once more?" in shown
    answer = amira.post(reverse("filing:new", args=[paper.pk]), {"kind": SECTION_7, "confidential": "NO"})
    assert answer.status_code == 422
    said = {"kind": SECTION_7, "confidential": "NO", "again_why": "It was lost."}
    assert amira.post(reverse("filing:new", args=[paper.pk]), said).status_code == 302
    assert Filing.objects.count() == 2


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "does not take this file as this type of document", "filing:new"),
        (404, "does not know the case by the number that we hold", "workspace:overview"),
        (413, "larger than the court takes", "papers:paper"),
        (403, "did not let our service in", "filing:new"),
    ],
)
def test_a_refusal_says_what_to_do_and_leads_to_the_page_that_mends_it(filer, amira, court, monkeypatch, refusal):
    status, says, leads = refusal
    monkeypatch.setattr(type(court), "_file_private", lambda self, asked, number: wrong.Said.value(status, {}))
    row = filer.filed()
    shown = text(amira, "filing", row)
    assert says in shown
    assert reverse(leads, args=[row.case_id if leads == "workspace:overview" else row.paper_id]) in shown
    assert reverse("filing:stop", args=[row.pk]) in shown


def test_what_is_uncertain_says_so_and_is_settled_with_words(filer, amira, court):
    court.faults = [wrong.BROKEN]
    row = filer.filed()
    shown = text(amira, "filing", row)
    assert "Sent; not known whether it arrived" in shown
    assert "Ask the court office whether it has it" in shown
    there = reverse("filing:settle", args=[row.pk])
    assert amira.post(there, {"found": "HAS_IT", "reason": ""}).status_code == 422
    said = {"found": "HAS_IT", "reason": "Mr Boyle, at ten.", "expected_version": str(row.version)}
    assert amira.post(there, said).status_code == 302
    assert "Mr Boyle, at ten." in text(amira, "filing", row)


def test_what_is_refused_can_be_let_rest(filer, amira, court, monkeypatch):
    monkeypatch.setattr(type(court), "_file_private", lambda self, asked, number: wrong.Said.value(404, {}))
    row = filer.filed()
    answer = amira.post(reverse("filing:stop", args=[row.pk]), {"reason": "It went by post."})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.refusal, row.settled_why) == ("STOPPED", "CASE_UNKNOWN", "It went by post.")


def test_a_case_of_wales_is_told_that_the_way_is_not_confirmed(filer, amira):
    paper = filer.letter()
    assert "Cafcass Cymru" not in text(amira, "new", paper)
    Case.objects.update(nation="WALES")
    assert "Cafcass Cymru" in text(amira, "new", paper)


def test_nothing_filed_yet_says_how_to_begin(filer, amira):
    assert "Nothing has been sent to the court from here" in text(amira, "index", filer.case)


@pytest.mark.parametrize("name", ["new", "filing", "index", "settle", "stop"])
def test_a_page_asks_as_often_for_many_filings_as_for_one(filer, queries_of, name):  # noqa: F811
    paper = filer.copy()
    row = filer.filed(paper, SECTION_7)
    thing = {"new": paper, "index": filer.case}.get(name, row)
    address = reverse(f"filing:{name}", args=[thing.pk])
    few = queries_of(filer.cast.amira, address)
    for number in range(4):
        filer.filed(paper, SECTION_7, again_why=f"Lost, time {number}.")
    assert queries_of(filer.cast.amira, address) == few <= 12


# --- the worklists ----------------------------------------------------------------------------------------------


def on_worklists(filer):
    """Whether a filing that needs somebody is said on My work and on the team's list."""
    mine = filer.cast.client(filer.cast.amira).get(reverse("workspace:my_work")).content.decode()
    teams = filer.cast.client(filer.cast.manager).get(reverse("workspace:team")).content.decode()
    said = ["A filing with the court needs someone" in mine, "?attention=FILING" in teams]
    assert len(set(said)) == 1
    return said[0]


def test_a_refused_filing_stands_on_the_worklists_until_it_is_filed_again(filer, court, monkeypatch):
    paper = filer.letter()
    assert not on_worklists(filer)
    with monkeypatch.context() as refusing:
        refusing.setattr(type(court), "_file_private", lambda self, asked, number: wrong.Said.value(400, {}))
        filer.filed(paper)
    assert on_worklists(filer)
    filer.cast.as_(filer.cast.amira)
    filer.filed(paper)
    assert not on_worklists(filer)


def test_an_uncertain_filing_stands_on_the_worklists(filer, court):
    court.faults = [wrong.BROKEN]
    filer.filed()
    assert on_worklists(filer)


def test_one_that_waits_longer_than_an_hour_stands_on_the_worklists(filer):
    row = filer.orders(filer.letter())
    Filing.objects.filter(pk=row.pk).update(recorded_at=clock() - dt.timedelta(minutes=59))
    assert not on_worklists(filer)
    filer.cast.as_(filer.cast.amira)
    Filing.objects.filter(pk=row.pk).update(recorded_at=clock() - dt.timedelta(minutes=61))
    assert on_worklists(filer)


def test_the_filings_of_another_case_are_not_on_these_worklists(filer, cast, court):
    other = Filer(cast, cast.case(cast.elsewhere, area=cast.coast))
    other.person = cast.elsewhere
    Case.objects.filter(pk=other.case.pk).update(court_case_id="1700000000000009")
    paper = brought(case=other.case, kind="LETTER", data=pdf("Theirs."), **other.doing)
    assert other.filed(paper).state == "REFUSED"
    assert not on_worklists(filer)
