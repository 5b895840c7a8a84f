"""The page: what waits, how e-mail stands, and the choice."""

import pytest

from goldenthread.notices.models import Choice, Unreached
from goldenthread.thread.models import Event
from tests.pathway import Pathway
from tests.unit.notices.given import filing, stopped_copy, urgent_application

HERE = "/notices"
NOT_OFF = "It cannot be switched off"


def text(cast, person, status=200):
    answer = cast.client(person).get(HERE)
    assert answer.status_code == status
    return answer.content.decode()


def send(cast, person, **said):
    return cast.client(person).post(HERE, {"how": "DAILY", "language": "cy", **said})


def choice(cast, person):
    cast.as_(person)
    return Choice.objects.filter(person=person).first()


def test_it_is_open_to_whoever_is_signed_in_and_to_nobody_else(cast):
    for person in cast.everyone.values():
        assert "How you are told" in text(cast, person)
    assert cast.client().get(HERE).status_code == 302


def test_a_choice_is_saved_and_shown(cast):
    answer = send(cast, cast.amira)
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    row = choice(cast, cast.amira)
    assert (row.how, row.language) == ("DAILY", "cy")
    page = text(cast, cast.amira)
    assert 'value="DAILY" checked' in page
    assert 'value="cy" checked' in page


def test_whoever_has_not_chosen_sees_the_usual_and_the_language_of_the_page(cast):
    page = text(cast, cast.amira)
    assert 'value="AT_ONCE" checked' in page
    assert 'value="en-gb" checked' in page
    assert choice(cast, cast.amira) is None
    client = cast.client(cast.amira)
    client.cookies["django_language"] = "cy"
    assert 'value="cy" checked' in client.get(HERE).content.decode()


@pytest.mark.parametrize("said", [{"how": ""}, {"how": "NEVER"}, {"language": "fr"}, {"language": ""}])
def test_an_answer_of_no_sense_comes_back_and_nothing_is_saved(cast, said):
    assert send(cast, cast.amira, **said).status_code == 422
    assert choice(cast, cast.amira) is None


def test_a_choice_made_on_two_pages_at_once_is_shown_and_not_lost(cast):
    send(cast, cast.amira, expected_version=1)
    answer = send(cast, cast.amira, how="DEMANDED", expected_version=1)
    assert answer.status_code == 422
    assert choice(cast, cast.amira).how == "DAILY"
    assert send(cast, cast.amira, how="DEMANDED", expected_version=2).status_code == 302
    assert choice(cast, cast.amira).how == "DEMANDED"


def test_a_choice_leaves_a_line(cast):
    send(cast, cast.amira)
    cast.as_(cast.amira)
    line = Event.objects.get(verb="NOTICES_CHOSEN")
    assert (line.actor_id, line.subject_id, line.facts) == (
        cast.amira.pk, cast.amira.pk, {"how": "DAILY", "language": "cy"},
    )  # fmt: skip


def test_ones_choice_is_nobody_elses(cast):
    send(cast, cast.amira)
    assert choice(cast, cast.ben) is None


# ── What cannot be switched off ───────────────────────────────────────────────────────────────────────


def test_what_a_post_demands_is_said_with_the_reason(cast):
    page = text(cast, cast.duty)
    assert NOT_OFF in page
    assert "a child may be in danger" in page
    page = text(cast, cast.senior)
    assert "Uses of break-glass to review" in page
    assert "Emergency sign-ins to review" in page
    assert "Only what your post demands" in page
    assert "Not by e-mail" not in page
    for name in ("amira", "manager", "administrator", "nobody"):
        page = text(cast, getattr(cast, name))
        assert NOT_OFF not in page, name
        assert "Not by e-mail" in page


# ── What waits ────────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_stands_there_with_the_way_to_it(cast):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    copy, sent = stopped_copy(cast, way.case, cast.supervisor), filing(cast, way.case, cast.amira)
    page = text(cast, cast.manager)
    assert "Advice that waits for your decision" in page
    assert 'href="/decisions"' in page
    assert str(copy.pk) in page
    assert way.case.reference in page
    assert str(sent.pk) in text(cast, cast.amira)
    assert "Okafor" not in page


def test_where_nothing_waits_the_page_teaches(cast):
    assert "Nothing waits for you" in text(cast, cast.analyst)


# ── How e-mail stands ─────────────────────────────────────────────────────────────────────────────────


def test_without_a_mail_server_it_says_so(cast):
    assert "This service has no mail server" in text(cast, cast.amira)


def test_with_one_it_says_where_e_mail_goes(cast, settings):
    settings.EMAIL_HOST = "mail.example"
    assert f"E-mail goes to {cast.amira.email}." in text(cast, cast.amira)


def test_a_refused_address_and_a_closed_one_read_alike(cast, settings):
    """Whoever looks at the page must not learn from it that an address stands in somebody's case."""
    settings.EMAIL_HOST = "mail.example"
    Unreached.objects.create(person=cast.amira, since_at=cast.now)
    cast.as_(cast.ben)
    Choice.objects.create(person=cast.ben, email_off=True)
    for person in (cast.amira, cast.ben):
        page = text(cast, person)
        assert "E-mail is off for your address" in page
        assert "E-mail goes to" not in page
        for word in ("safe", "rule", "refused", "protected"):
            assert f" {word}" not in page.split("How you are told")[1].split("<form")[0].lower()


def test_the_way_to_it_is_at_the_foot_of_every_page(cast):
    assert f'href="{HERE}"' in cast.client(cast.amira).get("/my-work").content.decode()


def test_it_is_read_in_welsh(cast):
    client = cast.client(cast.duty)
    client.cookies["django_language"] = "cy"
    page = client.get(HERE).content.decode()
    assert '<html lang="cy"' in page
    for english in ("How you are told", "What waits for you", NOT_OFF, "Save your choice", "Once a working day"):
        assert english not in page


def test_it_costs_the_same_for_many_things_as_for_one(cast, queries_of):
    urgent_application(cast)
    Pathway(cast, cast.case())
    before = [queries_of(person, HERE) for person in (cast.amira, cast.manager, cast.duty, cast.senior)]
    for _ in range(3):
        urgent_application(cast)
        way = Pathway(cast, cast.case())
        way.submitted(way.maya)
        stopped_copy(cast, way.case, cast.supervisor)
        filing(cast, way.case, cast.amira)
    after = [queries_of(person, HERE) for person in (cast.amira, cast.manager, cast.duty, cast.senior)]
    assert max(after) <= 12
    assert before == after
