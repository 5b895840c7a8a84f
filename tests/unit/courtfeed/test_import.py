"""Importing an answer: does it go in, what if it comes again or is bad, what is recorded, what stays hidden."""

import datetime as dt
import json
import os
from pathlib import Path

import jsonschema
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.access.operations import restrict_case
from goldenthread.casework.cases.models import Case, Hearing, Participation
from goldenthread.casework.cases.operations.hearings import change_hearing
from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.courtfeed.models import Difference, Payload, Run, SetAside, Sign
from goldenthread.casework.courtfeed.operations.runs import cannot_be_read
from goldenthread.casework.families.models import (
    ContactDetail,
    FamilyMember,
    Match,
    ProtectedContact,
    Relationship,
)
from goldenthread.casework.families.operations import correct_member
from goldenthread.casework.harm.models import Pattern
from goldenthread.thread.models import Event, FieldChange
from tests.unit.courtfeed.conftest import counts, later, sample


def test_a_case_lies_in_the_duty_tray_with_all_that_the_court_told(feed, cast):
    assert counts(feed(sample("private_law_older"))) == (1, 1, 0, 0, 0)
    case = Case.objects.get()
    assert (case.source, case.court_case_id, case.nation) == ("FEED", "1700000000000001", "ENGLAND")
    assert (case.urgency, case.adviser, case.area) == ("UNDECIDED", None, None)
    doubts = dict(FamilyMember.objects.values_list("first_names", "doubts"))
    assert doubts == {
        "Wren": [],
        "Ivo": ["NO_BIRTH_DATE"],
        "Corin": [],
        "Maren": ["FIRST_NAME_ONLY", "NO_BIRTH_DATE"],
    }
    assert Relationship.objects.count() == 4
    assert Hearing.objects.get().court_hearing_id == "2000000017"
    assert list(Sign.objects.values_list("code", flat=True)) == ["KNOWN_TO_AUTHORITY"]
    verbs = list(Event.objects.order_by("at", "id").values_list("verb", flat=True))
    assert (verbs[0], verbs[-1]) == ("FEED_RECEIVED", "FEED_IMPORTED")
    assert {"CASE_REGISTERED", "CASE_IMPORTED", "HEARING_RECORDED"} <= set(verbs)
    assert set(Event.objects.values_list("actor_name", flat=True)) == {"Court feed"}


def test_domestic_abuse_in_a_public_law_application_is_a_sign_and_no_pattern(feed):
    feed(sample("public_law"))
    assert "ABUSE_NAMED" in Sign.objects.values_list("code", flat=True)
    assert not Pattern.objects.exists()


def test_protected_details_go_straight_behind_their_wall(feed, cast):
    feed(sample("private_law_newer"))
    assert ProtectedContact.objects.count() == 4
    assert not ContactDetail.objects.filter(value__contains="Hidden").exists()
    assert FamilyMember.objects.get(first_names="Ilse").has_protected_contact
    cast.as_(cast.nobody)
    assert not ProtectedContact.objects.exists()


def test_the_payload_is_kept_as_received_and_for_the_importer_alone(feed, cast):
    text = json.dumps(sample("private_law_older"))
    feed(text)
    payload = Payload.objects.get()
    assert payload.body in text
    assert json.loads(payload.body) == json.loads(text)["cases"][0]


@pytest.mark.parametrize("table", ["courtfeed_payload"])
def test_the_web_role_cannot_read_a_payload(cast, table):
    cast.as_(cast.duty)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT body FROM {table}")  # noqa: S608


def test_the_same_answer_again_changes_nothing(feed):
    feed(sample("private_law_older"))
    before = (Event.objects.exclude(verb__startswith="FEED").count(), Payload.objects.count())
    assert counts(feed(sample("private_law_older"))) == (1, 0, 0, 1, 0)
    assert (Event.objects.exclude(verb__startswith="FEED").count(), Payload.objects.count()) == before
    assert FamilyMember.objects.count() == 4


def test_a_case_that_stands_twice_in_an_answer_goes_in_once(feed):
    answer = sample("private_law_older")
    answer["cases"] *= 2
    assert counts(feed(answer)) == (2, 1, 0, 1, 0)


