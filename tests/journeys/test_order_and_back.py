"""The main job, end to end: from the court's application to its order, and back from the order to the child's words.

One family, told by the court's feed; seven people of the service, each in a browser of their own.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys.acts import BEHAVIOUR, QUESTION, SECRET, TODAY, WISH, Hand, Work
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

FEED = Path(databases.__file__).parent / "data" / "courtfeed" / "private_law_older.json"
IMPORT = ("-m", "goldenthread.config.cli", "courtfeed", "import")
ADDRESS, POSTCODE = "22 Quarry Steps\nDalesend\nZZ4 9HD", "ZZ4 9HD"


@pytest.fixture
def as_(open_page):
    """as_(name): the hand of this person, signed in, at a wide screen."""

    def hand(name, refusals=()):
        return Hand(sign_in(open_page(refusals=refusals), name))

    return hand


def test_from_the_application_to_the_order_and_back(as_, database, ask):
    counts = json.loads(databases.run([*IMPORT, str(FEED), "--json"], database, "app_importer"))
    assert (counts["received"], counts["imported"], counts["set_aside"]) == (1, 1, 0)
    reference, there = ask(
        "SELECT reference, '/cases/' || id FROM cases_case WHERE court_case_id = '1700000000000001'",
        person="Dafydd Stroud",
    )[0]

    intake(as_("Dafydd Stroud"), reference)
    conflict_is_declared(as_("Ben Achterberg"), reference)
    manager = as_("Marcus Oyelaran")
    reallocation(manager, there)

    amira = as_("Amira Lindqvist")
    amira.sees(reference).follows(reference)
    work = Work(amira, seen="Wren", not_seen="Ivo", mother="Maren", father="Corin Tarn")
    enquiry(work, there)
    work_with_each_child(work)
    harm(work)
    assessment(work)
    advice_is_refused_by_name_and_mended(work)

    returned_and_agreed(manager, amira, work, reference)
    report(amira)
    order(amira)
    trace_back_and_forth(amira)
    correction(amira)


def test_a_manager_does_not_decide_on_their_own_work(as_):
    """Marcus carries a case himself: its advice stands apart, and its page has nothing to decide with."""
    marcus = as_("Marcus Oyelaran").goes("/decisions")
    own = marcus.page.get_by_role("region", name="Your own work, waiting for another manager")
    expect(own).to_contain_text("Delyth")
    marcus.follows(re.compile("^GT-"), within=own).part("Oversight").follows(re.compile("supervised"))
    marcus.page.goto(re.sub("/advice/", "/decisions/on/", marcus.page.url))
    marcus.sees("This is your own work. Another manager must decide on it.")
    expect(marcus.page.get_by_role("button", name="Record your decision")).to_have_count(0)
    # Dorothea, who has no part in it, can.
    dorothea = as_("Dorothea Quill").goes("/decisions").follows("Decide for Delyth")
    expect(dorothea.page.get_by_role("button", name="Record your decision")).to_be_enabled()


def intake(duty, reference):
    """The application lies in the tray as what it is; a person decides how urgent it is, and gives it away."""
    card = duty.page.get_by_role("article", name=reference)
    expect(card).to_contain_text("Wren")
    expect(card).to_contain_text("No birth date")
    expect(card).to_contain_text("First name alone")
    expect(card).to_contain_text("An urgency exemption from the mediation meeting is claimed")
    expect(card).to_contain_text("Looks urgent, not decided")
    duty.follows("Decide urgency", within=card)
    duty.chooses("Is this application urgent?", "Yes")
    duty.chooses("Is it made without notice to the other party?", "No")
    duty.presses("Decide").is_told("How urgent it is has been decided.")
    expect(card).to_contain_text("Decided by Dafydd Stroud on")
    duty.follows("Allocate", within=card).chooses("Who takes the case?", "Ben Achterberg, Dales North")
    duty.presses("Allocate the case").is_told("The case is allocated.")
    expect(duty.page.get_by_role("article", name=reference)).to_have_count(0)


def conflict_is_declared(ben, reference):
    ben.sees(reference).follows(reference)
    ben.page.goto(f"{ben.page.url}/conflict")
    ben.chooses("Is there a conflict of interest?", "Yes, or there may be one")
    ben.writes("What is it?", "Corin Tarn taught my son.").presses("Declare")
    ben.is_told("Your manager is shown this and decides who takes the case. Until then, contact nobody in it.")


def reallocation(manager, there):
    manager.goes(f"{there}/allocate").sees("Ben Achterberg has declared a conflict of interest")
    manager.chooses("Who takes the case?", "Amira Lindqvist, Dales North")
    manager.writes("Why does it change hands?", "A conflict of interest was declared.")
    manager.presses("Reallocate the case").is_told("The case is allocated.")


def enquiry(work, there):
    hand = work.hand
    work.declares_no_conflict(there)
    protects_an_address(hand, work.mother)
    # Before the safe-contact rule is set, nobody is contacted.
    work.opens_a_line()
    hand.part("Enquiry").follows("Add the first contact")
    hand.chooses("Whom did you try to reach?", work.mother).dates("When?", TODAY, "9:05am")
    hand.chooses("How?", "Telephone").chooses("What came of it?", "No answer").presses("Add to the contact log")
    hand.is_refused("Set this person's safe-contact rule and language wish before the first contact.").goes_back()
    for person in (work.mother, work.father):
        work.sets_safe_contact(person)
    work.logs_a_contact()


def protects_an_address(hand, name):
    hand.part("Children").follows(re.compile(f"Record a contact detail {name}"))
    hand.chooses("What is it?", "Address").writes("The address, number or e-mail", ADDRESS)
    hand.chooses("Must it be kept from the other party?", "Yes: put it behind the wall")
    hand.writes("Why must it be protected?", "Asked for on form C8").page.locator("main form button").first.click()
    hand.part("Children").sees_nowhere(POSTCODE)
    expect(hand.page.get_by_label("This case", exact=True)).to_contain_text("Protected contact details")


def work_with_each_child(work):
    work.sees_one_child()
    work.hears_a_wish()
    work.hears_a_wish_to_keep_back()
    work.does_not_see_the_other()


def harm(work):
    work.records_a_pattern()
    work.adds_an_incident()
    work.records_a_status()


def assessment(work):
    for child in (work.seen, work.not_seen):
        work.assesses(child)


def advice_is_refused_by_name_and_mended(work):
    """Each thing that stands in the way is named, and leads to the place where it is mended."""
    hand = work.hand
    for child in (work.not_seen, work.seen):
        work.begins_the_advice(child)
        work.writes_the_advice(child)
        work.adds_an_option()
    wren = f"{work.seen}: “{WISH[:40]}"
    hand.is_refused(wren, f"“{SECRET[:40]}", f"“{BEHAVIOUR[:40]}", f"The line of enquiry “{QUESTION}” is open")
    expect(hand.page.get_by_role("button", name="Submit to your manager")).to_be_disabled()

    work.answers_the_line()
    to_the_advice(hand, work.seen)
    for words, how in ((WISH, "Followed in part"), (SECRET, "Not followed")):
        work.mends(words[:20])
        work.weighs(words, how)
    work.mends(BEHAVIOUR[:20])
    work.carries_the_pattern()
    expect(hand.page.locator(".gt-problems")).to_have_count(0)
    work.submits()

    to_the_advice(hand, work.not_seen)
    work.mends(BEHAVIOUR[:20])
    work.carries_the_pattern()
    work.submits()


def to_the_advice(hand, child):
    hand.part("Advice")
    hand.page.locator(".gt-sides__child").filter(has_text=child).get_by_role("link", name=child, exact=True).click()
    hand.sees(f"Advice for {child}")


def returned_and_agreed(manager, amira, work, reference):
    """The manager reads what it rests on, returns it with a reason, and agrees what comes back. Never their own."""
    decide(manager, work.seen, "Return the advice", "Say who tells Wren about the garden.")
    to_the_advice(amira, work.seen)
    amira.sees("Returned", "The manager has returned this advice.").follows("Read the reason under Oversight")
    amira.sees("Say who tells Wren about the garden.")
    to_the_advice(amira, work.seen)
    amira.page.locator("main").get_by_role("link", name=re.compile("The advice and the reasons")).click()
    amira.writes("How will the advice be explained to the child?", "I tell her myself, at school, with her drawing.")
    amira.presses("Save the advice").is_told("The advice is saved.")
    work.submits()
    for child in (work.seen, work.not_seen):
        decide(manager, child, "Agree the advice", "It rests on what each child said and on what is not yet proved.")


def decide(manager, child, decision, reason):
    manager.goes("/decisions").follows(f"Decide for {child}")
    manager.sees(
        "The advice introduces time with a parent where abuse is reported, known, found or under investigation",
        "nobody else can keep the time safe",
    )
    manager.chooses("What do you decide?", decision).writes("Your reasons", reason)
    manager.presses("Record your decision").is_told("Your decision is recorded.")


def report(amira):
    """One text out of the record: what is protected or kept back stands nowhere in it, on the screen or on paper."""
    amira.part("Advice").follows("Report to court").presses("Make the report")
    if amira.page.get_by_role("button", name="Make the report", exact=True).count():
        amira.presses("Make the report")
    amira.is_told("A new version of the report is made.")
    document = amira.page.get_by_role("article")
    expect(document).to_contain_text(WISH[:40])
    for media in ("screen", "print"):
        amira.page.emulate_media(media=media)
        expect(document).to_be_visible()
        amira.sees_nowhere(SECRET, SECRET[:30], ADDRESS.splitlines()[0], POSTCODE)
    amira.page.emulate_media(media="print")
    for what in ("link", "button"):
        expect(amira.page.get_by_role(what)).to_have_count(0)
    amira.page.emulate_media(media="screen")
    amira.follows("Mark it as filed").dates("When was it filed with the court?", TODAY)
    amira.presses("Mark it as filed").is_told("The report is marked as filed.").sees("Filed")


def order(amira):
    """Contrary to the advice: the page asks whether the order may be unsafe, and does not go on without an answer."""
    amira.goes_back()
    amira.part("Court").follows("Record the order").chooses("What kind of order is it?", "Final order")
    amira.dates("When was it made?", TODAY)
    amira.writes("What does the order say?", "The children stay with their father every second weekend.")
    amira.presses("Record the order").is_told("The order is recorded. Say now what it means for each child.")
    amira.follows("Record what it means for Wren")
    amira.writes("What does the order mean for Wren?", "Overnight at the father's flat, not supervised.")
    amira.chooses("How does it compare with the advice?", "Contrary to the advice")
    amira.writes("What reasons did the court give?", "The court heard the father and believed him.")
    amira.presses("Record it for Wren")
    amira.is_refused("The order goes against the advice. Say whether it may be unsafe for this child.")
    amira.chooses("May the order be unsafe for Wren?", "Yes, it may be unsafe")
    amira.writes("What makes you think so?", "Nobody watches the evenings.").presses("Record it for Wren")
    amira.sees("Contrary to the advice", "Tell your manager today that this order may be unsafe: Marcus Oyelaran.")


def trace_back_and_forth(amira):
    """From the order to the child's sentence and the line of enquiry; from the sentence to the order."""
    behind, _ahead = amira.thread
    expect(behind.get_by_role("link", name=QUESTION)).to_be_visible()
    behind.get_by_role("link", name=WISH[:40]).first.click()
    amira.sees(WISH)
    _behind, ahead = amira.thread
    expect(ahead.get_by_role("link", name="Overnight at the father's flat")).to_be_visible()


def correction(amira):
    """The wish was said another way: the record of it is superseded with a reason, and both stand."""
    wish = amira.page.url
    amira.follows("This is wrong: supersede it")
    amira.page.locator("main").get_by_role("radio").first.check()
    amira.page.locator("main textarea").fill("She said 'the big park', not 'the park'.")
    amira.page.locator("main form.gt-form button").first.click()
    amira.page.goto(wish)
    amira.sees(WISH, "Superseded", "She said 'the big park', not 'the park'.")
    _behind, ahead = amira.thread
    expect(ahead.get_by_role("link", name="Overnight at the father's flat")).to_be_visible()
