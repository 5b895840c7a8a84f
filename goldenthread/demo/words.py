"""Passages of prose: read from the files beside this one, dealt without repeating within a case.

`situations/*.yaml` holds ten ways in which a family can stand, from the first question to the order; the
`passages/*.yaml` hold what is said in every case. All of it was written for this demonstration.
"""

from functools import lru_cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent
# Of the two loaders of the library the one in C, where it is there, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache
def passages(name):
    """One file of passages, by name."""
    return yaml.load((HERE / "passages" / f"{name}.yaml").read_text("utf-8"), LOADER)  # noqa: S506 (a safe loader)


@lru_cache
def situations():
    """Every situation by its name, in the order of the names."""
    return {
        file.stem: yaml.load(file.read_text("utf-8"), LOADER)  # noqa: S506 (a safe loader)
        for file in sorted((HERE / "situations").glob("*.yaml"))
    }


def band(age):
    """The name of an age in the files of sayings; None where a child is too young to be spoken with."""
    if age is None or age < 3:
        return None
    return "small" if age <= 6 else "middle" if age <= 10 else "older" if age <= 13 else "teen"


class Deck:
    """Deals passages in an order of its own, each once until all have been dealt. One for each case."""

    def __init__(self, chance):
        self.chance = chance
        self.dealt = {}

    def of(self, *path):
        """The next passage under a path: the file, then keys in it."""
        found = passages(path[0])
        for key in path[1:]:
            found = found[key]
        return self.deal(path, found)

    def deal(self, key, found):
        """The next of `found`, under a key that says what they are."""
        left = self.dealt.get(key)
        if not left:
            left = list(found)
            self.chance.shuffle(left)
            self.dealt[key] = left
        return left.pop()


def nth(texts, n):
    """The text of the n-th child: a list has one for each in turn."""
    if isinstance(texts, str):
        return texts
    return texts[n % len(texts)] if texts else ""
