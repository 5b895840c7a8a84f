"""A Word file as plain blocks, for a look at it on a page: headings, paragraphs, rows of tables. Pure."""

import re
from dataclasses import dataclass

from goldenthread.documents.boxes import open_box, xml_of
from goldenthread.documents.cleaning import _main

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"^heading\s*([1-6])$|^(title)$", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """`kind`: "title", "heading", "text" or "rows"; `level` of a heading; `rows` of a table, each a list of texts."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple = ()


def blocks(docx: bytes) -> list[Block]:
    """The blocks of a Word file in their order; empty paragraphs are left out."""
    parts = open_box(docx)
    body = xml_of(parts[_main(parts)]).find(f"{W}body")
    names = _style_names(parts)
    made = [_block(node, names) for node in (body if body is not None else ())]
    return [block for block in made if block is not None and (block.text or block.rows)]


def _block(node, names):
    if node.tag == f"{W}p":
        style = node.find(f"{W}pPr/{W}pStyle")
        name = names.get(style.get(f"{W}val"), style.get(f"{W}val")) if style is not None else ""
        found = HEADING.match(name or "")
        text = _text(node)
        if found is None:
            return Block("text", text)
        return Block("title", text) if found.group(2) else Block("heading", text, int(found.group(1)))
    if node.tag == f"{W}tbl":
        rows = tuple(
            tuple("\n".join(filter(None, map(_text, cell.iter(f"{W}p")))) for cell in row.findall(f"{W}tc"))
            for row in node.findall(f"{W}tr")
        )
        return Block("rows", rows=rows)
    return None


def _text(paragraph):
    said = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        said.append(node.text or "" if node.tag == f"{W}t" else " " if node.tag == f"{W}tab" else "\n")
    return "".join(said).strip()


def _style_names(parts):
    styles = parts.get("word/styles.xml")
    if styles is None:
        return {}
    return {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val", "")
        for style in xml_of(styles).iter(f"{W}style")
        if style.find(f"{W}name") is not None
    }
