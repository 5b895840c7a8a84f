"""What the tests of plans start from: the real plan, or a small one."""

from goldenthread.improvement.files import PLANS, read_plan
from goldenthread.improvement.operations.plans import add_line, add_priority, load_plan, make_plan
from tests.unit.actions.given import post

REAL = PLANS / "domestic-abuse-2021.yaml"


def real_plan(cast):
    """The plan that ships with the product, as the improvement service loads it."""
    cast.as_(cast.improver)
    return load_plan(data=read_plan(REAL), by=cast.improver, now=cast.now)


def plan(cast):
    """A plan with one priority and no line."""
    owner = post(cast, "Plan owner", cast.improver)
    made = make_plan(
        key="small", title="A small plan", words="", nation="ENGLAND", owner=owner, review_on=None, by=cast.improver,
        now=cast.now,
    )  # fmt: skip
    add_priority(
        plan=made,
        title="Hear every child",
        words="",
        sources=["AUDIT"],
        source_words="",
        by=cast.improver,
        now=cast.now,
    )
    return made


def line(cast, made, **over):
    """A line of it, owned by head office and accounted for by the assistant directors."""
    said = {
        "key": "hear-alone", "title": "See each child alone", "words": "", "who_words": "Policy",
        "due_words": "Jul 2026", **over,
    }  # fmt: skip
    owner = said.pop("owner", None) or post(cast, f"Policy lead {said['key']}", cast.central)
    accountable = said.pop("accountable", None) or post(cast, f"Directors {said['key']}", roles=["ASSISTANT_DIRECTOR"])
    return add_line(
        priority=made.priorities.get(), owner=owner, accountable=accountable, by=cast.improver, now=cast.now, **said
    )
