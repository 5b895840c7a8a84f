"""Registering by hand: does it work, who is refused, what if it is wrong or repeated, what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.queries import participations
from goldenthread.thread.models import Event

HERE = "/cases/new"


def typed(**over):
    return {
        "law": "PRIVATE",
        "nation": "ENGLAND",
        "process": "CAP",
        "received_on-day": "1",
        "received_on-month": "June",
        "received_on-year": "2026",
        "court_name": "Dales Family Court",
        "court_number": "",
        "local_authority": "Dalesend County Council",
        "area": "",
        "orders_sought": ["CHILD_ARRANGEMENTS"],
        "child_rows": "2",
        "adult_rows": "2",
        "child_0_first_names": "Maya",
        "child_0_last_name": "Okafor-Reed",
        "child_0_born_on-day": "4",
        "child_0_born_on-month": "3",
        "child_0_born_on-year": "2017",
        "child_0_gender": "FEMALE",
        "adult_0_first_names": "Tobias",
        "adult_0_last_name": "Reed",
        "adult_0_role": "APPLICANT",
        "adult_0_responsibility": "YES",
        **over,
    }


def test_an_application_is_registered_with_its_people(cast):
    answer = cast.client(cast.duty).post(HERE, typed())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    cast.as_(cast.duty)
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("workspace:overview", args=[case.pk])
    assert case.local_authority == "Dalesend County Council"
    child, adult = participations(case)
    assert (child.member.name, child.member.born_on) == ("Maya Okafor-Reed", dt.date(2017, 3, 4))
    assert (adult.role, adult.responsibility, adult.member.doubts) == ("APPLICANT", "YES", ["NO_BIRTH_DATE"])
    event = Event.objects.get(verb="CASE_REGISTERED")
    assert event.facts == {"law": "PRIVATE", "nation": "ENGLAND", "source": "HAND", "process": "CAP"}


def test_a_service_manager_registers_into_their_own_area(cast):
    page = cast.client(cast.manager)
    assert page.post(HERE, typed()).status_code == 422
    assert page.post(HERE, typed(area=str(cast.coast.pk))).status_code == 422
    assert page.post(HERE, typed(area=str(cast.dales.pk))).status_code == 302
    cast.as_(cast.manager)
    assert Case.objects.get().area == cast.dales


def test_nobody_registers_in_a_nation_that_their_posts_do_not_reach(cast):
    answer = cast.client(cast.welsh_duty).post(HERE, typed())
    assert answer.status_code == 422
    assert "Select one of the answers listed for “Nation”" in answer.content.decode()
    cast.as_(cast.welsh_duty)
    assert not Case.objects.exists()
    assert cast.client(cast.welsh_duty).post(HERE, typed(nation="WALES")).status_code == 302


def test_another_row_keeps_everything_typed_and_saves_nothing(cast):
    answer = cast.client(cast.duty).post(HERE, typed(add_child="1", court_name="", adult_0_last_name="Reed-Öst"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="child_2_first_names"' in page
    assert 'name="adult_2_first_names"' not in page
    assert 'value="Okafor-Reed"' in page
    assert 'value="Reed-Öst"' in page
    assert "govuk-error-summary" not in page
    cast.as_(cast.duty)
    assert not Case.objects.exists()


def test_more_children_than_two_are_all_registered(cast):
    more = {f"child_{n}_first_names": name for n, name in enumerate(("Maya", "Leo", "Ivo", "Una", "Noa"))}
    assert cast.client(cast.duty).post(HERE, typed(child_rows="5", **more)).status_code == 302
    cast.as_(cast.duty)
    assert [row.member.first_names for row in participations(Case.objects.get())][:5] == list(more.values())


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"child_0_first_names": "", "child_0_last_name": "", "child_0_born_on-day": "", "child_0_born_on-month": "",
          "child_0_born_on-year": ""}, "Add at least one child"),
        ({"child_0_first_names": "", "child_0_last_name": ""}, "Enter a name for child 1"),
        ({"child_1_first_names": "Leo", "child_1_born_on-day": "31", "child_1_born_on-month": "2",
          "child_1_born_on-year": "2020"}, "The birth date of child 2 must be a real date"),
        ({"process": "PUBLIC_LAW"}, "This process does not belong to the law that you chose"),
        ({"received_on-year": "2099"}, "This date has not come yet"),
        ({"orders_sought": []}, "Which orders are sought?"),
        ({"child_0_first_names": "M" * 10_000}, "too long"),
        ({"child_0_first_names": "Ma\x00ya"}, "hidden character"),
        ({"child_rows": "100000"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_rest_is_kept(cast, over, says):
    answer = cast.client(cast.duty).post(HERE, typed(**over))
    if not says:
        assert answer.status_code == 302
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Dales Family Court" in page


def test_a_hidden_turn_of_direction_in_a_name_is_a_doubt(cast):
    cast.client(cast.duty).post(HERE, typed(child_0_first_names="Ma\u202eya"))
    cast.as_(cast.duty)
    assert participations(Case.objects.get())[0].member.doubts == ["NAME_TURNS"]


def test_the_same_form_sent_twice_is_taken_once(cast):
    page, once = cast.client(cast.duty), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(HERE, typed(_once=once))
    cast.as_(cast.duty)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 403), ("supervisor", 403), ("manager", 200), ("director", 403), ("duty", 200),
        ("welsh_duty", 200), ("administrator", 403), ("auditor", 403), ("board", 403), ("nobody", 403),
    ],
)  # fmt: skip
def test_who_may_register(cast, person, status):
    assert cast.client(getattr(cast, person)).get(HERE).status_code == status


def test_whoever_is_signed_out_is_asked_to_sign_in(cast):
    assert cast.client().get(HERE).status_code == 302
