"""Ordering, stopping and settling: what is asked first, who is refused, what if repeated, what is recorded."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from goldenthread.casework.cases.models import Case
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.operations import sending
from goldenthread.casework.filing.operations.ordering import stop_filing
from goldenthread.casework.filing.operations.settling import settle_filing
from goldenthread.casework.recommendations.models import Report
from goldenthread.casework.recommendations.operations import file_report, make_report
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests import court as wrong
from tests.background import waiting
from tests.court import pdf
from tests.unit.filing.conftest import SECTION_7, brought, copied, known


def refusal(do, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        do(*args, **kwargs)
    return refused.value


def problems(filer, paper, kind="Safeguarding_Letter"):
    """The codes of what stands in the way of filing a paper."""
    said = refusal(filer.orders, paper, kind)
    assert said.code == "NOT_READY"
    assert not Filing.objects.exists()
    assert not [name for name, _args in waiting() if name == "filing.send"]
    return {problem.code: problem.place for problem in said.problems}


def test_an_order_is_one_row_one_job_one_line_and_a_link_to_what_is_filed(filer):
    paper = filer.copy()
    row = filer.orders(paper, SECTION_7)
    assert (row.state, row.jurisdiction, row.recorded_by) == ("ORDERED", "PRIVATELAW", filer.cast.amira)
    jobs = [args for name, args in waiting() if name == "filing.send"]
    assert jobs == [{"by": str(filer.cast.amira.pk), "filing_id": str(row.pk)}]
    event = Event.objects.get(verb="FILING_ORDERED")
    assert event.facts == {"type": SECTION_7, "confidential": False, "hash": paper.fingerprint, "again": False}
    assert set(Link.objects.filter(from_id=row.pk).values_list("to_id", flat=True)) == {paper.pk, paper.report_id}


def test_an_order_that_is_undone_leaves_no_job(filer):
    with transaction.atomic():
        filer.orders(filer.letter())
        transaction.set_rollback(True)
    assert not waiting()


@pytest.mark.parametrize("code", ["S_16A_Risk_Assessment", "cirTransferRequest", "cirExtensionRequest"])
def test_what_is_always_confidential_is_so_whatever_is_said(filer, code):
    row = filer.orders(filer.letter(kind="OTHER"), code, confidential=False)
    assert (row.confidential, row.urgent) == (True, True)


def test_a_protected_paper_is_filed_as_confidential_whatever_is_said(filer):
    row = filer.orders(filer.letter(kind="OTHER", protected=True), "Correspondence", confidential=False)
    assert (row.confidential, row.urgent) == (True, False)


def test_a_type_that_the_court_does_not_know_is_refused(filer):
    assert refusal(filer.orders, filer.letter(), "Shopping_List").code == "UNKNOWN_TYPE"
    known(filer.case, "PUBLIC")
    assert refusal(filer.orders, filer.letter(data=pdf("Another.")), "Safeguarding_Letter").code == "UNKNOWN_TYPE"


# --- what stands in the way -------------------------------------------------------------------------------------


def test_a_case_registered_by_hand_is_filed_by_hand(filer):
    paper = filer.copy()
    Case.objects.update(court_case_id="")
    assert problems(filer, paper, SECTION_7) == {"NO_COURT_CASE": "recommendations:report_file"}


def test_a_court_that_is_not_set_up_is_said_before_anything_is_ordered(filer, settings):
    settings.COURTS = {}
    assert problems(filer, filer.letter()) == {"NOT_SET_UP": ""}


def test_what_came_from_the_court_is_not_filed_with_it(filer):
    assert problems(filer, filer.letter(kind="BUNDLE")) == {"NOT_OURS": ""}
    assert problems(filer, filer.letter(data=pdf("Theirs."), kind="REPORT_BACK")) == {"NOT_OURS": ""}


def test_public_law_wants_a_pdf_and_a_smaller_file(filer):
    from io import BytesIO

    from docx import Document

    known(filer.case, "PUBLIC")
    file = BytesIO()
    Document().save(file)
    paper = filer.letter(kind="OTHER", data=file.getvalue(), name="a.docx", file_kind="DOCX")
    assert problems(filer, paper, "GUARDIAN_REPORT") == {"NOT_PDF": "papers:bring"}
    large = filer.letter(kind="OTHER", data=pdf("Large.") + b"\n%" + b"x" * (10 * 1024 * 1024))
    assert "TOO_LARGE" in problems(filer, large, "GUARDIAN_REPORT")


def test_nothing_is_filed_in_a_closed_case(filer):
    paper = filer.letter()
    Case.objects.update(stage="CLOSED")
    assert problems(filer, paper) == {"CASE_CLOSED": ""}


def test_a_version_that_is_not_what_is_agreed_now_leads_to_the_child_whose_advice_it_is(filer):
    from goldenthread.casework.recommendations.operations import reopen_advice

    paper = filer.copy()
    advice = sending.Recommendation.objects.order_by("pk").first()
    reopen_advice(recommendation=advice, reason="She said more.", **filer.doing)
    found = problems(filer, paper, SECTION_7)
    assert found == {"LAPSED": "recommendations:advice", "NOT_AGREED": "recommendations:reports"}


@pytest.mark.parametrize(
    ("over", "code", "place"),
    [
        ({"recipient": "PARTY"}, "NOT_FOR_COURT", "papers:copy_new"),
        ({"state": "STOPPED"}, "GATE", "papers:copy"),
        ({"state": "KEPT_BACK"}, "GATE", "papers:copy"),
    ],
)
def test_only_the_courts_copy_that_passed_the_gate_is_filed(filer, over, code, place):
    assert problems(filer, filer.copy(**over), SECTION_7) == {code: place}


def protect(filer, value="14 Larkspur Court, Wexcombe"):
    record_contact_detail(
        case_id=filer.case.pk, member=filer.way.mother, kind="ADDRESS", value=value, protected=True, why="Form C8",
        **filer.doing,
    )  # fmt: skip


def test_the_gate_looks_through_a_letter_and_a_copy_before_they_are_ordered(filer):
    letter, copy = filer.letter(pdf("She lives at 14 Larkspur Court.")), filer.copy(words="Seen at Larkspur Court.")
    protect(filer)
    assert problems(filer, letter) == {"GATE": "papers:paper"}
    assert problems(filer, copy, SECTION_7) == {"GATE": "papers:copy"}


def test_a_refusal_of_the_gate_never_says_what_it_found(filer):
    letter = filer.letter(pdf("She lives at 14 Larkspur Court."))
    protect(filer)
    said = refusal(filer.orders, letter)
    assert "Larkspur" not in " ".join([said.message, *(problem.said() for problem in said.problems)])


def test_a_file_that_the_gate_cannot_read_is_read_by_a_person_who_says_so(filer, monkeypatch):
    from goldenthread.casework.filing.operations import checks

    monkeypatch.setattr(checks, "is_scan", lambda *_: True)
    paper = filer.letter()
    assert refusal(filer.orders, paper).code == "READ_IT"
    assert filer.orders(paper, by_eye=True).by_eye


# --- twice ------------------------------------------------------------------------------------------------------


def test_the_same_paper_is_not_filed_twice_by_accident(filer, court):
    paper = filer.letter()
    first = filer.orders(paper)
    again = refusal(filer.orders, paper)
    assert (again.code, again.problems[0].args) == ("ON_ITS_WAY", (str(first.pk),))
    filer.works()
    filer.cast.as_(filer.cast.amira)
    again = refusal(filer.orders, paper)
    assert (again.code, again.field, again.problems[0].args) == ("FILED_ALREADY", "again_why", (str(first.pk),))
    assert len(court.filed) == 1


def test_a_double_click_orders_and_sends_once(filer, court):
    page, paper = filer.cast.client(filer.cast.amira), filer.letter()
    once = {"kind": "Safeguarding_Letter", "confidential": "NO", "_once": "01890a5d-ac96-774b-bcce-b302099a8057"}
    answers = [page.post(f"/papers/{paper.pk}/filing", once) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert answers[0].url == answers[1].url
    filer.works()
    assert len(court.filed) == 1


def test_another_file_of_the_same_version_counts_as_the_same(filer, court):
    first = filer.copy()
    filer.filed(first, SECTION_7)
    second = brought(
        case=filer.case, kind="REPORT", data=pdf("The same, drawn again."), report=first.report, **filer.doing
    )
    copied(report=first.report, paper=second, **filer.doing)
    assert refusal(filer.orders, second, SECTION_7).code == "FILED_ALREADY"
    # Under another type it would be the same text twice as well.
    assert refusal(filer.orders, second, "Section7_Addendum_Report").code == "FILED_ALREADY"
    assert len(court.filed) == 1


def test_it_is_filed_once_more_where_that_is_meant_and_said(filer, court):
    paper = filer.copy()
    first = filer.filed(paper, SECTION_7)
    second = filer.filed(paper, SECTION_7, again_why="The court office lost it.")
    assert (second.state, second.again_of, second.again_why) == ("FILED", first, "The court office lost it.")
    assert len(court.filed) == 2
    assert Event.objects.filter(verb="FILING_ORDERED").order_by("pk").last().facts["again"] is True


def test_a_report_that_was_marked_as_filed_by_hand_is_at_the_court_already(filer, court):
    paper = filer.copy()
    file_report(report=paper.report, on=filer.cast.now.date(), **filer.doing)
    assert refusal(filer.orders, paper, SECTION_7).code == "FILED_ALREADY"
    assert filer.filed(paper, SECTION_7, again_why="It was lost in the post.").state == "FILED"


def test_a_new_version_is_another_text(filer, court):
    filer.filed(filer.letter())
    assert filer.filed(filer.letter(pdf("A second letter."))).state == "FILED"
    assert len(court.filed) == 2


def test_the_database_refuses_what_two_people_order_at_once(filer):
    row = filer.orders(filer.letter())
    row.pk, row._state.adding = "01890a5d-ac96-774b-bcce-b302099a8057", True
    with pytest.raises(IntegrityError, match="filing_filing_once"), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_uncertain_is_settled_before_it_is_filed_again(filer, court):
    court.faults, paper = [wrong.BROKEN], filer.letter()
    first = filer.filed(paper)
    assert refusal(filer.orders, paper, again_why="To be sure.").code == "SETTLE_FIRST"
    settle_filing(filing=first, found="HAS_IT_NOT", words="Mr Boyle, at ten.", **filer.doing)
    assert filer.filed(paper).state == "FILED"
    assert len(court.filed) == 1


# --- stopping and settling --------------------------------------------------------------------------------------


def test_what_waits_can_be_stopped_with_words_and_is_not_sent(filer, court):
    row = filer.orders(filer.letter())
    assert refusal(stop_filing, filing=row, reason=" ", **filer.doing).code == "COMMENT_REQUIRED"
    stopped = stop_filing(filing=row, reason="The wrong letter.", **filer.doing)
    assert (stopped.state, stopped.settled_by, stopped.settled_why) == (
        "STOPPED", filer.cast.amira, "The wrong letter.",
    )  # fmt: skip
    assert filer.works() == [("filing.send", "DONE", "")]
    assert not court.filed
    assert refusal(stop_filing, filing=row, reason="Again.", **filer.doing).code == "ALREADY_STOPPED"


def test_what_the_court_has_cannot_be_stopped(filer, court):
    row = filer.filed()
    assert refusal(stop_filing, filing=row, reason="Too late.", **filer.doing).code == "NOT_FROM_HERE"


def test_the_court_has_it_after_all_and_the_report_is_marked_with_the_day_of_sending(filer, court):
    court.faults = [wrong.DONE_AND_BROKEN]
    row = filer.filed(filer.copy(), SECTION_7)
    assert Report.objects.get().filed_on is None
    assert refusal(settle_filing, filing=row, found="HAS_IT", words="", **filer.doing).code == "COMMENT_REQUIRED"
    row = settle_filing(
        filing=row, found="HAS_IT", words="Mr Boyle, at ten.", expected_version=row.version, **filer.doing
    )
    assert (row.state, row.receipt, row.settled_why) == ("FILED", "", "Mr Boyle, at ten.")
    assert Report.objects.get().filed_on == filer.cast.now.date()
    assert Event.objects.get(verb="FILING_SETTLED").facts == {"outcome": "HAS_IT"}


def test_the_second_of_two_who_settle_is_told(filer, court):
    court.faults = [wrong.BROKEN]
    row = filer.filed()
    settle_filing(filing=row, found="HAS_IT", words="Mr Boyle.", expected_version=row.version, **filer.doing)
    said = refusal(
        settle_filing, filing=row, found="HAS_IT_NOT", words="Ms Hay.", expected_version=row.version, **filer.doing
    )
    assert said.code == "CHANGED_MEANWHILE"


def test_one_whose_worker_never_came_back_can_be_settled(filer, court):
    row = filer.orders(filer.letter())
    sending.begin(filing_id=row.pk, **filer.doing)
    soon = refusal(settle_filing, filing=row, found="HAS_IT_NOT", words="Ms Hay.", **filer.doing)
    assert soon.code == "NOT_FROM_HERE"
    later = filer.cast.now + dt.timedelta(minutes=16)
    row = settle_filing(filing=row, found="HAS_IT_NOT", words="Ms Hay.", by=filer.cast.amira, now=later)
    assert (row.state, row.refusal) == ("REFUSED", "NOT_THERE")


def test_a_second_version_after_a_filed_one_needs_no_reason_but_its_agreement(filer, court):
    """Filed advice can no longer change, so a further version of the report cannot be made at all."""
    filer.filed(filer.copy(), SECTION_7)
    assert refusal(make_report, case=filer.case, **filer.doing).code == "NOT_AGREED"
