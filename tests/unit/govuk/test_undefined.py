"""An absent value is loud in our own templates and quiet in the GOV.UK macros."""

import logging

import pytest
from django.template import engines
from jinja2 import UndefinedError


class Thing:
    advice = "Sundays"


def draw(source, **context):
    return engines.all()[0].env.from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{{ recomendation }}",
        "{{ thing.advise }}",
        "{{ thing.advise.words }}",
        "{% if recomendation %}x{% endif %}",
        "{% if thing.agred %}x{% endif %}",
        "{% if thing.state == 'AGREED' %}x{% endif %}",
        "{% for x in thing.children %}x{% endfor %}",
        "{{ row.label }}",
        '{% from "components.html" import tag %}{{ tag("good", thing.advise) }}',
    ],
)
def test_our_own_slips_raise(settings, source):
    settings.STRICT_TEMPLATES = True
    with pytest.raises(UndefinedError):
        draw(source, thing=Thing(), row={})


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing | default('') }}",
        "{% if nothing is defined %}x{% endif %}",
        "{% if row.hint %}x{% endif %}",
        "{{ 'x' if false }}",
        '{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}'
        '{% set page = govukInput({"name": "a", "label": {"text": "A"}, "hint": row.hint}) %}',
    ],
)
def test_what_may_be_absent_is_quiet(settings, source):
    settings.STRICT_TEMPLATES = True
    assert draw(source, row={}) == ""


def test_a_live_page_still_opens_and_the_slip_is_logged_without_content(settings, caplog):
    settings.STRICT_TEMPLATES = False
    with caplog.at_level(logging.ERROR, logger="goldenthread.govuk.undefined"):
        assert draw("a{{ thing.advise }}b", thing=Thing()) == "ab"
    assert "advise" in caplog.text
    assert "Sundays" not in caplog.text
