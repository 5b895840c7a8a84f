"""The jobs of the night: old drafts of everyone, old jobs that are done."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from goldenthread.access.door import clock
from goldenthread.access.operations import restrict_case
from goldenthread.background.jobs import job, later, service_person
from goldenthread.background.models import Job, Trouble
from goldenthread.background.nightly import forget_drafts, remove_old_jobs
from goldenthread.drafts.models import Draft, Once
from goldenthread.drafts.pages import keep
from goldenthread.kernel.ids import new_id


@job(says="Be done long ago")
def old_work(*, by, now): ...


def at(days):
    return clock() - dt.timedelta(days=days)


def drafts_of(cast, person):
    cast.as_(person)
    return set(Draft.objects.values_list("path", flat=True))


def type_something(cast, person, path, days, case=None):
    cast.as_(person)
    keep(person, path, {}, case.pk if case else None, at(days))


def forget():
    forget_drafts(by=service_person(), now=clock())


def test_old_drafts_of_everyone_go_leavers_too_and_new_ones_stay(worker_role, cast):
    for person in (cast.amira, cast.ben):
        type_something(cast, person, "/old", settings.DRAFT_DAYS + 1)
        type_something(cast, person, "/new", settings.DRAFT_DAYS - 1)
    cast.ben.left_on = at(3).date()
    cast.ben.save()
    forget()
    assert drafts_of(cast, cast.amira) == {"/new"}
    assert drafts_of(cast, cast.ben) == {"/new"}
    forget()
    assert drafts_of(cast, cast.ben) == {"/new"}


def test_a_draft_goes_whose_case_was_restricted_since(worker_role, cast):
    case = cast.case()
    type_something(cast, cast.ben, "/old", settings.DRAFT_DAYS + 1, case)
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="x", people=[cast.amira], by=cast.manager, now=cast.now)
    forget()
    with connection.cursor() as cursor:  # nobody else can see it, to count it
        cursor.execute("SELECT gt_forget_drafts(now() - interval '2 days')")
        assert cursor.fetchone() == (0,)


def test_keys_that_a_form_was_taken_go_too(worker_role, cast):
    for days in (1, 3):
        Once.objects.create(key=new_id(), person=cast.amira, taken_at=at(days))
    forget()
    assert Once.objects.count() == 1


def test_what_was_typed_today_is_not_forgotten_whoever_asks(worker_role, cast):
    type_something(cast, cast.amira, "/new", 0)
    with pytest.raises(IntegrityError, match="is not old"), transaction.atomic():
        forget_drafts(by=service_person(), now=clock() + dt.timedelta(days=settings.DRAFT_DAYS))
    assert drafts_of(cast, cast.amira) == {"/new"}


def test_a_page_cannot_forget_what_others_typed(cast):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        forget_drafts(by=service_person(), now=clock())


def _job(status, *, dropped=None):
    later(old_work, by=service_person())
    number = Job.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [number])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, number]
        )
    if dropped is not None:
        Trouble.objects.create(
            job_id=number, task="x", code="X", tries=1, failed_at=at(dropped), dropped_at=at(dropped),
            dropped_by=service_person(),
        )  # fmt: skip
    return number


AFTER = settings.JOB_DAYS + 1


@pytest.mark.parametrize(
    ("status", "dropped", "goes"),
    [
        ("succeeded", None, True),
        ("cancelled", None, True),
        ("aborted", None, True),
        ("failed", None, False),
        ("failed", -AFTER, False),
        ("failed", 1, True),
        ("todo", None, False),
        ("doing", None, False),
    ],
)
def test_old_jobs_go_when_nobody_need_see_them(worker_role, cast, status, dropped, goes):
    number = _job(status, dropped=dropped)
    remove_old_jobs(by=service_person(), now=clock())
    assert Job.objects.filter(pk=number).exists(), "it ended today"
    remove_old_jobs(by=service_person(), now=clock() + dt.timedelta(days=AFTER))
    assert Job.objects.filter(pk=number).exists() is not goes
