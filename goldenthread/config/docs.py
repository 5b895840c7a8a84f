"""The pages of docs/ that come from the code, so that they cannot say anything else. A stale one fails the build."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from goldenthread.access import grants
from goldenthread.access.permissions import SCOPE_SAYS
from goldenthread.actions.rules import ACTION_LIFE, ACTION_STATES
from goldenthread.boards.rules import MEETING_LIFE, MEETING_STATES
from goldenthread.casework.enquiry.rules import LINE, LINE_STATES
from goldenthread.casework.filing.rules import FILING_LIFE, FILING_STATES
from goldenthread.casework.papers.rules import COPY_LIFE, COPY_STATES
from goldenthread.casework.recommendations.rules import ADVICE_LIFE, STATES
from goldenthread.documents.rules import TEMPLATE_LIFE, TEMPLATE_STATES
from goldenthread.improvement.rules import (
    PLAN_LIFE,
    PLAN_STATES,
    RECEIVED_LIFE,
    RECEIVED_STATES,
    RISK_LIFE,
    RISK_STATES,
)
from goldenthread.kernel.lifecycle import Lifecycle
from goldenthread.learning.rules import POINT_LIFE, POINT_STATES
from goldenthread.notices.rules import NOTICE_LIFE, NOTICE_STATES
from goldenthread.people.rules import ROLE_NAMES, Role
from goldenthread.policy.rules import values
from goldenthread.thread.verbs import FACTS, SAYS

DOCS = Path(settings.PROJECT) / "docs"
HEAD = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"
GRANTS: dict[str, tuple[str, dict]] = grants.GRANTS  # type: ignore[assignment]
# Each lifecycle of the product with the words for its states.
LIFECYCLES: tuple[tuple[Lifecycle, dict], ...] = (
    (LINE, LINE_STATES),
    (ADVICE_LIFE, STATES),
    (TEMPLATE_LIFE, TEMPLATE_STATES),
    (COPY_LIFE, COPY_STATES),
    (FILING_LIFE, FILING_STATES),
    (ACTION_LIFE, ACTION_STATES),
    (POINT_LIFE, POINT_STATES),
    (PLAN_LIFE, PLAN_STATES),
    (RECEIVED_LIFE, RECEIVED_STATES),
    (RISK_LIFE, RISK_STATES),
    (MEETING_LIFE, MEETING_STATES),
    (NOTICE_LIFE, NOTICE_STATES),
)
# From the top of the stack to the bottom, as `[tool.importlinter]` has it.
AREAS = (
    "config", "demo", "notices", "workspace", "boards", "improvement", "learning", "oversight", "casework",
    "casework/filing", "casework/courtfeed", "casework/orders", "casework/papers", "casework/recommendations",
    "casework/assessment", "casework/directwork", "casework/harm", "casework/enquiry", "casework/cases",
    "casework/families", "actions", "documents", "background", "drafts", "access", "people", "thread", "policy",
    "govuk", "kernel",
)  # fmt: skip


def render() -> dict[Path, str]:
    """Every generated page: its path and what should stand there."""
    pages = {
        "map.md": _map,
        "permissions.md": _permissions,
        "lifecycles.md": _lifecycles,
        "verbs.md": _verbs,
        "data-dictionary.md": _dictionary,
        "policy.md": _policy,
    }
    return {DOCS / name: HEAD + "\n".join(page()).rstrip() + "\n" for name, page in pages.items()}


def stale() -> list[Path]:
    """Generated pages that are missing or say something else than the code, as paths from the project's folder."""
    differing = (p for p, text in render().items() if not p.exists() or p.read_text("utf-8") != text)
    return [path.relative_to(DOCS.parent) for path in differing]


def write() -> list[Path]:
    """Writes the pages that are stale and returns their paths."""
    pages = render()
    written = stale()
    for path in written:
        whole = DOCS.parent / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(pages[whole], "utf-8")
    return written


def _cell(value) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _table(head, rows) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row) + " |"
    yield ""


def _map() -> Iterator[str]:
    yield "# The map\n"
    yield "Later knows earlier, never the reverse. The areas stand here as they are stacked: each may know those"
    yield "below it.\n"
    for area in AREAS:
        file = Path(settings.PACKAGE) / area / "__init__.py"
        said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
        yield f"## {area}\n"
        yield said + "\n"
        held = [m._meta.object_name for m in _models() if _area(m) == area]
        if held:
            yield "Holds: " + ", ".join(f"`{name}`" for name in held) + ".\n"


