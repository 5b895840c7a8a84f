"""A form field drawn as a GOV.UK component, with its errors and with its words unharmed."""

import html
import re

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from goldenthread.govuk.bridge import component, error_list
from goldenthread.govuk.fields import DateField, Form, FuzzyPeriod, WhenField


class Everything(Form):
    line = forms.CharField(label="Line", help_text="A hint")
    number = forms.IntegerField(label="Number", required=False)
    words = forms.CharField(label="Words", widget=forms.Textarea(attrs={"lang": "cy", "data-x": "1"}))
    short = forms.CharField(label="Short", widget=forms.Textarea, max_length=200, required=False)
    seen = forms.ChoiceField(label="Seen", choices=[("YES", "Yes"), ("NO", "No")], widget=forms.RadioSelect)
    why = forms.CharField(label="Why", widget=forms.Textarea, required=False)
    who = forms.MultipleChoiceField(
        label="Who",
        choices=[("M", "Mother"), ("F", "Father")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(label="Place", choices=[("", "Select"), ("A", "School")], required=False)
    told = forms.BooleanField(label="Told", required=False)
    held_on = DateField(label="Held on")
    called_at = WhenField(label="Called at", required=False)
    went_on = FuzzyPeriod(label="Went on", required=False)
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput, required=False)
    letter = forms.FileField(label="Letter", required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source, **context):
    env = engines.all()[0].env
    return env.from_string(source).render(context)


def field(form, name, options=""):
    return draw('{% from "forms.html" import field %}{{ field(form, "' + name + '"' + options + ") }}", form=form)


@pytest.mark.parametrize(
    ("name", "macro"),
    [
        ("line", "input"),
        ("words", "textarea"),
        ("seen", "radios"),
        ("who", "checkboxes"),
        ("place", "select"),
        ("told", "checkboxes"),
        ("held_on", "date"),
        ("called_at", "when"),
        ("went_on", "period"),
        ("secret", "password"),
        ("letter", "file"),
        ("kept", "hidden"),
    ],
)
def test_each_widget_has_its_component_and_can_be_drawn(name, macro):
    form = Everything()
    assert component(form[name])["macro"] == macro
    assert f'name="{name}' in field(form, name)
    assert f'name="{name}' in field(Everything({}), name)


def test_the_count_is_offered_where_it_is_asked_for():
    assert 'data-maxlength="200"' in field(Everything(), "short", ", count=true")


def test_attributes_of_the_widget_reach_the_page():
    page = field(Everything(), "words")
    assert 'lang="cy"' in page
    assert 'data-x="1"' in page


def test_browsers_are_asked_to_remember_nothing():
    assert 'autocomplete="off"' in field(Everything(), "line")


def test_a_number_is_typed_into_a_box_that_keeps_what_was_typed():
    page = field(Everything({"number": "nine"}), "number")
    assert 'type="text"' in page
    assert 'inputmode="numeric"' in page
    assert 'value="nine"' in page


def test_an_option_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="conditonal"):
        component(Everything()["seen"], {"conditonal": {}})


def test_a_conditional_question_must_hang_on_a_choice():
    with pytest.raises(ValueError, match="MAYBE"):
        component(Everything()["seen"], {"conditional": {"MAYBE": ""}})


@pytest.mark.parametrize("words", ["one\ntwo\n  three\n", "\nfirst line empty", "<b>&amp;\n\n\nend"])
def test_words_inside_a_conditional_question_come_back_as_they_were(words):
    form = Everything({"seen": "NO", "why": words})
    page = field(form, "seen", ', conditional={"NO": field(form, "why")}')
    inside = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]
    read = html.unescape(inside)
    # A browser drops one line end straight after the tag.
    assert read.removeprefix("\n") == words


def test_the_summary_leads_to_the_first_wrong_box():
    form = Everything({"line": "x", "words": "y", "held_on-day": "3", "held_on-month": "6", "held_on-year": ""})
    found = {item["text"]: item["href"] for item in error_list(form)}
    assert found["The date must include a year"] == "#id_held_on-year"
    assert found["Select an answer to “Seen”"] == "#id_seen"
    page = field(form, "held_on") + field(form, "seen")
    assert 'id="id_held_on-year"' in page
    assert 'id="id_seen"' in page


def test_general_errors_come_first_and_lead_nowhere():
    form = Everything({})
    form.add_error(None, "Something is amiss")
    assert error_list(form)[0] == {"text": "Something is amiss"}


def test_a_form_that_was_not_sent_has_no_summary():
    assert error_list(Everything()) == []


def test_what_was_typed_wrongly_is_still_in_its_boxes():
    page = field(Everything({"held_on-day": "31", "held_on-month": "June", "held_on-year": "2026"}), "held_on")
    assert 'value="31"' in page
    assert 'value="June"' in page


def test_a_stored_date_is_spread_over_the_boxes():
    import datetime as dt

    page = field(Everything(initial={"held_on": dt.date(2026, 6, 3)}), "held_on")
    assert 'value="3"' in page
    assert 'value="2026"' in page


def test_a_form_carries_its_tokens_and_its_version():
    request = RequestFactory().get("/")
    request.form_tokens = {"_once": "abc", "_kept_for": '"><script>'}
    page = draw(
        '{% from "forms.html" import form_page %}'
        '{% call form_page(request, form, expected_version=0, drafts=true, draft_url="/d") %}x{% endcall %}',
        request=request,
        form=Form(),
    )
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'name="_once" value="abc"' in page
    assert 'name="expected_version" value="0"' in page
    assert 'name="_draft"' in page
    assert 'data-draft="/d"' in page
    assert "<script>" not in page


def test_a_form_without_tokens_is_still_a_form():
    page = draw(
        '{% from "forms.html" import form_page %}{% call form_page(request, form) %}x{% endcall %}',
        request=RequestFactory().get("/"),
        form=Form(),
    )
    assert "<form" in page


def test_after_a_conflict_both_texts_stand():
    form = Form()
    form.theirs, form.theirs_by = [("Note", "Mine & only", "Theirs")], "Owen"
    page = draw('{% from "forms.html" import theirs %}{{ theirs(form) }}', form=form)
    assert "Owen saved a change while you were typing" in page
    assert "Mine &amp; only" in page
    assert "Theirs" in page
