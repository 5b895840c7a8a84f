"""Advice in each of its states, made through the operations."""

from goldenthread.casework.recommendations import operations
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.queries import papers
from goldenthread.casework.recommendations.rules import ADVICE_LIFE, State
from tests.unit.assessment.given import Given


class Advising(Given):
    """A case whose advice is worked on. `ready` makes all that the gate asks for, for one child."""

    def start(self, child):
        return operations.start_advice(case=self.case, child=child, **self.by)

    def write(self, recommendation, **over):
        said = {
            "advice": "INDIRECT",
            "parent": self.cast.father(self.case),
            "words": "Letters once a month, read by her mother first.",
            "rationale": "She is afraid of hearing his voice.",
            "explanation": "Amira will tell her after school, with a drawing.",
            **over,
        }
        return operations.write_advice(recommendation=recommendation, **said, **self.by)

    def weigh(self, recommendation, wish, **over):
        said = {"how": "PARTLY", "why": "It is safe on some days.", "explain": "We heard you about Nan.", **over}
        return operations.weigh_wish(recommendation=recommendation, wish=wish, **said, **self.by)

    def option(self, recommendation):
        return operations.add_option(
            recommendation=recommendation, words="Supervised time", why_rejected="It frightens her.", **self.by
        )

    def treat(self, recommendation, pattern, treatment="CARRIED", words=""):
        return operations.treat_pattern(
            recommendation=recommendation, pattern=pattern, treatment=treatment, words=words, **self.by
        )

    def ready(self, child, words="I want to see Nan on Sundays.", pattern=None, **over):
        """Advice for a child that nothing stands in the way of."""
        wish = self.wish(child, words)
        self.victim(child)
        self.statement(child, earlier=[wish])
        for parent in papers(self.case).victim_parents:
            self.statement(child, kind="IMPACT_ON_PARENT", words="She sleeps badly.", parent=parent, earlier=[wish])
        row = self.start(child)
        self.option(row)
        self.weigh(row, wish)
        for live in papers(self.case).live:
            self.treat(row, live)
        return self.write(row, **over)

    def submit(self, recommendation):
        return operations.submit_advice(recommendation=recommendation, **self.by)

    def agree(self, recommendation):
        """As the manager's operation does: by the lifecycle, on the recommendation's own row."""
        row = Recommendation.objects.get(pk=recommendation.pk)
        ADVICE_LIFE.check(row.state, State.AGREED, comment="I agree.")
        row.state, row.agreed_at, row.agreed_by = State.AGREED, self.cast.now, self.cast.manager
        row.save()
        return row

    def agreed(self, child, **over):
        return self.agree(self.submit(self.ready(child, **over)))

    def both_agreed(self):
        """Maya's and Leo's advice, agreed."""
        return (
            self.agreed(self.cast.maya(self.case)),
            self.agreed(self.cast.leo(self.case), words="I like the blue house."),
        )

    def report(self):
        return operations.make_report(case=self.case, **self.by)
