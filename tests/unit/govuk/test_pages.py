"""The gallery and the layouts hold together, whatever the request knows."""

import pytest
from django.test import RequestFactory

from goldenthread.govuk import views
from goldenthread.govuk.places import template_dirs


@pytest.fixture
def request_of(settings):
    settings.STRICT_TEMPLATES = True
    settings.ROOT_URLCONF = "goldenthread.govuk.urls"
    return RequestFactory()


@pytest.mark.parametrize("view", [views.components, views.task, views.listing, views.record, views.report])
def test_each_page_of_the_gallery_draws_with_a_bare_request(request_of, view):
    page = view(request_of.get("/components")).content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="' in page
    assert "Skip to main content" in page
    assert "Crown copyright" not in page


def test_a_record_names_no_child_in_its_title(request_of):
    page = views.record(request_of.get("/components/record")).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "GT-26-00417" in title
    assert "Maya" not in title


def test_a_title_says_that_there_is_an_error(request_of):
    page = views.task(request_of.post("/components/task", {})).content.decode()
    assert "<title>Error: Record a session" in page
    assert "There is a problem" in page


def test_the_state_of_a_stage_is_said_in_words(request_of):
    page = views.record(request_of.get("/components/record")).content.decode()
    assert ", done" in page
    assert ", still to come" in page
    assert 'aria-current="step"' in page


def test_templates_of_every_area_are_found():
    assert any(folder.parent.name == "govuk" for folder in template_dirs())
