"""The demonstration: built small with its own command, it lets each of its people in, and each lands somewhere."""

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

FAMILIES = 4


def TEMPLATE():  # noqa: N802 (what the fixture `database` looks for)
    return databases.demo_template(FAMILIES)


def test_every_person_of_the_demonstration_lands_on_a_page_and_opens_what_is_theirs(open_page):
    page = open_page()
    page.goto("/sign-in")
    names, opened = page.locator(".gt-signin__name").all_inner_texts(), 0
    assert len(names) > 30
    for name in names:
        sign_in(page, name)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".gt-header__name")).to_have_text(name)
        cases = page.get_by_role("main").get_by_role("link", name="GT-")
        if cases.count():
            cases.first.click()
            expect(page.get_by_role("navigation", name="Parts of this case")).to_be_visible()
            opened += 1
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert opened >= FAMILIES / 2
