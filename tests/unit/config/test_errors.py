"""The pages for what went wrong: an error of ours, and a database that is away for a moment."""

import threading

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import RequestFactory

from goldenthread.config import errors
from goldenthread.config.pool import _once_more


def answer_to(error):
    """The page as Django asks for it: while the error is at hand."""
    try:
        raise error
    except type(error):
        return errors.server_error(RequestFactory().get("/"))


@pytest.mark.parametrize("error", [OperationalError("secret"), InterfaceError("secret")])
def test_a_database_that_is_away_is_said_in_plain_words_with_when_to_try_again(error):
    response = answer_to(error)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "not saved twice" in response.content.decode()
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("error", [ProgrammingError("secret"), ValueError("secret")])
def test_an_error_of_ours_is_a_500(error):
    response = answer_to(error)
    assert (response.status_code, response.has_header("Retry-After")) == (500, False)
    assert "secret" not in response.content.decode()


def test_a_session_that_a_lost_database_could_not_take_is_no_fault_of_the_request():
    lost = SessionInterrupted()
    lost.__context__ = OperationalError()
    request = RequestFactory().get("/")
    try:
        raise lost
    except SessionInterrupted as error:
        response = errors.bad_request(request, error)
    assert response.status_code == 503
    assert errors.bad_request(RequestFactory().get("/"), SessionInterrupted()).status_code == 400


def test_where_the_page_cannot_be_drawn_the_words_alone_are_sent(monkeypatch):
    monkeypatch.setattr(errors, "render", None)
    response = answer_to(OperationalError())
    assert (response.status_code, response["Content-Type"]) == (503, "text/plain; charset=utf-8")


@pytest.mark.parametrize(("waiting", "grown"), [([1], 1), ([], 0)])
def test_the_pool_begins_again_for_those_who_wait(waiting, grown):
    class Pool:
        _lock, _waiting, grows = threading.Lock(), waiting, 0

        def _maybe_grow_pool(self):
            self.grows += 1

    pool = Pool()
    _once_more(pool)
    assert pool.grows == grown
