"""A board: who reads it, who sits on it and how they are named, what they declared, what it looked at."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.boards.models import Board, Interest, Membership
from goldenthread.boards.operations.boards import change_board, declare_interest, end_term, seat_member
from goldenthread.boards.operations.meetings import take_minute
from goldenthread.boards.rules import agenda_order, standing_interests, year_of
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person, Post
from goldenthread.thread.models import Event
from tests.cast import LONG_AGO
from tests.unit.boards.given import STANDING, board, held, item, meeting, member, out, paper

YESTERDAY = dt.timedelta(days=1)


def refused(code):
    return pytest.raises(Refused, match=code)


def today():
    """The real day: what the door goes by."""
    from goldenthread.access.door import clock

    return clock().date()


def asked(page, there):
    """How many questions a page asks, once warm."""
    page.get(there)
    with CaptureQueriesContext(connection) as queries:
        assert page.get(there).status_code == 200
    return len(queries)


def text(cast, person, route, *args):
    return cast.client(person).get(reverse(route, args=args)).content.decode()


def test_it_is_set_up_on_its_page(cast):
    page = cast.client(cast.secretary)
    said = {"name": "The Board", "kind": "BOARD", "remit": "All of it.", "standing_items": STANDING, "a_year": "6"}
    assert page.post(reverse("boards:board_new"), said).status_code == 302
    row = Board.objects.get()
    assert (row.nation, row.standing_items, row.a_year) == ("ENGLAND", STANDING, 6)
    assert Event.objects.filter(verb="BOARD_SET_UP", subject_id=row.pk).exists()
    assert page.post(reverse("boards:board_new"), said).status_code == 422


def test_two_who_change_it_at_once_lose_nothing(cast):
    made = board(cast)
    said = {"name": made.name, "kind": made.kind, "remit": "New.", "standing_items": [], "a_year": 4}
    change_board(board=made, expected_version=1, by=cast.secretary, now=cast.now, **said)
    with refused("CHANGED_MEANWHILE"):
        change_board(board=made, expected_version=1, by=cast.secretary, now=cast.now, **said)


@pytest.mark.parametrize(
    ("person", "reads", "manages", "declares"),
    [
        ("secretary", 200, 200, 403), ("improver", 200, 403, 403), ("board", 200, 403, 200),
        ("director", 404, 404, 404), ("central", 404, 404, 404), ("amira", 404, 404, 404), ("manager", 404, 404, 404),
        ("administrator", 404, 404, 404), ("auditor", 404, 404, 404), ("carys", 404, 404, 404),
        ("nobody", 404, 404, 404),
    ],
)  # fmt: skip
def test_who_reads_who_keeps_and_who_declares(cast, person, reads, manages, declares):
    made = board(cast)
    member(cast, made)
    page = cast.client(getattr(cast, person))
    for route, status in (("board", reads), ("scrutiny", reads), ("board_edit", manages), ("member_new", manages),
                          ("meeting_new", manages), ("interest_new", declares)):  # fmt: skip
        assert page.get(reverse(f"boards:{route}", args=[made.pk])).status_code == status, route


@pytest.mark.parametrize("person", ["director", "central"])
def test_an_officer_reads_it_while_they_sit(cast, person):
    made, other = board(cast), board(cast, name="Another")
    member(cast, made, getattr(cast, person), capacity="OFFICER")
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("boards:board", args=[made.pk])).status_code == 200
    assert page.get(reverse("boards:board", args=[other.pk])).status_code == 404
    found = page.get(reverse("boards:index")).content.decode()
    assert "Practice committee" in found
    assert "Another" not in found


def test_a_term_that_has_ended_gives_nothing_from_the_next_day(cast):
    made = board(cast)
    seat = member(cast, made)
    row = meeting(cast, made)
    doc = paper(cast, row)
    out(cast, row)
    page = cast.client(cast.board)
    there = [reverse("boards:board", args=[made.pk]), reverse("boards:meeting", args=[row.pk]),
             reverse("boards:paper", args=[doc.pk]), reverse("boards:interest_new", args=[made.pk])]  # fmt: skip
    Membership.objects.filter(pk=seat.pk).update(to_on=today())
    assert [page.get(one).status_code for one in there] == [200] * 4
    # The page was open when the day changed: what is sent from it is not taken.
    Membership.objects.filter(pk=seat.pk).update(to_on=today() - YESTERDAY)
    assert [page.get(one).status_code for one in there] == [404] * 4
    assert page.post(there[-1], {"none": "NO", "meeting": "FOR_GOOD"}).status_code == 404
    assert not Interest.objects.exists()
    assert "You sit on no board today" in page.get(reverse("boards:index")).content.decode()
    # They stay in the history.
    assert "Bodhi Larkin" in text(cast, cast.secretary, "boards:board", made.pk)
    assert "1 term that has ended" in text(cast, cast.secretary, "boards:board", made.pk)


def test_a_term_that_has_not_begun_gives_nothing(cast):
    made = board(cast)
    member(cast, made, from_on=today() + dt.timedelta(days=2))
    assert cast.client(cast.board).get(reverse("boards:board", args=[made.pk])).status_code == 404


def test_seating_someone_twice_or_badly_is_refused(cast):
    made = board(cast)
    member(cast, made)
    said = {"board": made, "by": cast.secretary, "now": cast.now, "from_on": LONG_AGO}
    with refused("ALREADY_SEATED"):
        seat_member(person=cast.board, capacity="CHAIR", **said)
    with refused("NAMED_AS_NEEDED"):
        seat_member(person=cast.central, capacity="YOUNG_PERSON", **said)
    with refused("FULL_NAME"):
        seat_member(person=cast.central, capacity="YOUNG_PERSON", named_as="C. Vale", **said)
    with refused("TO_BEFORE_FROM"):
        seat_member(person=cast.central, capacity="LAY", to_on=LONG_AGO - YESTERDAY, **said)


def test_a_term_ends_once_and_another_can_follow(cast):
    made = board(cast)
    seat = member(cast, made)
    day = cast.now.date()
    end_term(membership=seat, to_on=day - YESTERDAY, by=cast.secretary, now=cast.now)
    with refused("TERM_OVER"):
        end_term(membership=seat, to_on=day, by=cast.secretary, now=cast.now)
    member(cast, made, from_on=day)
    assert Membership.objects.count() == 2
    assert Event.objects.get(verb="TERM_ENDED").facts == {"person": str(cast.board.pk), "to": "2026-06-09"}


def test_who_can_be_seated_holds_a_post_that_opens_boards(cast):
    made = board(cast)
    found = text(cast, cast.secretary, "boards:member_new", made.pk)
    assert "Bodhi Larkin" in found
    assert "Dorothea Quill" in found
    assert "Amira Lindqvist" not in found


def test_a_young_person_is_named_as_they_are_to_be_and_nowhere_else(cast):
    young = Person.objects.create(name="Wilhelmina Starkadder", email="w@goldenthread.invalid")
    Post.objects.create(person=young, role="BOARD_MEMBER", nation="ENGLAND", from_on=LONG_AGO)
    made, other = board(cast), board(cast, name="Another")
    member(cast, made)
    seat = member(cast, made, young, capacity="YOUNG_PERSON", named_as="Mina")
    row = meeting(cast, made, days=-3)
    cast.as_(cast.secretary)
    declare_interest(membership=seat, none=False, words="A mentor.", by=young, now=cast.now)
    held(cast, row)
    cast.as_(cast.secretary)
    told = [
        text(cast, cast.secretary, "boards:board", made.pk), text(cast, cast.board, "boards:board", made.pk),
        text(cast, cast.board, "boards:meeting", row.pk), text(cast, cast.secretary, "boards:meeting", row.pk),
        text(cast, cast.secretary, "boards:term_end", seat.pk),
        text(cast, cast.secretary, "boards:interest_record", seat.pk),
        text(cast, cast.secretary, "boards:member_new", other.pk),
    ]  # fmt: skip
    assert all("Mina" in page for page in told)
    assert not any("Starkadder" in page for page in told)


def test_a_member_declares_on_their_own_page(cast):
    made = board(cast)
    seat = member(cast, made)
    page, there = cast.client(cast.board), reverse("boards:interest_new", args=[made.pk])
    assert "Until I say otherwise" in page.get(there).content.decode()
    assert "Nothing declared yet" in text(cast, cast.board, "boards:board", made.pk)
    assert page.post(there, {"none": "YES", "words": "", "meeting": "FOR_GOOD"}).status_code == 422
    assert page.post(there, {"none": "YES", "words": "I chair a charity.", "meeting": "FOR_GOOD"}).status_code == 302
    row = Interest.objects.get()
    assert (row.membership, row.declared_by, row.meeting) == (seat, cast.board, None)
    assert "charity" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_interests_are_read_by_chair_and_governance_and_beside_the_agenda(cast):
    made = board(cast)
    member(cast, made, cast.central, capacity="CHAIR")
    seat = member(cast, made, cast.director, capacity="OFFICER")
    member(cast, made)
    row = meeting(cast, made)
    declare_interest(membership=seat, none=False, words="A contract with us.", by=cast.secretary, now=cast.now)
    on_board = {who: "A contract with us." in text(cast, getattr(cast, who), "boards:board", made.pk)
                for who in ("central", "secretary", "director", "board", "improver")}  # fmt: skip
    assert on_board == {"central": True, "secretary": True, "director": True, "board": False, "improver": False}
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "A contract with us." in found
    assert "recorded by Gideon Marsh" in found


def test_what_stands_of_declarations():
    class Row:
        def __init__(self, day, none=False, meeting_id=None):
            self.declared_at, self.none, self.meeting_id = dt.date(2026, 1, day), none, meeting_id

    first, second, cleared, here = Row(1), Row(2), Row(3, none=True), Row(4, meeting_id=7)
    assert standing_interests([first, second]) == [second, first]
    assert standing_interests([first, second, cleared]) == [cleared]
    assert standing_interests([first, here]) == [first]
    assert standing_interests([first, here], 7) == [here, first]
    nothing_here = Row(5, none=True, meeting_id=7)
    assert standing_interests([first, nothing_here], 7) == [first]
    assert standing_interests([nothing_here], 7) == [nothing_here]
    assert standing_interests([nothing_here]) == []


def test_the_order_of_an_agenda_and_the_year():
    assert agenda_order(["OTHER", "PLAN", "MATTERS_ARISING", "INTERESTS"]) == [
        "INTERESTS", "MATTERS_ARISING", "PLAN", "OTHER",
    ]  # fmt: skip
    assert (year_of(dt.date(2026, 3, 31)), year_of(dt.date(2026, 4, 1))) == (2025, 2026)


def test_the_year_shows_what_was_looked_at_and_the_gaps(cast):
    made = board(cast)
    member(cast, made)
    last_year, this = meeting(cast, made, days=-120), meeting(cast, made, days=-20)
    for row in (last_year, this):
        held(cast, row)
    cast.as_(cast.secretary)
    take_minute(item=item(last_year, "RISKS"), kind="NOTE", words="Seen.", by=cast.secretary, now=cast.now)
    take_minute(item=item(this), kind="CHALLENGE", words="Why late?", by=cast.secretary, now=cast.now)
    page, there = cast.client(cast.board), reverse("boards:scrutiny", args=[made.pk])
    found = page.get(there, {"year": "2026"}).content.decode()
    assert "1 challenge" in found
    assert "Not looked at since 10 February 2026" in found
    assert "Never looked at yet" in found
    # What opens every meeting is no scrutiny.
    assert "Declarations of interest" not in found
    assert "On the agenda, nothing minuted" in found
    assert f"{reverse('boards:meeting', args=[this.pk])}#item-3" in found
    before = page.get(there, {"year": "2025"}).content.decode()
    assert "1 challenge" not in before
    assert "Noted" in before
    assert page.get(there, {"year": "nonsense"}).status_code == 200
    assert "No meeting in this year" in page.get(there, {"year": "2019"}).content.decode()


def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(cast):
    made = board(cast)
    member(cast, made)
    held(cast, meeting(cast, made, days=-20))
    page = cast.client(cast.secretary)
    routes = [reverse("boards:index"), reverse("boards:board", args=[made.pk]),
              reverse("boards:scrutiny", args=[made.pk]) + "?year=2026"]  # fmt: skip
    few = [asked(page, there) for there in routes]
    for number in range(6):
        board(cast, name=f"Board {number}")
        seat = member(cast, made, Person.objects.create(name=f"Member {number}", email=f"m{number}@x.invalid"))
        declare_interest(membership=seat, none=True, by=cast.secretary, now=cast.now)
        held(cast, meeting(cast, made, days=-21 - number))
        meeting(cast, made, days=8 + number)
    assert [asked(page, there) for there in routes] == few
    assert max(few) <= 12
