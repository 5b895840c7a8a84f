"""The pages of the court feed: do they work, who is refused, what if repeated, what is recorded."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.courtfeed.models import Difference, Run, SetAside, Sign
from goldenthread.casework.families.models import ContactDetail, FamilyMember
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


def difference(cast, case, **over):
    facts = {
        "member": cast.maya(case),
        "field": "born_on",
        "court_says": "2017-04-04",
        "we_have": "2017-03-04",
        "jurisdiction": "PRIVATELAW",
    }
    return Difference.objects.create(case=case, recorded_at=cast.now, recorded_by=cast.importer, **{**facts, **over})


def a_run(cast, **over):
    return Run.objects.create(
        started_at=cast.now, run_by=cast.importer, fingerprint="0" * 64, **{"finished_at": cast.now, **over}
    )


def said(**over):
    return {"outcome": "TAKE", "why": "The birth certificate says so.", **over}


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 403), ("supervisor", 403), ("duty", 200), ("welsh_duty", 200), ("administrator", 200), ("auditor", 403)],
)
def test_who_may_see_what_the_feed_brought(cast, person, status):
    run = a_run(cast)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("courtfeed:runs")).status_code == status
    # Who may not know of imports finds none.
    assert page.get(reverse("courtfeed:run", args=[run.pk])).status_code == (200 if status == 200 else 404)


def test_an_import_says_what_was_set_aside_and_why(cast):
    run = a_run(cast, received=3, imported=2, set_aside=1, unknown_fields=["case_data.newThing"])
    SetAside.objects.create(run=run, position=2, reason="NO_CHILD", field="children", set_aside_at=cast.now)
    page = cast.client(cast.duty).get(reverse("courtfeed:run", args=[run.pk])).content.decode()
    assert "Case 3" in page
    assert "It names no child" in page
    assert "case_data.newThing" in page


def test_an_import_that_was_stopped_says_so(cast):
    run = a_run(cast, finished_at=None)
    page = cast.client(cast.duty).get(reverse("courtfeed:run", args=[run.pk])).content.decode()
    assert "stopped before the end" in page


def test_an_empty_list_teaches(cast):
    assert "Nothing has been imported yet" in cast.client(cast.duty).get(reverse("courtfeed:runs")).content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 200),
        ("ben", 404),
        ("supervisor", 200),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 403),
        ("duty", 404),
        ("auditor", 403),
        ("nobody", 404),
    ],
)
def test_who_may_settle_a_difference(cast, case, person, status):
    row = difference(cast, case)
    page = cast.client(getattr(cast, person)).get(reverse("courtfeed:difference", args=[row.pk]))
    assert page.status_code == status


def test_both_versions_are_shown_and_what_the_application_says(cast, case):
    difference(cast, case)
    Sign.objects.create(case=case, code="ABUSE_NAMED", recorded_at=cast.now, recorded_by=cast.importer)
    page = cast.client(cast.amira).get(reverse("courtfeed:differences", args=[case.pk])).content.decode()
    assert "4 March 2017" in page
    assert "4 April 2017" in page
    assert "The application names domestic abuse" in page


def test_taking_the_courts_version_corrects_our_record(cast, case):
    row = difference(cast, case)
    answer = cast.client(cast.amira).post(reverse("courtfeed:difference", args=[row.pk]), said())
    assert answer.status_code == 302, answer.content.decode()[:2000]
    cast.as_(cast.amira)
    assert cast.maya(case).born_on == dt.date(2017, 4, 4)
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("TAKEN", cast.amira)
    assert Event.objects.get(verb="DIFFERENCE_SETTLED").facts == {"field": "born_on", "outcome": "TAKEN"}
    assert Event.objects.filter(verb="MEMBER_CORRECTED").exists()


def test_keeping_ours_changes_nothing_but_the_difference(cast, case):
    row = difference(cast, case)
    cast.client(cast.amira).post(reverse("courtfeed:difference", args=[row.pk]), said(outcome="KEEP"))
    cast.as_(cast.amira)
    assert cast.maya(case).born_on == dt.date(2017, 3, 4)
    assert Difference.objects.get().state == "KEPT"


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(cast, case):
    row = difference(cast, case)
    answer = cast.client(cast.amira).post(reverse("courtfeed:difference", args=[row.pk]), said(why=""))
    assert answer.status_code == 422
    cast.as_(cast.amira)
    assert Difference.objects.get().state == "OPEN"


def test_the_second_of_two_people_changes_nothing(cast, case):
    row = difference(cast, case)
    there = reverse("courtfeed:difference", args=[row.pk])
    cast.client(cast.supervisor).post(there, said(outcome="KEEP"))
    answer = cast.client(cast.amira).post(there, said())
    assert answer.status_code == 422
    assert "settled meanwhile" in answer.content.decode()
    cast.as_(cast.amira)
    assert Difference.objects.get().settled_by == cast.supervisor


@pytest.mark.parametrize(
    ("field", "court", "expected"),
    [
        ("court_name", "Harbour Family Court", "Harbour Family Court"),
        ("local_authority", "Harbour Council", "Harbour Council"),
        ("issued_on", "2026-06-02", dt.date(2026, 6, 2)),
        ("orders_sought", "PROHIBITED_STEPS,SPECIFIC_ISSUE", ["PROHIBITED_STEPS", "SPECIFIC_ISSUE"]),
    ],
)
def test_taking_a_fact_of_the_case(cast, case, field, court, expected):
    row = difference(cast, case, member=None, field=field, court_says=court, we_have="")
    cast.client(cast.amira).post(reverse("courtfeed:difference", args=[row.pk]), said())
    cast.as_(cast.amira)
    case.refresh_from_db()
    assert getattr(case, field) == expected


def test_of_two_addresses_the_one_that_was_not_chosen_ends(cast, case):
    father = cast.father(case)
    common = {"case_id": case.pk, "member": father, "kind": "ADDRESS", "recorded_by": cast.amira}
    ContactDetail.objects.create(value="1 Old Row", recorded_at=cast.now - dt.timedelta(days=1), **common)
    ContactDetail.objects.create(value="2 New Row", recorded_at=cast.now, **common)
    row = difference(cast, case, member=father, field="ADDRESS", court_says="", we_have="")
    page = cast.client(cast.amira)
    shown = page.get(reverse("courtfeed:difference", args=[row.pk])).content.decode()
    assert shown.index("1 Old Row") < shown.index("2 New Row")
    page.post(reverse("courtfeed:difference", args=[row.pk]), said())
    cast.as_(cast.amira)
    assert ContactDetail.objects.get(ended_at=None).value == "2 New Row"


def test_a_protected_difference_says_nothing_of_either(cast, case):
    row = difference(cast, case, member=cast.mother(case), field="ADDRESS", court_says="", we_have="", protected=True)
    page = cast.client(cast.amira).get(reverse("courtfeed:difference", args=[row.pk])).content.decode()
    assert "behind the wall" in page
    assert reverse("cases:protected", args=[cast.mother(case).participations.get().pk]) in page


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, case):
    def asked():
        page = cast.client(cast.amira)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(reverse("courtfeed:differences", args=[case.pk])).status_code == 200
        return len(queries)

    difference(cast, case)
    one = asked()
    members = FamilyMember.objects.filter(case_id=case.pk)
    for number in range(20):
        difference(cast, case, member=members[number % 4], court_says=f"2017-05-{number + 1:02d}")
    assert asked() == one
    # Session, person, posts, name, savepoints and the view log apart.
    assert one <= 20, one


def test_the_list_of_imports_asks_the_same_for_many(cast):
    def asked():
        page = cast.client(cast.duty)
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("courtfeed:runs"))
        return len(queries)

    a_run(cast)
    one = asked()
    for _ in range(20):
        a_run(cast)
    assert asked() == one
