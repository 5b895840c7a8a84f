"""What a worker does besides its jobs: it shows that it lives, and takes up what a lost worker left lying."""

import datetime as dt
import logging

from django.conf import settings
from django.db import connection, transaction

from goldenthread.background.jobs import KINDS, note, overtaken
from goldenthread.background.models import Beat
from goldenthread.background.rules import MOST_LOST, WORKER_LOST

log = logging.getLogger("goldenthread.background")

# SKIP LOCKED: where two workers look at once, one of them takes a job up.
_LEFT_LYING = """
SELECT id, task_name, attempts, queueing_lock FROM procrastinate_jobs j
WHERE status = 'doing' AND queue_name = %s AND NOT EXISTS (
  SELECT 1 FROM procrastinate_workers w WHERE w.id = j.worker_id AND w.last_heartbeat > now() - %s)
ORDER BY id FOR UPDATE OF j SKIP LOCKED
"""
_MINE = """
SELECT id, task_name, attempts, queueing_lock FROM procrastinate_jobs
WHERE status = 'doing' AND worker_id = %s AND id = ANY(%s) ORDER BY id FOR UPDATE SKIP LOCKED
"""


def beat(queue, now) -> None:
    """Writes down that a worker of this queue lives."""
    Beat.objects.update_or_create(queue=queue, defaults={"seen_at": now})


def take_up(queue, now) -> int:
    """Gives back to the queue what was being done by a worker that shows no life. Returns how many jobs.

    A job that has lost its worker again and again stands as failed; one whose key waits again already is left to that.
    """
    with transaction.atomic():
        rows = _rows(_LEFT_LYING, queue, dt.timedelta(seconds=settings.WORKER_LOST_SECONDS))
        for number, task, tries, key in rows:
            note(number, task, tries=tries + 1, code=WORKER_LOST, kind="", now=now)
            most = (KINDS[task].retries if task in KINDS else 0) + MOST_LOST
            _set(number, "aborted" if overtaken(key) else "failed" if tries >= most else "todo", tries + 1)
    return len(rows)


def doing_of(worker_id) -> set[int]:
    """The numbers of the jobs that the table says this worker is doing."""
    return {
        n for (n,) in _rows("SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = %s", worker_id)
    }


def give_back(worker_id, numbers) -> int:
    """Gives jobs of one's own back to the queue, as if they had not been begun. Returns how many."""
    with transaction.atomic():
        rows = _rows(_MINE, worker_id, list(numbers))
        for number, task, tries, key in rows:
            _set(number, "aborted" if overtaken(key) else "todo", tries)
            log.warning("%s, job %s: given back", task, number)
    return len(rows)


def _set(number, status, tries):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = %s, scheduled_at = NULL "
            "WHERE id = %s",
            [status, tries, number],
        )


def _rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
