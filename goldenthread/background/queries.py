"""What waits, what is being done, what failed; and whether anybody is at work."""

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from procrastinate.contrib.django.models import ProcrastinateEvent

from goldenthread.background.models import Beat, Job, Trouble
from goldenthread.background.rules import JobState


def state_clause(state: JobState, now) -> Q:
    """The rows of `jobs()` that stand so."""
    due = Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now)
    return {
        JobState.WAITING: Q(status="todo") & due,
        JobState.LATER: Q(status="todo") & ~due,
        JobState.DOING: Q(status="doing"),
        JobState.FAILED: Q(status="failed", given_up=False),
        JobState.DROPPED: Q(status="failed", given_up=True) | Q(status="cancelled"),
        JobState.DONE: Q(status="succeeded"),
        JobState.LEFT: Q(status="aborted"),
    }[state]


def state_of(job, now) -> JobState:
    """The same of one row."""
    if job.status == "todo":
        return JobState.LATER if job.scheduled_at and job.scheduled_at > now else JobState.WAITING
    if job.status == "failed":
        return JobState.DROPPED if job.given_up else JobState.FAILED
    plain = {"doing": JobState.DOING, "succeeded": JobState.DONE, "cancelled": JobState.DROPPED}
    return plain.get(job.status, JobState.LEFT)


def jobs():
    """Jobs with `code` and `kind` of the last failure, `given_up`, and `at`, when they last changed. Newest first."""
    trouble = Trouble.objects.filter(job_id=OuterRef("pk"))
    events = ProcrastinateEvent.objects.filter(job_id=OuterRef("pk")).exclude(type="scheduled")
    return Job.objects.annotate(
        code=Subquery(trouble.values("code")[:1]),
        kind=Subquery(trouble.values("kind")[:1]),
        given_up=Exists(trouble.filter(dropped_at__isnull=False)),
        at=Subquery(events.order_by("-at", "-pk").values("at")[:1]),
    ).order_by("-pk")


def found(state, queue, task, now):
    """`jobs()` of a state, of a queue and of a kind; "" is any."""
    rows = jobs()
    if state:
        rows = rows.filter(state_clause(JobState(state), now))
    if queue:
        rows = rows.filter(queue_name=queue)
    return rows.filter(task_name=task) if task else rows


def standing_of(now) -> dict:
    """Of each queue: how many wait, are being done and have failed, and since when the oldest waits. One query."""
    asked = ProcrastinateEvent.objects.filter(job_id=OuterRef("pk"), type="deferred").values("at")[:1]
    waits, failed = state_clause(JobState.WAITING, now), state_clause(JobState.FAILED, now)
    trouble = Trouble.objects.filter(job_id=OuterRef("pk"), dropped_at__isnull=False)
    rows = (
        Job.objects.filter(status__in=["todo", "doing", "failed"])
        .annotate(given_up=Exists(trouble), asked_at=Subquery(asked))
        .annotate(due_at=Greatest(Coalesce(F("scheduled_at"), F("asked_at")), F("asked_at")))
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=waits),
            later=Count("pk", filter=state_clause(JobState.LATER, now)),
            doing=Count("pk", filter=Q(status="doing")),
            failed=Count("pk", filter=failed),
            oldest=Min("due_at", filter=waits),
        )
        .order_by()
    )
    return {row["queue_name"]: row for row in rows}


def beats() -> dict:
    """When each queue's worker last showed that it lives. One query."""
    return dict(Beat.objects.values_list("queue", "seen_at"))


def one(job):
    """A job as `jobs()` has it."""
    return jobs().get(pk=job.pk)


def history(job):
    """What happened to a job: (what, when), oldest first. A time that it was put off to is left out."""
    rows = ProcrastinateEvent.objects.filter(job_id=job.pk).exclude(type="scheduled").order_by("pk")
    return list(rows.values_list("type", "at"))
