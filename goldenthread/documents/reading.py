"""A text as a person would read it, whatever characters it is made of. Pure.

Full-width digits, letters of other alphabets that look like ours, accents, invisible characters, soft hyphens and words
broken over lines are all read as what they look like. Both what is looked for and where it is looked for come
through here, so that a text in another alphabet still equals itself.
"""

import re
import unicodedata
from functools import cached_property
from urllib.parse import unquote

NOT_WORD = re.compile(r"[\W_]+")
BROKEN = re.compile(r"(?<=\w)[-‐‑–]\s*\n\s*(?=\w)")
# As addresses of pages write a space, or a letter that is not theirs: "?q=14%20Sycamore%20Road".
IN_ADDRESS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.()/\-–]+(?=\d)")
# A street is written both ways; so is a saint.
SHORT = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "cres": "crescent", "gdns": "gardens", "pl": "place", "sq": "square", "terr": "terrace",
    "tce": "terrace", "pde": "parade", "wlk": "walk", "saint": "street",
}  # fmt: skip
# Letters that look like ours: Cyrillic, Greek, and a few of Latin's own.
_LIKE = {
    "АВЕЅІЈКМНОРСТУХ": "ABESIJKMHOPCTYX", "авеѕіјкмнорстух": "abesijkmhopctyx", "һԁӏԛԝ": "hdlqw",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "ABEZHIKMNOPTYX", "αικνορτυχ": "aikvoptux", "ıłøđħŧɑɡ": "ilodhtag",
}  # fmt: skip
LOOKS_LIKE = {ord(theirs): ours for both in _LIKE.items() for theirs, ours in zip(*both, strict=True)}
DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "nil": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "sero": "0", "dim": "0", "un": "1", "dau": "2", "tri": "3", "pedwar": "4", "pump": "5", "chwech": "6",
    "chwe": "6", "saith": "7", "wyth": "8", "naw": "9",
}  # fmt: skip
TIMES = {"double": 2, "dwbl": 2, "triple": 3, "treble": 3}
DOT, AT = re.compile(r"\s*[\[({]?\b(?:dot|dotio)\b[\])}]?\s*"), re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*|\s+at\s+")


def folded(text: str) -> str:
    """Small letters as they look, with ASCII digits, nothing invisible, and words mended that a line broke."""
    if text.isascii():
        return BROKEN.sub("", text).casefold()
    text = unicodedata.normalize("NFKD", text.translate(LOOKS_LIKE))
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        if kind == "Nd":
            kept.append(str(unicodedata.digit(character)))
        elif kind not in {"Cf", "Mn", "Me", "Co", "Cn"}:
            kept.append(character)
    return BROKEN.sub("", "".join(kept).translate(LOOKS_LIKE)).casefold().translate(LOOKS_LIKE)


def plain(text: str) -> str:
    """Words alone, folded, with a space on either side, and streets spelled out."""
    words = NOT_WORD.sub(" ", folded(text.replace("’", "'")).replace("'", "")).split()
    return f" {' '.join(SHORT.get(word, word) for word in words)} "


class Read:
    """One text, read in the ways that secrets are looked for; each way once. An address of a page in it is read both
    as it stands and as it is meant."""

    def __init__(self, text: str) -> None:
        meant = IN_ADDRESS.sub(lambda hit: unquote(hit.group()), text)
        self.text = text if meant == text else f"{text}\n|\n{meant}"

    @cached_property
    def folded(self) -> str:
        return folded(self.text)

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def digits(self) -> str:
        """The text with its numbers drawn together, spelled ones too, and nothing else but gaps."""
        return f"{self.numbers} {_spelled(self.folded)}"

    @cached_property
    def numbers(self) -> str:
        return re.sub(r"\D+", " ", BETWEEN_DIGITS.sub("", self.folded))

    @cached_property
    def addresses(self) -> str:
        """For e-mail addresses: "name dot other at example dot com" as it is meant."""
        return AT.sub("@", DOT.sub(".", self.folded))


def _spelled(text):
    """Runs of digits that were said one by one: "oh seven double seven" is 0777."""
    made, times = [], 1
    # A bar stands between texts that have nothing to do with each other.
    for word in NOT_WORD.sub(" ", text.replace("|", " x ")).split():
        if word in TIMES:
            times = TIMES[word]
        elif word in DIGITS or word.isdigit():
            made.append(DIGITS.get(word, word) * times)
            times = 1
        elif made and made[-1] != " ":
            made.append(" ")
            times = 1
    return "".join(made)


def read(text: str) -> Read:
    """A text made ready to be looked through, so that many secrets cost one reading."""
    return Read(text)
