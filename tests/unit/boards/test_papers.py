"""A board paper: read by members once it is out, never changed from then on, and traced to what it rests on."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.trace import trace
from goldenthread.boards.models import BoardPaper, Pack
from goldenthread.boards.operations.meetings import take_minute
from goldenthread.boards.operations.papers import add_paper, change_paper, take_paper_back
from goldenthread.improvement.operations.plans import publish
from goldenthread.kernel.refusal import Refused
from goldenthread.learning.operations import send_out, write_point
from goldenthread.thread.models import Event, Link
from tests.unit.boards.given import board, held, item, meeting, member, out, paper
from tests.unit.improvement.given import line, plan
from tests.unit.learning.test_log import typed


@pytest.fixture
def made(cast):
    found = board(cast)
    member(cast, found)
    return found


@pytest.fixture
def row(cast, made):
    return meeting(cast, made)


def refused(code):
    return pytest.raises(Refused, match=code)


def status(cast, person, route, *args):
    return cast.client(person).get(reverse(route, args=args)).status_code


def text(cast, person, route, *args):
    return cast.client(person).get(reverse(route, args=args)).content.decode()


def test_members_read_it_once_it_is_out_and_only_what_is_for_them(cast, row):
    theirs, ours = paper(cast, row), paper(cast, row, title="For us", words="Kept back.", for_members=False)
    assert status(cast, cast.board, "boards:paper", theirs.pk) == 404
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "The papers are not out yet" in found
    assert "Three lines are late" not in found
    out(cast, row)
    assert status(cast, cast.board, "boards:paper", theirs.pk) == 200
    assert status(cast, cast.board, "boards:paper", ours.pk) == 404
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "Three lines are late" in found
    assert "Kept back" not in found
    assert "Kept back" in text(cast, cast.secretary, "boards:meeting", row.pk)
    assert Event.objects.get(verb="PAPERS_OUT").facts == {"papers": 1}


@pytest.mark.parametrize(
    ("person", "reads", "keeps"),
    [("secretary", 200, 200), ("improver", 200, 403), ("board", 200, 403), ("director", 404, 404),
     ("central", 404, 404), ("amira", 404, 404), ("auditor", 404, 404), ("carys", 404, 404), ("nobody", 404, 404)],
)  # fmt: skip
def test_who_reads_a_paper_and_who_changes_it(cast, row, person, reads, keeps):
    made = paper(cast, row)
    out(cast, row)
    for route, expected in (("paper", reads), ("paper_edit", keeps), ("paper_take_back", keeps)):
        assert status(cast, getattr(cast, person), f"boards:{route}", made.pk) == expected, route


def test_nothing_of_it_changes_once_it_is_out(cast, row):
    first = paper(cast, row)
    said = {"title": "Better", "words": "Four lines are late.", "asks": "", "pack": None, "for_members": True,
            "by": cast.secretary, "now": cast.now}  # fmt: skip
    change_paper(paper=first, expected_version=1, **said)
    with refused("CHANGED_MEANWHILE"):
        change_paper(paper=first, expected_version=1, **said)
    out(cast, row)
    with refused("PAPERS_ARE_OUT"):
        change_paper(paper=first, **said)
    page = cast.client(cast.secretary)
    there = reverse("boards:paper_edit", args=[first.pk])
    assert page.post(there, {"title": "x", "words": "x", "for_members": "YES"}).status_code == 422
    assert BoardPaper.objects.get().words == "Four lines are late."


def test_it_is_taken_back_and_replaced(cast, row):
    first = paper(cast, row)
    out(cast, row)
    page = cast.client(cast.secretary)
    assert page.post(reverse("boards:paper_take_back", args=[first.pk]), {}).status_code == 302
    later = cast.now + dt.timedelta(hours=1)
    cast.as_(cast.secretary)
    add_paper(item=item(row), title="The right one", words="Two are late.", by=cast.secretary, now=later)
    assert status(cast, cast.board, "boards:paper", first.pk) == 404
    member_page, keeper = (text(cast, who, "boards:meeting", row.pk) for who in (cast.board, cast.secretary))
    assert "The right one" in member_page
    assert "Added on" in member_page
    assert "How the plan goes" not in member_page
    assert "Taken back" in keeper
    with refused("TAKEN_BACK"):
        take_paper_back(paper=first, by=cast.secretary, now=cast.now)


def test_what_a_meeting_was_given_stays(cast, made):
    row = meeting(cast, made, days=-3)
    given = paper(cast, row)
    held(cast, row)
    with refused("MEETING_OVER"):
        take_paper_back(paper=given, by=cast.secretary, now=cast.now)
    with refused("MEETING_OVER"):
        paper(cast, row)


def test_a_paper_has_words_or_a_pack_of_its_own_board(cast, made, row):
    with refused("NOTHING_IN_IT"):
        paper(cast, row, words="  ")
    said = {"as_at": cast.now.date(), "content": {}, "fingerprint": "f", "made_at": cast.now, "made_by": cast.secretary}
    other = Pack.objects.create(board=board(cast, name="Another"), **said)
    with refused("OTHER_BOARD"):
        paper(cast, row, words="", pack=other)
    ours = Pack.objects.create(board=made, **said)
    given = paper(cast, row, words="", pack=ours)
    assert Link.objects.filter(from_id=given.pk, to_id=ours.pk, relation="CITES").exists()


def test_what_it_rests_on_is_chosen_on_its_page(cast, row):
    cast.as_(cast.improver)
    kept = plan(cast)
    first = line(cast, kept)
    publish(plan=kept, by=cast.improver, now=cast.now)
    page, there = cast.client(cast.secretary), reverse("boards:paper_new", args=[item(row).pk])
    assert "See each child alone" in page.get(there).content.decode()
    said = {"title": "How it goes", "words": "Well.", "asks": "", "pack": "", "for_members": "YES",
            "lines": [str(first.pk)]}  # fmt: skip
    assert page.post(there, {**said, "lines": [str(row.pk)]}).status_code == 422
    assert page.post(there, said).status_code == 302
    cast.as_(cast.secretary)
    assert Link.objects.filter(from_id=BoardPaper.objects.get().pk, to_id=first.pk, relation="CITES").exists()


def test_a_members_trace_stops_where_their_right_stops(cast, made):
    cast.as_(cast.improver)
    kept = plan(cast)
    first = line(cast, kept)
    publish(plan=kept, by=cast.improver, now=cast.now)
    point = send_out(point=write_point(by=cast.improver, now=cast.now, **typed()), by=cast.improver, now=cast.now)
    row = meeting(cast, made, days=-3)
    given = paper(cast, row, rests_on=[first, point])
    held(cast, row)
    cast.as_(cast.secretary)
    said = take_minute(item=item(row), kind="DECISION", words="Go on.", paper=given, by=cast.secretary, now=cast.now)

    def kinds(person, subject, side):
        cast.as_(person)
        return {node.kind for node in trace(subject, cast.who(person))[side]}

    assert kinds(cast.board, given, "behind") == {"improvement.PlanLine", "improvement.Priority"}
    further = {"improvement.PlanLine", "improvement.Priority", "actions.Action", "learning.LearningPoint"}
    assert kinds(cast.secretary, given, "behind") == further
    assert kinds(cast.board, given, "ahead") == {"boards.Minute"}
    assert kinds(cast.board, said, "behind") == {"boards.BoardPaper", "improvement.PlanLine", "improvement.Priority"}
    found = text(cast, cast.board, "boards:paper", given.pk)
    assert "See each child alone" not in found or reverse("actions:action", args=[first.action_id]) not in found
    assert reverse("actions:action", args=[first.action_id]) in text(cast, cast.secretary, "boards:paper", given.pk)


def test_a_minute_answers_a_paper_of_its_own_item(cast, made):
    row = meeting(cast, made, days=-3)
    other = paper(cast, row, kind="RISKS")
    held(cast, row)
    with refused("OTHER_ITEM"):
        take_minute(item=item(row), kind="NOTE", words="x", paper=other, by=cast.secretary, now=cast.now)
