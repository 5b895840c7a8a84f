"""Matches: compared, decided, undone; nothing merged; nothing revealed of a case that is not open to the reader."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.families.models import FamilyMember, Match
from goldenthread.casework.families.operations import decide_match, undo_match
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


def proposed(cast, new, old):
    return Match.objects.create(
        one=participations(new)[1].member, case_id=new.pk, other=participations(old)[2].member, other_case_id=old.pk,
        basis="SAME_SURNAME_AND_BIRTH", proposed_at=cast.now,
    )  # fmt: skip


@pytest.fixture
def old(cast):
    return cast.case()


@pytest.fixture
def new(cast):
    parties = [
        Party("CHILD", "Ivo", "Reed", dt.date(2024, 2, 2)),
        Party("APPLICANT", "T.", "Reed", dt.date(1985, 7, 1)),
    ]
    return cast.case(parties=parties, ready_to_contact=False)


@pytest.fixture
def match(cast, new, old):
    return proposed(cast, new, old)


def there(match):
    return reverse("cases:match", args=[match.pk])


def people(cast, case, person=None):
    return cast.client(person or cast.amira).get(reverse("cases:people", args=[case.pk])).content.decode()


def test_two_records_are_compared_decided_and_the_decision_undone(cast, new, old, match):
    page = cast.client(cast.amira)
    shown = page.get(there(match)).content.decode()
    assert "Tobias Reed" in shown
    assert old.reference in shown
    assert page.post(there(match), {"same": "YES", "why": ""}).status_code == 422
    sent = {"same": "YES", "why": "Same date, same school.", "expected_version": "1"}
    assert page.post(there(match), sent).status_code == 302
    match.refresh_from_db()
    assert (match.state, match.decided_by) == ("MATCHED", cast.amira)
    assert FamilyMember.objects.filter(last_name="Reed", born_on=dt.date(1985, 7, 1)).count() == 2
    assert "Same date, same school." in people(cast, new)
    assert page.post(there(match), {"why": "His brother."}).status_code == 302
    match.refresh_from_db()
    assert match.state == "UNDONE"
    verbs = Event.objects.filter(verb__startswith="MATCH").order_by("pk").values_list("verb", "facts")
    assert list(verbs) == [("MATCH_DECIDED", {"outcome": "MATCHED"}), ("MATCH_UNDONE", {})]


def test_a_decision_is_made_once_and_undone_once(cast, match):
    with pytest.raises(Refused) as refused:
        undo_match(match=match, why="No.", by=cast.amira, now=cast.now)
    assert refused.value.code == "NOT_DECIDED"
    decide_match(match=match, same=False, why="Two dates.", by=cast.amira, now=cast.now)
    for version, code in ((None, "DECIDED"), (1, "CHANGED_MEANWHILE")):
        with pytest.raises(Refused) as refused:
            decide_match(match=match, same=True, why="One.", expected_version=version, by=cast.amira, now=cast.now)
        assert refused.value.code == code


def test_of_a_case_out_of_reach_neither_reference_nor_name_is_shown(cast, new):
    cast.as_(cast.elsewhere)
    old = cast.case(adviser=cast.elsewhere, area=cast.coast)
    cast.as_(cast.importer)
    match = proposed(cast, new, old)
    page = people(cast, new)
    assert "The other case is not open to you" in page
    assert old.reference not in page
    assert "Tobias Reed" not in page
    client = cast.client(cast.amira)
    assert "Tobias Reed" not in client.get(there(match)).content.decode()
    answer = client.post(there(match), {"same": "YES", "why": "A guess."})
    assert answer.status_code == 422
    match.refresh_from_db()
    assert match.state == "PROPOSED"


def test_a_match_with_a_restricted_case_is_not_there_at_all(cast, new, old, match):
    cast.as_(cast.manager)
    restrict_case(
        case=old, reason="STAFF_FAMILY", why="A colleague's family.", people=[], by=cast.manager, now=cast.now
    )
    page = people(cast, new)
    assert "Known to us before?" not in page
    assert cast.client(cast.amira).get(there(match)).status_code == 404
    assert "Known to us before?" in people(cast, new, cast.manager)


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 200), ("ben", 404), ("supervisor", 200), ("manager", 200), ("other_manager", 404), ("director", 403),
     ("duty", 404), ("auditor", 403), ("nobody", 404)],
)  # fmt: skip
def test_who_may_decide(cast, match, person, status):
    assert cast.client(getattr(cast, person)).get(there(match)).status_code == status
