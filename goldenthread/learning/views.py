"""The pages of the learning log: the list, one point, writing it, sending it out, reading it, answering it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.trace import trace
from goldenthread.drafts.pages import form_page
from goldenthread.learning import operations, presenters, queries
from goldenthread.learning.forms import AnswerForm, FilterForm, NothingForm, PointForm, WithdrawForm
from goldenthread.learning.models import Reading

ON_A_PAGE = 25


def index(request):
    """The log, newest first."""
    form = FilterForm(data=request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.narrowed(queries.log_of(request.who, request.person), said)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "filtered": bool(said), "rows": [presenters.point_row(row) for row in page],
        "manages": request.who.may_ever(P.LEARNING_MANAGE),
    }  # fmt: skip
    return render(request, "learning/index.html", context)


def point(request, point):
    """One point: what it teaches, what to do, who has read it, what teams did."""
    out = point.state == "OUT"
    teams = [presenters.team_row(team) for team in queries.teams(point)] if out else []
    context = {
        "point": point,
        "state": presenters.state_of(point),
        "facts": presenters.facts(point),
        "read": Reading.objects.filter(point=point, person=request.person).first(),
        "readership": queries.readership(point, request.today) if out else None,
        "answered": [row for row in teams if row["on"]],
        "unanswered": [row for row in teams if not row["on"]],
        "answers": out and bool(request.who.may_ever(P.LEARNING_ANSWER)),
        "manages": request.who.may_ever(P.LEARNING_MANAGE),
        "trace": trace(point, request.who),
    }
    return render(request, "learning/point.html", context)


def point_new(request):
    """Writes the draft of a point, or of one that betters another."""
    old = queries.replaceable(request.who, request.GET.get("replaces"))
    return form_page(
        request, PointForm, "learning/point_new.html", context={"old": old}, initial=_as_typed(old) if old else None,
        save=lambda said: operations.write_point(replaces=old, by=request.person, now=request.now, **said),
        done=lambda row: reverse("learning:point", args=[row.pk]),
        said=_("The draft is saved. Read it once more, then send it out."),
    )  # fmt: skip


def _as_typed(point):
    return {name: getattr(point, name) for name in operations.WRITTEN}


def point_edit(request, point):
    """Changes a draft."""
    return form_page(
        request, PointForm, "learning/point_edit.html", context={"point": point}, initial=_as_typed(point),
        save=lambda said: operations.edit_point(point=point, by=request.person, now=request.now, **said),
        done=lambda row: reverse("learning:point", args=[row.pk]), said=_("The draft is saved."),
    )  # fmt: skip


def send_out(request, point):
    """Sends a point out."""
    return form_page(
        request, NothingForm, "learning/send_out.html",
        context={"point": point, "readership": queries.readership(point, request.today)},
        save=lambda said: operations.send_out(point=point, by=request.person, now=request.now, **said),
        done=lambda row: reverse("learning:point", args=[row.pk]), said=_("It is out."),
    )  # fmt: skip


def withdraw(request, point):
    """Withdraws a point, or puts a draft away."""
    return form_page(
        request, WithdrawForm, "learning/withdraw.html", context={"point": point},
        save=lambda said: operations.withdraw(point=point, by=request.person, now=request.now, **said),
        done=lambda row: reverse("learning:point", args=[row.pk]), said=_("It is withdrawn."),
    )  # fmt: skip


def read(request, point):
    """Says that one has read a point."""
    return form_page(
        request, NothingForm, "learning/read.html", context={"point": point},
        save=lambda _said: operations.read_point(point=point, by=request.person, now=request.now),
        done=lambda _row: reverse("learning:point", args=[point.pk]), said=_("Noted: you have read it."),
    )  # fmt: skip


def answer(request, point):
    """Says what a team did about a point."""
    teams = queries.teams_of(request.who)
    return form_page(
        request, AnswerForm, "learning/answer.html", context={"point": point}, teams=teams,
        save=lambda said: operations.answer_point(point=point, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("learning:point", args=[point.pk]), said=_("What your team did is recorded."),
    )  # fmt: skip
