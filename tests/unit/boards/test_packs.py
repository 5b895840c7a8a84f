"""Packs: what a board is given, frozen; who reads it and when; this time beside last time; taken out as a file."""

import datetime as dt
import io
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from goldenthread.access.trace import trace
from goldenthread.actions.operations import note, sign_off
from goldenthread.boards import drawing
from goldenthread.boards.models import Board, BoardPaper, Meeting, Membership, Pack
from goldenthread.boards.operations.packs import A_CASE, make_pack, take_pack
from goldenthread.boards.presenters.packs import document
from goldenthread.boards.queries.contents import statements
from goldenthread.documents import pdf
from goldenthread.documents.inside import all_text
from goldenthread.documents.rules import FileKind
from goldenthread.improvement.models import PlanLine, ReceivedRecommendation, ReceivedReport, Risk, RiskScore
from goldenthread.improvement.operations.plans import publish, report_for_area
from goldenthread.improvement.presenters.plans import whole
from goldenthread.kernel.refusal import Refused
from goldenthread.learning.models import LearningPoint
from goldenthread.thread.models import Event, Link
from tests.cast import LONG_AGO
from tests.unit.actions.given import done, post
from tests.unit.improvement.given import line, plan, real_plan


def refused(code):
    return pytest.raises(Refused, match=code)


def board_of(cast, **over):
    """A board of England on which the board member sits."""
    made = Board.objects.create(
        **{"name": "Improvement Board", "kind": "BOARD", "nation": "ENGLAND", "remit": "To watch the plan.",
           "set_up_on": LONG_AGO, **over}
    )  # fmt: skip
    Membership.objects.create(board=made, person=cast.board, capacity="LAY", from_on=LONG_AGO)
    return made


def meeting_of(cast, board, days=14, **over):
    return Meeting.objects.create(board=board, starts_at=cast.now + dt.timedelta(days=days), **over)


def risk_of(cast, **over):
    """A risk of the national register, scored 4 by 4."""
    owner = post(cast, f"Risk owner {Risk.objects.count()}", cast.director)
    risk = Risk.objects.create(
        **{
            "reference": f"R-{9000 + Risk.objects.count()}", "title": "Children wait", "cause": "Too few advisers",
            "event": "Reports are late", "consequence": "Children wait", "nation": "ENGLAND", "owner": owner,
            "inherent_likelihood": 5, "inherent_impact": 5, "target_likelihood": 2, "target_impact": 3,
            "appetite": "CAUTIOUS", "review_on": cast.now.date(), "raised_at": cast.now, "raised_by": cast.improver,
            **over,
        }
    )  # fmt: skip
    RiskScore.objects.create(risk=risk, likelihood=4, impact=4, words="x", scored_at=cast.now, scored_by=cast.improver)
    return risk


def stocked(cast):
    """A board with something of every part to be told."""
    made = plan(cast)
    first = line(cast, made, due_words="Jul 2025")
    line(cast, made, key="second", title="Talk to fathers too", due_words="Dec 2026")
    publish(plan=made, by=cast.improver, now=cast.now)
    risk_of(cast)
    report = ReceivedReport.objects.create(
        title="What the inspectorate found", body="An inspectorate", kind="INSPECTION", nation="ENGLAND",
        received_on=LONG_AGO, added_at=cast.now, added_by=cast.improver,
    )  # fmt: skip
    ReceivedRecommendation.objects.create(report=report, number="1", words="Listen")
    ReceivedRecommendation.objects.create(report=report, number="2", words="Write less", state="MET")
    LearningPoint.objects.create(
        title="Ask twice", words="x", do_words="y", source="AUDIT", nations=["ENGLAND"], themes=["VOICE"],
        travels=["BRIEFING"], state="OUT", written_at=cast.now, written_by=cast.improver, out_at=cast.now,
        out_by=cast.improver,
    )  # fmt: skip
    cast.as_(cast.director)
    report_for_area(
        priority=made.priorities.get(), area=cast.dales, going_well="Children are seen.", worries="Waiting times.",
        asks="Back us on recruitment.", by=cast.director, now=cast.now,
    )  # fmt: skip
    cast.as_(cast.secretary)
    return board_of(cast), first


def pack_of(cast, board, meeting=None, *, days=0):
    cast.as_(cast.secretary)
    return make_pack(board=board, meeting=meeting, by=cast.secretary, now=cast.now + dt.timedelta(days=days))


