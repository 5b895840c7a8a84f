"""What `goldenthread courtfeed import` and `goldenthread courtfeed poll` do, apart from the command line itself."""

import datetime as dt
import sys
import time
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from goldenthread.access.door import clock, name_person
from goldenthread.casework.courtfeed.fetching import fetch_papers
from goldenthread.casework.courtfeed.operations.runs import cannot_be_read, import_answer
from goldenthread.casework.courtfeed.operations.walking import send_back
from goldenthread.casework.courtfeed.polling import poll
from goldenthread.casework.courtfeed.rules import (
    JURISDICTIONS,
    SET_ASIDE_REASONS,
    TROUBLES,
    Jurisdiction,
    SetAsideReason,
    Trouble,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person, Post
from goldenthread.people.rules import Nation, Role

ALL_IN, SOMETHING_SET_ASIDE, CANNOT_BE_READ = 0, 1, 2
WALKED, FAILING, NOT_SET_UP = 0, 1, 2
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


def poll_feeds(*, once, since, every, tell, wait=time.sleep) -> int:
    """Walks both feeds, once or until it is stopped, and tells after each walk how it went. Returns an exit code."""
    by, moment = importer(), _moment(since) if since else None
    if since and moment is None:
        _say("This is no moment in the past. Write it as 2026-06-01T09:00, or with a zone.")
        return NOT_SET_UP
    if moment is not None and not _sent_back(moment, by):
        return NOT_SET_UP
    while True:
        walks = poll(by=by, force=once)
        papers = fetch_papers(by=by, now=clock())
        tell(_told(walks, papers))
        code = _code(walks)
        if once or code == NOT_SET_UP:
            return code
        wait(every)


def _moment(text):
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=settings.LOCAL_ZONE)
    return moment if moment < clock() else None


def _sent_back(moment, by):
    for jurisdiction in Jurisdiction:
        try:
            with transaction.atomic():
                name_person(by.pk)
                send_back(jurisdiction=jurisdiction, to=moment, by=by, now=clock())
        except Refused as refusal:
            _say(refusal.said())
            return False
    return True


def _told(walks, papers):
    """What a walk came to, as plain values: codes, counts and moments."""
    feeds = {
        walk.jurisdiction: {
            "windows": walk.windows, "imports": walk.imports, "stopped": str(walk.stopped),
            "walked_to": walk.walked_to and walk.walked_to.isoformat(),
        }
        for walk in walks
    }  # fmt: skip
    return {**feeds, "papers": papers}


def _code(walks):
    if all(walk.stopped == Trouble.NOT_SET_UP for walk in walks):
        _say("No feed is set up: see Connect the courts' feeds in the README.")
        return NOT_SET_UP
    failed = [walk for walk in walks if walk.stopped in set(Trouble) - {Trouble.NOT_SET_UP}]
    for walk in failed:
        what, do = TROUBLES[Trouble(walk.stopped)]
        _say(f"{JURISDICTIONS[Jurisdiction(walk.jurisdiction)]}: {what[0].lower()}{what[1:]}. {do}")
    return FAILING if failed else WALKED


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
