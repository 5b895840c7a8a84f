"""Deciding on urgency: a person decides, whatever was inferred."""

import pytest
from django.urls import reverse

from goldenthread.casework.cases.operations.intake import decide_urgency
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.application(urgency_signs=["REMOVAL_FEARED"])


def there(case):
    return reverse("cases:urgency", args=[case.pk])


def test_a_person_decides_and_is_back_at_the_tray(cast, case):
    page = cast.client(cast.duty)
    assert "Removal of a child is feared" in page.get(there(case)).content.decode()
    answer = page.post(there(case), {"urgent": "YES", "without_notice": "YES", "why": "", "expected_version": "1"})
    assert answer.headers["Location"] == reverse("cases:tray")
    case.refresh_from_db()
    assert (case.urgency, case.without_notice, case.urgency_decided_by) == ("URGENT", True, cast.duty)
    event = Event.objects.get(verb="URGENCY_DECIDED")
    assert event.facts == {"urgent": True, "without_notice": True, "inferred": ["REMOVAL_FEARED"]}


def test_a_decision_against_the_signs_says_why(cast, case):
    with pytest.raises(Refused) as refused:
        decide_urgency(case=case, urgent=False, without_notice=None, why=" ", by=cast.duty, now=cast.now)
    assert refused.value.code == "WHY_REQUIRED"
    answer = cast.client(cast.duty).post(there(case), {"urgent": "NO", "without_notice": "NOT_KNOWN", "why": ""})
    assert answer.status_code == 422
    assert not Event.objects.filter(verb="URGENCY_DECIDED").exists()


def test_the_second_of_two_is_told_and_shown_both_in_words(cast, case):
    decide_urgency(case=case, urgent=True, without_notice=None, why="First look.", by=cast.manager, now=cast.now)
    answer = cast.client(cast.duty).post(
        there(case), {"urgent": "NO", "without_notice": "NO", "why": "Second look.", "expected_version": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "First look." in page
    assert "Second look." in page
    assert "Not known" in page
    case.refresh_from_db()
    assert case.urgency == "URGENT"


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 404), ("supervisor", 404), ("manager", 200), ("other_manager", 404), ("director", 403), ("duty", 200),
     ("welsh_duty", 404), ("auditor", 403), ("nobody", 404)],
)  # fmt: skip
def test_who_may_decide(cast, case, person, status):
    assert cast.client(getattr(cast, person)).get(there(case)).status_code == status
