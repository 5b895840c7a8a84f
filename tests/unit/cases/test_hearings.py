"""Hearings: recorded, changed, superseded; who may; what is refused; what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.casework.cases.models import Hearing
from goldenthread.casework.cases.operations.hearings import change_hearing, record_hearing
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def hearing(cast, case):
    starts = cast.now + dt.timedelta(days=20)
    return record_hearing(case=case, kind="FIRST", starts_at=starts, venue="Leeds", by=cast.amira, now=cast.now)


def typed(**over):
    return {
        "kind": "FIRST",
        "starts_at-day": "3",
        "starts_at-month": "July",
        "starts_at-year": "2098",
        "starts_at-time": "10am",
        "ends_at": "3:30pm",
        "venue": "Leeds",
        "status": "LISTED",
        **over,
    }


def test_a_hearing_is_recorded_and_shown(cast, case):
    page = cast.client(cast.amira)
    answer = page.post(reverse("cases:hearing_new", args=[case.pk]), typed())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    shown = page.get(answer.headers["Location"]).content.decode()
    assert "3 July 2098, 10am" in shown
    assert "3:30pm" in shown
    assert Event.objects.get(verb="HEARING_RECORDED").facts == {"kind": "FIRST", "on": "2098-07-03", "status": "LISTED"}


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"ends_at": "9am"}, "The hearing ends before it starts"),
        ({"ends_at": "later"}, "Enter the time like 2:15pm or 14:15"),
        ({"starts_at-time": ""}, "Enter the time, like 2:15pm or 14:15"),
        ({"starts_at-month": "13"}, "must be a real date"),
        ({"status": "HELD"}, "has not been held yet"),
    ],
)
def test_what_cannot_be_is_refused(cast, case, over, says):
    answer = cast.client(cast.amira).post(reverse("cases:hearing_new", args=[case.pk]), typed(**over))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Hearing.objects.exists()


def test_a_hearing_is_moved_and_what_changed_is_recorded(cast, hearing):
    page = cast.client(cast.amira)
    there = reverse("cases:hearing_change", args=[hearing.pk])
    assert 'value="Leeds"' in page.get(there).content.decode()
    assert page.post(there, typed(status="ADJOURNED", expected_version="1")).status_code == 302
    hearing.refresh_from_db()
    assert (hearing.status, hearing.version) == ("ADJOURNED", 2)
    facts = Event.objects.get(verb="HEARING_CHANGED").facts
    assert facts == {"kind": "FIRST", "from": "2026-06-30", "to": "2098-07-03", "status": "ADJOURNED"}


def test_the_second_of_two_is_told(cast, hearing):
    change_hearing(hearing=hearing, venue="Bradford", by=cast.supervisor, now=cast.now)
    there = reverse("cases:hearing_change", args=[hearing.pk])
    page = cast.client(cast.amira).post(there, typed(venue="York", expected_version="1")).content.decode()
    assert "Bradford" in page
    assert "York" in page
    hearing.refresh_from_db()
    assert hearing.venue == "Bradford"


def test_nothing_changed_and_superseded_are_refused(cast, hearing):
    with pytest.raises(Refused) as refused:
        change_hearing(hearing=hearing, venue="Leeds", by=cast.amira, now=cast.now)
    assert refused.value.code == "NOTHING_CHANGED"
    there = reverse("cases:hearing_supersede", args=[hearing.pk])
    said = {"why": "MISTAKE", "words": "Another family's."}
    assert cast.client(cast.amira).post(there, said).status_code == 302
    with pytest.raises(Refused) as refused:
        change_hearing(hearing=hearing, venue="York", by=cast.amira, now=cast.now)
    assert refused.value.code == "SUPERSEDED"
    shown = cast.client(cast.amira).get(reverse("cases:hearing", args=[hearing.pk])).content.decode()
    assert "Another family" in shown


@pytest.mark.parametrize(
    ("person", "read", "change"),
    [("amira", 200, 200), ("ben", 404, 404), ("supervisor", 200, 200), ("manager", 200, 200), ("director", 200, 403),
     ("duty", 404, 404), ("auditor", 200, 403), ("board", 404, 404)],
)  # fmt: skip
def test_who_may_read_and_change(cast, hearing, person, read, change):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("cases:hearing", args=[hearing.pk])).status_code == read
    assert page.get(reverse("cases:hearing_change", args=[hearing.pk])).status_code == change
