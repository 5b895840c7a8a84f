"""What differs between a copy as it left and the same copy as it came back. Pure: plain texts in, plain values out.

Blanks of every kind, soft hyphens, and straight or curled quotation marks are the word processor's affair and count
as no difference. A passage whose mark was lost on the way is looked for by its text before it counts as removed.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Characters that are written in one way here and in another there, and mean the same.
SAME = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
    "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u00ad": None, "\u200b": None, "\ufeff": None,
    "\u2060": None,
})  # fmt: skip
# Of these nothing is kept when a text is taken over: they come from the word processor, not from a hand.
MACHINE_MADE = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u00ad": None, "\u200b": None, "\ufeff": None, "\u2060": None,
    "\u000b": "\n", "\u2028": "\n", "\u2029": "\n\n",
})  # fmt: skip
CONTEXT_WORDS = 14
MANY = 160_000


class Kind(StrEnum):
    """What became of a piece of the document."""

    CHANGED = "CHANGED"
    REMOVED = "REMOVED"
    NEW = "NEW"
    GONE = "GONE"


@dataclass(frozen=True)
class Difference:
    """One difference. `passage` is its key, or of NEW text the passage that it stands after ("" at the beginning).

    CHANGED and REMOVED: of a passage. NEW: text that stands in no passage. GONE: a fixed text of the document that is
    no longer there.
    """

    kind: Kind
    passage: str
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True)
class Run:
    """A run of words for display: `op` is SAME, IN (only theirs), OUT (only ours) or CUT (words left out here)."""

    op: str
    text: str


def plain(text: str) -> str:
    """The text as it is compared: composed, one kind of blank and quotation mark, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).translate(SAME).split())


def tidy(text: str) -> str:
    """The text as it is taken over: paragraphs as they stand, without the blanks that a word processor sets."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").translate(MACHINE_MADE)
    lines = "\n".join(line.rstrip() for line in lines.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def same(ours: str, theirs: str) -> bool:
    """Whether two texts say the same to a reader."""
    return plain(ours) == plain(theirs)


def differences(
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
    ours_outside: Sequence[tuple[str, str]] = (),
    theirs_outside: Sequence[tuple[str, str]] = (),
) -> list[Difference]:
    """What differs, in the order of the document as it left.

    `ours` and `theirs` are the passages by key, in order. `…_outside` are the paragraphs that stand in no passage, each
    with the key of the passage before it.
    """
    loose = [(after, text) for after, text in theirs_outside if plain(text)]
    fixed = Counter(plain(text) for _after, text in ours_outside if plain(text))
    found, found_loose = [], []
    for key, text in ours.items():
        if key in theirs:
            if not same(text, theirs[key]):
                found.append(Difference(Kind.CHANGED, key, text, theirs[key]))
        elif (place := _loose(text, loose, fixed)) is not None:
            found_loose.extend(place)
        elif plain(text):
            found.append(Difference(Kind.REMOVED, key, text))
    # Each once: what occurs twice in one and once in the other differs once.
    left = Counter(fixed)
    rest = [pair for number, pair in enumerate(loose) if number not in found_loose]
    new = []
    for after, text in rest:
        if left[plain(text)] > 0:
            left[plain(text)] -= 1
        else:
            new.append(Difference(Kind.NEW, after, theirs=text))
    gone = []
    for after, text in ours_outside:
        if left[plain(text)] > 0:
            left[plain(text)] -= 1
            gone.append(Difference(Kind.GONE, after, ours=text))
    return _in_order(ours, found, new + gone)


def _loose(text, loose, fixed):
    """The numbers of the loose paragraphs that together are a passage whose mark was lost; None when they are not."""
    wanted = plain(text)
    if not wanted:
        return []
    for first, (_after, start) in enumerate(loose):
        if not wanted.startswith(plain(start)) or plain(start) in fixed:
            continue
        joined = ""
        for last in range(first, len(loose)):
            joined = f"{joined} {plain(loose[last][1])}".strip()
            if joined == wanted:
                return list(range(first, last + 1))
            if not wanted.startswith(joined):
                break
    return None


def _in_order(ours, of_passages, others):
    """Everything in the order of the passages: what stands after one comes after it."""
    place = {key: number for number, key in enumerate(ours)}
    keyed = [(place[d.passage], 0, d) for d in of_passages] + [(place.get(d.passage, -1), 1, d) for d in others]
    return [d for _place, _after, d in sorted(keyed, key=lambda row: row[:2])]


def runs(ours: str, theirs: str) -> list[Run]:
    """The two texts as runs of words: what stayed, what is only in ours, what is only in theirs."""
    a, b = ours.split(), theirs.split()
    plain_a, plain_b = [plain(word) for word in a], [plain(word) for word in b]
    made: list[Run] = []
    for op, a1, a2, b1, b2 in _steps(plain_a, plain_b):
        if op == "equal":
            made.append(Run("SAME", " ".join(b[b1:b2])))
            continue
        if a2 > a1:
            made.append(Run("OUT", " ".join(a[a1:a2])))
        if b2 > b1:
            made.append(Run("IN", " ".join(b[b1:b2])))
    return made


def _steps(a, b):
    """The steps from one list of words to the other. What is the same at both ends is set aside first: most changes of
    a long text are small, and two long texts that share only common words would take very long."""
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    tail = next((n for n in range(shorter - head) if a[-1 - n] != b[-1 - n]), shorter - head)
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    matcher = difflib.SequenceMatcher(None, inner_a, inner_b, autojunk=len(inner_a) * len(inner_b) > MANY)
    if head:
        yield "equal", 0, head, 0, head
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        yield op, a1 + head, a2 + head, b1 + head, b2 + head
    if tail:
        yield "equal", len(a) - tail, len(a), len(b) - tail, len(b)


def shortened(made: Iterable[Run], words: int = CONTEXT_WORDS) -> list[Run]:
    """The runs with what stayed cut down to a few words around each change; a CUT says how many are left out."""
    made = list(made)
    short: list[Run] = []
    for number, run in enumerate(made):
        said = run.text.split()
        first, last = number == 0, number == len(made) - 1
        keep = words * (1 if first or last else 2)
        # Leaving out a handful of words hides more than it saves.
        if run.op != "SAME" or len(said) <= keep + words:
            short.append(run)
            continue
        if not first:
            short.append(Run("SAME", " ".join(said[:words])))
        short.append(Run("CUT", str(len(said) - keep)))
        if not last:
            short.append(Run("SAME", " ".join(said[-words:])))
    return short
