"""Lines of enquiry: do they work, who is refused, what if repeated, what is recorded."""

import pytest
from django.urls import reverse

from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
from goldenthread.casework.enquiry.operations import log_contact, move_line, open_line
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def line(cast, case):
    return open_line(
        case=case,
        question="What has Maya seen at home?",
        why="The application names it.",
        by=cast.amira,
        now=cast.now,
    )


def typed(**over):
    return {
        "question": "What has Maya seen at home?",
        "why": "The application names it.",
        "about": "FAMILY",
        **over,
    }


def test_an_adviser_opens_a_line(cast, case):
    page = cast.client(cast.amira)
    answer = page.post(reverse("enquiry:line_new", args=[case.pk]), typed())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert LineOfEnquiry.objects.get().question == "What has Maya seen at home?"
    event = Event.objects.get(verb="ENQUIRY_OPENED")
    assert (event.actor_name, event.case_id) == ("Amira Lindqvist", case.pk)


def test_a_line_can_be_about_one_child_or_the_whole_family(cast, case):
    page, there = cast.client(cast.amira), reverse("enquiry:line_new", args=[case.pk])
    assert "The whole family" in page.get(there).content.decode()
    page.post(there, typed(about=str(cast.leo(case).pk)))
    page.post(there, typed())
    assert [line.about for line in LineOfEnquiry.objects.order_by("pk")] == [cast.leo(case), None]


def test_a_form_with_nothing_in_it_says_what_is_missing_and_keeps_the_rest(cast, case):
    answer = cast.client(cast.amira).post(reverse("enquiry:line_new", args=[case.pk]), typed(question=""))
    assert answer.status_code == 422
    assert "The application names it." in answer.content.decode()
    assert not LineOfEnquiry.objects.exists()


def test_the_same_form_sent_twice_is_taken_once(cast, case):
    page, once = cast.client(cast.amira), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(reverse("enquiry:line_new", args=[case.pk]), typed(_once=once))
    assert LineOfEnquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 200),
        ("ben", 404),
        ("elsewhere", 404),
        ("supervisor", 200),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 403),
        ("duty", 404),
        ("auditor", 403),
        ("board", 404),
        ("nobody", 404),
    ],
)
def test_who_may_open_the_page(cast, case, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("enquiry:line_new", args=[case.pk])).status_code == status


def test_a_line_is_closed_with_words_or_not_at_all(cast, line):
    with pytest.raises(Refused) as refused:
        move_line(line=line, to="SET_DOWN", reason=" ", by=cast.amira, now=cast.now)
    assert refused.value.code == "COMMENT_REQUIRED"
    moved = move_line(line=line, to="ANSWERED", reason="She told us.", by=cast.amira, now=cast.now)
    assert (moved.state, moved.closed_by) == ("ANSWERED", cast.amira)


def test_the_second_of_two_people_is_told_and_shown_both(cast, line):
    move_line(line=line, to="ANSWERED", reason="The first answer.", by=cast.supervisor, now=cast.now)
    answer = cast.client(cast.amira).post(
        reverse("enquiry:line_answer", args=[line.pk]),
        {"closing": "The second answer.", "expected_version": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The first answer." in page
    assert "The second answer." in page


def test_a_person_is_not_contacted_before_the_safe_contact_rule(cast):
    case = cast.case(ready_to_contact=False)
    contact = {"method": "PHONE", "outcome": "NO_ANSWER", "said": "", "agency": ""}
    with pytest.raises(Refused) as refused:
        log_contact(case=case, member=cast.mother(case), happened_at=cast.now, by=cast.amira, now=cast.now, **contact)
    assert refused.value.code == "NO_SAFE_CONTACT_RULE"


def test_a_contact_is_linked_to_the_line_it_answers(cast, case, line):
    contact = log_contact(
        case=case, member=cast.mother(case), agency="", method="PHONE", outcome="REACHED", said="Leo hid.",
        happened_at=cast.now, lines=[line], by=cast.amira, now=cast.now,
    )  # fmt: skip
    assert Link.objects.get().to_id == line.pk
    page = cast.client(cast.amira).get(reverse("enquiry:line", args=[line.pk])).content.decode()
    assert "Leo hid." in page
    assert Contact.objects.get() == contact


def test_what_is_typed_is_kept_and_given_back(cast, case):
    page, there = cast.client(cast.amira), reverse("enquiry:line_new", args=[case.pk])
    assert page.post(there, typed(question="", why="Half a thought", _draft="1")).status_code == 302
    assert "Half a thought" in page.get(there).content.decode()
    cast.as_(cast.supervisor)
    assert "Half a thought" not in cast.client(cast.supervisor).get(there).content.decode()
