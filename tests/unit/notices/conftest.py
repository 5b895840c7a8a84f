"""What the tests of this folder share: the worker's database role, and a mail server."""

from urllib.parse import unquote, urlsplit

import pytest
from django.db import connection

from tests import databases
from tests.counting import queries_of
from tests.mail import MailServer

__all__ = ["queries_of"]


@pytest.fixture
def the_worker(django_db_setup, django_db_blocker):
    """This test's connection is the worker's: the database answers no other role whether e-mail may go somewhere.

    To be asked for before the cast, by `usefixtures`.
    """
    given = connection.settings_dict
    before = {name: given[name] for name in ("USER", "PASSWORD")}
    worker = urlsplit(databases.cluster().url("app_worker", given["NAME"]))
    with django_db_blocker.unblock():
        connection.close()
        given.update(USER=worker.username, PASSWORD=unquote(worker.password))
        yield
        connection.close()
        given.update(before)


@pytest.fixture
def mail_to(settings):
    """mail_to(server): the product's mail server is this one, without TLS but where it is given."""

    def turned(server, *, tls="NONE", password=""):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls == "STARTTLS", tls == "TLS"
        settings.EMAIL_HOST_USER = "golden" if password else ""
        settings.EMAIL_HOST_PASSWORD = password
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "Golden Thread <notices@service.example>"
        settings.MAIL_REPLY_TO = "help@service.example"
        settings.SITE_ADDRESS = "https://thread.service.example"
        return server

    return turned


@pytest.fixture
def server(mail_to):
    """A mail server that takes everything."""
    with MailServer() as started:
        yield mail_to(started)
