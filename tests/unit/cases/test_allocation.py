"""Allocating, covering, declaring a conflict, the letter: do they work, who is refused, what is recorded."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.cases.models import Allocation, ConflictDeclaration
from goldenthread.casework.cases.operations.allocation import arrange_cover, declare_conflict
from goldenthread.casework.cases.queries import carriers
from goldenthread.people.models import Person, Post
from goldenthread.thread.models import Event

LONG_AGO = dt.date(2020, 1, 1)


def at(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


@pytest.fixture
def waiting(cast):
    return cast.application()


@pytest.fixture
def case(cast):
    return cast.case()


def names(posts):
    return {post.person.name for post in posts}


def test_a_manager_gives_to_the_team_and_a_duty_manager_to_the_nation(cast, waiting):
    cast.as_(cast.manager)
    team = carriers(cast.who(cast.manager), waiting, cast.now.date())
    assert names(team) == {"Amira Lindqvist", "Ben Achterberg", "Sunniva Hale", "Marcus Oyelaran"}
    nation = carriers(cast.who(cast.duty), waiting, cast.now.date())
    assert "Edda Marlowe" in names(nation)
    assert "Carys Penhallow" not in names(nation)
    assert not carriers(cast.who(cast.amira), waiting, cast.now.date())


def test_each_choice_shows_load_absence_and_cover(cast, waiting, case):
    arrange_cover(case=case, adviser=cast.ben, until=dt.date(2030, 1, 31), why="Leave", by=cast.manager, now=cast.now)
    page = cast.client(cast.manager).get(at("allocate", waiting)).content.decode()
    assert "1 open case. Away: covered until 31 January 2030" in page
    assert "0 open cases. Covers 1 case for others" in page


def test_whoever_has_left_or_whose_post_has_ended_is_not_offered(cast, waiting):
    Post.objects.filter(person=cast.ben).update(to_on=dt.date(2026, 6, 9))
    Person.objects.filter(pk=cast.supervisor.pk).update(left_on=dt.date(2026, 6, 10))
    found = names(carriers(cast.who(cast.manager), waiting, cast.now.date()))
    assert found == {"Amira Lindqvist", "Marcus Oyelaran"}
    answer = cast.client(cast.manager).post(at("allocate", waiting), {"adviser": str(cast.ben.pk)})
    assert answer.status_code == 422


def test_a_case_is_allocated_from_the_tray(cast, waiting):
    answer = cast.client(cast.duty).post(
        at("allocate", waiting), {"adviser": str(cast.elsewhere.pk), "expected_version": "1"}
    )
    assert answer.headers["Location"] == reverse("cases:tray")
    cast.as_(cast.elsewhere)
    waiting.refresh_from_db()
    assert (waiting.adviser, waiting.team, waiting.stage) == (cast.elsewhere, cast.harbour, "ENQUIRY")
    assert Event.objects.get(verb="CASE_ALLOCATED").facts["to"] == str(cast.elsewhere.pk)


def test_a_manager_cannot_give_a_case_to_another_team(cast, waiting):
    answer = cast.client(cast.manager).post(at("allocate", waiting), {"adviser": str(cast.elsewhere.pk)})
    assert answer.status_code == 422


def test_a_case_changes_hands_with_a_reason(cast, case):
    page = cast.client(cast.manager)
    assert page.post(at("allocate", case), {"adviser": str(cast.ben.pk), "why": ""}).status_code == 422
    answer = page.post(at("allocate", case), {"adviser": str(cast.ben.pk), "why": "Amira moves team."})
    assert answer.headers["Location"] == reverse("workspace:overview", args=[case.pk])
    cast.as_(cast.manager)
    assert Allocation.objects.get(kind="REALLOCATED").why == "Amira moves team."
    assert Event.objects.get(verb="CASE_REALLOCATED").facts["from"] == str(cast.amira.pk)


def test_the_second_of_two_is_told_who_has_the_case(cast, waiting):
    page = cast.client(cast.manager)
    sent = {"adviser": str(cast.ben.pk), "expected_version": "1"}
    assert page.post(at("allocate", waiting), {**sent, "adviser": str(cast.amira.pk)}).status_code == 302
    answer = page.post(at("allocate", waiting), {**sent, "why": "Closer to the school."})
    assert answer.status_code == 422
    assert "saved a change while you were typing" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.adviser == cast.amira


def test_cover_and_its_end(cast, case):
    page = cast.client(cast.manager)
    until = {"until-day": "31", "until-month": "1", "until-year": "2099"}
    answer = page.post(at("cover", case), {"adviser": str(cast.ben.pk), "why": "Leave", **until})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert cast.client(cast.ben).get(at("people", case)).status_code == 200
    assert page.post(at("cover_end", case), {}).status_code == 302
    assert cast.client(cast.ben).get(at("people", case)).status_code == 404
    assert page.post(at("cover_end", case), {}).status_code == 422
    assert Event.objects.filter(verb__in=["COVER_ARRANGED", "COVER_ENDED"]).count() == 2


def test_cover_in_the_past_is_refused(cast, case):
    until = {"until-day": "1", "until-month": "1", "until-year": "2024"}
    answer = cast.client(cast.manager).post(at("cover", case), {"adviser": str(cast.ben.pk), "why": "x", **until})
    assert "Cover must end today or later" in answer.content.decode()


def test_a_conflict_is_declared_in_words_and_shown_where_it_is_decided(cast, case):
    page = cast.client(cast.amira)
    assert page.post(at("conflict", case), {"has_conflict": "YES", "words": ""}).status_code == 422
    assert page.post(at("conflict", case), {"has_conflict": "YES", "words": "He is my cousin."}).status_code == 302
    cast.as_(cast.amira)
    assert ConflictDeclaration.objects.filter(has_conflict=True).count() == 1
    assert Event.objects.filter(verb="CONFLICT_DECLARED").latest("at", "pk").facts == {"conflict": True}
    shown = cast.client(cast.manager).get(at("allocate", case)).content.decode()
    assert "Amira Lindqvist has declared a conflict of interest" in shown
    assert "He is my cousin." in shown
    declare_conflict(case=case, has_conflict=False, words="", by=cast.amira, now=cast.now + dt.timedelta(days=4000))
    assert "He is my cousin." not in cast.client(cast.manager).get(at("allocate", case)).content.decode()


def test_a_supervisor_who_carries_a_case_declares_too(cast):
    case = cast.case(adviser=cast.supervisor)
    assert cast.client(cast.supervisor).get(at("conflict", case)).status_code == 200


def test_the_letter_stops_the_clock_and_says_by_what_rule(cast, case):
    page = cast.client(cast.amira)
    shown = page.get(at("letter", case)).content.decode()
    assert "24 June 2026" in shown
    assert "Practice Direction 12B" in shown
    assert "Not confirmed" not in shown
    sent = {"sent_on-day": "23", "sent_on-month": "6", "sent_on-year": "2026"}
    assert page.post(at("letter", case), {**sent, "sent_on-year": "2025"}).status_code == 422
    assert page.post(at("letter", case), sent).status_code == 302
    assert page.post(at("letter", case), sent).status_code == 422
    assert Event.objects.get(verb="LETTER_SENT").facts == {"on": "2026-06-23", "due": "2026-06-24", "late": False}


def test_wales_has_a_clock_of_its_own_and_an_unconfirmed_limit_says_so(cast):
    welsh = cast.case(
        adviser=cast.carys, nation="WALES", area=cast.gwent, process="CHILD_FOCUSED", ready_to_contact=False
    )
    shown = cast.client(cast.carys).get(at("letter", welsh)).content.decode()
    assert "Not confirmed" in shown
    assert "This court process has no safeguarding letter of its own" in shown


def test_the_choice_takes_a_constant_number_of_queries(cast, waiting):
    page = cast.client(cast.duty)
    with CaptureQueriesContext(connection) as few:
        page.get(at("allocate", waiting))
    for n in range(12):
        someone = Person.objects.create(name=f"Adviser {n}", email=f"a{n}@goldenthread.invalid")
        Post.objects.create(person=someone, role="ADVISER", team=cast.south, from_on=LONG_AGO)
    with CaptureQueriesContext(connection) as many:
        assert "Adviser 11" in page.get(at("allocate", waiting)).content.decode()
    assert len(many) == len(few)


ALLOCATED = [
    ("amira", 403), ("ben", 404), ("supervisor", 403), ("manager", 200), ("other_manager", 404),
    ("director", 403), ("duty", 404), ("auditor", 403), ("board", 404), ("nobody", 404),
]  # fmt: skip
WAITING = [
    ("amira", 404), ("supervisor", 404), ("manager", 200), ("other_manager", 404), ("director", 403),
    ("duty", 200), ("welsh_duty", 404), ("auditor", 403), ("administrator", 404), ("nobody", 404),
]  # fmt: skip


@pytest.mark.parametrize(("person", "status"), ALLOCATED)
@pytest.mark.parametrize("name", ["allocate", "cover", "cover_end"])
def test_who_may_reallocate_and_cover(cast, case, name, person, status):
    assert cast.client(getattr(cast, person)).get(at(name, case)).status_code == status


@pytest.mark.parametrize(("person", "status"), WAITING)
def test_who_may_allocate(cast, waiting, person, status):
    assert cast.client(getattr(cast, person)).get(at("allocate", waiting)).status_code == status


@pytest.mark.parametrize(
    ("person", "conflict", "letter"),
    [("amira", 200, 200), ("ben", 404, 404), ("supervisor", 403, 200), ("manager", 403, 200), ("director", 403, 403),
     ("duty", 404, 404), ("auditor", 403, 403)],
)  # fmt: skip
def test_who_may_declare_and_record_the_letter(cast, case, person, conflict, letter):
    page = cast.client(getattr(cast, person))
    assert page.get(at("conflict", case)).status_code == conflict
    assert page.get(at("letter", case)).status_code == letter
