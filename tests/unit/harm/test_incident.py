"""Incidents: never alone, always under their pattern."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.trace import trace
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.enquiry.operations import log_contact
from goldenthread.casework.harm.models import Incident
from goldenthread.casework.harm.operations import record_incident, record_pattern
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def pattern(cast, case):
    return record_pattern(
        case=case, kind="ECONOMIC", by_member=cast.father(case), towards=[cast.mother(case)], words="The card.",
        period_words="2019", said_by=cast.mother(case), status_on=dt.date(2026, 6, 1), source="Her call",
        by=cast.amira, now=cast.now,
    )  # fmt: skip


def typed(**over):
    said = {
        "words": "He stopped the card while she stood at the till.",
        "when_words": "the week before Christmas",
        "said_by_words": "Ngozi",
        "children_words": "Maya saw it. Leo was at nursery.",
        "told_on-day": "9",
        "told_on-month": "6",
        "told_on-year": "2026",
    }
    return {**said, **over}


def new(pattern):
    return reverse("harm:incident_new", args=[pattern.pk])


def test_an_adviser_records_an_incident_and_its_thread(cast, case, pattern):
    contact = log_contact(
        case=case, member=cast.mother(case), agency="", method="PHONE", outcome="REACHED", said="At the till.",
        happened_at=cast.now, by=cast.amira, now=cast.now,
    )  # fmt: skip
    page = cast.client(cast.amira)
    answer = page.post(new(pattern), typed(contacts=[str(contact.pk)]))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    incident = Incident.objects.get()
    assert (incident.pattern, incident.happened_on) == (pattern, None)
    assert {node.id for node in trace(incident, cast.who(cast.amira))["behind"]} == {pattern.pk, contact.pk}
    assert {node.id for node in trace(pattern, cast.who(cast.amira))["ahead"]} == {incident.pk}
    own = page.get(reverse("harm:incident", args=[incident.pk])).content.decode()
    assert "Maya saw it. Leo was at nursery." in own
    assert "the week before Christmas" in page.get(reverse("harm:index", args=[case.pk])).content.decode()


def test_a_date_may_be_given_instead_of_words(cast, pattern):
    date = {"happened_on-day": "19", "happened_on-month": "12", "happened_on-year": "2023", "when_words": ""}
    cast.client(cast.amira).post(new(pattern), typed(**date))
    incident = Incident.objects.get()
    assert incident.happened_on == dt.date(2023, 12, 19)
    assert Event.objects.get(verb="INCIDENT_RECORDED").facts["on"] == "2023-12-19"


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"when_words": ""}, "Enter the date, or say in words when it was"),
        ({"words": ""}, "Enter an answer to"),
        ({"said_by_words": ""}, "Enter an answer to"),
        (
            {"happened_on-day": "1", "happened_on-month": "1", "happened_on-year": "2199"},
            "must be today or in the past",
        ),
        ({"happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2023"}, "must be a real date"),
    ],
)
def test_a_bad_form_says_what_to_do_and_keeps_the_rest(cast, pattern, over, says):
    answer = cast.client(cast.amira).post(new(pattern), typed(**over))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Maya saw it. Leo was at nursery." in page
    assert not Incident.objects.exists()


def test_what_is_refused(cast, pattern):
    tomorrow = cast.now.date() + dt.timedelta(days=1)
    facts = {"words": "In the shop.", "said_by_words": "Ngozi", "when_words": "in June"}
    for over, code in (
        ({"words": " "}, "EMPTY"),
        ({"when_words": " "}, "WHEN"),
        ({"said_by_words": " "}, "WHO_SAYS"),
        ({"happened_on": tomorrow}, "IN_FUTURE"),
        ({"told_on": tomorrow}, "IN_FUTURE"),
    ):
        with pytest.raises(Refused) as refused:
            record_incident(**{"pattern": pattern, **facts, **over}, by=cast.amira, now=cast.now)
        assert refused.value.code == code, over
    supersede(record_of=pattern, why="MISTAKE", words="Twice.", by=cast.amira, now=cast.now)
    with pytest.raises(Refused) as refused:
        record_incident(pattern=pattern, **facts, by=cast.amira, now=cast.now)
    assert refused.value.code == "SUPERSEDED"
    assert not Incident.objects.exists()


def test_what_happened_long_ago_is_not_late_when_it_was_told_today(cast, pattern):
    facts = {"pattern": pattern, "words": "x", "said_by_words": "Ngozi", "happened_on": dt.date(2019, 1, 1)}
    assert not record_incident(**facts, by=cast.amira, now=cast.now).late
    assert record_incident(**facts, told_on=dt.date(2026, 6, 1), by=cast.amira, now=cast.now).late


def test_a_superseded_incident_is_on_its_own_page_alone(cast, case, pattern):
    incident = record_incident(
        pattern=pattern, words="In the shop.", said_by_words="Ngozi", when_words="in June", by=cast.amira, now=cast.now
    )
    page = cast.client(cast.amira)
    page.post(reverse("harm:incident_supersede", args=[incident.pk]), {"why": "MISTAKE", "words": "Told twice."})
    assert "Told twice." in page.get(reverse("harm:incident", args=[incident.pk])).content.decode()
    assert "in June" not in page.get(reverse("harm:index", args=[case.pk])).content.decode()


@pytest.mark.parametrize(
    ("person", "reads", "corrects"),
    [
        ("amira", 200, 200),
        ("ben", 404, 404),
        ("supervisor", 200, 200),
        ("manager", 200, 200),
        ("other_manager", 404, 404),
        ("director", 200, 403),
        ("duty", 404, 404),
        ("administrator", 404, 404),
        ("senior", 404, 404),
        ("auditor", 200, 403),
        ("board", 404, 404),
        ("analyst", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_who_may(cast, pattern, person, reads, corrects):
    incident = record_incident(
        pattern=pattern, words="In the shop.", said_by_words="Ngozi", when_words="in June", by=cast.amira, now=cast.now
    )
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("harm:incident", args=[incident.pk])).status_code == reads
    assert page.get(reverse("harm:incident_supersede", args=[incident.pk])).status_code == corrects
    assert page.get(new(pattern)).status_code == corrects


# Around every page: savepoint and its release, the web session, the person, their posts, naming them, the view log.
AROUND = 7


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_pattern_asks_as_little_whatever_its_incidents(cast, pattern, how_many, django_assert_max_num_queries):
    for n in range(how_many):
        record_incident(
            pattern=pattern, words=f"{n}", said_by_words="Ngozi", when_words="in June", by=cast.amira, now=cast.now
        )
    page = cast.client(cast.amira)
    with django_assert_max_num_queries(12 + AROUND):
        page.get(reverse("harm:pattern", args=[pattern.pk]))
