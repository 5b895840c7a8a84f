"""What `goldenthread courtfeed import` and `goldenthread courtfeed poll` do, apart from the command line itself."""

import datetime as dt
import sys
import time
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from goldenthread.access.door import clock, name_person
from goldenthread.casework.courtfeed.operations.runs import cannot_be_read, import_answer
from goldenthread.casework.courtfeed.rules import SET_ASIDE_REASONS, SetAsideReason
from goldenthread.people.models import Person, Post
from goldenthread.people.rules import Nation, Role

ALL_IN, SOMETHING_SET_ASIDE, CANNOT_BE_READ = 0, 1, 2
NAME, EMAIL = "Court feed", "court-feed@service.invalid"
LONG_AGO = dt.date(2000, 1, 1)
# A bar that flashes up for a moment tells nobody anything.
BAR_AFTER_SECONDS = 2
MOST_SAID = 20


def run(file: Path) -> tuple[dict, int]:
    """Imports a file and says on standard error what was set aside. Returns (counts, exit code)."""
    limit = settings.FEED_FILE_LIMIT_MB * 1024 * 1024
    with file.open("rb") as answer:
        data = answer.read(limit + 1)
    by = importer()
    with Bar() as bar:
        done = import_answer(data=data, by=by, now=clock(), progress=bar.at)
    with transaction.atomic():
        name_person(by.pk)
        whole = cannot_be_read(done)
        _say_what_was_set_aside(done)
    names = ("received", "imported", "updated", "unchanged", "set_aside")
    counts = {name: getattr(done, name) for name in names} | {"run": str(done.pk)}
    if done.unknown_fields:
        shown = ", ".join(done.unknown_fields[:MOST_SAID])
        _say(f"{len(done.unknown_fields)} fields are not known or could not be read: {shown}")
    return counts, CANNOT_BE_READ if whole else SOMETHING_SET_ASIDE if done.set_aside else ALL_IN


def importer() -> Person:
    """The service person who imports, in a transaction of its own."""
    with transaction.atomic():
        return service_person()


def service_person() -> Person:
    """The service person who imports: whoever holds the post of importer, made at the first import."""
    held = Post.objects.filter(role=Role.IMPORTER, person__is_service=True, to_on__isnull=True)
    post = held.select_related("person").order_by("from_on", "pk").first()
    if post is not None:
        return post.person
    person, _new = Person.objects.get_or_create(email=EMAIL, defaults={"name": NAME, "is_service": True})
    Post.objects.bulk_create(
        [Post(person=person, role=Role.IMPORTER, nation=nation, from_on=LONG_AGO) for nation in Nation]
    )
    return person


def _say_what_was_set_aside(done):
    parts = list(done.parts_set_aside.order_by("position")[: MOST_SAID + 1])
    for part in parts[:MOST_SAID]:
        where = "The answer" if part.position is None else f"Case {part.position + 1} of the answer"
        field = f" ({part.field})" if part.field else ""
        reason = SET_ASIDE_REASONS[SetAsideReason(part.reason)]
        _say(f"{where} was set aside: {reason[0].lower()}{reason[1:]}{field}.")
    if len(parts) > MOST_SAID:
        _say(f"And {done.set_aside - MOST_SAID} more: see Court feed in the product.")


def _say(text):
    click.echo(text, err=True)


class Bar:
    """A progress bar on standard error that appears when the work takes longer than a moment."""

    STEPS = 1000

    def __enter__(self):
        self.began, self.bar = time.monotonic(), None
        return self

    def at(self, share: float):
        """Moves the bar to a share of the whole, from nought to one."""
        if self.bar is None:
            if time.monotonic() - self.began < BAR_AFTER_SECONDS:
                return
            self.bar = click.progressbar(length=self.STEPS, label="Importing the court's answer", file=sys.stderr)
            self.bar.__enter__()
        self.bar.update(max(int(share * self.STEPS) - self.bar.pos, 0))

    def __exit__(self, *error):
        if self.bar is not None:
            self.bar.__exit__(*error)
