"""The page of work in the background: who is at work, what waits, what failed, and what is done about it."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection

from goldenthread.access.door import clock
from goldenthread.background.jobs import GiveUp, TryAgain, job, later
from goldenthread.background.models import Beat, Job, Trouble
from goldenthread.background.operations import drop_job, retry_job
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event
from goldenthread.thread.verbs import Verb
from tests.background import run_jobs
from tests.counting import queries_of  # noqa: F401 (a fixture)

outcomes = []


@job(says="Carry the page of the tests", retries=1)
def carry(*, thing_id, by, now):
    if outcomes:
        raise outcomes.pop(0)


@job(queue="courts", says="Ask the courts of the tests", retries=0)
def ask(*, by, now):
    raise GiveUp("COURT_AWAY")


@pytest.fixture(autouse=True)
def nothing_yet():
    outcomes.clear()


def put(cast, **over):
    later(carry, by=cast.amira, thing_id=cast.ben.pk, **over)
    return Job.objects.latest("pk")


@pytest.fixture
def failed(cast):
    later(ask, by=cast.amira)
    row = Job.objects.latest("pk")
    run_jobs()
    return row


def page(cast, address="/jobs", person=None):
    answer = cast.client(person or cast.administrator).get(address)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def post(cast, address, person=None):
    return cast.client(person or cast.administrator).post(address, {})


# --- does it work ------------------------------------------------------------------------------------------------


def test_an_empty_queue_teaches_what_belongs_there(cast):
    said = page(cast)
    assert "No work yet" in said
    assert "Never seen" in said
    assert "goldenthread worker" in said


def test_a_worker_that_shows_life_is_at_work_and_one_that_does_not_is_missed(cast):
    Beat.objects.create(queue="house", seen_at=clock())
    Beat.objects.create(queue="courts", seen_at=clock() - dt.timedelta(seconds=settings.WORKER_LOST_SECONDS + 5))
    said = page(cast)
    assert said.count("Nobody is at work") == 1
    assert "Nobody is at work on the queue “Work with the courts”" in said
    assert "At work" in said
    assert "last seen" in said


def test_what_waits_is_counted_and_how_long_the_oldest_has(cast):
    first = put(cast)
    put(cast)
    put(cast, at=clock() + dt.timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM procrastinate_events WHERE job_id = %s", [first.pk])
        assert cursor.fetchone()
    said = page(cast)
    assert "the oldest for less than a minute" in said
    assert "and 1 for its time" in said
    assert "Waits for its time" in said


def test_what_failed_is_said_in_words_with_its_code(cast, failed):
    said = page(cast)
    assert "Ask the courts of the tests" in said
    assert "COURT_AWAY" in said
    assert "background.ask" not in said.replace('value="background.ask"', "")


def test_a_fault_in_the_program_shows_its_kind_and_not_its_words(cast):
    outcomes[:] = [ValueError("Maya Okafor-Reed"), ValueError("Maya Okafor-Reed")]
    put(cast)
    run_jobs(ahead=True)
    said = page(cast)
    assert "UNEXPECTED (ValueError)" in said
    assert "Maya" not in said


def test_a_job_shows_what_it_was_given_and_what_happened(cast):
    outcomes[:] = [TryAgain("AWAY")]
    row = put(cast)
    run_jobs(ahead=True)
    said = page(cast, f"/jobs/{row.pk}")
    assert str(cast.ben.pk) in said
    assert f'href="/{cast.ben.pk}' not in said
    for words in ("Asked for", "Begun", "Not done: put off to be tried again", "Done"):
        assert words in said
    assert "Have it done again" not in said


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 2),
        ("state=FAILED", 1),
        ("state=DONE", 1),
        ("state=WAITING", 0),
        ("queue=courts", 1),
        ("queue=house&state=FAILED", 0),
        ("kind=background.carry", 1),
        ("state=NONSENSE", 2),
        ("page=900", 2),
        ("kind=%27%3B+DROP", 2),
    ],
)
def test_the_filters_find_what_they_say(cast, failed, query, rows):
    put(cast)
    run_jobs()
    assert page(cast, f"/jobs?{query}").count('href="/jobs/') == rows


def test_what_nobody_knows_any_more_is_shown_and_can_be_given_up(cast):
    row = put(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [row.pk])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [row.pk])
    assert "NOT_KNOWN" in page(cast)
    assert post(cast, f"/jobs/{row.pk}/give-up").status_code == 302
    assert Trouble.objects.get().code == "NOT_KNOWN"


def test_a_failed_job_is_done_again(cast, failed):
    assert "Have it done again?" in page(cast, f"/jobs/{failed.pk}/again")
    answer = post(cast, f"/jobs/{failed.pk}/again")
    assert (answer.status_code, answer["Location"]) == (302, "/jobs")
    assert Job.objects.get(pk=failed.pk).status == "todo"
    assert run_jobs() == [("background.ask", "FAILED", "COURT_AWAY")]
    assert Job.objects.get(pk=failed.pk).attempts == 3


def test_a_job_that_was_given_up_asks_for_nobody_and_can_still_be_done_again(cast, failed):
    assert post(cast, f"/jobs/{failed.pk}/give-up").status_code == 302
    said = page(cast)
    assert "Given up" in said
    assert page(cast, "/jobs?state=FAILED").count('href="/jobs/') == 0
    assert post(cast, f"/jobs/{failed.pk}/again").status_code == 302
    assert Trouble.objects.get().dropped_by is None


# --- who is refused ----------------------------------------------------------------------------------------------


def test_only_the_administrator_sees_and_runs_it(cast, failed):
    for word, person in cast.everyone.items():
        wanted = 200 if word == "administrator" else 403
        assert cast.client(person).get("/jobs").status_code == wanted, word
        for address in (f"/jobs/{failed.pk}", f"/jobs/{failed.pk}/again", f"/jobs/{failed.pk}/give-up"):
            status = cast.client(person).get(address).status_code
            assert status == (200 if word == "administrator" else 404), (word, address)
    assert cast.client().get("/jobs").status_code == 302
    assert Job.objects.get(pk=failed.pk).status == "failed"


def test_it_stands_in_the_navigation_of_those_who_may(cast):
    assert 'href="/jobs"' in page(cast)
    assert 'href="/jobs"' not in cast.client(cast.manager).get("/team").content.decode()


# --- what if it is repeated or bad -------------------------------------------------------------------------------


def test_what_has_not_failed_is_neither_done_again_nor_given_up(cast):
    row = put(cast)
    for act in (retry_job, drop_job):
        with pytest.raises(Refused) as refused:
            act(job=row, by=cast.administrator, now=cast.now)
        assert refused.value.code == "NOT_FAILED"
    assert post(cast, f"/jobs/{row.pk}/again").status_code == 422
    assert "has not failed" in post(cast, f"/jobs/{row.pk}/give-up").content.decode()


def test_twice_is_once(cast, failed):
    cast.as_(cast.administrator)
    retry_job(job=failed, by=cast.administrator, now=cast.now)
    with pytest.raises(Refused, match="NOT_FAILED"):
        retry_job(job=failed, by=cast.administrator, now=cast.now)
    run_jobs()
    drop_job(job=failed, by=cast.administrator, now=cast.now)
    with pytest.raises(Refused, match="NOT_FAILED"):
        drop_job(job=failed, by=cast.administrator, now=cast.now)
    assert Event.objects.filter(verb__in=[Verb.JOB_RETRIED, Verb.JOB_DROPPED]).count() == 2


def test_a_failed_job_whose_work_waits_again_cannot_be_put_beside_it(cast):
    outcomes[:] = [TryAgain("AWAY"), TryAgain("AWAY")]
    row = put(cast, key=cast.ben.pk)
    run_jobs(ahead=True)
    put(cast, key=cast.ben.pk)
    with pytest.raises(Refused, match="WAITS_ALREADY"):
        retry_job(job=row, by=cast.administrator, now=cast.now)
    assert "waits in the queue already" in post(cast, f"/jobs/{row.pk}/again").content.decode()
    assert Job.objects.get(pk=row.pk).status == "failed"


@pytest.mark.parametrize("address", ["/jobs/0", "/jobs/99999999999999999999", "/jobs/x", "/jobs/1/again"])
def test_a_job_that_is_not_there_is_not_found(cast, address):
    assert cast.client(cast.administrator).get(address).status_code == 404


# --- what is recorded --------------------------------------------------------------------------------------------


def test_each_act_leaves_a_line_with_codes_and_numbers(cast, failed):
    cast.as_(cast.administrator)
    retry_job(job=failed, by=cast.administrator, now=cast.now)
    run_jobs()
    drop_job(job=failed, by=cast.administrator, now=cast.now)
    trouble = Trouble.objects.get()
    assert (trouble.dropped_at, trouble.dropped_by) == (cast.now, cast.administrator)
    lines = Event.objects.filter(subject_id=trouble.pk).order_by("id").values_list("verb", "facts", "actor_id")
    facts = {"task": "background.ask", "job": failed.pk}
    assert list(lines) == [
        (Verb.JOB_RETRIED, facts, cast.administrator.pk),
        (Verb.JOB_DROPPED, facts, cast.administrator.pk),
    ]


# --- what it costs -----------------------------------------------------------------------------------------------


def test_the_page_asks_the_same_whatever_the_rows(cast, queries_of):  # noqa: F811
    put(cast)
    few = queries_of(cast.administrator, "/jobs")
    for _ in range(30):
        put(cast)
    later(ask, by=cast.amira)
    outcomes[:] = [GiveUp("X")] * 20
    run_jobs()
    assert queries_of(cast.administrator, "/jobs") == few
    assert few <= 5
    assert queries_of(cast.administrator, f"/jobs/{Job.objects.latest('pk').pk}") <= 4
