"""Copies of the report: made for someone, taken out; who is refused; what if it is bad; what is recorded."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.papers.models import Copy, Paper
from goldenthread.casework.papers.operations import end_direction, make_copy, record_direction, take_copy
from goldenthread.casework.papers.queries import body
from goldenthread.casework.papers.rules import FORMATS_FOR, PURPOSES_FOR, Purpose, Recipient, usual_purpose
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.casework.recommendations.operations import (
    file_report,
    make_report,
    reopen_advice,
    submit_advice,
    withdraw_advice,
    write_advice,
)
from goldenthread.documents import pdf
from goldenthread.documents.inside import all_text
from goldenthread.kernel.refusal import Refused
from goldenthread.oversight.operations import decide_on_advice
from goldenthread.thread.models import Event, Link
from tests.unit.papers.conftest import MAYAS_REASONS

LEOS_REASONS = "It is what she can bear, and what is safe."


def copy_of(way, report, recipient="COURT", purpose="TO_FILE", file_kind="PDF", **over):
    return make_copy(report=report, recipient=recipient, purpose=purpose, file_kind=file_kind, **over, **way.doing)


def direct(way, child, member=None, part="advice.rationale"):
    return record_direction(
        case=way.case, passage=f"child.{child.pk}.{part}", member=member, directed_on=way.day,
        words="The reasons shall not be disclosed.", **way.doing,
    )  # fmt: skip


def code_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


# --- made ---------------------------------------------------------------------------------------------------------


def test_an_adviser_makes_a_copy_for_the_court_and_saves_it(cast, way, report):
    page = cast.client(cast.amira)
    answer = page.post(reverse("papers:copy_new", args=[report.pk]), {"recipient": "COURT", "file_kind": "PDF"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    copy = Copy.objects.get()
    assert (copy.recipient, copy.purpose, copy.file_kind, copy.state, copy.hits) == (
        "COURT",
        "TO_FILE",
        "PDF",
        "CLEAR",
        [],
    )
    assert Link.objects.filter(from_id=copy.pk, to_id=report.pk, relation="CITES").exists()
    there = reverse("papers:copy_file", args=[copy.pk])
    assert page.get(there).status_code == 302, "an address alone takes nothing out"
    taken = page.post(there)
    assert taken.content == body(copy.paper)
    assert taken.content.startswith(b"%PDF")
    assert taken["Content-Disposition"] == f'attachment; filename="{copy.paper.name}"'
    assert re.fullmatch(rf"{way.case.reference}-report-version-1-[\d-]+\.pdf", copy.paper.name)
    assert taken["Content-Security-Policy"].startswith("sandbox")


def test_what_is_recorded_says_for_whom_and_what_for_each_time(cast, way, report):
    copy = copy_of(way, report, "SOLICITOR", "TO_SERVE", member=way.father, words="Ash and Co")
    page = cast.client(cast.amira)
    for _ in range(2):
        page.post(reverse("papers:copy_file", args=[copy.pk]))
    cast.as_(cast.amira)
    facts = {"recipient": "SOLICITOR", "purpose": "TO_SERVE", "format": "PDF", "hash": copy.paper.fingerprint}
    assert Event.objects.get(verb="COPY_MADE").facts == {**facts, "version": 1, "withheld": 0}
    assert [e.facts for e in Event.objects.filter(verb="COPY_TAKEN")] == [facts, facts]
    assert "Ash" not in str([e.facts for e in Event.objects.all()])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"recipient": "COURT", "file_kind": "DOCX"}, ("COURT", "TO_FILE", "DOCX")),
        ({"recipient": "COURT", "directed": "on"}, ("COURT", "BY_DIRECTION", "PDF")),
        ({"recipient": "OFFICE", "file_kind": "PDF"}, ("OFFICE", "TO_EDIT", "DOCX")),
        ({"recipient": "LOCAL_AUTHORITY", "words": "Dales Council"}, ("LOCAL_AUTHORITY", "TO_SERVE", "PDF")),
        ({"recipient": "OTHER", "words": "Dr Amos", "directed": "on"}, ("OTHER", "BY_DIRECTION", "PDF")),
        ({"recipient": "PARTY", "file_kind": "DOCX"}, ("PARTY", "TO_SERVE", "PDF")),
    ],
)
def test_what_it_is_for_and_its_form_follow_from_who_gets_it(cast, way, report, said, kept):
    if said["recipient"] == "PARTY":
        said = {**said, "recipient": f"PARTY:{way.father.pk}"}
    answer = cast.client(cast.amira).post(reverse("papers:copy_new", args=[report.pk]), said)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    copy = Copy.objects.get()
    assert (copy.recipient, copy.purpose, copy.file_kind) == kept


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"recipient": "PARTY", "purpose": "TO_SERVE"}, "WHOSE_COPY"),
        ({"recipient": "OTHER", "purpose": "TO_SERVE", "words": "  "}, "WHO_GETS_IT"),
        ({"recipient": "PARTY", "purpose": "TO_FILE", "father": True}, "PURPOSE_DOES_NOT_FIT"),
        ({"recipient": "COURT", "purpose": "TO_EDIT"}, "PURPOSE_DOES_NOT_FIT"),
        ({"recipient": "PARTY", "purpose": "TO_SERVE", "father": True, "file_kind": "DOCX"}, "FORMAT_DOES_NOT_FIT"),
        ({"recipient": "COURT", "purpose": "TO_FILE", "file_kind": "XLSX"}, "FORMAT_DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_together_is_refused(way, report, said, code):
    if said.pop("father", False):
        said["member"] = way.father
    assert code_of(copy_of, way, report, **said) == code
    assert not Copy.objects.exists()
    assert not Paper.objects.exists()


def test_nobody_gets_a_copy_as_a_party_of_another_case(cast, way, report):
    other = cast.case()
    assert code_of(copy_of, way, report, "PARTY", "TO_SERVE", member=cast.father(other)) == "WHOSE_COPY"
    assert code_of(copy_of, way, report, "PARTY", "TO_SERVE", member=way.maya) == "WHOSE_COPY"


def test_every_recipient_has_a_purpose_and_a_form_and_no_party_gets_word():
    for recipient in Recipient:
        assert usual_purpose(recipient) in PURPOSES_FOR[recipient]
        assert FORMATS_FOR[recipient]
        word = "DOCX" in FORMATS_FOR[recipient]
        assert word == (recipient in {Recipient.COURT, Recipient.OFFICE})
    assert [r for r in Recipient if Purpose.TO_FILE in PURPOSES_FOR[r]] == [Recipient.COURT]
    assert [r for r in Recipient if Purpose.TO_EDIT in PURPOSES_FOR[r]] == [Recipient.OFFICE]


def test_where_no_pdf_can_be_made_that_is_said_and_word_is_made_all_the_same(cast, way, report, monkeypatch):
    monkeypatch.setattr(pdf, "why_not", lambda: "The library Pango is missing.")
    page = cast.client(cast.amira).get(reverse("papers:copy_new", args=[report.pk])).content.decode()
    assert "The library Pango is missing." in page
    assert code_of(copy_of, way, report) == "NO_PDF"
    assert copy_of(way, report, file_kind="DOCX").state == "CLEAR"


# --- the version that is agreed ------------------------------------------------------------------------------------


def lapse(way, child):
    row = Recommendation.objects.get(case=way.case, child=child)
    return reopen_advice(recommendation=row, reason="New information.", **way.doing)


def test_a_version_that_is_no_longer_agreed_goes_to_nobody_and_can_be_worked_on(cast, way, report):
    made = copy_of(way, report)
    lapse(way, way.maya)
    assert code_of(copy_of, way, report) == "NOT_AGREED"
    assert code_of(copy_of, way, report, "PARTY", "TO_SERVE", member=way.mother) == "NOT_AGREED"
    assert code_of(copy_of, way, report, "COURT", "BY_DIRECTION") == "NOT_AGREED"
    assert code_of(take_copy, copy=made, **way.doing) == "NOT_AGREED", "nor does one that was made before"
    assert copy_of(way, report, "OFFICE", "TO_EDIT", "DOCX").state == "CLEAR"
    answer = cast.client(cast.amira).post(reverse("papers:copy_new", args=[report.pk]), {"recipient": "COURT"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Maya: the agreement has lapsed" in page
    assert reverse("recommendations:advice", args=[report.content["children"][0]["recommendation"]]) in page


def test_a_version_that_another_has_replaced_goes_to_nobody(way, report):
    row = lapse(way, way.maya)
    submit_advice(recommendation=row, **way.doing)
    row = withdraw_advice(recommendation=row, **way.doing)
    write_advice(
        recommendation=row, advice="TIME_SUPERVISED", parent=way.father, words="One hour each Saturday.",
        rationale="Less is safer.", trigger_rationale="Supervision meets it.", explanation="I shall tell her.",
        **way.doing,
    )  # fmt: skip
    row.refresh_from_db()
    row = submit_advice(recommendation=row, **way.doing)
    manager = way.cast.as_(way.cast.manager)
    decide_on_advice(recommendation=row, kind="AGREED", reason="Right.", by=manager, now=way.now)
    assert code_of(copy_of, way, report) == "OTHER_VERSION"
    newer = make_report(case=way.case, **way.doing)
    assert copy_of(way, newer).report.number == 2


def test_a_filed_version_goes_out_as_it_was_filed(way, report):
    file_report(report=report, on=way.day, **way.doing)
    filed = Report.objects.get(pk=report.pk)
    copy = copy_of(way, filed, "PARTY", "TO_SERVE", member=way.mother)
    assert take_copy(copy=copy, **way.doing).startswith(b"%PDF")


# --- withheld by direction -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipient", "member", "stands"),
    [
        ("COURT", None, True),
        ("PARTY", "father", False),
        ("SOLICITOR", "father", False),
        ("PARTY", "mother", True),
        ("OTHER", None, False),
    ],
)
def test_a_passage_stands_out_of_the_copies_that_the_direction_binds(way, report, recipient, member, stands):
    direct(way, way.maya, way.father)
    over = {"words": "Dr Amos"} if recipient == "OTHER" else {}
    purpose = "TO_FILE" if recipient == "COURT" else "TO_SERVE"
    copy = copy_of(way, report, recipient, purpose, member=getattr(way, member) if member else None, **over)
    text = " ".join(all_text("PDF", body(copy.paper)).split())
    assert (MAYAS_REASONS in text) is stands
    assert LEOS_REASONS in text, "a brother's passage is another passage"
    assert copy.state == "CLEAR"
    assert [row.passage for row in copy.withheld.all()] == ([] if stands else [f"child.{way.maya.pk}.advice.rationale"])


def test_the_copy_carries_in_the_place_of_the_passage_that_it_is_withheld_and_by_which_direction(cast, way, report):
    direct(way, way.maya, way.father)
    direct(way, way.leo, way.father)
    copy = copy_of(way, report, "PARTY", "TO_SERVE", member=way.father)
    text = " ".join(all_text("PDF", body(copy.paper)).split())
    assert LEOS_REASONS not in text
    assert MAYAS_REASONS not in text
    assert text.casefold().count("withheld") >= 2
    page = cast.client(cast.amira).get(reverse("papers:copy", args=[copy.pk])).content.decode()
    for child in ("Maya", "Leo"):
        assert f"{child}: the reasons for the advice, withheld by the court" in page
    assert Event.objects.get(verb="COPY_MADE").facts["withheld"] == 2


def test_what_is_withheld_is_shown_before_the_copy_is_made(cast, way, report):
    direct(way, way.maya, way.father)
    page = cast.client(cast.amira).get(reverse("papers:copy_new", args=[report.pk])).content.decode()
    assert "From Tobias Reed: Maya: the reasons for the advice (direction of 10 June 2026)" in page


def test_words_of_a_withheld_passage_that_stand_elsewhere_stop_the_copy(way, report):
    """The advice is worded alike for both: withheld for Maya, it stands at Leo's place and says the same."""
    direct(way, way.maya, way.father, part="advice.words")
    copy = copy_of(way, report, "PARTY", "TO_SERVE", member=way.father)
    assert copy.state == "STOPPED"
    assert {hit["kind"] for hit in copy.hits} == {"WITHHELD"}
    assert not any(hit["whole"] for hit in copy.hits), "someone may look and find that they may stand there"
    assert {key for hit in copy.hits for key in hit["passages"]} == {f"child.{way.leo.pk}.advice.words"}


