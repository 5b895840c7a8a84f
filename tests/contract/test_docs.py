"""The pages of docs/ that are made from the code are what the code says."""

from pathlib import Path

import pytest
from django.conf import settings


def test_generated_pages_are_fresh():
    docs = pytest.importorskip("goldenthread.config.docs", reason="the pages are not made from the code yet")
    stale = [
        str(Path(path)) for path, text in docs.render().items()
        if not (settings.PROJECT / path).exists() or (settings.PROJECT / path).read_text() != text
    ]  # fmt: skip
    assert not stale, f"run `make docs` and commit: {stale}"


def test_links_between_pages_lead_somewhere():
    import re

    dead = []
    for page in (settings.PROJECT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(settings.PROJECT)} → {target}")
    assert not dead, dead
