"""One line of the plan, from what was learned to the Board's minute: learning, line, evidence, sign-off, effect, the
assistant director's report, the pack, the member who reads it, the minute. Told in the demonstration, by its people.
"""

import re

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys.acts import TODAY, Hand, ago
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

IMPROVER, OWNER, DIRECTOR = "Rosalind Thackeray", "Beatrix Holloway", "Constance Abara"
SECRETARY, MEMBER = "Desmond Fairlie", "Leonard Asquith-Bello"
POINT = "Ask a child twice, on two days"
LINE = "Put a second conversation with each child into the guidance"
PRIORITY = "Stronger practice"
BOARD = "Learning and Improvement Board"


def TEMPLATE():  # noqa: N802 (what the fixture `database` looks for)
    return databases.demo_template(4)


def test_a_line_of_the_plan_from_learning_to_minute(open_page):
    def acts(name):
        return Hand(sign_in(open_page(), name))

    improver = acts(IMPROVER)
    learns(improver)
    undertakes(improver)
    owner = acts(OWNER)
    does_it(owner)
    line = signs_it_off(acts(SECRETARY))
    looks_at_its_effect(improver)
    director = acts(DIRECTOR)
    reports_for_the_area(director)
    secretary = acts(SECRETARY)
    meeting = makes_the_pack(secretary)
    gives_it_to_the_board(secretary, meeting)
    reads_it(acts(MEMBER), meeting)
    takes_the_minute(secretary, meeting)
    follows_the_thread_back(secretary, line)


def learns(hand):
    hand.goes("/learning").follows("Write a learning point")
    hand.writes("What was learned, in one line?", POINT)
    hand.writes("What happened, and what does it teach?", "On the second day children said what mattered to them.")
    hand.writes("What should people do now?", "Plan two conversations from the start.")
    hand.chooses("What was it learned from?", "Practice")
    hand.ticks("In which nations does it hold?", "England").ticks("What is it about?", "The child's voice")
    hand.ticks("On which steps of the pathway does it bear?", "Direct work").ticks(
        "How does it reach people?", "Briefing"
    )
    hand.presses("Save the draft").is_told("The draft is saved")
    hand.follows("Send it out").presses("Send it out").is_told("It is out.")


def to_priority(hand):
    hand.goes("/plans").follows("Domestic Abuse Learning and Improvement Plan").follows(re.compile(PRIORITY))
    return hand


def undertakes(hand):
    to_priority(hand).follows("Say what it rests on").ticks("Which learning points?", POINT)
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    expect(hand.thread[0]).to_contain_text(POINT)
    hand.follows("Add a line")
    hand.writes("What will be done?", LINE).writes("A short reference", "two-conversations")
    hand.writes("Who, as the plan says it?", "The policy team, with advisers")
    page = hand.page
    page.get_by_label("Which post owns it?").select_option("Policy team")
    page.get_by_label("Which post accounts for it?").select_option("Principal Social Worker")
    hand.writes("By when?", f"Dec {TODAY.year + 1}").presses("Add it").is_told("The line is added, with its action.")


def does_it(hand):
    hand.goes("/commitments").follows(LINE).follows("Say that it is done")
    hand.writes("What was done, and what came of it?", "The guidance asks for two conversations.")
    hand.presses("Say that it is done").is_refused("Show something for it")
    hand.writes("What shows it?", "The guidance, version 4").writes("Where can it be found?", "Policy library, G-21")
    hand.presses("Say that it is done").is_told("It waits for someone else to sign it off.")
    hand.sees_nowhere("Sign it off or send it back")


def signs_it_off(hand):
    hand.goes("/actions").follows(LINE).follows("Sign it off or send it back")
    hand.sees("Policy library, G-21")
    hand.chooses("What do you decide?", "Sign it off: the evidence shows that it is done")
    hand.writes("Your reasons", "Read; it is in use.")
    hand.dates("When is its effect looked at again?", ago(-30))
    hand.presses("Record your decision").is_told("Your decision is recorded.")
    hand.sees("Signed off")
    return hand.page.url


