"""What waits for whom: asked of the worklists, with that person's own sight."""

import datetime as dt

import pytest

from goldenthread.access.door import clock
from goldenthread.access.operations import break_glass, restrict_case, review_glass
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.allocation import declare_conflict
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.papers.models import Copy
from goldenthread.notices.queries import fingerprints, waiting
from goldenthread.notices.rules import Kind
from tests.pathway import Pathway
from tests.unit.notices.given import (
    allocated,
    filing,
    returned,
    stopped_copy,
    urgent_application,
    used_locally,
    waits,
)

OWN = {"MISSING", "TIME_LIMIT"}


def kinds(cast, person):
    return set(waits(cast, person)) - OWN


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


def test_for_whom_nothing_waits(cast):
    for person in cast.everyone.values():
        assert waits(cast, person) == {}


def test_an_urgent_application_waits_for_those_who_have_it_in_their_tray(cast):
    urgent_application(cast)
    for name, person in cast.everyone.items():
        assert ("URGENT_APPLICATION" in waits(cast, person)) is (name in {"duty", "manager"}), name


def test_one_that_looks_urgent_waits_too_and_one_that_does_not_does_not(cast):
    case = cast.application()
    assert waits(cast, cast.duty) == {}
    Case.objects.filter(pk=case.pk).update(urgency_signs=["ASKED_URGENT"])
    assert waits(cast, cast.duty) == {"URGENT_APPLICATION": 1}


def test_a_case_that_was_given_waits_for_the_declaration(cast):
    case = allocated(cast, cast.ben)
    assert kinds(cast, cast.ben) == {"ALLOCATED"}
    cast.as_(cast.ben)
    declare_conflict(case=case, has_conflict=False, words="", by=cast.ben, now=cast.now)
    assert kinds(cast, cast.ben) == set()


def test_advice_waits_for_whoever_may_decide_and_not_for_its_author(cast, way):
    way.submitted(way.maya)
    for name, person in cast.everyone.items():
        assert ("DECISION" in waits(cast, person)) is (name in {"supervisor", "manager", "director"}), name


def test_advice_that_is_ones_own_work_does_not_wait_for_oneself(cast):
    way = Pathway(cast, cast.case(cast.supervisor), adviser=cast.supervisor)
    way.submitted(way.maya)
    assert "DECISION" in waits(cast, cast.manager)
    assert "DECISION" not in waits(cast, cast.supervisor)


def test_advice_that_came_back_waits_for_its_adviser(cast, way):
    row = returned(cast, way, way.submitted(way.maya))
    assert kinds(cast, cast.amira) == {"RETURNED"}
    assert "DECISION" not in waits(cast, cast.manager)
    before = of_kind(cast, cast.amira, Kind.RETURNED)
    way.cast.as_(cast.amira)
    type(row).objects.filter(pk=row.pk).update(version=row.version + 2)  # submitted and returned once more
    assert of_kind(cast, cast.amira, Kind.RETURNED) != before


def of_kind(cast, person, kind):
    cast.as_(person)
    return fingerprints(person.pk, waiting(cast.who(person), cast.now)).get(kind)


def test_what_is_due_and_what_is_missing_in_ones_own_cases(cast, way):
    found = waits(cast, cast.amira)
    assert found["MISSING"] >= 2
    later = cast.now + dt.timedelta(days=60)
    assert waits(cast, cast.amira, later)["TIME_LIMIT"] == 1
    assert waits(cast, cast.manager) == {}


def test_each_thing_that_is_missing_is_one_and_goes_when_it_is_there(cast, way):
    before = waits(cast, cast.amira)["MISSING"]
    way.opened()
    way.hearing()
    assert waits(cast, cast.amira)["MISSING"] == before - 2


def test_a_stopped_copy_waits_for_another_than_its_maker(cast, way):
    copy = stopped_copy(cast, way.case, cast.supervisor)
    for name, person in cast.everyone.items():
        assert ("COPY_STOPPED" in waits(cast, person)) is (name == "manager"), name
    cast.as_(cast.manager)
    (thing,) = waiting(cast.who(cast.manager), cast.now)[Kind.COPY_STOPPED]
    assert thing.reference == way.case.reference
    assert str(copy.pk) in thing.href
    Copy.objects.update(state="CLEAR")
    assert "COPY_STOPPED" not in waits(cast, cast.manager)


