"""Comparing a copy with what came back: what counts as a difference, what does not, and how it is shown."""

import time

import pytest

from goldenthread.casework.papers.compare import Kind, differences, runs, same, shortened, tidy


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Two hours each Saturday.", "Two  hours\n each Saturday. "),
        ("Two hours each Saturday.", "Two hours\u00a0each Satur\u00adday."),
        ('She said "no". It\'s hers.', "She said “no”. It’s hers."),
        ("She said 'no'.", "She said ‘no’."),
        ("Siân", "Sia\u0302n"),
        ("One.\n\nTwo.", "One.\nTwo."),
        ("well-being", "well\u2011being"),
    ],
)
def test_what_a_word_processor_does_by_itself_is_no_difference(ours, theirs):
    assert same(ours, theirs)
    assert differences({"a": ours}, {"a": theirs}) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Two hours.", "Three hours."),
        ("No contact.", "Contact."),
        ("Two hours.", "Two hours"),
        ("Sian", "Siân"),
        ("He did it.", "HE did it."),
    ],
)
def test_what_a_hand_does_is_a_difference(ours, theirs):
    assert not same(ours, theirs)
    [found] = differences({"a": ours}, {"a": theirs})
    assert (found.kind, found.passage, found.ours, found.theirs) == (Kind.CHANGED, "a", ours, theirs)


def test_a_passage_that_is_gone_is_listed_as_removed():
    [found] = differences({"a": "One.", "b": "Two."}, {"a": "One."})
    assert (found.kind, found.passage, found.ours) == (Kind.REMOVED, "b", "Two.")


def test_a_passage_whose_mark_was_lost_is_known_by_its_text():
    ours = {"a": "One.\n\nAnd more.", "b": "Two."}
    assert differences(ours, {"b": "Two."}, [], [("", "One."), ("", "And  more.")]) == []


def test_text_outside_any_passage_is_new_and_fixed_text_that_went_is_gone():
    ours_outside = [("", "Report to court"), ("a", "Reasons"), ("a", "Reasons")]
    theirs_outside = [("", "Report to court"), ("a", "Reasons"), ("a", "A word more.")]
    found = differences({"a": "One."}, {"a": "One."}, ours_outside, theirs_outside)
    assert [(d.kind, d.passage, d.ours, d.theirs) for d in found] == [
        (Kind.NEW, "a", "", "A word more."),
        (Kind.GONE, "a", "Reasons", ""),
    ]


def test_differences_stand_in_the_order_of_the_document():
    ours = {"a": "One.", "b": "Two.", "c": "Three."}
    theirs = {"c": "Three!", "a": "One!"}
    found = differences(ours, theirs, [], [("a", "New after a."), ("", "New at the top.")])
    assert [(d.kind, d.passage) for d in found] == [
        (Kind.NEW, ""),
        (Kind.CHANGED, "a"),
        (Kind.NEW, "a"),
        (Kind.REMOVED, "b"),
        (Kind.CHANGED, "c"),
    ]


def test_words_are_shown_as_kept_taken_out_and_put_in():
    made = runs("Two hours each Saturday at the centre.", "Three hours each Saturday at the “centre”.")
    assert [(run.op, run.text) for run in made] == [
        ("OUT", "Two"),
        ("IN", "Three"),
        ("SAME", "hours each Saturday at the"),
        ("OUT", "centre."),
        ("IN", "“centre”."),
    ]


def test_what_stayed_is_cut_down_around_the_changes_and_the_changes_are_not():
    text = [f"w{number}" for number in range(2000)]
    changed = [*text[:1000], "here", *text[1001:]]
    short = shortened(runs(" ".join(text), " ".join(changed)))
    assert [run.op for run in short] == ["CUT", "SAME", "OUT", "IN", "SAME", "CUT"]
    assert short[0].text == str(1000 - 14)
    assert "w999" in short[1].text
    assert short[3].text == "here"


def test_two_long_texts_that_share_nothing_but_common_words_are_compared_at_once():
    ours = " ".join(f"the a{number % 97} of and to" for number in range(500))
    theirs = " ".join(f"the b{number % 89} of and to" for number in range(500))
    start = time.perf_counter()
    assert runs(ours, theirs)
    assert time.perf_counter() - start < 3


def test_what_is_taken_over_keeps_its_paragraphs_and_loses_what_the_program_set():
    assert tidy("One\u00a0two.\u00ad \r\n\r\n\r\n\r\nThree.\n") == "One two.\n\nThree."
