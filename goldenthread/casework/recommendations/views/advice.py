"""The pages on which the advice for a child is worked on, submitted, taken back and opened again."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission
from goldenthread.casework.assessment.queries import is_parent
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.queries import child_of
from goldenthread.casework.directwork.queries import wishes_of
from goldenthread.casework.harm.models import Pattern
from goldenthread.casework.recommendations import operations
from goldenthread.casework.recommendations.forms import (
    NothingForm,
    OptionForm,
    ReasonForm,
    TreatForm,
    WeighForm,
    WriteForm,
)
from goldenthread.casework.recommendations.models import PatternTreatment, Weighing
from goldenthread.casework.recommendations.operations.advice import WRITTEN
from goldenthread.casework.recommendations.presenters import advice as presenters
from goldenthread.casework.recommendations.queries import papers
from goldenthread.drafts.pages import form_page


def _here(recommendation, place=""):
    return reverse("recommendations:advice", args=[recommendation.pk]) + place


def index(request, case):
    """The advice for each child, side by side, with what is next."""
    context = frame(request, case, "advice")
    found = papers(case, context["people"])
    today = request.today
    context["children_sides"] = [presenters.side(case, child, found, today) for child in found.children]
    context["writes"] = request.who.may_ever(Permission.ADVICE_WRITE)
    return render(request, "recommendations/index.html", context)


def start(request, case, child_id):
    """Begins the advice for a child."""
    child = child_of(case, child_id)
    if child is None:
        raise Http404
    return form_page(
        request, NothingForm, "recommendations/start.html", case=case,
        context={**frame(request, case, "advice"), "child": child},
        save=lambda _said: operations.start_advice(case=case, child=child, by=request.person, now=request.now),
        done=_here,
    )  # fmt: skip


def _everything(request, recommendation):
    """The frame, and all that the page of one child's advice shows."""
    context = frame(request, recommendation.case, "advice", subject=recommendation)
    found = papers(recommendation.case, context["people"])
    row = found.recommendations.get(recommendation.child_id)
    if row is None or row.pk != recommendation.pk:
        raise Http404
    may = request.who.may_ever
    shown = presenters.view_of(row, found, writes=may(Permission.ADVICE_WRITE), submits=may(Permission.ADVICE_SUBMIT))
    return {**context, **shown}


def advice(request, recommendation):
    """One child's advice as a task list, and what stands in the way."""
    return render(request, "recommendations/advice.html", _everything(request, recommendation))


def write(request, recommendation):
    """Writes what is advised, why, and how it will be explained."""
    context = frame(request, recommendation.case, "advice", subject=recommendation)
    found = papers(recommendation.case, context["people"])
    initial = {name: getattr(recommendation, name) for name in ("advice", "follows_no_contact")}
    initial |= {name: getattr(recommendation, name) for name in WRITTEN}
    return form_page(
        request, WriteForm, "recommendations/write.html", case=recommendation.case,
        context={
            **context,
            "recommendation": recommendation,
            "triggers": presenters.trigger_sentences(recommendation, found),
        },
        parents=[row.member for row in context["people"] if is_parent(row)],
        initial={**initial, "parent": str(recommendation.parent_id or WriteForm.NONE)},
        save=lambda said: operations.write_advice(
            recommendation=recommendation, by=request.person, now=request.now, **said
        ),
        done=_here,
        said=_("The advice is saved."),
    )  # fmt: skip


def option_new(request, recommendation):
    """Adds an option that was considered and not advised."""
    return form_page(
        request, OptionForm, "recommendations/option_new.html", case=recommendation.case,
        context={
            **frame(request, recommendation.case, "advice", subject=recommendation),
            "recommendation": recommendation,
        },
        save=lambda said: operations.add_option(
            recommendation=recommendation, by=request.person, now=request.now, **said
        ),
        done=lambda _row: _here(recommendation, "#options"),
        said=_("The option is added."),
    )  # fmt: skip


