"""Jobs: put in with the transaction, done for a person, tried again, once."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from goldenthread.background import jobs
from goldenthread.background.jobs import GiveUp, TryAgain, acting, first_time, job, later, service_person
from goldenthread.background.models import Job, Trouble
from goldenthread.casework.cases.models import Case
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.operations import request_id
from tests.background import run_jobs, waiting

calls, outcomes = [], []


@job(says="Try a job of the tests", retries=2)
def attempt(*, thing_id, code=None, by, now):
    calls.append((thing_id, by, now))
    outcome = outcomes.pop(0) if outcomes else None
    if callable(outcome):
        outcome()
    elif outcome is not None:
        raise outcome


@job(says="Count the cases that someone sees")
def count_cases(*, by, now):
    with acting(by):
        calls.append(Case.objects.count())


@job(says="Count the cases with nobody named")
def count_without_name(*, by, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', '', true)")
    calls.append(Case.objects.count())


@job(says="Take a step and fail after it", retries=3)
def step_and_fail(*, by, now):
    with acting(by):
        if first_time("STEP"):
            calls.append(request_id.get())
    if outcomes:
        raise outcomes.pop(0)


@job(says="Do something every minute", every="* * * * *")
def each_minute(*, by, now):
    calls.append(by)


@pytest.fixture(autouse=True)
def nothing_yet():
    calls.clear()
    outcomes.clear()


def put(cast, **over):
    return later(attempt, **{"by": cast.amira, "thing_id": cast.ben.pk, "code": None, **over})


def test_a_job_is_done_later_for_the_person_who_asked(cast):
    assert put(cast) is True
    assert calls == []
    assert waiting() == [("background.attempt", {"by": str(cast.amira.pk), "thing_id": str(cast.ben.pk), "code": None})]
    assert run_jobs(now=cast.now) == [("background.attempt", "DONE", "")]
    assert calls == [(cast.ben.pk, cast.amira, cast.now)]
    assert waiting() == []
    assert not Trouble.objects.exists()


def test_a_request_that_is_rolled_back_leaves_no_job(cast):
    with transaction.atomic():
        put(cast)
        assert len(waiting()) == 1
        transaction.set_rollback(True)
    assert waiting() == []


def test_a_job_sees_what_its_person_may_see(cast):
    case = cast.case()
    cast.as_(cast.amira)
    later(count_cases, by=cast.amira)
    run_jobs()
    assert calls == [1]
    assert Case.objects.get(pk=case.pk)  # whoever was named before is named again


def test_a_job_that_names_nobody_is_stopped_by_the_wall(cast):
    cast.case()
    with pytest.raises(ProgrammingError, match="nobody is named"), transaction.atomic():
        count_without_name(by=cast.amira, now=cast.now)


@pytest.mark.parametrize("value", ["Maya", "said no", "maya@x.invalid", 1.5, {"a": 1}, dt.date(2026, 6, 10), b"x"])
def test_an_argument_is_an_id_or_a_code(cast, value):
    with pytest.raises(TypeError, match="ids and codes"):
        put(cast, code=value)
    assert waiting() == []


@pytest.mark.parametrize(
    "value", ["PRIVATE_LAW", "2026-06-10T09:30:00Z", 17, True, None, "01890a5d-ac96-774b-bcce-b302099a8057"]
)
def test_these_are_ids_and_codes(cast, value):
    put(cast, code=value)
    assert waiting()[0][1]["code"] == value


def test_a_job_is_given_what_it_takes_and_nothing_else(cast):
    with pytest.raises(TypeError, match="takes"):
        later(attempt, by=cast.amira, thing_id=cast.ben.pk)
    with pytest.raises(TypeError, match="takes"):
        put(cast, other_id=cast.ben.pk)


def test_one_job_of_a_key_waits(cast):
    assert put(cast, key=cast.ben.pk) is True
    assert put(cast, key=cast.ben.pk) is False
    assert put(cast, key=cast.amira.pk) is True
    assert len(waiting()) == 2
    run_jobs()
    assert put(cast, key=cast.ben.pk) is True


def test_a_job_that_waits_for_its_time_is_brought_forward_by_the_same_key(cast):
    far = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    put(cast, key=cast.ben.pk, at=far)
    assert run_jobs() == []
    assert put(cast, key=cast.ben.pk) is False
    assert [outcome for _name, outcome, _code in run_jobs()] == ["DONE"]


def test_a_job_is_never_put_back_by_the_same_key(cast):
    put(cast, key=cast.ben.pk)
    put(cast, key=cast.ben.pk, at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    assert len(run_jobs()) == 1


def test_what_fails_is_tried_again_and_then_stands_as_failed(cast):
    outcomes[:] = [TryAgain("COURT_AWAY"), ValueError("a name"), TryAgain("COURT_AWAY")]
    put(cast)
    assert run_jobs() == [("background.attempt", "AGAIN", "COURT_AWAY")]
    assert run_jobs() == []
    assert run_jobs(ahead=True) == [
        ("background.attempt", "AGAIN", "UNEXPECTED"),
        ("background.attempt", "FAILED", "COURT_AWAY"),
    ]
    trouble = Trouble.objects.get()
    assert (trouble.task, trouble.code, trouble.kind, trouble.tries) == ("background.attempt", "COURT_AWAY", "", 3)
    assert Job.objects.get().status == "failed"


def test_of_an_exception_its_kind_is_kept_and_not_its_words(cast):
    outcomes[:] = [ValueError("Maya Okafor-Reed")]
    put(cast)
    run_jobs()
    assert Trouble.objects.values_list("code", "kind").get() == ("UNEXPECTED", "ValueError")


def test_what_gives_up_is_not_tried_again(cast):
    outcomes[:] = [GiveUp("NOT_A_PDF")]
    put(cast)
    assert run_jobs(ahead=True) == [("background.attempt", "FAILED", "NOT_A_PDF")]


def test_what_an_operation_refuses_is_not_tried_again(cast):
    outcomes[:] = [Refused("ALREADY_FILED", "It was filed before.")]
    put(cast)
    assert run_jobs(ahead=True) == [("background.attempt", "FAILED", "ALREADY_FILED")]


def test_what_fails_while_a_later_one_of_its_key_waits_is_left_to_that(cast):
    def ask_again_and_fail():
        put(cast, key=cast.ben.pk)
        raise TryAgain("COURT_AWAY")

    outcomes[:] = [ask_again_and_fail]
    put(cast, key=cast.ben.pk)
    assert run_jobs() == [("background.attempt", "LEFT", "COURT_AWAY"), ("background.attempt", "DONE", "")]


def test_the_wait_grows():
    error = TryAgain("AWAY")
    waits = [jobs.seconds_until_retry(error, tries=n, retries=9) for n in range(1, 8)]
    assert waits == [10, 60, 300, 900, 3600, 3600, 3600]
    assert jobs.seconds_until_retry(error, tries=10, retries=9) is None
    assert jobs.seconds_until_retry(TryAgain("AWAY", after=dt.timedelta(hours=2)), tries=1, retries=9) == 7200
    assert jobs.seconds_until_retry(GiveUp("NO"), tries=1, retries=9) is None


@pytest.mark.parametrize("code", ["Maya", "said no", "", "A" * 81])
def test_a_code_is_never_narrative(code):
    for raised in (TryAgain, GiveUp):
        with pytest.raises(ValueError, match="never narrative"):
            raised(code)


def test_a_step_is_taken_once_though_the_job_is_done_again(cast):
    outcomes[:] = [TryAgain("AWAY"), TryAgain("AWAY")]
    later(step_and_fail, by=cast.amira)
    assert [outcome for _name, outcome, _code in run_jobs(ahead=True)] == ["AGAIN", "AGAIN", "DONE"]
    assert len(calls) == 1
    assert calls[0] is not None
    later(step_and_fail, by=cast.amira)
    run_jobs()
    assert len(calls) == 2, "another job of the same kind takes its own step"


def test_a_step_that_is_rolled_back_is_not_taken(cast):
    later(step_and_fail, by=cast.amira)
    number = Job.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM background_step")
        assert cursor.fetchone() == (0,)
    token = jobs._doing.set(number)
    try:
        with transaction.atomic():
            assert first_time("STEP")
            assert not first_time("STEP")
            transaction.set_rollback(True)
        with transaction.atomic():
            assert first_time("STEP")
    finally:
        jobs._doing.reset(token)


def test_what_is_scheduled_acts_for_the_service_person(cast):
    jobs.do(each_minute.kind, number=1, tries=0, given={"timestamp": 1}, now=cast.now)
    assert calls == [service_person()]
    assert service_person().is_service
    assert service_person() == service_person()


def test_what_is_scheduled_can_be_asked_for_and_waits_once(cast):
    assert later(each_minute, by=cast.amira) is True
    assert later(each_minute, by=cast.amira) is False
    assert run_jobs() == [("background.each_minute", "DONE", "")]
    assert calls == [cast.amira]


def test_the_service_person_cannot_be_chosen_to_sign_in(cast):
    service_person()
    assert jobs.NAME not in cast.client().get("/sign-in").content.decode()


def wrong(**marks):
    return pytest.raises(TypeError, match=marks["match"])


def test_what_cannot_be_a_job_is_said_at_once():
    with wrong(match="keyword-only"):

        @job()
        def by_position(thing_id, *, by, now): ...

    with wrong(match="by= and now="):

        @job()
        def for_nobody(*, thing_id): ...

    with wrong(match="nobody is there to give"):

        @job(every="* * * * *")
        def scheduled(*, thing_id, by, now): ...
