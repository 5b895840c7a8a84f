"""From bytes to cases: as much as can be read, and never an exception."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.casework.courtfeed.reading import parts, storable, text_of, value_of

LIMIT = 1_000_000


def outcome(data, limit=LIMIT):
    data = data.encode() if isinstance(data, str) else data
    return [(part.position, part.reason) for part in parts(data, limit=limit)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [(None, "NOT_JSON")]),
        ("no JSON at all", [(None, "NOT_JSON")]),
        ("[]", [(None, "WRONG_SHAPE")]),
        ("{}", [(None, "WRONG_SHAPE")]),
        ('{"total":0}', []),
        ('{"total":0,"cases":[]}', []),
        ('\ufeff{"total":0,"cases":null}', []),
        ('{"cases":{}}', [(None, "WRONG_SHAPE")]),
        ('{"cases":[{"a":1},{"b":[2]}],"total":2}', [(0, None), (1, None)]),
        ('{"cases":[{"a":1},{"b":[2', [(0, None), (1, "CUT_SHORT")]),
        ('{"cases":[{"a":1},', [(0, None), (None, "CUT_SHORT")]),
        ('{"cases":[{"a":1}]', [(0, None), (None, "CUT_SHORT")]),
        ('{"cases":[{"a":1}],"tot', [(0, None), (None, "CUT_SHORT")]),
        ('{"cases":[{"a":"half', [(0, "CUT_SHORT")]),
        ('{"cases":[{"a":nonsense,"b":"]}"},{"c":3}]}', [(0, "NOT_JSON"), (1, None)]),
        ('{"cases":[nonsense,{"c":3}]}', [(0, "NOT_JSON"), (1, None)]),
        ('{"cases":[{"a":NaN},{"a":1e999},{"a":Infinity}]}', [(0, None), (1, None), (2, None)]),
        ('{"cases":[{"a":' + "9" * 10_000 + "}]}", [(0, None)]),
        ('{"cases":[' + "[" * 200_000 + "]" * 200_000 + ',{"a":1}]}', [(0, "WRONG_SHAPE"), (1, None)]),
        ('{"cases":[{"a":1}]} and more', [(0, None), (None, "NOT_JSON")]),
        (b'{"cases":[{"a":"\xff\x00"}]}', [(0, None)]),
        (b"\x00\xff\xfe\x80", [(None, "NOT_JSON")]),
    ],
)
def test_what_becomes_of_each_part(data, expected):
    assert outcome(data) == expected


def test_a_file_over_the_limit_is_not_read():
    assert outcome('{"total":0}', limit=5) == [(None, "TOO_LARGE")]


def test_a_name_that_stands_twice_is_read():
    (part,) = parts(b'{"cases":[{"caseRef":"1","caseRef":"2"}]}', limit=LIMIT)
    assert part.value == {"caseRef": "2"}


def test_what_the_database_cannot_hold_is_stored_as_an_escape_that_reads_the_same():
    (part,) = parts(b'{"cases":[{"a":"\xff\x00z"}]}', limit=LIMIT)
    stored = storable(part.text)
    stored.encode()
    assert "\x00" not in stored
    assert value_of(stored) == part.value


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    list(parts(data, limit=LIMIT))


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=2_000), st.integers(min_value=0, max_value=255))
def test_an_answer_cut_or_broken_anywhere_keeps_the_cases_before(place, byte):
    cases = [{"n": n, "text": 'quo"te [ { \\', "list": [1, {"x": None}]} for n in range(10)]
    whole = json.dumps({"total": 10, "cases": cases}).encode()
    cut = list(parts(whole[:place], limit=LIMIT))
    good = [part.value for part in cut if part.reason is None]
    assert good == cases[: len(good)]
    broken = bytearray(whole)
    broken[place % len(whole)] = byte
    for part in parts(bytes(broken), limit=LIMIT):
        assert storable(part.text).encode() is not None
    assert text_of(whole)
