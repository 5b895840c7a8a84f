"""Finding a case: from any page by keyboard, with the way back; and on a telephone without a script."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import TELEPHONE, sign_in

pytestmark = pytest.mark.journey


def test_a_case_is_found_by_keyboard_from_any_page_and_the_way_back_leads_to_the_answer(open_page):
    page = sign_in(open_page(), "Amira Lindqvist", "/my-work")
    page.keyboard.press("Control+/")
    box = page.get_by_label("Search: name, birth date or number")
    expect(box).to_be_focused()
    page.keyboard.type("okaf")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="1 case found")
    expect(heading).to_be_focused()
    expect(page).to_have_title("1 case found – Golden Thread")
    assert "okaf" not in page.url.lower()
    page.keyboard.press("Tab")
    first = page.locator(".gt-row a").first
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    page.go_back()
    expect(heading).to_be_visible()
    expect(page.get_by_label("What do you know?")).to_have_value("okaf")


def test_the_shortcut_takes_nothing_from_who_types(open_page):
    page = sign_in(open_page(), "Amira Lindqvist", "/my-work")
    box = page.get_by_label("Search: name, birth date or number")
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
    box.focus()
    page.keyboard.type("3/4/2017")
    expect(box).to_have_value("3/4/2017")


def test_a_case_is_found_on_a_telephone_without_a_script(open_page):
    page = sign_in(open_page(TELEPHONE, javascript=False), "Amira Lindqvist", "/my-work")
    box = page.get_by_label("Search: name, birth date or number")
    box.fill("Okafour")
    box.press("Enter")
    expect(page.get_by_role("heading", name="1 case found")).to_be_visible()
    expect(page.get_by_text("sounds like “okafour”").first).to_be_visible()
    page.get_by_label("What do you know?").fill("31/2/2017")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("alert").get_by_text("must be a real date")).to_be_visible()
