"""What makes an office file unsafe to keep: programs in it, and what it would fetch when opened. Pure."""

import re

from goldenthread.documents.boxes import MOST_OPENED, bomb, broken, open_box, xml_of
from goldenthread.documents.rules import FileKind
from goldenthread.kernel.refusal import N_, Refused

KINDS = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.ODT, FileKind.ODS})
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
XLINK = "{http://www.w3.org/1999/xlink}href"

# Parts that are programs, controls or objects of other programs.
PROGRAMS = re.compile(
    r"vba(?:project|data|projectsignature)|activex|attachedtoolbars|macrosheets?/|dialogsheets?/|customui|"
    r"oleobject|^basic/|^scripts/|/basic/|/scripts/|userforms?/|ctrlprops/.*\.bin$",
    re.IGNORECASE,
)
PROGRAM_FILES = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|py|sh|class|docm|dotm|xlsm|xltm|xlam|xlsb|"
    r"pptm|reg|cpl|iso|img|chm)$",
    re.IGNORECASE,
)
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX|ms-word\.attachedToolbars", re.IGNORECASE)
# Fields that run something, and fields that fetch something.
RUNS = re.compile(r"^\s*(?:DDEAUTO|DDE|MACROBUTTON|CONTROL|EMBED|HTMLACTIVEX|ADDIN|GOTOBUTTON)\b", re.IGNORECASE)
FETCHES = re.compile(
    r"^\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD|AUTOTEXTLIST)\b", re.IGNORECASE
)
SPELLED = re.compile(r"\bQUOTE\b(?:\s+\d{2,3}){3,}", re.IGNORECASE)
SHEET_RUNS = re.compile(r"(?:\bDDE\b|\bCALL\s*\(|\bREGISTER(?:\.ID)?\s*\(|\bEXEC\s*\(|\|[^|]*!|WEBSERVICE\s*\()", re.I)
# A link that may be followed by a person who chooses to.
MAY_LEAD = re.compile(r"^(?:https?:|mailto:|tel:|#|[^:\\/]*$|[^:\\]*$)", re.IGNORECASE)
FAR = re.compile(r"^\s*(?:\\\\|//|file:/*(?:\\\\|//)|file://[^/]|[a-z][a-z0-9+.\-]+:)", re.IGNORECASE)
NEAR_FILE = re.compile(r"^\s*file:/{0,3}(?:[A-Za-z]:|/[A-Za-z0-9])", re.IGNORECASE)
TEMPLATE_CODE = re.compile(r"\{\{|\{%|\{#")


def has_program() -> Refused:
    return Refused(
        "HAS_MACROS",
        N_("This file holds a program (a macro, a control or an object). Save it as a plain Word file (.docx) without "
           "macros, or as a PDF, and bring that."),
    )  # fmt: skip


def leads_outside() -> Refused:
    return Refused(
        "OUTSIDE_LINK",
        N_("This file fetches something from elsewhere when it is opened (a picture, a template or another "
           "document). Save it as a PDF and bring that, or take the link out."),
    )  # fmt: skip


def has_template_code() -> Refused:
    return Refused(
        "HAS_TEMPLATE_CODE",
        N_("This file holds template fields, like {{ name }}. Take them out and bring it again."),
    )


def refuse_unsafe(kind, data, *, template_code=False, depth=0, budget=MOST_OPENED) -> dict[str, bytes]:
    """The parts of an office file; refuses one that is not safe to keep. Files inside it are looked at too."""
    parts = open_box(data, budget=budget)
    rest = budget - sum(map(len, parts.values()))
    for name, part in parts.items():
        if PROGRAMS.search(name) or PROGRAM_FILES.search(name):
            raise has_program()
        if part.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            _inner(part, template_code, depth, rest)
        elif part.startswith((b"MZ", b"\x7fELF")):
            raise has_program()
    if kind in (FileKind.DOCX, FileKind.XLSX):
        _open_xml(kind, parts, template_code)
    else:
        _open_document(parts, template_code)
    return parts


def _inner(part, template_code, depth, budget):
    """A file inside the file: an old office object is refused, a new one is looked at, one level down."""
    if part.startswith(b"\xd0\xcf\x11\xe0"):
        raise has_program()
    if depth:
        raise bomb()
    inner = open_box(part, budget=budget)
    kind = FileKind.DOCX if "word/document.xml" in inner else FileKind.XLSX
    refuse_unsafe(kind, part, template_code=template_code, depth=depth + 1, budget=budget)


