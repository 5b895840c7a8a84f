"""The court's documents: told of with the case, fetched later, looked at before they are kept."""

import datetime as dt
import io
import json
import zipfile
from uuid import UUID, uuid4

import pytest

from goldenthread.casework.cases.models import Case
from goldenthread.casework.courtfeed import fetching
from goldenthread.casework.courtfeed.fetching import fetch_papers
from goldenthread.casework.courtfeed.models import Run, SetAside
from goldenthread.casework.courtfeed.operations.papers import keep_fetched
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.casework.papers.models import Paper, PaperBody
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import checked
from goldenthread.thread.models import Event
from tests import court as c
from tests.court import PRIVATE, Court
from tests.unit.courtfeed.conftest import counts, later, sample

PDF = c.pdf()


def reference(number, name="Paper.pdf", **more):
    return {"document_id": str(UUID(int=number)), "document_filename": name, **more}


def open_case(**data):
    """A private law case in which nothing is protected, with documents."""
    answer = sample("private_law_older")
    answer["cases"][0]["case_data"] |= data
    return answer


@pytest.fixture
def court(settings, cast):
    with Court(lambda: cast.now) as made:
        settings.COURTS = made.settings()
        settings.COURT_DEADLINE_SECONDS = 0.4
        yield made


# ── Being told of ─────────────────────────────────────────────────────────────────────────────────────


