"""Which fields a template holds, and which of them nothing fills. Used through `word`."""

import re
from collections.abc import Iterable, Iterator

from jinja2 import nodes

from goldenthread.documents.boxes import open_box
from goldenthread.documents.filling import LOOP, fillable, parsed, source_of

CODE = re.compile(r"\{\{|\{%|\{#")


def unknown_fields(template: bytes, known: Iterable[str]) -> list[str]:
    """The fields of a template that are not among `known`, as they are written in it, each once, in order.

    `known`: dotted names with `[]` after a list ("children[].name"), or `Field`s. The variable of a loop is understood:
    after `{% for child in children %}`, `child.name` is `children[].name`. Fields in a part that is never filled are
    named too. Refuses with `TEMPLATE_CODE` and as `open_box` does.
    """
    names = {getattr(one, "name", one) for one in known}
    # "children[].name" says that "children" and "children[]" are known too.
    whole = {prefix for name in names for prefix in _prefixes(name)}
    unknown: dict[str, None] = {}
    for _part, written, path in fields_of(template):
        if path not in whole:
            unknown[written] = None
    return list(unknown)


def _prefixes(name):
    steps = re.findall(r"[^.\[\]]+|\[\]", name)
    path = ""
    for step in steps:
        path = f"{path}[]" if step == "[]" else f"{path}.{step}" if path else step
        yield path


def fields_of(template: bytes) -> Iterator[tuple[str, str, str]]:
    """(part, as written, path) of each field of a template; the path has `[]` for each list that is gone through."""
    parts = open_box(template)
    filled = fillable(parts)
    for name in filled:
        tree = parsed(source_of(parts[name]))
        for written, path in _walk(tree, {}):
            yield name, written, path
    for name, part in parts.items():
        if name not in filled and name.startswith("word/") and name.endswith(".xml"):
            for found in re.findall(r"\{\{\s*([^}]{1,80}?)\s*\}\}", _text(part)):
                yield name, found, "-"


def _text(part):
    from goldenthread.documents.boxes import xml_of  # noqa: PLC0415

    return "".join(xml_of(part).itertext())


def _walk(node, scope):
    """(as written, path) of each field, with the loops' variables in `scope`."""
    if isinstance(node, nodes.For):
        yield from _walk(node.iter, scope)
        over = _path(node.iter, scope)
        inner = dict(scope)
        for target in [node.target, *node.target.find_all(nodes.Name)]:
            if isinstance(target, nodes.Name):
                inner[target.name] = f"{over[1]}[]" if over else "-"
        for child in [*node.body, *([node.test] if node.test is not None else [])]:
            yield from _walk(child, {**inner, "loop": None})
        for child in node.else_:
            yield from _walk(child, scope)
        return
    found = _path(node, scope)
    if found is not None:
        written, path = found
        if path is not None:
            yield written, path
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, scope)


def _path(node, scope):
    """(as written, path) of a field; path None for what a loop itself knows; None for what is no field."""
    if isinstance(node, nodes.Name):
        return node.name, scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        step, written = f".{node.attr}", f".{node.attr}"
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        number = isinstance(node.arg.value, int)
        step, written = ("[]" if number else f".{node.arg.value}"), f"[{node.arg.value!r}]"
    else:
        return None
    before = _path(node.node, scope)
    if before is None:
        return None
    if before[1] is None:
        known = isinstance(node, nodes.Getattr) and node.attr in LOOP
        return f"{before[0]}{written}", None if known else "-"
    return f"{before[0]}{written}", f"{before[1]}{step}"
