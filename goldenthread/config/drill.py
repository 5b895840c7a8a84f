"""`goldenthread backup drill`: loses a service on purpose, brings it back to a moment, and proves what came back.

Everything is made for the drill, in a folder of its own: a fictional service on the embedded server, a person who keeps
writing through the product's own operations while the copy is made, and notes what was taken. Then more is written, the
moment is noted, more is written that must not come back, and the server is killed and its files removed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import subprocess  # noqa: S404 (our own commands)
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from goldenthread.config import backup, postgres, restore

_GIVE_UP_SECONDS = 300

# Run by a process of its own, under app_web: writes one line of enquiry after the other, each in a transaction of its
# own, and says for each when it began and when it was taken. The first line names who writes.
_WRITER = """
import itertools, time
import django; django.setup()
from django.db import transaction
from goldenthread.access.door import clock, name_person
from goldenthread.casework.cases.models import Case
from goldenthread.casework.enquiry.operations import open_line
from goldenthread.people.models import Person
with transaction.atomic():
    name_person(Person.objects.order_by("pk").first().pk)
    going_on = Case.objects.exclude(stage="CLOSED").filter(adviser__isnull=False)
    case = going_on.select_related("adviser").order_by("pk").first()
    print(case.adviser_id, flush=True)
for number in itertools.count():
    began = clock()
    with transaction.atomic():
        name_person(case.adviser_id)
        open_line(case=case, question=f"Drill {number}", why="A drill.", by=case.adviser, now=began)
    print(number, began.isoformat(), clock().isoformat(), flush=True)
    time.sleep(0.01)
"""


class DrillFailed(RuntimeError):
    """What was promised did not come true; the message says what."""


@dataclass
class _Writer:
    """Someone who keeps writing, and what they were told was taken: number → when it began, when it was taken."""

    environment: dict[str, str]
    taken: dict[int, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)

    def __enter__(self) -> _Writer:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _WRITER],
            env={**self.environment, "GOLDENTHREAD_ROLE": "app_web"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None  # noqa: S101 (a pipe was asked for)
        self.person = self.process.stdout.readline().strip()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        return self

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            number, began, taken = line.split()
            self.taken[int(number)] = dt.datetime.fromisoformat(began), dt.datetime.fromisoformat(taken)

    def more(self, count: int) -> None:
        """Waits until so many more were taken."""
        wanted, give_up = len(self.taken) + count, time.monotonic() + _GIVE_UP_SECONDS
        while len(self.taken) < wanted:
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise DrillFailed("the writer of the drill stopped")
            time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.thread.join()


def drill(*, families: int = 2, writes: int = 100, say: Callable[[str], object] = lambda _: None) -> dict[str, object]:
    """Runs the drill and returns what it did and how long each part took. Raises DrillFailed when it proves wrong."""
    with _folder() as folder:
        return _Drill(folder, say).run(families, writes)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-drill-"))
    # As root the server runs as another user, who must come through to the archive; nobody may list what is there.
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        for home in (folder / "first" / "postgres", folder / "again" / "postgres"):
            running = postgres.find(home)
            if running is not None:
                running.stop()
                shutil.rmtree(running.place, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


class _Drill:
    def __init__(self, folder: Path, say: Callable[[str], object]):
        self.folder, self.archive, self.say = folder, folder / "archive", say
        self.times: dict[str, float] = {}
        self.done: dict[str, object] = {}
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "GOLDENTHREAD_"))
        }
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_DEMO": "1",
            "GOLDENTHREAD_HOME": str(folder / "first"),
            "GOLDENTHREAD_ARCHIVE": str(self.archive),
        }

    def run(self, families: int, writes: int) -> dict[str, object]:
        with self._part("service", "Making a service"):
            self._command("migrate")
            self._command("demo", "build", "--families", str(families))
            cluster = postgres.ensure(self.folder / "first" / "postgres", archive=self.archive)
        with _Writer(self.environment) as writer:
            writer.more(1)
            with self._part("back_up", "Backing up while someone writes"):
                made = backup.make(self.archive, cluster=cluster, now=backup.clock())
            while_copying = len([1 for began, _ in writer.taken.values() if made.began <= began <= made.ended])
            writer.more(writes)
            moment = backup.clock()
            writer.more(writes)
        with self._part("log", "Waiting for the log to be kept"):
            self._kept(cluster)
        with self._part("lost", "Killing the server and removing its files"):
            self._destroy(cluster)
        with self._part("restore", "Restoring to the moment"):
            again, told = restore.restore(self.archive, self.folder / "again", until=moment)
        with self._part("check", "Proving what came back"):
            self._prove(writer, moment, again)
            self._command(
                "check-record", "--json", GOLDENTHREAD_HOME=str(self.folder / "again"), GOLDENTHREAD_ARCHIVE=""
            )
        self.done |= {"written_while_copying": while_copying, "moment": backup.moment(moment), "record": "whole"}
        return {**self.done, "bytes": made.size, "last_change": told["last_change"], "seconds": self.times}

    @contextlib.contextmanager
    def _part(self, name: str, words: str) -> Iterator[None]:
        self.say(f"{words} …")
        began = time.monotonic()
        yield
        self.times[name] = round(time.monotonic() - began, 1)

    def _command(self, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "goldenthread.config.cli", *arguments]
        done = subprocess.run(  # noqa: S603 (our own command)
            command, env={**self.environment, **environment}, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise DrillFailed(
                f"`goldenthread {' '.join(arguments)}` ended with {done.returncode}: {done.stderr[-500:]}"
            )

    def _kept(self, cluster: postgres.Cluster) -> None:
        """Has the piece of the log that is being written kept now, as the server does each minute by itself."""
        with cluster._superuser() as connection:
            row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        wanted, give_up = self.archive / "wal" / str(row[0] if row else ""), time.monotonic() + _GIVE_UP_SECONDS
        while not wanted.exists():
            if time.monotonic() > give_up:
                raise DrillFailed("the log was not kept in the archive")
            time.sleep(0.05)

    def _destroy(self, cluster: postgres.Cluster) -> None:
        data = cluster.place / "data"
        number = int(postgres._pid_file(data)[0])
        os.kill(number, signal.SIGKILL)
        while postgres._serves(number, data):
            time.sleep(0.01)
        shutil.rmtree(cluster.place)

    def _prove(self, writer: _Writer, moment: dt.datetime, again: postgres.Cluster) -> None:
        """All that was acknowledged by the moment is there once, and nothing that was begun after it."""
        with psycopg.connect(again.url("app_web", postgres.DEFAULT_DATABASE)) as connection:
            connection.execute("SELECT set_config('app.person', %s, true)", [writer.person])
            rows = connection.execute(
                "SELECT question FROM enquiry_lineofenquiry WHERE question LIKE 'Drill %'"
            ).fetchall()
        held = [int(question.split()[1]) for (question,) in rows]
        before = {number for number, (_, taken) in writer.taken.items() if taken <= moment}
        after = {number for number, (began, _) in writer.taken.items() if began > moment}
        lost, risen = before - set(held), after & set(held)
        if lost or risen or len(held) != len(set(held)) or not (before and after):
            raise DrillFailed(
                f"{len(lost)} of {len(before)} acknowledged writes are lost, {len(risen)} of {len(after)} later ones"
                f" came back, {len(held) - len(set(held))} are there twice"
            )
        self.done |= {"acknowledged_before": len(before), "back": len(held), "written_after": len(after), "lost": 0}


if __name__ == "__main__":
    print(json.dumps(drill(say=lambda words: print(words, file=sys.stderr))))
