"""The organisation's scale for risks: what each step means, which band a score falls in, what is above the appetite.

Read from `content/risk-scale.yaml`. The scale is a setting and no rule: how many steps, which bands and which appetite
are the organisation's to choose (The Orange Book: Management of Risk, HM Treasury, 2023, prescribes none).
"""

import datetime as dt
import functools
from dataclasses import dataclass
from pathlib import Path

from goldenthread.improvement.files import CONTENT, BadPlan, read_checked

FILE = CONTENT / "risk-scale.yaml"


@dataclass(frozen=True)
class Step:
    """One step of likelihood or of impact. Steps count from 1."""

    name: str
    means: str


@dataclass(frozen=True)
class Band:
    """A range of scores from `least` up to the next band, with its tone."""

    name: str
    least: int
    tone: str


@dataclass(frozen=True)
class Appetite:
    """How much of a kind of risk is accepted: scores up to `most`."""

    code: str
    name: str
    means: str
    most: int


@dataclass(frozen=True)
class Scale:
    """A scale, from the day on which it holds."""

    holds_from: dt.date
    note: str
    likelihood: tuple[Step, ...]
    impact: tuple[Step, ...]
    bands: tuple[Band, ...]
    appetites: tuple[Appetite, ...]

    @property
    def highest(self) -> int:
        return len(self.likelihood) * len(self.impact)

    def fits(self, likelihood: int, impact: int) -> bool:
        """Whether both are steps of this scale."""
        return 1 <= likelihood <= len(self.likelihood) and 1 <= impact <= len(self.impact)

    def band(self, score: int) -> Band:
        """The band that a score falls in."""
        return next(band for band in reversed(self.bands) if score >= band.least)

    def appetite(self, code: str) -> Appetite | None:
        """The appetite with a code; None where this scale does not know it."""
        return next((one for one in self.appetites if one.code == code), None)

    def above(self, score: int, code: str) -> bool:
        """Whether a score lies above what is accepted. An appetite that the scale does not know accepts nothing."""
        appetite = self.appetite(code)
        return appetite is None or score > appetite.most


def read_scales(path: Path = FILE) -> tuple[Scale, ...]:
    """The scales in a file, oldest first. Raises `BadPlan` naming what does not fit."""
    scales = sorted((_scale(told) for told in read_checked(path, "risk-scale.schema.json")["scales"]),
                    key=lambda scale: scale.holds_from)  # fmt: skip
    for scale in scales:
        for complaint in _complaints(scale):
            raise BadPlan(f"{scale.holds_from}: {complaint}")
    if len({scale.holds_from for scale in scales}) < len(scales):
        raise BadPlan("Two scales hold from the same day.")
    return tuple(scales)


def _scale(told):
    try:
        begins = dt.date.fromisoformat(told["from"])
    except ValueError:
        raise BadPlan(f"There is no day {told['from']}.") from None
    return Scale(
        holds_from=begins, note=told["note"],
        likelihood=tuple(Step(**one) for one in told["likelihood"]),
        impact=tuple(Step(**one) for one in told["impact"]),
        bands=tuple(Band(**one) for one in told["bands"]),
        appetites=tuple(Appetite(**one) for one in told["appetites"]),
    )  # fmt: skip


def _complaints(scale):
    begins = [band.least for band in scale.bands]
    if begins[0] != 1:
        yield "The first band begins at 1."
    if begins != sorted(set(begins)):
        yield "Each band begins above the one before."
    if begins[-1] > scale.highest:
        yield f"No score reaches the band “{scale.bands[-1].name}”."
    codes = [one.code for one in scale.appetites]
    if len(set(codes)) < len(codes):
        yield "An appetite stands twice."


@functools.cache
def _shipped():
    return read_scales()


def scale_on(day: dt.date) -> Scale:
    """The scale that held on a day; before the first one, the first."""
    held = [scale for scale in _shipped() if scale.holds_from <= day]
    return held[-1] if held else _shipped()[0]
