"""Reads a Word file that came back, as it would read with its tracked changes accepted, and finds our passages in it.

Word and LibreOffice keep bookmarks, and people break them: a start without an end, an end without a start, a passage
typed on behind its bookmark. What can be found is given, and what stands outside is given too; nothing is dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from goldenthread.documents.boxes import broken, open_box, xml_of
from goldenthread.documents.cleaning import _main
from goldenthread.documents.filling import fillable
from goldenthread.documents.marks import hash_in, is_block, is_ours, short
from goldenthread.documents.tracked import ends_deleted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True)
class Outside:
    """A paragraph, or what stands of one, outside every passage; `after` is the key (or hash) of the passage before."""

    text: str
    after: str = ""


@dataclass(frozen=True)
class Passages:
    """What was found: `texts` by key; `again`: further places of the same passage that say something else; `lost`: keys
    asked for and not found; `broken`: keys whose bookmark was partly lost."""

    texts: dict[str, str]
    outside: tuple[Outside, ...] = ()
    lost: tuple[str, ...] = ()
    again: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackText:
    """A Word file as it reads with its changes accepted.

    `deleted`, `inserted`, `hidden`: (number of the paragraph, text) of what the tracked changes took out and put in
    and of what is hidden; `comments`: the text of each comment. All of it is for a person to see.
    """

    paragraphs: tuple[str, ...]
    deleted: tuple[tuple[int, str], ...] = ()
    inserted: tuple[tuple[int, str], ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()
    comments: tuple[str, ...] = ()


@dataclass
class _Line:
    """One paragraph while it is read: its text, what was taken out, and our marks with where they stand."""

    text: str = ""
    deleted: str = ""
    inserted: str = ""
    hidden: str = ""
    marks: list = field(default_factory=list)


def as_it_returns(text: str) -> str:
    """How a passage's text reads when it comes back unchanged: paragraphs apart by one line end, none empty."""
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def read_back(docx: bytes) -> BackText:
    """The paragraphs of a file that came back, notes after the text. Refuses as `open_box` does."""
    parts = open_box(docx)
    lines = _lines(parts)
    comments = [
        " ".join("".join(one.itertext()).split())
        for name, part in parts.items()
        if name.startswith("word/comments") and name.endswith("comments.xml")
        for one in xml_of(part).iter(f"{W}comment")
    ]

    def noted(kind):
        return tuple((number, getattr(line, kind)) for number, line in enumerate(lines) if getattr(line, kind).strip())

    return BackText(
        tuple(line.text for line in lines), noted("deleted"), noted("inserted"), noted("hidden"), tuple(comments)
    )


def passages_of(docx: bytes, keys: Iterable[str] = ()) -> Passages:
    """Our passages in a Word file, by key, and what stands outside them.

    A bookmark carries only a hash of its passage's key: `keys` are those that the version had. A passage whose key is
    not among them is given by that hash. Texts are as `as_it_returns` makes them.
    """
    names = {short(key): key for key in keys}
    lines = _lines(open_box(docx))
    spans, partly = _spans(lines)
    texts, again, covered = {}, {}, {}
    for name, (first, start), (last, end) in spans:
        key = names.get(hash_in(name), hash_in(name))
        said = as_it_returns("\n".join(_cut(lines, first, start, last, end)))
        if key not in texts:
            texts[key] = said
        elif said != texts[key]:
            again[key] = (*again.get(key, ()), said)
        for number in range(first, last + 1):
            begin = start if number == first else 0
            stop = end if number == last else len(lines[number].text)
            covered.setdefault(number, []).append((begin, stop, key))
    return Passages(
        texts, tuple(_outside(lines, covered)), tuple(key for key in names.values() if key not in texts), again,
        tuple(dict.fromkeys(names.get(hash_in(name), hash_in(name)) for name in partly)),
    )  # fmt: skip


def _cut(lines, first, start, last, end):
    if first == last:
        return [lines[first].text[start:end]]
    return [
        lines[first].text[start:], *(lines[number].text for number in range(first + 1, last)), lines[last].text[:end]
    ]  # fmt: skip


def _outside(lines, covered):
    after = ""
    for number, line in enumerate(lines):
        at = 0
        for begin, stop, key in sorted(covered.get(number, [])):
            if said := as_it_returns(line.text[at:begin]):
                yield Outside(said, after)
            at, after = max(at, stop), key
        if said := as_it_returns(line.text[at:]):
            yield Outside(said, after)


