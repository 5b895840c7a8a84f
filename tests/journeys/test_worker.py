"""The worker as it runs: killed, its database killed, stopped in the middle, its parent gone. Nothing lost or doubled.

The cluster is one of its own, as safe against a crash as a real one (the tests' shared cluster is not).
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import psycopg
import pytest

from goldenthread.config import postgres
from tests.journeys.conftest import free_port
from tests.journeys.work import HANGS

JOBS, GIVE_UP_SECONDS, LOST_SECONDS = 300, 120, 3
LOOK_AGAIN_SECONDS = 0.05
DATABASE = "works"

SEED = """
import django; django.setup()
import datetime as dt, json
from django.conf import settings
from django.db import transaction
from tests.cast import Cast
with transaction.atomic():
    cast = Cast(dt.datetime(2026, 6, 10, 9, 30, tzinfo=settings.LOCAL_ZONE))
    print(json.dumps({"case": str(cast.case().pk), "person": str(cast.amira.pk)}))
"""
ASK = """
import django; django.setup()
import sys
from django.db import transaction
from goldenthread.background.jobs import later
from goldenthread.people.models import Person
from tests.journeys import work
name, person, case, count = sys.argv[1:]
by = Person.objects.get(pk=person)
with transaction.atomic():
    for number in range(int(count)):
        later(getattr(work, name), by=by, **({"case_id": case, "number": number} if name == "open_one" else {}))