def test_something_else_under_the_same_date_is_not_dropped_in_silence(feed):
    feed(sample("private_law_older"))
    answer = sample("private_law_older")
    answer["cases"][0]["case_data"]["hearingData"] = {}
    assert counts(feed(answer)) == (1, 0, 0, 0, 1)
    assert SetAside.objects.get().reason == "SAME_VERSION"


def test_a_later_version_stands_beside_what_we_recorded(feed, cast):
    feed(sample("private_law_older"))
    answer = later(sample("private_law_older"))
    data = answer["cases"][0]["case_data"]
    data["children"][1]["value"]["dateOfBirth"] = "2020-07-07"
    data["applicants"][0]["value"]["lastName"] = "Tarne"
    data["courtName"] = "Another Family Court"
    data["respondents"].append({"id": "new-one", "value": {"firstName": "Aske", "lastName": "Tarn"}})
    assert counts(feed(answer)) == (1, 0, 1, 0, 0)
    said = {row.field: (row.we_have, row.court_says) for row in Difference.objects.all()}
    assert said == {
        "born_on": ("", "2020-07-07"),
        "last_name": ("Tarn", "Tarne"),
        "court_name": ("Dalesend Family Court", "Another Family Court"),
    }
    assert FamilyMember.objects.get(first_names="Corin").last_name == "Tarn"
    assert Participation.objects.get(member__first_names="Aske").role == "RESPONDENT"
    event = Event.objects.get(verb="CASE_UPDATED_BY_COURT")
    assert event.facts["differences"] == 3


def test_a_difference_is_not_raised_twice_and_ends_when_the_court_agrees(feed):
    feed(sample("private_law_older"))
    answer = sample("private_law_older")
    answer["cases"][0]["case_data"]["courtName"] = "Another Family Court"
    feed(later(answer))
    feed(later(answer, 60))
    assert Difference.objects.count() == 1
    feed(later(sample("private_law_older"), 500))
    assert Difference.objects.get().superseded_why == "NEW_INFORMATION"


def test_an_earlier_version_is_kept_and_changes_nothing(feed):
    feed(later(sample("private_law_older")))
    answer = sample("private_law_older")
    answer["cases"][0]["case_data"]["courtName"] = "Another Family Court"
    assert counts(feed(answer)) == (1, 0, 0, 1, 0)
    assert Payload.objects.filter(fate="UNCHANGED").count() == 1
    assert not Difference.objects.exists()


def test_a_hearing_that_the_court_moved_moves(feed):
    feed(sample("private_law_older"))
    answer = later(sample("private_law_older"))
    hearings = answer["cases"][0]["case_data"]["hearingData"]["caseHearings"]
    hearings[0]["hearingDaySchedule"] = [{"hearingStartDateTime": "2026-07-01T10:00:00"}]
    hearings.append({"hearingID": 7, "hearingTypeValue": "Final Hearing", "hearingDaySchedule": [
        {"hearingStartDateTime": "2026-09-01T10:00:00"}]})  # fmt: skip
    feed(answer)
    assert [h.starts_at.isoformat() for h in Hearing.objects.order_by("starts_at")] == [
        "2026-07-01T09:00:00+00:00",
        "2026-09-01T09:00:00+00:00",
    ]
    assert not Difference.objects.exists()


def test_a_hearing_that_someone_here_changed_is_not_overwritten(feed, cast):
    feed(sample("private_law_older"))
    change_hearing(hearing=Hearing.objects.get(), venue="By video", by=cast.duty, now=cast.now)
    answer = later(sample("private_law_older"))
    schedule = answer["cases"][0]["case_data"]["hearingData"]["caseHearings"][0]["hearingDaySchedule"]
    schedule[0]["hearingVenueName"] = "Court 9"
    feed(answer)
    assert Hearing.objects.get().venue == "By video"
    assert Difference.objects.get(field="venue").hearing == Hearing.objects.get()


def test_what_the_court_now_marks_as_confidential_goes_behind_the_wall(feed):
    feed(sample("private_law_older"))
    answer = later(sample("private_law_older"))
    answer["cases"][0]["case_data"]["applicants"][0]["value"]["isAddressConfidential"] = "Yes"
    feed(answer)
    assert "Larch Row" in ProtectedContact.objects.get().value
    assert not ContactDetail.objects.filter(value__contains="Larch").exists()
    assert not FieldChange.objects.filter(before__icontains="Larch").exists()