def _spans(lines):
    """(name, start, end) of each passage in order, each end (line, offset); and the names of those partly lost."""
    starts, ends, order = {}, {}, []
    ids = {}
    for number, line in enumerate(lines):
        for offset, kind, key, name in line.marks:
            if kind == "start" and is_ours(name):
                ids[key] = name
                starts.setdefault(name, (number, offset))
                order.append(name)
            elif kind == "end" and key in ids:
                ends.setdefault(ids.pop(key), (number, offset))
    spans, partly = [], []
    order = list(dict.fromkeys(order))
    for place, name in enumerate(order):
        start = starts[name]
        end = ends.get(name)
        if end is None or end < start:
            partly.append(name)
            end = (start[0], len(lines[start[0]].text))
        if is_block(name):
            start, end = _whole(lines, spans, start, end, [starts[later] for later in order[place + 1 :]])
        spans.append((name, start, end))
    return spans, partly


def _whole(lines, before, start, end, later):
    """A passage that fills its paragraphs takes in what was typed before and behind it, up to its neighbours."""
    floor = max((stop[1] for _name, _begin, stop in before if stop[0] == start[0]), default=0)
    ceiling = min((begin[1] for begin in later if begin[0] == end[0] and begin >= end), default=len(lines[end[0]].text))
    return (start[0], floor), (end[0], max(ceiling, end[1]))


# ── Reading the paragraphs ────────────────────────────────────────────────────────────────────────────


def _lines(parts) -> list[_Line]:
    main = _main(parts)
    # Notes belong to the text; headers and footers are the template's.
    notes = [name for name in fillable(parts) if "notes" in name]
    made = [line for name in [main, *notes] for line in _lines_of(xml_of(parts[name]))]
    if not made:
        raise broken()
    return made


def _lines_of(root):
    made, current = [], _Line()
    for paragraph in root.iter(f"{W}p"):
        if any(one.tag in {f"{W}p", f"{MC}Fallback"} for one in paragraph.iterancestors()):
            continue  # a box in a paragraph is read with it
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        gone = row is not None and row.find(f"{W}trPr/{W}del") is not None
        _read(paragraph, current, gone=gone, new=False)
        _marks_between(paragraph, current)
        if not ends_deleted(paragraph):
            made.append(current)
            current = _Line()
    return [*made, current] if current.text or current.deleted or current.marks else made


def _marks_between(paragraph, line):
    """Bookmarks that stand between paragraphs, as LibreOffice and tables leave them, count to the one before."""
    following = paragraph.getnext()
    while following is not None and following.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
        if following.tag == f"{W}bookmarkEnd":
            line.marks.append((len(line.text), "end", following.get(f"{W}id"), ""))
        following = following.getnext()
    earlier = paragraph.getprevious()
    while earlier is not None and earlier.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
        if earlier.tag == f"{W}bookmarkStart":
            line.marks.insert(0, (0, "start", earlier.get(f"{W}id"), earlier.get(f"{W}name", "")))
        earlier = earlier.getprevious()


SAYS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
SKIPPED = frozenset({"pPr", "rPr", "instrText", "delInstrText", "Fallback", "tblPr", "sdtPr"})


def _read(node, line, *, gone, new, hidden=False):
    """Adds what a node says to a line: `gone` where it was taken out, `new` where it was put in."""
    for child in node:
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if not tag or tag in SKIPPED:
            continue
        if tag == "bookmarkStart":
            line.marks.append((len(line.text), "start", child.get(f"{W}id"), child.get(f"{W}name", "")))
        elif tag == "bookmarkEnd":
            line.marks.append((len(line.text), "end", child.get(f"{W}id"), ""))
        elif tag in {"t", "delText"} and child.tag.startswith(W):
            _say(line, child.text or "", gone or tag == "delText", new, hidden)
        elif tag in SAYS:
            _say(line, SAYS[tag], gone, new, hidden)
        elif tag == "p":
            _read(child, line, gone=gone, new=new, hidden=hidden)
            _say(line, "\n", gone, new, hidden)
        else:
            _read(
                child, line, gone=gone or tag in {"del", "moveFrom"}, new=new or tag in {"ins", "moveTo"},
                hidden=hidden or (tag == "r" and _vanishes(child)),
            )  # fmt: skip


def _vanishes(run):
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def _say(line, text, gone, new, hidden):
    if gone:
        line.deleted += text
    elif hidden:
        line.hidden += text
    else:
        line.text += text
        if new:
            line.inserted += text
