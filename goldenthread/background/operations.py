"""What a person does about a job that failed: have it done again, or give it up."""

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from goldenthread.background.models import Job, Trouble
from goldenthread.background.rules import NOT_KNOWN
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def retry_job(*, job, by, now):
    """Puts a failed job in the queue again, to be tried at once. Refuses with `NOT_FAILED` and `WAITS_ALREADY`."""
    row, trouble = _failed(job, now)
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(row.pk, now)
    except exceptions.UniqueViolation as error:
        message = N_("The same work waits in the queue already. Give this one up.")
        raise Refused("WAITS_ALREADY", message) from error
    if trouble.dropped_at is not None:
        trouble.dropped_at = trouble.dropped_by = None
        trouble.save(update_fields=["dropped_at", "dropped_by"])
    record(Verb.JOB_RETRIED, trouble, by=by, now=now, task=row.task_name, job=row.pk)
    return row


@operation
def drop_job(*, job, by, now):
    """Gives a failed job up: it is not done, and asks for nobody any more. Refuses with `NOT_FAILED`."""
    row, trouble = _failed(job, now)
    if trouble.dropped_at is not None:
        raise _not_failed()
    trouble.dropped_at, trouble.dropped_by = now, by
    trouble.save(update_fields=["dropped_at", "dropped_by"])
    record(Verb.JOB_DROPPED, trouble, by=by, now=now, task=row.task_name, job=row.pk)
    return row


def _failed(job, now):
    """The job, held until the end of the transaction, and what is written of its failure."""
    row = Job.objects.select_for_update(of=("self",)).filter(pk=job.pk, status="failed").first()
    if row is None:
        raise _not_failed()
    # Nothing is written where no function of this version could even be called.
    said = {"task": row.task_name, "code": NOT_KNOWN, "tries": max(row.attempts, 1), "failed_at": now}
    return row, Trouble.objects.get_or_create(job_id=row.pk, defaults=said)[0]


def _not_failed():
    return Refused(
        "NOT_FAILED", N_("This work has not failed, or somebody has dealt with it meanwhile. Look at it again.")
    )
