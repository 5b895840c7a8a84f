"""`kill -9` of the web server and of PostgreSQL in the middle of 1,000 writes: no acknowledged write is lost.

The cluster is one of its own, as safe against a crash as a real one (the tests' shared cluster is not). Four people
write at once, each through a signed-in web session; what the server answered with a redirect is acknowledged.
"""

import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import psycopg
import pytest

from goldenthread.config import postgres
from tests.journeys.conftest import answers, free_port

WRITES, WRITERS = 1000, 4
GIVE_UP_SECONDS = 240

SEED = """
import django; django.setup()
import datetime as dt
from django.conf import settings
from django.db import transaction
from tests.cast import Cast
with transaction.atomic():
    cast = Cast(dt.datetime(2026, 6, 10, 9, 30, tzinfo=settings.LOCAL_ZONE))
    print(cast.case().pk, cast.amira.pk)
"""


class Service:
    """The product on a home of its own; its parts can be killed and brought back."""

    def __init__(self, home):
        self.home, self.port = home, free_port()
        self.environment = {
            **os.environ,
            "GOLDENTHREAD_HOME": str(home),
            "GOLDENTHREAD_TESTING": "0",
            "GOLDENTHREAD_DATABASE": "survives",
        }
        self.cluster = postgres.ensure(home / "postgres")
        self.cluster.create_database("survives")
        self._run("app_owner", "-m", "goldenthread.config.migrating")
        self.case_id, self.person_id = self._run("app_importer", "-c", SEED).split()
        self.start_web()

    def _run(self, role, *command):
        environment = {**self.environment, "GOLDENTHREAD_ROLE": role}
        return subprocess.run(
            [sys.executable, *command], env=environment, capture_output=True, text=True, check=True
        ).stdout

    def start_web(self):
        self.web = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.config.cli", "serve", "--port", str(self.port)],
            env={**self.environment, "GOLDENTHREAD_ROLE": "app_web"}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert answers(f"http://127.0.0.1:{self.port}/alive", self.web)

    def kill_web(self):
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        self.start_web()

    def kill_database(self):
        pid = int((self.cluster.place / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        # The launcher takes a dying server for a running one for some milliseconds: ask until it really answers.
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            try:
                self.cluster = postgres.ensure(self.home / "postgres")
                with psycopg.connect(self.cluster.url("app_web", "survives")):
                    return
            except (psycopg.OperationalError, postgres.LauncherError):
                continue

    def stop(self):
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        self.cluster.stop()


@pytest.fixture
def service(tmp_path):
    tmp_path.chmod(0o755)
    running = Service(tmp_path / "home")
    yield running
    running.stop()


class Writer:
    """Someone who writes, and notes what the server said it had taken."""

    def __init__(self, service):
        self.base = f"http://127.0.0.1:{service.port}"
        self.there = f"{self.base}/cases/{service.case_id}/enquiry/lines/new"
        jar = http.cookiejar.CookieJar()
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _NoRedirect())
        token = self._token(f"{self.base}/sign-in")
        self._post(f"{self.base}/sign-in", {"csrfmiddlewaretoken": token, "person": service.person_id})
        self.token = self._token(self.there)

    def _token(self, address):
        with self.web.open(address, timeout=30) as page:
            return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode()).group(1)

    def _post(self, address, fields):
        try:
            self.web.open(address, urllib.parse.urlencode(fields).encode(), timeout=30)
        except urllib.error.HTTPError as answer:
            return answer.code
        return 200

    def write(self, question, once) -> bool:
        fields = {"csrfmiddlewaretoken": self.token, "question": question, "why": "It must be known.", "_once": once}
        try:
            return self._post(self.there, fields) == 302
        except (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException):
            return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


def test_no_acknowledged_write_is_lost(service):
    numbers, lock, acknowledged = iter(range(WRITES)), threading.Lock(), set()
    up = threading.Event()
    up.set()
    writers = [Writer(service) for _ in range(WRITERS)]
    started = time.monotonic()

    def work(writer):
        while time.monotonic() - started < GIVE_UP_SECONDS:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            # As a person would: what was not acknowledged is sent again, with the form's own key.
            once = uuid.uuid4()
            while not writer.write(f"Question {number}", once):
                up.wait(GIVE_UP_SECONDS)
                assert time.monotonic() - started < GIVE_UP_SECONDS
            with lock:
                acknowledged.add(f"Question {number}")

    def so_many_are_in(count):
        while len(acknowledged) < count and any(thread.is_alive() for thread in threads):
            threads[0].join(0.01)

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    so_many_are_in(WRITES // 4)
    up.clear()
    service.kill_web()
    up.set()
    so_many_are_in(WRITES // 2)
    up.clear()
    service.kill_database()
    up.set()
    for thread in threads:
        thread.join()

    assert len(acknowledged) == WRITES
    with psycopg.connect(service.cluster.url("app_web", "survives")) as connection:
        connection.execute("SELECT set_config('app.person', %s, true)", [service.person_id])
        held = [row[0] for row in connection.execute("SELECT question FROM enquiry_lineofenquiry")]
        without_event = connection.execute(
            "SELECT count(*) FROM enquiry_lineofenquiry l WHERE NOT EXISTS"
            " (SELECT 1 FROM thread_event e WHERE e.subject_id = l.id AND e.verb = 'ENQUIRY_OPENED')"
        ).fetchone()[0]
        without_row = connection.execute(
            "SELECT count(*) FROM thread_event e WHERE e.verb = 'ENQUIRY_OPENED' AND NOT EXISTS"
            " (SELECT 1 FROM enquiry_lineofenquiry l WHERE e.subject_id = l.id)"
        ).fetchone()[0]
    assert not acknowledged - set(held), "an acknowledged write is lost"
    assert len(held) == len(set(held)), "a write that was sent again was taken twice"
    assert (without_event, without_row) == (0, 0)
