"""`make survive`: web server, worker and PostgreSQL are killed in turn, again and again, while many people write.

Each person is a signed-in web session that sends real forms, one after the other: lines of enquiry, entries of the
contact log, a child's wishes. What the server answers with a redirect is acknowledged; what it does not acknowledge is
sent again with the form's own key, as a browser's reload would. Beside them the worker gets jobs. What is killed is
started again after a second, as a service of systemd would be; that second is in every time.

Proved at the end: no acknowledged write is lost, none is there twice, no record without its line and no line without
its record, `check-record` finds nothing, every job is done. Measured: how long after each kill a page opened again.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import http.cookiejar
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter, defaultdict
from pathlib import Path

import psycopg

from goldenthread.config import postgres

DATABASE, CASES = "survives", 8
GIVE_UP_SECONDS, PAUSE_SECONDS, RESTART_SECONDS = 240, (4.0, 8.0), 1.0
# A person reads before they write again; the machine is shared with what is measured.
THINK_SECONDS = 0.2

SEED = """
import django; django.setup()
import datetime as dt, json, sys
from django.db import transaction
from tests.cast import Cast
from goldenthread.access.door import clock
from goldenthread.casework.directwork.operations import record_session
with transaction.atomic():
    cast, cases = Cast(clock()), []
    for number in range(int(sys.argv[1])):
        case = cast.case()
        session = record_session(
            case=case, child=cast.maya(case), happened_on=cast.now.date() - dt.timedelta(days=1), seen=True,
            alone=True, place="SCHOOL", by=cast.amira, now=cast.now,
        )
        cases.append({"case": str(case.pk), "session": str(session.pk)})
    print(json.dumps({"person": str(cast.amira.pk), "cases": cases}))
"""

# Asks for a job every half second, and says which were taken: number by number, until its parent closes the pipe.
ASKER = """
import django; django.setup()
import itertools, sys, threading, time
from django.db import DatabaseError, connection, transaction
from goldenthread.access.door import name_person
from goldenthread.background.jobs import later
from goldenthread.people.models import Person
from tests.journeys import work
person_id, case_id = sys.argv[1:]
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
for number in itertools.count():
    if over.wait(0.5):
        break
    try:
        with transaction.atomic():
            name_person(person_id)
            later(work.open_one, by=Person.objects.get(pk=person_id), case_id=case_id, number=number)
        print(number, flush=True)
    except DatabaseError:
        connection.close()
