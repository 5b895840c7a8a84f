"""What a worker does besides its jobs: it shows that it lives, and takes up what a lost one left lying."""

import pytest
from django.conf import settings
from django.db import connection

from goldenthread.background import care, jobs
from goldenthread.background.jobs import job, later
from goldenthread.background.models import Beat, Job, Trouble
from goldenthread.background.rules import MOST_LOST
from goldenthread.background.worker import Doing
from tests.background import waiting

RETRIES = 2


@job(says="Lie where a worker left it", retries=RETRIES)
def lie(*, by, now): ...


@pytest.fixture
def left(worker_role, cast):
    """left(seconds, …): the number of a job that a worker is doing which last showed life so long ago."""

    def made(seconds, *, key=None, tries=0):
        later(lie, by=cast.amira, key=key)
        number = Job.objects.latest("pk").pk
        worker = ask(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) "
            "RETURNING id",
            seconds,
        )
        ask(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s RETURNING id",
            worker, tries, number,
        )  # fmt: skip
        return number

    return made


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


LONG = settings.WORKER_LOST_SECONDS + 1


def test_what_a_lost_worker_was_doing_goes_back_to_the_queue(left, cast):
    number = left(LONG)
    assert care.take_up("house", cast.now) == 1
    row = Job.objects.get(pk=number)
    assert (row.status, row.attempts) == ("todo", 1)
    trouble = Trouble.objects.get()
    assert (trouble.job_id, trouble.code, trouble.tries) == (number, "WORKER_LOST", 1)
    assert care.take_up("house", cast.now) == 0


def test_what_has_no_worker_at_all_is_taken_up(left, cast):
    number = left(0)
    ask("UPDATE procrastinate_jobs SET worker_id = NULL WHERE id = %s RETURNING id", number)
    assert care.take_up("house", cast.now) == 1


def test_what_a_living_worker_does_is_left_to_it(left, cast):
    number = left(0)
    assert care.take_up("house", cast.now) == 0
    assert Job.objects.get(pk=number).status == "doing"


def test_each_queue_looks_after_its_own(left, cast):
    left(LONG)
    assert care.take_up("courts", cast.now) == 0


def test_a_job_that_takes_its_worker_with_it_is_not_tried_for_ever(left, cast):
    last, one_before = left(LONG, tries=RETRIES + MOST_LOST), left(LONG, tries=RETRIES + MOST_LOST - 1)
    care.take_up("house", cast.now)
    assert Job.objects.get(pk=last).status == "failed"
    assert Job.objects.get(pk=one_before).status == "todo"


def test_what_waits_again_already_is_left_to_the_later_one(left, cast):
    number = left(LONG, key=cast.ben.pk)
    later(lie, by=cast.amira, key=cast.ben.pk)
    care.take_up("house", cast.now)
    assert Job.objects.get(pk=number).status == "aborted"
    assert len(waiting()) == 1


def test_what_is_given_back_counts_as_not_begun(left, cast):
    number, other = left(0), left(0)
    worker = Job.objects.get(pk=number).worker_id
    assert care.doing_of(worker) == {number}
    assert care.give_back(worker, {number, other}) == 1, "only its own"
    row = Job.objects.get(pk=number)
    assert (row.status, row.attempts) == ("todo", 0)
    assert not Trouble.objects.exists()
    assert Job.objects.get(pk=other).status == "doing"


def test_a_job_whose_end_could_not_be_written_is_found(settings):
    doing = Doing()
    doing.numbers = {1}
    limit = settings.WORKER_LOST_SECONDS
    assert doing.forgotten({1, 2}, now=100) == set()
    assert doing.forgotten({1, 2}, now=100 + limit) == set()
    assert doing.forgotten({1, 2}, now=101 + limit) == {2}
    assert doing.forgotten({1}, now=102 + limit) == set()
    assert doing.forgotten({1, 2}, now=103 + limit) == set(), "counted from anew"


def test_a_beat_is_one_row_a_queue(worker_role, cast):
    care.beat("house", cast.now)
    care.beat("house", cast.now)
    care.beat("courts", cast.now)
    assert Beat.objects.count() == 2


def test_the_importer_can_look_after_its_queue_too(db):
    """Both workers' roles have what that needs; the web role has not."""
    for role, may in (("app_worker", True), ("app_importer", True), ("app_web", False)):
        for table, right in (
            ("procrastinate_workers", "INSERT, UPDATE, DELETE"),
            ("procrastinate_periodic_defers", "DELETE"),
        ):
            for one in right.split(", "):
                assert ask("SELECT has_table_privilege(%s, %s, %s)", role, table, one) is may, (role, table, one)
    assert jobs.KINDS["background.lie"].retries == RETRIES
