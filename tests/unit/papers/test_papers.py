"""Papers: brought in, found again, opened; who is refused; what if it is bad or here already; what is recorded."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.casework.papers.models import Paper, PaperBody
from goldenthread.casework.papers.operations import bring_paper, keep_paper, open_protected
from goldenthread.casework.papers.queries import body, papers
from goldenthread.casework.papers.rules import saved_as
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event

LETTER = b"Dear Ms Lindqvist,\nMaya has settled in well.\n"


@pytest.fixture
def case(cast):
    return cast.case()


def bring(cast, case, name="letter.txt", data=LETTER, **over):
    said = {"kind": "LETTER", "protected": False}
    return bring_paper(case=case, name=name, data=data, **{**said, **over}, by=cast.as_(cast.amira), now=cast.now)


def sent(name="letter.txt", data=LETTER, **over):
    return {"file": SimpleUploadedFile(name, data), "kind": "LETTER", "member": "NOBODY", **over}


def test_a_paper_is_brought_in_and_found_in_the_list(cast, case):
    page = cast.client(cast.amira)
    answer = page.post(reverse("papers:bring", args=[case.pk]), sent(member=str(cast.maya(case).pk)))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = Paper.objects.get()
    assert (row.source, row.kind, row.file_kind, row.member, row.size) == (
        "BROUGHT", "LETTER", "TEXT", cast.maya(case), len(LETTER),
    )  # fmt: skip
    assert body(row) == LETTER
    listed = page.get(reverse("papers:index", args=[case.pk])).content.decode()
    assert "letter.txt" in listed
    assert "Brought in by staff" in listed


def test_what_is_recorded_is_what_it_is_and_never_its_name(cast, case):
    row = bring(cast, case, name="Okafor mother letter.txt")
    event = Event.objects.get(verb="PAPER_BROUGHT")
    assert event.facts == {"kind": "LETTER", "size": len(LETTER), "hash": row.fingerprint, "protected": False}
    assert event.case_id == case.pk


def macro_word():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("word/document.xml", "<document/>")
        target.writestr("word/vbaProject.bin", b"macro")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "EMPTY_FILE"),
        ("a.pdf", b"\x00\x00\x00", "EMPTY_FILE"),
        ("a.pdf", b"This is no PDF at all.", "NOT_WHAT_IT_SAYS"),
        ("run.exe", b"MZ\x90\x00" + b"\x00\x01" * 200, "TYPE_NOT_TAKEN"),
    ],
)
def test_a_bad_file_is_refused_and_says_what_to_do(cast, case, name, data, code):
    with pytest.raises(Refused) as refused:
        bring(cast, case, name, data)
    assert (refused.value.code, refused.value.field) == (code, "file")
    answer = cast.client(cast.amira).post(reverse("papers:bring", args=[case.pk]), sent(name, data))
    assert answer.status_code == 422
    assert not Paper.objects.exists()
    assert not PaperBody.objects.exists()


def test_a_word_file_with_a_program_in_it_is_refused(cast, case):
    with pytest.raises(Refused) as refused:
        bring(cast, case, "a.docx", macro_word())
    assert refused.value.code in {"HAS_MACROS", "BROKEN_FILE", "NOT_WHAT_IT_SAYS"}
    assert not Paper.objects.exists()


def test_a_name_with_a_path_in_it_is_cut_to_the_name(cast, case):
    assert bring(cast, case, name="..\\..\\etc/pass\u202ewd.txt").name == "passwd.txt"


def test_a_form_without_a_file_keeps_what_was_said(cast, case):
    said = sent(kind="CHILD")
    del said["file"]
    answer = cast.client(cast.amira).post(reverse("papers:bring", args=[case.pk]), said)
    assert answer.status_code == 422
    assert "Select a file" in answer.content.decode()


def test_the_same_bytes_twice_lead_to_the_paper_that_is_here(cast, case):
    row = bring(cast, case)
    answer = cast.client(cast.amira).post(reverse("papers:bring", args=[case.pk]), sent("another name.txt"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This file is here already" in page
    assert reverse("papers:paper", args=[row.pk]) in page
    assert Paper.objects.count() == 1


def test_the_same_bytes_in_another_case_are_another_paper(cast, case):
    bring(cast, case)
    other = cast.case()
    bring(cast, other)
    assert Paper.objects.count() == 2


def test_a_report_is_made_here_and_not_brought_in(cast, case):
    with pytest.raises(Refused) as refused:
        bring(cast, case, kind="REPORT")
    assert refused.value.code == "KIND_NOT_BROUGHT"


def test_confidential_details_are_protected_whatever_is_ticked(cast, case):
    answer = cast.client(cast.amira).post(reverse("papers:bring", args=[case.pk]), sent(kind="CONFIDENTIAL_DETAILS"))
    assert answer.status_code == 302
    assert Paper.objects.get().protected


@pytest.mark.parametrize(
    ("data", "protected"),
    [
        (b"Their mother now lives at 14 Sycamore Road, LS6 3QT.", True),
        (b"She is often seen in Sycamore Rd.", True),
        (b"She comes to school on time.", False),
    ],
)
def test_what_holds_a_protected_detail_is_protected_whatever_is_ticked(cast, case, data, protected):
    cast.as_(cast.amira)
    record_contact_detail(
        case_id=case.pk, member=cast.mother(case), kind="ADDRESS", value="14 Sycamore Road\nLS6 3QT", protected=True,
        why="He has looked for her.", by=cast.amira, now=cast.now,
    )  # fmt: skip
    row = bring(cast, case, data=data)
    assert row.protected is protected
    there = reverse("papers:paper_file", args=[row.pk])
    assert cast.client(cast.auditor).get(there).status_code == (404 if protected else 200)


# --- opening ------------------------------------------------------------------------------------------------------


def test_a_paper_is_saved_and_never_shown_as_a_page_of_ours(cast, case):
    row = bring(cast, case, name="Okafor.txt")
    answer = cast.client(cast.amira).get(reverse("papers:paper_file", args=[row.pk]))
    assert answer.content == LETTER
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-letter-2026-06-10.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_protected_paper_is_opened_by_a_button_and_each_time_leaves_a_line(cast, case):
    row = bring(cast, case, protected=True)
    page, there = cast.client(cast.amira), reverse("papers:paper_file", args=[row.pk])
    assert page.get(there).status_code == 302, "an address alone opens nothing"
    assert not Event.objects.filter(verb="PROTECTED_PAPER_OPENED").exists()
    for _ in range(2):
        assert page.post(there).content == LETTER
    cast.as_(cast.amira)
    lines = Event.objects.filter(verb="PROTECTED_PAPER_OPENED", actor_id=cast.amira.pk, subject_id=row.pk)
    assert [line.facts for line in lines] == [{"kind": "LETTER"}] * 2


@pytest.mark.parametrize(
    ("person", "plain", "protected"),
    [
        ("amira", 200, 200),
        ("ben", 404, 404),
        ("elsewhere", 404, 404),
        ("supervisor", 200, 200),
        ("manager", 200, 200),
        ("other_manager", 404, 404),
        ("director", 200, 404),
        ("auditor", 200, 404),
        ("duty", 404, 404),
        ("administrator", 404, 404),
        ("board", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_who_may_open_a_paper_and_know_of_a_protected_one(cast, case, person, plain, protected):
    open_one, closed_one = bring(cast, case), bring(cast, case, data=b"Her new number.", protected=True)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("papers:paper", args=[open_one.pk])).status_code == plain
    assert page.get(reverse("papers:paper_file", args=[open_one.pk])).status_code == plain
    assert page.get(reverse("papers:paper", args=[closed_one.pk])).status_code == protected
    assert page.post(reverse("papers:paper_file", args=[closed_one.pk])).status_code == protected


def test_whoever_may_not_know_of_a_protected_paper_is_told_of_none(cast, case):
    """No row, no body, no number of them: also past the pages, in the database."""
    row = bring(cast, case, protected=True, name="secret place.txt")
    page = cast.client(cast.director).get(reverse("papers:index", args=[case.pk])).content.decode()
    assert "No documents yet" in page
    assert "secret" not in page
    cast.as_(cast.director)
    assert not papers(case).exists()
    assert not PaperBody.objects.exists()
    cast.as_(cast.amira)
    assert body(row) == LETTER


def test_a_protected_paper_that_is_not_here_cannot_be_opened(cast, case):
    cast.as_(cast.amira)
    row = Paper.objects.create(
        case=case, kind="CONFIDENTIAL_DETAILS", source="COURT", name="C8", held="TO_FETCH", protected=True,
        recorded_at=cast.now, recorded_by=cast.amira, court_document_id="d1",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        open_protected(paper=row, by=cast.amira, now=cast.now)
    assert refused.value.code == "NOT_HELD"
    assert cast.client(cast.amira).post(reverse("papers:paper_file", args=[row.pk])).status_code == 302


@pytest.mark.parametrize(
    ("held", "says"),
    [("TO_FETCH", "To be fetched"), ("NOT_THERE", "does not have it"), ("REFUSED", "not safe to open")],
)
def test_a_paper_of_the_court_that_is_not_here_says_so_and_why(cast, case, held, says):
    cast.as_(cast.amira)
    row = Paper.objects.create(
        case=case, kind="BUNDLE", source="COURT", name="Bundle", held=held, held_why="HAS_MACROS",
        recorded_at=cast.now, recorded_by=cast.amira, court_document_id="d2",
    )  # fmt: skip
    client = cast.client(cast.amira)
    for address in (reverse("papers:index", args=[case.pk]), reverse("papers:paper", args=[row.pk])):
        assert says in client.get(address).content.decode()
    assert client.get(reverse("papers:paper_file", args=[row.pk])).status_code == 302


def test_a_paper_of_the_court_is_kept_though_staff_brought_the_same(cast, case):
    from goldenthread.documents.safety import checked

    bring(cast, case)
    file = checked("letter.txt", LETTER, allowed=frozenset({"TEXT"}))
    row = keep_paper(
        case=case, kind="LETTER", source="COURT", file=file, protected=False, court_document_id="d3",
        by=cast.amira, now=cast.now,
    )  # fmt: skip
    assert row.court_document_id == "d3"
    assert Event.objects.filter(verb="PAPER_FETCHED", subject_id=row.pk).exists()


def test_the_bytes_of_a_paper_are_written_once(cast, case):
    from django.db import DatabaseError, transaction

    row = bring(cast, case)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperBody.objects.filter(paper=row).update(data=b"other")


def test_a_paper_of_the_wrong_case_is_superseded_and_stands_marked(cast, case):
    row = bring(cast, case)
    client = cast.client(cast.amira)
    answer = client.post(
        reverse("papers:paper_supersede", args=[row.pk]), {"why": "MISTAKE", "words": "It is of another family."}
    )
    assert answer.status_code == 302
    page = client.get(reverse("papers:paper", args=[row.pk])).content.decode()
    assert "Superseded" in page
    assert "It is of another family." in page
    assert bring(cast, case).pk != row.pk, "what no longer holds does not stand in the way"


def test_the_list_asks_as_often_for_many_papers_as_for_one(cast, case):
    client, there = cast.client(cast.amira), reverse("papers:index", args=[case.pk])
    bring(cast, case)
    client.get(there)
    counts = []
    for n in range(2):
        with CaptureQueriesContext(connection) as context:
            assert client.get(there).status_code == 200
        counts.append(len(context.captured_queries))
        for m in range(6):
            bring(cast, case, data=f"Another letter {n} {m}".encode(), member=cast.maya(case))
    assert counts[0] == counts[1]


def test_a_file_is_saved_under_a_name_that_says_nothing_of_a_family():
    assert saved_as("GT-100001", "COURT_ORDER", "2026-06-10", "PDF") == "GT-100001-court-order-2026-06-10.pdf"
