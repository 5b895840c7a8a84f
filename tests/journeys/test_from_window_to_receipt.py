"""From a window of the court's feed to a filed report with its receipt, with the court and the worker as they run.

The court is the stand-in on this machine; the feed is polled as the worker does it, the worker is a process of its own.
The work in between (enquiry, assessment, advice) has its own story in test_order_and_back.py and is done here by
operations, in a process of its own (`doing`).
"""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys.acts import Hand
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey

NUMBER = "1700000000000077"
CLI = ("-m", "goldenthread.config.cli")
ANSWER_SECONDS = 60


def _clock():
    return dt.datetime.now(dt.UTC)  # noqa: TID251 (the court has a clock of its own)


@pytest.fixture(scope="module")
def court():
    """The courts' services, named in the environment of every process that this module starts."""
    from tests.court import PRIVATE, Court, a_case

    with Court(_clock) as standing, pytest.MonkeyPatch.context() as patch:
        standing.add(PRIVATE, _clock() - dt.timedelta(minutes=20), a_case(PRIVATE, 77))
        for name, value in standing.environment().items():
            patch.setenv(name, value)
        patch.setenv("GOLDENTHREAD_COURT_FIRST_HOURS", "1")
        yield standing


@pytest.fixture(scope="module")
def site(court, site):
    """The product, with the courts set up."""
    return site


@pytest.fixture
def worker(court, database):
    """Starts the worker of the house; it ends with the test."""
    started = []

    def start():
        environment = {**os.environ, "GOLDENTHREAD_DATABASE": database, "GOLDENTHREAD_ROLE": "app_worker"}
        started.append(subprocess.Popen([sys.executable, *CLI, "worker", "--queue", "house"], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def test_from_a_polled_window_to_a_filed_report_with_its_receipt(court, database, ask, open_page, worker):
    databases.run(doing("poll"), database, "app_importer")
    ((there, reference),) = ask(
        "SELECT '/cases/' || id, reference FROM cases_case WHERE court_case_id = %s", NUMBER, person="Dafydd Stroud"
    )
    duty = Hand(sign_in(open_page(), "Dafydd Stroud"))
    expect(duty.page.get_by_role("article", name=reference)).to_contain_text("Wren")
    databases.run(doing("middle"), database, "app_web")

    amira = Hand(sign_in(open_page(), "Amira Lindqvist", then=there))
    makes_the_report(amira)
    makes_the_courts_copy(amira)
    orders_the_filing(amira)
    filing = amira.page.url
    amira.sees("Waiting to be sent")
    assert court.filed == []

    worker()
    sees_what_comes_of_it(amira, filing, ask)
    the_court_has_it(court, ask)
    the_report_is_filed_and_cannot_go_twice(amira, there)
    assert len(court.filed) == 1
    databases.run([*CLI, "check-record"], database, "app_importer")


def makes_the_report(amira):
    amira.part("Advice").follows("Report to court").presses("Make the report")
    if amira.page.get_by_role("button", name="Make the report", exact=True).count():
        amira.presses("Make the report")
    amira.is_told("A new version of the report is made.")


def makes_the_courts_copy(amira):
    amira.follows("Copies of this version, and a new one").follows("Make the first copy")
    amira.chooses("Who is the copy for?", "The court").presses("Make the copy")
    amira.sees("Nothing protected found")


def orders_the_filing(amira):
    amira.follows("File it with the court").sees("Agreed", "Wren", "Marcus Oyelaran")
    expect(amira.page.get_by_role("radio", name="Section 7 report with child impact analysis")).to_be_checked()
    amira.presses("File it with the court")
    amira.is_told("It is on its way to the court. This page shows what comes of it.")


def sees_what_comes_of_it(amira, filing, ask):
    """Opens the page again, as a person does, until the court's answer stands there."""
    until = time.monotonic() + ANSWER_SECONDS
    while not ask("SELECT 1 FROM filing_filing WHERE state = 'FILED'") and time.monotonic() < until:
        amira.goes(filing)
    ((receipt, kind),) = ask("SELECT receipt, document_type FROM filing_filing WHERE state = 'FILED'")
    assert receipt
    assert kind == "Section7_Report_Child_Impact_Analysis"
    amira.goes(filing).sees("Filed", receipt)


def the_court_has_it(court, ask):
    import hashlib

    (filed,) = court.filed
    assert (filed.case_number, filed.document_type) == (NUMBER, "Section7_Report_Child_Impact_Analysis")
    ((fingerprint,),) = ask(
        "SELECT p.fingerprint FROM filing_filing f JOIN papers_paper p ON p.id = f.paper_id WHERE f.state = 'FILED'"
    )
    assert hashlib.sha256(filed.data).hexdigest() == fingerprint
    # The name under which it went holds nothing of the family.
    assert not {"wren", "tarn", "ivo", "maren"} & set(filed.name.casefold().replace(".", "-").split("-"))


def the_report_is_filed_and_cannot_go_twice(amira, there):
    amira.follows("Everything filed in this case").sees("Section 7 report with child impact analysis", "receipt kept")
    amira.part("Advice").follows("Report to court").sees("Filed")
    amira.part("Documents").follows("Copies of the report").follows("The court").follows("File it with the court")
    amira.sees("The same text went to the court before").presses("File it once more")
    amira.is_refused("Why is it filed once more?")


# --- the processes of this story --------------------------------------------------------------------------------


def doing(what):
    """The command that does one of the functions below, under a role of its own."""
    return ["-c", f"import django; django.setup(); from {__name__} import {what}; {what}()"]


def poll():
    """Walks the courts' feeds as the worker does."""
    from goldenthread.access.door import clock
    from goldenthread.casework.courtfeed.command import importer
    from goldenthread.casework.courtfeed.polling import poll as walk

    walk(by=importer(), clock=clock)


def middle():
    """Allocates the case to Amira and carries it to agreed advice for each child."""
    from django.db import transaction

    from goldenthread.access.door import clock, name_person
    from goldenthread.casework.cases.models import Case
    from goldenthread.casework.cases.operations.allocation import allocate_case, declare_conflict
    from goldenthread.casework.cases.queries import adults
    from goldenthread.casework.families.operations import set_safe_contact
    from goldenthread.people.models import Person
    from tests.pathway import Pathway

    names = {"duty": "Dafydd Stroud", "amira": "Amira Lindqvist", "manager": "Marcus Oyelaran"}
    staff = {word: Person.objects.get(name=name) for word, name in names.items()}
    cast = SimpleNamespace(**staff, now=clock())
    cast.as_ = lambda person: name_person(person.pk) or person
    with transaction.atomic():
        cast.as_(cast.duty)
        case = Case.objects.get(court_case_id=NUMBER)
        allocate_case(case=case, adviser=cast.amira, by=cast.duty, now=cast.now)
        doing = {"by": cast.as_(cast.amira), "now": cast.now}
        case.refresh_from_db()
        declare_conflict(case=case, has_conflict=False, words="", **doing)
        for adult in adults(case):
            set_safe_contact(
                case_id=case.pk, member=adult, how="By mobile, after four", never="", voicemail=False, letters=True,
                language="ENGLISH", **doing,
            )  # fmt: skip
        way = Pathway(cast, case)
        for child in (way.maya, way.leo):
            way.agreed(child)
