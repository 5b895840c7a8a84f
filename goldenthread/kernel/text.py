"""Plain text as people type or send it, made safe to store without changing what was said."""

import hashlib
import json
import unicodedata

# Characters that turn the direction of the text around them. In a name they can make one name look like
# another; they are kept in what a person wrote and marked where they are shown.
DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """`text` without zero bytes and other control characters, with plain line ends, in composed form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


# Letters that no accent can be taken from. The database has the same list (cases, migration 0005).
PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
    | {"ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
)


def folded(text: str) -> str:
    """A name as it is compared: small letters without accents, every apostrophe the straight one."""
    parts = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(c for c in parts if not "\u0300" <= c <= "\u036f").lower()


def turns_direction(text: str) -> bool:
    """Whether the text holds characters that reorder it on the screen."""
    return any(c in DIRECTION for c in text)


def fingerprint(value) -> str:
    """The SHA-256 of a value's canonical JSON: equal content gives an equal fingerprint.

    What is agreed and what is signed is bound to this. `value` is made of dicts, lists, strings, numbers,
    booleans and None; anything else (a date, an id) must already be text.
    """
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
