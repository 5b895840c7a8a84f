"""Every process is whole: each state can be reached, each step has its verb, its permission and its words."""

import pytest

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle
from goldenthread.thread.verbs import Verb
from tests.contract import house

LIFECYCLES = {
    f"{module.__name__}.{name}": thing
    for module in house.modules("rules")
    for name, thing in vars(module).items()
    if isinstance(thing, Lifecycle)
}
STEPS = [
    pytest.param(life, step, id=f"{name.rsplit('.', 1)[1]}-{step.source}-{step.target}")
    for name, life in LIFECYCLES.items()
    for step in life.transitions
]


def test_there_are_processes():
    assert len(LIFECYCLES) >= 2


@pytest.mark.parametrize("name", list(LIFECYCLES))
def test_every_state_can_be_reached(name):
    life = LIFECYCLES[name]
    assert not life.unreachable(), f"{name}: no step leads to {life.unreachable()}: add a Transition, or take them out"
    assert life.first in life.states


@pytest.mark.parametrize(("life", "step"), STEPS)
def test_every_step_has_its_verb_its_permission_and_its_words(life, step):
    assert {step.source, step.target} <= set(life.states), f"{step}: not a state of {life.name}"
    assert step.verb in set(Verb), f"{step.verb}: add a row to thread/verbs.py"
    assert step.needs in set(Permission), f"{step.needs}: add it to access/permissions.py and a row to access/grants.py"
    assert step.says
    assert step.says[0].isupper()


@pytest.mark.parametrize(("life", "step"), STEPS)
def test_no_step_stands_twice(life, step):
    same = [other for other in life.transitions if (other.source, other.target) == (step.source, step.target)]
    assert len(same) == 1, f"{life.name}: two steps from {step.source} to {step.target}; the first would win in silence"


@pytest.mark.parametrize(("life", "step"), [p for p in STEPS if p.values[1].comment is Comment.REQUIRED])
def test_a_step_that_asks_for_words_is_refused_without(life, step):
    from goldenthread.kernel.refusal import Refused

    with pytest.raises(Refused) as refused:
        life.check(step.source, step.target, comment="  ")
    assert refused.value.code == "COMMENT_REQUIRED"