"""


AWAY = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException)


class Service:
    """The product on a home of its own, each part kept going by a supervisor of the drill."""

    def __init__(self, home):
        self.home, self.port, self.stopping = home, postgres._free_port(), threading.Event()
        self.cluster = postgres.ensure(home / "postgres")
        self.cluster.create_database(DATABASE)
        self.log = open(home / "log", "ab")  # noqa: SIM115 (for as long as the service lives)
        self.run("app_owner", "-m", "goldenthread.config.migrating")
        self.seeded = json.loads(self.run("app_importer", "-c", SEED, str(CASES)))
        self.parts, self.pause, self.up_again = {}, RESTART_SECONDS, defaultdict(list)
        self.start("web", "serve", "--port", str(self.port), "--threads", "16")
        self._wait_for_web()
        self.start("worker", "worker")

    @property
    def environment(self):
        urls = {"": "app_web", "_OWNER": "app_owner", "_IMPORTER": "app_importer", "_WORKER": "app_worker"}
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "GOLDENTHREAD_"))}
        return {
            **kept,
            **{f"DATABASE{what}_URL": self.cluster.url(role, DATABASE) for what, role in urls.items()},
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_HOME": str(self.home),
            "GOLDENTHREAD_DEMO": "1",
            "GOLDENTHREAD_TESTING": "1",  # for the jobs of the stories
            "GOLDENTHREAD_TEST_JOBS": "tests.journeys.work",
            "GOLDENTHREAD_WORKER_LOST_SECONDS": "5",
        }

    def environment_of(self, part):
        # The web server as it is served: with a pool.
        return {
            **self.environment,
            **({"GOLDENTHREAD_TESTING": "0", "GOLDENTHREAD_ROLE": "app_web"} if part == "web" else {}),
        }

    def run(self, role, *command):
        environment = {**self.environment, "GOLDENTHREAD_ROLE": role}
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command[:2]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, part, *command):
        self.parts[part] = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.config.cli", *command],
            env=self.environment_of(part), start_new_session=True, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.parts[part].command = command

    def _wait_for_web(self):
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(*AWAY), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/alive", timeout=5):
                return
            assert self.parts["web"].poll() is None, "the web server ended before it answered"
            time.sleep(0.1)

    def kill(self, part):
        """SIGKILL for the part and all its processes, and what systemd would do then."""
        began = time.monotonic()
        if part == "database":
            number = int((self.cluster.place / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(number, signal.SIGKILL)
            time.sleep(self.pause)
            self._start_database()
        else:
            os.killpg(self.parts[part].pid, signal.SIGKILL)
            self.parts[part].wait()
            time.sleep(self.pause)
            self.start(part, *self.parts[part].command)
            if part == "web":
                self._wait_for_web()
        self.up_again[part].append(time.monotonic() - began)

    def _start_database(self):
        """The launcher takes a dying server for a running one for some milliseconds: ask until it really answers."""
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError, postgres.LauncherError):
                again = postgres.ensure(self.home / "postgres")
                assert again.port == self.cluster.port, "the port was taken meanwhile"
                with psycopg.connect(again.url("app_web", DATABASE)):
                    return

    def stop(self):
        for part in self.parts.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(part.pid, signal.SIGKILL)
            part.wait()
        running = postgres.find(self.home / "postgres")
        if running is not None:
            running.stop()
            shutil.rmtree(running.place, ignore_errors=True)
        self.log.close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


class Person:
    """A signed-in web session that sends forms, and notes what came back."""

    def __init__(self, service, number):
        self.number, self.count = number, 0
        self.base = f"http://127.0.0.1:{service.port}"
        self.case = service.seeded["cases"][number % CASES]
        jar = http.cookiejar.CookieJar()
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _NoRedirect())
        self.acknowledged, self.seen, self.worst = set(), Counter(), []
        token = self._token("/sign-in")
        assert self._send("/sign-in", {"csrfmiddlewaretoken": token, "person": service.seeded["person"]}) == 302
        self.token = self._token(f"/cases/{self.case['case']}/enquiry/lines/new")

    def _token(self, path):
        with self.web.open(self.base + path, timeout=60) as page:
            return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode()).group(1)

    def _send(self, path, fields):
        try:
            with self.web.open(self.base + path, urllib.parse.urlencode(fields).encode(), timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            if answer.code == 503 and not answer.headers.get("Retry-After"):
                return "503 without Retry-After"
            return answer.code

    def form(self):
        """The next form: where it goes, what is in it, and the words that are looked for afterwards."""
        self.count += 1
        words = f"Said {self.number}-{self.count}"
        case, session = self.case["case"], self.case["session"]
        yesterday = dt.date.today() - dt.timedelta(days=1)  # noqa: DTZ011 (a day for a form)
        day = {f"happened_at-{part}": str(getattr(yesterday, part)) for part in ("day", "month", "year")}
        return (
            (f"/cases/{case}/enquiry/lines/new", {"question": words, "why": "It must be known."}),
            (
                f"/direct-work/sessions/{session}/wishes/new",
                {"words": words, "setting": "While drawing", "asked": "NO"},
            ),
            (
                f"/cases/{case}/enquiry/contacts/new",
                {"member": "AGENCY", "agency": "School", "method": "PHONE", "outcome": "REACHED", "said": words, **day},
            ),
        )[self.count % 3], words

    def write(self, over):
        """One form until it is acknowledged, also when the time is over: what was sent must come to an end."""
        (path, fields), words = self.form()
        fields |= {"csrfmiddlewaretoken": self.token, "_once": str(uuid.uuid4())}
        began, give_up = time.monotonic(), time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < give_up:
            try:
                came = self._send(path, fields)
            except AWAY:
                came = "no answer"
            self.seen[came] += 1
            if came == 302:
                self.acknowledged.add(words)
                self.worst.append(time.monotonic() - began)
                return
            if came in {422, 403, 404}:
                raise AssertionError(f"{path} was answered with {came}")
            time.sleep(0.2)
        raise AssertionError(f"{path} was not taken within {GIVE_UP_SECONDS} s")

    def work(self, over, failures):
        try:
            while not over.is_set():
                self.write(over)
                time.sleep(THINK_SECONDS)
        except Exception as error:  # noqa: BLE001 (said at the end, with what else was found)
            failures.append(f"person {self.number}: {type(error).__name__}: {error}")


class Watch:
    """Opens a page again and again, and knows since when it has opened."""

    def __init__(self, service):
        self.person = Person(service, 0)
        self.path = f"/cases/{self.person.case['case']}/enquiry"

    def until_back(self, killed):
        """Seconds from the kill until a page asked for after it opened."""
        while time.monotonic() < killed + GIVE_UP_SECONDS:
            try:
                with self.person.web.open(self.person.base + self.path, timeout=60) as page:
                    if page.status == 200:
                        return time.monotonic() - killed
            except (urllib.error.HTTPError, *AWAY):
                pass
            time.sleep(0.05)
        raise AssertionError("the pages did not come back")


def survive(home, *, minutes, clients, say=lambda _: None, order=("web", "worker", "database")):
    """Runs the drill; returns figures and findings. `findings` is empty where everything held."""
    service = Service(home)
    try:
        return _survive(service, minutes, clients, say, order)
    finally:
        service.stop()


def _survive(service, minutes, clients, say, order):
    people = [Person(service, number) for number in range(clients)]
    watch, over, failures, back = Watch(service), threading.Event(), [], {part: [] for part in order}
    asker = subprocess.Popen(
        [sys.executable, "-c", ASKER, service.seeded["person"], service.seeded["cases"][0]["case"]],
        env={**service.environment, "GOLDENTHREAD_ROLE": "app_web"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=service.log, text=True,
    )  # fmt: skip
    threads = [threading.Thread(target=person.work, args=[over, failures]) for person in people]
    for thread in threads:
        thread.start()
    began, turn = time.monotonic(), 0
    # Each part at least once, however short the time.
    while time.monotonic() < began + minutes * 60 or turn < len(order):
        time.sleep(random.uniform(*PAUSE_SECONDS))  # noqa: S311 (not a secret)
        part, turn = order[turn % len(order)], turn + 1
        killed = time.monotonic()
        killer = threading.Thread(target=service.kill, args=[part])
        killer.start()
        time.sleep(0.1)  # what was on its way at the kill is no page of afterwards
        back[part].append(watch.until_back(killed))
        killer.join()
        say(
            f"{part} killed, pages back after {back[part][-1]:.1f} s; {sum(len(p.acknowledged) for p in people)} writes"
        )
    lasted = time.monotonic() - began
    over.set()
    for thread in threads:
        thread.join()
    asked, _ = asker.communicate("")
    numbers = [int(line) for line in asked.split()]
    say("Waiting for the jobs, and proving the record …")
    findings = failures + _drained(service) + _prove(service, people, numbers)
    return _figures(people, back, service.up_again, numbers, lasted) | {"findings": findings}


def _rows(service, sql, *values):
    with psycopg.connect(service.cluster.url("app_worker", DATABASE)) as connection:
        connection.execute("SELECT set_config('app.person', %s, true)", [service.seeded["person"]])
        return connection.execute(sql, values).fetchall()


def _drained(service):
    until = time.monotonic() + GIVE_UP_SECONDS
    sql = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name LIKE 'journeys.%%' GROUP BY 1"
    while time.monotonic() < until:
        states = dict(_rows(service, sql))
        if set(states) <= {"succeeded"}:
            return []
        time.sleep(0.2)
    return [f"jobs are not done: {states}"]


def _prove(service, people, numbers):
    """What was acknowledged is there once; what is there has its line; what has a line is there."""
    kinds = {
        "enquiry_lineofenquiry": ("question", "ENQUIRY_OPENED"),
        "directwork_wish": ("words", "WISH_RECORDED"),
        "enquiry_contact": ("said", "CONTACT_LOGGED"),
    }
    findings, held = [], Counter()
    for table, (column, verb) in kinds.items():
        held.update(words for (words,) in _rows(service, f"SELECT {column} FROM {table}"))  # noqa: S608
        bare = _rows(service, f"SELECT count(*) FROM {table} r WHERE NOT EXISTS (SELECT FROM thread_event e WHERE e.subject_id = r.id AND e.verb = %s)", verb)  # noqa: E501, S608  # fmt: skip
        ghosts = _rows(service, f"SELECT count(*) FROM thread_event e WHERE e.verb = %s AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = e.subject_id)", verb)  # noqa: E501, S608  # fmt: skip
        findings += [f"{table}: {bare[0][0]} rows without their line"] if bare[0][0] else []
        findings += [f"{verb}: {ghosts[0][0]} lines without their row"] if ghosts[0][0] else []
    acknowledged = set().union(*(person.acknowledged for person in people)) | {f"Question {n}" for n in numbers}
    lost, twice = acknowledged - set(held), [words for words, count in held.items() if count > 1]
    findings += [f"{len(lost)} acknowledged writes are lost, {min(lost)} among them"] if lost else []
    findings += [f"{len(twice)} writes are there more than once, {min(twice)} among them"] if twice else []
    try:
        service.run("app_importer", "-m", "goldenthread.config.cli", "check-record", "--json")
    except AssertionError as error:
        findings.append(f"check-record: {error}")
    return findings


def _spread(seconds):
    return {"p50": round(statistics.median(seconds), 2), "max": round(max(seconds), 2)}


def _figures(people, back, up_again, numbers, lasted):
    seen, waits = Counter(), []
    for person in people:
        seen.update({str(came): count for came, count in person.seen.items()})
        waits += person.worst
    times = {
        part: {"kills": len(s), "pages_back_seconds": _spread(s), "part_up_seconds": _spread(up_again[part])}
        for part, s in back.items()
    }
    return {
        "minutes": round(lasted / 60, 2),
        "clients": len(people),
        "acknowledged": sum(len(person.acknowledged) for person in people),
        "jobs": len(numbers),
        "answers": dict(seen.most_common()),
        "longest_until_acknowledged_seconds": round(max(waits, default=0), 2),
        "killed": times,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--clients", type=int, default=32)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goldenthread-survive-") as folder:
        Path(folder).chmod(0o711)
        told = survive(
            Path(folder),
            minutes=chosen.minutes,
            clients=chosen.clients,
            say=lambda w: print(w, file=sys.stderr, flush=True),
        )
    print(json.dumps(told))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