def test_a_protected_detail_that_differs_is_never_copied(feed):
    feed(sample("private_law_newer"))
    answer = later(sample("private_law_newer"))
    data = answer["cases"][0]["case_data"]
    for value in (data["applicants"][0]["value"], data["applicantsConfidentialDetails"][0]["value"]):
        value["address"] = {"AddressLine1": "88 Second Wicket", "PostCode": "ZZ9 8AA"}
    feed(answer)
    row = Difference.objects.get()
    assert (row.field, row.protected, row.court_says, row.we_have) == ("ADDRESS", True, "", "")
    assert ProtectedContact.objects.filter(value__contains="88 Second Wicket").exists()


def test_what_we_protect_is_not_opened_because_the_court_does_not_mark_it(feed):
    feed(sample("private_law_newer"))
    answer = later(sample("private_law_newer"))
    data = answer["cases"][0]["case_data"]
    del data["applicantsConfidentialDetails"]
    data["confidentialDetails"] = {"isConfidentialDetailsAvailable": "No"}
    data["childAndApplicantRelations"][0]["value"]["isChildLivesWithPersonConfidential"] = "No"
    for name in ("isAddressConfidential", "isPhoneNumberConfidential", "isEmailAddressConfidential"):
        data["applicants"][0]["value"][name] = "No"
    feed(answer)
    assert not ContactDetail.objects.filter(value__contains="Hidden").exists()
    assert set(Difference.objects.values_list("protected", flat=True)) == {True}


def test_a_case_registered_by_hand_is_met_by_its_court_number(feed, cast):
    case = cast.application(
        court_case_id="1700000000000001", parties=[Party("CHILD", "Wren", "Hollis-Tarn", None, "FEMALE")]
    )
    assert counts(feed(sample("private_law_older"))) == (1, 0, 1, 0, 0)
    assert Case.objects.get() == case
    assert FamilyMember.objects.filter(first_names="Wren").count() == 1
    assert Difference.objects.filter(field="born_on", court_says="2017-02-11").exists()


def test_a_correction_of_ours_is_shown_beside_the_courts_words_once(feed, cast):
    feed(sample("private_law_older"))
    corin = FamilyMember.objects.get(first_names="Corin")
    correct_member(
        member=corin, is_child=False, on=cast.now.date(), last_name="Tarn-Hollis", by=cast.duty, now=cast.now
    )
    feed(later(sample("private_law_older"), 60))
    feed(later(sample("private_law_older"), 120))
    assert Difference.objects.get().we_have == "Tarn-Hollis"


# ── Bad input ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_that_cannot_be_read_is_set_aside_and_the_rest_goes_in(feed):
    answer = sample("private_law_older")
    answer["cases"] = ["nonsense", {"id": 1}, *answer["cases"], *sample("public_law")["cases"]]
    run = feed(answer)
    assert counts(run) == (4, 2, 0, 0, 2)
    assert list(run.parts_set_aside.order_by("position").values_list("position", "reason", "field")) == [
        (0, "WRONG_SHAPE", ""),
        (1, "UNKNOWN_JURISDICTION", "jurisdiction"),
    ]
    assert Payload.objects.filter(fate="SET_ASIDE", case=None).count() == 2


def test_an_answer_cut_short_brings_in_the_cases_before_the_cut(feed):
    answer = sample("private_law_older")
    answer["cases"] += sample("public_law")["cases"]
    run = feed(json.dumps(answer)[:-400])
    assert counts(run) == (2, 1, 0, 0, 1)
    assert run.parts_set_aside.get().reason == "CUT_SHORT"
    assert not cannot_be_read(run)


@pytest.mark.parametrize("answer", ["", "no JSON", "[]", '{"cases": 7}'])
def test_a_file_of_which_nothing_can_be_made(feed, answer):
    assert cannot_be_read(feed(answer))
    assert not Case.objects.exists()


def test_a_file_over_the_limit(feed, settings):
    settings.FEED_FILE_LIMIT_MB = 0
    run = feed(sample("private_law_older"))
    assert run.parts_set_aside.get().reason == "TOO_LARGE"
    assert cannot_be_read(run)


