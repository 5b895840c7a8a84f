"""The Welsh catalogue: whole in form, and shown where a person asks for it. Its wording is a translator's to check."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import translation

CATALOGUE = settings.PACKAGE / "locale" / "cy" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\(\w+\)s|%%")


def entries():
    with CATALOGUE.open("rb") as source:
        return [message for message in read_po(source, locale="cy") if message.id]


def test_every_entry_keeps_the_places_of_its_english():
    """A lost %(name)s would raise, or show a sentence without its subject."""
    wrong = []
    for entry in entries():
        english = entry.id if isinstance(entry.id, str) else entry.id[1]
        for welsh in [entry.string] if isinstance(entry.string, str) else entry.string:
            if welsh and sorted(PLACES.findall(welsh)) != sorted(PLACES.findall(english)):
                wrong.append((english, welsh))
    assert not wrong, f"Mend these in {CATALOGUE.name}: {wrong}"


def test_every_plural_has_its_six_forms():
    for entry in entries():
        if not isinstance(entry.id, str):
            assert len(entry.string) == 6, f"{entry.id[0]}: Welsh counts 0, 1, 2, 3, 6 and the rest"


@pytest.mark.parametrize(("number", "noun"), [(1, "peth"), (2, "beth"), (3, "pheth"), (7, "peth")])
def test_a_number_takes_its_mutation(number, noun):
    with translation.override("cy"):
        said = translation.ngettext("%(count)s thing stands in the way", "%(count)s things stand in the way", number)
    assert said % {"count": number} == f"Mae {number} {noun} yn rhwystro hyn"


def test_a_page_is_shown_in_welsh_and_says_so(cast):
    case = cast.case()
    page = cast.client(cast.amira)
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    shown = page.get(reverse("enquiry:index", args=[case.pk])).content.decode()
    assert '<html lang="cy"' in shown
    assert "Llinellau ymholi" in shown
    assert "Lines of enquiry" not in shown
