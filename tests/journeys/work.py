"""Jobs for the stories of the worker. Loaded by a worker only where GOLDENTHREAD_TEST_JOBS names this module."""

from django.db import connection

from goldenthread.background.jobs import acting, first_time, job
from goldenthread.casework.cases.models import Case
from goldenthread.casework.enquiry.operations import open_line

# The stories hold this lock of the database for as long as a job is to hang.
HANGS = 4711


@job(says="Open a line of enquiry", retries=20)
def open_one(*, case_id, number, by, now):
    """One row with one event, whatever happens to the worker."""
    with acting(by):
        if first_time("OPENED"):
            case = Case.objects.get(pk=case_id)
            open_line(case=case, question=f"Question {number}", why="It must be known.", by=by, now=now)


@job(says="Wait for a lock")
def hang(*, by, now):
    """Hangs until the story lets go."""
    with acting(by), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [HANGS])