def test_a_pack_says_how_everything_stands(cast):
    board, first = stocked(cast)
    content = pack_of(cast, board).content
    told = content["plans"][0]
    assert (told["counts"]["RED"], told["counts"]["GREEN"], told["counts_last"]) == (1, 1, None)
    assert told["priorities"][0]["rag"] == "RED" == whole(["RED", "GREEN"])["code"]
    assert [row["id"] for row in content["late"]] == [str(first.action_id)]
    assert content["risks"][0]["score"] == 16
    assert content["risks"][0]["above"]
    assert content["received"][0]["counts"] == {"of": 2, "answered": 1, "met": 1, "signed": 0}
    assert content["learning"][0]["of"] > 10
    assert content["learning"][0]["read"] == 0
    assert content["areas"][0]["asks"] == "Back us on recruitment."
    assert content["areas_silent"] == ["South Coast"]
    assert content["last"] is None


def test_last_time_stands_beside_this_time(cast):
    board, first = stocked(cast)
    before = pack_of(cast, board)
    cast.as_(cast.central)
    later = cast.now + dt.timedelta(days=30)
    action = done(cast, first.action)
    cast.as_(cast.improver)
    sign_off(action=action, reason="Seen.", effect_due_on=later.date() + dt.timedelta(days=90), by=cast.improver,
          now=later)  # fmt: skip
    risk = Risk.objects.get()
    RiskScore.objects.create(risk=risk, likelihood=2, impact=4, words="x", scored_at=later, scored_by=cast.improver)
    pack = pack_of(cast, board, days=31)
    content = pack.content
    assert pack.before == before
    assert [(row["from"], row["to"]) for row in content["changes"] if row["id"] == str(first.pk)] == [("RED", "BLUE")]
    assert [(row["id"], row["evidence"]) for row in content["signed"]] == [(str(action.pk), 1)]
    assert (content["risks"][0]["score_last"], content["risks"][0]["score"]) == (16, 8)
    assert content["glance_last"]["RED"] == 1
    assert content["glance"]["RED"] == 0
    # What was told last time is not told again as new.
    assert content["learning"] == []
    assert content["areas"] == []
    page = cast.client(cast.secretary).get(reverse("boards:pack", args=[pack.pk])).text
    assert "Last time" in page
    assert "down by 8" in page


def test_a_pack_for_a_meeting_stands_beside_that_of_the_meeting_before(cast):
    board, _first = stocked(cast)
    earlier, coming = meeting_of(cast, board, 5), meeting_of(cast, board, 60)
    given = pack_of(cast, board, earlier)
    pack_of(cast, board, days=40)  # tried, and given to nobody
    again = pack_of(cast, board, coming, days=50)
    assert again.before == given
    assert pack_of(cast, board, coming, days=51).before == given


def test_how_an_action_goes_is_told_without_its_notes(cast):
    board, first = stocked(cast)
    cast.as_(cast.central)
    note(action=first.action, kind="OBSTACLE", words="Kestrelmoor is away", by=cast.central, now=cast.now)
    text = str(pack_of(cast, board).content)
    assert "Kestrelmoor" not in text
    assert "It was due on" in text


def test_what_is_not_for_members_is_counted_and_not_told(cast):
    board, first = stocked(cast)
    type(first.action).objects.filter(pk=first.action_id).update(for_members=False)
    content = pack_of(cast, board).content
    assert content["late"] == []
    assert content["late_unsaid"] == 1
    assert content["glance"]["late"] == 1


def test_nothing_in_it(cast):
    board = board_of(cast)
    cast.as_(cast.secretary)
    with refused("NOTHING_IN_IT"):
        make_pack(board=board, by=cast.secretary, now=cast.now)
    answer = cast.client(cast.secretary).post(reverse("boards:pack_new", args=[board.pk]), {"meeting": "NONE"})
    assert "no published plan" in answer.text
    assert not Pack.objects.exists()


def test_made_on_the_page_for_a_meeting_or_for_none(cast):
    board, _first = stocked(cast)
    coming, client = meeting_of(cast, board), cast.client(cast.improver)
    there = reverse("boards:pack_new", args=[board.pk])
    assert "For none yet" in client.get(there).text
    assert client.post(there, {"meeting": str(LearningPoint.objects.get().pk)}).status_code == 422
    assert client.post(there, {"meeting": "NONE"}).status_code == 302
    assert Pack.objects.get().meeting is None
    Meeting.objects.filter(pk=coming.pk).update(state="PAPERS_OUT")
    assert client.post(there, {"meeting": str(coming.pk)}).status_code == 302
    assert Pack.objects.latest("made_at").meeting == coming


