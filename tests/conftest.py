"""What every test stands on: a database of its own, a clock that stands still, the cast."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from tests import databases


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """This worker's database: a copy of the migrated template, used as the application role."""
    name = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        databases.copy(name, databases.template())
        yield
        connections.close_all()
        databases.cluster().drop_database(name)


@pytest.fixture(autouse=True)
def in_english():
    """A page shown in Welsh leaves its language behind in the thread, as it may: each request chooses anew."""
    translation.activate("en-gb")


@pytest.fixture
def now():
    """A Wednesday morning in June 2026: no bank holiday near."""
    return dt.datetime(2026, 6, 10, 9, 30, tzinfo=settings.LOCAL_ZONE)


@pytest.fixture
def cast(db, now):
    """The people of the tests, by name; see tests/cast.py."""
    from tests.cast import Cast

    return Cast(now)
