"""What one received case says: pure functions, no database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from goldenthread.casework.courtfeed.operations.runs import read
from goldenthread.casework.courtfeed.received import Unreadable
from tests.unit.courtfeed.conftest import sample

NOW = dt.datetime(2026, 6, 10, 9, 30, tzinfo=ZoneInfo("Europe/London"))


def told(name, change=lambda case: None):
    case = sample(name)["cases"][0]
    change(case)
    return read(case, NOW)


def by_name(application, first):
    return next(person for person in application.people if person.party.first_names == first)


def test_the_older_shape():
    said = told("private_law_older")
    roles = [(person.party.role, person.party.first_names, person.party.last_name) for person in said.people]
    assert roles == [
        ("CHILD", "Wren", "Hollis-Tarn"),
        ("CHILD", "Ivo", "Hollis-Tarn"),
        ("APPLICANT", "Corin", "Tarn"),
        ("RESPONDENT", "Maren", ""),
    ]
    assert (said.law, said.process, said.nation) == ("PRIVATE", "CAP", "ENGLAND")
    assert said.orders_sought == ("CHILD_ARRANGEMENTS_TIME", "PROHIBITED_STEPS")
    assert {(r.one[-1], r.other[-1], r.kind, r.lives_with) for r in said.relations} == {
        ("3", "1", "FATHER", False),
        ("4", "1", "MOTHER", True),
        ("3", "2", "FATHER", False),
        ("4", "2", "MOTHER", True),
    }
    assert said.unknown_fields == ()


def test_one_hearing_of_several_days_begins_on_the_earliest():
    (hearing,) = told("private_law_older").hearings
    assert (hearing.kind, hearing.court_hearing_id, hearing.venue) == ("FIRST", "2000000017", "Court 2")
    assert hearing.starts_at.isoformat() == "2026-06-11T10:00:00+01:00"
    assert hearing.ends_at.isoformat() == "2026-06-12T16:00:00+01:00"


def test_urgency_is_inferred_with_its_reasons():
    assert set(told("private_law_older").urgency_signs) == {
        "MIAM_URGENCY",
        "MIAM_CHILD_PROTECTION",
        "HEARING_WITHIN_DAYS",
    }
    assert told("private_law_newer").urgency_signs == ("PROTECTIVE_ORDER",)
    assert set(told("public_law").urgency_signs) == {"EMERGENCY_ORDER", "HEARING_WITHIN_DAYS", "REMOVAL_FEARED"}


def test_the_newer_shape():
    said = told("private_law_newer")
    assert (said.nation, said.court_number, said.issued_on) == ("WALES", "GW26P00004", dt.date(2026, 6, 9))
    assert set(said.orders_sought) == {"CHILD_ARRANGEMENTS_LIVE", "CHILD_ARRANGEMENTS_TIME"}
    relations = {(r.one[-1], r.kind, r.words, r.lives_with) for r in said.relations}
    # That the child lives with the mother is confidential: it is not said.
    assert relations == {("2", "MOTHER", "", None), ("3", "FATHER", "", False), ("4", "OTHER", "Great-aunt", False)}
    assert set(said.signs) == {"ABUSE_EXEMPTION", "HARM_FORM", "INTERPRETER"}


def test_confidential_details_are_protected_wherever_they_stand():
    details = {(d.key[-1], d.kind, d.protected) for d in told("private_law_newer").details}
    assert details == {
        ("2", "ADDRESS", True),
        ("2", "PHONE", True),
        ("2", "EMAIL", True),
        ("1", "ADDRESS", True),
        ("3", "ADDRESS", False),
        ("3", "PHONE", False),
        ("4", "ADDRESS", False),
    }


@pytest.mark.parametrize("flag", ["Yes", "yes", True, "perhaps", 1, {"x": 1}, ["No"]])
def test_a_flag_that_does_not_clearly_say_no_protects(flag):
    def change(case):
        case["case_data"]["respondents"][0]["value"]["isAddressConfidential"] = flag

    (detail,) = [d for d in told("private_law_newer", change).details if d.key[-1] == "3" and d.kind == "ADDRESS"]
    assert detail.protected


def test_an_address_that_is_confidential_in_the_list_alone_is_protected():
    def change(case):
        value = case["case_data"]["applicants"][0]["value"]
        for name in ("isAddressConfidential", "isPhoneNumberConfidential", "isEmailAddressConfidential"):
            value[name] = "No"

    assert all(d.protected for d in told("private_law_newer", change).details if d.key[-1] == "2")


def test_details_that_are_said_to_be_confidential_and_are_not_there_protect_all_of_the_applicant():
    def change(case):
        data = case["case_data"]
        del data["applicantsConfidentialDetails"]
        for name in ("isAddressConfidential", "isPhoneNumberConfidential", "isEmailAddressConfidential"):
            data["applicants"][0]["value"][name] = "No"

    assert all(d.protected for d in told("private_law_newer", change).details if d.key[-1] == "2")


def test_a_text_that_repeats_a_protected_detail_is_emptied_and_reported():
    def change(case):
        case["case_data"]["respondents"][0]["value"]["previousName"] = "moved from 17 Hidden Wicket, ZZ9 4XY"

    said = told("private_law_newer", change)
    assert by_name(said, "Rhodri").party.previous_names == ""
    assert "people.previous_names" in said.unknown_fields


def test_public_law():
    said = told("public_law")
    people = [(p.party.role, p.party.first_names, p.party.last_name) for p in said.people]
    assert people == [
        ("CHILD", "Juni", "Mirren"),
        ("RESPONDENT", "Sefa", "Mirren"),
        ("RESPONDENT", "Dag", "Mirren"),
        ("OTHER", "Petra Mirren", "Oldacre"),
    ]
    assert (said.law, said.process, said.orders_sought) == ("PUBLIC", "PUBLIC_LAW", ("EMERGENCY_PROTECTION", "CARE"))
    assert [(r.one, r.other, r.kind) for r in said.relations] == [("respondents:0", "children:0", "MOTHER")]
    assert by_name(said, "Dag").party.relation_words == "Uncle and carer"
    # The child's own details are not marked; the address is the hidden one all the same.
    assert {(d.key, d.kind): d.protected for d in said.details} == {
        ("children:0", "ADDRESS"): True,
        ("respondents:0", "ADDRESS"): True,
        ("respondents:0", "PHONE"): True,
        ("others:0", "ADDRESS"): False,
        ("others:0", "PHONE"): False,
    }
    assert set(said.signs) == {"ABUSE_NAMED", "NEGLECT", "PHYSICAL_HARM"}
    assert said.local_authority == "A fictional county council"
    assert said.unknown_fields == ()


@pytest.mark.parametrize(
    ("over", "named"),
    [
        ({"applicants": [{"name": "First"}, {"name": "Second", "designated": True}]}, "Second"),
        ({"applicants": [{"name": ""}, "not an object"]}, "DCC"),
        ({"applicants": []}, "DCC"),
        ({"citizenIsApplicant": True, "respondentLA": "FCC"}, "FCC"),
        ({"citizenIsApplicant": "perhaps"}, ""),
    ],
)
def test_the_local_authority_is_the_designated_one_or_the_courts_code_and_never_a_citizen(over, named):
    assert told("public_law", lambda case: case["caseData"].update(over)).local_authority == named


def test_names_as_they_should_not_be():
    def change(case):
        children = case["case_data"]["children"]
        children[0]["value"]["firstName"] = "x" * 10_000
        children[1]["value"]["firstName"] = "I\u0000v\r\no \ud800"

    said = told("private_law_older", change)
    first, second = said.people[:2]
    assert (len(first.party.first_names), first.doubts) == (200, ("NAME_CUT",))
    assert second.party.first_names == "Iv o \ufffd"


@pytest.mark.parametrize("date", ["2026-02-30", "tomorrow", 20260101, "0000-01-01", "9999-99-99", {}])
def test_an_impossible_birth_date_is_none_and_is_reported(date):
    def change(case):
        case["case_data"]["applicants"][0]["value"]["dateOfBirth"] = date

    said = told("private_law_older", change)
    assert by_name(said, "Corin").party.born_on is None
    assert date == {} or "case_data.applicants.dateOfBirth" in said.unknown_fields


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"last_modified": "2026-02-30T10:00:00"}, "IMPOSSIBLE_DATE"),
        ({"last_modified": "2036-02-20T10:00:00"}, "IMPOSSIBLE_DATE"),
        ({"last_modified": None}, "IMPOSSIBLE_DATE"),
        ({"id": None}, "NO_IDENTIFIER"),
        ({"id": True}, "NO_IDENTIFIER"),
        ({"id": "9" * 400}, "NO_IDENTIFIER"),
        ({"jurisdiction": "CIVIL"}, "UNKNOWN_JURISDICTION"),
        ({"jurisdiction": ["PRIVATELAW"]}, "UNKNOWN_JURISDICTION"),
        ({"case_data": None}, "NO_CHILD"),
        ({"case_data": {"children": [{"id": "1", "value": {}}]}}, "NO_CHILD"),
    ],
)
def test_a_case_that_cannot_be_told_from_others_is_unreadable(change, reason):
    with pytest.raises(Unreadable) as unreadable:
        told("private_law_older", lambda case: case.update(change))
    assert unreadable.value.reason == reason


def test_a_field_that_the_mapping_does_not_know_is_named_and_not_quoted():
    def change(case):
        case["case_data"]["newThing"] = "secret"
        case["case_data"]["applicants"][0]["value"]["shoe size"] = 42

    unknown = told("private_law_older", change).unknown_fields
    assert unknown == ("case_data.applicants.?", "case_data.newThing")


@pytest.mark.parametrize("garbled", ["nobody", [7], {"a": 1}])
def test_where_it_cannot_be_read_who_asked_for_protection_everything_is_protected(garbled):
    said = told("public_law", lambda case: case["caseData"].update(respondents=garbled))
    assert said.details
    assert all(detail.protected for detail in said.details)