def test_an_empty_section_says_so(cast):
    board = board_of(cast)
    risk_of(cast)
    page = cast.client(cast.secretary)
    text = page.get(reverse("boards:pack", args=[pack_of(cast, board).pk])).text
    for words in ("No plan has been published", "No action is late", "No action has been signed off", "No area has",
                  "No learning point", "No report with recommendations", "still open"):  # fmt: skip
        assert words in text


def test_the_same_day_twice(cast):
    board, first = stocked(cast)
    pack_of(cast, board)
    with refused("SAME_AS_BEFORE"):
        pack_of(cast, board)
    first.taken_out_at, first.taken_out_by = cast.now, cast.improver
    first.save()
    second = pack_of(cast, board)
    # Last time is the last day, not an hour ago.
    assert second.before is None


def test_what_cannot_be(cast):
    board, _first = stocked(cast)
    other = board_of(cast, name="Another")
    cast.as_(cast.secretary)
    with refused("NOT_TODAY"):
        make_pack(board=board, as_at=LONG_AGO, by=cast.secretary, now=cast.now)
    with refused("OTHER_BOARD"):
        pack_of(cast, board, meeting_of(cast, other))
    with refused("ALREADY_HELD"):
        pack_of(cast, board, meeting_of(cast, board, -3, state="HELD"))
    board.ended_on = cast.now.date()
    board.save()
    with refused("BOARD_ENDED"):
        pack_of(cast, board)


@pytest.mark.parametrize("words", ["as in GT-100023", "see gt 100023", "ZE21P00123", "case ze 21 p 00123"])
def test_a_text_that_names_a_case_stops_it(cast, words):
    board, _first = stocked(cast)
    Risk.objects.update(title=f"Children wait, {words}")
    with refused("NAMES_A_CASE"):
        pack_of(cast, board)


@pytest.mark.parametrize("words", ["GT-10", "R-100001", "A-100023", "2021 and 2022", "SW1A 1AA"])
def test_what_only_looks_like_a_case(words):
    assert not A_CASE.search(words)


def test_what_is_recorded(cast):
    board, first = stocked(cast)
    pack = pack_of(cast, board)
    event = Event.objects.get(verb="PACK_MADE")
    assert (event.subject_id, event.facts["hash"]) == (pack.pk, pack.fingerprint)
    cited = set(Link.objects.filter(from_id=pack.pk).values_list("to_id", flat=True))
    assert cited == {UUID(key) for key in statements(pack.content)}
    assert first.pk in cited


def test_it_is_kept_as_it_was_made(cast):
    pack = pack_of(cast, stocked(cast)[0])
    with pytest.raises(Exception, match=r"append|kept|permission|allowed|change"):
        Pack.objects.filter(pk=pack.pk).update(fingerprint="0" * 64)


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────────

MAKERS = {"improver", "secretary"}


def test_who_makes_and_who_reads(cast):
    board, _first = stocked(cast)
    pack = pack_of(cast, board, meeting_of(cast, board))
    for word, person in cast.everyone.items():
        client = cast.client(person)
        able = word in MAKERS
        assert (client.get(reverse("boards:pack_new", args=[board.pk])).status_code == 200) is able, word
        assert (client.get(reverse("boards:pack", args=[pack.pk])).status_code == 200) is able, word


def test_members_read_it_once_the_papers_are_out(cast):
    board, _first = stocked(cast)
    meeting = meeting_of(cast, board)
    pack, tried = pack_of(cast, board, meeting), pack_of(cast, board)
    client = cast.client(cast.board)
    there = reverse("boards:pack", args=[pack.pk])
    assert client.get(there).status_code == 404
    assert "no pack to read yet" in client.get(reverse("boards:packs", args=[board.pk])).text
    Meeting.objects.filter(pk=meeting.pk).update(state="PAPERS_OUT", papers_out_at=cast.now,
                                                 papers_out_by=cast.secretary)  # fmt: skip
    assert client.get(there).status_code == 200
    assert client.get(reverse("boards:pack", args=[tried.pk])).status_code == 404
    # Under a paper that is out it is given too; taken back, no more.
    paper = BoardPaper.objects.create(
        item=meeting.items.create(number=1, kind="PLAN", title="The plan"), title="Pack", pack=tried,
        added_at=cast.now, added_by=cast.secretary,
    )  # fmt: skip
    assert client.get(reverse("boards:pack", args=[tried.pk])).status_code == 200
    paper.taken_back_at, paper.taken_back_by = cast.now, cast.secretary
    paper.save()
    assert client.get(reverse("boards:pack", args=[tried.pk])).status_code == 404
    # A member whose term ended reads nothing any more.
    Membership.objects.filter(person=cast.board).update(to_on=LONG_AGO)
    assert client.get(there).status_code == 404


