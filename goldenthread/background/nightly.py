"""The house's own jobs of the night. Each may be repeated: what is gone is gone."""

import datetime as dt

from django.conf import settings
from django.db import connection

from goldenthread.background.jobs import acting, job
from goldenthread.drafts.pages import forget_everyones_old
from goldenthread.kernel.refusal import N_

# Done, given up, or left to another. What failed waits for somebody, however long.
_REMOVE = """
DELETE FROM procrastinate_jobs j WHERE status IN ('succeeded', 'cancelled', 'aborted', 'failed')
AND (status <> 'failed' OR EXISTS (
  SELECT 1 FROM background_trouble t WHERE t.job_id = j.id AND t.dropped_at < %(before)s))
AND NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %(before)s)
"""


@job(every="17 2 * * *", says=N_("Forget what was typed and not sent, when it is old"))
def forget_drafts(*, by, now):
    """For everyone, leavers too: a sign-in forgets only one's own."""
    with acting(by):
        forget_everyones_old(now)


@job(every="37 2 * * *", says=N_("Remove old jobs that are done"))
def remove_old_jobs(*, by, now):
    """What failed and was not given up stays."""
    with acting(by), connection.cursor() as cursor:
        cursor.execute(_REMOVE, {"before": now - dt.timedelta(days=settings.JOB_DAYS)})
