"""What someone typed to find a case, read. No database."""

import datetime as dt

import pytest

from goldenthread.casework.cases.search import Word, read
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.text import folded

DAY = dt.date(2026, 6, 10)
BORN = dt.date(2017, 4, 3)


def words(text):
    return [word.text for word in read(text, DAY).words]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Okafor", ["okafor"]),
        ("  OKAFOR-Reed ", ["okafor", "reed"]),
        ("O'Brien", ["obrien"]),
        ("O’Brien", ["obrien"]),
        ("O Brien", ["brien"]),
        ("J Smith", ["smith"]),
        ("Siân", ["sian"]),
        ("Łukasz Müller", ["lukasz", "muller"]),
        ("Mc Donald", ["mcdonald"]),
        ("reed, maya", ["reed", "maya"]),
        ("maya maya", ["maya"]),
        ("GT-100001", ["gt100001"]),
        ("100001", ["100001"]),
        ("SA23P/00123", ["sa23p00123"]),
        ("1690-0000-0000-0021", ["1690000000000021"]),
        ("Okaf 3/4/2017", ["okaf"]),
        ("born 3/4/2017", []),
        ("小龙", ["小龙"]),
    ],
)
def test_words_of_names_and_numbers(typed, found):
    assert words(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        "3/4/2017", "03/04/2017", "3.4.2017", "3-4-2017", "3/4/17", "3 4 2017", "2017-04-03", "2017-4-3",
        "3 April 2017", "3rd April 2017", "3rd of April 2017", "3 apr 2017", "3 Apr. 17", "April 3, 2017",
        "3 Ebrill 2017", "3ydd o Ebrill 2017", "DOB 3/4/2017", "ganwyd 3 Ebrill 2017", "Maya 3/4/2017 Reed",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_as_people_write_it(typed):
    assert read(typed, DAY).born == BORN


def test_a_year_of_two_digits_lies_in_the_past():
    assert read("1/2/71", DAY).born == dt.date(1971, 2, 1)
    assert read("1/2/26", DAY).born == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/2/2017", "NO_SUCH_DATE"),
        ("reed 3/13/2017", "NO_SUCH_DATE"),
        ("1/1/2027", "NO_SUCH_DATE"),
        ("1/1/1066", "NO_SUCH_DATE"),
        ("3/4/2017 4/4/2017", "TWO_DATES"),
        ("reed 2017", "YEAR_ALONE"),
        ("2017", "YEAR_ALONE"),
        ("one two three four five six seven", "TOO_MANY_WORDS"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(typed, code):
    with pytest.raises(Refused) as refused:
        read(typed, DAY)
    assert refused.value.code == code


@pytest.mark.parametrize("typed", ["", " ", "-", "'", "j", "…"])
def test_nothing_is_nothing(typed):
    assert read(typed, DAY).nothing


def test_a_number_typed_with_gaps_is_one_number_as_well():
    assert read("1690 2012 0000 0021", DAY).whole == "1690201200000021"
    assert read("SA 23 P 00123", DAY).whole == "sa23p00123"
    assert not read("Maya Reed", DAY).whole


@pytest.mark.parametrize(("text", "long_enough"), [("oka", True), ("ok", False), ("100001", True), ("10000", False)])
def test_a_part_is_looked_for_from_a_few_letters_on(text, long_enough):
    assert bool(Word(text).part) is long_enough


def test_a_part_lies_between_two_words_in_the_order_of_bytes():
    low, high = Word("okaf").part
    assert low < "okafor" < high
    assert not low < "okag" < high


@pytest.mark.parametrize(
    ("name", "as_compared"),
    [
        ("SIÂN", "sian"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("O´Neill", "o'neill"),
        ("Ŵyn", "wyn"),
    ],
)
def test_a_name_is_folded(name, as_compared):
    assert folded(name) == as_compared
