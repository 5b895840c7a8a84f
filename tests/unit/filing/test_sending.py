"""The worker and the court: what each of the court's answers makes of a filing, and that nothing is sent twice."""

import pytest

from goldenthread.casework.filing import jobs
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.operations import sending
from goldenthread.casework.filing.rules import MOST_TRIES, SAID_AFTER
from goldenthread.casework.papers.models import Copy
from goldenthread.casework.papers.rules import saved_as
from goldenthread.casework.recommendations.models import Report
from goldenthread.casework.recommendations.operations import file_report, reopen_advice
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Post
from goldenthread.thread.models import Event
from tests import court as wrong
from tests.court import Court
from tests.unit.filing.conftest import SECTION_7, known


def verbs(filing):
    return list(Event.objects.filter(subject_id=filing.pk).order_by("pk").values_list("verb", flat=True))


def filings_asked(court):
    """The requests by which something was filed, whatever was answered."""
    return [asked for asked in court.asked if asked.path.endswith("/document")]


def test_a_letter_goes_to_the_court_once_and_its_receipt_is_kept(filer, court):
    row = filer.filed(confidential=True)
    assert (row.state, row.tries, row.refusal) == ("FILED", 1, "")
    assert row.receipt.startswith("sha256:")
    assert row.answered_at
    assert verbs(row) == ["FILING_ORDERED", "FILING_SENT", "FILING_DONE"]
    (sent,) = court.filed
    assert (sent.document_type, sent.media_type) == ("Safeguarding_Letter", "application/pdf")
    # The name that a file was brought in under may say anything: it does not leave.
    assert sent.name == saved_as(row.case.reference, "LETTER", "2026-06-10", "PDF")
    assert sent.name.endswith(".pdf")
    assert sent.case_number == "1700000000000001"
    assert filer.works() == []


def test_a_report_that_is_filed_is_marked_as_filed_with_its_advice(filer, court):
    paper = filer.copy()
    row = filer.filed(paper, SECTION_7)
    assert row.state == "FILED"
    report = Report.objects.get()
    assert (report.filed_on, report.filed_by) == (filer.cast.now.date(), filer.cast.amira)
    assert {advice.state for advice in sending.Recommendation.objects.all()} == {"FILED"}
    assert Event.objects.filter(verb="COPY_TAKEN").count() == 1
    assert len(court.filed) == 1


@pytest.mark.parametrize(
    ("fault", "state", "refusal"),
    [
        (wrong.ERROR, "UNCERTAIN", "COURT_FAILED"),
        (wrong.DONE_AND_ERROR, "UNCERTAIN", "COURT_FAILED"),
        (wrong.BROKEN, "UNCERTAIN", "CONNECTION_LOST"),
        (wrong.DONE_AND_BROKEN, "UNCERTAIN", "CONNECTION_LOST"),
        (wrong.TRUNCATED, "UNCERTAIN", "CONNECTION_LOST"),
        (wrong.HTML, "UNCERTAIN", "NONSENSE"),
        (wrong.EMPTY, "UNCERTAIN", "NONSENSE"),
        (wrong.OTHER_JSON, "UNCERTAIN", "NONSENSE"),
        (wrong.REDIRECT, "UNCERTAIN", "NONSENSE"),
    ],
)
def test_what_may_have_arrived_is_uncertain_and_is_never_sent_again_by_itself(filer, court, fault, state, refusal):
    court.faults = [fault]
    row = filer.filed()
    assert (row.state, row.refusal, row.receipt) == (state, refusal, "")
    assert filer.works(ahead=True) == []
    assert len(filings_asked(court)) == 1
    assert verbs(row)[-1] == "FILING_UNCERTAIN"


def test_a_court_that_is_too_slow_leaves_it_uncertain(filer, court, settings):
    settings.COURT_DEADLINE_SECONDS = 0.3
    court.faults = [wrong.SLOW]
    row = filer.filed()
    assert (row.state, row.refusal) == ("UNCERTAIN", "CONNECTION_LOST")
    assert filer.works(ahead=True) == []


def test_a_token_that_has_run_out_is_renewed_and_it_is_filed_once(filer, court):
    court.faults = [wrong.EXPIRED]
    row = filer.filed()
    assert row.state == "FILED"
    assert len(court.filed) == 1


