"""The gate: a planted secret is found in every place of every format, however it is written; and never repeated."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf.generic import NameObject, StreamObject, TextStringObject

from goldenthread.documents import inside_pdf
from goldenthread.documents.gate import Hit, look
from goldenthread.documents.inside import PLACES, Inside, inside, place_words
from goldenthread.documents.leaks import FRAGMENT, WHOLE, Secret, found
from goldenthread.kernel.refusal import Refused
from tests.unit.documents.given import other_places, page_pdf, pdf_places, planted, word_places, written, xlsx

ADDRESS = Secret("ADDRESS", "14 Sycamore Road, Little Hampden, LS6 3QT", "m")
PLACES_OF = [(name, kind, data) for name, kind, data in planted("14 Sycamore Road")]


@pytest.mark.parametrize(("name", "kind", "data"), PLACES_OF, ids=[name for name, _kind, _data in PLACES_OF])
def test_a_street_is_found_wherever_it_stands(name, kind, data):
    hits = look(inside(kind, data), [ADDRESS])
    assert {(hit.kind, hit.whose) for hit in hits} == {("ADDRESS", "m")}
    assert "Sycamore" not in repr(hits)
    assert all(place_words(hit.place) for hit in hits)
    assert all(hit.place.split(":")[0] in PLACES for hit in hits)


def test_the_same_files_without_it_stop_nothing():
    for name, kind, data in planted("nothing of note"):
        assert look(inside(kind, data), [ADDRESS, Secret("PHONE", "07700 900 123", "m")]) == [], name


WAYS = {
    "SYCAMORE ROAD": FRAGMENT, "sycamore rd": FRAGMENT, "Syca-\nmore Road": FRAGMENT, "Syca\u00admore Road": FRAGMENT,
    "Syca\u200bmore\u00a0Road": FRAGMENT, "Sусаmоrе Rоаd": FRAGMENT, "Ｓｙｃａｍｏｒｅ Ｒｏａｄ": FRAGMENT,
    "S y c a m o r e  R o a d": FRAGMENT, "Sycámore Róad": FRAGMENT, "𝕊𝕪𝕔𝕒𝕞𝕠𝕣𝕖 road": FRAGMENT,
    "LS6 3QT": WHOLE, "ls63qt": WHOLE, "LＳ６ ３QT": WHOLE, "L S 6 3 Q T": WHOLE, "LS6-3QT": WHOLE, "LSб": "",
    "LS6": FRAGMENT, "in ls6 somewhere": FRAGMENT, "LS 6": FRAGMENT, "LS66": "", "XLS6": "", "LS6A": "",
    "Little Hampden": "", "14 Sycamore Road, Little Hampden, LS6 3QT": WHOLE,
}  # fmt: skip


@pytest.mark.parametrize(("text", "level"), WAYS.items())
def test_an_address_however_it_is_written(text, level):
    assert found(ADDRESS, f"She said {text} to him.") == level


@pytest.mark.parametrize(
    ("secret", "text", "level"),
    [
        (Secret("PHONE", "07700 900 123"), "0 7 7 0 0 9 0 0 1 2 3", WHOLE),
        (Secret("PHONE", "07700 900 123"), "+44 (0) 7700-900-123", WHOLE),
        (Secret("PHONE", "07700 900 123"), "oh double seven double oh nine hundred", ""),
        (Secret("PHONE", "07700 900 123"), "oh seven seven oh oh nine oh oh one two three", WHOLE),
        (Secret("PHONE", "07700 900 123"), "double oh nine double oh one two three", FRAGMENT),
        (Secret("PHONE", "07700 900 123"), "dim saith saith dim dim naw dim dim un dau tri", WHOLE),
        (Secret("PHONE", "07700 900 123"), "ends in 900123", FRAGMENT),
        (Secret("PHONE", "07700 900 123"), "٠٧٧٠٠٩٠٠١٢٣", WHOLE),
        (Secret("PHONE", "07700 900 123"), "07700\n900 123", WHOLE),
        (Secret("PHONE", "07700 900 123"), "on 9 May 2023 at 10", ""),
        (Secret("EMAIL", "ngozi.safe@example.com"), "ngozi dot safe (at) example dot com", WHOLE),
        (Secret("EMAIL", "ngozi.safe@example.com"), "known as ngozi.safe", FRAGMENT),
        (Secret("EMAIL", "ngozi.safe@example.com"), "Ngozi is safe", ""),
        (Secret("SCHOOL", "Hollybank Primary School"), "she goes to Hollybank", FRAGMENT),
        (Secret("SCHOOL", "Hollybank Primary School"), "Hollybank Primary School", WHOLE),
        (Secret("SCHOOL", "Hollybank Primary School"), "her primary school", ""),
        (Secret("SCHOOL", "Oak Primary School"), "an oak in the garden", ""),
        (Secret("SCHOOL", "Oak Primary School"), "at Oak Primary", FRAGMENT),
        (Secret("SCHOOL", "St Mary's C of E School"), "Saint Marys", FRAGMENT),
        (Secret("SCHOOL", "Ysgol Gynradd Llwynhelyg"), "yn Llwynhelyg", FRAGMENT),
        (Secret("REFUGE_AREA", "Skipton, North Yorkshire"), "they went to Skipton", FRAGMENT),
        (Secret("REFUGE_AREA", "Skipton, North Yorkshire"), "in the north", ""),
        (Secret("REFUGE_AREA", "8 Mill Lane, Otley, LS21 3AA"), "near Otley", FRAGMENT),
        (Secret("REFUGE_AREA", "8 Mill Lane, Otley, LS21 3AA"), "the mill lane", ""),
        (Secret("WORDS", "He hurts us. I hide in the wardrobe."), "I hide in the wardrobe", FRAGMENT),
        (Secret("WORDS", "He hurts us. I hide in the wardrobe."), "he hurts us, I hide in the wardrobe", WHOLE),
        (Secret("ADDRESS", "1 Bell Row, M1 4AB"), "on the M1 that night", ""),
        (Secret("ADDRESS", "1 Bell Row, M1 4AB"), "the M1 motorway", ""),
        (Secret("ADDRESS", "1 Bell Row, M1 4AB"), "a flat in M1", FRAGMENT),
        (Secret("ADDRESS", "1 Bell Row, M14 4AB"), "She is in M14 now", FRAGMENT),
        (Secret("ADDRESS", "1 Bell Row, S7 1AB"), "the S7 report", ""),
        (Secret("ADDRESS", "1 Bell Row, S7 1AB"), "moved to S7", FRAGMENT),
        (Secret("ADDRESS", "1 Bell Row, SA1 4AB"), "moved to SA1", FRAGMENT),
        (Secret("ADDRESS", ""), "anything", ""),
    ],
)  # fmt: skip
def test_what_counts_as_what(secret, text, level):
    assert found(secret, text) == level


def test_a_hit_is_said_once_and_together_only_where_nothing_else_says_it():
    texts = [Inside("BODY", "Sycamore Road"), Inside("BODY", "sycamore rd"), Inside("TOGETHER", "Sycamore Road")]
    assert look(texts, [ADDRESS]) == [Hit("BODY", "ADDRESS", False, "m")]
    assert look(texts[2:], [ADDRESS]) == [Hit("TOGETHER", "ADDRESS", False, "m")]
    assert look(texts, [ADDRESS])[0].as_row() == {"place": "BODY", "kind": "ADDRESS", "whole": False, "whose": "m"}


def test_a_secret_never_shows_its_value():
    assert "Sycamore" not in repr(ADDRESS)


NOISE = some.text(some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
GAPS = some.sampled_from(["", "\u200b", "\u00ad", "-\n", " "])
APART = some.sampled_from(["", " ", "-", ".", "\n"])
LETTERS = some.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    before=NOISE,
    after=NOISE,
    word=LETTERS,
    gap=GAPS,
    cut=some.integers(1, 6),
)
def test_a_street_is_found_between_anything(before, after, word, gap, cut):
    torn = word[:cut] + gap + word[cut:]
    assert found(Secret("ADDRESS", f"7 {word} Street\nXx"), f"{before} {torn} Street {after}")


@settings(max_examples=60, deadline=None)
@given(
    digits=some.text("0123456789", min_size=9, max_size=9),
    gaps=some.lists(APART, min_size=11, max_size=11),
)
def test_a_number_is_found_however_it_is_spaced(digits, gaps):
    number = f"07{digits}"
    assert found(Secret("PHONE", number), "ring " + "".join(map("".join, zip(number, gaps, strict=True)))) == WHOLE


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(word=LETTERS)
def test_any_street_is_found_in_every_place_of_every_format(word):
    secret = Secret("ADDRESS", f"7 {word} Street, Otley", "m")
    text = f"{word} Street"
    files = [("DOCX", data) for _p, data in word_places(text)] + [("PDF", data) for _p, data in pdf_places(text)]
    files += [(kind, data) for _p, kind, data in other_places(text)]
    assert all(look(inside(kind, data), [secret]) for kind, data in files)


def test_the_numbers_of_a_drawing_are_no_telephone_number():
    writer = page_pdf()
    drawing = StreamObject()
    drawing.set_data(b"0 77 00 90 01 23 re f 1 0 0 1 077 009 00123 cm")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)
    assert look(inside("PDF", written(writer)), [Secret("PHONE", "07700 900 123")]) == []


def test_a_number_in_what_an_earlier_state_left_behind_is_found():
    writer = page_pdf()
    writer._add_object(TextStringObject("ring 07700 900 123"))  # nothing leads to it
    assert look(inside("PDF", written(writer)), [Secret("PHONE", "07700 900 123")])


def test_a_sheet_that_says_one_text_over_and_over_is_not_unrolled():
    """A thousand bytes of cells would otherwise fill the memory."""
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 2_000 + "</row>"
    with pytest.raises(Refused) as refused:
        list(inside("XLSX", xlsx(["over and over " * 8_000], cells)))
    assert refused.value.code == "ZIP_BOMB"


@pytest.mark.parametrize("limit", ["MOST_DRAWN", "MOST_STEPS"])
def test_a_content_that_many_pages_share_is_not_drawn_for_each_without_end(monkeypatch, limit):
    """Four thousand bytes of PDF would otherwise hold a server for minutes."""
    writer = page_pdf()
    for _ in range(20):
        writer.add_page(writer.pages[0])
    data = written(writer)
    assert [text for place, text in inside("PDF", data) if place == "BODY"]
    monkeypatch.setattr(inside_pdf, limit, 30)
    with pytest.raises(Refused) as refused:
        list(inside("PDF", data))
    assert refused.value.code == "ZIP_BOMB"
