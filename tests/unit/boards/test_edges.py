"""Boards at their edges: what was taken off, what was taken back, what is another board's."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.boards.models import Pack
from goldenthread.boards.operations.meetings import change_item, take_item_off, take_minute
from goldenthread.boards.operations.papers import change_paper, take_paper_back
from goldenthread.kernel.refusal import Refused
from tests.unit.boards.given import board, held, item, meeting, member, out, paper


@pytest.fixture
def made(cast):
    found = board(cast)
    member(cast, found)
    return found


def refused(code):
    return pytest.raises(Refused, match=code)


def pack(cast, made, row=None):
    return Pack.objects.create(
        board=made, meeting=row, as_at=cast.now.date(), content={}, fingerprint="f", made_at=cast.now,
        made_by=cast.secretary,
    )  # fmt: skip


def status(cast, person, route, *args):
    return cast.client(person).get(reverse(route, args=args)).status_code


def may_take_it(cast, given):
    # A GET of the file leads back to its page, for whoever may read the pack.
    return cast.client(cast.board).get(reverse("boards:pack_word", args=[given.pk])).status_code == 302


def test_an_item_that_was_taken_off_takes_no_minute_and_no_place(cast, made):
    row = meeting(cast, made, days=-3)
    gone = item(row, "RISKS")
    take_item_off(item=gone, by=cast.secretary, now=cast.now)
    with refused("ITEM_OFF"):
        change_item(item=gone, kind="RISKS", title="Risks", lead="", number=1, by=cast.secretary, now=cast.now)
    numbers = list(row.items.filter(taken_off_at__isnull=True).values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]
    held(cast, row)
    with refused("ITEM_OFF"):
        take_minute(item=gone, kind="NOTE", words="Said.", by=cast.secretary, now=cast.now)


def test_a_paper_that_is_taken_back_takes_its_pack_with_it(cast, made):
    row = meeting(cast, made)
    given = pack(cast, made, row)
    first = paper(cast, row, words="", pack=given)
    out(cast, row)
    assert may_take_it(cast, given)
    take_paper_back(paper=first, by=cast.secretary, now=cast.now)
    assert status(cast, cast.board, "boards:pack", given.pk) == 404
    assert not may_take_it(cast, given)
    paper(cast, row, words="", pack=given)
    assert may_take_it(cast, given)


def test_a_pack_under_a_paper_that_is_not_for_members_is_not_theirs(cast, made):
    row = meeting(cast, made)
    given = pack(cast, made, row)
    paper(cast, row, words="", pack=given, for_members=False)
    out(cast, row)
    assert status(cast, cast.board, "boards:pack", given.pk) == 404
    assert status(cast, cast.board, "boards:packs", made.pk) == 200
    assert not may_take_it(cast, given)


def test_a_paper_is_not_changed_to_a_pack_of_another_board(cast, made):
    row = meeting(cast, made)
    first = paper(cast, row)
    other = pack(cast, board(cast, name="Another"))
    with refused("OTHER_BOARD"):
        change_paper(
            paper=first, title="x", words="", asks="", pack=other, for_members=True, by=cast.secretary, now=cast.now
        )


@pytest.mark.parametrize("year", ["9" * 5000, "0", "-1", "1e9", "٢٠٢٦", "x"])
def test_any_year_in_the_address_is_answered(cast, made, year):
    there = reverse("boards:scrutiny", args=[made.pk])
    assert cast.client(cast.board).get(there, {"year": year}).status_code == 200


def test_a_meeting_and_a_paper_of_a_board_on_which_one_does_not_sit(cast, made):
    other = board(cast, name="Another")
    row = meeting(cast, other, days=2)
    first = paper(cast, row)
    out(cast, row)
    for route, thing in (("meeting", row), ("paper", first), ("board", other)):
        assert status(cast, cast.board, f"boards:{route}", thing.pk) == 404
    assert row.starts_at > cast.now - dt.timedelta(days=1)
