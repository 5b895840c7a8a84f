"""What people do in the stories, by the words that they read on the page.

`Hand` is one person's browser page. `Work` is the adviser's part of a case, step by step; it is the same on a wide
screen with a script and on a telephone without one, because the product is.
"""

import datetime as dt
import re

from django.conf import settings
from playwright.sync_api import expect

from goldenthread.access.door import clock

TODAY = clock().astimezone(settings.LOCAL_ZONE).date()


def ago(days):
    return TODAY - dt.timedelta(days=days)


class Hand:
    """One person at one page. Everything is found by what it says, as a person or a screen reader finds it."""

    def __init__(self, page):
        self.page = page

    def goes(self, address):
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        return self

    def follows(self, text, within=None):
        """A link, or what looks like a button and leads to another page."""
        where = within or self.page.locator("main")
        where.get_by_role("link", name=text).or_(where.locator("a[role=button]", has_text=text)).first.click()
        return self

    def goes_back(self):
        self.page.get_by_role("navigation", name="Back").get_by_role("link").click()
        return self

    def part(self, name):
        """One of the parts of the case, by the sub-navigation."""
        parts = self.page.get_by_role("navigation", name="Parts of this case")
        parts.get_by_role("link", name=name, exact=True).click()
        expect(parts.locator("[aria-current=page]")).to_have_text(name)
        return self

    def presses(self, text):
        self.page.get_by_role("button", name=text, exact=True).click()
        return self

    def writes(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def chooses(self, question, answer):
        self.group(question).get_by_role("radio", name=answer, exact=True).check()
        return self

    def ticks(self, question, *answers):
        for answer in answers:
            self.group(question).get_by_role("checkbox", name=answer).check()
        return self

    def dates(self, question, day, time=""):
        boxes = self.group(question)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label, exact=True).fill(str(value))
        if time:
            self.page.get_by_role("textbox", name=re.compile("^Time")).fill(time)
        return self

    def group(self, question):
        return self.page.get_by_role("group", name=question, exact=True)

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).first).to_be_visible()
        return self

    def sees_nowhere(self, *texts):
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def is_told(self, text):
        """The message after an act."""
        expect(self.page.locator(".govuk-notification-banner").get_by_text(text)).to_be_visible()
        return self

    def is_refused(self, *texts):
        """The page comes back with an error summary, or with a list of what stands in the way."""
        refusal = self.page.locator(".govuk-error-summary, .gt-problems")
        for text in texts:
            expect(refusal.filter(has_text=text).first).to_be_visible()
        return self

    @property
    def thread(self):
        """The trace panel: (what this rests on, what became of this)."""
        panel = self.page.get_by_role("complementary", name="The thread")
        return panel.get_by_role("region", name="What this rests on"), panel.get_by_role(
            "region", name="What became of this"
        )


QUESTION = "How have the evenings at home affected each child?"
WISH = "I want to sleep at Mum's. I want Dad to come to the park, not to the flat."
SECRET = "I put my trainers by the door so that I can run to Mrs Abbot"
BEHAVIOUR = "He reads her telephone every evening and shouts until the children come out of their rooms."
SAID = "She rings him from the landing when it starts. She asked to be rung after four."


