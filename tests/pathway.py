"""A case carried along the pathway through the operations, as far as a test needs it.

way = Pathway(cast, cast.case())
advice = way.submitted(way.maya)            everything the gate asks for, then submitted by the adviser
way.agreed(way.leo)                         …and agreed by the manager
"""

import datetime as dt

from goldenthread.casework.assessment.operations import make_statement, set_victim_status
from goldenthread.casework.cases.operations.hearings import record_hearing
from goldenthread.casework.cases.queries import adults, children
from goldenthread.casework.directwork.operations import record_session, record_wish
from goldenthread.casework.enquiry.operations import move_line, open_line
from goldenthread.casework.harm.operations import record_pattern
from goldenthread.casework.orders.operations import record_child_order, record_order
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.operations import (
    add_option,
    file_report,
    make_report,
    start_advice,
    submit_advice,
    treat_pattern,
    weigh_wish,
    write_advice,
)
from goldenthread.oversight.operations import decide_on_advice


class Pathway:
    """One case, its adviser and the steps. `line` is the line of enquiry in which the thread begins."""

    def __init__(self, cast, case, *, adviser=None, now=None):
        self.cast, self.case, self.adviser, self.now = cast, case, adviser or cast.amira, now or cast.now
        self.maya, self.leo = children(case)[:2]
        self.father, self.mother = adults(case)[:2]
        self.line = None
        self.patterns = []
        self.wishes = {}

    @property
    def doing(self):
        self.cast.as_(self.adviser)
        return {"by": self.adviser, "now": self.now}

    @property
    def day(self):
        return self.now.date()

    def opened(self):
        """The line of enquiry, opened and (so that the gate opens) answered."""
        if self.line is None:
            question = "What has each child seen at home?"
            self.line = open_line(case=self.case, question=question, why="The application names it.", **self.doing)
            move_line(line=self.line, to="ANSWERED", reason="Each child told us.", **self.doing)
        return self.line

    def heard(self, child, words="I want to see Nan on Sundays."):
        """A session with a child, and one wish in the child's own words. Returns the wish."""
        if child.pk not in self.wishes:
            session = record_session(
                case=self.case, child=child, happened_on=self.day, seen=True, alone=True, place="SCHOOL",
                how="We drew together.", told_child="Who will read it.", lines=[self.opened()], **self.doing,
            )  # fmt: skip
            self.wishes[child.pk] = record_wish(session=session, words=words, **self.doing)
        return self.wishes[child.pk]

    def harmed(self):
        """A live pattern by the father towards the mother, as she tells it."""
        if not self.patterns:
            pattern = record_pattern(
                case=self.case, kind="CONTROLLING_OR_COERCIVE", by_member=self.father, towards=[self.mother],
                words="He took her telephone and kept her wages.", period_words="From 2019 until they parted",
                said_by=self.mother, status_on=self.day, source="Our conversation with her", **self.doing,
            )  # fmt: skip
            self.patterns.append(pattern)
        return self.patterns[0]

    def assessed(self, child):
        """Whether the child is a victim, and statements that draw on what was recorded."""
        wish = self.heard(child)
        set_victim_status(case=self.case, child=child, answer="YES", basis="She saw it.", **self.doing)
        said = {"case": self.case, "child": child, "earlier": [wish]}
        make_statement(kind="IMPACT_ON_CHILD", words="She wakes at night.", **said, **self.doing)
        if self.patterns:
            words = "She is afraid of the handovers."
            make_statement(kind="IMPACT_ON_PARENT", words=words, parent=self.mother, **said, **self.doing)
        return make_statement(kind="CHECKLIST", point="A_WISHES", words="She is clear.", **said, **self.doing)

    def written(self, child, advice="TIME_SUPERVISED", **over):
        """Advice with all that the gate asks for. Returns it."""
        self.assessed(child)
        row = start_advice(case=self.case, child=child, **self.doing)
        said = {
            "advice": advice,
            "parent": self.father,
            "words": "Two hours each Saturday at the contact centre.",
            "rationale": "It is what she can bear, and what is safe.",
            "trigger_rationale": "Supervision meets the risk that the pattern shows.",
            "explanation": "I shall tell her on Thursday, with her drawings.",
        }
        write_advice(recommendation=row, **{**said, **over}, **self.doing)
        add_option(recommendation=row, words="No contact", why_rejected="She asks to see him.", **self.doing)
        weigh_wish(
            recommendation=row, wish=self.heard(child), how="PARTLY", why="Nan may come along.",
            explain="Nan will be there.", **self.doing,
        )  # fmt: skip
        for pattern in self.patterns:
            treat_pattern(recommendation=row, pattern=pattern, treatment="CARRIED", **self.doing)
        row.refresh_from_db()
        return row

    def submitted(self, child, **over):
        """Advice that waits for the manager."""
        row = submit_advice(recommendation=self.written(child, **over), **self.doing)
        self.case.refresh_from_db()
        return row

    def agreed(self, child, manager=None, **over):
        """Advice that the manager has agreed."""
        row = self.submitted(child, **over)
        manager = self.cast.as_(manager or self.cast.manager)
        decide_on_advice(
            recommendation=row, kind="AGREED", reason="It rests on what she said.", by=manager, now=self.now
        )
        self.case.refresh_from_db()
        return Recommendation.objects.get(pk=row.pk)

    def filed(self):
        """Both children's advice agreed, the report made and marked as filed."""
        for child in (self.maya, self.leo):
            self.agreed(child)
        report = make_report(case=self.case, **self.doing)
        return file_report(report=report, on=self.day, **self.doing)

    def hearing(self, days=14):
        """A hearing so many days ahead."""
        at = self.now + dt.timedelta(days=days)
        return record_hearing(case=self.case, kind="FIRST", starts_at=at, venue="Court 3", **self.doing)

    def order(self, **over):
        """An order of today."""
        said = {"kind": "FINAL", "made_on": self.day, "words": "The children shall spend time with their father."}
        return record_order(case=self.case, **{**said, **over}, **self.doing)

    def ordered(self, order, child, compared="AS_ADVISED", **over):
        """What an order means for one child."""
        said = {"words": "Two hours each Saturday, supervised.", "compared": compared}
        return record_child_order(order=order, child=child, **{**said, **over}, **self.doing)
