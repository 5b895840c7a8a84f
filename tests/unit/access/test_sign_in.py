"""Signing in, the end of a sign-in, staying, the language, and what a web session holds."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from goldenthread.access.door import PERSON_KEY, SEEN_KEY, SIGN_KEY, clock
from goldenthread.people.operations import record_leaver
from goldenthread.thread.models import Event


def idle(client, minutes):
    """The sign-in as it is when nothing has happened for some minutes."""
    session = client.session
    session[SEEN_KEY] = (clock() - dt.timedelta(minutes=minutes)).isoformat()
    session.save()
    return client


def test_a_chosen_person_is_signed_in_and_it_is_recorded(cast):
    client = Client()
    answer = client.post(reverse("access:sign_in"), {"person": cast.amira.pk, "next": "/my-work"})
    assert (answer.status_code, answer["Location"]) == (302, "/my-work")
    cast.as_(cast.amira)
    assert Event.objects.get(verb="SIGNED_IN").actor_name == "Amira Lindqvist"


@pytest.mark.parametrize(
    "there",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "\x00/",
        "https:///x",
    ],
)
def test_next_leads_nowhere_else(cast, there):
    for route, said in (("access:sign_in", {"person": cast.amira.pk}), ("access:language", {"language": "cy"})):
        answer = Client().post(reverse(route), {**said, "next": there})
        assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("said", [{}, {"person": "nobody"}, {"person": "01890a5d-ac96-774b-bcce-b302099a8057"}])
def test_nobody_is_signed_in_by_nonsense(cast, said):
    client = Client()
    assert client.post(reverse("access:sign_in"), said).status_code == 200
    assert PERSON_KEY not in client.session


def test_the_service_person_cannot_be_chosen(cast):
    client = Client()
    client.post(reverse("access:sign_in"), {"person": cast.importer.pk})
    assert PERSON_KEY not in client.session
    assert "Court feed" not in client.get(reverse("access:sign_in")).content.decode()


def test_without_the_demonstration_nobody_can_be_chosen(cast, settings):
    settings.DEMO = False
    client = Client()
    page = client.post(reverse("access:sign_in"), {"person": cast.amira.pk}).content.decode()
    assert "No identity provider is connected" in page
    assert "Amira" not in page
    assert PERSON_KEY not in client.session


def test_a_sign_in_that_is_idle_too_long_has_ended_and_the_page_says_so(cast, settings):
    client = cast.client(cast.amira)
    assert idle(client, settings.SIGN_IN_IDLE_MINUTES - 1).get("/staff").status_code == 403
    answer = idle(client, settings.SIGN_IN_IDLE_MINUTES + 1).get("/staff?page=2")
    assert answer["Location"] == "/sign-in?next=%2Fstaff%3Fpage%3D2&ended=1"
    assert PERSON_KEY not in client.session


def test_a_page_says_when_the_sign_in_ends_and_where_to_stay(cast, settings):
    page = cast.client(cast.administrator).get(reverse("access:staff")).content.decode()
    assert f'data-session-ends="{settings.SIGN_IN_IDLE_MINUTES * 60}"' in page
    assert f'data-stay-url="{reverse("access:stay")}"' in page
    assert "You will be signed out soon" in page


def test_staying_keeps_the_sign_in_and_a_mere_look_does_not(cast, settings):
    client = idle(cast.client(cast.amira), settings.SIGN_IN_IDLE_MINUTES - 1)
    before = client.session[SEEN_KEY]
    assert client.get(reverse("access:stay")).status_code == 404
    client = idle(client, settings.SIGN_IN_IDLE_MINUTES - 1)
    assert client.post(reverse("access:stay")).json() == {"session_ends": settings.SIGN_IN_IDLE_MINUTES * 60}
    assert client.session[SEEN_KEY] > before


def test_staying_after_the_end_is_too_late(cast, settings):
    client = idle(cast.client(cast.amira), settings.SIGN_IN_IDLE_MINUTES + 1)
    assert client.post(reverse("access:stay")).status_code == 302


def test_a_leaver_is_out_at_once(cast):
    client = cast.client(cast.amira)
    assert client.get(reverse("workspace:my_work")).status_code != 302
    cast.as_(cast.administrator)
    record_leaver(person=cast.amira, on=clock().date(), by=cast.administrator, now=cast.now)
    assert client.get(reverse("workspace:my_work"))["Location"].startswith("/sign-in")
    assert Client().post(reverse("access:sign_in"), {"person": cast.amira.pk}).status_code == 200


def test_someone_who_leaves_next_month_works_until_then(cast):
    cast.as_(cast.administrator)
    record_leaver(person=cast.amira, on=clock().date() + dt.timedelta(days=30), by=cast.administrator, now=cast.now)
    assert Client().post(reverse("access:sign_in"), {"person": cast.amira.pk}).status_code == 302


def test_a_new_sign_in_takes_a_new_session(cast):
    """Nobody who knew the session's key before can use it afterwards, and nothing is carried over."""
    client = cast.client(cast.amira)
    before = client.session.session_key
    client.post(reverse("access:sign_in"), {"person": cast.ben.pk})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_holds_who_and_when_and_nothing_else(cast):
    client = Client()
    client.post(reverse("access:sign_in"), {"person": cast.amira.pk})
    client.get(reverse("access:home"))
    assert set(client.session.keys()) == {PERSON_KEY, SEEN_KEY, SIGN_KEY}
    assert set(client.session[SIGN_KEY]) == {"how", "began"}


def test_signing_out_ends_the_session_and_is_recorded(cast):
    client = cast.client(cast.amira)
    assert client.get(reverse("access:sign_out")).status_code == 404
    client.post(reverse("access:sign_out"))
    assert PERSON_KEY not in client.session
    cast.as_(cast.amira)
    assert Event.objects.get(verb="SIGNED_OUT").facts == {"how": "ASKED"}


def test_a_sign_in_from_another_site_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("access:sign_in"), {"person": cast.amira.pk}).status_code == 403


def test_the_pages_turn_welsh_and_back(cast):
    client = cast.client(cast.administrator)
    page = client.get(reverse("access:staff")).content.decode()
    assert '<html lang="en-gb"' in page
    assert 'lang="cy">Cymraeg</button>' in page
    answer = client.post(reverse("access:language"), {"language": "cy", "next": reverse("access:staff")})
    assert answer["Location"] == reverse("access:staff")
    page = client.get(reverse("access:staff")).content.decode()
    assert '<html lang="cy"' in page
    assert 'lang="en-gb">English</button>' in page
    client.post(reverse("access:language"), {"language": "xx", "next": "/"})
    assert '<html lang="cy"' in client.get(reverse("access:staff")).content.decode()


def test_a_look_changes_no_language(cast):
    assert cast.client(cast.amira).get(reverse("access:language")).status_code == 404


def test_the_first_page_leads_to_the_cases_that_a_post_reads_or_says_that_it_opens_none(cast):
    assert cast.client(cast.auditor).get(reverse("access:home"))["Location"] == reverse("workspace:case_list")
    assert "This post opens no case" in cast.client(cast.analyst).get(reverse("access:home")).content.decode()


def test_the_sign_in_page_says_that_the_sign_in_has_ended_and_only_then(cast):
    page = cast.client(cast.amira)
    idle(page, 31)
    assert "has ended because nothing happened" in page.get("/my-work", follow=True).content.decode()
    assert "has ended because nothing happened" not in cast.client().get("/my-work", follow=True).content.decode()