def option_remove(request, option):
    """Takes an option out of the advice."""
    return form_page(
        request, NothingForm, "recommendations/option_remove.html", case=option.case,
        context={**frame(request, option.case, "advice"), "option": option},
        save=lambda _said: operations.remove_option(option=option, by=request.person, now=request.now),
        done=lambda row: _here(row.recommendation, "#options"),
        said=_("The option is removed. It stands in the record."),
    )  # fmt: skip


def weigh(request, recommendation, wish_id):
    """Weighs one wish of the child."""
    wish = wishes_of(recommendation.case, recommendation.child).filter(pk=wish_id).first()
    if wish is None:
        raise Http404
    earlier = list(Weighing.objects.filter(recommendation=recommendation, wish=wish))
    old = next((row for row in earlier if row.superseded_at is None), None)
    return form_page(
        request, WeighForm, "recommendations/weigh.html", case=recommendation.case,
        context={
            **frame(request, recommendation.case, "advice", subject=wish),
            "recommendation": recommendation,
            "wish": wish,
            "given": len(earlier),
        },
        initial={"how": old.how, "why": old.why, "explain": old.explain} if old else None,
        save=lambda said: operations.weigh_wish(
            recommendation=recommendation, wish=wish, by=request.person, now=request.now, **said
        ),
        done=lambda _row: _here(recommendation, "#said"),
        said=_("The wish is weighed."),
    )  # fmt: skip


def treat(request, recommendation, pattern_id):
    """Carries a pattern into the advice, or sets it down with a reason."""
    of_case = Pattern.objects.filter(case=recommendation.case_id, superseded_at__isnull=True)
    pattern = of_case.select_related("by_member", "case").filter(pk=pattern_id).first()
    if pattern is None:
        raise Http404
    earlier = list(PatternTreatment.objects.filter(recommendation=recommendation, pattern=pattern))
    old = next((row for row in earlier if row.superseded_at is None), None)
    return form_page(
        request, TreatForm, "recommendations/treat.html", case=recommendation.case,
        context={
            **frame(request, recommendation.case, "advice", subject=pattern),
            "recommendation": recommendation,
            "pattern": presenters.pattern_card(pattern),
            "given": len(earlier),
        },
        initial={"treatment": old.treatment, "words": old.words} if old else None,
        save=lambda said: operations.treat_pattern(
            recommendation=recommendation, pattern=pattern, by=request.person, now=request.now, **said
        ),
        done=lambda _row: _here(recommendation, "#patterns"),
        said=_("Saved."),
    )  # fmt: skip


def weighing(request, weighing):
    """How one wish was weighed."""
    context = {
        **frame(request, weighing.case, "advice", subject=weighing),
        "weighing": weighing,
        "tag_of": presenters.how_tag(weighing.how)["tag"],
    }
    return render(request, "recommendations/weighing.html", context)


def submit(request, recommendation):
    """Everything as it will stand, and the step to the manager."""
    return form_page(
        request, NothingForm, "recommendations/submit.html", case=recommendation.case,
        context=_everything(request, recommendation),
        save=lambda _said: operations.submit_advice(
            recommendation=recommendation, by=request.person, now=request.now
        ),
        done=_here,
        said=_("The advice is with the manager."),
    )  # fmt: skip


def withdraw(request, recommendation):
    """Takes the advice back from the manager."""
    return form_page(
        request, NothingForm, "recommendations/withdraw.html", case=recommendation.case,
        context={**frame(request, recommendation.case, "advice"), "recommendation": recommendation},
        save=lambda _said: operations.withdraw_advice(
            recommendation=recommendation, by=request.person, now=request.now
        ),
        done=_here,
        said=_("You can work on the advice again."),
    )  # fmt: skip


def reopen(request, recommendation):
    """Opens agreed advice to work again; the agreement lapses."""
    return form_page(
        request, ReasonForm, "recommendations/reopen.html", case=recommendation.case,
        context={**frame(request, recommendation.case, "advice"), "recommendation": recommendation},
        save=lambda said: operations.reopen_advice(
            recommendation=recommendation, reason=said["reason"], by=request.person, now=request.now
        ),
        done=_here,
        said=_("The agreement has lapsed. You can work on the advice again."),
    )  # fmt: skip
