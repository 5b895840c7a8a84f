"""Protected contact details: opened by those who work the case, each opening recorded, shown nowhere else."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from goldenthread.casework.cases.operations.allocation import arrange_cover
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.families.models import ContactDetail, Match, ProtectedContact
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.drafts.models import Draft
from goldenthread.thread.models import Event

SECRET = "17 Quietwater Mews, Skelling"


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def mother(case):
    return participations(case)[3]


@pytest.fixture
def held(cast, case, mother):
    return record_contact_detail(
        case_id=case.pk, member=mother.member, kind="ADDRESS", value=SECRET, protected=True,
        why="Form C8, kept from Brackenby", in_refuge=True, by=cast.amira, now=cast.now,
    )  # fmt: skip


def at(name, thing):
    return reverse(f"cases:{name}", args=[thing.pk])


def test_the_page_asks_first_and_opens_on_its_answer_alone(cast, mother, held):
    page = cast.client(cast.amira)
    asked = page.get(at("protected", mother))
    assert SECRET not in asked.content.decode()
    assert asked.headers["Cache-Control"] == "no-store"
    assert not Event.objects.filter(verb="PROTECTED_CONTACT_READ").exists()
    opened = page.post(at("protected", mother))
    assert SECRET in opened.content.decode()
    assert "In a refuge" in opened.content.decode()
    assert opened.headers["Cache-Control"] == "no-store"
    event = Event.objects.get(verb="PROTECTED_CONTACT_READ")
    assert (event.actor_name, event.facts) == ("Amira Lindqvist", {"member": str(mother.member_id)})
    assert SECRET not in page.get(at("protected", mother)).content.decode()
    assert all(SECRET not in str(session.get_decoded()) for session in Session.objects.all())
    assert not Draft.objects.exists()


def test_the_details_are_on_no_other_page_and_in_no_event(cast, case, mother, held):
    other = cast.case(received_on=case.received_on)
    found = Match.objects.create(
        one=participations(other)[3].member, case_id=other.pk, other=mother.member, other_case_id=case.pk,
        basis="SAME_NAME_AND_BIRTH", proposed_at=cast.now,
    )  # fmt: skip
    places = [at(name, case) for name in ("people", "person_add", "relate", "conflict", "letter", "hearing_new")]
    places += [at(name, mother) for name in ("person", "person_correct", "safe_contact", "contact_detail_new")]
    places += [at("people", other), at("match", found)]
    page = cast.client(cast.amira)
    for place in places:
        answer = page.get(place)
        assert answer.status_code == 200, place
        assert "Quietwater" not in answer.content.decode(), place
        assert "Brackenby" not in answer.content.decode(), place
    for place in (at("allocate", case), at("cover", case), reverse("cases:tray")):
        assert "Quietwater" not in cast.client(cast.manager).get(place).content.decode()
    assert all("Quietwater" not in str(event.facts) for event in Event.objects.all())


def test_a_detail_typed_as_protected_goes_behind_the_wall_at_once(cast, mother):
    sent = {"kind": "ADDRESS", "value": SECRET, "protected": "YES", "why": "", "in_refuge": "on"}
    page = cast.client(cast.amira)
    assert page.post(at("contact_detail_new", mother), sent).status_code == 422
    assert page.post(at("contact_detail_new", mother), {**sent, "why": "C8"}).status_code == 302
    assert ProtectedContact.objects.get().value == SECRET
    assert not ContactDetail.objects.exists()
    shown = page.get(at("person", mother)).content.decode()
    assert SECRET not in shown
    assert at("protected", mother) in shown
    assert Event.objects.get(verb="CONTACT_DETAIL_RECORDED").facts == {"kind": "ADDRESS", "protected": True}


def test_an_open_detail_put_behind_the_wall_is_left_nowhere(cast, case, mother):
    page = cast.client(cast.amira)
    page.post(at("contact_detail_new", mother), {"kind": "PHONE", "value": "07700 900404", "protected": "NO"})
    detail = ContactDetail.objects.get()
    assert "07700 900404" in page.get(at("people", case)).content.decode()
    assert page.post(at("contact_detail_protect", detail), {"why": ""}).status_code == 422
    assert page.post(at("contact_detail_protect", detail), {"why": "He has found her before"}).status_code == 302
    assert page.post(at("contact_detail_protect", detail), {"why": "Again"}).status_code == 422
    for place in (at("people", case), at("person", mother), at("contact_detail_protect", detail)):
        assert "07700 900404" not in page.get(place).content.decode()
    assert "07700 900404" in page.post(at("protected", mother)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM thread_fieldchange WHERE (before::text || after::text) LIKE '%900404%'")
        assert cursor.fetchone() == (0,)


def test_an_empty_page_says_so(cast, mother):
    assert "No protected details" in cast.client(cast.amira).post(at("protected", mother)).content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 200), ("ben", 404), ("elsewhere", 404), ("carys", 404), ("supervisor", 200), ("manager", 200),
     ("other_manager", 404), ("director", 403), ("duty", 404), ("welsh_duty", 404), ("administrator", 404),
     ("senior", 404), ("auditor", 403), ("board", 404), ("analyst", 404), ("nobody", 404)],
)  # fmt: skip
def test_who_may_open_them(cast, mother, held, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(at("protected", mother)).status_code == status
    answer = page.post(at("protected", mother))
    assert answer.status_code == status
    assert (SECRET in answer.content.decode()) == (status == 200)


def test_whoever_covers_may_until_cover_ends(cast, case, mother, held):
    import datetime as dt

    arrange_cover(case=case, adviser=cast.ben, until=dt.date(2099, 1, 1), why="Leave", by=cast.manager, now=cast.now)
    assert SECRET in cast.client(cast.ben).post(at("protected", mother)).content.decode()


def test_the_database_itself_refuses_a_reader_of_the_case(cast, held):
    cast.as_(cast.auditor)
    assert not ProtectedContact.objects.exists()
    cast.as_(cast.amira)
    assert ProtectedContact.objects.exists()
