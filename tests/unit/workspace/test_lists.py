"""My work and a manager's worklist: what they hold, who may open them, and that they stay quick."""

import datetime as dt

import pytest

from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.allocation import declare_conflict
from tests.pathway import Pathway

MINE, TEAM = "/my-work", "/team"


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


def text(cast, person, address):
    answer = cast.client(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_shows_whom_it_is_about_what_is_missing_and_one_thing_to_do(cast, way):
    page = text(cast, cast.amira, MINE)
    for words in (
        way.case.reference, "Maya", "Leo", "Enquiry", "None listed", "Safeguarding letter",
        "No line of enquiry", "Not heard yet: Maya, Leo",
    ):  # fmt: skip
        assert words in page, words
    assert "Okafor" not in page
    assert page.count("gt-target") >= 1


def test_a_conflict_not_declared_comes_first(cast):
    case = cast.case()
    Case.objects.update(adviser=cast.ben)
    page = text(cast, cast.ben, MINE)
    assert "Conflict of interest not declared" in page
    assert f"/cases/{case.pk}/conflict" in page


def test_a_covered_case_is_there_and_said_to_be(cast, way):
    Case.objects.update(covered_by=cast.ben, cover_until=dt.date(2030, 1, 1))
    assert "You cover it for Amira Lindqvist until 1 January 2030" in text(cast, cast.ben, MINE)
    assert "Ben Achterberg covers it until 1 January 2030" in text(cast, cast.amira, MINE)


def test_a_cover_that_has_ended_gives_nothing(cast, way):
    Case.objects.update(covered_by=cast.ben, cover_until=dt.date(2026, 1, 1))
    assert way.case.reference not in text(cast, cast.ben, MINE)


def test_the_list_is_narrowed_by_stage(cast, way):
    assert way.case.reference in text(cast, cast.amira, MINE + "?stage=ENQUIRY")
    page = text(cast, cast.amira, MINE + "?stage=ORDER")
    assert "None of your cases is at this stage" in page
    assert way.case.reference in text(cast, cast.amira, MINE + "?stage=NONSENSE")


def test_three_things_are_due_next(cast, way):
    for _ in range(3):
        Pathway(cast, cast.case()).hearing(days=200)
    page = text(cast, cast.amira, MINE)
    assert page.split("Due next")[1].split("Your cases")[0].count("gt-clock__what") == 3


@pytest.mark.parametrize(
    ("person", "mine", "team"),
    [
        ("amira", 200, 403),
        ("supervisor", 200, 200),
        ("manager", 200, 200),
        ("director", 403, 200),
        ("duty", 403, 403),
        ("administrator", 403, 403),
        ("auditor", 403, 403),
        ("board", 403, 403),
        ("nobody", 403, 403),
    ],
)
def test_who_may_open_them(cast, person, mine, team):
    page = cast.client(getattr(cast, person))
    assert (page.get(MINE).status_code, page.get(TEAM).status_code) == (mine, team)


def test_a_manager_sees_the_team_and_not_another(cast, way):
    page = text(cast, cast.manager, TEAM)
    assert way.case.reference in page
    assert "Amira Lindqvist" in page
    assert way.case.reference not in text(cast, cast.other_manager, TEAM)


def test_what_asks_for_attention_is_counted_and_found(cast, way):
    way.submitted(way.maya)
    declare_conflict(case=way.case, has_conflict=True, words="I know the school.", **way.doing)
    loose = cast.application()
    page = text(cast, cast.manager, TEAM)
    assert "Advice waits for a decision" in page
    for attention, reference in (
        ("WAITING", way.case.reference),
        ("CONFLICT", way.case.reference),
        ("UNALLOCATED", loose.reference),
        ("OVERDUE", way.case.reference),  # received in June 2026; the page reads the real clock
    ):
        assert reference in text(cast, cast.manager, f"{TEAM}?attention={attention}"), attention
    assert way.case.reference not in text(cast, cast.manager, f"{TEAM}?attention=UNALLOCATED")


def test_the_worklist_is_narrowed_by_adviser(cast, way):
    other = cast.case(cast.ben)
    page = text(cast, cast.manager, f"{TEAM}?adviser={cast.ben.pk}")
    assert other.reference in page
    assert way.case.reference not in page


def test_a_restricted_case_is_on_no_list_of_a_person_not_named(cast, way):
    cast.as_(cast.director)
    restrict_case(
        case=way.case, reason="THREAT", why="A threat was made.", people=[cast.amira], by=cast.director, now=cast.now
    )
    assert way.case.reference not in text(cast, cast.manager, TEAM)
    assert way.case.reference not in text(cast, cast.supervisor, TEAM)
    assert way.case.reference in text(cast, cast.director, TEAM)
    assert way.case.reference in text(cast, cast.amira, MINE)


@pytest.mark.parametrize(("address", "person"), [(MINE, "amira"), (TEAM, "manager"), (TEAM, "director")])
def test_a_list_costs_no_more_with_more_cases(cast, way, queries_of, address, person):
    few = queries_of(getattr(cast, person), address)
    for n in range(20):
        other = Pathway(cast, cast.case())
        other.hearing()
        if n == 1:
            other.harmed()
            other.submitted(other.maya)
        if n == 2:
            other.ordered(other.order(), other.leo, "NOT_ADVISED_ON", unsafe="YES", unsafe_why="He is three.")
    assert queries_of(getattr(cast, person), address) == few <= 12
