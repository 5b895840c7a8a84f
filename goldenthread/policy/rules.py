"""Reads the dated values in `values/*.yaml` and answers for a day.

A file is a list of entries: key, nation (ENGLAND, WALES or both as BOTH), process (or ANY), value, unit, from,
until (may be left out), source, confirmed (true or false). A check at load refuses overlapping dates.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

VALUES = Path(__file__).parent / "values"


@dataclass(frozen=True)
class Value:
    """One dated value with where it comes from."""

    key: str
    nation: str
    process: str
    value: int | str | bool | tuple
    unit: str
    from_on: dt.date
    until: dt.date | None
    source: str
    confirmed: bool

    def holds(self, nation: str, process: str, on: dt.date) -> bool:
        return (
            self.nation in {nation, "BOTH"}
            and self.process in {process, "ANY"}
            and self.from_on <= on
            and (self.until is None or on <= self.until)
        )


class NoValue(LookupError):
    """No value is known for that key, nation, process and day."""


@lru_cache
def values() -> tuple[Value, ...]:
    """All values of the product, in file order."""
    found = []
    for file in sorted(VALUES.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text()):
            value = entry["value"]
            found.append(
                Value(
                    key=entry["key"],
                    nation=entry["nation"],
                    process=entry.get("process", "ANY"),
                    value=tuple(value) if isinstance(value, list) else value,
                    unit=entry["unit"],
                    from_on=entry["from"],
                    until=entry.get("until"),
                    source=entry["source"],
                    confirmed=entry["confirmed"],
                )
            )
    return tuple(found)


def value(key: str, *, nation: str, process: str = "ANY", on: dt.date) -> Value:
    """The value in force on a day. A value for the very nation and process goes before a general one."""
    holding = [v for v in values() if v.key == key and v.holds(nation, process, on)]
    if not holding:
        raise NoValue(f"{key} for {nation}, {process} on {on}")
    return max(holding, key=lambda v: (v.nation == nation, v.process == process, v.from_on))


def overlaps() -> list[tuple[Value, Value]]:
    """Pairs of values that hold for the same key, nation and process on one day. Should be empty."""
    everything = values()
    return [
        (a, b)
        for i, a in enumerate(everything)
        for b in everything[i + 1 :]
        if (a.key, a.nation, a.process) == (b.key, b.nation, b.process)
        and a.from_on <= (b.until or dt.date.max)
        and b.from_on <= (a.until or dt.date.max)
    ]
