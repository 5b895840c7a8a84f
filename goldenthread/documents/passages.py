"""Turns what a filled template marks into real paragraphs and bookmarks. Used by `filling`."""

import copy
import re

from goldenthread.documents.marks import name_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Private characters, taken out of every value beforehand: a passage begins, its number ends, it ends; a line ends.
START_ENDS = ("\ue000", "\ue001", "\ue002", "\ue003")
MARKED = re.compile("[\ue000-\ue003]")
PIECES = re.compile("(\ue000\\d+\ue001|\ue002|\ue003+|\t)")


def lay_out(root, keys, marks, *, mark) -> None:
    """Lays out every marked paragraph of a part. `keys`: the passages by number. `marks`: the ids and names taken."""
    for node in root.iter():
        for name, value in node.attrib.items():
            if MARKED.search(value):
                node.set(name, re.sub("\ue000\\d+\ue001|[\ue002\ue003]", "", value))
    # An id of a bookmark is its own in the whole of a part, and the template has some already.
    taken = [int(one.get(f"{W}id", "0")) for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}id", "").isdigit()]
    marks["next"] = max([marks["next"], *(number + 1 for number in taken if number < 10**8)])
    for paragraph in list(root.iter(f"{W}p")):
        if MARKED.search("".join(text.text or "" for text in paragraph.iter(f"{W}t"))):
            _lay_out(paragraph, keys, marks, mark)


def _own(paragraph, tag):
    """The nodes of a paragraph that are not in a box within it."""
    return [node for node in paragraph.iter(tag) if next(node.iterancestors(f"{W}p"), None) is paragraph]


def _lay_out(paragraph, keys, marks, mark):
    for text in _own(paragraph, f"{W}t"):
        if MARKED.search(text.text or ""):
            _spread(text, keys, marks, mark)
    _name_blocks(_split(paragraph), marks)


def _spread(text, keys, marks, mark):
    """Puts runs, bookmarks and breaks in the place of one text."""
    run = text.getparent()
    parent, at = run.getparent(), run.getparent().index(run)
    looks = run.find(f"{W}rPr")
    before, after = _halves(run, text)
    made = [before] if before is not None else []
    for piece in PIECES.split(text.text):
        if not piece:
            continue
        if piece[0] == START_ENDS[0]:
            made += [_start(keys[int(piece[1:-1])], marks)] if mark else []
        elif piece == START_ENDS[2]:
            made += [_end(marks)] if mark else []
        elif piece[0] == START_ENDS[3]:
            # Only where the run stands in the paragraph itself can the paragraph be ended here.
            made.append(_line(run, looks, parent.tag == f"{W}p"))
        else:
            made.append(_run(run, looks, f"{W}tab" if piece == "\t" else f"{W}t", piece))
    if after is not None:
        made.append(after)
    parent.remove(run)
    for offset, node in enumerate(made):
        parent.insert(at + offset, node)


def _halves(run, text):
    """What stands before and after a text in its own run, as runs of their own; None where nothing does."""
    before, after = copy.copy(run), copy.copy(run)
    inside = [node for node in run if node.tag != f"{W}rPr"]
    here = inside.index(text)
    looks = run.find(f"{W}rPr")
    made = []
    for half, nodes in ((before, inside[:here]), (after, inside[here + 1 :])):
        for node in list(half):
            half.remove(node)
        if looks is not None:
            half.append(copy.deepcopy(looks))
        half.extend(copy.deepcopy(node) for node in nodes)
        made.append(half if nodes else None)
    return made


def _run(run, looks, tag, text):
    made = run.makeelement(f"{W}r")
    if looks is not None:
        made.append(copy.deepcopy(looks))
    inner = made.makeelement(tag)
    if tag == f"{W}t":
        inner.text = text
        inner.set(SPACE, "preserve")
    made.append(inner)
    return made


def _line(run, looks, ends_paragraph):
    if not ends_paragraph:
        return _run(run, looks, f"{W}br", "")
    return run.makeelement(f"{W}r", {"split": "1"})


def _start(key, marks):
    made_for = marks["seen"].setdefault(key, 0)
    marks["seen"][key] += 1
    node = _bookmark("bookmarkStart", marks["next"])
    node.set(f"{W}name", name_of(key, block=False, again=made_for))
    node.set("key", key)
    node.set("again", str(made_for))
    marks.setdefault("open", []).append(marks["next"])
    marks["next"] += 1
    return node


def _end(marks):
    return _bookmark("bookmarkEnd", marks["open"].pop())


def _bookmark(tag, number):
    from lxml import etree  # noqa: PLC0415

    node = etree.Element(f"{W}{tag}")
    node.set(f"{W}id", str(number))
    return node


def _split(paragraph):
    """Ends a paragraph where a line ended; gives all the paragraphs that came of it."""
    looks = paragraph.find(f"{W}pPr")
    current, made = paragraph, [paragraph]
    for node in list(paragraph):
        if node.tag == f"{W}r" and node.get("split"):
            paragraph.remove(node)
            following = paragraph.makeelement(f"{W}p")
            if looks is not None:
                following.append(copy.deepcopy(looks))
            current.addnext(following)
            current = following
            made.append(following)
        elif current is not paragraph:
            current.append(node)
    # The end of a section belongs to the last of them.
    for one in made[:-1]:
        for section in one.findall(f"{W}pPr/{W}sectPr"):
            section.getparent().remove(section)
    return made


def _name_blocks(paragraphs, marks):
    """Gives the bookmarks of passages that fill their paragraphs the name that says so."""
    ends = {
        node.get(f"{W}id"): (paragraph, node) for paragraph in paragraphs for node in paragraph.iter(f"{W}bookmarkEnd")
    }
    for paragraph in paragraphs:
        for start in paragraph.iter(f"{W}bookmarkStart"):
            key = start.attrib.pop("key", None)
            again = int(start.attrib.pop("again", "0"))
            if key is None or start.get(f"{W}id") not in ends:
                continue
            last, end = ends[start.get(f"{W}id")]
            if not _says(paragraph, start, before=True) and not _says(last, end, before=False):
                start.set(f"{W}name", name_of(key, block=True, again=again))


def _says(paragraph, mark, *, before):
    """Whether a paragraph says anything before, or after, a bookmark's end."""
    passed = False
    for node in paragraph.iter():
        if node is mark:
            passed = True
        elif (not passed) == before and node.tag in {f"{W}t", f"{W}tab"} and (node.text or node.tag == f"{W}tab"):
            return True
    return False
