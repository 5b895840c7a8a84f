"""What `goldenthread demo build --scale national` does: the build, with its progress and the rate on standard error."""

import sys
import time

import click
from django.conf import settings

from goldenthread.access.door import clock
from goldenthread.demo.national.build import Told, build_national
from goldenthread.demo.national.shape import Arrivals


class _Shown:
    """The progress for whoever waits: stages by name, cases as a bar with cases and rows a second."""

    def __init__(self, total):
        self.total, self.began, self.cases, self.rows = total, 0.0, 0, 0
        self.bar = None

    def stage(self, words):
        if self.bar is not None:
            self.bar.render_finish()
            self.bar = None
        if words == "Cases":
            self.began = time.monotonic()
            self.bar = click.progressbar(
                length=self.total, label="Cases", file=sys.stderr, show_pos=True, show_eta=True,
                item_show_func=lambda _item: self.rate(),
            )  # fmt: skip
            self.bar.render_progress()
            return
        click.echo(words, err=True)

    def made(self, cases, rows):
        self.cases += cases
        self.rows += rows
        self.bar.update(cases, self.rate())

    def rate(self):
        seconds = max(time.monotonic() - self.began, 0.001)
        return f"{self.cases / seconds:,.0f} cases/s, {self.rows / seconds:,.0f} rows/s"


def run(*, years: int, share: float, seed) -> dict:
    """Builds the service, telling of it on standard error. Returns the counts, with the seconds that it took."""
    now, began = clock(), time.monotonic()
    today = now.astimezone(settings.LOCAL_ZONE).date()
    shown = _Shown(Arrivals.of(today, years, share).total())
    counts = build_national(years=years, seed=seed, now=now, share=share, told=Told(shown.stage, shown.made))
    return {**counts, "seconds": round(time.monotonic() - began, 1)}
