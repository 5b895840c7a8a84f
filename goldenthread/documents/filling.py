"""Fills a Word template: docxtpl reads the fields, a sandbox that knows nothing but the values works them out.

A value is never read as a template, as each part is worked out once. What a template may say is a short list (`FORMS`):
fields, loops over lists, conditions, a few filters. No call, no arithmetic, no attribute of anything but the values.
"""

import copy
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment, SecurityError
from lxml import etree
from markupsafe import Markup, escape

from goldenthread.documents.boxes import MB, broken, open_box, pack, xml_of
from goldenthread.documents.passages import START_ENDS, lay_out
from goldenthread.kernel.refusal import N_, Refused

FILLED = re.compile(
    r"wordprocessingml\.(?:document\.main|template\.main|header|footer|footnotes|endnotes)\+xml$"
)  # fmt: skip
FORMS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.For, nodes.If,
    nodes.Filter, nodes.Test, nodes.Const, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
    nodes.CondExpr,
)  # fmt: skip
FILTERS = ("default", "d", "first", "last", "length", "count", "lower", "upper", "title", "trim", "join", "e", "escape")
TESTS = ("defined", "undefined", "none", "true", "false", "even", "odd", "eq", "equalto", "ne", "lt", "gt")
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
MOST_STEPS = 20_000
MOST_MADE = 40 * MB
MOST_TEMPLATE = 5 * MB
DEEPEST = 4


def _cannot(why):
    return Refused("TEMPLATE_CODE", why)


@dataclass(frozen=True)
class Passage:
    """A value that is found again when the file comes back: its stable `key` and its `text`."""

    key: str
    text: str

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text.strip())


