"""Each role signs in and lands on a page that helps; someone with no post is told so."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import Hand
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

# name: (what the page is called, what of the service navigation is theirs)
EVERYONES = ["My commitments", "Plans", "Learning"]
FIRST = {
    "Amira Lindqvist": ("My work", ["Search", "My work", "My commitments", "Cases", "Plans", "Learning"]),
    "Sunniva Hale": (
        "My work",
        ["Search", "My work", "My commitments", "Team", "Cases", "Decisions", "Actions", "Plans", "Learning"],
    ),
    "Marcus Oyelaran": (
        "My work",
        ["Search", "My work", "My commitments", "Team", "Cases", "Decisions", "Duty tray", "Actions", "Plans",
         "Learning", "Risks", "Staff"],
    ),
    "Dorothea Quill": (
        "The work of your team",
        ["Search", "My commitments", "Team", "Cases", "Decisions", "Actions", "Plans", "Learning", "Risks", "Boards",
         "Staff"],
    ),
    "Dafydd Stroud": (
        "Duty tray", ["Search", "My commitments", "Cases", "Duty tray", "Plans", "Learning", "Court feed"],
    ),
    "Gwen Ashdown": (
        "Duty tray", ["Search", "My commitments", "Cases", "Duty tray", "Plans", "Learning", "Court feed"],
    ),
    "Ada Whitlock": ("Staff", [*EVERYONES, "Court feed", "Background work", "Staff", "Templates"]),
    "Selwyn Birch": ("Uses of break-glass", [*EVERYONES, "Break-glass", "Emergency sign-ins1\n waiting"]),
    "Anneli Frost": ("Cases", ["Search", "My commitments", "Cases", "Plans", "Learning"]),
    "Bodhi Larkin": ("Boards", ["Plans", "Risks", "Boards"]),
    "Imogen Tarrant": ("My commitments", ["My commitments", "Actions", "Plans", "Learning", "Risks", "Boards"]),
    "Anselm Rook": ("You are signed in", EVERYONES),
    "Nell Harrow": ("You are signed in", []),
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_first_page(open_page, name):
    page = sign_in(open_page(), name)
    heading, parts = FIRST[name]
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert page.locator("nav.govuk-service-navigation__wrapper a, .gt-navigation a").all_inner_texts() == parts
    # An empty page teaches; nobody is sent away with a bare one.
    expect(page.locator("main p").first).to_be_visible()


def test_someone_with_no_post_is_told_so(open_page):
    hand = Hand(sign_in(open_page(), "Nell Harrow"))
    hand.sees("You hold no post today", "An administrator can give you a post")


def test_someone_who_opens_no_case_is_told_what_their_post_is_for(open_page):
    hand = Hand(sign_in(open_page(), "Anselm Rook"))
    hand.sees("Analyst", "This post opens no case and no family's details.")


def test_what_is_not_theirs_stays_closed(open_page, case_of):
    """A page that may not be known of is not found; a page that may not be used says who may."""
    page = sign_in(open_page(refusals=(403, 404)), "Edda Marlowe")
    assert page.goto(case_of("Okafor-Reed")).status == 404
    assert page.goto("/tray").status == 403
    Hand(page).sees("Your post does not let you open the duty tray here. It is open to: service manager, duty manager.")
