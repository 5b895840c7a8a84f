"""One match: two records that may be one person, a decision, and its undoing. Nothing is merged."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import visible
from goldenthread.casework.cases.forms.people import MatchForm, UndoForm
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.presenters.people import match_sides, match_view
from goldenthread.casework.families.operations import decide_match, undo_match
from goldenthread.drafts.pages import form_page
from goldenthread.kernel.refusal import N_, Refused


def match(request, match):
    """Decides on a match, or undoes the decision. Both cases must be open to whoever decides."""
    ours = visible(request.who, Case, P.CASE_READ).filter(pk__in=[match.case_id, match.other_case_id])
    references = dict(ours.values_list("pk", "reference"))
    case = Case.objects.select_related(*Case.with_it).get(pk=match.case_id)
    view = match_view(match, case.pk, references)
    context = {**frame(request, case, "children"), "match": match, "view": view, "sides": match_sides(view)}
    form, act = (UndoForm, undo_match) if view["decided"] else (MatchForm, decide_match)

    def save(said):
        if not view["reference"]:
            raise Refused("OTHER_CASE_CLOSED", N_("The other case is not open to you. Ask someone to whom both are."))
        return act(match=match, by=request.person, now=request.now, **said)

    return form_page(
        request, form, "cases/match.html", case=case, context=context, save=save,
        done=lambda _row: reverse("cases:people", args=[case.pk]),
        said=_("The decision is undone.") if view["decided"] else _("The match is decided."),
    )  # fmt: skip
