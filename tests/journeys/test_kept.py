"""What is typed survives: a pause, an ended sign-in, a stale token, a lost connection, someone else's save."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from goldenthread.access.door import SEEN_KEY, clock
from tests.journeys import seed
from tests.journeys.acts import Hand
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

ASKS, WHY = "What do we need to find out?", "Why do we need to know?"
OPENS = "Open this line of enquiry"
NO_CONNECTION = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


@pytest.fixture
def form(case_of):
    """The page on which a line of enquiry is opened in a case that Amira has just been given."""
    return f"{case_of(seed.ELLERY)}/enquiry/lines/new"


@pytest.fixture
def amira(open_page, form):
    """amira(…): her hand at that page; the arguments are those of open_page."""

    def at_the_form(**options):
        return Hand(sign_in(open_page(**options), "Amira Lindqvist", form))

    return at_the_form


@pytest.fixture
def idle(ask):
    """Makes every sign-in as old as one that has ended."""

    def aged():
        long_ago = (clock() - dt.timedelta(hours=2)).isoformat()
        for key, data in ask("SELECT session_key, session_data FROM django_session"):
            held = {**SessionStore().decode(data), SEEN_KEY: long_ago}
            ask("UPDATE django_session SET session_data = %s WHERE session_key = %s", SessionStore().encode(held), key)

    return aged


def status(hand, text):
    """What the page says of the keeping, below the form."""
    expect(hand.page.locator("[data-draft-status]")).to_contain_text(text)


def holds(hand, label, text):
    expect(hand.page.get_by_label(label, exact=True)).to_have_value(text)


def lines_called(ask, question):
    return ask("SELECT count(*) FROM enquiry_lineofenquiry WHERE question = %s", question)[0][0]


def test_a_pause_keeps_it(amira, form):
    hand = amira().writes(ASKS, "Who fetches Robin from school?").chooses("Whom is it about?", "Robin Ellery")
    status(hand, "Saved at")
    hand.goes("/my-work").goes(form)
    holds(hand, ASKS, "Who fetches Robin from school?")
    expect(hand.group("Whom is it about?").get_by_role("radio", name="Robin Ellery")).to_be_checked()


@JAVASCRIPT
def test_save_and_come_back_later(amira, form, javascript):
    hand = amira(javascript=javascript).writes(ASKS, "Where does Jude sleep?").writes(WHY, "")
    hand.presses("Save and come back later")
    hand.is_told("What you typed is kept. You will find it here when you come back.")
    hand.goes("/my-work").goes(form)
    holds(hand, ASKS, "Where does Jude sleep?")
    expect(hand.page.locator(".govuk-error-message")).to_have_count(0)


@JAVASCRIPT
def test_a_sign_in_that_has_ended(amira, open_page, idle, ask, *, form, javascript):
    question = f"Who has the spare key? ({javascript})"
    hand = amira(javascript=javascript)
    idle()
    hand.writes(ASKS, question).writes(WHY, "Someone comes in at night.")
    if javascript:
        status(hand, "Not saved: your sign-in has ended")
    hand.presses(OPENS)
    kept = hand.page.get_by_text("What you typed has been kept. Sign in as the same person to have it back.")
    expect(kept).to_have_count(1)
    # Nobody else has it, not even someone who may write there.
    other = Hand(sign_in(open_page(), "Sunniva Hale", form))
    holds(other, ASKS, "")
    hand.page.get_by_role("button", name="Amira Lindqvist").click()
    holds(hand, ASKS, question)
    holds(hand, WHY, "Someone comes in at night.")
    hand.presses(OPENS).sees(question)
    assert lines_called(ask, question) == 1


@JAVASCRIPT
def test_a_stale_token(amira, form, javascript):
    hand = amira(javascript=javascript, refusals=(403,)).writes(ASKS, "Who is at the flat on Fridays?")
    hand.page.context.clear_cookies(name="csrftoken")
    hand.presses(OPENS).sees("What you typed has been kept. Open the page again and you will find it there.")
    hand.goes(form)
    holds(hand, ASKS, "Who is at the flat on Fridays?")


def test_a_lost_connection(amira, ask):
    question = "Who drives them?"
    hand = amira(refusals=(NO_CONNECTION,)).writes(WHY, "Nobody has said.")
    hand.page.context.set_offline(True)
    hand.writes(ASKS, question)
    status(hand, "Not saved: no connection, trying again")
    hand.presses(OPENS).is_refused("You have no connection, so nothing was sent.")
    holds(hand, ASKS, question)
    hand.page.context.set_offline(False)
    expect(hand.page.locator("[data-offline-message]")).to_have_count(0)
    # The next pause in typing finds the connection again.
    with hand.page.expect_response(lambda answer: "and it matters" in (answer.request.post_data or "")):
        hand.writes(WHY, "Nobody has said, and it matters.")
    status(hand, "Saved at")
    hand.presses(OPENS).sees(question)
    assert lines_called(ask, question) == 1


@JAVASCRIPT
def test_two_people_at_one_thing(open_page, case_of, javascript):
    """The second is told, sees both texts, and loses nothing; nor does the first."""
    advice = f"{case_of(seed.SAYED)}/advice"
    hands = []
    for name in ("Sunniva Hale", "Amira Lindqvist"):
        hand = Hand(sign_in(open_page(javascript=javascript), name, advice)).follows("Amal")
        hand.page.locator("main").get_by_role("link", name=re.compile("The advice and the reasons")).click()
        hands.append(hand)
    first, second = hands
    first.writes("Why", f"Sunniva wrote this. ({javascript})").presses("Save the advice").is_told(
        "The advice is saved."
    )
    second.writes("Why", f"Amira wrote that. ({javascript})").presses("Save the advice")
    both = second.page.get_by_role("region", name="Someone saved a change while you were typing")
    expect(both).to_contain_text(f"Sunniva wrote this. ({javascript})")
    expect(both).to_contain_text(f"Amira wrote that. ({javascript})")
    holds(second, "Why", f"Amira wrote that. ({javascript})")
    second.presses("Save the advice").is_told("The advice is saved.").sees(f"Amira wrote that. ({javascript})")
    # What the first wrote stands in the record of changes.
    second.part("Record").follows("What was edited, field by field")
    second.sees(f"Sunniva wrote this. ({javascript})")


def test_a_form_that_is_sent_twice_is_taken_once(amira, ask):
    question = "Who pays the rent?"
    hand = amira().writes(ASKS, question).writes(WHY, "The card is his.")
    sent_twice = """() => {
      const form = document.querySelector("form.gt-form");
      const send = () => fetch(location.href, {method: "POST", body: new FormData(form)});
      return Promise.all([send(), send()]).then(answers => answers.map(answer => answer.url));
    }"""
    first, second = hand.page.evaluate(sent_twice)
    assert first == second, "the second answer leads elsewhere"
    assert lines_called(ask, question) == 1


@JAVASCRIPT
def test_a_form_sent_again_after_going_back_is_taken_once(amira, ask, javascript):
    question = f"Who cooks? ({javascript})"
    hand = amira(javascript=javascript).writes(ASKS, question).writes(WHY, "Each says that they do.")
    hand.presses(OPENS).sees(question)
    hand.page.go_back()
    if hand.page.get_by_label(ASKS, exact=True).input_value() == question:
        hand.presses(OPENS).is_told("This was already saved. It has not been saved twice.")
    assert lines_called(ask, question) == 1


def test_the_end_of_the_sign_in_is_announced_and_can_be_put_off(amira, open_page, form):
    page = open_page()
    page.clock.install()
    hand = Hand(sign_in(page, "Amira Lindqvist", form))
    warning = page.get_by_role("dialog", name="You will be signed out soon")
    page.clock.fast_forward("24:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith("/stay")) as stayed:
        warning.get_by_role("button", name="Stay signed in").click()
    assert stayed.value.status == 200
    expect(warning).to_be_hidden()
    # And the end itself says what became of what was typed.
    hand.writes(ASKS, "Who has a car?")
    page.clock.fast_forward("29:58")
    over = page.get_by_role("dialog", name="Your sign-in has ended")
    expect(over).to_contain_text("What you typed was kept and will be given back to you when you sign in again.")