def test_names_that_should_not_be_go_in_and_are_marked(feed):
    answer = sample("private_law_older")
    children = answer["cases"][0]["case_data"]["children"]
    children[0]["value"]["firstName"] = "W" * 10_000
    children[1]["value"]["firstName"] = "I\u202evo\u0000"
    children.append({"id": "adult", "value": {"firstName": "Una", "lastName": "Tarn", "dateOfBirth": "1996-01-01"}})
    assert counts(feed(answer)) == (1, 1, 0, 0, 0)
    doubts = dict(FamilyMember.objects.values_list("first_names", "doubts"))
    assert "NAME_CUT" in doubts["W" * 200]
    assert "NAME_TURNS" in doubts["I\u202evo"]
    assert doubts["Una"] == ["CHILD_IS_ADULT"]


def test_a_failure_while_recording_sets_one_case_aside_and_tells_nothing_of_it(feed, monkeypatch, caplog):
    def fails(**_):
        raise ValueError("17 Hidden Wicket")

    monkeypatch.setattr("goldenthread.casework.courtfeed.operations.runs.receive_case", fails)
    run = feed(sample("private_law_newer"))
    assert run.parts_set_aside.get().reason == "FAILED"
    assert "Hidden" not in caplog.text
    assert "ValueError" in caplog.text
    assert not Case.objects.exists()


# ── People who may be known ───────────────────────────────────────────────────────────────────────────


def known(cast, **over):
    parties = [Party("CHILD", "WREN", "HOLLIS-TARN", dt.date(2017, 2, 11), "FEMALE")]
    return cast.application(parties=parties, **over)


def test_someone_who_may_be_known_is_proposed_and_not_merged(feed, cast):
    known(cast)
    feed(sample("private_law_older"))
    match = Match.objects.get()
    assert (match.basis, match.state) == ("SAME_NAME_AND_BIRTH", "PROPOSED")
    assert FamilyMember.objects.filter(last_name__iexact="Hollis-Tarn").count() == 3


def test_a_restricted_case_is_betrayed_by_no_match(feed, cast):
    case = known(cast)
    cast.as_(cast.director)
    restrict_case(case=case, reason="THREAT", why="A threat", people=[], by=cast.director, now=cast.now)
    feed(sample("private_law_older"))
    assert not Match.objects.exists()
    cast.as_(cast.duty)
    assert not Match.objects.exists()
    assert not FamilyMember.objects.filter(first_names="WREN").exists()


def test_a_later_version_of_a_restricted_case_goes_in_and_stays_hidden(feed, cast):
    feed(sample("private_law_older"))
    cast.as_(cast.duty)
    restrict_case(case=Case.objects.get(), reason="THREAT", why="A threat", people=[], by=cast.director, now=cast.now)
    answer = later(sample("private_law_older"))
    answer["cases"][0]["case_data"]["courtName"] = "Another Family Court"
    assert counts(feed(answer)) == (1, 0, 1, 0, 0)
    cast.as_(cast.amira)
    assert not Difference.objects.exists()
    assert not Event.objects.filter(verb="CASE_UPDATED_BY_COURT").exists()


# ── How much it asks of the database ──────────────────────────────────────────────────────────────────


def test_a_case_asks_a_bounded_number_of_questions(feed):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        feed(sample("private_law_newer"))
    assert len(asked) <= 90, len(asked)


# ── HMCTS's own samples ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def court_samples():
    place = os.environ.get("GOLDENTHREAD_SAMPLES")
    if not place:
        pytest.skip("GOLDENTHREAD_SAMPLES does not name the folder with HMCTS's own samples")
    return Path(place)


def test_hmcts_private_law_samples_go_in(court_samples, feed):
    answer = (court_samples / "private_law" / "search_response.json").read_bytes()
    assert counts(feed(answer)) == (2, 2, 0, 0, 0)
    assert counts(feed(answer)) == (2, 0, 0, 2, 0)
    assert Run.objects.filter(unknown_fields=[]).count() == 2
    assert FamilyMember.objects.filter(doubts__contains=["CHILD_IS_ADULT"]).count() == 2
    assert counts(feed((court_samples / "private_law" / "redacted_documents.json").read_bytes())) == (1, 0, 0, 1, 0)


def test_our_public_law_sample_satisfies_the_courts_schema(court_samples):
    schema = json.loads((court_samples / "public_law" / "search_response.schema.json").read_text())
    jsonschema.validate(sample("public_law"), schema)
