"""The generated pages: complete, fresh, and a stale one is named."""

from pathlib import Path

from django.apps import apps

from goldenthread.access.permissions import Permission
from goldenthread.config import docs
from goldenthread.thread.verbs import Verb

PACKAGE = Path(docs.settings.PACKAGE)


def page(name):
    return docs.render()[docs.DOCS / name]


def test_every_area_is_on_the_map():
    tops = {f.parent.name for f in PACKAGE.glob("*/__init__.py")}
    below = {f"casework/{f.parent.name}" for f in PACKAGE.glob("casework/*/__init__.py")}
    assert set(docs.AREAS) == tops | below


def test_every_permission_verb_and_model_has_its_row():
    assert all(permission in page("permissions.md") for permission in Permission)
    assert all(verb in page("verbs.md") for verb in Verb)
    ours = [m._meta.label for m in apps.get_models() if m.__module__.startswith("goldenthread.")]
    assert all(f"## {label}\n" in page("data-dictionary.md") for label in ours)


def test_what_is_not_confirmed_is_marked():
    assert "to be confirmed" in page("policy.md")


def test_a_stale_page_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "DOCS", tmp_path / "docs")
    assert len(docs.stale()) == len(docs.render())
    docs.write()
    assert docs.stale() == []
    (tmp_path / "docs" / "verbs.md").write_text("Something else.")
    assert docs.stale() == [Path("docs/verbs.md")]
