"""The boxes of ethnic group and disability: dated, by nation, each with a word."""

import datetime as dt

import pytest

from goldenthread.casework.families.rules import (
    DISABILITIES,
    ETHNIC_GROUPS,
    ETHNICITIES,
    TRAIT_CODES,
    Trait,
    codes_of,
    group_of,
    scheme_of,
    told_words,
    trait_words,
)
from goldenthread.policy.rules import NoValue, values

TODAY = dt.date(2026, 6, 3)


def test_the_nineteen_boxes_stand_in_five_groups():
    codes = codes_of(Trait.ETHNICITY, "ENGLAND", TODAY)
    assert set(codes) == set(ETHNICITIES)
    sizes = {group: sum(group_of(code) == group for code in codes) for group in ETHNIC_GROUPS}
    assert sizes == {"WHITE": 5, "MIXED": 4, "ASIAN": 5, "BLACK": 3, "OTHER": 2}


def test_a_disability_is_a_yes_or_a_no_and_not_a_truth_value():
    assert codes_of(Trait.DISABILITY, "WALES", TODAY) == tuple(DISABILITIES) == ("YES", "NO")


@pytest.mark.parametrize(
    ("day", "scheme", "roma"), [(dt.date(2021, 3, 20), "GSS-2011", False), (dt.date(2021, 3, 21), "GSS-2021", True)]
)
def test_the_box_for_roma_came_with_the_scheme_of_2021(day, scheme, roma):
    assert scheme_of(Trait.ETHNICITY, "ENGLAND", day) == scheme
    assert ("WHITE_ROMA" in codes_of(Trait.ETHNICITY, "ENGLAND", day)) is roma


def test_every_box_that_policy_ever_named_has_a_word():
    named = {kind: {c for v in values() if v.key == f"{kind.lower()}-codes" for c in v.value} for kind in Trait}
    assert named == {kind: set(words) for kind, words in TRAIT_CODES.items()}


def test_before_any_scheme_there_is_none():
    with pytest.raises(NoValue):
        codes_of(Trait.ETHNICITY, "ENGLAND", dt.date(2001, 1, 1))


@pytest.mark.parametrize(
    ("nation", "code", "says"),
    [
        ("ENGLAND", "WHITE_BRITISH", "English, Welsh, Scottish, Northern Irish or British"),
        ("WALES", "WHITE_BRITISH", "Welsh, English, Scottish, Northern Irish or British"),
        ("ENGLAND", "ASIAN", "Asian or Asian British"),
        ("WALES", "ASIAN", "Asian, Asian Welsh or Asian British"),
        ("WALES", "WHITE_ROMA", "Roma"),
    ],
)
def test_wales_is_asked_in_its_own_words(nation, code, says):
    assert trait_words(Trait.ETHNICITY, code, nation) == says


@pytest.mark.parametrize(
    ("kind", "told", "says"),
    [
        (Trait.ETHNICITY, "WHITE_ROMA", "Roma"),
        (Trait.ETHNICITY, "DECLINED", "Asked, and preferred not to say"),
        (Trait.DISABILITY, "NO", "No"),
        (Trait.DISABILITY, "NOT_KNOWN", "Asked, and nobody who was asked knows"),
        (Trait.DISABILITY, None, "Not asked yet"),
    ],
)
def test_what_was_told_in_words(kind, told, says):
    assert told_words(kind, told, "ENGLAND") == says
