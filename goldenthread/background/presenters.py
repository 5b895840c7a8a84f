"""Jobs and queues as rows, tags and sentences. Of a job's arguments the ids are shown, and they lead nowhere."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.background.jobs import KINDS
from goldenthread.background.queries import state_of
from goldenthread.background.rules import CODES, JOB_STATES, NOT_KNOWN, QUEUES, JobState, Queue

TONES = {
    JobState.WAITING: "INFO", JobState.LATER: "NEUTRAL", JobState.DOING: "INFO", JobState.FAILED: "URGENT",
    JobState.DROPPED: "NEUTRAL", JobState.DONE: "GOOD", JobState.LEFT: "NEUTRAL",
}  # fmt: skip

HAPPENED = {
    "deferred": lambda: _("Asked for"),
    "started": lambda: _("Begun"),
    "deferred_for_retry": lambda: _("Not done: put off to be tried again"),
    "failed": lambda: _("Failed"),
    "succeeded": lambda: _("Done"),
    "cancelled": lambda: _("Given up"),
    "aborted": lambda: _("Left to a later job of the same kind"),
    "retried": lambda: _("Put in the queue again"),
}


def task_says(name) -> str:
    """What a job does, in words; its name where this version does not know it."""
    kind = KINDS.get(name)
    return _(kind.says) if kind and kind.says else name


def code_says(job) -> str:
    """Why a job failed the last time: the code, and what there is to say about it."""
    code = job.code or (NOT_KNOWN if job.status == "failed" else "")
    said = _(CODES[code]) if code in CODES else ""
    kind = f" ({job.kind})" if job.kind else ""
    return f"{code}{kind}. {said}".strip() if said else f"{code}{kind}"


def job_row(job, now) -> dict:
    """One job for the list. Takes the annotations of `queries.jobs`."""
    state = state_of(job, now)
    return {
        "says": task_says(job.task_name),
        "href": reverse("background:job", args=[job.pk]),
        "queue": _(QUEUES[Queue(job.queue_name)]) if job.queue_name in set(Queue) else job.queue_name,
        "state": {"code": TONES[state], "text": _(JOB_STATES[state])},
        "why": code_says(job) if state not in {JobState.DONE} else "",
        "tries": job.attempts,
        "at": job.at,
        "until": job.scheduled_at if state is JobState.LATER else None,
        "failed": state is JobState.FAILED,
        "may_retry": state in {JobState.FAILED, JobState.DROPPED} and job.status == "failed",
    }


def ids_of(job) -> list[dict]:
    """The arguments of a job as rows of a summary: names and ids."""
    return [{"label": name, "value": str(value)} for name, value in sorted(job.args.items()) if value is not None]


def happened(events) -> list[dict]:
    """The history of a job for a timeline."""
    return [{"title": HAPPENED[what]() if what in HAPPENED else what, "at": when} for what, when in events]


def queue_rows(standing, beats, now) -> list[dict]:
    """Each queue: whether its worker lives, what waits and since when, what failed."""
    rows = []
    for queue in Queue:
        counts = standing.get(queue.value, {})
        rows.append(
            {
                "queue": queue.value,
                "says": _(QUEUES[queue]),
                "worker": _worker(beats.get(queue.value), now),
                "seen_at": beats.get(queue.value),
                "waiting": counts.get("waiting", 0),
                "later": counts.get("later", 0),
                "doing": counts.get("doing", 0),
                "failed": counts.get("failed", 0),
                "oldest": _for_how_long(now - counts["oldest"]) if counts.get("oldest") else "",
            }
        )
    return rows


def _worker(seen_at, now):
    if seen_at is None:
        return {"code": "URGENT", "text": _("Never seen"), "alive": False}
    if now - seen_at > dt.timedelta(seconds=settings.WORKER_LOST_SECONDS):
        return {"code": "URGENT", "text": _("Not at work"), "alive": False}
    return {"code": "GOOD", "text": _("At work"), "alive": True}


def _for_how_long(age) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 120:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    return ngettext("%(num)s day", "%(num)s days", hours // 24) % {"num": hours // 24}
