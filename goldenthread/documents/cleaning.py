"""Takes out of a Word file what is not its text: who wrote it, when, what it was before, what hangs on it.

Only parts that the text needs are kept, and in the settings only what lays it out. Tracked changes are accepted.
"""

import re
from html import escape

from lxml import etree

from goldenthread.documents.boxes import broken, open_box, pack, xml_of
from goldenthread.documents.pictures import bare
from goldenthread.documents.tracked import accept

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# The relationships that lead to what the text needs. Whatever else hangs on a part is left behind.
KEPT = frozenset(
    {
        "officeDocument", "styles", "settings", "numbering", "fontTable", "theme", "header", "footer", "footnotes",
        "endnotes", "image", "hyperlink", "chart", "chartStyle", "chartColorStyle", "diagramData", "diagramLayout",
        "diagramQuickStyle", "diagramColors"
    }
)  # fmt: skip
SETTINGS = frozenset(
    {
        "zoom", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter",
        "gutterAtTop", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone",
        "doNotHyphenateCaps", "evenAndOddHeaders", "bookFoldPrinting", "characterSpacingControl", "footnotePr",
        "endnotePr", "compat", "mathPr", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
        "displayBackgroundShape"
    }
)  # fmt: skip
OUT = frozenset(
    {
        "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "proofErr", "permStart", "permEnd",
        "lastRenderedPageBreak", "altChunk", "subDoc", "object", "control", "dataBinding", "embedRegular", "embedBold",
        "embedItalic", "embedBoldItalic", "rsid", "rsids", "externalData", "printerSettings", "recipientData"
    }
)  # fmt: skip
UNWRAPPED = frozenset({"smartTag", "customXml", "sdt", "sdtContent"})
MARKS_OF_EDITING = re.compile(r"^(?:rsid\w*|paraId|textId)$")
# Fields whose results say who, where or when.
TELLING = re.compile(
    r"^\s*(?:AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|DOCPROPERTY|DOCVARIABLE|COMMENTS|"
    r"KEYWORDS|SUBJECT|INFO|SAVEDATE|PRINTDATE|CREATEDATE|EDITTIME|REVNUM|MERGEFIELD)\b",
    re.IGNORECASE,
)
MAY_LEAD = re.compile(r"^(?:https?|mailto):", re.IGNORECASE)


def clean(docx: bytes, *, title: str, post: str) -> bytes:
    """The same text without traces. Its properties carry `title` and the author's `post` alone.

    Equal content gives equal bytes.

    Refuses with `BROKEN_FILE` and as `open_box` does.
    """
    parts = open_box(docx)
    main = _main(parts)
    kept: dict[str, bytes] = {}
    waiting, types = [main], {}
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        links = _links(parts, name)
        kept[name] = _part(name, parts[name], dropped=links.dropped)
        types[name] = _type_of(parts, name)
        if links.kept:
            kept[_rels_name(name)] = links.as_xml()
        waiting += [target for target in links.targets if target in parts]
    return pack(_package(kept, types, main, title, post))


