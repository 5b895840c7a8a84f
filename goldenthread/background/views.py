"""Work in the background: who is at work, what waits, what failed, and what is done about it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.background import operations, queries
from goldenthread.background.forms import GoOnForm, JobFilter
from goldenthread.background.presenters import happened, ids_of, job_row, queue_rows
from goldenthread.drafts.pages import form_page

ON_A_PAGE = 25


def jobs(request):
    """The queues and their workers, and jobs by state; what failed comes first to the eye."""
    form = JobFilter(data=request.GET)
    chosen = form.chosen()
    rows = queries.found(chosen["state"], chosen["queue"], chosen["kind"], request.now)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "queues": queue_rows(queries.standing_of(request.now), queries.beats(), request.now),
        "form": form,
        "filtered": any(chosen.values()),
        "page": page,
        "rows": [job_row(row, request.now) for row in page],
    }
    return render(request, "background/jobs.html", context)


def job(request, job):
    """One job: what it does, for which ids, how it stands, and what happened to it."""
    row = queries.one(job)
    context = {
        "row": job_row(row, request.now),
        "number": job.pk,
        "ids": ids_of(row),
        "history": happened(queries.history(job)),
        "may_run": request.who.may_ever(P.JOBS_RUN),
    }
    return render(request, "background/job.html", context)


def retry(request, job):
    """Has a failed job done again."""
    return _act(
        request, job, operations.retry_job, "background/retry.html", _("It is in the queue again and is tried at once.")
    )


def drop(request, job):
    """Gives a failed job up."""
    return _act(request, job, operations.drop_job, "background/drop.html", _("The work is given up."))


def _act(request, job, act, template, said):
    return form_page(
        request, GoOnForm, template,
        context={"row": job_row(queries.one(job), request.now), "number": job.pk},
        save=lambda _said: act(job=job, by=request.person, now=request.now),
        done=lambda _row: reverse("background:jobs"),
        said=said,
    )  # fmt: skip
