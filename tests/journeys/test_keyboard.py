"""The main acts by keyboard alone: Tab, Space, arrows and Enter. The focus can be seen, and goes where the eye goes."""

import pytest
from playwright.sync_api import expect

from tests.journeys import seed
from tests.journeys.acts import Hand, ago
from tests.journeys.conftest import TELEPHONE

pytestmark = pytest.mark.journey

# What has the focus: its name, its question, where it is, and whether one can see that it has it.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const labels = [...(e.labels ?? [])].map(label => label.innerText).join(" ");
  const marks = [getComputedStyle(e)];
  if (["radio", "checkbox"].includes(e.type)) marks.push(getComputedStyle(e.nextElementSibling, "::before"));
  const box = e.getBoundingClientRect();
  return {
    name: (labels || e.innerText || e.getAttribute("aria-label") || "").trim().replace(/\\s+/g, " "),
    kind: e.type || e.tagName.toLowerCase(),
    group: e.closest("fieldset")?.querySelector("legend")?.innerText.trim() ?? "",
    main: !!e.closest("form.gt-form"),
    checked: e.checked ?? false,
    index: e.tabIndex,
    top: box.top + scrollY,
    shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    seen: marks.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"),
  };
}"""
MOST_STEPS = 150
NOTHING = {"name": "", "kind": "", "group": "", "main": False, "checked": False}


class Keys:
    """One person's keyboard. Each step checks that the focus can be seen and has not jumped."""

    def __init__(self, page):
        self.page, self.last = page, None

    def press(self, key):
        self.page.keyboard.press(key)
        return self

    def tab(self):
        self.press("Tab")
        now = self.page.evaluate(FOCUS)
        if now is None:
            # Past the last stop of the page: the next one is its first again.
            self.last = None
            return NOTHING
        where = f"{self.page.url}: {now['kind']} {now['name'][:60]!r}"
        assert now["shown"], f"{where} has the focus and is not in sight"
        assert now["seen"], f"{where} does not show that it has the focus"
        assert now["index"] <= 0, f"{where} jumps the queue"
        if now["main"] and self.last and self.last["main"]:
            assert now["top"] >= self.last["top"] - 60, f"{where} stands above {self.last['name'][:60]!r}"
        self.last = now
        return now

    def until(self, wanted, what):
        for _step in range(MOST_STEPS):
            if wanted(self.tab()):
                return self
        raise AssertionError(f"{what} is not reached by Tab on {self.page.url}")

    def fresh(self):
        """A new page: the focus begins at its top."""
        self.page.wait_for_load_state()
        self.last = None
        return self

    def follows(self, name):
        """To a link or a button, and through it."""
        self.until(lambda now: now["name"].startswith(name) and now["kind"] in {"a", "submit", "button"}, name)
        with self.page.expect_navigation():
            self.press("Enter")
        return self.fresh()

    def writes(self, label, text, group=""):
        self.until(lambda now: now["name"] == label and (not group or now["group"] == group), label)
        self.page.keyboard.type(text)
        return self

    def dates(self, question, day):
        self.writes("Day", str(day.day), question).writes("Month", str(day.month)).writes("Year", str(day.year))
        return self

    def chooses(self, question, answer):
        self.until(lambda now: now["group"] == question and now["kind"] == "radio", question)
        for _step in range(20):
            now = self.page.evaluate(FOCUS)
            if now["name"] == answer:
                break
            self.press("ArrowDown")
        if not now["checked"]:
            self.press("Space")
        now = self.page.evaluate(FOCUS)
        assert (now["name"], now["checked"]) == (answer, True), f"{question}: {now['name']} is chosen, not {answer}"
        return self

    def ticks(self, question, answer):
        self.until(lambda now: now["group"] == question and now["name"].startswith(answer), answer)
        self.press("Space")
        assert self.page.evaluate(FOCUS)["checked"]
        return self


def signed_in(page, name):
    page.goto("/sign-in")
    return Keys(page).follows(name)


