"""Staff join, hold posts, leave: what is refused, what is recorded, what a post gives."""

import datetime as dt

import pytest

from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person, Post
from goldenthread.people.operations import add_person, end_post, record_leaver, start_post
from goldenthread.people.rules import GIVEN_BY_HAND, REACH, ROLE_NAMES, Role
from goldenthread.thread.models import Event

JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def doing(cast):
    """By whom and when: Ada, the administrator."""
    return {"by": cast.as_(cast.administrator), "now": cast.now}


def code_of(function, **arguments):
    with pytest.raises(Refused) as refused:
        function(**arguments)
    return refused.value.code


def test_every_role_has_a_name_and_a_place():
    assert set(ROLE_NAMES) == set(REACH) == set(Role)
    assert Role.IMPORTER not in GIVEN_BY_HAND


def test_an_address_is_taken_whatever_its_case(cast, doing):
    person = add_person(name="Petra Vale", email="Petra@Example.invalid", **doing)
    assert person.email == "petra@example.invalid"
    assert code_of(add_person, name="Other", email="PETRA@example.invalid", **doing) == "EMAIL_TAKEN"
    assert Event.objects.get(verb="PERSON_ADDED").facts == {}


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"team": None}, "WRONG_PLACE"),
        ({"role": "AUDITOR"}, "WRONG_PLACE"),
        ({"role": "ASSISTANT_DIRECTOR"}, "WRONG_PLACE"),
        ({"who": "ben"}, "ALREADY_HOLDS"),
        ({"who": "administrator"}, "YOURSELF"),
    ],
)
def test_a_post_that_cannot_be(cast, doing, over, code):
    given = {"role": "ADVISER", "team": cast.north, "from_on": JUNE, **over}
    person = getattr(cast, given.pop("who", "nobody"))
    assert code_of(start_post, person=person, **given, **doing) == code
    assert not Event.objects.exists()


def test_a_post_is_held_at_the_place_of_its_role_and_nowhere_else(cast, doing):
    post = start_post(
        person=cast.nobody, role="ADVISER", team=cast.north, area=cast.coast, nation="WALES", from_on=JUNE, **doing
    )
    assert (post.team, post.area, post.nation) == (cast.north, None, "")


def test_a_post_ends_once_and_not_before_it_began(cast, doing):
    post = start_post(person=cast.nobody, role="ADVISER", team=cast.north, from_on=JUNE, **doing)
    assert code_of(end_post, post=post, to_on=JUNE - dt.timedelta(days=1), **doing) == "BEFORE_START"
    end_post(post=post, to_on=JUNE, **doing)
    assert code_of(end_post, post=post, to_on=JUNE, **doing) == "ALREADY_ENDED"
    assert cast.who(cast.nobody).posts == ()


def test_a_post_gives_from_its_first_day_to_its_last(cast, doing):
    start_post(person=cast.nobody, role="ADVISER", team=cast.north, from_on=cast.now.date(), **doing)
    assert [held.role for held in cast.who(cast.nobody).posts] == ["ADVISER"]
    Post.objects.filter(person=cast.nobody).update(from_on=cast.now.date() + dt.timedelta(days=1))
    assert cast.who(cast.nobody).posts == ()


def test_a_leaver_holds_nothing_and_comes_back_as_someone_new(cast, doing):
    record_leaver(person=cast.ben, on=JUNE, **doing)
    cast.ben.refresh_from_db()
    assert (cast.ben.left_on, Post.objects.get(person=cast.ben).to_on) == (JUNE, JUNE)
    assert cast.who(cast.ben).posts == ()
    assert code_of(record_leaver, person=cast.ben, on=JUNE, **doing) == "ALREADY_LEFT"
    given = {"role": "ADVISER", "team": cast.north, "from_on": JUNE}
    assert code_of(start_post, person=cast.ben, **given, **doing) == "HAS_LEFT"
    assert Person.objects.filter(pk=cast.ben.pk).exists()


def test_nobody_records_that_they_leave_themselves(cast, doing):
    assert code_of(record_leaver, person=cast.administrator, on=JUNE, **doing) == "YOURSELF"