def test_a_direction_that_has_ended_binds_no_new_copy(way, report):
    end_direction(direction=direct(way, way.maya, way.father), reason="Order of today.", **way.doing)
    assert copy_of(way, report, "PARTY", "TO_SERVE", member=way.father).withheld.count() == 0


def test_a_direction_recorded_since_holds_a_copy_back(cast, way, report):
    copy = copy_of(way, report, "PARTY", "TO_SERVE", member=way.father)
    direct(way, way.maya, way.mother)
    assert take_copy(copy=copy, **way.doing)
    direct(way, way.maya, way.father)
    assert code_of(take_copy, copy=copy, **way.doing) == "DIRECTED_SINCE"
    page = cast.client(cast.amira)
    answer = page.post(reverse("papers:copy_file", args=[copy.pk]), follow=True)
    assert "Make a new copy" in answer.content.decode()


def test_a_passage_that_is_not_there_under_its_name_stops_every_copy_that_it_binds(way, report):
    row = direct(way, way.maya, way.father)
    row.passage = "child.gone.advice.rationale"
    row.save(update_fields=["passage"])
    assert code_of(copy_of, way, report, "PARTY", "TO_SERVE", member=way.father) == "DIRECTION_NOT_FOUND"
    assert copy_of(way, report).state == "CLEAR"


