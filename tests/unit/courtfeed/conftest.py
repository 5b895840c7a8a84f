"""The importer has a database role of its own; so have the tests that import."""

import copy
import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from goldenthread.casework.courtfeed.operations.runs import import_answer

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "courtfeed"


def sample(name):
    """One of our own answers of a court, as a value that a test may change."""
    return json.loads((SAMPLES / f"{name}.json").read_text())


def as_role(role):
    """Connects this test's connection anew under a database role."""
    from urllib.parse import unquote, urlsplit

    from tests.databases import cluster

    connection = connections["default"]
    parts = urlsplit(cluster().url(role, settings.DATABASES["default"]["NAME"]))
    connection.close()
    connection.settings_dict |= {"USER": unquote(parts.username), "PASSWORD": unquote(parts.password or "")}


@pytest.fixture
def importer_role(django_db_setup, django_db_blocker):
    """The test's transaction, the cast's too, runs under the importer's role. Ask for it before `cast`."""
    before = copy.copy(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        as_role("app_importer")
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict |= before


@pytest.fixture
def feed(importer_role, cast):
    """The importer at work: `feed(answer)` imports a value, text or bytes and returns the run."""

    def run(answer, *, now=None):
        if not isinstance(answer, bytes):
            answer = (answer if isinstance(answer, str) else json.dumps(answer)).encode("utf-8", "surrogatepass")
        cast.as_(cast.importer)
        return import_answer(data=answer, by=cast.importer, now=now or cast.now)

    return run


def later(answer, minutes=60):
    """The same answer as the court would send it again, changed `minutes` later."""
    for case in answer["cases"]:
        name = "last_modified" if "last_modified" in case else "lastModified"
        case[name] = (dt.datetime.fromisoformat(case[name]) + dt.timedelta(minutes=minutes)).isoformat()
    return answer


def counts(run):
    """received, imported, updated, unchanged, set aside."""
    return (run.received, run.imported, run.updated, run.unchanged, run.set_aside)
