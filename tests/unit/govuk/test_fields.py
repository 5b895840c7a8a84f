"""What people type for a day, a time, a period; and what they are told when it cannot be taken."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from goldenthread.govuk.fields import (
    DateField,
    Form,
    FuzzyPeriod,
    PartialDate,
    Period,
    When,
    WhenField,
    read_time,
)
from goldenthread.kernel.refusal import Refused


class Session(Form):
    held_on = DateField(label="When", noun="the date of the session")


def day(d="", m="", y="", **more):
    return Session({"held_on-day": d, "held_on-month": m, "held_on-year": y, **more})


def said(form, name="held_on"):
    return form.errors.get(name, [])


@pytest.mark.parametrize("month", ["6", "06", "June", "june", "Jun", "jun.", "Mehefin"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = day("3", month, "2026")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == dt.date(2026, 6, 3)


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "", ""), "Enter the date of the session"),
        (("3", "6", ""), "The date of the session must include a year"),
        (("", "6", "2026"), "The date of the session must include a day"),
        (("", "", "2026"), "The date of the session must include a day and a month"),
        (("31", "6", "2026"), "The date of the session must be a real date"),
        (("3", "13", "2026"), "The date of the session must be a real date: check the month"),
        (("three", "6", "2026"), "The date of the session must be a real date"),
        (("3", "6", "26"), "The year of the date of the session must have 4 numbers, like 2026"),
        (("3", "6", "0001"), "The date of the session is too long ago: check the year"),
        (("3", "6\x00", "2026"), "The date of the session must be a real date: check the month"),
        (("³", "6", "2026"), "The date of the session must be a real date"),
    ],
)
def test_each_way_a_date_can_be_wrong_has_its_message(boxes, message):
    assert said(day(*boxes)) == [message]


def test_only_the_boxes_that_are_wrong_are_marked():
    (error,) = day("3", "6", "").errors["held_on"].as_data()
    assert error.boxes == ("year",)


def test_a_bound_is_a_value_that_the_view_sets():
    form = day("4", "6", "2026")
    form.fields["held_on"].latest = dt.date(2026, 6, 3)
    assert said(form) == ["The date of the session must be today or in the past"]


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2:15pm", (14, 15)),
        ("2.15 pm", (14, 15)),
        ("14:15", (14, 15)),
        ("1415", (14, 15)),
        ("10am", (10, 0)),
        ("12am", (0, 0)),
        ("12:30pm", (12, 30)),
        ("midday", (12, 0)),
        ("Midnight", (0, 0)),
    ],
)
def test_times_as_people_write_them(typed, time):
    assert read_time(typed) == dt.time(*time)


@pytest.mark.parametrize("typed", ["2", "25:00", "13pm", "0am", "noonish", "14:75"])
def test_what_is_not_a_time_is_not_guessed(typed):
    assert read_time(typed) is None


class Call(Form):
    at = WhenField(label="When", noun="the date of the call")


def test_a_time_may_be_left_out():
    form = Call({"at-day": "3", "at-month": "6", "at-year": "2026", "at-time": ""})
    assert form.is_valid()
    assert form.cleaned_data["at"] == When(dt.date(2026, 6, 3), None)


def test_a_time_that_cannot_be_read_is_refused_and_its_box_marked():
    form = Call({"at-day": "3", "at-month": "6", "at-year": "2026", "at-time": "teatime"})
    (error,) = form.errors["at"].as_data()
    assert error.boxes == ("time",)


class Pattern(Form):
    went_on = FuzzyPeriod(label="When", required=False)


def period(**typed):
    return Pattern({f"went_on-{key.replace('_', '-')}": value for key, value in typed.items()})


def test_a_year_is_enough_for_a_period():
    form = period(start_year="2019", ongoing="on")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["went_on"] == Period(PartialDate(2019), None, True, "")
    assert str(form.cleaned_data["went_on"]) == "since 2019, still going on"


def test_a_partial_date_knows_its_first_and_last_day():
    assert PartialDate(2024, 2).latest == dt.date(2024, 2, 29)
    assert PartialDate(2024).earliest == dt.date(2024, 1, 1)
    assert PartialDate(2024, 2).precision == "MONTH"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"start_month": "6"}, "The start must include a year"),
        ({"start_day": "3", "start_year": "2020"}, "The start must include a month"),
        ({"end_year": "20"}, "The year must have 4 numbers, like 2026"),
        ({"start_day": "31", "start_month": "2", "start_year": "2020"}, "The start must be a real date"),
        ({"start_year": "2021", "end_year": "2020"}, "The end of the period must not be before its start"),
        ({"end_year": "2020", "ongoing": "on"}, "Give an end, or say that it is still going on, not both"),
    ],
)
def test_a_period_that_cannot_be_says_why(typed, message):
    assert said(period(**typed), "went_on") == [message]


class Note(Form):
    words = forms.CharField(label="Words", widget=forms.Textarea)
    name = forms.CharField(label="Name", required=False)


def test_line_ends_are_plain_and_count_once():
    form = Note({"words": "one\r\ntwo\rthree"})
    assert form.is_valid()
    assert form.cleaned_data["words"] == "one\ntwo\nthree"


def test_every_value_of_a_query_is_kept():
    data = QueryDict(mutable=True)
    data.setlist("words", ["a", "b\r\nc"])
    assert Note(data).data.getlist("words") == ["a", "b\nc"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "\ud800"])
def test_what_cannot_be_stored_is_refused_aloud(text):
    form = Note({"words": text})
    assert form.errors["words"] == ["“Words” holds a hidden character that cannot be stored. Type it again"]


def test_too_long_says_by_how_much():
    form = Note({"words": "a" * 20_212, "name": "b" * 201})
    assert form.errors["words"] == ["“Words” must be 20,000 characters or fewer: it is 212 characters too long"]
    assert form.errors["name"] == ["“Name” must be 200 characters or fewer: it is 1 character too long"]


def test_a_missing_answer_is_asked_for_by_its_question():
    assert Note({}).errors["words"] == ["Enter an answer to “Words”"]


def test_the_author_of_a_form_may_say_it_better():
    class Better(Form):
        words = forms.CharField(error_messages={"required": "Enter what Maya said"})

    assert Better({}).errors["words"] == ["Enter what Maya said"]


def test_a_refusal_is_shown_beside_its_field_or_at_the_top():
    form = Note({"words": "a"})
    form.refuse(Refused("TOO_SOON", "Wait until %(day)s", field="words", day="Monday"))
    form.refuse(Refused("ELSEWHERE", "Not now", field="not_on_this_page"))
    assert form.errors["words"] == ["Wait until Monday"]
    assert form.general_errors == ["Not now"]


def test_welsh_months_come_first_for_a_welsh_reader():
    with translation.override("cy"):
        assert day("1", "Mai", "2026").is_valid()