def test_a_court_that_cannot_be_reached_is_tried_again_and_nothing_is_lost(filer, court, settings):
    there, settings.COURTS = settings.COURTS, unreachable(settings.COURTS)
    row = filer.orders(filer.letter())
    assert filer.works() == [("filing.send", "AGAIN", "TOKENS")]
    row.refresh_from_db()
    assert (row.state, row.tries, row.sent_at) == ("ORDERED", 1, None)
    settings.COURTS = there
    assert filer.works(ahead=True) == [("filing.send", "DONE", "")]
    row.refresh_from_db()
    assert (row.state, row.tries, row.refusal) == ("FILED", 2, "")
    assert len(court.filed) == 1
    assert verbs(row) == ["FILING_ORDERED", "FILING_SENT", "FILING_DELAYED", "FILING_SENT", "FILING_DONE"]


def unreachable(courts):
    """The settings, with nobody at their addresses. Port 9 is kept for discarding and nothing listens there."""
    gone = {"address": "http://127.0.0.1:9/x", "token_url": "http://127.0.0.1:9/t", "lease_url": "http://127.0.0.1:9/l"}
    return {name: {**told, **gone} for name, told in courts.items()}


def test_a_busy_court_is_tried_again(filer, court):
    court.faults = [wrong.BUSY]
    row = filer.orders(filer.letter())
    assert filer.works(ahead=True) == [("filing.send", "AGAIN", "BUSY"), ("filing.send", "DONE", "")]
    row.refresh_from_db()
    assert row.state == "FILED"


def test_after_many_tries_it_is_given_up_and_says_so(filer, court, settings):
    settings.COURTS = unreachable(settings.COURTS)
    row = filer.orders(filer.letter())
    done = filer.works(ahead=True)
    row.refresh_from_db()
    assert (row.state, row.refusal, row.tries, row.settled_at) == ("STOPPED", "AWAY", MOST_TRIES, None)
    assert len(done) == MOST_TRIES > SAID_AFTER
    assert done[-1][1] == "DONE"
    assert Event.objects.get(subject_id=row.pk, verb="FILING_STOPPED").actor_name == "Work in the background"


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(400, "WRONG_TYPE"), (404, "CASE_UNKNOWN"), (413, "TOO_LARGE"), (403, "NOT_ALLOWED"), (409, "OTHER")],
)
def test_a_refusal_is_kept_with_our_code_and_can_be_filed_again(filer, court, monkeypatch, status, refusal):
    paper = filer.letter()
    with monkeypatch.context() as refusing:
        refusing.setattr(Court, "_file_private", lambda self, asked, number: wrong.Said.value(status, {}))
        row = filer.filed(paper)
    assert (row.state, row.refusal) == ("REFUSED", refusal)
    assert filer.works(ahead=True) == []
    assert not court.filed
    assert verbs(row)[-1] == "FILING_REFUSED"
    assert filer.filed(paper).state == "FILED"


def test_public_law_refuses_what_is_no_pdf_by_that_name(filer, court):
    parcel = sending.Parcel("PUBLICLAW", "1800000000000001", "a.docx", "application/x", b"x", "GUARDIAN_REPORT")
    assert jobs._send(parcel)[1] == {"reason": "NOT_PDF"}
    parcel = sending.Parcel("PUBLICLAW", "1800000000000001", "a.pdf", "application/pdf", b"", "GUARDIAN_REPORT")
    assert jobs._send(parcel)[1] == {"reason": "EMPTY"}


def test_a_guardians_report_goes_to_the_public_law_court(filer, court):
    known(filer.case, "PUBLIC")
    row = filer.filed(filer.letter(kind="OTHER"), "GUARDIAN_REPORT")
    assert (row.state, court.filed[0].jurisdiction) == ("FILED", "PUBLICLAW")


# --- between the order and the sending --------------------------------------------------------------------------


def test_an_agreement_that_lapsed_meanwhile_stops_it_unsent(filer, court):
    row = filer.orders(filer.copy(), SECTION_7)
    advice = sending.Recommendation.objects.order_by("pk").first()
    reopen_advice(recommendation=advice, reason="She said more.", **filer.doing)
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("STOPPED", "NOT_AS_AGREED")
    assert not filings_asked(court)


def test_a_record_that_changed_meanwhile_lapses_the_agreement_and_stops_it(filer, court):
    row = filer.orders(filer.copy(), SECTION_7)
    filer.way.wishes.clear()
    filer.way.heard(filer.way.maya, "I have changed my mind.")
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("STOPPED", "NOT_AS_AGREED")
    assert "LAPSED" in {advice.state for advice in sending.Recommendation.objects.all()}
    assert not filings_asked(court)


