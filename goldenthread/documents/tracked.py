"""Tracked changes of a Word part, accepted: what was put in stays, what was taken out goes. Pure."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUT = ("del", "moveFrom", "delText", "delInstrText")
UNWRAPPED = ("ins", "moveTo")
CHANGES = (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
    "tblPrExChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "cellIns", "cellMerge",
)  # fmt: skip


def accept(root) -> None:
    """Accepts every tracked change of a part, in place. Deleted rows, cells and ends of paragraphs go too."""
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            row.getparent().remove(row)
    for cell in list(root.iter(f"{W}tc")):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            cell.getparent().remove(cell)
    joined = [paragraph for paragraph in root.iter(f"{W}p") if ends_deleted(paragraph)]
    # Bookmarks in what was deleted still say where a passage began or ended.
    for node in list(root.iter(*(f"{W}{tag}" for tag in OUT))):
        _remove_but_marks(node)
    for node in list(root.iter(*(f"{W}{tag}" for tag in UNWRAPPED))):
        _unwrap(node)
    for node in list(root.iter(*(f"{W}{tag}" for tag in CHANGES))):
        if node.getparent() is not None:
            node.getparent().remove(node)
    for paragraph in reversed(joined):
        _join(paragraph)


def ends_deleted(paragraph) -> bool:
    """Whether the end of a paragraph was deleted, so that it runs on into the next."""
    return (
        paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None or paragraph.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None
    )


def _remove_but_marks(node):
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for offset, mark in enumerate(list(node.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))):
        parent.insert(at + offset, mark)
    parent.remove(node)


def _unwrap(node):
    parent = node.getparent()
    if parent is None:
        return
    if parent.tag in {f"{W}rPr", f"{W}trPr"}:
        parent.remove(node)
        return
    at = parent.index(node)
    for offset, child in enumerate(list(node)):
        parent.insert(at + offset, child)
    parent.remove(node)


def _join(paragraph):
    """A paragraph whose end was deleted: what it says comes before what the next one says."""
    following = paragraph.getnext()
    said = [node for node in paragraph if node.tag != f"{W}pPr"]
    if following is None or following.tag != f"{W}p":
        if not said and paragraph.getparent().tag != f"{W}tc":
            paragraph.getparent().remove(paragraph)
        return
    at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
    for offset, node in enumerate(said):
        following.insert(at + offset, node)
    paragraph.getparent().remove(paragraph)