def _open_xml(kind, parts, template_code):
    types = parts.get("[Content_Types].xml", b"")
    if MACRO_TYPES.search(types):
        raise has_program()
    main = "word/document.xml" if kind is FileKind.DOCX else "xl/workbook.xml"
    if not types or (main not in parts and not _main_part(parts)):
        raise broken()
    for name, part in parts.items():
        if name.casefold().endswith(".rels"):
            _relationships(xml_of(part))
        elif _is_xml(name, part):
            _part(name, xml_of(part), template_code)


def _main_part(parts):
    return b"officeDocument" in parts.get("_rels/.rels", b"")


def _is_xml(name, part):
    return name.casefold().endswith((".xml", ".vml", ".rdf")) or part.lstrip()[:5] == b"<?xml"


def _relationships(root):
    for link in root.iter("{*}Relationship"):
        target, kind = link.get("Target", ""), link.get("Type", "").rpartition("/")[2]
        if kind in {"vbaProject", "activeXControlBinary", "attachedToolbars", "oleObject", "control", "aFChunk"}:
            raise has_program()
        if kind in {"externalLink", "externalLinkPath", "connections", "queryTable", "subDocument", "frame"}:
            raise leads_outside()
        if link.get("TargetMode") != "External":
            continue
        if kind == "hyperlink":
            if re.match(r"\s*(?:java|vb)script:|\s*ms-|\s*search-ms", target, re.IGNORECASE):
                raise has_program()
            continue
        # A template on the writer's own disk is of no account: nothing here looks for it.
        if kind == "attachedTemplate" and NEAR_FILE.match(target) and not re.match(r"file:/*\\\\", target, re.I):
            continue
        if target not in ("", "NULL"):
            raise leads_outside()


def _part(name, root, template_code):
    if next(root.iter("{*}altChunk"), None) is not None or next(root.iter("{*}ddeLink"), None) is not None:
        raise has_program()
    for code in field_codes(root):
        if RUNS.match(code) or SPELLED.search(code):
            raise has_program()
        if FETCHES.match(code):
            raise leads_outside()
    if name.startswith("xl/"):
        for formula in root.iter("{*}f", "{*}definedName"):
            if SHEET_RUNS.search(formula.text or ""):
                raise has_program()
    if not template_code and TEMPLATE_CODE.search("".join(root.itertext())):
        raise has_template_code()


def field_codes(root):
    """The instruction of every field of a Word part: simple fields, and those spread over runs and nested."""
    for simple in root.iter("{*}fldSimple"):
        yield simple.get(f"{W}instr") or simple.get(f"{W_STRICT}instr") or ""
    open_codes: list[list[str]] = []
    loose: list[str] = []
    for node in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
        tag = node.tag.rpartition("}")[2]
        kind = node.get(f"{W}fldCharType") or node.get(f"{W_STRICT}fldCharType")
        if tag != "fldChar":
            (open_codes[-1] if open_codes else loose).append(node.text or "")
        elif kind == "begin":
            open_codes.append([])
        elif kind == "end" and open_codes:
            code = "".join(open_codes.pop())
            yield code
            if open_codes:  # what it yields is part of the field around it
                open_codes[-1].append(code)
    yield from ("".join(codes) for codes in open_codes)
    yield "".join(loose)


def _open_document(parts, template_code):
    manifest = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifest:
        raise Refused("LOCKED_FILE", N_("This file is locked with a password. Save it without one."))
    if "content.xml" not in parts:
        raise broken()
    for name, part in parts.items():
        if not _is_xml(name, part):
            continue
        root = xml_of(part)
        for node in root.iter("*"):
            tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
            if tag in {
                "event-listener",
                "script",
                "plugin",
                "applet",
                "object-ole",
                "dde-source",
                "dde-connection-decl",
            }:
                raise has_program()
            target = node.get(XLINK, "")
            if tag == "a" or not target:
                continue
            if FAR.match(target) or target.startswith(("/", "../")):
                raise leads_outside()
        if (
            not template_code
            and name in ("content.xml", "styles.xml")
            and TEMPLATE_CODE.search("".join(root.itertext()))
        ):
            raise has_template_code()
