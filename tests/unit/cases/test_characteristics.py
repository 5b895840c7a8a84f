"""Ethnic group and disability: told, told anew, left unasked; who may; what is recorded and where it must not stand."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from goldenthread.access.door import name_person
from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.people import record_characteristics
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.families.models import Characteristic, FamilyMember
from goldenthread.casework.families.queries import characteristics_of, with_characteristics
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, FieldChange


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def maya(case):
    return participations(case)[0]


def at(person):
    return reverse("cases:characteristics", args=[person.pk])


def stated(code, **over):
    return {"answer": "STATED", "code": code, "own_words": "", "why_here": "", **over}


def unanswered(answer):
    return {"answer": answer, "code": "", "own_words": "", "why_here": ""}


def tell(cast, person, told, *, days=0, said_by="PARENT_OR_CARER", by=None):
    return record_characteristics(
        person=person, told=told, said_by=said_by, by=by or cast.amira, now=cast.now + dt.timedelta(days=days)
    )


def shown(cast, case, reader=None):
    answer = cast.client(reader or cast.amira).get(reverse("cases:people", args=[case.pk]))
    return answer.content.decode()


TYPED = {
    "said_by": "PARENT_OR_CARER", "ethnicity": "MIXED", "mixed": "MIXED_AFRICAN", "ethnicity_words": "Half Ghanaian",
    "ethnicity_why": "Twi is spoken at home", "disability": "NOT_ASKED",
}  # fmt: skip


# ── Does it work ──────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_assumed_before_anyone_asks(cast, case, maya):
    assert characteristics_of([maya.member_id]) == {}
    assert shown(cast, case).count("Not asked yet") == 2 * len(participations(case))
    page = cast.client(cast.amira).get(at(maya)).content.decode()
    assert " checked" not in page


def test_what_is_told_is_recorded_and_shown(cast, case, maya):
    answer = cast.client(cast.amira).post(at(maya), TYPED)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row = Characteristic.objects.get()
    assert (row.kind, row.answer, row.code, row.scheme, row.said_by) == (
        "ETHNICITY", "STATED", "MIXED_AFRICAN", "GSS-2021", "PARENT_OR_CARER",
    )  # fmt: skip
    assert (row.member_id, row.case_id, row.own_words) == (maya.member_id, case.pk, "Half Ghanaian")
    page = shown(cast, case)
    assert "Mixed or multiple ethnic groups: White and Black African" in page
    assert "“Half Ghanaian”" in page
    assert "Twi is spoken" not in page
    own = cast.client(cast.amira).get(reverse("cases:person", args=[maya.pk])).content.decode()
    assert "Why it matters here: Twi is spoken at home" in own
    assert "Told by: A parent or carer." in own


def test_the_group_that_is_chosen_counts_whatever_else_is_ticked(cast, maya):
    """Without scripts all boxes are in view, and one may be ticked on the way."""
    cast.client(cast.amira).post(at(maya), {**TYPED, "white": "WHITE_ROMA", "asian": "ASIAN_INDIAN"})
    assert Characteristic.objects.get().code == "MIXED_AFRICAN"


def test_both_are_told_at_once(cast, maya):
    cast.client(cast.amira).post(at(maya), {**TYPED, "disability": "YES", "disability_words": "Dyslexia"})
    held = characteristics_of([maya.member_id])[maya.member_id]
    assert (held["ETHNICITY"].code, held["DISABILITY"].code) == ("MIXED_AFRICAN", "YES")
    assert held["DISABILITY"].scheme == "EQA-2010"


def test_the_newest_of_a_kind_holds_and_earlier_ones_stand(cast, case, maya):
    tell(cast, maya, {"ETHNICITY": stated("WHITE_OTHER"), "DISABILITY": stated("NO")})
    tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")}, days=1, said_by="SELF")
    tell(cast, maya, {"DISABILITY": unanswered("DECLINED")}, days=2)
    held = characteristics_of([maya.member_id])[maya.member_id]
    assert (held["ETHNICITY"].code, held["DISABILITY"].answer) == ("WHITE_ROMA", "DECLINED")
    assert Characteristic.objects.count() == 4
    page = shown(cast, case)
    assert "White: Roma" in page
    assert "Asked, and preferred not to say" in page
    assert "Any other White background" not in page


def test_a_list_is_streamed_with_what_holds_in_one_query(cast, case, maya, django_assert_num_queries):
    tell(cast, maya, {"ETHNICITY": stated("WHITE_OTHER"), "DISABILITY": stated("NO")})
    tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")}, days=1)
    leo = participations(case)[1]
    tell(cast, leo, {"DISABILITY": unanswered("NOT_KNOWN")})
    with django_assert_num_queries(1):
        rows = {row.pk: row for row in with_characteristics(FamilyMember.objects.filter(case_id=case.pk))}
    mayas, leos = rows[maya.member_id], rows[leo.member_id]
    assert (mayas.ethnicity_told, mayas.disability_told) == ("WHITE_ROMA", "NO")
    assert (leos.ethnicity_told, leos.disability_told) == (None, "NOT_KNOWN")
    with django_assert_num_queries(1):
        assert len(characteristics_of(rows)) == 2
    through = with_characteristics(type(maya).objects.filter(pk=maya.pk), member="member_id").get()
    assert through.ethnicity_told == "WHITE_ROMA"


# ── Who is refused ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 200), ("ben", 404), ("elsewhere", 404), ("supervisor", 200), ("manager", 200), ("other_manager", 404),
     ("director", 403), ("duty", 404), ("administrator", 404), ("auditor", 403), ("board", 404), ("nobody", 404)],
)  # fmt: skip
def test_who_may_record(cast, maya, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(at(maya)).status_code == status
    assert (page.post(at(maya), TYPED).status_code == 302) is (status == 200)
    cast.as_(cast.amira)
    assert Characteristic.objects.exists() is (status == 200)


def test_a_reader_sees_it_and_is_offered_no_change(cast, case, maya):
    tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")})
    page = shown(cast, case, cast.auditor)
    assert "White: Roma" in page
    assert at(maya) not in page


def test_what_was_told_in_a_restricted_case_stands_behind_its_wall(cast, case, maya):
    tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")})
    restrict_case(
        case=case, reason="STAFF_FAMILY", why="A colleague's family", people=[cast.amira], by=cast.manager, now=cast.now
    )
    with transaction.atomic():
        name_person(cast.supervisor.pk)
        assert characteristics_of([maya.member_id]) == {}
        assert not Characteristic.objects.exists()
    cast.as_(cast.amira)
    assert maya.member_id in characteristics_of([maya.member_id])


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"said_by": ""}, "Who told us?"),
        ({"mixed": ""}, "Select which describes them best"),
        ({"mixed": "WHITE_ROMA"}, "Select which describes them best"),
        ({"ethnicity": "NOT_ASKED"}, "Select an answer, or empty what is written under it"),
        ({"ethnicity": "NOT_ASKED", "ethnicity_words": "", "ethnicity_why": ""}, "Answer one of the two questions"),
        ({"ethnicity": "MARTIAN"}, "What is their ethnic group?"),
        ({"disability_words": "Dyslexia"}, "Select an answer, or empty what is written under it"),
    ],
)
def test_an_answer_that_says_too_little_is_given_back(cast, maya, over, says):
    answer = cast.client(cast.amira).post(at(maya), {**TYPED, **over})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert says in page
    assert not Characteristic.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("ETHNICITY", stated("")),
        ("ETHNICITY", stated("YES")),
        ("DISABILITY", stated("WHITE_ROMA")),
        ("ETHNICITY", {**unanswered("DECLINED"), "code": "WHITE_ROMA"}),
    ],
)
def test_a_code_that_does_not_fit_is_refused(cast, maya, kind, said):
    with pytest.raises(Refused) as refused:
        tell(cast, maya, {kind: said})
    assert (refused.value.code, refused.value.field) == ("CODE_UNFIT", kind.lower())


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [("ETHNICITY", "STATED", ""), ("ETHNICITY", "DECLINED", "WHITE_ROMA"), ("ETHNICITY", "STATED", "YES"),
     ("DISABILITY", "STATED", "WHITE_ROMA")],
)  # fmt: skip
def test_the_database_keeps_the_same_promise(cast, maya, kind, answer, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        Characteristic.objects.create(
            case_id=maya.case_id, member=maya.member, kind=kind, answer=answer, code=code, scheme="GSS-2021",
            said_by="SELF", recorded_at=cast.now, recorded_by=cast.amira,
        )  # fmt: skip


def test_nothing_said_and_a_closed_case_are_refused(cast, case, maya):
    with pytest.raises(Refused) as refused:
        tell(cast, maya, {})
    assert refused.value.code == "NOTHING_SAID"
    Case.objects.filter(pk=case.pk).update(stage="CLOSED")
    maya.case.refresh_from_db()
    with pytest.raises(Refused) as refused:
        tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")})
    assert refused.value.code == "CASE_CLOSED"
    assert not Characteristic.objects.exists()


# ── Repeated ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_told_again_is_refused_and_leaves_nothing(cast, maya):
    page = cast.client(cast.amira)
    assert page.post(at(maya), TYPED).status_code == 302
    answer = page.post(at(maya), {**TYPED, "disability": "NO"})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.content.decode()
    assert Characteristic.objects.count() == 1
    assert page.post(at(maya), {**TYPED, "said_by": "SELF"}).status_code == 302


def test_what_was_told_cannot_be_changed_or_taken_away(cast, maya):
    (row,) = tell(cast, maya, {"ETHNICITY": stated("WHITE_ROMA")})
    for act in (lambda: Characteristic.objects.filter(pk=row.pk).update(code="WHITE_IRISH"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Characteristic.objects.get().code == "WHITE_ROMA"


# ── What is recorded ──────────────────────────────────────────────────────────────────────────────────


def test_the_log_says_that_it_was_told_and_not_what(cast, maya):
    told = {"ETHNICITY": stated("WHITE_ROMA", own_words="Slovak Roma"), "DISABILITY": stated("YES")}
    rows = tell(cast, maya, told)
    events = {event.subject_id: event for event in Event.objects.filter(verb="CHARACTERISTIC_RECORDED")}
    assert {row.pk for row in rows} == set(events)
    assert [events[row.pk].facts for row in rows] == [
        {"kind": "ETHNICITY", "answer": "STATED"},
        {"kind": "DISABILITY", "answer": "STATED"},
    ]
    assert not FieldChange.objects.filter(table_name="families_characteristic").exists()
    page = cast.client(cast.amira).get(reverse("workspace:record", args=[maya.case_id])).content.decode()
    assert "recorded ethnic group or disability" in page
    assert "Roma" not in page
