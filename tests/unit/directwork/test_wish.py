"""A child's words: stored once, as said. Do they work, who is refused, what if bad, what is recorded."""

import pytest
from django.urls import reverse

from goldenthread.casework.directwork import queries
from goldenthread.casework.directwork.models import Wish
from goldenthread.casework.directwork.operations import record_session, record_wish, supersede_session
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, FieldChange, Link

WORDS = "I want to see Nan on Sundays,\nand I don't want Dad to know I said it."


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def session(cast, case):
    return record_session(
        case=case, child=cast.maya(case), happened_on=cast.now.date(), seen=True, alone=True, place="SCHOOL",
        by=cast.amira, now=cast.now,
    )  # fmt: skip


@pytest.fixture
def absence(cast, case):
    return record_session(
        case=case, child=cast.leo(case), happened_on=cast.now.date(), seen=False,
        not_seen_reason="CHILD_DECLINED", not_seen_words="He hid.", by=cast.amira, now=cast.now,
    )  # fmt: skip


def typed(**over):
    return {"words": WORDS, "setting": "While drawing", "asked": "NO", **over}


def kept_back(**over):
    asked = {"asked": "YES", "keep": "STAYS_OUT", "asked_words": "Not to tell Dad", "told_child": "It stays out."}
    return typed(**{**asked, **over})


def new(session):
    return reverse("directwork:wish_new", args=[session.pk])


def test_an_adviser_records_a_wish_word_for_word(cast, session):
    answer = cast.client(cast.amira).post(new(session), kept_back())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    wish = Wish.objects.get()
    assert wish.words == WORDS
    assert (wish.child_id, wish.keep, wish.told_child) == (session.child_id, "STAYS_OUT", "It stays out.")
    link = Link.objects.get()
    assert (link.from_id, link.relation, link.to_id) == (wish.pk, "DRAWS_ON", session.pk)
    event = Event.objects.get(verb="WISH_RECORDED")
    assert event.facts == {"keep": "STAYS_OUT"}


def test_what_was_not_asked_is_not_kept(cast, session):
    cast.client(cast.amira).post(new(session), kept_back(asked="NO"))
    wish = Wish.objects.get()
    assert (wish.keep, wish.asked_words, wish.told_child) == ("NOT_ASKED", "", "")


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"words": " "}, "Enter an answer to"),
        ({"told_child": " "}, "Say what the child was told could and could not be promised."),
        ({"keep": ""}, "Say what happens with it"),
        ({"keep": "BURN"}, "Select one of the answers listed"),
        ({"asked": ""}, "Select an answer to"),
        ({"words": "a" * 4001}, "1 character too long"),
    ],
)
def test_a_bad_form_says_what_to_do_and_keeps_the_rest(cast, session, over, says):
    answer = cast.client(cast.amira).post(new(session), kept_back(**over))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Not to tell Dad" in page
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"words": " \n"}, "EMPTY"),
        ({"keep": "STAYS_OUT"}, "NOT_TOLD"),
        ({"keep": "COURT_BY_APPLICATION", "told_child": " "}, "NOT_TOLD"),
    ],
)
def test_what_the_operation_refuses(cast, session, over, code):
    with pytest.raises(Refused) as refused:
        record_wish(**{"session": session, "words": WORDS, **over}, by=cast.amira, now=cast.now)
    assert refused.value.code == code
    assert not Wish.objects.exists()


def test_words_of_a_child_who_was_not_seen_say_how_they_came(cast, absence):
    page = cast.client(cast.amira)
    assert "How did these words reach us?" in page.get(new(absence)).content.decode()
    answer = page.post(new(absence), typed(setting=""))
    assert answer.status_code == 422
    assert "Say how these words reached us" in answer.content.decode()
    assert page.post(new(absence), typed(setting="In a letter that Ngozi brought")).status_code == 302
    assert Wish.objects.get().setting == "In a letter that Ngozi brought"


def test_nothing_is_recorded_under_a_session_that_no_longer_holds(cast, session):
    supersede_session(session=session, why="MISTAKE", words="Wrong day.", by=cast.amira, now=cast.now)
    session.refresh_from_db()
    with pytest.raises(Refused) as refused:
        record_wish(session=session, words=WORDS, by=cast.amira, now=cast.now)
    assert refused.value.code == "SUPERSEDED"


def test_the_same_form_sent_twice_is_taken_once(cast, session):
    page, once = cast.client(cast.amira), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(new(session), typed(_once=once))
    assert Wish.objects.count() == 1