def looks_at_its_effect(hand):
    hand.goes("/actions?which=EFFECT").follows(LINE).follows("Look at its effect")
    hand.chooses("What do you find?", "It had the effect that was meant")
    hand.writes("What do you rest that on?", "Eight of ten files show two conversations.")
    hand.presses("Record what you find").is_told("What you found is recorded.")
    hand.sees("It had the effect that was meant")


def reports_for_the_area(hand):
    hand.goes("/area-reports").follows("Report on priority 2")
    hand.writes("What is going well, and how do you know?", "Children are spoken with twice in most files.")
    hand.writes("What worries you, and what are you doing about it?", "Rooms near schools are hard to find.")
    hand.presses("Save your report").is_told("Your report is saved.")


def makes_the_pack(hand):
    hand.goes("/boards").follows(BOARD).follows("Plan a meeting")
    hand.dates("When does it begin?", TODAY, "00:01")
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(BOARD)
    meeting = hand.page.url
    hand.goes("/boards").follows(BOARD).follows(re.compile("[Pp]acks")).follows("Make a pack")
    hand.page.get_by_role("radio").or_(hand.page.get_by_label("For which meeting?")).first.wait_for()
    choose_the_meeting(hand)
    hand.presses("Make the pack")
    hand.sees(LINE, "Children are spoken with twice in most files.")
    return meeting


def choose_the_meeting(hand):
    today = f"{TODAY.day} {TODAY:%B} {TODAY.year}"
    form = hand.page.get_by_role("main").locator("form").first
    select = form.locator("select")
    if select.count():
        select.select_option(label=next(t for t in select.locator("option").all_inner_texts() if today in t))
    else:
        form.get_by_role("radio", name=re.compile(today)).check()


def the_item(hand):
    heading = hand.page.get_by_role("heading", name=re.compile("The plan and its progress"))
    return hand.page.locator("section", has=heading)


def gives_it_to_the_board(hand, meeting):
    hand.goes(meeting)
    item = hand.page.locator(
        "section", has=hand.page.get_by_role("heading", name=re.compile("The plan and its progress"))
    )
    item.get_by_role("link", name=re.compile("Add a paper")).first.click()
    hand.writes("What is the paper called?", "The pack of today").writes("What is asked of members?", "To challenge it")
    pack = hand.page.get_by_label("Or a pack")
    pack.select_option(index=1)
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    hand.goes(meeting).follows("Send the papers out")
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    hand.goes(meeting).sees("Papers are out")


def reads_it(hand, meeting):
    hand.goes(meeting).sees("To challenge it").follows("The pack of today")
    hand.follows(re.compile("Pack as at"))
    hand.sees(LINE, "Closed with evidence")
    # What was noted on an action is not for members.
    hand.sees_nowhere("The guidance asks for two conversations.", "Policy library, G-21")
    for button, ending in (("Take it as a Word file", ".docx"), ("Take it as a PDF", ".pdf")):
        with hand.page.expect_download() as waiting:
            hand.page.get_by_role("button", name=button).or_(hand.page.get_by_role("link", name=button)).first.click()
        assert waiting.value.suggested_filename.endswith(ending)


def takes_the_minute(hand, meeting):
    hand.goes(meeting).follows("Record that it was held")
    for group in hand.page.get_by_role("group").all():
        present = group.get_by_role("radio", name="Present", exact=True)
        if present.count():
            present.check()
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    item = hand.page.locator(
        "section", has=hand.page.get_by_role("heading", name=re.compile("The plan and its progress"))
    )
    item.get_by_role("link", name=re.compile("[Mm]inute")).first.click()
    hand.page.get_by_role("radio", name="Decided").check()
    hand.page.locator("textarea[name=words]").fill("Two conversations with each child become the rule.")
    paper = hand.page.get_by_role("main").locator("select[name=paper]")
    if paper.count():
        paper.select_option(index=1)
    hand.page.get_by_role("main").locator("form button[type=submit]").first.click()
    hand.goes(meeting).sees("Two conversations with each child become the rule.")


def follows_the_thread_back(hand, line):
    """From the minute to the paper, the pack, the line and the learning point."""
    hand.follows("Decided")
    behind = hand.thread[0]
    for said in ("The pack of today", BOARD, LINE, POINT):
        expect(behind).to_contain_text(said)
    hand.goes(line)
    expect(hand.thread[1]).to_contain_text(LINE)
