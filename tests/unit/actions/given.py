"""What the tests of actions start from: posts, who holds them, an action."""

from goldenthread.actions.operations import add_owner_post, note, raise_action, say_done, start_holding
from tests.cast import LONG_AGO


def post(cast, name="Principal Social Worker", holder=None, **over):
    """A post that owns actions, held by someone where a holder is given."""
    cast.as_(cast.improver)
    made = add_owner_post(name=name, nation="ENGLAND", by=cast.improver, now=cast.now, **over)
    if holder is not None:
        start_holding(post=made, person=holder, from_on=LONG_AGO, by=cast.improver, now=cast.now)
    return made


def action(cast, owner=None, accountable=None, **over):
    """An action owned by head office and accounted for by the assistant director, due by the end of July 2026."""
    cast.as_(cast.improver)
    said = {
        "title": "Write guidance on unsafe orders", "source": "PLAN", "nation": "ENGLAND", "due_words": "Jul 2026",
        **over,
    }  # fmt: skip
    owner = owner or post(cast, "Policy lead", cast.central)
    accountable = accountable or post(cast, "Assistant director, Dales", cast.director)
    return raise_action(owner=owner, accountable=accountable, by=cast.improver, now=cast.now, **said)


def done(cast, row):
    """The action, said to be done by head office with a piece of evidence."""
    note(action=row, kind="EVIDENCE", words="It is published.", where="Guidance 14", by=cast.central, now=cast.now)
    return say_done(action=row, reason="Published and sent to all teams.", by=cast.central, now=cast.now)
