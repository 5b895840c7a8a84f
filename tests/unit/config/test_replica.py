"""A replica that really follows: a second embedded server, read as a named person, lost, and too far behind.

The product runs in a process of its own, which is asked line by line; the two servers are handled from here.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing

import pytest

from goldenthread.config import postgres, replica

DATABASE, GIVE_UP_SECONDS, LAG_SECONDS = "followed", 60, 600

SEED = """
import django; django.setup()
import datetime as dt, json
from django.conf import settings
from django.db import transaction
from tests.cast import Cast
from goldenthread.access.operations.restriction import restrict_case
with transaction.atomic():
    cast = Cast(dt.datetime(2026, 6, 10, 9, 30, tzinfo=settings.LOCAL_ZONE))
    open_one, shut_one = cast.case(), cast.case()
    cast.as_(cast.manager)
    restrict_case(case=shut_one, reason="STAFF_FAMILY", why="She knows them.", people=[], by=cast.manager, now=cast.now)
    people = {name: str(getattr(cast, name).pk) for name in ("amira", "elsewhere", "manager")}
print(json.dumps({**people, "open": str(open_one.pk), "shut": str(shut_one.pk)}))
"""

PRODUCT = """
import django; django.setup()
import contextlib, json, sys
from django.conf import settings
from django.db import connections, transaction, DatabaseError
from django.test import Client
from goldenthread.access import door, replica
from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible, who_is
from goldenthread.casework.cases.queries import people_of
from goldenthread.casework.cases.models import Case
from goldenthread.people.models import Person

def begin(person_id):
    door.name_person(person_id)
    return Person.objects.get(pk=person_id)

def read(person_id, wrote=None, lag=None):
    settings.REPLICA_LAG_SECONDS = lag if lag is not None else settings.REPLICA_LAG_SECONDS
    with transaction.atomic():
        person = begin(person_id)
        person.wrote = wrote
        with replica.reading(person) as using:
            rows = Case.objects.values_list("pk", flat=True)
            found = {"using": using, "where": rows.db, "cases": sorted(str(pk) for pk in rows)}
        return {**found, "after": Case.objects.values("pk").db}

def read_apart(person_id):
    "As a generator does that outlives its request: nobody is named, and no transaction is open."
    person = Person(pk=person_id)
    with replica.reading(person) as using:
        return {"using": using, "cases": sorted(str(pk) for pk in Case.objects.values_list("pk", flat=True))}

def composed(person_id, case_id):
    "Where each of three reads goes that are composed once: inside, after and inside again."
    went = []
    def noted(execute, sql, params, many, context):
        if "cases_participation" in sql:
            went.append(context["connection"].alias)
        return execute(sql, params, many, context)
    with connections["default"].execute_wrapper(noted), connections["replica"].execute_wrapper(noted):
        with transaction.atomic():
            person = begin(person_id)
            case = Case.objects.get(pk=case_id)
            with replica.reading(person):
                inside = len(people_of([case])[case.pk])
            after = len(people_of([case])[case.pk])
            with replica.reading(person):
                people_of([case])
    return {"went": went, "same": inside == after}

def read_unnamed():
    with transaction.atomic(using="replica"):
        return Case.objects.using("replica").count()

def write(person_id, raw):
    with transaction.atomic(), replica.reading(begin(person_id)) as using:
        if not raw:
            Case.objects.first().save()
        else:
            with connections[using].cursor() as cursor:
                cursor.execute("UPDATE cases_case SET version = version + 1")
    return {"written": using}

def other(person_id, named_id):
    with transaction.atomic():
        begin(named_id)
        with replica.reading(Person(pk=person_id)):
            return {}

def post(person_id, case_id):
    client = Client(SERVER_NAME="127.0.0.1")
    session = client.session
    session[door.PERSON_KEY], session[door.SEEN_KEY] = person_id, door.clock().isoformat()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    where = f"/cases/{case_id}/enquiry/lines/new"
    got = client.get(where)
    sent = client.post(where, {"question": "Who was there?", "why": "It must be known."})
    return {"got": got.status_code, "got_cookie": "wrote" in got.cookies, "sent": sent.status_code,
            "wrote": sent.cookies["wrote"].value if "wrote" in sent.cookies else None}

replica.PAUSE_SECONDS = 0
for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        told = globals()[name](*arguments)
    except (DatabaseError, RuntimeError) as error:
        told = {"refused": type(error).__name__}
    for connection in connections.all():
        connection.close()
    print(json.dumps(told), flush=True)