"""


class Service:
    """A database with a case in it, and a worker that can be started, killed and stopped."""

    def __init__(self, home):
        self.home = home / "postgres"
        self.start_database()
        self.cluster.create_database(DATABASE)
        self.workers = []
        self.run("app_owner", "-m", "goldenthread.config.migrating")
        self.seeded = json.loads(self.run("app_importer", "-c", SEED))

    def start_database(self):
        """The launcher takes a dying server for a running one for some milliseconds: ask until it really answers."""
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            try:
                self.cluster = postgres.ensure(self.home)
                with psycopg.connect(self.cluster.url("app_owner", "postgres")):
                    return
            except (psycopg.OperationalError, postgres.LauncherError):
                continue

    @property
    def environment(self):
        urls = {"DATABASE_URL": "app_web", "DATABASE_OWNER_URL": "app_owner", "DATABASE_IMPORTER_URL": "app_importer"}
        urls["DATABASE_WORKER_URL"] = "app_worker"
        return {
            **os.environ,
            **{name: self.cluster.url(role, DATABASE) for name, role in urls.items()},
            "GOLDENTHREAD_TEST_JOBS": "tests.journeys.work",
            "GOLDENTHREAD_WORKER_LOST_SECONDS": str(LOST_SECONDS),
            "GOLDENTHREAD_WORKER_STOP_SECONDS": "1",
        }

    def run(self, role, *command):
        environment = {**self.environment, "GOLDENTHREAD_ROLE": role}
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, name, count=1):
        self.run("app_web", "-c", ASK, name, self.seeded["person"], self.seeded["case"], str(count))

    def start_worker(self, *options, **over):
        command = [sys.executable, "-m", "goldenthread.config.cli", "worker", *options]
        started = subprocess.Popen(command, env={**self.environment, **over}, start_new_session=True)
        self.workers.append(started)
        return started

    def rows(self, sql, *values):
        with psycopg.connect(self.cluster.url("app_worker", DATABASE), autocommit=True) as connection:
            connection.execute("SELECT set_config('app.person', %s, false)", [self.seeded["person"]])
            return connection.execute(sql, values).fetchall()

    def value(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    def states(self):
        return dict(
            self.rows(
                "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name LIKE 'journeys.%%' GROUP BY 1"
            )
        )

    def wait(self, true, what):
        """Waits on a condition of real processes; there is no event of theirs to wait for."""
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            try:
                if true():
                    return
            except psycopg.OperationalError:
                pass
            threading.Event().wait(LOOK_AGAIN_SECONDS)
        raise AssertionError(f"{what}, but {self.states()}")

    def stop(self):
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
        self.cluster.stop()


def alive(process):
    return postgres._alive(process)


def children(process, queue):
    """The process numbers of the workers of a queue that a process has started."""
    found = []
    with open(f"/proc/{process}/task/{process}/children") as listed:
        for child in listed.read().split():
            with open(f"/proc/{child}/cmdline") as command:
                if command.read().split("\0")[-5:-3] == ["--queue", queue]:
                    found.append(int(child))
    return found


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    home = tmp_path_factory.mktemp("worker")
    home.chmod(0o755)
    running = Service(home)
    yield running
    running.stop()


@pytest.fixture
def hanging(service):
    """A job that is being done and does not end; lets go when it is called."""
    holder = psycopg.connect(service.cluster.url("app_owner", DATABASE))
    holder.execute("SELECT pg_advisory_lock(%s)", [HANGS])
    yield holder.close
    holder.close()


def hangs(service):
    return service.states().get("doing") == 1


def test_killed_again_and_again_it_loses_nothing_and_doubles_nothing(service):
    done = "SELECT count(*) FROM enquiry_lineofenquiry"
    worker = service.start_worker()
    service.ask("open_one", JOBS)
    for share in (5, 4, 3):
        service.wait(lambda share=share: service.value(done) >= JOBS // share, "work goes on")
        service.wait(lambda: children(worker.pid, "house"), "a worker stands in for the one that was killed")
        for process in children(worker.pid, "house"):
            os.kill(process, signal.SIGKILL)
    service.wait(lambda: service.value(done) >= JOBS // 2, "work goes on after the kills")
    os.kill(int((service.cluster.place / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    service.start_database()
    service.wait(lambda: service.states() == {"succeeded": JOBS}, "all is done when the database is back")

    held = [question for (question,) in service.rows("SELECT question FROM enquiry_lineofenquiry")]
    assert len(held) == JOBS, "lost or doubled"
    assert set(held) == {f"Question {number}" for number in range(JOBS)}
    lines = service.rows("SELECT subject_id FROM thread_event WHERE verb = 'ENQUIRY_OPENED'")
    assert len(lines) == len(set(lines)) == JOBS
    again = service.value("SELECT count(*) FROM procrastinate_jobs WHERE attempts > 1")
    assert again > 0, "no job was killed in the middle: the story proves nothing"
    lost = service.value("SELECT count(*) FROM background_trouble WHERE code = 'WORKER_LOST'")
    assert lost > 0

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(GIVE_UP_SECONDS) == 0
    assert service.value("SELECT count(*) FROM procrastinate_workers") <= 5, "those that were killed could not sign off"


def test_asked_to_stop_it_lets_a_job_finish(service, hanging):
    service.ask("hang")
    worker = service.start_worker("--queue", "house", GOLDENTHREAD_WORKER_STOP_SECONDS="60")
    service.wait(lambda: hangs(service), "the job is being done")
    worker.send_signal(signal.SIGTERM)
    service.ask("hang")
    hanging()
    assert worker.wait(GIVE_UP_SECONDS) == 0
    states = service.states()
    assert (states.get("doing"), states.get("todo")) == (None, 1), "it finished one and began no other"
    last = service.start_worker("--queue", "house")
    service.wait(lambda: "todo" not in service.states() and not hangs(service), "the other is done")
    last.send_signal(signal.SIGINT)
    assert last.wait(GIVE_UP_SECONDS) == 0


def test_what_takes_too_long_to_finish_goes_back_to_the_queue(service, hanging):
    service.ask("hang")
    worker = service.start_worker("--queue", "house")
    service.wait(lambda: hangs(service), "the job is being done")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(GIVE_UP_SECONDS) == 0
    states = service.states()
    assert (states.get("doing"), states.get("todo")) == (None, 1)
    hanging()
    other = service.start_worker("--queue", "house")
    service.wait(lambda: "todo" not in service.states() and not hangs(service), "another does it")
    other.terminate()
    assert other.wait(GIVE_UP_SECONDS) == 0


def test_when_its_parent_is_killed_it_ends_too(service):
    worker = service.start_worker()
    service.wait(
        lambda: children(worker.pid, "house") and children(worker.pid, "courts"), "there is a process for each queue"
    )
    started = [*children(worker.pid, "house"), *children(worker.pid, "courts")]
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    service.wait(lambda: not any(alive(process) for process in started), "none is left behind")


def test_each_queue_is_worked_under_its_own_role(service):
    worker = service.start_worker()
    listening = (
        "SELECT DISTINCT u.usename FROM pg_stat_get_activity(NULL) a JOIN pg_user u ON u.usesysid = a.usesysid "
        "WHERE a.pid <> pg_backend_pid()"
    )
    service.wait(lambda: {"app_worker", "app_importer"} <= {r for (r,) in service.rows(listening)}, "both roles work")
    worker.terminate()
    assert worker.wait(GIVE_UP_SECONDS) == 0


def test_without_its_database_it_says_so_and_ends_with_3(service):
    away = service.cluster.url("app_worker", "not_there")
    worker = subprocess.run(
        [sys.executable, "-m", "goldenthread.config.cli", "worker", "--queue", "house"],
        env={**service.environment, "DATABASE_WORKER_URL": away}, capture_output=True, text=True, check=False,
        timeout=GIVE_UP_SECONDS,
    )  # fmt: skip
    assert worker.returncode == 3
    assert "cannot use the database" in worker.stderr


def test_the_demonstration_starts_the_worker_with_its_server_and_stops_it_with_it(service):
    port = free_port()
    environment = {**service.environment, "PORT": str(port), "GOLDENTHREAD_TESTING": "0"}
    before = service.value("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
    server = subprocess.Popen(
        [sys.executable, "-m", "goldenthread.config.cli", "demo", "serve", "--families", "1"],
        env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        newer = "SELECT count(*) FROM procrastinate_workers WHERE id > %s"
        service.wait(lambda: service.value(newer, before) == 2, "the worker is there")
        service.wait(lambda: _is_up(port), "the server answers")
    finally:
        server.terminate()
        server.wait(GIVE_UP_SECONDS)
    service.wait(lambda: service.value(newer, before) == 0, "the worker has signed off")


def _is_up(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
