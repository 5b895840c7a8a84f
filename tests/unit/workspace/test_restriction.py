"""Restricting a case: does it hide, who may, what if repeated, what is recorded."""

import pytest
from django.urls import reverse

from goldenthread.access.models import Named, Restriction
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


def there(name, case, *more):
    return reverse(f"workspace:{name}", args=[case.pk, *more])


def restrict(cast, case, by=None, **over):
    said = {"reason": "THREAT", "why": "A threat was made.", "people": [str(cast.amira.pk)], **over}
    return cast.client(by or cast.manager).post(there("restrict", case), said)


def test_a_manager_restricts_a_case_and_it_is_gone_for_everyone_else(cast, case):
    answer = restrict(cast, case)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = cast.client(cast.manager).get(there("restriction", case)).content.decode()
    assert "A threat was made." in page
    assert "Amira Lindqvist" in page
    for person, status in (("amira", 200), ("manager", 200), ("supervisor", 404), ("director", 404), ("auditor", 404)):
        assert cast.client(getattr(cast, person)).get(there("overview", case)).status_code == status, person
    cast.as_(cast.manager)
    assert Event.objects.get(verb="CASE_RESTRICTED").facts == {"reason": "THREAT", "named": 2}


def test_words_are_required(cast, case):
    assert restrict(cast, case, why="").status_code == 422
    assert not Restriction.objects.exists()


def test_the_adviser_is_offered_and_chosen(cast, case):
    page = cast.client(cast.manager).get(there("restrict", case)).content.decode()
    assert "Amira Lindqvist, Family court adviser, Dales North, West Dales" in page
    assert "checked" in page.split(str(cast.amira.pk))[1].split(">")[0]


def test_leaving_the_adviser_out_is_said(cast, case):
    restrict(cast, case, people=[])
    page = cast.client(cast.manager).get(there("restriction", case)).content.decode()
    assert "is not named on it, and cannot see it" in page


def test_a_person_is_named_and_taken_off(cast, case):
    restrict(cast, case)
    page = cast.client(cast.manager)
    assert page.post(there("name_person", case), {"person": str(cast.director.pk)}).status_code == 302
    assert cast.client(cast.director).get(there("overview", case)).status_code == 200
    off = there("unname_person", case, cast.director.pk)
    assert "Dorothea Quill" in page.get(off).content.decode()
    assert page.post(off, {}).status_code == 302
    assert cast.client(cast.director).get(there("overview", case)).status_code == 404
    cast.as_(cast.manager)
    assert Event.objects.filter(verb="CASE_UNNAMED").count() == 1
    assert page.post(off, {}).status_code == 302
    cast.as_(cast.manager)
    assert Event.objects.filter(verb="CASE_UNNAMED").count() == 1


def test_nobody_takes_themselves_off(cast, case):
    restrict(cast, case)
    answer = cast.client(cast.manager).post(there("unname_person", case, cast.manager.pk), {})
    assert answer.status_code == 422
    assert "Ask someone else" in answer.content.decode()


def test_the_restriction_is_lifted(cast, case):
    restrict(cast, case)
    assert cast.client(cast.manager).post(there("lift", case), {}).status_code == 302
    assert cast.client(cast.supervisor).get(there("overview", case)).status_code == 200
    cast.as_(cast.manager)
    assert Restriction.objects.get().lifted_by == cast.manager


def test_a_restricted_case_is_not_restricted_again(cast, case):
    restrict(cast, case)
    assert restrict(cast, case).status_code == 422
    assert Named.objects.count() == 2


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 403),
        ("ben", 404),
        ("supervisor", 403),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 200),
        ("duty", 404),
        ("auditor", 403),
        ("nobody", 404),
    ],
)
def test_who_may_restrict(cast, case, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(there("restrict", case)).status_code == status
    if status == 403:
        assert there("restrict", case) not in page.get(there("restriction", case)).content.decode()
