"""The Board, the risk register, the recommendations and the learning of the fictional service, as they were lived.

What is told lies in `boards.yaml` beside this file. Each thing is a moment, so that a pack is made of what stood then.
"""

import datetime as dt
from functools import partial
from pathlib import Path

import yaml

from goldenthread.access.door import name_person
from goldenthread.actions.models import OwnerPost
from goldenthread.boards.models import Membership
from goldenthread.boards.operations import boards, meetings, packs, papers
from goldenthread.improvement.files import CONTENT, read_received
from goldenthread.improvement.models import Risk
from goldenthread.improvement.operations import received, risks
from goldenthread.kernel.workdays import is_working_day
from goldenthread.learning import operations as learning
from goldenthread.people.models import Person, ServiceArea, Team
from goldenthread.people.operations import add_person, start_post
from goldenthread.people.rules import Nation, Role

TOLD = Path(__file__).with_suffix(".yaml")
SET_UP = dt.date(2020, 9, 21)


class Boards:
    """What happens, as (moment, what to call) in any order. `at(day, hour)` makes a moment of a day."""

    def __init__(self, everyone, at):
        self.told = yaml.safe_load(TOLD.read_text(encoding="utf-8"))
        self.everyone, self.at = everyone, at
        self.secretary = everyone.national[Role.GOVERNANCE, Nation.ENGLAND]
        self.improver = everyone.national[Role.IMPROVEMENT, Nation.ENGLAND]
        self.board = None

    def moments(self, now):
        """Everything that lies before `now`, and the next meeting, which lies after it."""
        yield self.at(SET_UP), self._set_up
        yield self.at(dt.date(2022, 6, 13)), self._committee
        yield self.at(dt.date(2022, 6, 14)), self._received
        for told in self.told["risks"]:
            yield from self._risk(told)
        yield from self._risk(self.told["area_risk"])
        for told in self.told["learning"]:
            yield from self._learned(told)
        for told in self.told["meetings"]:
            yield from self._meeting(told)
        day = now.date() - dt.timedelta(days=1)
        while not is_working_day(day, Nation.ENGLAND):
            day -= dt.timedelta(days=1)
        yield self.at(day, 16), self._next

    def _as_secretary(self, now):
        name_person(self.secretary.pk)
        return {"by": self.secretary, "now": now}

    # --- boards ---

    def _set_up(self, now):
        told = self.told["board"]
        self.people = {name["name"]: self._person(name["name"], now) for name in self.told["members"]}
        self.board = boards.set_up_board(
            name=told["name"], kind=told["kind"], nation=Nation.ENGLAND, remit=told["remit"], a_year=4,
            standing_items=told["items"], **self._as_secretary(now),
        )  # fmt: skip
        for member in self.told["members"]:
            boards.seat_member(
                board=self.board, person=self.people[member["name"]], capacity=member["capacity"],
                from_on=member["from"], to_on=member.get("to"), named_as=member.get("named_as", ""),
                **self._as_secretary(now),
            )  # fmt: skip

    def _person(self, name, now):
        known = Person.objects.filter(name=name).first()
        if known is not None:
            return known
        administrator = self.everyone.administrators[Nation.ENGLAND]
        name_person(administrator.pk)
        email = name.lower().replace(" ", ".") + "@goldenthread.invalid"
        person = add_person(name=name, email=email, by=administrator, now=now)
        start_post(person=person, role=Role.BOARD_MEMBER, from_on=now.date(), nation=Nation.ENGLAND, by=administrator,
                   now=now)  # fmt: skip
        return person

    def _committee(self, now):
        told = self.told["committee"]
        made = boards.set_up_board(
            name=told["name"], kind=told["kind"], nation=Nation.ENGLAND, remit=told["remit"], a_year=4,
            standing_items=told["items"], **self._as_secretary(now),
        )  # fmt: skip
        for name in ("Leonard Asquith-Bello", "Ingrid Salter"):
            boards.seat_member(board=made, person=self.people[name], capacity="MEMBER", from_on=now.date(),
                               **self._as_secretary(now))  # fmt: skip

    def _received(self, now):
        name_person(self.improver.pk)
        data = read_received(CONTENT / "received" / "inspection-2014.yaml")
        received.load_received(data=data, signer=self.secretary, by=self.improver, now=now)

    # --- meetings ---

    def _meeting(self, told):
        day, meeting = told["day"], {}

        def planned(now):
            meeting["row"] = meetings.plan_meeting(board=self.board, starts_at=self.at(day, 14), place="By video",
                                                   **self._as_secretary(now))  # fmt: skip

        def out(now):
            self._give(meeting["row"], now)
            meetings.send_papers_out(meeting=meeting["row"], **self._as_secretary(now))

        def held(now):
            members = Membership.objects.filter(board=self.board, from_on__lte=day).exclude(to_on__lt=day)
            away = {self.people[name].pk: how for name, how in told["away"].items()}
            attended = {row.pk: away.get(row.person_id, "PRESENT") for row in members}
            meetings.hold_meeting(meeting=meeting["row"], attended=attended, **self._as_secretary(now))
            for minute in told["minutes"]:
                self._minute(meeting["row"], minute, now)

        yield self.at(day - dt.timedelta(days=42)), planned
        yield self.at(day - dt.timedelta(days=7), 15), out
        yield self.at(day + dt.timedelta(days=1)), held
        yield (
            self.at(day + dt.timedelta(days=21)),
            lambda now: meetings.agree_minutes(meeting=meeting["row"], **self._as_secretary(now)),
        )

    def _give(self, meeting, now):
        """The pack, as the paper of the item that asks for the plan."""
        pack = packs.make_pack(board=self.board, meeting=meeting, **self._as_secretary(now))
        item = meeting.items.get(kind="PLAN")
        papers.add_paper(item=item, title="Pack for the meeting", pack=pack, asks="To challenge what is late, and why",
                         **self._as_secretary(now))  # fmt: skip

    def _minute(self, meeting, told, now):
        item = meeting.items.filter(kind=told["item"]).first()
        paper = item.papers.first()
        action = {}
        if told["kind"] == "ACTION":
            owner, accountable = (OwnerPost.objects.get(name=told[key]) for key in ("owner", "accountable"))
            action = {"title": told["title"], "owner": owner, "accountable": accountable, "due_words": told["due"]}
        meetings.take_minute(item=item, kind=told["kind"], words=told["words"], paper=paper, **action,
                             **self._as_secretary(now))  # fmt: skip

    def _next(self, now):
        """The next meeting, two weeks ahead: its pack is made, its papers are out."""
        day = now.date() + dt.timedelta(days=15)
        day -= dt.timedelta(days=max(0, day.weekday() - 4))
        meeting = meetings.plan_meeting(board=self.board, starts_at=self.at(day, 14), place="By video",
                                        **self._as_secretary(now))  # fmt: skip
        self._give(meeting, now)
        meetings.send_papers_out(meeting=meeting, **self._as_secretary(now))

    # --- risks and learning ---

    def _risk(self, told):
        first, *later = told["scores"]
        kept = {}

        def raised(now):
            area = ServiceArea.objects.get(code=told["area"]) if "area" in told else None
            by = self.everyone.directors[told["area"]] if area else self.secretary
            name_person(by.pk)
            kept["risk"] = risks.raise_risk(
                title=told["title"], cause=told["cause"], event=told["event"], consequence=told["consequence"],
                nation=Nation.ENGLAND, area=area, owner=OwnerPost.objects.get(name=told["owner"]),
                inherent_likelihood=told["inherent"][0], inherent_impact=told["inherent"][1],
                likelihood=first["score"][0], impact=first["score"][1], words=first["words"],
                target_likelihood=told["target"][0], target_impact=told["target"][1], appetite=told["appetite"],
                review_on=first["review"], by=by, now=now,
            )  # fmt: skip
            kept["by"] = by

        yield self.at(first["day"]), raised
        for score in later:
            yield self.at(score["day"]), partial(self._score, kept, score)
        for control in told.get("controls", ()):
            yield self.at(control["day"], 12), partial(self._control, kept, control)
        if "escalated" in told:
            yield self.at(told["escalated"]["day"]), partial(self._escalate, kept, told["escalated"]["why"])

    def _acting(self, kept, now):
        name_person(kept["by"].pk)
        return {"risk": Risk.objects.get(pk=kept["risk"].pk), "by": kept["by"], "now": now}

    def _score(self, kept, score, now):
        likelihood, impact = score["score"]
        risks.score_risk(likelihood=likelihood, impact=impact, words=score["words"], review_on=score["review"],
                         **self._acting(kept, now))  # fmt: skip

    def _control(self, kept, told, now):
        control = risks.set_control(words=told["words"], line=told["line"], **self._acting(kept, now))
        risks.assure_control(control=control, works=told["works"], assured_on=told["day"], assured_words=told["found"],
                             by=kept["by"], now=now)  # fmt: skip

    def _escalate(self, kept, why, now):
        risks.escalate(reason=why, **self._acting(kept, now))

    def _learned(self, told):
        kept = {}

        def out(now):
            name_person(self.improver.pk)
            point = learning.write_point(
                title=told["title"], words=told["words"], do_words=told["do"], source=told["source"],
                source_words=told["from"], nations=[Nation.ENGLAND, Nation.WALES], themes=told["themes"],
                steps=told["steps"], for_roles=["ADVISER", "PRACTICE_SUPERVISOR", "SERVICE_MANAGER"],
                travels=["TEAM_MEETING", "BRIEFING"], answer_by=told["day"] + dt.timedelta(days=60), by=self.improver,
                now=now,
            )  # fmt: skip
            kept["point"] = learning.send_out(point=point, by=self.improver, now=now)

        yield self.at(told["day"]), out
        for told_answer in told["answers"]:
            yield self.at(told_answer["day"], 13), partial(self._answer, kept, told_answer)

    def _answer(self, kept, told, now):
        team = Team.objects.get(name=told["team"])
        office = self.everyone.offices[told["team"]]
        for reader in (office.manager, *office.advisers[:2]):
            name_person(reader.pk)
            learning.read_point(point=kept["point"], by=reader, now=now)
        name_person(office.manager.pk)
        learning.answer_point(point=kept["point"], team=team, talked_on=told["day"], words=told["words"],
                              by=office.manager, now=now)  # fmt: skip
