"""Staff: do the pages work, who is refused, what if repeated or bad, what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.people.models import Person, Post
from goldenthread.people.operations import end_post, record_leaver
from goldenthread.thread.models import Event


def day(on, name):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


@pytest.fixture
def ada(cast):
    return cast.client(cast.administrator)


def test_an_administrator_adds_a_person_and_gives_a_post(cast, ada):
    answer = ada.post(reverse("access:person_new"), {"name": "Petra Vale", "email": "Petra.Vale@goldenthread.invalid"})
    petra = Person.objects.get(name="Petra Vale")
    assert answer["Location"] == reverse("access:post_start", args=[petra.pk])
    said = {"role": "ADVISER", "place": f"team-{cast.north.pk}", **day(dt.date(2026, 1, 5), "from_on")}
    assert ada.post(answer["Location"], said).status_code == 302
    post = Post.objects.get(person=petra)
    assert (post.role, post.team, post.from_on) == ("ADVISER", cast.north, dt.date(2026, 1, 5))
    page = ada.get(reverse("access:person", args=[petra.pk])).content.decode()
    assert "Dales North, West Dales" in page
    verbs = list(Event.objects.order_by("at", "id").values_list("verb", "facts"))
    assert ("POST_STARTED", {"role": "ADVISER", "from": "2026-01-05"}) in verbs


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"email": "AMIRA.LINDQVIST@goldenthread.invalid"}, "Someone with this e-mail address is already here."),
        ({"email": "not an address"}, "Enter an email address in the correct format"),
        ({"name": ""}, "Enter an answer to “Full name”"),
        ({"name": "x" * 10_000}, "characters too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(ada, typed, message):
    answer = ada.post(reverse("access:person_new"), {"name": "Petra", "email": "petra@goldenthread.invalid", **typed})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Person.objects.filter(name="Petra").exists()


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("ADVISER", "nation-ENGLAND", 422),
        ("ASSISTANT_DIRECTOR", "nation-ENGLAND", 422),
        ("AUDITOR", "nation-ENGLAND", 302),
        ("AUDITOR", "nation-WALES", 422),
        ("IMPORTER", "nation-ENGLAND", 422),
    ],
)
def test_a_role_is_held_where_it_belongs_and_in_the_administrators_nation(cast, ada, role, place, status):
    said = {"role": role, "place": place, **day(dt.date(2026, 1, 5), "from_on")}
    assert ada.post(reverse("access:post_start", args=[cast.nobody.pk]), said).status_code == status
    assert Post.objects.filter(person=cast.nobody).exists() == (status == 302)


def test_a_team_of_the_other_nation_cannot_be_chosen(cast, ada):
    said = {"role": "ADVISER", "place": f"team-{cast.valleys.pk}", **day(dt.date(2026, 1, 5), "from_on")}
    assert ada.post(reverse("access:post_start", args=[cast.nobody.pk]), said).status_code == 422


def test_nobody_gives_a_post_to_themselves(cast, ada):
    said = {"role": "NAMED_SENIOR", "place": "nation-ENGLAND", **day(dt.date(2026, 1, 5), "from_on")}
    answer = ada.post(reverse("access:post_start", args=[cast.administrator.pk]), said)
    assert answer.status_code == 422
    assert "Nobody gives a post to themselves" in answer.content.decode()


def test_a_post_ends_once_and_stands_among_those_held_before(cast, ada):
    post = Post.objects.get(person=cast.ben)
    there, said = reverse("access:post_end", args=[post.pk]), day(dt.date(2026, 3, 31), "to_on")
    assert ada.post(there, said).status_code == 302
    assert "already ended" in ada.post(there, said).content.decode()
    page = ada.get(reverse("access:person", args=[cast.ben.pk])).content.decode()
    assert "Posts held before" in page
    assert "No post today" in page
    assert Event.objects.filter(verb="POST_ENDED").count() == 1


def test_a_leaver_is_listed_apart_and_can_be_given_no_post(cast, ada):
    left = dt.date(2026, 5, 29)
    assert ada.post(reverse("access:leaver", args=[cast.ben.pk]), day(left, "on")).status_code == 302
    here, gone = ada.get(reverse("access:staff")), ada.get(reverse("access:staff") + "?show=left")
    assert "Ben Achterberg" not in here.content.decode()
    assert "Ben Achterberg" in gone.content.decode()
    said = {"role": "AUDITOR", "place": "nation-ENGLAND", **day(left, "from_on")}
    assert "has left" in ada.post(reverse("access:post_start", args=[cast.ben.pk]), said).content.decode()
    assert Event.objects.get(verb="PERSON_LEFT").facts == {"on": "2026-05-29"}


def test_another_administrator_must_record_that_one_leaves(cast, ada):
    answer = ada.post(reverse("access:leaver", args=[cast.administrator.pk]), day(dt.date(2026, 5, 29), "on"))
    assert "Another administrator" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("name=lind", "Amira Lindqvist", "Ben Achterberg"),
        ("role=ADVISER", "Ben Achterberg", "Marcus Oyelaran"),
        ("team={harbour}", "Edda Marlowe", "Amira Lindqvist"),
        ("area={dales}", "Dorothea Quill", "Edda Marlowe"),
        ("role=NONSENSE&team=x", "Amira Lindqvist", "Carys Penhallow"),
    ],
)
def test_the_list_is_narrowed(cast, ada, asked, there, not_there):
    asked = asked.format(harbour=cast.harbour.pk, dales=cast.dales.pk)
    page = ada.get(f"{reverse('access:staff')}?{asked}").content.decode()
    assert there in page
    assert not_there not in page


@pytest.mark.parametrize(
    ("person", "sees", "not_seen"),
    [
        ("administrator", "Edda Marlowe", "Carys Penhallow"),
        ("administrator", "Nell Harrow", "Gwen Ashdown"),
        ("manager", "Amira Lindqvist", "Edda Marlowe"),
        ("director", "Amira Lindqvist", "Edda Marlowe"),
    ],
)
def test_each_reader_sees_the_staff_that_their_post_reaches(cast, person, sees, not_seen):
    page = cast.client(getattr(cast, person)).get(reverse("access:staff")).content.decode()
    assert sees in page
    assert not_seen not in page


def test_a_manager_sees_no_buttons(cast):
    manager = cast.client(cast.manager)
    assert "Add a member of staff" not in manager.get(reverse("access:staff")).content.decode()
    page = manager.get(reverse("access:person", args=[cast.amira.pk])).content.decode()
    assert "Start a post" not in page
    assert manager.get(reverse("access:post_start", args=[cast.amira.pk])).status_code == 403


@pytest.mark.parametrize(
    ("person", "listed", "new", "leaver"),
    [
        ("administrator", 200, 200, 200),
        ("manager", 200, 403, 403),
        ("other_manager", 200, 403, 404),
        ("director", 200, 403, 403),
        ("amira", 403, 403, 404),
        ("senior", 403, 403, 404),
        ("nobody", 403, 403, 404),
    ],
)
def test_who_may(cast, person, listed, new, leaver):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("access:staff")).status_code == listed
    assert page.get(reverse("access:person_new")).status_code == new
    assert page.get(reverse("access:leaver", args=[cast.amira.pk])).status_code == leaver


def test_the_service_person_is_no_member_of_staff(cast, ada):
    assert ada.get(reverse("access:person", args=[cast.importer.pk])).status_code == 404


def test_an_ended_post_and_a_leaver_give_nothing(cast):
    manager = cast.client(cast.manager)
    cast.as_(cast.administrator)
    end_post(post=Post.objects.get(person=cast.manager), to_on=dt.date(2026, 5, 1), by=cast.administrator, now=cast.now)
    assert manager.get(reverse("access:staff")).status_code == 403
    cast.as_(cast.administrator)
    record_leaver(person=cast.manager, on=dt.date(2026, 5, 2), by=cast.administrator, now=cast.now)
    assert manager.get(reverse("access:staff")).status_code == 302


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_takes_the_same_queries_whatever_the_rows(cast, ada, django_assert_num_queries, many):
    for n in range(many):
        cast._person(f"Staff {n}", "ADVISER", team=cast.south)
    with django_assert_num_queries(11):
        ada.get(reverse("access:staff"))
