"""Bookmarks by which a passage of ours is found again after another program has saved the file. Pure.

A bookmark's name may have 40 letters, digits and underscores, so it carries a short hash of the passage's key. `gtb_`
marks a passage that fills its paragraphs: whatever is typed into them later belongs to it. `gti_` marks one that stands
within a line.
"""

import hashlib
import re

BLOCK, INLINE = "gtb_", "gti_"
NAME = re.compile(r"^(gt[bi]_)([0-9a-f]{24})(?:_\d+)?$")


def short(key: str) -> str:
    """The hash of a passage's key that its bookmark carries."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def name_of(key: str, *, block: bool, again: int = 0) -> str:
    """The name of a passage's bookmark; `again` counts further places where the same passage stands."""
    return f"{BLOCK if block else INLINE}{short(key)}{f'_{again}' if again else ''}"


def is_ours(name: str) -> bool:
    """Whether a bookmark is one of ours."""
    return NAME.match(name or "") is not None


def is_block(name: str) -> bool:
    """Whether the passage fills its paragraphs."""
    return name.startswith(BLOCK)


def hash_in(name: str) -> str:
    """The hash that a bookmark of ours carries."""
    found = NAME.match(name)
    return found.group(2) if found else ""
