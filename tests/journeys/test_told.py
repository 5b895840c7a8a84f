"""Someone is told that something waits: chosen on a telephone without a script, looked for and sent by the worker as it
runs, over a real conversation with a mail server; and someone is not, because their address stands in a case.

It is of the duty manager and of the named senior, whose posts have them told on any day.
"""

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys import seed
from tests.journeys.acts import Hand
from tests.journeys.conftest import TELEPHONE, sign_in
from tests.mail import MailServer

pytestmark = pytest.mark.journey

CLI = ("-m", "goldenthread.config.cli")
DUTY, SENIOR = "Dafydd Stroud", "Selwyn Birch"
LANGUAGE = "In which language?"


def address(name):
    return name.lower().replace(" ", ".") + "@goldenthread.invalid"


@pytest.fixture(scope="module")
def mail():
    """A mail server, named in the environment of every process that this module starts."""
    with MailServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOLDENTHREAD_MAIL_HOST", "127.0.0.1")
        patch.setenv("GOLDENTHREAD_MAIL_PORT", str(server.port))
        patch.setenv("GOLDENTHREAD_MAIL_TLS", "NONE")
        patch.setenv("GOLDENTHREAD_MAIL_FROM", "Golden Thread <notices@service.example>")
        patch.setenv("GOLDENTHREAD_ADDRESS", "https://thread.service.example/")
        yield server


@pytest.fixture(scope="module")
def site(mail, site):
    """The product, with a mail server."""
    return site


@pytest.fixture
def worker(mail, database, tmp_path):
    """`worker.start()` starts the worker of the house and gives the file of what it says; it ends with the test."""
    started, log = [], tmp_path / "worker.log"

    def start():
        environment = {**os.environ, "GOLDENTHREAD_DATABASE": database, "GOLDENTHREAD_ROLE": "app_worker"}
        with open(log, "w") as out:
            command = [sys.executable, *CLI, "worker", "--queue", "house"]
            started.append(subprocess.Popen(command, env=environment, stdout=out, stderr=out))
        return log

    yield SimpleNamespace(start=start, database=database)
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def test_one_is_told_and_another_is_not(mail, open_page, case_of, ask, worker):
    # The named senior's address is somebody's protected detail in a case of which they know nothing.
    amira = Hand(sign_in(open_page(), "Amira Lindqvist", case_of(seed.OKAFOR_REED)))
    protects(amira, address(SENIOR))

    duty = Hand(sign_in(open_page(TELEPHONE, javascript=False), DUTY))
    chooses(duty)
    log = worker.start()
    taken = mail.one_for(address(DUTY))
    assert taken is not None, log.read_text()
    says_nothing(taken, ask)
    leads_to_the_tray(duty, taken)

    # Whoever is told is told by the same round: by then the worker has looked at everyone.
    assert mail.one_for(address(SENIOR), seconds=5) is None
    senior = Hand(sign_in(open_page(), SENIOR, "/notices"))
    senior.sees("Uses of break-glass to review", "E-mail is off for your address.")
    administrator = Hand(sign_in(open_page(), "Ada Whitlock", "/staff"))
    administrator.follows("E-mail that does not arrive").sees("Anselm Rook").sees_nowhere(SENIOR)
    databases.run([*CLI, "check-record"], worker.database, "app_importer")
    said = log.read_text()
    for person in (DUTY, SENIOR):
        assert address(person) not in said


def protects(amira, value):
    amira.part("Children").follows(re.compile("Record a contact detail Nerys"))
    amira.chooses("What is it?", "E-mail").writes("The address, number or e-mail", value)
    amira.chooses("Must it be kept from the other party?", "Yes: put it behind the wall")
    amira.writes("Why must it be protected?", "She asks for it.")
    amira.presses("Record it")


def chooses(duty):
    duty.page.get_by_role("contentinfo").get_by_role("link", name="What waits for you").click()
    duty.sees("Applications in the duty tray that are urgent or look urgent", f"E-mail goes to {address(DUTY)}.")
    duty.sees("It cannot be switched off", "a child may be in danger")
    expect(duty.group(LANGUAGE).get_by_role("radio", name="English")).to_be_checked()
    duty.chooses("How should we tell you by e-mail?", "Only what your post demands").chooses(LANGUAGE, "Cymraeg")
    duty.presses("Save your choice").is_told("Your choice is saved.")
    expect(duty.group(LANGUAGE).get_by_role("radio", name="Cymraeg")).to_be_checked()


def read(taken):
    return email.message_from_bytes(taken.content, policy=email.policy.default)


def says_nothing(taken, ask):
    """Nothing of any family of the service, in the bytes as they came."""
    assert read(taken)["Content-Language"] == "cy"
    assert "Something" not in read(taken)["Subject"]
    secrets = {"GT-", "Tanner", "Bea ", "Dales", "Wexcombe", "Larkspur", seed.PROTECTED_PHONE}
    for person in ("Amira Lindqvist", DUTY):
        rows = ask("SELECT id::text, first_names, last_name, case_id::text FROM families_familymember", person=person)
        secrets |= {value for row in rows for value in row if value}
    assert len(secrets) > 40
    for said in (taken.content.decode(), read(taken).get_content()):
        assert not [secret for secret in secrets if secret in said]


def leads_to_the_tray(duty, taken):
    (place,) = [line.strip() for line in read(taken).get_content().splitlines() if line.strip().endswith("/tray")]
    assert place == "https://thread.service.example/tray"
    duty.goes("/tray")
    expect(duty.page.get_by_role("heading", level=1)).to_contain_text("Duty tray")
