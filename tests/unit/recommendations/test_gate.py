"""The gate, row by row: each thing that is missing stands in the way by itself, and nothing else does."""

from dataclasses import replace

import pytest

from goldenthread.casework.recommendations.rules import ADVICE_LIFE, Named, Readiness, State, gate, triggers
from goldenthread.kernel.refusal import Refused

ONE = (Named("1", "I want to see Nan"),)
READY = Readiness(
    recommendation_id="r", case_id="c", child=Named("m", "Maya"), advice="INDIRECT", advice_words="Letters",
    rationale="Because", explanation="After school", options=1, voice=True, victim=True, impact_on_child=True,
)  # fmt: skip

MISSING = {
    "NO_VOICE": {"voice": False},
    "WISH_UNWEIGHED": {"unweighed": ONE},
    "PATTERN_UNTREATED": {"untreated": ONE},
    "LINE_OPEN": {"open_lines": ONE},
    "NO_VICTIM_STATUS": {"victim": False},
    "NO_IMPACT": {"impact_on_child": False},
    "NO_PARENT_IMPACT": {"impact_on_parent_missing": ONE},
    "STATEMENT_UNDRAWN": {"undrawn": ONE},
    "NO_ADVICE": {"advice_words": " "},
    "NO_RATIONALE": {"rationale": ""},
    "NO_EXPLANATION": {"explanation": "\n"},
    "NO_OPTIONS": {"options": 0},
    "TRIGGER_RATIONALE": {"triggers": ("NO_CONTACT",)},
}


def test_nothing_stands_in_the_way_of_advice_that_is_whole():
    assert list(gate(READY)) == []
    assert list(gate(replace(READY, triggers=("NO_CONTACT",), trigger_rationale="Because"))) == []


@pytest.mark.parametrize("code", MISSING)
def test_each_thing_alone_stands_in_the_way_by_its_code_and_leads_somewhere(code):
    found = list(gate(replace(READY, **MISSING[code])))
    assert [problem.code for problem in found] == [code]
    assert found[0].place
    assert "%(" not in found[0].said()


def test_each_wish_is_named():
    two = (Named("1", "Nan"), Named("2", "the dog"))
    assert [p.said() for p in gate(replace(READY, unweighed=two))] == [
        "Maya: “Nan” has not been weighed",
        "Maya: “the dog” has not been weighed",
    ]


@pytest.mark.parametrize(
    ("advice", "follows", "abuse", "expected"),
    [
        ("TIME_SUPERVISED", False, False, ()),
        ("TIME_SUPERVISED", False, True, ("TIME_WHERE_ABUSE",)),
        ("LIVE_WITH", False, True, ("TIME_WHERE_ABUSE",)),
        ("TIME_UNSUPERVISED", True, False, ("TIME_AFTER_NO_CONTACT",)),
        ("TIME_SUPPORTED", True, True, ("TIME_WHERE_ABUSE", "TIME_AFTER_NO_CONTACT")),
        ("NO_CONTACT", False, False, ("NO_CONTACT",)),
        ("INDIRECT", True, True, ()),
        ("", True, True, ()),
    ],
)
def test_what_calls_for_a_rationale(advice, follows, abuse, expected):
    assert triggers(advice=advice, follows_no_contact=follows, abuse_by_that_parent=abuse) == expected


STEPS = {
    ("DRAFT", "SUBMITTED"), ("RETURNED", "SUBMITTED"), ("LAPSED", "SUBMITTED"), ("SUBMITTED", "DRAFT"),
    ("SUBMITTED", "AGREED"), ("SUBMITTED", "RETURNED"), ("AGREED", "LAPSED"), ("AGREED", "FILED"),
}  # fmt: skip


@pytest.mark.parametrize("source", State)
@pytest.mark.parametrize("target", State)
def test_the_steps_of_the_advice_and_no_others(source, target):
    if (source, target) in STEPS:
        assert ADVICE_LIFE.check(source, target, comment="Because.", facts=READY)
    else:
        with pytest.raises(Refused) as refused:
            ADVICE_LIFE.check(source, target, comment="Because.", facts=READY)
        assert refused.value.code == "NOT_FROM_HERE"


@pytest.mark.parametrize("target", ["AGREED", "RETURNED"])
def test_a_decision_says_why(target):
    with pytest.raises(Refused) as refused:
        ADVICE_LIFE.check("SUBMITTED", target, comment=" ")
    assert refused.value.code == "COMMENT_REQUIRED"


def test_every_state_is_reachable():
    assert ADVICE_LIFE.unreachable() == set()
