"""Plain text made safe to store without changing what was said; fingerprints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.text import clean, fingerprint, turns_direction


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\there", "tab\there"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("Siân, Łukasz, 安", "Siân, Łukasz, 安"),
    ],
)
def test_what_cannot_be_stored_goes_and_the_rest_stays(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed):
    assert clean(clean(typed)) == clean(typed)
    assert "\x00" not in clean(typed)
    clean(typed).encode()


def test_text_that_turns_direction_is_noticed_and_kept():
    turned = "Ma\u202eya"
    assert turns_direction(turned)
    assert clean(turned) == turned
    assert not turns_direction("Maya مايا")


def test_a_fingerprint_is_of_the_content_and_not_of_its_order():
    assert fingerprint({"a": 1, "b": [1, 2]}) == fingerprint({"b": [1, 2], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
    assert fingerprint([1, 2]) != fingerprint([2, 1])
    with pytest.raises(TypeError):
        fingerprint({"a": object()})
