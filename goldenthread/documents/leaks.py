"""Does a text give away a protected contact detail, or what a child asked to be kept back? Pure.

In a file of its own because it must err on the side of refusing, and has to be read for that alone. A protected
address leaks by its postcode, its postcode district or its street; a number by its last digits, however they are
spaced or spelled; a school by what tells it from other schools; a refuge by its town; a child's words by one of their
sentences. Letters that only look like ours, invisible characters, words broken over lines: all are read as a person
would read them. No function here returns or keeps what it was asked to look for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from goldenthread.documents.reading import SHORT, Read, plain, read

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
STREETS = frozenset(SHORT.values()) | {
    "way", "hill", "row", "mews", "grove", "rise", "view", "green", "house",
    "heol", "ffordd", "stryd", "lon", "rhodfa", "clos", "maes", "teras", "cilgant", "rhiw", "gerddi", "parc", "bryn",
    "rhes",
}  # fmt: skip
# Found in every town: with these the number is part of what gives a home away.
EVERYWHERE = frozenset({"high street", "main street", "station road", "church street", "church road", "the green"})
PART_OF_BUILDING = frozenset({"flat", "unit", "apartment", "apt", "room", "number", "no", "floor"})
# What many schools have in their names.
SCHOOLS = frozenset(
    {
        "school", "schools", "primary", "secondary", "junior", "infant", "infants", "nursery", "academy", "college",
        "high", "grammar", "comprehensive", "community", "special", "free", "trust", "federation", "church", "of",
        "england", "c", "e", "ce", "cofe", "rc", "roman", "catholic", "voluntary", "aided", "controlled", "va", "vc",
        "boys", "girls", "and", "the", "for", "a", "in", "ysgol", "gynradd", "uwchradd", "gymraeg", "gyfun", "y", "yr"
    }
)  # fmt: skip
# What many places have in their names; alone it leads nowhere.
PLACES = frozenset(
    {
        "the", "of", "and", "in", "near", "area", "town", "city", "county", "borough", "district", "council", "north",
        "south", "east", "west", "central", "england", "wales", "cymru", "united", "kingdom", "uk", "great"
    }
)  # fmt: skip
LAST_DIGITS, SIX, FEWEST_DIGITS, FEWEST_WORDS, FEWEST_LETTERS = 7, 6, 6, 4, 5
PLAIN_LOCAL = 10  # a local part without a sign in it that is too long to be just somebody's first name
# A district of one letter and a number may be a motorway, a section of an Act, a level of English.
MOTORWAY_BEFORE = re.compile(r"(?:\bthe|\bon|\balong|\boff|\bjunction \d+)\s+(?:the\s+)?$", re.IGNORECASE)
MOTORWAY_AFTER = re.compile(r"\s*(?:motorway|junction|services|corridor|bridge|northbound|southbound|traffic)", re.I)
SECTION_AFTER = re.compile(
    r"\s*(?:reports?|enquir\w*|inquir\w*|investigation\w*|orders?|assessment\w*|of the|CA\b)", re.I
)
LEVEL = re.compile(r"\blevel\s+$", re.IGNORECASE)


class SecretKind(StrEnum):
    """What is looked for."""

    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    SCHOOL = "SCHOOL"
    REFUGE_AREA = "REFUGE_AREA"
    WORDS = "WORDS"


FRAGMENT, WHOLE = "FRAGMENT", "WHOLE"


@dataclass(frozen=True)
class Secret:
    """Something that must not leave: its `kind` (see `SecretKind`), its `value`, and `whose` it is (an id as text).

    For a refuge give the town as `REFUGE_AREA`, or the whole address: its street and postcode are left out of it.
    """

    kind: str
    value: str
    whose: str = ""

    def __repr__(self):
        return f"Secret({self.kind})"  # never the value: a traceback may be logged


def found(secret: Secret, text: "str | Read") -> str:
    """ "" where `text` holds nothing of the secret, `FRAGMENT` where it holds a part that tells, `WHOLE` for all.

    A full postcode, and all the digits of a number, count as the whole. What was filed under the wrong kind of
    contact detail is found as well.
    """
    seen = text if isinstance(text, Read) else read(text)
    if not secret.value.strip() or not seen.text.strip():
        return ""
    if secret.kind == SecretKind.WORDS:
        return _words(secret.value, seen)
    if _phrase(secret.value, seen):
        return WHOLE
    if secret.kind == SecretKind.SCHOOL:
        return FRAGMENT if any(_phrase(part, seen) for part in _school(secret.value)) else ""
    if secret.kind == SecretKind.REFUGE_AREA:
        return FRAGMENT if any(_phrase(part, seen) for part in _area(secret.value)) else ""
    levels = (_email(secret.value, seen), _phone(secret.value, seen, secret.kind), _address(secret, seen))
    return WHOLE if WHOLE in levels else FRAGMENT if FRAGMENT in levels else ""


def gives_away(kind: str, value: str, text: str) -> bool:
    """Whether `text` holds a contact detail or a significant fragment of it. `kind`: ADDRESS, PHONE or EMAIL.

    A postcode district alone does not count here: what this finds can be let out by nobody.
    """
    seen = read(text)
    if not value.strip() or not seen.text.strip():
        return False
    secret = Secret(kind, value)
    return bool(_phrase(value, seen) or _email(value, seen) or _phone(value, seen, kind) or _door(secret, seen))


def quotes(words: str, text: str) -> bool:
    """Whether `text` quotes what a child said: all of it, or a sentence of four words or more."""
    return bool(_words(words, read(text)))


def _words(words, seen):
    whole = plain(words)
    if not whole.strip():
        return ""
    if len(whole.split()) > 1 and _phrase(words, seen):
        return WHOLE
    sentences = (part for part in re.split(r"[.!?…\n;]+", words) if len(plain(part).split()) >= FEWEST_WORDS)
    return FRAGMENT if any(_phrase(part, seen) for part in sentences) else ""


def _phrase(words, seen):
    """Whether these words stand in the text, also where their letters are spaced or broken over lines."""
    wanted = plain(words)
    if not wanted.strip():
        return False
    if wanted in seen.plain:
        return True
    letters = wanted.replace(" ", "")
    # Numbers have a look of their own: run together here they would be found in any drawing.
    return len(letters) >= FEWEST_LETTERS and not letters.isdigit() and bool(_loose(wanted).search(seen.plain))


@lru_cache(maxsize=512)
def _loose(wanted):
    letters = " ?".join(map(re.escape, wanted.replace(" ", "")))
    return re.compile(rf"(?<=\s){letters}(?=\s)")


def _email(value, seen):
    if "@" not in value:
        return ""
    address = read(value).addresses.replace(" ", "")
    local = address.split("@")[0]
    if address and address in seen.addresses.replace(" ", ""):
        return WHOLE
    # The part before the sign identifies someone by itself when it is not just a word.
    telling = len(local) >= FEWEST_DIGITS and (re.search(r"[\d._\-]", local) or len(local) >= PLAIN_LOCAL)
    return FRAGMENT if telling and local in seen.addresses else ""


def _phone(value, seen, kind):
    digits = re.sub(r"\D", "", read(value).folded)
    if kind != SecretKind.PHONE and (len(digits) < 10 or re.search(r"[A-Za-z]", value)):
        return ""
    if len(digits) < FEWEST_DIGITS:
        return ""
    national = digits.removeprefix("0044").removeprefix("44").removeprefix("0") if len(digits) > 9 else digits
    if national in seen.digits:
        return WHOLE
    return FRAGMENT if digits[-LAST_DIGITS:] in seen.digits or digits[-SIX:] in seen.numbers else ""


def _address(secret, seen):
    return _door(secret, seen) or (FRAGMENT if _district(secret, seen) else "")


def _door(secret, seen):
    postcodes = POSTCODE.findall(read(secret.value).folded)
    if any(_spaced(code).search(seen.folded) for code in postcodes):
        return WHOLE
    if secret.kind != SecretKind.ADDRESS:
        return ""
    return FRAGMENT if any(_phrase(street, seen) for street in streets(secret.value)) else ""


ALIKE = {"0": "[0o]", "o": "[0o]", "1": "[1il]", "i": "[1il]", "l": "[1il]", "5": "[5s]", "s": "[5s]"}


@lru_cache(maxsize=512)
def _spaced(postcode):
    letters = re.sub(r"\s", "", postcode).casefold()
    pattern = r"[\W_]{0,3}".join(ALIKE.get(letter, re.escape(letter)) for letter in letters)
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")


def _district(secret, seen):
    """Whether the text names the first half of a postcode of the secret."""
    for code in POSTCODE.findall(read(secret.value).folded):
        district = re.sub(r"\s", "", code)[:-3]
        area = re.match(r"[a-z]+", district).group(0)
        gap = r"[ \-]?" if len(area) > 1 else ""
        pattern = rf"(?<![a-z0-9]){area}{gap}{district[len(area) :]}(?![a-z0-9])"
        if any(not _something_else(area, hit, seen.folded) for hit in re.finditer(pattern, seen.folded)):
            return True
    return False


def _something_else(area, hit, text):
    """A motorway, a section of an Act, a level of English: not a place."""
    before, after = text[max(0, hit.start() - 20) : hit.start()], text[hit.end() : hit.end() + 20]
    if area == "m":
        return bool(MOTORWAY_BEFORE.search(before) or MOTORWAY_AFTER.match(after))
    if area == "s":
        return bool(SECTION_AFTER.match(after))
    return area == "b" and bool(LEVEL.search(before))


def streets(address: str) -> Iterator[str]:
    """The lines of an address that lead to a door: its first, and each that has a number or a street's name.

    A town or a county leads nowhere by itself. The number is left out, so that the street alone is found.
    """
    for place, line in enumerate(_lines(address)):
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


def _lines(address):
    return [line for line in re.split(r"[,\n;]", POSTCODE.sub("", address)) if line.strip()]


def _school(value):
    """What tells a school from others: its name without what many have, and the street it stands in."""
    lines = _lines(value)
    if not lines:
        return
    words = plain(lines[0]).split()
    own = [word for word in words if word not in SCHOOLS]
    if len("".join(own)) >= FEWEST_LETTERS:
        yield " ".join(own)
    elif own:
        # A short name ("Oak Primary School") tells only with the word that follows it.
        last = words.index(own[-1])
        yield " ".join(words[: last + 2])
    yield from (street for street in streets("\n".join(["-", *lines[1:]])) if street)


def _area(value):
    """The towns and areas of an address."""
    lines = _lines(value)
    leading = set(streets(value))
    for line in lines:
        words = plain(line).split()
        own = [word for word in words if word not in PLACES and not word[0].isdigit()]
        if not own or (len(lines) > 1 and leading & {" ".join(words), " ".join(own)}):
            continue
        if any(word[0].isdigit() for word in words) and len(lines) > 1:
            continue  # the line of the door
        if len("".join(own)) >= 3:
            yield " ".join(own)
