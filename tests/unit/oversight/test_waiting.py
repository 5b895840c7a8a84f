"""What waits for a manager: does the list hold what it should, who is refused, does it stay quick."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.models import Case
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.oversight.operations import decide_on_advice, is_own_work
from goldenthread.oversight.queries import waiting
from tests.pathway import Pathway

WAITING = "/decisions"


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


def listed(cast, person):
    cast.as_(person)
    return list(waiting(cast.who(person), cast.now))


def test_the_oldest_comes_first_with_its_triggers_and_its_hearing(cast, way):
    way.harmed()
    way.hearing()
    newer = way.submitted(way.maya)
    older = Pathway(cast, cast.case(), now=cast.now - dt.timedelta(days=2))
    first = older.submitted(older.leo, advice="INDIRECT")
    assert [row.pk for row in listed(cast, cast.manager)] == [first.pk, newer.pk]
    page = cast.client(cast.manager).get(WAITING).content.decode()
    assert page.index("Decide for Leo") < page.index("Decide for Maya")
    assert page.count("Rationale required") == 1
    assert "24 June 2026, 9:30am" in page or "None listed" in page  # the page reads the real clock


def test_their_own_work_stands_apart_and_has_no_link(cast, way):
    row = way.submitted(way.maya)
    Recommendation.objects.filter(pk=row.pk).update(recorded_by=cast.manager)
    page = cast.client(cast.manager).get(WAITING).content.decode()
    assert "Your own work" in page
    assert reverse("oversight:decide", args=[row.pk]) not in page


@pytest.mark.parametrize("what", ["nothing", "began", "submitted", "adviser", "covers"])
def test_the_list_and_the_rule_agree_on_what_is_own_work(cast, way, what):
    row = way.submitted(way.maya)
    if what in {"began", "submitted"}:
        Recommendation.objects.update(**{{"began": "recorded_by", "submitted": "submitted_by"}[what]: cast.manager})
    if what == "adviser":
        Case.objects.update(adviser=cast.manager)
    if what == "covers":
        Case.objects.update(covered_by=cast.manager, cover_until=cast.now.date())
    row = Recommendation.objects.select_related("case").get(pk=row.pk)
    assert [found.own for found in listed(cast, cast.manager)] == [is_own_work(row, cast.manager, cast.now)]
    assert is_own_work(row, cast.manager, cast.now) is (what != "nothing")


def test_what_is_decided_waits_no_longer(cast, way):
    row = way.submitted(way.maya)
    cast.as_(cast.manager)
    decide_on_advice(recommendation=row, kind="RETURNED", reason="Say more.", by=cast.manager, now=cast.now)
    assert listed(cast, cast.manager) == []


@pytest.mark.parametrize(
    ("person", "status", "sees"),
    [
        ("amira", 403, None),
        ("supervisor", 200, True),
        ("manager", 200, True),
        ("other_manager", 200, False),
        ("director", 200, True),
        ("duty", 403, None),
        ("administrator", 403, None),
        ("auditor", 403, None),
        ("board", 403, None),
        ("nobody", 403, None),
    ],
)
def test_who_may_open_the_page_and_what_they_find(cast, way, person, status, sees):
    way.submitted(way.maya)
    answer = cast.client(getattr(cast, person)).get(WAITING)
    assert answer.status_code == status
    if sees is not None:
        assert ("Decide for Maya" in answer.content.decode()) is sees


def test_a_restricted_case_is_on_no_list_of_a_person_not_named(cast, way):
    row = way.submitted(way.maya)
    cast.as_(cast.director)
    restrict_case(
        case=way.case, reason="THREAT", why="A threat was made.", people=[cast.amira], by=cast.director, now=cast.now
    )
    assert listed(cast, cast.manager) == []
    assert [found.pk for found in listed(cast, cast.director)] == [row.pk]
    assert way.case.reference not in cast.client(cast.manager).get(WAITING).content.decode()


def test_the_list_costs_no_more_with_more_advice(cast, way, queries_of):
    way.harmed()
    way.submitted(way.maya)
    few = queries_of(cast.manager, WAITING)
    for _ in range(9):
        other = Pathway(cast, cast.case())
        other.submitted(other.maya)
        other.submitted(other.leo)
    assert queries_of(cast.manager, WAITING) == few <= 12
    index = reverse("oversight:index", args=[way.case.pk])
    assert queries_of(cast.manager, index) <= 12