def test_the_skip_link_comes_first_and_leads_to_the_page(open_page):
    page = open_page()
    keys = signed_in(page, "Amira Lindqvist")
    assert keys.tab()["name"] == "Skip to main content"
    keys.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    # The next stop lies in the page itself, past all that stands around it.
    keys.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_focus_that_cannot_be_seen_is_found(open_page):
    page = open_page()
    keys = signed_in(page, "Amira Lindqvist")
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { outline: none !important; box-shadow: none !important }");
      document.adoptedStyleSheets = [sheet];
    }""")
    with pytest.raises(AssertionError, match="does not show that it has the focus"):
        keys.tab()


def test_the_menu_of_a_telephone_opens_by_keyboard(open_page):
    page = open_page(TELEPHONE)
    keys = signed_in(page, "Marcus Oyelaran")
    keys.until(lambda now: now["name"] == "Menu", "Menu").press("Enter")
    expect(page.get_by_role("link", name="Decisions", exact=True)).to_be_visible()
    keys.follows("Decisions")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Advice that waits for your decision")


def test_an_adviser_works_by_keyboard_alone(open_page, case_of):
    """From the first page to a child's words and a pattern of behaviour."""
    page, there = open_page(), case_of(seed.ELLERY)
    keys, hand = signed_in(page, "Amira Lindqvist"), Hand(page)
    page.goto(f"{there}/conflict")
    keys.fresh().chooses(
        "Is there a conflict of interest?", "No: I know none of these people, and nothing stands in my way"
    )
    keys.follows("Declare")

    keys.follows("Enquiry").follows("Open the first line of enquiry")
    keys.writes("What do we need to find out?", "Who puts the children to bed?")
    keys.writes("Why do we need to know?", "Each parent says that they do.")
    keys.chooses("Whom is it about?", "The whole family").follows("Open this line of enquiry")
    hand.sees("Who puts the children to bed?")

    keys.follows("Direct work").follows("Record a session with Robin")
    keys.dates("When was it, or when should it have been?", ago(1)).chooses("Was Robin seen?", "Yes")
    keys.chooses("Alone?", "No, someone else was there").writes("Who else was there?", "Her teacher")
    keys.chooses("Where?", "School or nursery").ticks("Which lines of enquiry does it bear on?", "Who puts")
    keys.follows("Record this session")
    keys.follows("Record the first wish").writes("What did Robin say?", "Dad reads to me. Mum sings.")
    keys.chooses("Did Robin ask for it to be kept back?", "No").follows("Record this wish")
    hand.sees("Dad reads to me. Mum sings.")

    keys.follows("Harm").follows("Record the first pattern")
    keys.chooses("What kind of behaviour is it?", "Economic abuse").chooses("Whose behaviour is it?", "Gareth Ellery")
    keys.ticks("Towards whom, and who lived with it?", "Petra Ellery")
    keys.writes("What does the pattern look like?", "He keeps the card.").writes("Year", "2023", "From")
    keys.chooses("Who says so?", "Petra Ellery").dates("When were we told?", ago(1))
    keys.chooses("What is known of proof?", "Reported").dates("On what date?", ago(4))
    keys.writes("How do we know?", "The application").follows("Record this pattern")
    hand.is_told("The pattern is recorded.").sees("He keeps the card.")


def test_advice_is_weighed_submitted_and_decided_by_keyboard_alone(open_page, case_of):
    page, there = open_page(), case_of(seed.SAYED)
    keys, hand = signed_in(page, "Amira Lindqvist"), Hand(page)
    page.goto(f"{there}/advice")
    keys.fresh().follows("Amal").follows("Amal: “I want to sleep")
    keys.chooses("Does the advice follow what the child said?", "Followed").writes("Why", "It is what she asks for.")
    keys.writes("How will this be explained to the child?", "That the court was told.").follows("Save")
    hand.is_told("The wish is weighed.")
    keys.follows("Amal: “He takes her telephone")
    keys.chooses("Does the advice rest on this pattern?", "Set down with a reason")
    keys.writes("Why does the advice not rest on it?", "The time is not with him.").follows("Save")
    keys.follows("Submit to your manager").follows("Submit to your manager")
    hand.is_told("The advice is with the manager.")

    page = open_page()
    keys, hand = signed_in(page, "Marcus Oyelaran"), Hand(page)
    keys.follows("Decisions").follows("Decide for Amal")
    keys.chooses("What do you decide?", "Return the advice").writes("Your reasons", "Say who drives her there.")
    keys.follows("Record your decision")
    hand.is_told("Your decision is recorded.").sees("Say who drives her there.")
