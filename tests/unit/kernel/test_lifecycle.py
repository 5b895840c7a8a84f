"""A process as a table: what it lets through, what it refuses, and with which words."""

import pytest

from goldenthread.kernel.lifecycle import Comment, Lifecycle, Problem, Transition
from goldenthread.kernel.refusal import Refused

IN_THE_WAY = Problem("UNWEIGHED", "“%(wish)s” is not weighed", "x:y", (1,), (("wish", "See Nan"),))
LIFE = Lifecycle(
    "advice",
    "DRAFT",
    ("DRAFT", "SUBMITTED", "AGREED", "LOST"),
    (
        Transition(
            "DRAFT", "SUBMITTED", "ADVICE_SUBMIT", "X", "Submit", guard=lambda ready: () if ready else (IN_THE_WAY,)
        ),
        Transition("SUBMITTED", "DRAFT", "ADVICE_SUBMIT", "X", "Take back", comment=Comment.REQUIRED),
        Transition("SUBMITTED", "AGREED", "ADVICE_DECIDE", "X", "Agree", comment=Comment.OPTIONAL),
    ),
)


def refused(*arguments, **facts):
    with pytest.raises(Refused) as caught:
        LIFE.check(*arguments, **facts)
    return caught.value


def test_a_step_of_the_table_is_taken():
    assert LIFE.check("DRAFT", "SUBMITTED", facts=True).says == "Submit"
    assert LIFE.check("SUBMITTED", "AGREED").needs == "ADVICE_DECIDE"


@pytest.mark.parametrize("step", [("DRAFT", "AGREED"), ("AGREED", "DRAFT"), ("DRAFT", "DRAFT"), ("NOWHERE", "DRAFT")])
def test_a_step_that_the_table_does_not_know_is_refused(step):
    assert refused(*step).code == "NOT_FROM_HERE"


def test_a_gate_names_what_stands_in_the_way():
    refusal = refused("DRAFT", "SUBMITTED", facts=False)
    assert (refusal.code, refusal.problems) == ("NOT_YET", (IN_THE_WAY,))
    assert IN_THE_WAY.said() == "“See Nan” is not weighed"


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_words_that_are_asked_for_must_be_given(words):
    refusal = refused("SUBMITTED", "DRAFT", comment=words)
    assert (refusal.code, refusal.field) == ("COMMENT_REQUIRED", "reason")
    assert LIFE.check("SUBMITTED", "DRAFT", comment="The court asked.")


def test_what_no_step_leads_to_is_found():
    assert LIFE.unreachable() == {"LOST"}
    assert [step.target for step in LIFE.onward("SUBMITTED")] == ["DRAFT", "AGREED"]


def test_a_refusal_shows_its_code_to_a_log_and_its_words_to_a_person():
    refusal = Refused("TOO_LATE", "%(name)s is too late", name="Maya")
    assert str(refusal) == "TOO_LATE"
    assert refusal.said() == "Maya is too late"