def test_a_wish_of_the_wrong_child_stands_superseded_and_is_recorded_for_the_right_one(cast, case, session):
    wish = record_wish(session=session, words=WORDS, setting="Drawing", by=cast.amira, now=cast.now)
    leo = record_session(
        case=case, child=cast.leo(case), happened_on=cast.now.date(), seen=True, alone=True, by=cast.amira, now=cast.now
    )
    page = cast.client(cast.amira)
    own = reverse("directwork:wish", args=[wish.pk])
    again = new(leo) + f"?from={wish.pk}"
    assert again not in page.get(own).content.decode()
    page.post(reverse("directwork:wish_supersede", args=[wish.pk]), {"why": "WRONG_CHILD", "words": "Leo said it."})
    shown = page.get(own).content.decode()
    assert again in shown
    assert "Leo said it." in shown
    assert "I want to see Nan on Sundays," in shown
    assert "I want to see Nan on Sundays," in page.get(again).content.decode()
    assert not queries.wishes_of(case, cast.maya(case)).exists()
    wish.refresh_from_db()
    assert wish.words == WORDS


@pytest.mark.parametrize("source", ["", "nonsense", "a wish of another case", "a wish that stands"])
def test_no_other_words_are_offered_to_be_recorded_again(cast, session, source):
    other = cast.case()
    stranger = record_session(
        case=other, child=cast.maya(other), happened_on=cast.now.date(), seen=True, alone=True,
        by=cast.amira, now=cast.now,
    )  # fmt: skip
    if source.startswith("a wish"):
        held = stranger if source.endswith("case") else session
        wish = record_wish(session=held, words="Elsewhere.", by=cast.amira, now=cast.now)
        if held is stranger:
            supersede_session(session=held, why="WRONG_CHILD", words="Wrong.", by=cast.amira, now=cast.now)
        source = str(wish.pk)
    answer = cast.client(cast.amira).get(new(session) + f"?from={source}")
    assert answer.status_code == 200
    assert "Elsewhere." not in answer.content.decode()


def test_the_words_are_not_copied_into_the_field_history(cast, session):
    wish = record_wish(session=session, words=WORDS, by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    page.post(reverse("directwork:wish_supersede", args=[wish.pk]), {"why": "MISTAKE", "words": "Twice."})
    change = FieldChange.objects.get(table_name="directwork_wish")
    assert "words" not in change.before


def test_the_page_shows_the_words_and_what_they_rest_on(cast, session):
    record_wish(
        session=session, words="<b>Nan</b>", keep="COURT_BY_APPLICATION", told_child="The judge decides.",
        by=cast.amira, now=cast.now,
    )  # fmt: skip
    page = cast.client(cast.amira).get(reverse("directwork:wish", args=[Wish.objects.get().pk])).content.decode()
    assert "&lt;b&gt;Nan&lt;/b&gt;" in page
    assert "The judge decides." in page
    assert "it goes to the court by application" in page
    assert reverse("directwork:session", args=[session.pk]) in page.split('id="trace-behind"')[1]
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Maya" not in title


@pytest.mark.parametrize(
    ("person", "reads", "corrects"),
    [
        ("amira", 200, 200),
        ("ben", 404, 404),
        ("elsewhere", 404, 404),
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
    ],
)
def test_who_may_open_and_correct_a_wish(cast, session, person, reads, corrects):
    wish = record_wish(session=session, words=WORDS, by=cast.amira, now=cast.now)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("directwork:wish", args=[wish.pk])).status_code == reads
    assert page.get(reverse("directwork:wish_supersede", args=[wish.pk])).status_code == corrects


def test_what_is_typed_is_kept_for_the_one_who_typed_it(cast, session):
    page, there = cast.client(cast.amira), new(session)
    assert page.post(there, typed(words="Half a sentence", _draft="1")).status_code == 302
    assert "Half a sentence" in page.get(there).content.decode()
    assert "Half a sentence" not in cast.client(cast.supervisor).get(there).content.decode()


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_session_asks_as_little_whatever_its_wishes(cast, session, how_many, django_assert_max_num_queries):
    for n in range(how_many):
        record_wish(session=session, words=f"Wish {n}", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    with django_assert_max_num_queries(12 + AROUND):
        page.get(reverse("directwork:session", args=[session.pk]))


# Around every page: savepoint and its release, the web session, the person, their posts, naming them, the view log.
AROUND = 7
