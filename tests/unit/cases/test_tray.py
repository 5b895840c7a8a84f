"""The duty tray: does it work, who is refused, what if there is much or nonsense, what stays hidden."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.operations.allocation import allocate_case, declare_conflict
from goldenthread.casework.cases.operations.intake import Party, decide_urgency
from goldenthread.casework.cases.queries import children, tray
from goldenthread.casework.families.models import ProtectedContact
from goldenthread.casework.families.operations import record_contact_detail


def opened(cast, person, query=""):
    answer = cast.client(person).get(reverse("cases:tray") + query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def order_of(page, *cases):
    return sorted(cases, key=lambda case: page.index(case.reference))


def test_what_looks_urgent_comes_first_and_then_the_oldest(cast):
    new = cast.application(received_on=dt.date(2026, 6, 5))
    old = cast.application(received_on=dt.date(2026, 5, 5))
    pressing = cast.application(received_on=dt.date(2026, 6, 9), urgency_signs=["REMOVAL_FEARED"])
    settled = cast.application(received_on=dt.date(2026, 5, 1), urgency_signs=["REMOVAL_FEARED"])
    decide_urgency(
        case=settled, urgent=False, without_notice=False, why="The child is in school.", by=cast.duty, now=cast.now
    )
    page = opened(cast, cast.duty)
    assert order_of(page, new, old, pressing, settled) == [pressing, settled, old, new]
    assert "Removal of a child is feared" in page
    assert "Looks urgent, not decided" in page


def test_what_is_missing_or_doubtful_is_said_and_no_age_is_guessed(cast):
    cast.application(
        parties=[
            Party("CHILD", "Sorcha", ""),
            Party("CHILD", "Brendan", "Tully", dt.date(1996, 2, 2)),
            Party("APPLICANT", "Tobias", "Reed"),
        ]
    )
    page = opened(cast, cast.duty)
    assert "First name alone" in page
    assert "No birth date" in page
    assert "Named as a child, but the birth date makes an adult" in page
    assert "age not known" in page


def test_protected_details_are_announced_and_never_shown(cast):
    case = cast.application()
    record_contact_detail(
        case_id=case.pk, member=children(case)[0], kind="ADDRESS", value="7 Hidden Court", protected=True,
        why="Form C8", by=cast.duty, now=cast.now,
    )  # fmt: skip
    page = opened(cast, cast.duty)
    assert "Protected contact details" in page
    assert "Hidden Court" not in page


def test_filters_by_area_and_urgency_and_ignores_nonsense(cast):
    dales = cast.application(urgency_signs=["REMOVAL_FEARED"])
    coast = cast.application(area=cast.coast)
    nowhere = cast.application(area=None)
    page = opened(cast, cast.duty, f"?area={cast.coast.pk}")
    assert [case.reference in page for case in (dales, coast, nowhere)] == [False, True, False]
    page = opened(cast, cast.duty, "?area=NONE")
    assert [case.reference in page for case in (dales, coast, nowhere)] == [False, False, True]
    page = opened(cast, cast.duty, "?urgency=LOOKS_URGENT")
    assert [case.reference in page for case in (dales, coast, nowhere)] == [True, False, False]
    page = opened(cast, cast.duty, "?area=x'%00&urgency=NO_SUCH&page=-3")
    assert all(case.reference in page for case in (dales, coast, nowhere))


def test_a_service_manager_sees_their_area_alone_and_a_duty_manager_the_nation(cast):
    dales, coast = cast.application(), cast.application(area=cast.coast)
    wales = cast.application(area=cast.gwent, nation="WALES")
    seen = {
        word: {case.pk for case in tray(cast.who(getattr(cast, word)))}
        for word in ("manager", "other_manager", "duty", "welsh_duty")
    }
    assert seen == {
        "manager": {dales.pk},
        "other_manager": {coast.pk},
        "duty": {dales.pk, coast.pk},
        "welsh_duty": {wales.pk},
    }
    assert coast.reference not in opened(cast, cast.manager)


def test_an_allocated_case_has_left_the_tray(cast):
    case = cast.application()
    assert case.reference in opened(cast, cast.duty)
    allocate_case(case=case, adviser=cast.amira, by=cast.duty, now=cast.now)
    assert case.reference not in opened(cast, cast.duty)


def test_a_restricted_case_is_not_in_the_tray_of_whoever_is_not_named(cast):
    case = cast.application()
    cast.as_(cast.manager)
    restrict_case(
        case=case, reason="STAFF_FAMILY", why="A colleague's family.", people=[], by=cast.manager, now=cast.now
    )
    assert case.reference not in opened(cast, cast.duty)
    assert "The tray is empty" in opened(cast, cast.duty)
    assert case.reference in opened(cast, cast.manager)


def test_a_declared_conflict_is_shown_to_the_manager_of_the_team(cast):
    case = cast.case()
    declare_conflict(case=case, has_conflict=True, words="He coaches my son.", by=cast.amira, now=cast.now)
    page = opened(cast, cast.manager)
    assert f"Reallocate {case.reference}" in page
    assert "He coaches my son." in page
    assert "He coaches my son." not in opened(cast, cast.duty)
    cast.as_(cast.manager)
    allocate_case(case=case, adviser=cast.ben, why="A conflict.", by=cast.manager, now=cast.now)
    assert "He coaches my son." not in opened(cast, cast.manager)


def test_twenty_five_to_a_page_in_a_constant_number_of_queries(cast):
    cast.application()
    with CaptureQueriesContext(
        connection,
    ) as one:
        opened(cast, cast.duty)
    for n in range(29):
        cast.application(received_on=dt.date(2026, 5, 1) + dt.timedelta(days=n))
    with CaptureQueriesContext(connection) as many:
        page = opened(cast, cast.duty)
    assert len(many) == len(one)
    assert page.count("gt-card__title") == 25
    assert opened(cast, cast.duty, "?page=2").count("gt-card__title") == 5


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 403),
        ("supervisor", 403),
        ("manager", 200),
        ("other_manager", 200),
        ("director", 403),
        ("duty", 200),
        ("welsh_duty", 200),
        ("administrator", 403),
        ("senior", 403),
        ("auditor", 403),
        ("board", 403),
        ("analyst", 403),
        ("nobody", 403),
    ],
)
def test_who_may_open_the_tray(cast, person, status):
    assert cast.client(getattr(cast, person)).get(reverse("cases:tray")).status_code == status


def test_a_case_from_the_feed_leads_to_its_differences_and_one_by_hand_does_not(cast):
    by_hand, fed = cast.application(), cast.application(source="FEED")
    page = opened(cast, cast.duty)
    assert reverse("courtfeed:differences", args=[fed.pk]) in page
    assert reverse("courtfeed:differences", args=[by_hand.pk]) not in page


def test_a_case_without_an_area_waits_for_every_service_manager_of_its_nation(cast):
    """As the feed brings it: somebody must be able to take it, and to reach its people safely."""
    nowhere = cast.application(area=None)
    wales = cast.application(area=None, nation="WALES")
    for manager in (cast.manager, cast.other_manager):
        page = cast.client(manager).get(reverse("cases:tray")).content.decode()
        assert nowhere.reference in page
        assert wales.reference not in page
    answer = cast.client(cast.manager).post(
        reverse("cases:allocate", args=[nowhere.pk]), {"adviser": str(cast.amira.pk), "why": ""}
    )
    assert answer.status_code == 302
    assert nowhere.reference not in cast.client(cast.other_manager).get(reverse("cases:tray")).content.decode()


@pytest.mark.parametrize(("area", "reads"), [("dales", 1), (None, 1), ("coast", 0)])
def test_the_contact_wall_says_the_same_as_the_tray(cast, area, reads):
    case = cast.application(area=getattr(cast, area) if area else None)
    record_contact_detail(
        case_id=case.pk, member=cast.mother(case), kind="ADDRESS", value="7 Quince Row", protected=True,
        why="She fled.", by=cast.duty, now=cast.now,
    )  # fmt: skip
    cast.as_(cast.manager)
    assert ProtectedContact.objects.count() == reads
