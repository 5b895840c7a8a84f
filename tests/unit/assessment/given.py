"""What an assessment and advice rest on, made through the operations: sessions, words, patterns, contacts."""

import datetime as dt

from goldenthread.casework.assessment.operations import make_statement, set_victim_status
from goldenthread.casework.directwork.operations import record_session, record_wish
from goldenthread.casework.enquiry.operations import log_contact, open_line
from goldenthread.casework.harm.operations import record_incident, record_pattern

DAY = dt.date(2026, 6, 9)


class Given:
    """Things of one case, recorded by its adviser. `given = Given(cast, case)`."""

    def __init__(self, cast, case, by=None):
        self.cast, self.case = cast, case
        self.by = {"by": by or cast.amira, "now": cast.now}

    def session(self, child, **over):
        facts = {"seen": True, "alone": True, "place": "SCHOOL", "how": "We drew together.", **over}
        return record_session(case=self.case, child=child, happened_on=DAY, **facts, **self.by)

    def wish(self, child, words, session=None, **over):
        return record_wish(session=session or self.session(child), words=words, **over, **self.by)

    def pattern(self, towards=None, **over):
        facts = {
            "kind": "CONTROLLING_OR_COERCIVE",
            "by_member": self.cast.father(self.case),
            "towards": towards or [self.cast.mother(self.case)],
            "words": "He decided whom she might see and took her telephone.",
            "period_words": "From 2019 until they parted",
            "said_by": self.cast.mother(self.case),
            "status_on": DAY,
            "source": "Our conversation with her",
        }
        return record_pattern(case=self.case, **{**facts, **over}, **self.by)

    def incident(self, pattern):
        return record_incident(
            pattern=pattern, words="He threw the telephone at the wall.", happened_on=DAY,
            said_by_words="Ngozi", **self.by,
        )  # fmt: skip

    def contact(self, said="Leo hid behind the sofa."):
        return log_contact(
            case=self.case, member=self.cast.mother(self.case), agency="", method="PHONE", outcome="REACHED",
            said=said, happened_at=self.cast.now, **self.by,
        )  # fmt: skip

    def line(self):
        return open_line(case=self.case, question="What has Maya seen?", why="The application names it.", **self.by)

    def victim(self, child, answer="YES"):
        return set_victim_status(
            case=self.case, child=child, answer=answer, basis="She saw it and is his daughter.", **self.by
        )

    def statement(self, child, kind="IMPACT_ON_CHILD", words="Maya watches doors.", **over):
        return make_statement(case=self.case, child=child, kind=kind, words=words, **over, **self.by)