@pytest.mark.parametrize("state", ["REFUSED", "UNCERTAIN"])
def test_a_filing_that_needs_someone_waits_for_the_adviser_and_for_whoever_ordered_it(cast, way, state):
    filing(cast, way.case, cast.supervisor, state)
    for name, person in cast.everyone.items():
        assert ("FILING" in waits(cast, person)) is (name in {"amira", "supervisor"}), name
    cast.as_(cast.amira)
    Filing.objects.update(state="FILED")
    assert "FILING" not in waits(cast, cast.amira)


def glass(cast, case):
    cast.as_(cast.amira)
    restrict_case(case=case, reason="THREAT", why="Her safety", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.supervisor)
    # Until when it stands open is asked of the database's clock.
    return break_glass(reference=case.reference, reason="She called", nation="ENGLAND", by=cast.supervisor, now=clock())


def test_a_use_of_break_glass_waits_for_the_named_senior_until_it_is_reviewed(cast, way):
    use = glass(cast, way.case)
    for name, person in cast.everyone.items():
        assert ("GLASS_USE" in waits(cast, person)) is (name == "senior"), name
    cast.as_(cast.senior)
    review_glass(use=use, outcome="JUSTIFIED", note="I asked.", by=cast.senior, now=cast.now)
    assert waits(cast, cast.senior) == {}


def test_an_emergency_sign_in_waits_for_the_named_seniors_and_not_for_oneself(cast):
    used_locally(cast, cast.amira)
    assert waits(cast, cast.senior) == {"LOCAL_USE": 1}
    assert "LOCAL_USE" not in waits(cast, cast.administrator)
    used_locally(cast, cast.senior)
    assert waits(cast, cast.senior) == {"LOCAL_USE": 1}
    used_locally(cast, cast.carys, "WALES")
    assert waits(cast, cast.senior) == {"LOCAL_USE": 1}


# ── Sight ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_restricted_case_never_counts_for_whoever_may_not_know_of_it(cast, way):
    """Of every kind: the manager of the team saw all of it, and sees nothing."""
    way.submitted(way.maya)
    stopped_copy(cast, way.case, cast.supervisor)
    filing(cast, way.case, cast.amira)
    assert kinds(cast, cast.manager) == {"DECISION", "COPY_STOPPED"}
    cast.as_(cast.amira)
    restrict_case(case=way.case, reason="STAFF_FAMILY", why="Theirs", people=[], by=cast.amira, now=cast.now)
    assert waits(cast, cast.manager) == {}
    assert waits(cast, cast.supervisor) == {}
    assert kinds(cast, cast.amira) == {"FILING"}


def test_a_restricted_application_never_counts_either(cast):
    case = urgent_application(cast)
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="Hers", people=[], by=cast.manager, now=cast.now)
    assert waits(cast, cast.duty) == {}
    assert waits(cast, cast.manager) == {"URGENT_APPLICATION": 1}


def test_break_glass_lets_nobody_be_told_of_anything(cast, way):
    """It opens a case to read; nothing in it waits for whoever broke it."""
    way.submitted(way.maya)
    glass(cast, way.case)
    assert waits(cast, cast.supervisor) == {}


# ── Fingerprints ──────────────────────────────────────────────────────────────────────────────────────


def test_a_fingerprint_names_nothing_and_is_each_persons_own(cast, way):
    way.submitted(way.maya)
    ours, theirs = (of_kind(cast, person, Kind.DECISION) for person in (cast.manager, cast.supervisor))
    assert len(ours) == len(theirs) == 1
    assert not ours & theirs
    assert ours == of_kind(cast, cast.manager, Kind.DECISION)
    assert all(len(mark) == 32 and str(way.case.pk) not in mark for mark in ours)


def test_it_costs_the_same_for_one_case_as_for_many(cast, django_assert_max_num_queries):
    for _ in range(3):
        way = Pathway(cast, cast.case())
        filing(cast, way.case, cast.amira)
    cast.as_(cast.amira)
    who = cast.who(cast.amira)
    with django_assert_max_num_queries(6):
        waiting(who, cast.now)