def test_a_detail_that_was_protected_meanwhile_stops_it(filer, court):
    from goldenthread.casework.families.operations import record_contact_detail

    paper = filer.copy(words="They meet at 14 Larkspur Court on Saturdays.")
    row = filer.orders(paper, SECTION_7)
    record_contact_detail(
        case_id=filer.case.pk, member=filer.way.mother, kind="ADDRESS", value="14 Larkspur Court, Wexcombe",
        protected=True, why="Form C8", **filer.doing,
    )  # fmt: skip
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("STOPPED", "GATE")
    assert not filings_asked(court)


def test_one_marked_as_filed_by_hand_meanwhile_is_not_sent(filer, court):
    paper = filer.copy()
    row = filer.orders(paper, SECTION_7)
    file_report(report=paper.report, on=filer.cast.now.date(), **filer.doing)
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("STOPPED", "GIVEN_ALREADY")
    assert not filings_asked(court)


def test_whoever_has_left_sends_nothing_any_more(filer, court):
    row = filer.orders(filer.letter())
    Post.objects.filter(person=filer.cast.amira).update(to_on="2026-06-09")
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("STOPPED", "ORDERER_CANNOT")
    assert not filings_asked(court)
    # Nobody says of someone who has left that they stopped it.
    assert Event.objects.get(subject_id=row.pk, verb="FILING_STOPPED").actor_name == "Work in the background"


# --- once, whatever happens -------------------------------------------------------------------------------------


def test_a_worker_that_was_killed_while_sending_leaves_it_uncertain_and_unsent_by_the_next(filer, court):
    row = filer.orders(filer.letter())
    filer.cast.as_(filer.cast.amira)
    sending.begin(filing_id=row.pk, **filer.doing)  # what the killed worker had committed
    assert filer.works() == [("filing.send", "DONE", "")]
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("UNCERTAIN", "WORKER_ENDED")
    assert not filings_asked(court)


def test_it_is_committed_that_it_is_being_sent_before_anything_is_sent(filer, court, monkeypatch):
    seen = []

    def file(self, *_told):
        seen.append(Filing.objects.get().state)
        raise RuntimeError("killed")

    monkeypatch.setattr(jobs.Court, "file", file)
    row = filer.orders(filer.letter())
    assert filer.works() == [("filing.send", "FAILED", "BROKEN")]
    row.refresh_from_db()
    assert (seen, row.state, row.refusal) == (["SENDING"], "UNCERTAIN", "BROKEN")


def test_the_second_of_two_workers_sends_nothing_and_the_receipt_of_the_first_is_kept(filer, court, monkeypatch):
    row, file = filer.orders(filer.letter()), jobs.Court.file

    def meanwhile(self, *told):
        jobs.send(filing_id=row.pk, **filer.doing)
        return file(self, *told)

    monkeypatch.setattr(jobs.Court, "file", meanwhile)
    filer.works()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("FILED", "")
    assert row.receipt
    assert len(filings_asked(court)) == 1
    assert verbs(row) == ["FILING_ORDERED", "FILING_SENT", "FILING_UNCERTAIN", "FILING_DONE"]


def test_a_job_of_a_filing_that_is_over_does_nothing(filer, court):
    row = filer.filed()
    jobs.send(filing_id=row.pk, **filer.doing)
    row.refresh_from_db()
    assert row.state == "FILED"
    assert len(filings_asked(court)) == 1
    with pytest.raises(Refused) as refused:
        sending.take_refusal(filing=row, reason="OTHER", **filer.doing)
    assert refused.value.code == "NOT_FROM_HERE"


def test_advice_that_changes_on_the_way_leaves_a_receipt_and_a_report_that_is_not_marked(filer, court, monkeypatch):
    paper, file = filer.copy(), jobs.Court.file

    def meanwhile(self, *told):
        advice = sending.Recommendation.objects.order_by("pk").first()
        reopen_advice(recommendation=advice, reason="She said more.", **filer.doing)
        return file(self, *told)

    monkeypatch.setattr(jobs.Court, "file", meanwhile)
    row = filer.filed(paper, SECTION_7)
    assert row.state == "FILED"
    assert row.receipt
    assert Report.objects.get().filed_on is None
    assert Copy.objects.get().state == "CLEAR"
