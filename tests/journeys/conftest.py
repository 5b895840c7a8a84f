"""A served product and a browser for each module of stories.

The server is the one that people use (gunicorn, the application role, the pool), on a database of its own: a copy
of a template with a small demonstration service. A message on the browser's console fails the test.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

from tests import databases

DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
START_SECONDS = 60


def _free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _answers(address, server):
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
    """A database of this module's own, with the demonstration service in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = databases.copy(
        f"gt_story_{worker}_{request.module.__name__.rsplit('.', 1)[-1]}"[:60], databases.demo_template()
    )
    yield name
    databases.cluster().drop_database(name)


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """The address of a running server on this module's database."""
    port, log = _free_port(), tmp_path_factory.mktemp("server") / "log"
    environment = {**os.environ, "GOLDENTHREAD_DATABASE": database, "GOLDENTHREAD_ROLE": "app_web"}
    with open(log, "w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.config.cli", "serve", "--port", str(port)],
            env=environment, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            assert _answers(f"http://127.0.0.1:{port}/alive", server), log.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    assert BROWSER, "The journeys need Debian's Chromium: `make browser` says how."
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=BROWSER,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser, site):
    """open_page(width=…, javascript=…) gives a page; anything that its console complains of fails the test."""
    contexts, complaints = [], []

    def opened(viewport=DESKTOP, javascript=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=javascript, base_url=site)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.complaints = complaints
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def sign_in(page, name):
    """Chooses a person of the demonstration."""
    page.goto("/sign-in")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
