"""The gate: what stops a copy, who looks, what is never let out, what is looked for again, what is recorded."""

import json

import pytest
from django.urls import reverse

from goldenthread.casework.directwork.operations import record_session, record_wish
from goldenthread.casework.families.operations import set_safe_contact
from goldenthread.casework.papers.models import Copy
from goldenthread.casework.papers.operations import look_again, look_at_copy, make_copy, take_copy
from goldenthread.casework.papers.queries import guarded, hits_in
from goldenthread.casework.papers.rules import details_in
from goldenthread.casework.recommendations.operations import file_report
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


def copy_of(way, report, recipient="COURT", purpose="TO_FILE", file_kind="PDF", **over):
    return make_copy(report=report, recipient=recipient, purpose=purpose, file_kind=file_kind, **over, **way.doing)


def look(copy, by, cast, *, let_out=True, reason="It is a day of the week here, not her street.", looked=None):
    return look_at_copy(
        copy=copy, let_out=let_out, reason=reason, by=cast.as_(by), now=cast.now,
        looked=range(len(copy.hits)) if looked is None else looked,
    )  # fmt: skip


def code_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


# The advice of both children says "Two hours each Saturday at the contact centre."
AS_STREET = "7 Each Saturday\nYork\nYO1 7HH"


@pytest.fixture
def stopped(way, report, protect):
    """A copy in which a part of a protected address seems to stand: a street called as the advice happens to say."""
    protect(AS_STREET)
    protect("5 Contact Centre\nHull\nHU1 1AA")
    copy = copy_of(way, report)
    assert (copy.state, len(copy.hits)) == ("STOPPED", 2)
    return copy


def test_where_nothing_is_protected_or_nothing_of_it_stands_the_copy_is_clear(way, report, protect):
    assert copy_of(way, report).state == "CLEAR"
    protect("14 Quince Row\nLeeds\nLS6 2AB")
    protect("07700 900123", "PHONE")
    assert copy_of(way, report).state == "CLEAR"


@pytest.mark.parametrize("file_kind", ["PDF", "DOCX"])
def test_a_part_of_an_address_stops_a_copy_of_either_form(way, report, protect, file_kind):
    held = protect(AS_STREET)
    copy = copy_of(way, report, file_kind=file_kind)
    assert copy.state == "STOPPED"
    assert {(hit["kind"], hit["whole"], hit["whose"], hit["source"]) for hit in copy.hits} == {
        ("ADDRESS", False, str(way.mother.pk), f"contact:{held.pk}")
    }
    assert {key for hit in copy.hits for key in hit["passages"]} == {
        f"child.{child.pk}.advice.words" for child in (way.maya, way.leo)
    }


def test_a_hit_never_holds_the_value_and_nor_does_the_line(way, report, protect):
    protect(AS_STREET)
    copy = copy_of(way, report)
    said = json.dumps(copy.hits).casefold() + str(Event.objects.get(verb="COPY_STOPPED").facts).casefold()
    for word in ("saturday", "york", "yo1", "7hh"):
        assert word not in said
    facts = Event.objects.get(verb="COPY_STOPPED").facts
    assert (facts["hits"], facts["whole"]) == (len(copy.hits), 0)
    assert not Event.objects.filter(verb="COPY_MADE").exists()


def test_an_ended_detail_and_one_of_somebody_who_has_left_are_looked_for_too(cast, way, report, protect):
    from goldenthread.casework.cases.models import Participation

    held = protect(AS_STREET)
    held.ended_at = way.now
    held.save(update_fields=["ended_at"])
    Participation.objects.filter(case=way.case, member=way.mother).update(to_on=way.day)
    assert copy_of(way, report).state == "STOPPED"


def test_where_a_refuge_lies_is_looked_for(way, report, protect):
    protect("The Willows, 2 Hidden Row, Handovers Contact, ZZ9 9ZZ", in_refuge=True)
    assert copy_of(way, report).state == "CLEAR"
    protect("2 Hidden Row, Supervision, ZZ9 9ZZ", in_refuge=True)
    copy = copy_of(way, report)
    assert {hit["kind"] for hit in copy.hits} == {"REFUGE_AREA"}
    assert not any(hit["whole"] for hit in copy.hits)


def test_a_number_in_a_safe_contact_rule_is_looked_for_as_a_detail(way, report):
    said = "Ring 07700 900123 after four, or write to ngozi.o@example.org. Never to LS6 2AB"
    assert {kind for kind, _value in details_in(said)} == {"PHONE", "EMAIL", "ADDRESS"}
    set_safe_contact(
        case_id=way.case.pk, member=way.mother, how=said, never="", voicemail=False, letters=False,
        language="ENGLISH", **way.doing,
    )  # fmt: skip
    secrets = guarded(way.case)
    hits = hits_in("TEXT", b"Her number is 07700-900 123.", secrets)
    assert [(hit["kind"], hit["whole"], hit["whose"]) for hit in hits] == [("PHONE", True, str(way.mother.pk))]


