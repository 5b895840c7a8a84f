"""What is kept of work in the background besides procrastinate's own tables. Codes, numbers and times alone."""

from django.db import models
from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.background.rules import Queue
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person


class Job(ProcrastinateJob):
    """A job as procrastinate keeps it. Written by its functions and by the worker, never through this."""

    case_id = None
    with_it = ()
    standing = {}
    sensitivity = sorted_fields(
        quasi=["lock", "queueing_lock"],
        safe=["queue_name", "task_name", "priority", "args", "status", "scheduled_at", "attempts", "abort_requested",
              "worker"],
    )  # fmt: skip

    class Meta:
        proxy = True


class Trouble(models.Model):
    """That a job failed: its last failure, and whether somebody gave it up.

    `job_id` is procrastinate's number. The row stays when the job is removed: lines of the thread stand on it.
    `kind` is the name of the exception's class, where the failure was not foreseen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_id = models.BigIntegerField(unique=True)
    task = models.CharField(max_length=128)
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=80, blank=True)
    tries = models.PositiveIntegerField()
    failed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    standing = {}
    sensitivity = sorted_fields(safe=["job_id", "task", "code", "kind", "tries"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="background_trouble_dropped",
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False),
            )
        ]


class Step(models.Model):
    """A step of a job that has had its effect, written in the same transaction. Goes with its job."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_id = models.BigIntegerField()
    name = models.CharField(max_length=120)

    standing = {}
    sensitivity = sorted_fields(safe=["job_id", "name"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job_id", "name"], name="background_step_once")]


class Beat(models.Model):
    """The last sign of life of a queue's worker. One row a queue."""

    queue = models.CharField(primary_key=True, max_length=20, choices=[(q.value, q.value) for q in Queue])
    seen_at = models.DateTimeField()

    standing = {}
    sensitivity = sorted_fields(safe=["queue"])
