"""Who may import whom, and the few things that no file may do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.contract import house

# file: (what it does, why it may)
ALLOWED = {
    ("goldenthread/govuk/templates/components.html", "|safe"): "drawings and two tags that stand in the file itself",
    ("goldenthread/govuk/bridge.py", "Markup("): "escapes what it marks",
    ("goldenthread/govuk/jinja.py", "Markup("): "hidden fields, escaped",
    ("goldenthread/govuk/filters.py", "Markup("): "escapes each run of text",
    ("goldenthread/improvement/presenters/movement.py", "Markup("): "a drawing: what it formats in is escaped",
    ("goldenthread/boards/templates/boards/pack_print.html", "style="): "widths of columns, in what is drawn to PDF",
    ("goldenthread/documents/filling.py", "Markup("): "joins escaped text with the marks of a passage, for Word's XML",
}
FORBIDDEN = (
    ("|safe", r"\|\s*safe\b", (".html",)),
    ("autoescape off", r"autoescape\s+(false|off)", (".html",)),
    ("csrf_exempt", r"csrf_exempt", (".py", ".html")),
    ("mark_safe", r"\bmark_safe\b", (".py",)),
    ("Markup(", r"\bMarkup\(", (".py",)),
    ("style=", r"<[^>]+\sstyle=", (".html",)),
    ("inline handler", r"<[^>]+\son[a-z]+=", (".html",)),
    ("browser storage", r"\b(localStorage|sessionStorage|indexedDB)\b", (".js", ".html")),
    ("TemplateResponse", r"\bTemplateResponse\(", (".py",)),
    ("signals", r"django\.db\.models\.signals|django\.dispatch", (".py",)),
    ("print", r"^\s*print\(", (".py",)),
)


def test_who_imports_whom():
    """The import contracts of pyproject.toml; the reason of each stands there."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=settings.PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(("what", "pattern", "endings"), FORBIDDEN, ids=[name for name, *_ in FORBIDDEN])
def test_nothing_does_what_no_file_may(what, pattern, endings):
    found = [
        f"{path}:{text[: match.start()].count(chr(10)) + 1}"
        for path, text in house.sources(*endings)
        for match in re.finditer(pattern, text, re.MULTILINE)
        if (str(path), what) not in ALLOWED and not (what == "print" and "config" in path.parts)
    ]
    assert not found, f"{what}: escape it, leave it out, or add the file and its reason to ALLOWED: {found}"


def test_what_is_allowed_is_still_there():
    there = {str(path): text for path, text in house.sources(".html", ".py")}
    gone = [key for key in ALLOWED if key[0] not in there]
    assert not gone, f"take these out of ALLOWED: {gone}"


# The second serves a stand-in court, which is no part of the product's own process and has a clock of its own.
CLOCKS = {"goldenthread/access/door.py", "goldenthread/config/cli.py", "goldenthread/config/backup.py"}


def test_the_clock_is_read_at_the_door_alone():
    reads = r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.utcnow\("
    wrong = [str(path) for path, text in house.sources(".py") if re.search(reads, text) and str(path) not in CLOCKS]
    assert not wrong, f"use request.now, or take now=: {wrong}"


def test_every_area_says_what_it_is_for():
    bare = [
        str(path) for path, text in house.sources(".py")
        if path.name == "__init__.py" and "migrations" not in path.parts and not text.lstrip().startswith('"""')
    ]  # fmt: skip
    assert not bare, f"say in a docstring what the folder is for, its words, and what it may know: {bare}"