"""


class Pair:
    """A primary with a service in it, its replica, and the product with both."""

    def __init__(self, folder):
        self.homes = [folder / "primary", folder / "replica"]
        self.primary = postgres.ensure(self.homes[0], test=True, followed=True)
        self.primary.create_database(DATABASE)
        self._run("app_owner", "-m", "goldenthread.config.migrating")
        self.seeded = json.loads(self._run("app_importer", "-c", SEED))
        self.follow()
        self.product = subprocess.Popen(
            # With a pool, as the product is served.
            [sys.executable, "-c", PRODUCT], env={**self.environment, "GOLDENTHREAD_TESTING": "0"}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def follow(self):
        self.second = replica.follow(self.primary, self.homes[1], test=True)

    @property
    def environment(self):
        urls = {"": "app_web", "_OWNER": "app_owner", "_IMPORTER": "app_importer"}
        environment = {
            **os.environ,
            **{f"DATABASE{what}_URL": self.primary.url(role, DATABASE) for what, role in urls.items()},
            "GOLDENTHREAD_REPLICA_LAG_SECONDS": str(LAG_SECONDS),
        }
        if hasattr(self, "second"):
            environment["DATABASE_REPLICA_URL"] = self.second.url("app_web", DATABASE)
        return environment

    def _run(self, role, *command):
        environment = {**self.environment, "GOLDENTHREAD_ROLE": role}
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, *question):
        self.product.stdin.write(json.dumps(question) + "\n")
        self.product.stdin.flush()
        return json.loads(self.product.stdout.readline())

    def caught_up(self):
        """Waits until the replica has all that the primary has; there is no event to wait for."""
        with closing(self.primary._superuser()) as one, closing(self.second._superuser()) as two:
            # A commit: until it has replayed one, a replica cannot say how old what it has is. It says something, so
            # that it is written at once, with all that came before it: servers of tests do not wait for that otherwise.
            one.execute("SET synchronous_commit = on")
            one.execute("SELECT pg_logical_emit_message(true, 'test', 'all of it')")
            ((place,),) = one.execute("SELECT pg_current_wal_lsn()::text").fetchall()
            until = time.monotonic() + GIVE_UP_SECONDS
            while not two.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [place]).fetchone()[0]:
                assert time.monotonic() < until, "the replica does not follow"

    def resume(self):
        with closing(self.second._superuser()) as connection:
            connection.execute("SELECT pg_wal_replay_resume()")
        self.caught_up()

    def pause(self):
        """From here on the replica takes nothing in. It is asked, and does so at the next record."""
        with closing(self.second._superuser()) as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            until = time.monotonic() + GIVE_UP_SECONDS
            while connection.execute("SELECT pg_get_wal_replay_pause_state()").fetchone()[0] != "paused":
                assert time.monotonic() < until, "the replica does not pause"

    def stop(self):
        self.product.stdin.close()
        self.product.wait(timeout=20)
        for home in reversed(self.homes):
            running = postgres.find(home)
            if running is not None:
                running.stop()
                shutil.rmtree(running.place)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = Pair(tmp_path_factory.mktemp("pair"))
    yield made
    made.stop()


@pytest.fixture
def seeded(pair):
    pair.follow()  # a test before may have stopped it
    pair.resume()
    return pair.seeded


def test_a_named_person_reads_from_the_replica_and_the_rest_goes_to_the_primary(pair, seeded):
    found = pair.ask("read", seeded["manager"])
    assert (found["using"], found["where"], found["after"]) == ("replica", "replica", "default")
    assert seeded["open"] in found["cases"]


def test_what_is_composed_once_goes_where_each_read_goes(pair, seeded):
    told = pair.ask("composed", seeded["manager"], seeded["open"])
    assert told == {"went": ["replica", "default", "replica"], "same": True}


def test_the_wall_stands_on_the_replica(pair, seeded):
    assert pair.ask("read", seeded["elsewhere"])["cases"] == [seeded["open"]]
    assert pair.ask("read", seeded["manager"])["cases"] == sorted([seeded["open"], seeded["shut"]])
    assert "refused" in pair.ask("read_unnamed")


def test_a_stream_that_outlives_its_request_is_named_too(pair, seeded):
    assert pair.ask("read_apart", seeded["elsewhere"]) == {"using": "replica", "cases": [seeded["open"]]}


@pytest.mark.parametrize(("raw", "refusal"), [(False, "WriteWhileReading"), (True, "InternalError")])
def test_a_write_is_refused(pair, seeded, raw, refusal):
    assert pair.ask("write", seeded["manager"], raw) == {"refused": refusal}


def test_nobody_reads_on_a_transaction_that_names_another(pair, seeded):
    assert pair.ask("other", seeded["manager"], seeded["elsewhere"]) == {"refused": "RuntimeError"}


def test_what_somebody_has_just_written_they_find(pair, seeded):
    pair.pause()
    told = pair.ask("post", seeded["amira"], seeded["open"])
    assert (told["got"], told["got_cookie"], told["sent"]) == (200, False, 302)
    assert pair.ask("read", seeded["amira"], told["wrote"])["using"] == "default"
    assert pair.ask("read", seeded["manager"])["using"] == "replica", "who wrote nothing may read what is seconds old"
    pair.resume()
    assert pair.ask("read", seeded["amira"], told["wrote"])["using"] == "replica"


def test_a_replica_that_lags_too_far_is_not_read(pair, seeded):
    pair.pause()
    pair.ask("post", seeded["amira"], seeded["open"])
    found = pair.ask("read", seeded["manager"], None, 0)
    assert (found["using"], found["cases"]) == ("default", sorted([seeded["open"], seeded["shut"]]))
    assert pair.ask("read", seeded["manager"], None, LAG_SECONDS)["using"] == "replica"


def test_a_replica_that_is_gone_is_done_without_and_found_again(pair, seeded):
    pair.second.stop()
    found = pair.ask("read", seeded["elsewhere"])
    assert (found["using"], found["cases"]) == ("default", [seeded["open"]])
    assert pair.ask("read_apart", seeded["elsewhere"])["cases"] == [seeded["open"]]
    pair.follow()
    pair.caught_up()
    assert pair.ask("read", seeded["elsewhere"])["using"] == "replica"


def test_a_server_for_itself_alone_is_not_followed(tmp_path):
    alone = postgres.ensure(tmp_path / "alone", test=True)
    try:
        with pytest.raises(postgres.LauncherError, match="not started to be followed"):
            replica.follow(alone, tmp_path / "second", test=True)
    finally:
        alone.stop()
        shutil.rmtree(alone.place)
