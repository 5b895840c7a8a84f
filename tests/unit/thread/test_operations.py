"""Every write leaves a line; lines and links are added to and never changed."""

import uuid

import pytest
from django.db import ProgrammingError, connection
from django.db.transaction import atomic

from goldenthread.people.models import Person
from goldenthread.thread.models import Event, Link
from goldenthread.thread.operations import NothingRecorded, link, operation, record, request_id
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@pytest.fixture
def amira(cast):
    return cast.as_(cast.amira)


@operation
def greet(*, to, by, now):
    to.name = "Renamed"
    to.save()
    record(Verb.SIGNED_IN, to, by=by, now=now, how="DEMO")
    return to


def test_a_line_says_who_when_what_on_what(cast, amira):
    token = request_id.set(uuid.uuid4())
    try:
        greet(to=cast.ben, by=amira, now=cast.now)
        event = Event.objects.get()
        assert event.request_id == request_id.get()
    finally:
        request_id.reset(token)
    assert (event.at, event.actor_id, event.actor_name) == (cast.now, amira.pk, "Amira Lindqvist")
    assert (event.verb, event.subject_kind, event.subject_id) == ("SIGNED_IN", "people.Person", cast.ben.pk)
    assert (event.case_id, event.facts) == (None, {"how": "DEMO"})


@pytest.mark.parametrize("missing", [{"by": None}, {"now": None}, {"now": "today"}])
def test_an_operation_wants_to_know_who_and_when(cast, amira, missing):
    with pytest.raises(TypeError):
        greet(**{"to": cast.ben, "by": amira, "now": cast.now, **missing})


def test_a_naive_clock_is_refused(cast, amira):
    with pytest.raises(TypeError, match="aware"):
        greet(to=cast.ben, by=amira, now=cast.now.replace(tzinfo=None))


@pytest.mark.parametrize("function", [lambda thing, *, by, now: None, lambda *, by: None, lambda *, now: None])
def test_what_is_no_operation_is_refused_when_it_is_written(function):
    with pytest.raises(TypeError):
        operation(function)


def test_what_leaves_no_line_did_not_happen(cast, amira):
    @operation
    def silently(*, by, now):
        Person.objects.filter(pk=by.pk).update(name="Changed")

    with pytest.raises(NothingRecorded):
        silently(by=amira, now=cast.now)
    amira.refresh_from_db()
    assert amira.name == "Amira Lindqvist"


def test_an_operation_within_another_must_leave_its_own_line(cast, amira):
    @operation
    def inner(*, by, now):
        pass

    @operation
    def outer(*, by, now):
        record(Verb.SIGNED_IN, by, by=by, now=now)
        inner(by=by, now=now)

    with pytest.raises(NothingRecorded, match="inner"):
        outer(by=amira, now=cast.now)
    assert not Event.objects.exists()


def test_a_line_outside_an_operation_is_refused(cast, amira):
    with pytest.raises(RuntimeError):
        record(Verb.SIGNED_IN, amira, by=amira, now=cast.now)
    with pytest.raises(RuntimeError):
        link(amira, Relation.DRAWS_ON, cast.ben, by=amira, now=cast.now)


def test_a_link_said_twice_stands_once(cast, amira):
    @operation
    def draw(*, by, now):
        for _ in range(2):
            link(by, Relation.DRAWS_ON, cast.ben, by=by, now=now)
        record(Verb.DRAWN_ON, by, by=by, now=now)

    draw(by=amira, now=cast.now)
    assert Link.objects.get().made_by_id == amira.pk


@pytest.mark.parametrize("table", ["thread_event", "thread_link", "thread_fieldchange", "access_viewlog"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_log_is_added_to_and_never_changed(amira, table, act):
    with pytest.raises(ProgrammingError, match="permission denied"), atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
