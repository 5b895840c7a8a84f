"""Nothing typed is lost, and nobody else has it: drafts, what was set aside, what was sent twice."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from goldenthread.access.door import PERSON_KEY, SEEN_KEY, clock
from goldenthread.casework.enquiry.models import LineOfEnquiry
from goldenthread.casework.enquiry.operations import open_line
from goldenthread.drafts.models import Draft, Once
from goldenthread.drafts.pages import _SALT, TYPED_LIMIT, forget_old, form_tokens, keep

SAID = {"question": "What has Maya seen?", "why": "Words that took an hour to write.", "about": ""}
KEPT = SAID["why"]


class Typed(dict):
    """What was typed, as a request holds it."""

    def getlist(self, name):
        return [self[name]]


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def there(case):
    return reverse("enquiry:line_new", args=[case.pk])


def tokens(client, there):
    """What the form of a page carries besides what is typed."""
    page = client.get(there).content.decode()
    form = page[page.index('class="gt-form"') :]
    names = ("csrfmiddlewaretoken", "_once", "_kept_for")
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form)[1] for name in names}


def end(client):
    session = client.session
    session[SEEN_KEY] = (clock() - dt.timedelta(days=1)).isoformat()
    session.save()


def drafts_of(cast, person):
    cast.as_(person)
    return list(Draft.objects.all())


# --- the end of a sign-in ---------------------------------------------------------------------------------------


def test_what_is_sent_after_the_end_is_set_aside_and_given_back(cast, case, there):
    client = cast.client(cast.amira)
    sent = {**SAID, **tokens(client, there)}
    end(client)
    answer = client.post(there, sent)
    assert answer["Location"].startswith("/sign-in?next=")
    assert "has been kept" in client.get(answer["Location"]).content.decode()
    answer = client.post(reverse("access:sign_in"), {"person": cast.amira.pk, "next": there})
    assert answer["Location"] == there
    assert KEPT in client.get(there).content.decode()
    assert not LineOfEnquiry.objects.exists()
    assert [(d.case_id, d.set_aside) for d in drafts_of(cast, cast.amira)] == [(case.pk, True)]
    assert client.post(there, {**SAID, **tokens(client, there)}).status_code == 302
    assert drafts_of(cast, cast.amira) == []


def test_another_person_who_signs_in_there_gets_nothing(cast, there):
    client = cast.client(cast.amira)
    sent = {**SAID, **tokens(client, there)}
    end(client)
    client.post(there, sent)
    client.post(reverse("access:sign_in"), {"person": cast.supervisor.pk})
    page = client.get(there).content.decode()
    assert 'name="question"' in page
    assert KEPT not in page


def test_a_page_without_a_subject_is_kept_too(cast):
    client, there = cast.client(cast.administrator), reverse("access:person_new")
    sent = {"name": "Petra Vale", "email": "petra@goldenthread.invalid", **tokens(client, there)}
    end(client)
    client.post(there, sent)
    assert "Petra Vale" in cast.client(cast.administrator).get(there).content.decode()


# --- a stale token ----------------------------------------------------------------------------------------------


def strict(cast, person):
    client = Client(enforce_csrf_checks=True)
    session = client.session
    session[PERSON_KEY], session[SEEN_KEY] = str(person.pk), clock().isoformat()
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def test_a_good_token_is_taken(cast, there):
    client = strict(cast, cast.amira)
    assert client.post(there, {**SAID, **tokens(client, there)}).status_code == 302
    assert LineOfEnquiry.objects.count() == 1


@pytest.mark.parametrize("stale", ["", "x", "A" * 64])
def test_what_comes_with_a_stale_token_is_set_aside_and_given_back(cast, there, stale):
    client = strict(cast, cast.amira)
    answer = client.post(there, {**SAID, **tokens(client, there), "csrfmiddlewaretoken": stale})
    assert answer.status_code == 403
    assert "has been kept" in answer.content.decode()
    assert KEPT not in answer.content.decode()
    assert KEPT in client.get(there).content.decode()
    assert not LineOfEnquiry.objects.exists()


def test_a_form_of_one_person_sent_by_another_is_kept_for_the_first(cast, there):
    """Two people at one machine: the first one's page is still open when the second has signed in."""
    client = strict(cast, cast.amira)
    sent = {**SAID, **tokens(client, there)}
    answer = client.get(reverse("access:sign_in")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', answer)[1]
    client.post(reverse("access:sign_in"), {"person": cast.supervisor.pk, "csrfmiddlewaretoken": token})
    assert client.post(there, sent).status_code == 403
    assert drafts_of(cast, cast.supervisor) == []
    assert [d.fields["why"] for d in drafts_of(cast, cast.amira)] == [[KEPT]]


@pytest.mark.parametrize("forged", ["", "nonsense", "{pk}", '"{pk}":1:x', "other salt", "too old"])
def test_a_forged_name_keeps_nothing_for_anyone(cast, there, forged, monkeypatch):
    token = forged.format(pk=cast.amira.pk)
    if forged == "other salt":
        token = signing.dumps(str(cast.amira.pk), salt="another")
    if forged == "too old":
        import time

        before = time.time() - 2 * 86_400
        monkeypatch.setattr("django.core.signing.time.time", lambda: before)
        token = signing.dumps(str(cast.amira.pk), salt=_SALT)
        monkeypatch.undo()
    for client in (Client(), strict(cast, cast.ben)):
        client.post(there, {**SAID, "_kept_for": token})
    assert drafts_of(cast, cast.amira) == []
    assert drafts_of(cast, cast.ben) == []


def test_nothing_is_kept_for_someone_who_has_left(cast, there):
    token = form_tokens(cast.amira)["_kept_for"]
    cast.amira.left_on = dt.date(2026, 1, 1)
    cast.amira.save()
    Client().post(there, {**SAID, "_kept_for": token})
    assert drafts_of(cast, cast.amira) == []


# --- behind the wall --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["ben", "supervisor", "manager", "director", "administrator", "senior"])
def test_nobody_else_reads_a_draft_by_hand_written_sql(cast, case, there, person):
    cast.as_(cast.amira)
    keep(cast.amira, there, Typed(SAID), case.pk, cast.now)
    cast.as_(getattr(cast, person))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM drafts_draft")
        assert cursor.fetchone() == (0,)
        cursor.execute("DELETE FROM drafts_draft")
        assert cursor.rowcount == 0
    assert len(drafts_of(cast, cast.amira)) == 1


def test_too_much_is_cut_and_not_lost(cast, there):
    cast.as_(cast.amira)
    keep(cast.amira, there, Typed(why="x" * (TYPED_LIMIT + 5)), None, cast.now)
    assert len(drafts_of(cast, cast.amira)[0].fields["why"][0]) == TYPED_LIMIT


def test_control_characters_do_not_stop_a_draft(cast, there):
    client = cast.client(cast.amira)
    assert client.post(there, {"why": "a\x00b", "_draft": "auto"}).status_code == 200
    assert drafts_of(cast, cast.amira)[0].fields["why"] == ["ab"]


def test_what_is_too_old_is_forgotten_at_the_next_sign_in(cast, there, settings):
    cast.as_(cast.amira)
    old = clock() - dt.timedelta(days=settings.DRAFT_DAYS + 1)
    keep(cast.amira, there, Typed(why="old"), None, old)
    keep(cast.amira, "/cases/new", Typed(why="new"), None, clock())
    Once.objects.create(key="01890a5d-ac96-774b-bcce-b302099a8057", person=cast.ben, taken_at=old)
    Client().post(reverse("access:sign_in"), {"person": cast.amira.pk})
    assert [d.fields for d in drafts_of(cast, cast.amira)] == [{"why": ["new"]}]
    assert not Once.objects.exists()


def test_forgetting_says_how_many(cast, there):
    cast.as_(cast.amira)
    keep(cast.amira, there, Typed(why="old"), None, cast.now - dt.timedelta(days=100))
    assert forget_old(cast.now) == 1


# --- sent twice -------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_taken_once_and_leads_to_the_same_place(cast, there):
    client = cast.client(cast.amira)
    sent = {**SAID, **tokens(client, there)}
    first, second = client.post(there, sent), client.post(there, sent)
    assert first["Location"] == second["Location"]
    assert LineOfEnquiry.objects.count() == 1


def test_a_form_that_was_refused_can_be_sent_again(cast, there):
    client = cast.client(cast.amira)
    once = tokens(client, there)
    assert client.post(there, {**SAID, **once, "question": ""}).status_code == 422
    assert client.post(there, {**SAID, **once}).status_code == 302


def test_the_key_of_another_person_neither_stops_nor_leads_anyone(cast, there):
    amira, supervisor = cast.client(cast.amira), cast.client(cast.supervisor)
    key = tokens(amira, there)["_once"]
    amira.post(there, {**SAID, "_once": key})
    landed = Once.objects.get(key=key).landed_on
    assert supervisor.post(there, {**SAID, "_once": key}).status_code == 302
    assert LineOfEnquiry.objects.count() == 2
    assert (Once.objects.get(key=key).person_id, Once.objects.get(key=key).landed_on) == (cast.amira.pk, landed)


@pytest.mark.parametrize("version", ["9" * 5000, "٣", "1.5", "-1", "x"])
def test_a_forged_version_is_no_version(cast, case, version):
    cast.as_(cast.amira)
    line = open_line(case=case, question="What has Maya seen?", why="It is named.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    said = {"closing": "She told us.", "expected_version": version}
    assert page.post(reverse("enquiry:line_answer", args=[line.pk]), said).status_code == 302
