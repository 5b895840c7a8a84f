"""The pages of the risk register: the list with its map, a risk, and each step of its life."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.actions.queries import holders, nation_for, owner_posts
from goldenthread.drafts.pages import form_page
from goldenthread.improvement.forms.plans import NothingForm, ReasonForm
from goldenthread.improvement.forms.raised import RaisedForm
from goldenthread.improvement.forms.risks import (
    AssureForm,
    ControlForm,
    FilterForm,
    ReopenForm,
    RiskEditForm,
    RiskForm,
    ScoreForm,
)
from goldenthread.improvement.operations import risks as operations
from goldenthread.improvement.presenters import risks as shown
from goldenthread.improvement.presenters.raised import raised_rows
from goldenthread.improvement.queries import risks as queries
from goldenthread.improvement.scale import scale_on

ON_A_PAGE = 50


def risks(request):
    """The risks that this person may read, the highest first, and all of them on the map."""
    scale, every = scale_on(request.today), queries.risks(request.who)
    form = FilterForm(data=request.GET or None, areas=queries.places(every))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = list(queries.narrowed(every, said, scale, request.today))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": bool(said),
        "rows": [shown.risk_row(row, scale, request.today) for row in page],
        "heat": shown.heat(rows, scale),
        "scale": scale,
        "manages": request.who.may_ever(P.RISK_MANAGE),
    }
    return render(request, "improvement/risks.html", context)


def risk(request, risk):
    """One risk: cause, event, consequence, its scores and how they moved, its controls, its actions, its life."""
    scale, scores, actions = scale_on(request.today), queries.scores(risk), queries.actions_of(risk, request.who)
    held = holders({risk.owner, *(action.owner for action in actions)}, request.today)
    manages, last = may(request.who, P.RISK_MANAGE, risk), scores[-1] if scores else None
    appetite = scale.appetite(risk.appetite)
    context = {
        "risk": risk,
        "state": shown.state_of(risk),
        "where": shown.where_of(risk),
        "late": shown.late(risk, request.today),
        "inherent": shown.score_tag(risk.inherent_likelihood, risk.inherent_impact, scale),
        "current": shown.score_tag(last.likelihood, last.impact, scale) if last else None,
        "target": shown.score_tag(risk.target_likelihood, risk.target_impact, scale),
        "appetite": appetite,
        "above": bool(last) and scale.above(last.likelihood * last.impact, risk.appetite),
        "holders": held[risk.owner_id],
        "scores": shown.score_rows(scores),
        "picture": shown.picture(risk, scores, scale, request.today) if scores else "",
        "controls": [shown.control_row(row) for row in queries.controls(risk)],
        "actions": raised_rows(actions, held, request.today),
        "notes": [shown.note_item(note) for note in queries.notes(risk)],
        "manages": manages,
        "keeps": manages and queries.keeps_register(request.person, risk.nation, request.today),
        "trace": trace(risk, request.who),
    }
    return render(request, "improvement/risk.html", context)


def risk_new(request):
    """Raises a risk: an assistant director for their area, whoever keeps the register for the nation."""
    areas, national = queries.areas_to_manage(request.who)
    nation = nation_for(request.who, P.RISK_MANAGE)
    return form_page(
        request, RiskForm, "improvement/risk_new.html", owners=owner_posts(nation), areas=areas, national=national,
        scale=scale_on(request.today), context={"scale": scale_on(request.today)},
        save=lambda said: operations.raise_risk(nation=nation, by=request.person, now=request.now, **said),
        done=lambda row: reverse("improvement:risk", args=[row.pk]), said=_("The risk is raised."),
    )  # fmt: skip


def _step(request, risk, form, template, *, save, said, **kwargs):
    """One step of a risk's life: a form, an operation, and back to the risk."""
    context = {"risk": risk, "scale": scale_on(request.today)}
    return form_page(
        request, form, template, context=context, **kwargs,
        save=lambda answers: save(risk=risk, by=request.person, now=request.now, **answers),
        done=lambda _row: reverse("improvement:risk", args=[risk.pk]), said=said,
    )  # fmt: skip


EDITED = ("title", "cause", "event", "consequence", "inherent_likelihood", "inherent_impact", "target_likelihood")
EDITED += ("target_impact", "appetite", "review_on")


def risk_edit(request, risk):
    """Changes what a risk says, who owns it and where it should be."""
    initial = {name: getattr(risk, name) for name in EDITED} | {"owner": str(risk.owner_id)}
    return _step(
        request, risk, RiskEditForm, "improvement/risk_edit.html", save=operations.change_risk, initial=initial,
        owners=owner_posts(risk.nation), scale=scale_on(request.today), said=_("The risk is changed."),
    )  # fmt: skip


def risk_score(request, risk):
    """Reviews a risk: its score now, and why."""
    return _step(
        request, risk, ScoreForm, "improvement/risk_score.html", save=operations.score_risk,
        scale=scale_on(request.today), said=_("The score is recorded."),
    )  # fmt: skip


def risk_action_new(request, risk):
    """Raises an action that keeps a risk down."""
    return _step(
        request, risk, RaisedForm, "improvement/risk_action_new.html", save=operations.raise_for_risk,
        owners=owner_posts(risk.nation),
        said=_("The action is raised. Whoever holds the post sees it among their commitments."),
    )  # fmt: skip


def risk_escalate(request, risk):
    """Puts an area's risk on the national register too."""
    return _step(request, risk, ReasonForm, "improvement/risk_escalate.html", save=operations.escalate,
                 said=_("The risk stands on the national register too."))  # fmt: skip


def risk_hand_back(request, risk):
    """Hands an escalated risk back to its area."""
    return _step(request, risk, ReasonForm, "improvement/risk_hand_back.html", save=operations.hand_back,
                 said=_("The risk is its area's again."))  # fmt: skip


def risk_close(request, risk):
    """Closes a risk."""
    return _step(request, risk, ReasonForm, "improvement/risk_close.html", save=operations.close,
                 said=_("The risk is closed."))  # fmt: skip


def risk_reopen(request, risk):
    """Opens a closed risk again."""
    return _step(request, risk, ReopenForm, "improvement/risk_reopen.html", save=operations.reopen,
                 said=_("The risk is watched again."))  # fmt: skip


def control_new(request, risk):
    """Records what keeps a risk down."""
    return _step(request, risk, ControlForm, "improvement/control_new.html", save=operations.set_control,
                 said=_("The control is recorded."))  # fmt: skip


def _of_control(request, control, form, template, *, save, said, **kwargs):
    return form_page(
        request, form, template, context={"control": control, "risk": control.risk}, said=said, **kwargs,
        save=lambda answers: save(control=control, by=request.person, now=request.now, **answers),
        done=lambda _row: reverse("improvement:risk", args=[control.risk_id]),
    )  # fmt: skip


def control_assure(request, control):
    """Records whether a control works."""
    return _of_control(request, control, AssureForm, "improvement/control_assure.html", save=operations.assure_control,
                       said=_("What was found is recorded."))  # fmt: skip


def control_end(request, control):
    """Ends a control."""
    return _of_control(request, control, NothingForm, "improvement/control_end.html", save=operations.end_control,
                       said=_("The control has ended."))  # fmt: skip