class Work:
    """The adviser's part. `hand` has the case's first page open; the children are called as the court calls them.

    `mother` and `father` are named as their choices on the page name them.
    """

    def __init__(self, hand, *, seen, not_seen, mother, father):
        self.hand, self.seen, self.not_seen, self.mother, self.father = hand, seen, not_seen, mother, father

    def declares_no_conflict(self, case_address):
        hand = self.hand.goes(f"{case_address}/conflict")
        hand.chooses(
            "Is there a conflict of interest?", "No: I know none of these people, and nothing stands in my way"
        )
        hand.presses("Declare").is_told("You have declared that there is no conflict of interest.")

    def sets_safe_contact(self, name):
        hand = self.hand.part("Children")
        card = hand.page.get_by_role("article").filter(has=hand.page.get_by_role("heading", name=name))
        card.get_by_role("link", name=re.compile("Record it ?: Safe-contact rule")).click()
        hand.sees(f"Safe contact and language: {name}")
        hand.writes("How can this person be reached safely?", "By mobile, after four, when the children are at school.")
        hand.chooses("May a voicemail be left?", "No").chooses("May letters be sent home?", "No")
        hand.chooses("In what language do they wish to be spoken and written to?", "English")
        hand.presses("Set this rule").is_told("The safe-contact rule is set.")

    def opens_a_line(self):
        hand = self.hand.part("Enquiry").follows("Open the first line of enquiry")
        hand.writes("What do we need to find out?", QUESTION)
        hand.writes("Why do we need to know?", "The application says that both were at home.")
        hand.chooses("Whom is it about?", "The whole family").presses("Open this line of enquiry")
        hand.sees(QUESTION)

    def logs_a_contact(self):
        hand = self.hand.part("Enquiry").follows("Add the first contact")
        hand.chooses("Whom did you try to reach?", self.mother).dates("When?", ago(2), "4:15pm")
        hand.chooses("How?", "Telephone").chooses("What came of it?", "Reached").writes("What was said", SAID)
        hand.ticks("Which lines of enquiry does it bear on?", QUESTION).presses("Add to the contact log")
        hand.sees(SAID)

    def sees_one_child(self):
        hand, child = self.hand.part("Direct work"), self.seen
        hand.follows(f"Record a session with {child}").dates("When was it, or when should it have been?", ago(1))
        hand.chooses(f"Was {child} seen?", "Yes").chooses("Alone?", "Yes, alone with you")
        hand.chooses("Where?", "School or nursery")
        hand.writes("What does this child need in order to be understood?", "Time, and paper to draw on.")
        hand.writes("How did you work together?", "We drew the two houses.")
        hand.writes("What was the child told about how their words are used?", "That the court reads them.")
        hand.ticks("Which lines of enquiry does it bear on?", QUESTION).presses("Record this session")
        hand.is_told("The session is recorded.")

    def hears_a_wish(self):
        hand, child = self.hand, self.seen
        hand.follows("Record the first wish").writes(f"What did {child} say?", WISH)
        hand.writes("How did it come up?", "While drawing").chooses(f"Did {child} ask for it to be kept back?", "No")
        hand.presses("Record this wish").sees(WISH)

    def hears_a_wish_to_keep_back(self):
        hand, child = self.hand.part("Direct work"), self.seen
        hand.follows(f"Record a wish of {child}").writes(f"What did {child} say?", SECRET)
        hand.chooses(f"Did {child} ask for it to be kept back?", "Yes")
        hand.writes("What did the child ask?", "Don't tell Dad about Mrs Abbot.")
        hand.chooses("What happens with it?", "It stays out of every copy")
        hand.writes(
            f"What was {child} told could and could not be promised?",
            "That it stays out of the report; that a person in danger must be helped.",
        ).presses("Record this wish")
        hand.sees(SECRET)

    def does_not_see_the_other(self):
        hand, child = self.hand.part("Direct work"), self.not_seen
        hand.follows(f"Record a session with {child}").dates("When was it, or when should it have been?", ago(1))
        hand.chooses(f"Was {child} seen?", "No").chooses("Why not?", "The child could not be reached")
        hand.writes("Say why, and what you did instead", "Ill at home. I watched him with his mother by video.")
        hand.presses("Record this session").is_told("The session is recorded.")

    def records_a_pattern(self):
        hand = self.hand.part("Harm").follows("Record the first pattern")
        hand.chooses("What kind of behaviour is it?", "Controlling or coercive behaviour")
        hand.ticks("Does any of these describe it further?", "Through technology")
        hand.chooses("Whose behaviour is it?", self.father)
        hand.ticks("Towards whom, and who lived with it?", self.mother)
        hand.writes("What does the pattern look like?", BEHAVIOUR)
        since = hand.group("When did it go on?")
        since.get_by_role("group", name="From", exact=True).get_by_label("Year", exact=True).fill("2022")
        since.get_by_label("It is still going on").check()
        hand.chooses("Who says so?", self.mother).dates("When were we told?", ago(2))
        hand.chooses("What is known of proof?", "Reported").dates("On what date?", ago(20))
        hand.writes("How do we know?", "The application").presses("Record this pattern")
        hand.is_told("The pattern is recorded.")

    def adds_an_incident(self):
        hand = self.hand.follows("Add an incident").writes("What happened?", "He broke the telephone in the kitchen.")
        hand.dates("On what date, if it is known?", ago(60)).writes("Who says so?", "The mother")
        hand.writes("Where was each child?", "Both upstairs; one of them heard it.").dates("When were we told?", ago(2))
        hand.presses("Add this incident").is_told("The incident is recorded under its pattern.")

    def records_a_status(self):
        hand = self.hand.follows("Record a new status").chooses("What is known of proof?", "Under police investigation")
        hand.dates("On what date?", ago(3)).writes("How do we know?", "A police check").presses("Record this status")
        hand.is_told("The status is recorded. Earlier ones stand.").sees("Under police investigation", "Reported")

    def says_whether_a_victim(self, child):
        hand = self.hand.part("Assessment").follows(f"Answer it for {child}")
        hand.chooses("Is this child a victim of domestic abuse in their own right?", "Yes")
        hand.writes("What does the answer rest on?", f"{child} hears the evenings.").presses("Record the answer")
        hand.is_told("The answer is recorded.")

    def states(self, child, part, words, *sources):
        """A statement drawn on `sources`: a tick for each, and one press for all."""
        hand = self.hand.part("Assessment")
        hand.page.get_by_role("link", name=re.compile(rf"{child}, {re.escape(part)}")).first.click()
        hand.writes("Your statement", words)
        for source in sources:
            hand.page.get_by_role("checkbox", name=source).check()
        hand.presses("Save the statement").is_told("The statement is written.")
        behind, _ahead = hand.thread
        for source in sources:
            expect(behind.get_by_role("link", name=source)).to_be_visible()

    def assesses(self, child):
        self.says_whether_a_victim(child)
        heard = [WISH[:30]] if child == self.seen else []
        self.states(child, "Impact on the child", f"{child} watches the clock in the evening.", BEHAVIOUR[:30], *heard)
        self.states(
            child,
            f"Impact on {self.mother.split()[0]} as the victim parent",
            "She sleeps with the door barred.",
            SAID[:30],
        )
        self.states(child, "(a) Wishes and feelings", f"{child} is clear about the park.", SAID[:30], *heard)

    def answers_the_line(self):
        hand = self.hand.part("Enquiry").follows(QUESTION).follows("Answer this line of enquiry")
        hand.page.get_by_role("main").get_by_role("textbox").fill("Both are afraid of the evenings; one says so.")
        hand.page.locator("main").get_by_role("button", name=re.compile("Answer|Save")).first.click()
        hand.sees("Answered")

    def begins_the_advice(self, child):
        self.hand.part("Advice").presses(f"Begin the advice for {child}").sees(f"Advice for {child}")

    def writes_the_advice(self, child):
        hand = self.hand
        hand.page.locator("main").get_by_role("link", name=re.compile("Write it|The advice")).first.click()
        hand.chooses("What do you advise?", "Spend time with a parent, supervised")
        hand.chooses("Which parent is it about?", self.father)
        hand.writes("The advice, as the court will read it", f"{child} meets their father at the centre twice a month.")
        hand.writes("Why", "The centre can watch it and end it.")
        hand.writes(
            "Why this is right although it calls for particular care",
            "The behaviour is under investigation; nobody else can keep the time safe.",
        )
        hand.writes("How will the advice be explained to the child?", "With the drawing, at school.")
        hand.presses("Save the advice").is_told("The advice is saved.")

    def adds_an_option(self):
        hand = self.hand.follows("Add an option").writes("What was considered?", "Time in the park with an aunt.")
        hand.writes("Why is it not advised for this child?", "The aunt cannot end it.").presses("Add the option")
        hand.is_told("The option is added.")

    def weighs(self, words, how="Followed in part"):
        hand = self.hand.sees(words[:30])
        hand.chooses("Does the advice follow what the child said?", how).writes("Why", "The park cannot be watched.")
        hand.writes("How will this be explained to the child?", "That the centre has a garden.")
        hand.presses("Save").is_told("The wish is weighed.")

    def carries_the_pattern(self):
        hand = self.hand.chooses("Does the advice rest on this pattern?", "Carried into the advice")
        hand.presses("Save").is_told("Saved.")

    def mends(self, problem):
        """Follows a problem of the list to the place where it can be mended."""
        problems = self.hand.page.locator(".gt-problems")
        problems.get_by_role("link", name=problem).first.click()

    def submits(self):
        hand = self.hand.follows("Submit to your manager")
        hand.presses("Submit to your manager").is_told("The advice is with the manager.")
