"""The pages of the court's directions to withhold a passage."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.papers import operations, presenters, queries
from goldenthread.casework.papers.forms import DirectionForm, EndDirectionForm
from goldenthread.casework.recommendations.queries.report import reports
from goldenthread.drafts.pages import form_page


def directions(request, case):
    """What the court has directed be withheld, from whom and since when."""
    newest = reports(case).first()
    content = newest.content if newest else None
    context = {
        **frame(request, case, "papers"),
        "rows": [presenters.direction_row(row, content) for row in queries.directions(case)],
        "newest": newest,
        "records": may(request.who, P.DIRECTION_RECORD, case),
    }
    return render(request, "papers/directions.html", context)


def direction_new(request, case):
    """Records a direction of the court to withhold a passage."""
    context = frame(request, case, "papers")
    newest = reports(case).first()
    groups = presenters.passage_groups(newest.content) if newest else []
    context |= {"groups": groups, "newest": newest}
    return form_page(
        request, DirectionForm, "papers/direction_new.html", case=case, context=context,
        groups=groups, people=context["people"],
        save=lambda said: operations.record_direction(case=case, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("papers:directions", args=[case.pk]),
        said=_("The direction is recorded. It binds every copy that is made from now on."),
    )  # fmt: skip


def direction_end(request, direction):
    """Records that a direction no longer binds."""
    case, newest = direction.case, reports(direction.case).first()
    context = frame(request, case, "papers")
    context["row"] = presenters.direction_row(direction, newest.content if newest else None)
    return form_page(
        request, EndDirectionForm, "papers/direction_end.html", case=case, context=context,
        save=lambda said: operations.end_direction(
            direction=direction, reason=said["reason"], by=request.person, now=request.now
        ),
        done=lambda _row: reverse("papers:directions", args=[case.pk]),
        said=_("The direction has ended."),
    )  # fmt: skip
