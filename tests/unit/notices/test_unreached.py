"""Whom e-mail does not reach: for administrators, and never why a message was not sent at all."""

import pytest

from goldenthread.notices.models import Choice, Unreached

HERE = "/staff/unreached"


@pytest.mark.parametrize(
    ("word", "status"),
    [("administrator", 200), ("manager", 403), ("director", 403), ("amira", 403), ("senior", 403), ("nobody", 403)],
)
def test_who_may_open_it(cast, word, status):
    assert cast.client(getattr(cast, word)).get(HERE).status_code == status


def shown(cast):
    return cast.client(cast.administrator).get(HERE).content.decode()


def test_a_refused_address_stands_there_with_its_person_until_it_is_reached(cast):
    row = Unreached.objects.create(person=cast.amira, since_at=cast.now)
    page = shown(cast)
    assert cast.amira.name in page
    assert cast.amira.email in page
    assert "10 June 2026" in page
    assert f"/staff/{cast.amira.pk}" in page
    row.ended_at = cast.now
    row.save()
    assert "Every address is reached" in shown(cast)


def test_a_closed_address_does_not(cast):
    """Else an administrator could add a made-up member of staff and learn whether an address stands in a case."""
    cast.as_(cast.ben)
    Choice.objects.create(person=cast.ben, email_off=True)
    assert cast.ben.name not in shown(cast)


def test_staff_of_the_other_nation_and_leavers_do_not(cast):
    Unreached.objects.create(person=cast.carys, since_at=cast.now)
    assert cast.carys.name not in shown(cast)
    Unreached.objects.create(person=cast.ben, since_at=cast.now)
    cast.ben.left_on = cast.now.date()
    cast.ben.save()
    assert cast.ben.name not in shown(cast)


def test_the_list_of_staff_leads_to_it(cast):
    assert f'href="{HERE}"' in cast.client(cast.administrator).get("/staff").content.decode()
    assert f'href="{HERE}"' not in cast.client(cast.manager).get("/staff").content.decode()


def test_it_costs_the_same_for_many_as_for_one(cast, queries_of):
    Unreached.objects.create(person=cast.amira, since_at=cast.now)
    before = queries_of(cast.administrator, HERE)
    for person in (cast.ben, cast.manager, cast.duty):
        Unreached.objects.create(person=person, since_at=cast.now)
    assert queries_of(cast.administrator, HERE) == before