def test_a_place_where_a_child_was_seen_is_looked_for_and_a_common_word_is_not(way, report):
    for words in ("Quarryfield Primary School", "school"):
        record_session(
            case=way.case, child=way.maya, happened_on=way.day, seen=True, alone=True, place="SCHOOL",
            place_words=words, how="We talked.", told_child="Who reads it.", **way.doing,
        )  # fmt: skip
    secrets = guarded(way.case)
    assert [hit["kind"] for hit in hits_in("TEXT", b"She goes to Quarryfield.", secrets)] == ["SCHOOL"]
    assert hits_in("TEXT", b"She goes to school each day.", secrets) == []


def test_what_a_child_asks_to_be_kept_back_after_the_report_was_made_is_never_let_out(cast, way, report):
    words = "I want to see Nan on Sundays."
    report = file_report(report=report, on=way.day, **way.doing)
    record_wish(
        session=way.wishes[way.leo.pk].session, words=words, keep="STAYS_OUT", asked_words="Do not tell Dad.",
        told_child="I told him who reads it.", **way.doing,
    )  # fmt: skip
    copy = copy_of(way, report)
    assert copy.state == "STOPPED"
    assert {(hit["kind"], hit["whole"]) for hit in copy.hits} == {("WORDS", True)}
    assert code_of(look, copy, cast.manager, cast) == "WHOLE_FOUND"


# --- the whole of it ------------------------------------------------------------------------------------------------


def test_the_whole_of_something_protected_is_let_out_by_nobody_and_can_be_kept_back(cast, way, report, protect):
    protect("Two hours each Saturday", "ADDRESS")
    copy = copy_of(way, report)
    assert any(hit["whole"] for hit in copy.hits)
    assert Event.objects.get(verb="COPY_STOPPED").facts["whole"] > 0
    for person in (cast.manager, cast.supervisor):
        assert code_of(look, copy, person, cast) == "WHOLE_FOUND"
    page = cast.client(cast.manager).get(reverse("papers:copy_look", args=[copy.pk])).content.decode()
    assert 'value="LET_OUT"' not in page
    copy = look(copy, cast.manager, cast, let_out=False, reason="It is her address.")
    assert copy.state == "KEPT_BACK"
    assert code_of(take_copy, copy=copy, **way.doing) == "STOPPED"


def test_the_page_of_the_copy_leads_to_where_it_can_be_mended(cast, way, report, protect):
    protect("Two hours each Saturday", "ADDRESS")
    copy = copy_of(way, report)
    page = cast.client(cast.amira).get(reverse("papers:copy", args=[copy.pk])).content.decode()
    for child in report.content["children"]:
        assert reverse("recommendations:write", args=[child["recommendation"]]) in page
    assert "Nobody can let it out" in page
    assert "Save the copy" not in page


# --- the look -------------------------------------------------------------------------------------------------------


def test_someone_else_looks_at_each_place_and_lets_it_out(cast, way, stopped):
    page, there = cast.client(cast.manager), reverse("papers:copy_look", args=[stopped.pk])
    shown = page.get(there).content.decode()
    assert "Two hours each Saturday at the contact centre." in shown, "the sentence is shown to who may open details"
    assert "YO1" not in shown
    looked = [str(number) for number in range(len(stopped.hits))]
    said = {"outcome": "LET_OUT", "reason": "A day of the week.", "looked": looked, "expected_version": "1"}
    answer = page.post(there, said)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    stopped.refresh_from_db()
    assert (stopped.state, stopped.looked_by, stopped.looked_why) == ("CLEARED", cast.manager, "A day of the week.")
    cast.as_(cast.manager)
    event = Event.objects.get(verb="COPY_CLEARED")
    assert (event.actor_id, event.facts) == (cast.manager.pk, {"hits": len(looked)})
    taken = cast.client(cast.amira).post(reverse("papers:copy_file", args=[stopped.pk]))
    assert taken.content.startswith(b"%PDF")
    seen = cast.client(cast.amira).get(reverse("papers:copy", args=[stopped.pk])).content.decode()
    assert "Marcus Oyelaran" in seen
    assert "A day of the week." in seen


def test_nobody_looks_at_their_own_copy(cast, way, report, protect):
    protect(AS_STREET)
    way.cast.as_(cast.supervisor)
    copy = make_copy(
        report=report, recipient="COURT", purpose="TO_FILE", file_kind="PDF", by=cast.supervisor, now=cast.now
    )
    assert code_of(look, copy, cast.supervisor, cast) == "OWN_COPY"
    page = cast.client(cast.supervisor).get(reverse("papers:copy_look", args=[copy.pk])).content.decode()
    assert "Someone else must look at it" in page
    assert 'name="outcome"' not in page
    assert look(copy, cast.manager, cast).state == "CLEARED"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"looked": [0]}, "LOOK_AT_EACH"),
        ({"looked": []}, "LOOK_AT_EACH"),
        ({"reason": "  "}, "COMMENT_REQUIRED"),
    ],
)
def test_a_look_that_is_none_lets_nothing_out(cast, way, stopped, over, code):
    assert code_of(look, stopped, cast.manager, cast, **over) == code
    assert code_of(take_copy, copy=stopped, **way.doing) == "STOPPED"


