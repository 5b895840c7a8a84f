"""Sessions with a child: do they work, who is refused, what if repeated or bad, what is recorded."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from goldenthread.access.trace import trace
from goldenthread.casework.directwork import queries
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.directwork.operations import record_session, record_wish, supersede_session
from goldenthread.casework.enquiry.operations import open_line
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def record(cast, case):
    """Records a session with Maya, seen alone today at school, but for what is said otherwise."""

    def record(**over):
        facts = {"child": cast.maya(case), "happened_on": cast.now.date(), "seen": True, "alone": True}
        return record_session(**{"case": case, "place": "SCHOOL", **facts, **over}, by=cast.amira, now=cast.now)

    return record


def not_seen(**over):
    return {
        "seen": False,
        "alone": None,
        "not_seen_reason": "PARENT_DECLINED",
        "not_seen_words": "Ngozi asked us to wait.",
        **over,
    }


def typed(**over):
    return {
        "happened_on-day": "9",
        "happened_on-month": "6",
        "happened_on-year": "2026",
        "seen": "YES",
        "alone": "YES",
        "place": "SCHOOL",
        "how": "We drew two houses.",
        "told_child": "Who will read it.",
        **over,
    }


def new(case, child):
    return reverse("directwork:session_new", args=[case.pk, child.pk])


def test_an_adviser_records_a_session(cast, case):
    line = open_line(case=case, question="What has Maya seen?", why="She is named.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    answer = page.post(new(case, cast.maya(case)), typed(lines=[str(line.pk)]))
    session = Session.objects.get()
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer["Location"] == reverse("directwork:session", args=[session.pk])
    assert (session.child, session.alone, session.place) == (cast.maya(case), True, "SCHOOL")
    link = Link.objects.get()
    assert (link.from_id, link.relation, link.to_id) == (session.pk, "ANSWERS", line.pk)
    event = Event.objects.get(verb="SESSION_RECORDED")
    assert event.facts["seen"] is True
    assert event.facts["on"] == "2026-06-09"
    case.refresh_from_db()
    assert case.stage == "ENQUIRY"


def test_a_child_who_was_not_seen_has_a_reason_and_nothing_else(cast, case):
    said = {"not_seen_reason": "TOO_YOUNG", "not_seen_words": "Leo was watched at play with Ngozi."}
    cast.client(cast.amira).post(new(case, cast.leo(case)), typed(seen="NO", **said))
    session = Session.objects.get()
    assert (session.seen, session.alone, session.place, session.how) == (False, None, "", "")
    assert Event.objects.get(verb="SESSION_RECORDED").facts["reason"] == "TOO_YOUNG"
    page = cast.client(cast.amira).get(reverse("directwork:session", args=[session.pk])).content.decode()
    assert "Leo was watched at play with Ngozi." in page
    assert "Record words that reached us another way" in page


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"happened_on": dt.date(2026, 6, 11)}, "IN_FUTURE"),
        ({"alone": None}, "ALONE_REQUIRED"),
        ({"alone": False, "present": " "}, "PRESENT_REQUIRED"),
        (not_seen(not_seen_reason=""), "REASON_REQUIRED"),
        (not_seen(not_seen_words=" "), "WORDS_REQUIRED"),
    ],
)
def test_what_is_refused(record, over, code):
    with pytest.raises(Refused) as refused:
        record(**over)
    assert refused.value.code == code
    assert not Session.objects.exists()
    assert not Event.objects.filter(verb="SESSION_RECORDED").exists()


def test_a_refusal_keeps_what_was_typed_and_stands_at_its_question(cast, case):
    answer = cast.client(cast.amira).post(new(case, cast.maya(case)), typed(alone="NO", present=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say who was there with the child." in page
    assert "We drew two houses." in page
    assert 'href="#id_present"' in page


def test_a_session_that_has_not_come_yet_is_not_recorded(cast, case):
    answer = cast.client(cast.amira).post(new(case, cast.maya(case)), typed(**{"happened_on-year": "2199"}))
    assert answer.status_code == 422
    assert not Session.objects.exists()


def test_an_adult_or_a_child_of_another_case_has_no_session_here(cast, case, record):
    other = cast.case()
    page = cast.client(cast.amira)
    for stranger in (cast.mother(case).pk, cast.maya(other).pk, uuid4()):
        assert page.get(reverse("directwork:session_new", args=[case.pk, stranger])).status_code == 404
    for stranger in (cast.mother(case), cast.maya(other)):
        with pytest.raises(Refused) as refused:
            record(child=stranger)
        assert refused.value.code == "NOT_IN_CASE"


def test_what_is_written_down_after_the_next_working_day_is_late(cast, record):
    wednesday = cast.now.date()
    assert not record(happened_on=wednesday - dt.timedelta(days=1)).late
    assert record(happened_on=wednesday - dt.timedelta(days=2)).late
    assert Event.objects.filter(verb="SESSION_RECORDED", facts__late=True).count() == 1


def test_a_late_session_is_marked(cast, case, record):
    record(happened_on=cast.now.date() - dt.timedelta(days=9))
    page = cast.client(cast.amira).get(reverse("directwork:index", args=[case.pk])).content.decode()
    assert "Written down late" in page


TRUTH = [
    # person, the children's page, a new session
    ("amira", 200, 200),
    ("ben", 404, 404),
    ("elsewhere", 404, 404),
    ("carys", 404, 404),
    ("supervisor", 200, 200),
    ("manager", 200, 200),
    ("other_manager", 404, 404),
    ("director", 200, 403),
    ("duty", 404, 404),
    ("administrator", 404, 404),
    ("senior", 404, 404),
    ("auditor", 200, 403),
    ("board", 404, 404),
    ("analyst", 404, 404),
    ("nobody", 404, 404),
]


@pytest.mark.parametrize(("person", "reads", "records"), TRUTH)
def test_who_may(cast, case, person, reads, records):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("directwork:index", args=[case.pk])).status_code == reads
    assert page.get(new(case, cast.maya(case))).status_code == records


@pytest.mark.parametrize(("person", "reads", "records"), TRUTH)
def test_who_may_open_and_correct_one(cast, record, person, reads, records):
    session = record()
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("directwork:session", args=[session.pk])).status_code == reads
    assert page.get(reverse("directwork:wish_new", args=[session.pk])).status_code == records
    assert page.get(reverse("directwork:session_supersede", args=[session.pk])).status_code == records


def test_which_place_it_was_is_open_to_those_who_work_the_case_alone(cast, case, record):
    session = record(place_words="Hill Lane Primary")
    there = reverse("directwork:session", args=[session.pk])
    assert "Hill Lane Primary" in cast.client(cast.amira).get(there).content.decode()
    assert "Hill Lane Primary" not in cast.client(cast.auditor).get(there).content.decode()
    index = cast.client(cast.amira).get(reverse("directwork:index", args=[case.pk])).content.decode()
    assert "Hill Lane Primary" not in index


def test_the_children_stand_side_by_side_and_each_not_heard_says_what_to_do(cast, case, record):
    record_wish(session=record(), words="I want to see Nan.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira).get(reverse("directwork:index", args=[case.pk])).content.decode()
    maya, leo = page.split('id="child-1-of-2"')[1].split('id="child-2-of-2"')
    assert "I want to see Nan." in maya
    assert "I want to see Nan." not in leo
    assert "Not heard yet" in leo
    assert "Not heard yet" not in maya
    assert new(case, cast.leo(case)) in leo


def test_recorded_for_the_wrong_child_takes_its_wishes_with_it(cast, case, record):
    session = record()
    wish = record_wish(session=session, words="I want Nan.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    there = reverse("directwork:session_supersede", args=[session.pk])
    assert page.post(there, {"why": "WRONG_CHILD", "words": "It was Leo."}).status_code == 302
    wish.refresh_from_db()
    assert wish.superseded_words == "It was Leo."
    assert not queries.wishes(case).exists()
    assert not queries.sessions(case).exists()
    assert Event.objects.filter(verb="SUPERSEDED").count() == 2
    own = page.get(reverse("directwork:session", args=[session.pk])).content.decode()
    assert "Record it for Leo" in own
    assert "It was Leo." in own
    assert page.post(there, {"why": "WRONG_CHILD", "words": "Again."}).status_code == 422


def test_what_a_child_said_outlives_a_mistake_in_the_session(cast, case, record):
    session = record()
    wish = record_wish(session=session, words="I want Nan.", by=cast.amira, now=cast.now)
    supersede_session(session=session, why="MISTAKE", words="Wrong day.", by=cast.amira, now=cast.now)
    assert list(queries.wishes(case)) == [wish]
    assert Wish.objects.get().superseded_at is None


def test_nothing_is_added_to_a_closed_case(cast, case, record):
    type(case).objects.filter(pk=case.pk).update(stage="CLOSED")
    case.refresh_from_db()
    with pytest.raises(Refused) as refused:
        record()
    assert refused.value.code == "CASE_CLOSED"


def test_a_trace_never_shows_a_session_without_words(cast, case, record):
    line = open_line(case=case, question="Who is afraid?", why="Asked.", by=cast.amira, now=cast.now)
    record(lines=[line])
    record(child=cast.leo(case), lines=[line], **not_seen())
    ahead = trace(line, cast.who(cast.amira))["ahead"]
    assert {node.sentence for node in ahead} == {"Session with a child", "Ngozi asked us to wait."}


# Around every page: savepoint and its release, the web session, the person, their posts, naming them, the view log.
AROUND = 7


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_page_asks_as_little_whatever_the_rows(cast, case, record, how_many, django_assert_max_num_queries):
    for n in range(how_many):
        record_wish(session=record(), words=f"Wish {n}", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    with django_assert_max_num_queries(12 + AROUND):
        page.get(reverse("directwork:index", args=[case.pk]))
