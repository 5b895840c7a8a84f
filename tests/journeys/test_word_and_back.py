"""The report goes out as a Word copy, is worked on in LibreOffice, comes back, and is taken into the advice.

The program is the real one, without its window; it writes the whole file anew, as any program does.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import office
from tests.journeys.acts import Hand
from tests.journeys.conftest import sign_in
from tests.journeys.seed import MARCHETTI

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not office.SOFFICE, reason="needs LibreOffice"),
]

REPLACING = [
    ("each second Saturday", "each Sunday from two to four"),
    ("It can be watched and ended.", "It can be watched – and ended at once."),
    ("The evenings are watched and short.", "The evenings are long."),
]


def test_out_as_word_edited_in_libreoffice_and_back(open_page, case_of, ask, tmp_path):
    amira = Hand(sign_in(open_page(), "Amira Lindqvist", then=case_of(MARCHETTI)))
    copy = makes_a_word_copy(amira)
    left = saves_it(amira, tmp_path)
    assert left.name.endswith(".docx")
    assert MARCHETTI not in left.name

    edited = tmp_path / "my version.docx"
    edited.write_bytes(office.edited(left.read_bytes(), REPLACING, tmp_path / "office"))
    brings_it_back(amira, copy, edited)
    sees_what_differs(amira)
    takes_it(amira)
    the_agreement_has_lapsed(amira, ask)
    the_same_file_again_changes_nothing(amira, copy, edited)


def makes_a_word_copy(amira):
    amira.part("Advice").follows("Report to court").follows("Version 1")
    amira.follows("Copies of this version, and a new one").follows("Make the first copy")
    amira.chooses("Who is the copy for?", "Our own office, to work on it in Word and bring it back")
    amira.presses("Make the copy").sees("Nothing protected found")
    return amira.page.url


def saves_it(amira, folder) -> Path:
    with amira.page.expect_download() as waiting:
        amira.page.get_by_role("button", name="Save the copy").click()
    there = folder / waiting.value.suggested_filename
    waiting.value.save_as(there)
    return there


def brings_it_back(amira, copy, file):
    amira.goes(copy).follows("Bring the Word copy back")
    amira.page.get_by_label("The Word file").set_input_files(file)
    amira.presses("Compare it with the record")


def sees_what_differs(amira):
    amira.is_told("The file is kept. This is what differs in it.")
    page = amira.page
    advice = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Lina: the advice", exact=True))
    expect(advice.locator("del")).to_contain_text("second Saturday.")
    expect(advice.locator("ins")).to_contain_text("Sunday from two to four.")
    expect(advice).to_contain_text("Can be taken into the advice")
    for called in ("Lina: the impact on the child", "Lina: the welfare checklist"):
        rest = page.get_by_role("article").filter(has=page.get_by_role("heading", name=called))
        expect(rest).to_contain_text("Change it in the record")
    # What nobody touched is no difference, although the program wrote every line anew.
    expect(page.get_by_role("article")).to_have_count(5)
    amira.sees_nowhere("Outside every passage")


def takes_it(amira):
    amira.follows("Take the changes into the advice").sees("2 passages can be taken.")
    amira.presses(re.compile("Take them")).is_refused("Say why, in your own words.")
    amira.writes("Why does the advice have to change?", "The centre is closed on Saturdays.")
    amira.presses(re.compile("Take them")).is_told("The changes stand in the advice.")
    amira.sees("Taken into the advice", "Stands in the advice")


def the_agreement_has_lapsed(amira, ask):
    amira.follows("Lina")
    amira.sees("Agreement lapsed", "The centre is closed on Saturdays.", "each Sunday from two to four")
    sql = """SELECT r.state, r.words, r.rationale FROM recommendations_recommendation r
             JOIN families_familymember m ON m.id = r.child_id WHERE m.last_name = %s"""
    assert ask(sql, MARCHETTI) == [
        ("LAPSED", "Time at the contact centre each Sunday from two to four.", "It can be watched – and ended at once.")
    ]


def the_same_file_again_changes_nothing(amira, copy, file):
    brings_it_back(amira, copy, file)
    amira.is_refused("This file is here already. Nothing was added.")