def test_a_statement_leads_on_as_far_as_the_reader_may_see(cast):
    board, first = stocked(cast)
    meeting = meeting_of(cast, board)
    pack = pack_of(cast, board, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="HELD")
    whole_of, member = cast.client(cast.secretary), cast.client(cast.board)
    there = reverse("boards:pack", args=[pack.pk])
    said, theirs = whole_of.get(there).text, member.get(there).text
    line_page, action = reverse("improvement:line", args=[first.pk]), reverse("actions:action", args=[first.action_id])
    point = reverse("learning:point", args=[LearningPoint.objects.get().pk])
    assert line_page in said
    assert line_page in theirs
    assert action in said
    assert action not in theirs
    assert point not in theirs
    # What does not lead on is still said.
    assert "Ask twice" in theirs
    kinds = {node.kind for node in trace(pack, cast.who(cast.board))["behind"]}
    assert "improvement.PlanLine" in kinds
    assert not kinds & {"actions.Action", "learning.LearningPoint"}


# ── As a file ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("route", ["pack_word", "pack_pdf"])
def test_taken_out_as_a_file(cast, route):
    if route == "pack_pdf" and pdf.why_not():
        pytest.skip(pdf.why_not())
    board, _first = stocked(cast)
    pack = pack_of(cast, board)
    client = cast.client(cast.secretary)
    there = reverse(f"boards:{route}", args=[pack.pk])
    assert client.get(there).status_code == 302
    assert not Event.objects.filter(verb="PACK_TAKEN").exists()
    answer = client.post(there)
    kind = FileKind.DOCX if route == "pack_word" else FileKind.PDF
    assert Event.objects.get(verb="PACK_TAKEN").facts == {"format": str(kind), "hash": pack.fingerprint}
    text = all_text(kind, answer.content)
    for words in ("See each child alone", "Back us on recruitment", "Ask twice", "What the inspectorate found"):
        assert words in text
    assert answer["Cache-Control"] == "no-store"
    # The page, the Word file and the PDF say the same: every cell of the page stands in the file.
    flat = "".join(text.split())
    for section in document(pack.content)["sections"]:
        for block in section["blocks"]:
            for row in block.get("rows", ()):
                assert all("".join(cell["text"].split()) in flat for cell in row)


def test_the_word_file_has_headings_tables_and_its_language(cast):
    pack = pack_of(cast, stocked(cast)[0])
    data = drawing.word_copy(document(pack.content), pack.content, post="Governance officer", language="cy")
    made = Document(io.BytesIO(data))
    styles = [row.style.name for row in made.paragraphs]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 10
    headed = [table for table in made.tables if table._tbl.xpath(".//w:tblHeader")]
    assert len(headed) == len(made.tables) - 1  # the first is the small table of the head
    assert made.styles.element.xpath(".//w:rPrDefault//w:lang/@w:val")[0].startswith("cy")
    assert "PAGE" in made.sections[0].footer._element.xml
    assert made.core_properties.author == "Governance officer"


def test_a_file_that_names_a_case_does_not_leave(cast):
    pack = pack_of(cast, stocked(cast)[0])
    told = document(pack.content)
    told["sections"][0]["blocks"].append({"type": "text", "text": "As in GT-100023."})
    data = drawing.word_copy(told, pack.content, post="Governance officer", language="en-gb")
    with refused("NAMES_A_CASE"):
        take_pack(pack=pack, file_kind=FileKind.DOCX, data=data, by=cast.secretary, now=cast.now)
    assert not Event.objects.filter(verb="PACK_TAKEN").exists()


# ── How often the database is asked ───────────────────────────────────────────────────────────────────


def asked(client, address):
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_a_large_pack_asks_no_more_than_a_small_one(cast):
    board, _first = stocked(cast)
    small = pack_of(cast, board)
    made = real_plan(cast)
    publish(plan=made, by=cast.improver, now=cast.now)
    large = pack_of(cast, board)
    assert PlanLine.objects.count() > 15
    client = cast.client(cast.secretary)
    few, many = (asked(client, reverse("boards:pack", args=[row.pk])) for row in (small, large))
    assert many == few
    assert asked(client, reverse("boards:packs", args=[board.pk])) <= 14