def test_a_copy_is_decided_on_once(cast, way, stopped):
    look(stopped, cast.manager, cast, let_out=False, reason="I am not sure.")
    assert code_of(look, stopped, cast.supervisor, cast) == "NOT_FROM_HERE"
    assert Event.objects.filter(verb="COPY_KEPT_BACK").count() == 1


def test_the_second_of_two_people_is_told(cast, stopped):
    there = reverse("papers:copy_look", args=[stopped.pk])
    said = {"outcome": "KEEP_BACK", "reason": "Not sure.", "expected_version": "0"}
    answer = cast.client(cast.manager).post(there, said)
    assert answer.status_code == 422
    assert Copy.objects.get(pk=stopped.pk).state == "STOPPED"


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 403),
        ("ben", 404),
        ("supervisor", 200),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 403),
        ("auditor", 403),
        ("administrator", 404),
        ("nobody", 404),
    ],
)
def test_who_may_look(cast, stopped, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("papers:copy_look", args=[stopped.pk])).status_code == status


def test_a_stopped_copy_waits_on_the_managers_list_and_on_nobody_elses(cast, way, stopped):
    there = reverse("oversight:waiting")
    mine = cast.client(cast.manager).get(there).content.decode()
    assert "Copies stopped at the gate" in mine
    assert reverse("papers:copy_look", args=[stopped.pk]) in mine
    assert way.case.reference in mine
    assert "Saturday" not in mine
    for person in (cast.other_manager, cast.director):
        assert reverse("papers:copy_look", args=[stopped.pk]) not in cast.client(person).get(there).content.decode()
    look(stopped, cast.manager, cast)
    assert "Copies stopped at the gate" not in cast.client(cast.manager).get(there).content.decode()


def test_a_reader_without_the_right_sees_that_it_was_stopped_and_no_sentence(cast, stopped):
    page = cast.client(cast.director).get(reverse("papers:copy", args=[stopped.pk])).content.decode()
    assert "Stopped at the gate" in page
    assert "A protected address of Ngozi Okafor" in page
    assert "<blockquote" not in page


# --- again, before it leaves ----------------------------------------------------------------------------------------


def test_a_detail_protected_after_the_gate_had_looked_stops_the_copy_on_its_way_out(cast, way, report, protect):
    copy = copy_of(way, report)
    protect(AS_STREET)
    page, there = cast.client(cast.amira), reverse("papers:copy_file", args=[copy.pk])
    answer = page.post(there)
    assert answer.status_code == 302
    assert b"%PDF" not in answer.content
    cast.as_(cast.amira)
    copy.refresh_from_db()
    assert (copy.state, len(copy.hits) > 0) == ("STOPPED", True)
    assert Event.objects.filter(verb="COPY_STOPPED", subject_id=copy.pk).count() == 1
    assert not Event.objects.filter(verb="COPY_TAKEN").exists()
    assert page.post(there).status_code == 302, "and stays stopped"


def test_what_was_looked_at_leaves_and_what_is_new_stops_it_again(cast, way, stopped, protect):
    cleared = look(stopped, cast.manager, cast)
    cast.as_(cast.amira)
    assert look_again(copy=cleared, by=cast.amira, now=cast.now).state == "CLEARED"
    # Of the same kind, of the same person, in the same place: and yet nobody has looked at this one.
    protect("9 Each Saturday\nHull\nHU1 1AA")
    again = look_again(copy=cleared, by=cast.amira, now=cast.now)
    assert again.state == "STOPPED"
    assert (again.looked_at, again.looked_by, again.looked_why) == (None, None, "")


def test_where_details_cannot_be_seen_nothing_can_be_checked_and_nothing_leaves(cast, way, report):
    """The mother has protected details in another case, which this adviser may not open."""
    from goldenthread.casework.families.models import FamilyMember

    copy = copy_of(way, report)
    FamilyMember.objects.filter(pk=way.mother.pk).update(has_protected_contact=True)
    assert code_of(copy_of, way, report) == "CANNOT_CHECK"
    assert code_of(look_again, copy=copy, **way.doing) == "CANNOT_CHECK"
    answer = cast.client(cast.amira).post(reverse("papers:copy_file", args=[copy.pk]), follow=True)
    assert "cannot be checked" in answer.content.decode()


def test_a_detail_of_whoever_gets_the_copy_stands_in_it_no_more_than_in_any(way, report, protect):
    protect(AS_STREET)
    for member in (way.mother, way.father):
        assert copy_of(way, report, "PARTY", "TO_SERVE", member=member).state == "STOPPED"