def _area(model) -> str:
    return model.__module__.removeprefix("goldenthread.").removesuffix(".models").replace(".", "/")


def _models() -> list:
    found = [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]
    return sorted(found, key=lambda model: model._meta.label)


def _permissions() -> Iterator[str]:
    yield "# Who may do what\n"
    yield "One row is one sentence: *a service manager may decide how urgent an application is, in …*. What is not here"
    yield "is refused. A person who may not know of a thing is told that it does not exist; one who may see it and not"
    yield "do this is told why, and who can.\n"
    yield "A restricted case is open to nobody but the persons named on it, whatever this table says.\n"
    rows = []
    for permission, (sentence, roles) in GRANTS.items():
        for role, scopes in roles.items():
            rows.append(("may " + sentence, ROLE_NAMES[role], "; ".join(SCOPE_SAYS[s] for s in scopes), permission))
    yield from _table(("What", "Who", "How far", "Name in the code"), rows)
    yield "## By role\n"
    for role in Role:
        yield f"### {ROLE_NAMES[role]}\n"
        mine = [(s, roles[role]) for s, roles in GRANTS.values() if role in roles]
        yield from (f"- may {s}: {'; '.join(SCOPE_SAYS[scope] for scope in scopes)}" for s, scopes in mine)
        yield ""


def _lifecycles() -> Iterator[str]:
    yield "# Lifecycles\n"
    yield "From each table come the check, the button and why it is greyed out, the line of the thread and this page.\n"
    for life, words in LIFECYCLES:
        yield f"## {life.name.capitalize()}\n"
        yield "```mermaid"
        yield "stateDiagram-v2"
        yield from (f"    {state} : {words[state]}" for state in life.states)
        yield f"    [*] --> {life.first}"
        yield from (f"    {t.source} --> {t.target} : {t.says}" for t in life.transitions)
        yield "```\n"
        rows = [
            (words[t.source], words[t.target], t.says, t.needs, t.comment.lower(), _guard(t.guard))
            for t in life.transitions
        ]
        yield from _table(("From", "To", "The step", "Needs", "Words asked", "Condition"), rows)


def _guard(guard) -> str:
    return (guard.__doc__ or guard.__name__).strip().split("\n")[0] if guard else ""


def _verbs() -> Iterator[str]:
    yield "# What leaves a line\n"
    yield "Every act that changes anything leaves one line: who, when, what, on what. The facts of a line are codes,"
    yield "dates, numbers and identifiers; never narrative, never a family's name.\n"
    rows = [(f"{{name}} {SAYS[verb]}", ", ".join(sorted(FACTS[verb])) or "–", verb) for verb in SAYS]
    yield from _table(("Sentence", "Facts it may carry", "Verb"), rows)


def _dictionary() -> Iterator[str]:
    yield "# Data dictionary\n"
    yield "Every field with its kind: *identifying* says who someone is, *protected* could lead a dangerous person to"
    yield "them, *quasi* identifies in combination, *narrative* is free text about a family, *safe* is none of these."
    yield "Keys, dates of recording and references to staff and cases are safe by rule.\n"
    for model in _models():
        yield f"## {model._meta.label}\n"
        yield (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ") + "\n"
        kinds = getattr(model, "sensitivity", {})
        fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
        rows = [
            (f"`{f.name}`", _type(f), "yes" if f.null else "", str(kinds.get(f.name, "SAFE")).lower()) for f in fields
        ]
        yield from _table(("Field", "Type", "May be unknown", "Sensitivity"), rows)


def _type(field) -> str:
    name = field.get_internal_type().removesuffix("Field")
    if field.is_relation:
        return f"{name} to {field.related_model._meta.label}"
    codes = [str(code) for code, _text in (field.choices or ())]
    if codes:
        return "one of " + ", ".join(codes)
    return f"{name}, at most {field.max_length}" if getattr(field, "max_length", None) else name


def _listed(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else value


def _policy() -> Iterator[str]:
    yield "# Policy in force, with sources\n"
    yield "Numbers and lists that law or policy sets are dated data in `goldenthread/policy/values/`. A case is judged"
    yield "by what was in force on the date of the facts. **To be confirmed** marks what a practice lead must check"
    yield "before it is used.\n"
    rows = [
        (v.key, v.nation.title(), v.process, _listed(v.value), v.unit, v.from_on, v.until or "–", v.source,
         "" if v.confirmed else "**to be confirmed**")
        for v in values()
    ]  # fmt: skip
    yield from _table(("Key", "Nation", "Process", "Value", "Unit", "From", "Until", "Source", "Standing"), rows)
