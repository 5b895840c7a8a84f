"""The adviser's part of the main job on a telephone, without a script: from the conflict to the manager."""

import pytest

from tests.journeys import seed
from tests.journeys.acts import BEHAVIOUR, SECRET, WISH, Hand, Work
from tests.journeys.conftest import TELEPHONE, sign_in

pytestmark = pytest.mark.journey


def no_wider_than_the_screen(page):
    # Without a script the page cannot be asked; its own rendering says how wide it is.
    width = page.locator("html").bounding_box()["width"]
    assert width <= TELEPHONE["width"], f"{page.url} is {width} wide"


def test_an_adviser_works_a_case_on_a_telephone(open_page, case_of):
    there = case_of(seed.ELLERY)
    page = sign_in(open_page(TELEPHONE, javascript=False), "Amira Lindqvist", f"{there}/conflict")
    hand = Hand(page)
    work = Work(hand, seen="Robin", not_seen="Jude", mother="Petra Ellery", father="Gareth Ellery")

    work.declares_no_conflict(there)
    work.sets_safe_contact("Petra Ellery")
    no_wider_than_the_screen(page)
    work.opens_a_line()
    work.logs_a_contact()
    no_wider_than_the_screen(page)
    work.sees_one_child()
    work.hears_a_wish()
    work.hears_a_wish_to_keep_back()
    work.does_not_see_the_other()
    no_wider_than_the_screen(page)
    work.records_a_pattern()
    work.adds_an_incident()
    work.records_a_status()
    work.answers_the_line()
    for child in ("Robin", "Jude"):
        work.assesses(child)
        no_wider_than_the_screen(page)
        work.begins_the_advice(child)
        work.writes_the_advice(child)
        work.adds_an_option()
    # Jude was not seen, with a reason: nothing of his is left to weigh. The pattern is his too.
    work.mends(BEHAVIOUR[:20])
    work.carries_the_pattern()
    work.submits()

    hand.part("Advice").follows("Go on with the advice")
    for words in (WISH, SECRET):
        work.mends(words[:20])
        work.weighs(words)
    work.mends(BEHAVIOUR[:20])
    work.carries_the_pattern()
    work.submits()
    no_wider_than_the_screen(page)
    hand.part("Oversight").sees("With the manager", "Waits for a manager")
