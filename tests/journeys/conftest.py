"""A served product and a browser for each module of stories.

The server is the one that people use (gunicorn, the application role), on a database of its own: a copy of the
template that tests/journeys/seed.py makes. A message on the browser's console fails the test.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psycopg
import pytest
from playwright.sync_api import sync_playwright

from goldenthread.config.settings import HOME
from tests import databases
from tests.journeys import seed

DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
START_SECONDS = 60
PICTURES = HOME / "pictures"
# How Chromium begins to say that an answer was no success.
FAILED = "Failed to load resource: the server responded with a status of"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(address, server):
    """Waits until the server answers; asks again and again, because there is no event to wait for."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            continue
    return False


@pytest.fixture(scope="module")
def database(request):
    """A database of this module's own, with the service of the seed in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"gt_story_{worker}_{request.module.__name__.rsplit('.', 1)[-1]}"[:60]
    databases.copy(name, getattr(request.module, "TEMPLATE", seed.template)())
    yield name
    databases.cluster().drop_database(name)


@pytest.fixture
def ask(database):
    """ask(sql, *values, person="…"): rows of the database, as the product's web role sees them for that person."""

    def asked(sql, *values, person="Amira Lindqvist"):
        with psycopg.connect(databases.cluster().url("app_web", database)) as connection:
            key = connection.execute("SELECT id FROM people_person WHERE name = %s", [person]).fetchone()
            connection.execute("SELECT set_config('app.person', %s, true)", [str(key[0])])
            done = connection.execute(sql, values)
            return done.fetchall() if done.description else None

    return asked


@pytest.fixture
def case_of(ask):
    """case_of(last name): where the case of this family of the seed is."""

    def found(last_name):
        sql = "SELECT DISTINCT case_id FROM families_familymember WHERE last_name = %s"
        ((key,),) = ask(sql, last_name)
        return f"/cases/{key}"

    return found


@contextlib.contextmanager
def served(database, folder, port, **environment):
    """A running server on a database; its address. `environment`: settings of its own."""
    log = folder / "log"
    environment = {**os.environ, "GOLDENTHREAD_DATABASE": database, "GOLDENTHREAD_ROLE": "app_web", **environment}
    with open(log, "w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.config.cli", "serve", "--port", str(port)],
            env=environment, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            assert answers(f"http://127.0.0.1:{port}/alive", server), log.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """The address of a running server on this module's database."""
    with served(database, tmp_path_factory.mktemp("server"), free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    assert BROWSER, "The journeys need Debian's Chromium: `make machine` says how."
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=BROWSER,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        )
        yield started
        started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed_story = report.failed
    return report


def _picture(page, name):
    """What the person had before them when the story failed."""
    PICTURES.mkdir(exist_ok=True)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    print(f"{page.url}: {page.title()}\nA picture of the page is in {file}")


@pytest.fixture
def open_page(browser, site, request):
    """open_page(viewport=…, javascript=…) gives a page; anything that its console complains of fails the test.

    `refusals`: what the browser may report of answers that the story asks for. A form that comes back (422) is one.
    """
    contexts, complaints = [], []

    def opened(viewport=DESKTOP, javascript=True, refusals=()):
        expected = [f"{FAILED} {code} " for code in (422, *refusals) if isinstance(code, int)]
        expected += [text for text in refusals if isinstance(text, str)]
        context = browser.new_context(viewport=viewport, java_script_enabled=javascript, base_url=site)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()

        def heard(message):
            if message.type in {"error", "warning"} and not message.text.startswith(tuple(expected)):
                complaints.append(f"{message.text} ({page.url})")

        page.on("console", heard)
        page.on("pageerror", lambda e: complaints.append(f"{e} ({page.url})"))
        page.complaints = complaints
        return page

    yield opened
    for number, context in enumerate(contexts):
        if getattr(request.node, "failed_story", False):
            for page in context.pages:
                _picture(page, f"{re.sub('[^a-zA-Z0-9]+', '-', request.node.name)}-{number}")
        context.close()
    assert not complaints, complaints


def sign_in(page, name, then=""):
    """Chooses a person of the demonstration; `then` is where to go first."""
    page.goto(f"/sign-in?next={then}" if then else "/sign-in")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page
