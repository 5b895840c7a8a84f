"""Does a text give away a protected contact detail, or what a child asked to be kept back? Pure.

In a file of its own because it must err on the side of refusing, and has to be read for that alone. A protected
address leaks by its postcode or its street; a number by its last digits, however they are spaced; a child's words by
one of their sentences. No function here returns or keeps what it was asked to look for.
"""

import re
from collections.abc import Iterator

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
NOT_WORD = re.compile(r"[\W_]+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.()/\-–]+(?=\d)")
# A street is written both ways.
SHORT = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "cres": "crescent", "gdns": "gardens", "pl": "place", "sq": "square", "terr": "terrace",
    "tce": "terrace", "pde": "parade", "wlk": "walk",
}  # fmt: skip
STREETS = frozenset(SHORT.values()) | {"way", "hill", "row", "mews", "grove", "rise", "view", "green", "house"}
# Found in every town: with these the number is part of what gives a home away.
EVERYWHERE = frozenset({"high street", "main street", "station road", "church street", "church road", "the green"})
PART_OF_BUILDING = frozenset({"flat", "unit", "apartment", "apt", "room", "number", "no", "floor"})
LAST_DIGITS, FEWEST_DIGITS, FEWEST_WORDS, FEWEST_LETTERS = 7, 6, 4, 5


def plain(text: str) -> str:
    """Words alone, in lower case, with a space on either side, and streets spelled out."""
    words = NOT_WORD.sub(" ", text.casefold().replace("’", "'").replace("'", "")).split()
    return f" {' '.join(SHORT.get(word, word) for word in words)} "


def gives_away(kind: str, value: str, text: str) -> bool:
    """Whether `text` holds a contact detail or a significant fragment of it. `kind`: ADDRESS, PHONE or EMAIL.

    What was filed under the wrong kind is found as well: each value is looked at in all three ways.
    """
    if not value.strip() or not text.strip():
        return False
    whole = plain(value)
    if whole.strip() and whole in plain(text):
        return True
    return _email(value, text) or _phone(value, text, kind) or _address(value, text, kind)


def _email(value, text):
    if "@" not in value:
        return False
    squeezed = re.sub(r"\s", "", text).casefold()
    address = re.sub(r"\s", "", value).casefold()
    local = address.split("@")[0]
    # The part before the sign identifies someone by itself when it is not just a word.
    telling = len(local) >= FEWEST_DIGITS and re.search(r"[\d._\-]", local)
    return address in squeezed or bool(telling and local in text.casefold())


def _phone(value, text, kind):
    digits = re.sub(r"\D", "", value)
    if kind != "PHONE" and (len(digits) < 10 or re.search(r"[A-Za-z]", value)):
        return False
    if len(digits) < FEWEST_DIGITS:
        return False
    return digits[-LAST_DIGITS:] in BETWEEN_DIGITS.sub("", text)


def _address(value, text, kind):
    postcodes = POSTCODE.findall(value)
    if any(_spaced(code).search(text) for code in postcodes):
        return True
    if kind != "ADDRESS":
        return False
    said = plain(text)
    return any(f" {street} " in said for street in streets(value))


def _spaced(postcode):
    letters = re.sub(r"\s", "", postcode)
    pattern = r"[\s.\-]*".join(map(re.escape, letters))
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", re.IGNORECASE)


def streets(address: str) -> Iterator[str]:
    """The lines of an address that lead to a door: its first, and each that has a number or a street's name.

    A town or a county leads nowhere by itself. The number is left out, so that the street alone is found.
    """
    lines = [line for line in re.split(r"[,\n;]", POSTCODE.sub("", address)) if line.strip()]
    for place, line in enumerate(lines):
        words = plain(line).split()
        numbered = any(word[0].isdigit() for word in words)
        if not (place == 0 or numbered or set(words) & STREETS):
            continue
        named = [word for word in words if not word[0].isdigit() and word not in PART_OF_BUILDING]
        street = " ".join(named)
        if len(street) < FEWEST_LETTERS or (len(named) < 2 and not numbered):
            continue  # a town alone; the whole of a value is looked for elsewhere
        # One word with a number ("12 Broadway") may be anything: with its number it is a door.
        yield " ".join(words) if street in EVERYWHERE or len(named) < 2 else street


def quotes(words: str, text: str) -> bool:
    """Whether `text` quotes what a child said: all of it, or a sentence of four words or more."""
    said, whole = plain(text), plain(words)
    if not whole.strip():
        return False
    if len(whole.split()) > 1 and whole in said:
        return True
    sentences = (plain(part) for part in re.split(r"[.!?…\n;]+", words))
    return any(len(part.split()) >= FEWEST_WORDS and part in said for part in sentences)
