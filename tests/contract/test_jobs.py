"""Every job: in words, idempotent by its own account, and given ids and codes alone."""

import inspect

import pytest

from goldenthread.background.jobs import KINDS
from goldenthread.background.rules import QUEUES

OURS = {name: kind for name, kind in KINDS.items() if kind.function.__module__.startswith("goldenthread.")}
NAMED = [pytest.param(kind, id=name) for name, kind in OURS.items()]
# Arguments that are codes. What is not here ends in _id. `jobs.later` refuses a value that is neither an id nor a code.
CODES = {
    "jurisdiction": "PRIVATELAW or PUBLICLAW",
    "number": "a count",
}


def test_there_are_jobs():
    assert {"background.forget_drafts", "background.remove_old_jobs"} <= set(OURS)


@pytest.mark.parametrize("kind", NAMED)
def test_its_arguments_are_ids_and_codes(kind):
    wrong = [name for name in kind.takes if not name.endswith("_id") and name not in CODES]
    assert not wrong, (
        f"{kind.name}: these lie in a table as they are. Give ids, or say in CODES which code it is: {wrong}"
    )


@pytest.mark.parametrize("kind", NAMED)
def test_the_page_says_in_words_what_it_does(kind):
    assert kind.says, f'{kind.name}: add says=N_("…") to @job: what it does, as a heading would say it'
    assert kind.says[0].isupper()
    assert not kind.says.endswith(".")


@pytest.mark.parametrize("kind", NAMED)
def test_it_says_in_its_docstring_what_it_does_or_that_it_may_be_done_twice(kind):
    assert inspect.getdoc(kind.function), f"{kind.name}: say what it does, and why it may be done twice"


@pytest.mark.parametrize("kind", NAMED)
def test_it_lies_in_its_areas_jobs_and_no_operation_is_a_job(kind):
    file = kind.function.__module__.rsplit(".", 1)[-1]
    assert file in {"jobs", "nightly"}, f"{kind.name}: put it in its area's jobs.py, where the worker looks"
    assert not getattr(kind.function, "is_operation", False), f"{kind.name}: a job calls operations, with acting(by)"
    assert kind.queue in QUEUES
