"""Which types of document each court takes from us, from when, and what they are for. Dated reference data, read once.

`document-types.yaml` is checked against its schema when it is first read; what is wrong in it stops the product at
once and not at the court. No Django: plain values.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jsonschema
import yaml

from goldenthread.casework.filing.content.names import DRAWERS, NAMES
from goldenthread.documents.rules import FileKind

HERE = Path(__file__).parent
ANY = "ANY"


@dataclass(frozen=True)
class Fit:
    """That a type is likely for a kind of paper in a process. The lowest `place` is proposed first."""

    paper: str
    process: str
    place: int


@dataclass(frozen=True)
class DocumentType:
    """One type of document of one court, for as long as it holds.

    `always_confidential` and `urgent` are the court's own rule for it. `follows`: the types after which it comes.
    """

    code: str
    kept_as: str
    from_on: dt.date
    until: dt.date | None
    always_confidential: bool
    urgent: bool
    fits: tuple[Fit, ...]
    follows: tuple[str, ...]

    @property
    def name(self) -> str:
        """What people read, untranslated."""
        return NAMES[self.code]

    @property
    def drawer(self) -> str:
        """Where the court keeps it, untranslated."""
        return DRAWERS[self.kept_as]

    def holds(self, on: dt.date) -> bool:
        return self.from_on <= on and (self.until is None or on <= self.until)

    def place(self, paper: str, process: str) -> int | None:
        """How likely it is for a kind of paper in a process: the lowest first, None where it is not proposed."""
        return min(
            (fit.place for fit in self.fits if fit.paper == paper and fit.process in {process, ANY}), default=None
        )


@dataclass(frozen=True)
class Takes:
    """What one court takes: files of these kinds, up to so many bytes, of these types.

    `confirmed_for`: the nations for which the court's published code shows that it takes papers this way.
    """

    jurisdiction: str
    source: str
    files: frozenset[FileKind]
    largest: int
    confirmed_for: frozenset[str]
    every_type: tuple[DocumentType, ...]

    def types(self, on: dt.date) -> tuple[DocumentType, ...]:
        """The types that hold on a day, in the order of the list."""
        return tuple(kind for kind in self.every_type if kind.holds(on))

    def type(self, code: str, on: dt.date) -> DocumentType | None:
        """The type of this code on a day; None where the court knows none."""
        return next((kind for kind in self.types(on) if kind.code == code), None)


def _strict(text: str):
    """YAML as plain values: its dates stay text, as the schema can say nothing of a date."""
    loader = type("Plain", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader=loader)  # noqa: S506 (a SafeLoader, but for dates)


def read(text: str) -> dict[str, Takes]:
    """The lists by jurisdiction. Raises `jsonschema.ValidationError`, or `ValueError` for what a schema cannot say."""
    said = _strict(text)
    jsonschema.validate(
        said,
        json.loads((HERE / "document-types.schema.json").read_text()),
        format_checker=jsonschema.FormatChecker(),
    )
    found = {}
    for court in said:
        kinds = tuple(_type(entry) for entry in court["types"])
        _check(court["jurisdiction"], kinds)
        found[court["jurisdiction"]] = Takes(
            jurisdiction=court["jurisdiction"],
            source=court["source"],
            files=frozenset(FileKind(kind) for kind in court["files"]),
            largest=court["largest_mb"] * 1024 * 1024,
            confirmed_for=frozenset(nation for nation, told in court["nations"].items() if told["confirmed"]),
            every_type=kinds,
        )
    return found


def _type(entry) -> DocumentType:
    return DocumentType(
        code=entry["code"],
        kept_as=entry["kept_as"],
        from_on=dt.date.fromisoformat(entry["from"]),
        until=dt.date.fromisoformat(entry["until"]) if "until" in entry else None,
        always_confidential=entry.get("confidential", False),
        urgent=entry.get("urgent", False),
        fits=tuple(Fit(**fit) for fit in entry.get("fits", ())),
        follows=tuple(entry.get("follows", ())),
    )


def _check(jurisdiction, kinds) -> None:
    codes = {kind.code for kind in kinds}
    for kind in kinds:
        if kind.code not in NAMES or kind.kept_as not in DRAWERS:
            raise ValueError(f"{jurisdiction}: give {kind.code} and {kind.kept_as} a name in names.py")
        if unknown := set(kind.follows) - codes:
            raise ValueError(f"{jurisdiction}: {kind.code} follows {sorted(unknown)}, which are not in the list")
        if kind.until and kind.until < kind.from_on:
            raise ValueError(f"{jurisdiction}: {kind.code} ends before it begins")
    for n, one in enumerate(kinds):
        for other in kinds[n + 1 :]:
            last = one.until or dt.date.max
            if one.code == other.code and one.from_on <= (other.until or dt.date.max) and other.from_on <= last:
                raise ValueError(f"{jurisdiction}: {one.code} holds twice on one day")


@lru_cache
def takes(jurisdiction: str) -> Takes:
    """What the court of a jurisdiction takes. `KeyError` for one that is not in the list."""
    return _all()[jurisdiction]


@lru_cache
def _all() -> dict[str, Takes]:
    return read((HERE / "document-types.yaml").read_text())