PLACES = [
    ({"finalDocument": reference(1, "C100FinalDocument.pdf")}, "APPLICATION", False),
    ({"submitAndPayDownloadApplicationLink": reference(1)}, "APPLICATION", False),
    ({"c1ADocument": reference(1)}, "HARM_FORM", False),
    ({"c8Document": reference(1)}, "CONFIDENTIAL_DETAILS", True),
    ({"respondentAc8Documents": [{"id": "x", "value": {"respondentC8Document": reference(1)}}]},
     "CONFIDENTIAL_DETAILS", True),
    ({"orderCollection": [{"id": "x", "value": {"orderDocument": reference(1), "orderType": "C43A"}}]},
     "COURT_ORDER", False),
    ({"bundleInformation": {"caseBundles": [{"value": {"stitchedDocument": reference(1)}}]}}, "BUNDLE", False),
    ({"ordersNonMolestationDocument": reference(1)}, "OTHER", False),
    ({"otherDocuments": [{"value": {"documentOther": reference(1), "documentTypeOther": "Confidential"}}]},
     "OTHER", True),
    ({"otherDocuments": [{"value": {"documentOther": reference(1), "documentTypeOther": "Respondent C1A response"}}]},
     "HARM_FORM", False),
    ({"otherDocuments": [{"value": {"documentOther": reference(1, "Confidential_x.pdf")}}]}, "OTHER", True),
    ({"restrictedDocuments": [{"id": "x", "value": {"cafcassDocument": reference(1)}}]}, "OTHER", True),
    ({"confidentialDocuments": [{"id": "x", "value": {"any": {"thing": reference(1)}}}]}, "OTHER", True),
    ({"mpuDomesticAbuseEvidenceDocument": [{"value": {"domesticAbuseDocument": reference(1)}}]}, "OTHER", True),
    # A place that nobody has heard of: protected until somebody has looked.
    ({"somethingNew": {"deep": [reference(1)]}}, "OTHER", True),
    ({"otherDocumentsUploaded": [
        {"document_url": f"http://elsewhere.invalid/documents/{UUID(int=1)}", "document_filename": "a.pdf"}]},
     "OTHER", False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kind", "protected"), PLACES)
def test_where_a_document_stands_says_what_it_is_and_who_may_see_it(feed, data, kind, protected):
    assert counts(feed(open_case(**data))) == (1, 1, 0, 0, 0)
    paper = Paper.objects.get()
    assert (paper.kind, paper.protected) == (kind, protected)
    assert (paper.source, paper.held, paper.court_document_id) == ("COURT", "TO_FETCH", str(UUID(int=1)))
    assert Run.objects.get().unknown_fields == []
    assert Event.objects.get(verb="PAPER_TOLD").facts == {"kind": kind, "protected": protected}


def test_where_anything_of_a_case_is_kept_from_a_party_every_paper_is(feed):
    feed(sample("private_law_newer"))
    assert set(Paper.objects.values_list("kind", "protected")) == {("HARM_FORM", True), ("OTHER", True)}


def test_a_paper_is_hidden_from_who_may_not_open_protected_details(feed, cast):
    feed(sample("private_law_newer"))
    cast.as_(cast.amira)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("told", "kind", "protected"),
    [
        ({"documentCategory": "orders"}, "COURT_ORDER", False),
        ({"documentCategory": "originalApplications"}, "APPLICATION", False),
        ({"documentCategory": "bundle"}, "BUNDLE", False),
        ({"documentCategory": "policeDisclosure"}, "OTHER", True),
        ({"documentCategory": "expertReports"}, "OTHER", False),
        ({}, "OTHER", True),
    ],
)
def test_papers_of_public_law(feed, told, kind, protected):
    answer = sample("public_law")
    data = answer["cases"][0]["caseData"]
    for person in [*data["respondents"], *data["children"], *data.get("others", [])]:
        person.pop("contactDetailsHidden", None)
        person.pop("detailsHidden", None)
    reference = {"documentId": str(uuid4()), "documentFileName": "a.pdf", "uploadTimestamp": "2026-06-01T10:00:00"}
    data["caseDocuments"] = [
        {"removed": False, **reference, **told},
        {"removed": True, "documentCategory": "orders", **reference, "documentId": str(uuid4())},
    ]
    feed(answer)
    paper = Paper.objects.get()
    assert (paper.kind, paper.protected, paper.court_said_type) == (
        kind, protected, told.get("documentCategory", "caseDocuments"),
    )  # fmt: skip
    assert paper.court_uploaded_at.isoformat() == "2026-06-01T09:00:00+00:00"


def test_a_paper_comes_once_over_versions_and_in_any_order(feed):
    first = [{"id": str(uuid4()), "value": {"documentOther": reference(n)}} for n in (1, 2, 3)]
    feed(open_case(otherDocuments=first))
    again = [{"id": str(uuid4()), "value": {"documentOther": reference(n)}} for n in (3, 1, 2)]
    # The court sends the same in another order, under other keys: it is the same.
    assert counts(feed(open_case(otherDocuments=again))) == (1, 0, 0, 1, 0)
    feed(later(open_case(otherDocuments=[*again, {"value": {"documentOther": reference(4)}}])))
    assert Paper.objects.count() == 4
    assert Event.objects.filter(verb="PAPER_TOLD").count() == 4


def test_a_paper_that_is_new_under_an_old_date_is_told_of(feed):
    feed(open_case())
    assert counts(feed(open_case(finalDocument=reference(1)))) == (1, 0, 0, 1, 0)
    assert Paper.objects.count() == 1


def test_what_the_court_restricts_later_is_protected_and_never_opened_again(feed):
    feed(open_case(otherDocuments=[{"value": {"documentOther": reference(1)}}]))
    assert not Paper.objects.get().protected
    feed(later(open_case(restrictedDocuments=[{"value": {"x": reference(1)}}])))
    assert Paper.objects.get().protected
    feed(later(open_case(otherDocuments=[{"value": {"documentOther": reference(1)}}]), 120))
    assert Paper.objects.get().protected


def test_what_the_court_has_withheld_and_what_is_no_reference(feed):
    run = feed(open_case(finalDocument=reference(0), c1ADocument={"document_id": "../x", "document_filename": "a.pdf"}))
    assert not Paper.objects.exists()
    assert run.unknown_fields == ["case_data.c1ADocument"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\letters\\a.pdf", "a\u202efdp.exe", "\x00", "", "x" * 900]
)
def test_a_name_is_safe_to_show_and_to_save_under(feed, name):
    feed(open_case(finalDocument=reference(1, name)))
    shown = Paper.objects.get().name
    assert shown
    assert len(shown) <= 120
    assert not set(shown) & set("/\\\u202e\x00")


def test_a_name_that_holds_a_protected_address_is_not_kept(feed):
    answer = sample("private_law_newer")
    answer["cases"][0]["case_data"]["finalDocument"] = reference(9, "17 Hidden Wicket application.pdf")
    run = feed(answer)
    assert not Paper.objects.filter(name__icontains="Hidden").exists()
    assert "papers.name" in run.unknown_fields


# ── Being fetched ─────────────────────────────────────────────────────────────────────────────────────


def fetched(cast, feed, court, data=PDF):
    feed(open_case(finalDocument=reference(7, "Application.pdf")))
    if data is not None:
        court.add_document(str(UUID(int=7)), "Application.pdf", "application/pdf", data)
    cast.as_(cast.importer)
    return fetch_papers(by=cast.importer, now=cast.now)


def test_a_paper_is_fetched_and_kept_as_it_was(feed, cast, court):
    assert fetched(cast, feed, court) == {"kept": 1, "not_taken": 0, "later": 0}
    paper = Paper.objects.get()
    assert (paper.held, paper.file_kind, paper.size, paper.name) == ("HELD", "PDF", len(PDF), "Application.pdf")
    assert bytes(PaperBody.objects.get().data) == PDF
    assert Event.objects.get(verb="PAPER_FETCHED").facts == {
        "kind": "APPLICATION", "size": len(PDF), "hash": paper.fingerprint,
    }  # fmt: skip


@pytest.mark.parametrize(("text", "protected"), [("She lives in Sycamore Road.", True), ("An order.", False)])
def test_what_is_found_to_hold_a_protected_detail_is_protected_though_the_court_left_it_open(cast, text, protected):
    case = cast.case()
    record_contact_detail(
        case_id=case.pk, member=cast.mother(case), kind="ADDRESS", value="14 Sycamore Road\nLS6 3QT", protected=True,
        why="He has looked for her.", by=cast.amira, now=cast.now,
    )  # fmt: skip
    row = Paper.objects.create(
        case=case, kind="COURT_ORDER", source="COURT", name="Order", held="TO_FETCH", court_document_id="d1",
        recorded_at=cast.now, recorded_by=cast.amira,
    )  # fmt: skip
    file = checked("order.pdf", c.pdf(text), allowed=frozenset({FileKind.PDF}))
    assert keep_fetched(paper=row, file=file, by=cast.amira, now=cast.now)
    row.refresh_from_db()
    assert row.protected is protected


def test_a_paper_is_fetched_once_however_often(feed, cast, court):
    fetched(cast, feed, court)
    assert fetch_papers(by=cast.importer, now=cast.now) == {"kept": 0, "not_taken": 0, "later": 0}
    assert PaperBody.objects.count() == 1


def test_two_who_fetch_the_same_keep_it_once(feed, cast, court, monkeypatch):
    feed(open_case(finalDocument=reference(7)))
    court.add_document(str(UUID(int=7)), "a.pdf", "application/pdf", PDF)
    cast.as_(cast.importer)
    both = list(fetching.papers_to_fetch()) * 2
    monkeypatch.setattr(fetching, "papers_to_fetch", lambda: both)
    fetch_papers(by=cast.importer, now=cast.now)
    assert PaperBody.objects.count() == 1
    assert Event.objects.filter(verb="PAPER_FETCHED").count() == 1


@pytest.mark.parametrize(
    ("data", "became"),
    [
        (None, ("NOT_THERE", "NOT_THERE")),
        (b"", ("REFUSED", "EMPTY_FILE")),
        (b"MZ\x90\x00" + b"x" * 200, ("REFUSED", None)),
        (b"<!doctype html><script>1</script>", ("REFUSED", None)),
        (b"%PDF-1.4 and nothing of one", ("REFUSED", None)),
    ],
)
def test_a_paper_that_is_not_to_be_had(feed, cast, court, data, became):
    """What is no file at all is looked at again first: a machine in between may have answered."""
    held, why = became
    fetched(cast, feed, court, data)
    for _ in range(fetching.LOOKS - 1):
        assert held == "NOT_THERE" or Paper.objects.get().held == "TO_FETCH"
        fetch_papers(by=cast.importer, now=cast.now, everyone=True)
    paper = Paper.objects.get()
    assert paper.held == held
    assert paper.held_why == why if why else paper.held_why
    assert not PaperBody.objects.exists()
    assert Event.objects.get(verb="PAPER_NOT_TAKEN").facts == {"reason": paper.held_why}


def test_a_document_over_the_limit_is_not_taken(feed, cast, court, settings):
    settings.COURT_DOCUMENT_LIMIT_MB = 0
    fetched(cast, feed, court)
    assert (Paper.objects.get().held, Paper.objects.get().held_why) == ("REFUSED", "TOO_LARGE")


@pytest.mark.parametrize("fault", [c.ERROR, c.BUSY, c.BROKEN, c.TRUNCATED, c.SLOW])
def test_while_the_court_is_away_a_paper_waits_longer_each_time(feed, cast, court, fault):
    court.faults = [fault]
    assert fetched(cast, feed, court)["later"] == 1
    paper = Paper.objects.get()
    assert (paper.held, paper.tries) == ("TO_FETCH", 1)
    assert fetch_papers(by=cast.importer, now=cast.now)["later"] == 0  # not due
    assert fetch_papers(by=cast.importer, now=cast.now + dt.timedelta(minutes=1))["kept"] == 1


def test_a_file_that_breaks_its_reader_keeps_no_other_out(feed, cast, court, monkeypatch, caplog):
    data = {"finalDocument": reference(7), "c1ADocument": reference(8)}
    feed(open_case(**data))
    for number in (7, 8):
        court.add_document(str(UUID(int=number)), "a.pdf", "application/pdf", PDF)
    real, calls = fetching.checked, []

    def breaks(name, data, **over):
        calls.append(name)
        if len(calls) == 1:
            raise RecursionError("17 Hidden Wicket")
        return real(name, data, **over)

    monkeypatch.setattr(fetching, "checked", breaks)
    cast.as_(cast.importer)
    assert fetch_papers(by=cast.importer, now=cast.now) == {"kept": 1, "not_taken": 0, "later": 1}
    assert "Hidden" not in caplog.text


def test_what_is_not_safe_is_not_taken_at_all(feed, cast, court):
    macros = io.BytesIO()
    with zipfile.ZipFile(macros, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w:document/>")
        made.writestr("word/vbaProject.bin", b"x")
    feed(open_case(finalDocument=reference(7, "a.docx")))
    court.add_document(str(UUID(int=7)), "a.docx", "application/octet-stream", macros.getvalue())
    cast.as_(cast.importer)
    assert fetch_papers(by=cast.importer, now=cast.now)["not_taken"] == 1
    assert (Paper.objects.get().held, Paper.objects.get().held_why) == ("REFUSED", "HAS_MACROS")


def test_where_the_court_lets_nobody_in_the_rest_is_not_tried(feed, cast, court, monkeypatch):
    feed(open_case(finalDocument=reference(7), c1ADocument=reference(8)))
    monkeypatch.setattr(court, "_let_in", lambda *_: False)
    cast.as_(cast.importer)
    assert fetch_papers(by=cast.importer, now=cast.now)["later"] == 2
    assert len([asked for asked in court.asked if asked.court]) == 2  # one paper, twice


def test_a_case_that_cannot_be_read_keeps_its_words_once(feed):
    bad = open_case()
    bad["cases"][0]["case_data"]["children"] = []
    from goldenthread.casework.courtfeed.models import Payload

    for _ in range(2):
        feed(json.dumps(bad))
    assert SetAside.objects.count() == 2
    assert Payload.objects.filter(fate="SET_ASIDE").count() == 1
    assert not Case.objects.exists()


def test_the_court_is_which_the_case_is_of(feed, cast, court):
    fetched(cast, feed, court)
    assert court.asked[-1].court == PRIVATE
