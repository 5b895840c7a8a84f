"""The pages of reports received: the list, a report, a recommendation, and each step of its life."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.actions.queries import holders, nation_for, owner_posts
from goldenthread.drafts.pages import form_page
from goldenthread.improvement.forms.raised import RaisedForm
from goldenthread.improvement.forms.received import (
    AnswerForm,
    FilterForm,
    MetForm,
    NewReportForm,
    RecommendationForm,
    ReportForm,
    ResponseForm,
    SignForm,
)
from goldenthread.improvement.operations import received as operations
from goldenthread.improvement.presenters import received as shown
from goldenthread.improvement.queries import received as queries

ON_A_PAGE = 30


def reports(request):
    """The reports received in the nation, newest first."""
    form = FilterForm(data=request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(queries.narrowed(queries.reports(request.who), said), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": bool(said),
        "rows": [shown.report_row(row) for row in page],
        "manages": request.who.may_ever(P.RECEIVED_MANAGE),
    }
    return render(request, "improvement/reports.html", context)


def report(request, report):
    """A report: how many are answered, met and signed off, and each recommendation with its actions."""
    rows = queries.recommendations(report)
    actions = queries.actions_of(rows, request.who)
    held = holders({action.owner for some in actions.values() for action in some}, request.today)
    context = {
        "report": report,
        "kind": shown.kind_of(report),
        "counts": shown.said_of(queries.counted(report)),
        "rows": [shown.received_row(row, actions.get(row.pk, ()), held, request.today) for row in rows],
        "manages": may(request.who, P.RECEIVED_MANAGE, report),
        "trace": trace(report, request.who),
    }
    return render(request, "improvement/report.html", context)


def received(request, received):
    """One recommendation: our answer, its actions, what shows that it is met, and who signed that."""
    actions = queries.actions_of([received], request.who).get(received.pk, ())
    held = holders({action.owner for action in actions}, request.today)
    context = {
        "received": received,
        "row": shown.received_row(received, actions, held, request.today),
        "notes": [shown.note_item(note) for note in queries.notes(received)],
        "manages": may(request.who, P.RECEIVED_MANAGE, received),
        "signs": may(request.who, P.RECEIVED_SIGN, received) and received.met_by_id != request.person.pk,
        "undertaken": received.reply in operations.UNDERTAKEN,
        "trace": trace(received, request.who),
    }
    return render(request, "improvement/received.html", context)


def _to_report(report):
    return lambda _row: reverse("improvement:report", args=[report.pk])


def report_new(request):
    """Records a report received, with its recommendations."""
    nation = nation_for(request.who, P.RECEIVED_MANAGE)
    return form_page(
        request, NewReportForm, "improvement/report_new.html",
        save=lambda said: operations.record_report(nation=nation, by=request.person, now=request.now, **said),
        done=lambda row: reverse("improvement:report", args=[row.pk]), said=_("The report is recorded."),
    )  # fmt: skip


def report_edit(request, report):
    """Puts the head of a report right."""
    names = ("title", "body", "kind", "published_on", "received_on", "address")
    return form_page(
        request, ReportForm, "improvement/report_edit.html", context={"report": report}, done=_to_report(report),
        initial={name: getattr(report, name) for name in names}, said=_("Saved."),
        save=lambda said: operations.change_report(report=report, by=request.person, now=request.now, **said),
    )  # fmt: skip


def received_new(request, report):
    """Adds a recommendation that was left out."""
    return form_page(
        request, RecommendationForm, "improvement/received_new.html", context={"report": report},
        save=lambda said: operations.add_recommendation(report=report, by=request.person, now=request.now, **said),
        done=_to_report(report), said=_("The recommendation is added."),
    )  # fmt: skip


def response_publish(request, report):
    """Records that our response was published."""
    initial = {"response_words": report.response_words, "published_on": report.response_published_on}
    return form_page(
        request, ResponseForm, "improvement/response_publish.html", context={"report": report}, initial=initial,
        save=lambda said: operations.publish_response(report=report, by=request.person, now=request.now, **said),
        done=_to_report(report), said=_("Our response is recorded as published."),
    )  # fmt: skip


def _step(request, received, form, template, *, save, said, **kwargs):
    """One step of a recommendation's life: a form, an operation, and back to it."""
    context = {"received": received, "report": received.report, **kwargs.pop("context", {})}
    return form_page(
        request, form, template, context=context, **kwargs,
        save=lambda answers: save(recommendation=received, by=request.person, now=request.now, **answers),
        done=lambda _row: reverse("improvement:received", args=[received.pk]), said=said,
    )  # fmt: skip


def received_answer(request, received):
    """Answers a recommendation."""
    initial = {
        "reply": received.reply, "why": received.why, "published_words": received.published_words,
        "owner": str(received.owner_id or ""),
    }  # fmt: skip
    return _step(
        request, received, AnswerForm, "improvement/received_answer.html", save=operations.answer, initial=initial,
        owners=owner_posts(received.report.nation), said=_("Our answer is recorded."),
    )  # fmt: skip


def received_action_new(request, received):
    """Raises an action from a recommendation."""
    return _step(
        request, received, RaisedForm, "improvement/received_action_new.html",
        save=operations.raise_for_recommendation, owners=owner_posts(received.report.nation),
        said=_("The action is raised. Whoever holds the post sees it among their commitments."),
    )  # fmt: skip


def received_met(request, received):
    """Says that a recommendation is met."""
    return _step(request, received, MetForm, "improvement/received_met.html", save=operations.say_met,
                 said=_("It waits for someone else to sign it off."))  # fmt: skip


def received_sign(request, received):
    """Signs a recommendation off, or sends it back."""

    def decide(*, outcome, **said):
        return (operations.sign_off if outcome == "SIGN" else operations.send_back)(**said)

    actions = queries.actions_of([received], request.who).get(received.pk, ())
    held = holders({action.owner for action in actions}, request.today)
    context = {"row": shown.received_row(received, actions, held, request.today)}
    return _step(request, received, SignForm, "improvement/received_sign.html", save=decide, context=context,
                 said=_("Your decision is recorded."))  # fmt: skip