class _Links:
    """The relationships of a part: which are kept, and the ids of those that are not."""

    def __init__(self):
        self.kept, self.dropped, self.targets = [], set(), []

    def as_xml(self):
        rows = "".join(
            f'<Relationship Id="{escape(key)}" Type="{escape(kind)}" Target="{escape(target)}"{mode}/>'
            for key, kind, target, mode in sorted(self.kept)
        )
        return _declared(f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>')


def _links(parts, name):
    found, rels = _Links(), parts.get(_rels_name(name))
    if rels is None:
        return found
    for link in xml_of(rels).iter("{*}Relationship"):
        key, kind, target = link.get("Id", ""), link.get("Type", ""), link.get("Target", "")
        short, outside = kind.rpartition("/")[2], link.get("TargetMode") == "External"
        if outside and short == "hyperlink" and MAY_LEAD.match(target):
            found.kept.append((key, kind, target, ' TargetMode="External"'))
        elif not outside and short in KEPT and short != "hyperlink" and _resolved(name, target) in parts:
            found.kept.append((key, kind, target, ""))
            found.targets.append(_resolved(name, target))
        else:
            found.dropped.add(key)
    return found


def _rels_name(name):
    folder, _slash, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def _resolved(name, target):
    if target.startswith("/"):
        return target[1:]
    at = name.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            at = at[:-1]
        elif step not in ("", "."):
            at.append(step)
    return "/".join(at)


def _main(parts):
    for link in xml_of(parts.get("_rels/.rels", b"<x/>")).iter("{*}Relationship"):
        target = _resolved("", link.get("Target", ""))
        if link.get("Type", "").endswith("/officeDocument") and target in parts:
            return target
    raise broken()


def _type_of(parts, name):
    root = xml_of(parts["[Content_Types].xml"])
    for one in root.iter("{*}Override"):
        if one.get("PartName", "").lstrip("/") == name:
            return one.get("ContentType", "").replace("template.main+xml", "document.main+xml")
    ending = name.rpartition(".")[2].casefold()
    return next(
        (
            one.get("ContentType", "")
            for one in root.iter("{*}Default")
            if one.get("Extension", "").casefold() == ending
        ),
        "application/octet-stream",
    )


def _part(name, data, dropped):
    if not (name.endswith(".xml") or data.lstrip()[:5] == b"<?xml"):
        return bare(data)
    root = xml_of(data)
    if root.tag == f"{W}settings":
        _settings(root)
    accept(root)
    _take_out(root, dropped)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _settings(root):
    for node in list(root):
        if not isinstance(node.tag, str) or node.tag.rpartition("}")[2] not in SETTINGS:
            root.remove(node)


def _take_out(root, dropped):
    _telling_fields(root)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            _remove(node)
            continue
        short = node.tag.rpartition("}")[2]
        hidden = short == "r" and _vanishes(node)
        if short in OUT or hidden or node.get(f"{W}name") == "_GoBack":
            _remove(node)
            continue
        for key in list(node.attrib):
            if MARKS_OF_EDITING.match(key.rpartition("}")[2]):
                del node.attrib[key]
            elif key.startswith(R) and node.get(key) in dropped:
                if short == "hyperlink":
                    del node.attrib[key]
                else:
                    _remove(node)
                    break
        if short in {"docPr", "cNvPr"} and "name" in node.attrib:
            node.set("name", f"{short} {node.get('id', '')}".strip())  # Word puts the name of the picture's file here
    for node in list(root.iter(*(f"{W}{tag}" for tag in UNWRAPPED), f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr")):
        if node.tag.endswith("Pr"):
            _remove(node)
        else:
            unwrap(node)


def _vanishes(run):
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def _telling_fields(root):
    """Takes out fields that say who, where or when, with their results."""
    for simple in list(root.iter(f"{W}fldSimple")):
        if TELLING.match(simple.get(f"{W}instr", "")):
            _remove(simple)
    depth, fields = [], []
    for run in list(root.iter(f"{W}r")):
        mark = run.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else ""
        if kind == "begin":
            depth.append(([], []))
        for runs, codes in depth:
            runs.append(run)
            codes.extend(code.text or "" for code in run.iter(f"{W}instrText"))
        if kind == "end" and depth:
            fields.append(depth.pop())
    for runs, codes in fields:
        if TELLING.match("".join(codes)):
            for run in runs:
                _remove(run)


def _remove(node):
    parent = node.getparent()
    if parent is None:
        return
    if node.tail and node.tail.strip():
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def unwrap(node):
    """Puts what a node holds in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for offset, child in enumerate(list(node)):
        parent.insert(at + offset, child)
    parent.remove(node)


def _package(kept, types, main, title, post):
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator>{escape(post, quote=False)}</dc:creator>"
        "</cp:coreProperties>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="{escape(main)}"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )
    rows = "".join(
        f'<Override PartName="/{escape(name)}" ContentType="{escape(types[name])}"/>' for name in sorted(types)
    )
    listed = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{rows}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    first = {
        "[Content_Types].xml": _declared(listed),
        "_rels/.rels": _declared(rels),
        "docProps/core.xml": _declared(core),
    }
    return first | {name: kept[name] for name in sorted(kept)}


def _declared(text):
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()
