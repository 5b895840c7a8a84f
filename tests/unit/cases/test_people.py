"""The people of a case: shown each on their own, added, corrected, related; who may; what is recorded."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.cases.models import Participation
from goldenthread.casework.cases.operations.intake import Party, add_person
from goldenthread.casework.cases.operations.people import correct_person
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.families.models import Relationship, SafeContactRule
from goldenthread.casework.families.operations import record_contact_detail, relate, set_safe_contact
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def maya(case):
    return participations(case)[0]


@pytest.fixture
def father(case):
    return participations(case)[2]


def at(name, thing):
    return reverse(f"cases:{name}", args=[thing.pk])


def shown(cast, case, person=None):
    answer = cast.client(person or cast.amira).get(at("people", case))
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_person_is_on_their_own_with_what_is_missing(cast):
    case = cast.case(ready_to_contact=False)
    relate(
        case_id=case.pk, one=cast.mother(case), other=cast.maya(case), kind="MOTHER", lives_with=True,
        by=cast.amira, now=cast.now,
    )  # fmt: skip
    page = shown(cast, case)
    assert page.count("gt-sides__child") == 2
    assert "Ngozi Okafor is mother of Maya Okafor-Reed" in page
    assert page.count("Nobody contacts this person before it is set.") == 4
    assert all(at("safe_contact", row) in page for row in participations(case))
    assert "Okafor" not in page[page.index("<title>") : page.index("</title>")]


def test_the_rule_is_read_by_those_who_work_the_case_alone(cast, case):
    assert "By mobile, after four" in shown(cast, case)
    for reader in (cast.director, cast.auditor):
        page = shown(cast, case, reader)
        assert "By mobile, after four" not in page
        assert "Add a person" not in page


def test_the_page_takes_a_constant_number_of_queries(cast, case):
    page = cast.client(cast.amira)
    with CaptureQueriesContext(connection) as few:
        page.get(at("people", case))
    for n in range(8):
        row = add_person(case=case, party=Party("CHILD", f"Child {n}", "Okafor"), by=cast.amira, now=cast.now)
        relate(case_id=case.pk, one=row.member, other=cast.maya(case), kind="SIBLING", by=cast.amira, now=cast.now)
        record_contact_detail(
            case_id=case.pk, member=row.member, kind="PHONE", value="1", protected=False, by=cast.amira, now=cast.now
        )
    with CaptureQueriesContext(connection) as many:
        assert "Child 7" in page.get(at("people", case)).content.decode()
    assert len(many) == len(few)


def typed(**over):
    return {
        "role": "OTHER",
        "first_names": "Ines",
        "last_name": "Okafor",
        "gender": "FEMALE",
        "responsibility": "NOT_KNOWN",
        "relation_words": "maternal grandmother",
        **over,
    }


def test_a_person_is_added(cast, case):
    answer = cast.client(cast.amira).post(at("person_add", case), typed())
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row = participations(case)[-1]
    assert (row.member.name, row.role, row.relation_words) == ("Ines Okafor", "OTHER", "maternal grandmother")
    assert Event.objects.get(verb="MEMBER_ADDED").facts == {"role": "OTHER"}
    assert cast.client(cast.amira).post(at("person_add", case), typed(first_names="", last_name="")).status_code == 422


def test_a_child_added_with_a_grown_persons_birth_date_is_doubtful(cast, case):
    born = {"born_on-day": "1", "born_on-month": "1", "born_on-year": "1990"}
    page = cast.client(cast.amira)
    page.post(at("person_add", case), typed(role="CHILD", responsibility="YES", **born))
    row = participations(case)[-1]
    assert (row.member.doubts, row.responsibility) == (["CHILD_IS_ADULT"], "NOT_KNOWN")
    assert "Named as a child, but the birth date makes an adult" in page.get(at("person", row)).content.decode()


def test_a_correction_clears_a_doubt_and_keeps_what_stood_before(cast, case):
    row = add_person(case=case, party=Party("APPLICANT", "Ines", ""), by=cast.amira, now=cast.now)
    assert row.member.doubts == ["FIRST_NAME_ONLY", "NO_BIRTH_DATE"]
    correct_person(
        person=row, last_name="Okafor", born_on=dt.date(1957, 1, 1), responsibility="NO", by=cast.amira, now=cast.now
    )
    row = Participation.objects.select_related("member").get(pk=row.pk)
    assert (row.member.doubts, row.member.version, row.responsibility) == ([], 2, "NO")
    facts = Event.objects.get(verb="MEMBER_CORRECTED").facts
    assert facts == {"fields": ["last_name", "born_on", "responsibility"]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT before ->> 'last_name' FROM thread_fieldchange WHERE row_id = %s", [row.member_id])
        assert cursor.fetchall() == [("",)]


def test_nothing_changed_and_no_name_are_refused(cast, father):
    for fields, code in (({"last_name": "Reed"}, "NOTHING_CHANGED"), ({"first_names": "", "last_name": ""}, "NO_NAME")):
        with pytest.raises(Refused) as refused:
            correct_person(person=father, by=cast.amira, now=cast.now, **fields)
        assert refused.value.code == code


def test_the_second_of_two_is_told_and_shown_both_dates(cast, father):
    page = cast.client(cast.amira)
    assert 'value="Reed"' in page.get(at("person_correct", father)).content.decode()
    correct_person(person=father, born_on=dt.date(1985, 7, 11), by=cast.supervisor, now=cast.now)
    typed_too = {
        "first_names": "Tobias", "last_name": "Reed", "gender": "MALE", "responsibility": "YES",
        "born_on-day": "2", "born_on-month": "7", "born_on-year": "1985", "expected_version": "1",
    }  # fmt: skip
    answer = page.post(at("person_correct", father), typed_too)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "11 7 1985" in shown
    assert "2 7 1985" in shown
    father.member.refresh_from_db()
    assert father.member.born_on == dt.date(1985, 7, 11)
    assert page.post(at("person_correct", father), {**typed_too, "expected_version": "2"}).status_code == 302


def test_a_relationship_is_recorded_once_whoever_is_named_first(cast, case):
    maya, leo = cast.maya(case), cast.leo(case)
    page = cast.client(cast.amira)
    sent = {"one": str(maya.pk), "kind": "HALF_SIBLING", "other": str(leo.pk), "words": "", "lives_with": "NOT_KNOWN"}
    assert page.post(at("relate", case), sent).status_code == 302
    assert page.post(at("relate", case), sent).status_code == 422
    assert page.post(at("relate", case), {**sent, "one": str(leo.pk), "other": str(maya.pk)}).status_code == 422
    assert page.post(at("relate", case), {**sent, "one": str(leo.pk)}).status_code == 422
    assert page.post(at("relate", case), {**sent, "one": str(case.pk)}).status_code == 422
    assert Relationship.objects.get().lives_with is None
    assert Event.objects.get(verb="RELATIONSHIP_RECORDED").facts == {"kind": "HALF_SIBLING"}


RULE = {
    "how": "By text, when he is at work", "never": "Never ring", "voicemail": "NO", "letters": "NO",
    "language": "OTHER", "language_words": "Polish", "interpreter": "on",
}  # fmt: skip


def test_a_safe_contact_rule_is_set_and_the_newest_holds(cast, case, father):
    page = cast.client(cast.amira)
    assert page.post(at("safe_contact", father), {**RULE, "language_words": ""}).status_code == 422
    assert page.post(at("safe_contact", father), RULE).status_code == 302
    shown = page.get(at("people", case)).content.decode()
    assert "Polish, with an interpreter" in shown
    assert "Never: Never ring" in shown
    assert "Interpreter needed" in shown
    assert "By text, when he is at work" in page.get(at("safe_contact", father)).content.decode()
    set_safe_contact(
        case_id=case.pk, member=father.member, how="Letter", never="", voicemail=False, letters=True,
        language="WELSH", by=cast.amira, now=cast.now + dt.timedelta(days=4000),
    )  # fmt: skip
    shown = page.get(at("people", case)).content.decode()
    assert "Interpreter needed" not in shown
    assert "Welsh" in shown
    assert SafeContactRule.objects.filter(member=father.member).count() == 3


@pytest.mark.parametrize(
    ("person", "read", "record"),
    [("amira", 200, 200), ("ben", 404, 404), ("elsewhere", 404, 404), ("supervisor", 200, 200), ("manager", 200, 200),
     ("other_manager", 404, 404), ("director", 200, 403), ("duty", 404, 404), ("administrator", 404, 404),
     ("auditor", 200, 403), ("board", 404, 404), ("nobody", 404, 404)],
)  # fmt: skip
def test_who_may_read_and_record(cast, father, person, read, record):
    case = father.case
    page = cast.client(getattr(cast, person))
    assert page.get(at("people", case)).status_code == read
    assert page.get(at("person", father)).status_code == read
    for name, thing in (("person_add", case), ("relate", case), ("person_correct", father), ("safe_contact", father)):
        assert page.get(at(name, thing)).status_code == record, name


def test_a_duty_manager_works_on_the_people_of_a_case_in_the_tray(cast):
    case = cast.application()
    assert cast.client(cast.duty).get(at("people", case)).status_code == 200
    assert cast.client(cast.duty).get(at("person_add", case)).status_code == 200
