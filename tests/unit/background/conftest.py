"""The worker has a database role of its own; so have the tests of what it alone may do."""

import copy
from urllib.parse import unquote, urlsplit

import pytest
from django.db import connections

from tests.databases import cluster


@pytest.fixture
def worker_role(django_db_setup, django_db_blocker):
    """The test's transaction, the cast's too, runs under the worker's role. Ask for it before `cast`."""
    connection = connections["default"]
    before = copy.copy(connection.settings_dict)
    parts = urlsplit(cluster().url("app_worker", before["NAME"]))
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict |= {"USER": unquote(parts.username), "PASSWORD": unquote(parts.password or "")}
    yield
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict |= before
