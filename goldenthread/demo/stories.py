"""How a case goes: its people and its days, and the steps of the pathway up to where it has come today.

A story only calls the operations that people use, each as the person who would do it, at a moment in office
hours. Where a moment would lie ahead of now, the story ends there: nothing more has happened yet.
"""

import random
from collections import deque
from contextlib import suppress

from django.db import transaction

from goldenthread.access.door import name_person
from goldenthread.access.models import ViewLog
from goldenthread.casework.cases.models import Case
from goldenthread.casework.families.rules import age_on
from goldenthread.demo import advice, characteristics, courtroom, fieldwork, intake
from goldenthread.demo.diary import Diary, Today
from goldenthread.demo.words import Deck, situations

# The pathway: what is done, and the goal from which on it has been done.
STEPS = (
    (intake.register, "TRAY"),
    (intake.screen, "TRAY"),
    (courtroom.list_first, "TRAY"),
    (intake.allocate, "ALLOCATED"),
    (intake.known_before, "ALLOCATED"),
    (intake.prepare, "ENQUIRY"),
    (characteristics.ask, "ENQUIRY"),
    (fieldwork.open_lines, "ENQUIRY"),
    (fieldwork.ring_round, "ENQUIRY"),
    (intake.letter, "ENQUIRY"),
    (fieldwork.record_harm, "HEARD"),
    (courtroom.first_hearing, "HEARD"),
    (fieldwork.see_children, "HEARD"),
    (fieldwork.close_lines, "ASSESSED"),
    (advice.assess, "ASSESSED"),
    (advice.begin, "DRAFT"),
    (advice.weigh, "SUBMITTED"),
    (advice.submit, "SUBMITTED"),
    (advice.returned, "RETURNED"),
    (advice.agree, "AGREED"),
    (advice.lapse, "LAPSED"),
    (advice.report, "AGREED"),
    (advice.file, "FILED"),
    (courtroom.order, "ORDERED"),
    (intake.glass, "TRAY"),
)
# What whoever works on a case is taken to have opened.
PAGE = "workspace:overview"
# A case that is returned, or whose agreement lapsed, stays there; one that is further on has put it behind it.
ONLY_AT = {advice.returned: "RETURNED", advice.lapse: "LAPSED"}
NOT_AT = {advice.agree: {"RETURNED"}, advice.report: {"RETURNED", "LAPSED"}}


class Story:
    """One family's case as it is being lived: who works it, what day it is, what has been recorded."""

    def __init__(self, family, staff, now, seed):
        self.family, self.staff = family, staff
        self.chance = random.Random(f"{seed}/{family.number}")  # noqa: S311 (made-up people, no secret)
        # Draws of its own, so that what a family tells of itself moves nothing else in the story.
        self.apart = random.Random(f"{seed}/{family.number}/told")  # noqa: S311 (made-up people, no secret)
        self.diary = Diary(start=family.received_on, now=now, nation=family.nation, chance=self.chance)
        self.deck = Deck(self.chance)
        self.facts = situations()[family.situation]
        self.office = staff.offices[family.team]
        self.duty = staff.duty(family.nation)
        self.adviser = self.office.advisers[family.number % len(self.office.advisers)]
        self.case = None
        self.members = {}  # One -> FamilyMember
        self.kept = {}  # what later steps need of earlier ones, by name
        self.seen = deque()  # (person, moment) of each act that is not in the view log yet
        self.last_at = None  # the moment of the last act
        self.last_seen = {}  # person -> the last day on which they opened the case
        self._named = None

    # --- acting ---------------------------------------------------------------------------------------------

    def act(self, operation, *, by=None, at=None, days=0, **said):
        """Does one operation as one person (the adviser), some working days on. Returns what it returns."""
        by = by or self.adviser
        at = at or self.diary.on(days).moment()
        if self._named != by.pk:
            name_person(by.pk)
            self._named = by.pk
        done = operation(by=by, now=at, **said)
        self.seen.append((by, at))
        self.last_at = at
        return done

    def refresh(self):
        """The case as it stands now: operations work on rows of their own."""
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def has(self, word):
        """Whether something is particular about this family."""
        return word in self.family.particular

    # --- people ---------------------------------------------------------------------------------------------

    def member(self, part):
        """The recorded person who plays a part (mother, father, grandmother), or None."""
        return next((self.members[one] for one in self.family.people if one.part == part), None)

    def children(self):
        """Each child with the recorded person: [(One, FamilyMember)]."""
        return [(one, self.members[one]) for one in self.family.children]

    def adults(self):
        """Each adult with the recorded person."""
        return [(one, self.members[one]) for one in self.family.people if one.role != "CHILD"]

    def age(self, one):
        return age_on(one.born, self.diary.day)

    @property
    def home(self):
        """The part of whoever the children live with."""
        return {"both": "mother", "carers": "carers"}.get(self.facts["home"], self.facts["home"])

    @property
    def other(self):
        """The part of the parent with whom they do not live."""
        return {"mother": "father", "father": "mother", "carers": "mother"}[self.home]

    # --- words ----------------------------------------------------------------------------------------------

    def say(self, text, one=None):
        """A passage with this family's names in it. `one` is the child it is about."""
        said = {o.part: o.formal for o in self.family.people if o.role != "CHILD"}
        calls = {"mother": "Mum", "father": "Dad", "carers": "Jackie"}
        said |= {"near": calls[self.home], "away": calls[self.other]}
        one = one or (self.family.children[0] if "{child}" in text or "{age}" in text else None)
        if one:
            said |= {"child": one.first or "the child", "age": self.age(one) or "young"}
        said["carer"] = said.get(self.home, "the foster carer")
        return text.format_map(said)

    def deal(self, *path, one=None):
        """The next shared passage of a kind, in this family's names."""
        return self.say(self.deck.of(*path), one)


def tell(family, staff, now, seed):
    """Lives one family's case up to its goal, in one transaction. Returns the story."""
    story = Story(family, staff, now, seed)
    with transaction.atomic():
        with suppress(Today):
            for step, goal in STEPS:
                if family.goal in NOT_AT.get(step, ()) or ONLY_AT.get(step, family.goal) != family.goal:
                    continue
                if family.reaches(goal):
                    step(story)
        opened(story)
    return story


def opened(story):
    """Whoever did something had opened the case to do it: a line for each person and day, for what is new since last
    time."""
    if story.case is None:
        return
    rows = []
    while story.seen:
        person, at = story.seen.popleft()
        if story.last_seen.get(person.pk) != at.date():
            story.last_seen[person.pk] = at.date()
            rows.append(
                ViewLog(
                    at=at,
                    person=person,
                    case_id=story.case.pk,
                    page=PAGE,
                    outcome="OPENED",
                )
            )
    ViewLog.objects.bulk_create(rows)
