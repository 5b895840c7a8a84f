"""Dates as GOV.UK writes them, and plain text that stays plain."""

import datetime as dt

import pytest
from django.utils import translation

from goldenthread.govuk import filters

DAY = dt.date(2026, 6, 3)


def test_a_day():
    assert filters.date(DAY) == "3 June 2026"
    assert filters.date(None) == ""


def test_a_day_in_welsh():
    with translation.override("cy"):
        assert filters.date(DAY) == "3 Mehefin 2026"


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ((14, 15), "2:15pm"),
        ((10, 0), "10am"),
        ((12, 0), "midday"),
        ((0, 0), "midnight"),
        ((0, 5), "12:05am"),
        ((12, 30), "12:30pm"),
    ],
)
def test_a_time(clock, text):
    assert filters.time_(dt.time(*clock)) == text


def test_a_moment_is_shown_as_it_is_here():
    assert filters.datetime_(dt.datetime(2026, 6, 3, 13, 15, tzinfo=dt.UTC)) == "3 June 2026, 2:15pm"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (DAY, DAY, "3 June 2026"),
        (DAY, dt.date(2026, 6, 7), "3 to 7 June 2026"),
        (DAY, dt.date(2026, 7, 2), "3 June to 2 July 2026"),
        (dt.date(2025, 6, 3), DAY, "3 June 2025 to 3 June 2026"),
        (DAY, None, "from 3 June 2026"),
        (None, DAY, "until 3 June 2026"),
        (None, None, ""),
    ],
)
def test_a_stretch_of_days(start, end, text):
    assert filters.daterange(start, end) == text


def test_paragraphs_keep_every_word_and_run_nothing():
    html = filters.paragraphs("I want <b>Nan</b>\n  & Pip\n\nOn Sundays")
    assert html == (
        '<p class="govuk-body" dir="auto">I want &lt;b&gt;Nan&lt;/b&gt;<br>  &amp; Pip</p>'
        '<p class="govuk-body" dir="auto">On Sundays</p>'
    )


def test_a_character_that_turns_the_text_is_shown_by_its_code():
    assert "[U+202E]" in filters.isolated("Ma\u202eya")
    assert "\u202e" not in filters.isolated("Ma\u202eya")


def test_a_tone_is_never_unknown():
    assert filters.tone("urgent") == "govuk-tag--red"
    assert filters.tone("AGREED") == "govuk-tag--green"
    assert filters.tone("SOMETHING_ELSE") == "govuk-tag--grey"
