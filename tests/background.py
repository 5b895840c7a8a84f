"""Work in the background, done in the test itself: in this process, on its connection, without waiting.

later(send, by=cast.amira, filing_id=filing.pk)
assert run_jobs() == [("filing.send", "DONE", "")]
"""

from django.db import connection

from goldenthread.access.door import clock
from goldenthread.background import jobs
from goldenthread.background.models import Job, Trouble

MOST = 100


def run_jobs(*, queue=None, now=None, ahead=False):
    """Does every job that waits, and what they put in the queue; returns [(name, outcome, code)] in their order.

    Outcome: DONE, AGAIN (it will be tried again), FAILED, LEFT (a later job of its key waits). `ahead=True` does also
    what waits for its time, so that retries come one after another. `now` is the jobs' clock.
    """
    named, done = _ask("SELECT current_setting('app.person', true)"), []
    try:
        for _number in range(MOST):
            due = [row for row in waiting_rows(queue) if ahead or not row.scheduled_at or row.scheduled_at <= _at(now)]
            if not due:
                return done
            done.append(_do(due[0], _at(now)))
    finally:
        _ask("SELECT set_config('app.person', %s, true)", named or "")
    raise AssertionError(f"there is no end of jobs: {done[-5:]}")


def waiting(queue=None):
    """[(name, arguments)] of what waits, oldest first."""
    return [(row.task_name, row.args) for row in waiting_rows(queue)]


def waiting_rows(queue=None):
    rows = Job.objects.filter(status="todo").order_by("-priority", "pk")
    return list(rows.filter(queue_name=queue) if queue else rows)


def _at(now):
    return now or clock()


def _do(row, now):
    spec = jobs.KINDS[row.task_name]
    _set(row, "doing", tries=0)
    try:
        jobs.do(spec, number=row.pk, tries=row.attempts, given=row.args, now=now)
    except Exception as error:  # noqa: BLE001 (as the worker does: whatever it is, it is noted)
        code = Trouble.objects.get(job_id=row.pk).code
        if jobs.overtaken(row.queueing_lock):
            _set(row, "aborted")
            return (spec.name, "LEFT", code)
        seconds = jobs.seconds_until_retry(error, tries=row.attempts + 1, retries=spec.retries)
        if seconds is None:
            _set(row, "failed")
            return (spec.name, "FAILED", code)
        _set(row, "todo")
        _ask(
            "UPDATE procrastinate_jobs SET scheduled_at = %s::timestamptz + make_interval(secs => %s) WHERE id = %s "
            "RETURNING id",
            now,
            seconds,
            row.pk,
        )
        return (spec.name, "AGAIN", code)
    _set(row, "succeeded")
    return (spec.name, "DONE", "")


def _set(row, status, tries=1):
    _ask(
        "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = attempts + %s WHERE id = %s "
        "RETURNING id",
        status,
        tries,
        row.pk,
    )


def _ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
