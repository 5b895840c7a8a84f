"""May e-mail go to someone's address? Staff can be parties: where their address stands in a case, it may not.

The database answers, over every case, also one that is hidden from everybody; and it answers the worker alone.
"""

import pytest
from django.db import ProgrammingError, connection, transaction

from goldenthread.access.operations import restrict_case
from goldenthread.casework.families.models import ContactDetail, FamilyMember, Match, ProtectedContact, SafeContactRule
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.notices.queries import email_allowed
from goldenthread.people.models import Person

pytestmark = pytest.mark.usefixtures("the_worker")


@pytest.fixture
def case(cast):
    """A case in which no safe-contact rule is set yet."""
    return cast.case(ready_to_contact=False)


def written_down(cast, case, value, *, member=None, protected=False, kind="EMAIL"):
    cast.as_(cast.amira)
    return record_contact_detail(
        case_id=case.pk, member=member or cast.mother(case), kind=kind, value=value, protected=protected, why="Asked",
        by=cast.amira, now=cast.now,
    )  # fmt: skip


def ruled(cast, case, member=None):
    cast.as_(cast.amira)
    member = member or cast.mother(case)
    return SafeContactRule.objects.create(
        case_id=case.pk, member=member, how="By e-mail", voicemail=True, letters=True, language="ENGLISH",
        recorded_at=cast.now, recorded_by=cast.amira,
    )  # fmt: skip


def may(cast, person=None):
    cast.as_(person or cast.ben)
    return email_allowed()


def test_an_address_that_stands_in_no_case_is_written_to(cast, case):
    assert may(cast)


def test_an_address_in_a_case_is_written_to_while_no_rule_is_set_for_its_owner(cast, case):
    written_down(cast, case, cast.ben.email)
    assert may(cast)
    ruled(cast, case, cast.father(case))
    assert may(cast)


@pytest.mark.parametrize(
    "spelt",
    [
        "{0}", " {0} ", "{upper}", "Ben <{0}>", "{0}; other@example.org", "mailto:{0}", "{0}.", "work: {upper},",
        "'{0}'", "home\n{0}",
    ],
)  # fmt: skip
def test_an_address_whose_owner_has_a_rule_is_not_written_to_however_it_is_spelt(cast, case, spelt):
    written_down(cast, case, spelt.format(cast.ben.email, upper=cast.ben.email.upper()))
    ruled(cast, case)
    assert not may(cast)
    assert may(cast, cast.carys)


@pytest.mark.parametrize("other", ["x{0}", "{0}.uk", "{0}x", "x.{0}"])
def test_another_address_that_holds_the_same_letters_is_another(cast, case, other):
    written_down(cast, case, other.format(cast.ben.email))
    ruled(cast, case)
    assert may(cast)


def test_the_staff_address_may_be_in_any_case_of_letters(cast, case):
    written_down(cast, case, cast.ben.email)
    ruled(cast, case)
    Person.objects.filter(pk=cast.ben.pk).update(email=" Ben.ACHTERBERG@goldenthread.invalid")
    assert not may(cast)


def test_a_protected_address_is_not_written_to_with_or_without_a_rule(cast, case):
    written_down(cast, case, f"<{cast.ben.email.upper()}>", protected=True)
    assert not may(cast)


def test_a_protected_address_stays_closed_when_it_has_ended(cast, case):
    written_down(cast, case, cast.ben.email, protected=True)
    ProtectedContact.objects.update(ended_at=cast.now)
    assert not may(cast)


def test_an_open_address_that_has_ended_is_no_longer_theirs(cast, case):
    written_down(cast, case, cast.ben.email)
    ruled(cast, case)
    ContactDetail.objects.update(ended_at=cast.now)
    assert may(cast)


def test_a_rule_in_another_case_counts_for_the_same_address(cast, case):
    written_down(cast, case, cast.ben.email)
    other = cast.case(ready_to_contact=False)
    written_down(cast, other, cast.ben.email)
    ruled(cast, other)
    assert not may(cast)


@pytest.mark.parametrize(
    ("state", "allowed"), [("MATCHED", False), ("PROPOSED", False), ("REJECTED", True), ("UNDONE", True)]
)
def test_a_rule_counts_for_whoever_is_or_may_be_the_same_person(cast, case, state, allowed):
    """The address stands at one record, the rule at another, and the two are one person by way of a third."""
    others = [cast.case(ready_to_contact=False) for _ in range(2)]
    one, two, three = (cast.mother(found) for found in (case, *others))
    written_down(cast, case, cast.ben.email)
    ruled(cast, others[1], three)
    decided = {} if state == "PROPOSED" else {"decided_at": cast.now, "decided_by": cast.amira}
    for later, earlier in ((two, one), (two, three)):
        Match.objects.create(
            one=later, case_id=later.case_id, other=earlier, other_case_id=earlier.case_id, basis="SAME_NAME_NO_BIRTH",
            state=state, proposed_at=cast.now, why="", **decided,
        )  # fmt: skip
    assert may(cast) is allowed


@pytest.mark.parametrize("protected", [True, False])
def test_a_case_that_is_hidden_from_them_counts_too(cast, case, protected):
    """It is the very case of which they may not know: a member of staff's own family."""
    written_down(cast, case, cast.ben.email, protected=protected)
    ruled(cast, case)
    restrict_case(case=case, reason="STAFF_FAMILY", why="Their own", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.ben)
    assert not FamilyMember.objects.filter(case_id=case.pk).exists()
    assert not email_allowed()


def test_someone_who_is_not_there_is_not_written_to(cast):
    from goldenthread.access.door import name_person
    from goldenthread.kernel.ids import new_id

    name_person(new_id())
    assert not email_allowed()


# ── Who may ask, and what is open while it is asked ───────────────────────────────────────────────────


def test_after_the_question_the_wall_stands_as_before(cast, case):
    written_down(cast, case, cast.ben.email, protected=True)
    restrict_case(case=case, reason="STAFF_FAMILY", why="Their own", people=[], by=cast.amira, now=cast.now)
    assert not may(cast)
    assert not ProtectedContact.objects.exists()
    assert not SafeContactRule.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.asks', true)")
        assert cursor.fetchone()[0] in {"", None}


def test_whoever_says_that_they_ask_opens_nothing(cast, case):
    """What the owner may read while it is asked is the owner's: the worker's own reads stay under the wall."""
    written_down(cast, case, cast.ben.email, protected=True)
    restrict_case(case=case, reason="STAFF_FAMILY", why="Their own", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.ben)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.asks', 'EMAIL', true)")
    for model in (ContactDetail, ProtectedContact, SafeContactRule, Match):
        assert not model.objects.filter(case_id=case.pk).exists()


def test_a_connection_that_names_nobody_is_not_answered(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', '', true)")
    with pytest.raises(ProgrammingError, match="nobody is named"), transaction.atomic():
        email_allowed()