@pytest.fixture
def made(way, report):
    return copy_of(way, report)


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "reads", "makes"),
    [
        ("amira", 200, 200),
        ("ben", 404, 404),
        ("elsewhere", 404, 404),
        ("supervisor", 200, 200),
        ("manager", 200, 200),
        ("other_manager", 404, 404),
        ("director", 200, 403),
        ("auditor", 200, 403),
        ("duty", 404, 404),
        ("administrator", 404, 404),
        ("board", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_who_reads_of_copies_and_who_makes_and_takes_them(cast, made, person, reads, makes):
    copy, report = made, made.report
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("papers:copies", args=[report.pk])).status_code == reads
    assert page.get(reverse("papers:copy", args=[copy.pk])).status_code == reads
    assert page.get(reverse("papers:copy_new", args=[report.pk])).status_code == makes
    assert page.post(reverse("papers:copy_file", args=[copy.pk])).status_code == makes


def test_the_bytes_of_a_copy_leave_by_no_other_page(cast, way, report):
    copy = copy_of(way, report)
    page = cast.client(cast.amira)
    for method in (page.get, page.post):
        answer = method(reverse("papers:paper_file", args=[copy.paper_id]))
        assert answer.status_code == 302
        assert b"%PDF" not in answer.content
    assert page.get(reverse("papers:paper", args=[copy.paper_id]))["Location"] == reverse("papers:copy", args=[copy.pk])


def test_the_report_leads_to_its_copies_and_the_documents_show_them(cast, way, report):
    copy = copy_of(way, report, "SOLICITOR", "TO_SERVE", member=way.father, words="Ash and Co")
    page = cast.client(cast.amira)
    assert (
        reverse("papers:copies", args=[report.pk])
        in page.get(reverse("recommendations:report", args=[report.pk])).content.decode()
    )
    listed = page.get(reverse("papers:index", args=[way.case.pk])).content.decode()
    assert "Version 1 for: The solicitor of Tobias Reed (Ash and Co)" in listed
    assert reverse("papers:copy", args=[copy.pk]) in listed


def test_the_list_of_copies_asks_as_often_for_many_as_for_one(cast, way, report):
    client, there = cast.client(cast.amira), reverse("papers:copies", args=[report.pk])
    copy_of(way, report)
    client.get(there)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as context:
            assert client.get(there).status_code == 200
        counts.append(len(context.captured_queries))
        for _more in range(3):
            copy_of(way, report, "SOLICITOR", "TO_SERVE", member=way.mother, words="Elm and Co")
    assert counts[0] == counts[1]
