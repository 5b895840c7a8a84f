"""What there is in the house, read from the code: routes, models, operations, files."""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver

import goldenthread

PACKAGE = Path(settings.PACKAGE)


@dataclass(frozen=True)
class Route:
    """One address: its name with its area, the pattern, and the guarded view behind it."""

    name: str
    pattern: str
    view: object
    arguments: tuple[str, ...]

    @property
    def needs(self):
        return getattr(self.view, "needs", None)

    @property
    def of(self):
        return getattr(self.view, "of", None)

    @property
    def reads(self):
        return getattr(self.view, "reads", None)

    @property
    def others(self):
        """The arguments of the route besides the identifier of the thing that it loads."""
        return tuple(name for name in self.arguments if name != getattr(self.view, "identifier", None))

    def __str__(self):
        return self.name


def _walk(patterns, namespace, prefix):
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace else entry.name or here
            yield Route(name, here, entry.callback, tuple(entry.pattern.converters))
        else:
            yield from _walk(entry.url_patterns, entry.namespace or namespace, here)


def routes() -> list[Route]:
    """Every address of the product."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def models():
    """Every model of ours."""
    return [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]


def modules(ending=""):
    """Every module of the product whose dotted name has `ending` among its parts; migrations left out."""
    found = []
    for info in pkgutil.walk_packages(goldenthread.__path__, "goldenthread."):
        parts = info.name.split(".")
        if "migrations" not in parts and (not ending or ending in parts):
            found.append(importlib.import_module(info.name))
    return found


def functions(module):
    """Public functions written in a module."""
    return [
        function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.__name__
    ]


def sources(*endings):
    """Every file of the product with one of these endings, as (path from the project, text)."""
    for file in sorted(PACKAGE.rglob("*")):
        inside = file.relative_to(PACKAGE.parent)
        if file.suffix in endings and "static" not in inside.parts and "__pycache__" not in inside.parts:
            yield inside, file.read_text()
