"""What is doubtful about a person, as told on a day. No database."""

import datetime as dt

import pytest

from goldenthread.casework.families.rules import age_on, doubts

DAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("first", "last", "born", "is_child", "found"),
    [
        ("Maya", "Reed", dt.date(2017, 3, 4), True, []),
        ("", "", None, True, ["NO_NAME", "NO_BIRTH_DATE"]),
        ("Maya", "", dt.date(2017, 3, 4), True, ["FIRST_NAME_ONLY"]),
        ("Maya", "Reed", dt.date(2008, 6, 10), True, ["CHILD_IS_ADULT"]),
        ("Maya", "Reed", dt.date(2008, 6, 11), True, []),
        ("Tobias", "Reed", dt.date(1985, 1, 1), False, []),
        ("Maya", "Reed", dt.date(2026, 6, 11), True, ["BORN_IN_FUTURE"]),
        ("Ma\u202eya", "Reed", dt.date(2017, 3, 4), True, ["NAME_TURNS"]),
    ],
)
def test_doubts(first, last, born, is_child, found):
    assert doubts(first_names=first, last_name=last, born=born, is_child=is_child, on=DAY) == found


def test_an_age_is_never_guessed():
    assert age_on(None, DAY) is None
    assert age_on(dt.date(2026, 6, 11), DAY) is None
    assert age_on(dt.date(2026, 6, 9), DAY) == 0
