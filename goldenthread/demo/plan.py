"""The Learning and Improvement Plan as it was lived since 2021: who holds its posts, what was done, what is late, and
what the Board that watches it was told.

The plan itself is the real one (`improvement/content`); who held the posts, and what was noted, is made up.
"""

import datetime as dt
from functools import partial
from pathlib import Path

import yaml
from django.conf import settings

from goldenthread.access.door import name_person
from goldenthread.actions import operations as actions
from goldenthread.actions.models import OwnerPost
from goldenthread.demo.boards import Boards
from goldenthread.improvement.files import PLANS, read_plan
from goldenthread.improvement.models import PlanLine
from goldenthread.improvement.operations import plans
from goldenthread.kernel.workdays import add_working_days
from goldenthread.people.models import ServiceArea
from goldenthread.people.operations import add_person, start_post
from goldenthread.people.rules import Nation, Role

BEGAN = dt.date(2021, 5, 28)
# Who holds a post of the plan. Posts of a whole role are held by whoever is in it.
STORY = Path(__file__).with_suffix(".yaml")


def at(day, hour=10):
    """A moment of a working day, where the service is."""
    return dt.datetime.combine(day, dt.time(hour, 15), settings.LOCAL_ZONE)


class Acting:
    """Who does what of the story: the holder of a post, or someone in a role."""

    def __init__(self, everyone):
        self.everyone = everyone
        self.improver = everyone.national[Role.IMPROVEMENT, Nation.ENGLAND]
        # Someone of the improvement service who owns nothing of the plan signs what its owner cannot.
        self.people = {
            "IMPROVEMENT": everyone.national[Role.GOVERNANCE, Nation.ENGLAND],
            "SERVICE_MANAGER": everyone.offices["Calder North"].manager,
            "ASSISTANT_DIRECTOR": everyone.directors["CALDER"],
        }

    def hold(self, posts, holders):
        """Says who holds each post of the plan, from the day on which it began."""
        administrator = self.everyone.administrators[Nation.ENGLAND]
        known = {person.name: person for person in self.everyone.national.values()}
        for title, name in holders.items():
            name_person(administrator.pk)
            person = known.get(name) or self._joins(name, administrator)
            name_person(self.improver.pk)
            actions.start_holding(post=posts[title], person=person, from_on=BEGAN, by=self.improver, now=at(BEGAN))
            self.people[title] = person

    def _joins(self, name, administrator):
        now, nation = at(dt.date(2021, 4, 12)), Nation.ENGLAND
        email = name.lower().replace(" ", ".") + "@goldenthread.invalid"
        person = add_person(name=name, email=email, by=administrator, now=now)
        start_post(person=person, role=Role.CENTRAL, from_on=now.date(), nation=nation, by=administrator, now=now)
        return person


def tell_plan(everyone, now):
    """The plan since 2021, up to `now`. Returns the plan."""
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    acting = Acting(everyone)
    name_person(acting.improver.pk)
    plan = plans.load_plan(data=read_plan(PLANS / "domestic-abuse-2021.yaml"), by=acting.improver, now=at(BEGAN))
    acting.hold({post.name: post for post in OwnerPost.objects.filter(nation=Nation.ENGLAND)}, story["holders"])
    name_person(acting.improver.pk)
    plan.refresh_from_db()
    plans.publish(plan=plan, note="The plan as the Board agreed it.", by=acting.improver, now=at(BEGAN, 16))
    moments = [
        (at(told["day"]), partial(_tell, line.action, acting.people[told["who"]], told))
        for line in PlanLine.objects.select_related("action").order_by("priority__number", "number")
        for told in story["lines"][line.key]
    ]
    moments += _areas(plan, everyone, story["reports"], now)
    moments += Boards(everyone, at).moments(now)
    # In the order in which it happened: a board's pack is made of what stood on its day.
    for moment, happens in sorted((one for one in moments if one[0] < now), key=lambda one: one[0]):
        happens(moment)
    return plan


def _tell(action, by, told, now):
    name_person(by.pk)
    what, words, where, again = told["what"], told["words"], told.get("where", ""), told.get("again")
    said = {"action": action, "by": by, "now": now}
    if what in {"NOTE", "OBSTACLE"}:
        actions.note(kind="PROGRESS" if what == "NOTE" else what, words=words, **said)
    elif what == "DONE":
        actions.say_done(reason=words, evidence=words, where=where, **said)
    elif what == "ROUND":
        actions.round_done(words=words, where=where, **said)
    elif what == "SIGN":
        actions.sign_off(reason=words, effect_due_on=again, **said)
    else:
        actions.look_at_effect(effect=what, words=words, again_on=again, **said)


def _areas(plan, everyone, reports, now):
    for days, code in ((96, "CALDER"), (82, "CHANNEL"), (40, "CALDER"), (12, "CHANNEL")):
        day = add_working_days((now - dt.timedelta(days=days)).date(), 1, Nation.ENGLAND)
        director, area = everyone.directors[code], ServiceArea.objects.get(code=code)
        for priority in plan.priorities.order_by("number"):
            yield at(day, 11), partial(_report, priority, area, director, reports[priority.number])


def _report(priority, area, director, said, now):
    name_person(director.pk)
    plans.report_for_area(priority=priority, area=area, by=director, now=now, **said)