class _Nothing(Undefined):
    """A field that nothing fills is left empty, however deep; the template manager has named it before."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    __getitem__ = __getattr__
    __str__ = lambda self: ""  # noqa: E731
    __iter__ = lambda self: iter(())  # noqa: E731
    __len__ = lambda self: 0  # noqa: E731
    __bool__ = lambda self: False  # noqa: E731
    __html__ = __str__


class Sandbox(SandboxedEnvironment):
    """Values by name and nothing else, with a limit on steps and on what comes out."""

    def __init__(self):
        super().__init__(autoescape=True, undefined=_Nothing, finalize=self._said)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.steps, self.passages = 0, []

    def step(self):
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise SecurityError("too many steps")

    def _said(self, value):
        self.step()
        if isinstance(value, Passage):
            self.passages.append(value.key)
            begins, numbered, ends, _line = START_ENDS
            return Markup("{}{}{}{}{}").format(begins, len(self.passages) - 1, numbered, _kept(value.text), ends)
        if isinstance(value, str):
            return _kept(str(value))
        # A list, a row or a thing of the language itself is not a text.
        return value if isinstance(value, (bool, int, float, Undefined)) else ""

    def getattr(self, obj, attribute):
        return self.getitem(obj, attribute)

    def getitem(self, obj, argument):
        if isinstance(obj, _Nothing):
            return obj
        if isinstance(obj, Mapping):
            return obj[argument] if argument in obj else self.undefined(name=str(argument))
        if isinstance(obj, LoopContext) and argument in LOOP:
            return getattr(obj, argument)
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(name=str(argument))

    def is_safe_callable(self, obj):
        return False

    def is_safe_attribute(self, obj, attr, value):
        return False

    @staticmethod
    def concat(pieces):
        made, size = [], 0
        for piece in pieces:
            size += len(piece)
            if size > MOST_MADE:
                raise SecurityError("too much comes out")
            made.append(piece)
        return "".join(made)


class _Rows(list):
    """A list that counts how often it is gone through."""

    def __init__(self, rows, sandbox):
        super().__init__(rows)
        self.sandbox = sandbox

    def __iter__(self):
        for row in list.__iter__(self):
            self.sandbox.step()
            yield row


UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\ue000-\ue00f]")


def _kept(text):
    """A text fit for XML, its line ends marked so that they become paragraphs."""
    text = UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(text).replace("\n", START_ENDS[3])


def _values(value, sandbox):
    """The values as plain things: dicts, lists, passages, text, numbers, true and false."""
    if isinstance(value, Passage) or value is None or isinstance(value, (bool, int, float)):
        return "" if value is None else value
    if isinstance(value, Mapping):
        return {str(key): _values(one, sandbox) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return _Rows([_values(one, sandbox) for one in value], sandbox)
    return str(value)


def fillable(parts: dict[str, bytes]) -> list[str]:
    """The names of the parts of a Word file in which fields are filled."""
    types = xml_of(parts.get("[Content_Types].xml", b"<x/>"))
    names = [
        one.get("PartName", "").lstrip("/")
        for one in types.iter("{*}Override")
        if FILLED.search(one.get("ContentType", ""))
    ]
    return [name for name in names if name in parts]


def source_of(part: bytes) -> str:
    """A part as the text that Jinja reads: fields that Word has torn into runs are whole again."""
    if len(part) > MOST_TEMPLATE:
        raise _cannot(N_("This template is too long. A template holds fields and headings, not a whole report."))
    tpl = DocxTemplate(io.BytesIO())
    return tpl.patch_xml(etree.tostring(xml_of(part), encoding="unicode"))


def parsed(source: str) -> nodes.Template:
    """What a part of a template says. Refuses with `TEMPLATE_CODE` what a template may not say."""
    try:
        tree = Sandbox().parse(source)
    except TemplateSyntaxError as error:
        raise Refused(
            "TEMPLATE_CODE",
            N_("A field or a condition in this template is not written rightly: %(what)s. Look for one that is not "
               "closed."), what=str(error.message)[:120],
        ) from error  # fmt: skip
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, FORMS):
            raise _cannot(
                N_("This template says something that a template may not say. It may hold fields, loops over lists and "
                   "conditions; nothing that calculates or calls.")
            )  # fmt: skip
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Refused("TEMPLATE_CODE", N_("This template uses “%(name)s”, which is not known."), name=node.name)
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise Refused("TEMPLATE_CODE", N_("This template uses “%(name)s”, which is not known."), name=node.name)
        if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.iter, (nodes.Name, nodes.Getattr))):
            raise _cannot(N_("A loop in this template does not go over one of the lists that are known."))
        dunder = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
        if dunder or (isinstance(node, nodes.Name) and node.name.startswith("_")):
            raise _cannot(N_("A field in this template begins with “_”: there is none like it."))
    _not_too_deep(tree, 0)
    return tree


def _not_too_deep(node, depth):
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST:
        raise _cannot(N_("The loops of this template lie too deep within each other."))
    for child in node.iter_child_nodes():
        _not_too_deep(child, depth)


def fill(template: bytes, values: dict, passages: bool = True) -> bytes:
    """A Word file out of a template and its values.

    Text of several lines becomes paragraphs in the field's own style. With `passages`, each `Passage` among
    the values is marked by a bookmark, so that `passages_of` finds it again. A field that nothing fills stays empty.
    Refuses with `TEMPLATE_CODE`, `TEMPLATE_TOO_MUCH` and as `open_box` does.
    """
    parts = open_box(template)
    names = fillable(parts)
    if not names:
        raise broken()
    sandbox = Sandbox()
    given = _values(values, sandbox)
    marks = {"next": 1, "seen": {}}
    for name in names:
        root = _worked_out(sandbox, parts[name], given)
        lay_out(root, sandbox.passages, marks, mark=passages)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"template.main+xml", b"document.main+xml")
    return pack(parts)


def _worked_out(sandbox, part, given):
    source = source_of(part)
    parsed(source)
    try:
        made = sandbox.from_string(source).render(copy.copy(given))
    except SecurityError as error:
        raise Refused(
            "TEMPLATE_TOO_MUCH", N_("This template makes far too much out of what it is given. Simplify its loops.")
        ) from error
    except (TemplateError, TypeError, ValueError, RecursionError) as error:
        raise _cannot(N_("A field in this template cannot be worked out. Check its loops and conditions.")) from error
    tpl = DocxTemplate(io.BytesIO())
    tpl.docx_ids_index = 1000
    try:
        root = etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _cannot(
            N_("A loop or a condition in this template begins in one place and ends in another that does not fit. Put "
               "both in paragraphs, or both in rows.")
        ) from error  # fmt: skip
    if root.find(".//{*}tbl") is not None:
        root = tpl.fix_tables(etree.tostring(root, encoding="unicode"))
    tpl.fix_docpr_ids(root)
    return root
