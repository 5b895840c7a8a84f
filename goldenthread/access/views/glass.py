"""The pages of break-glass: opening a restricted case with a reason, and the named senior's review."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access import operations, queries
from goldenthread.access.forms import GlassForm, GlassReviewForm
from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission as P
from goldenthread.access.presenters import glass_row
from goldenthread.policy.rules import value

ON_A_PAGE = 25


def glass(request):
    """Opens a restricted case, known by its reference, with a reason."""
    nation = next(held.nation for held in request.who.posts if held.role in GRANTS[P.GLASS_BREAK][1])
    hours = value("break-glass", nation=nation, on=request.today).value
    return request.form_page(
        GlassForm, "access/glass.html", context={"hours": hours},
        save=lambda said: operations.break_glass(
            reference=said["reference"], reason=said["reason"], nation=nation, by=request.person, now=request.now
        ),
        done=lambda use: reverse("workspace:overview", args=[use.case_id]),
        said=_("The case is open to you. A named senior will be told what you opened and why."),
    )  # fmt: skip


def glass_uses(request):
    """Uses of break-glass: those to review first."""
    page = Paginator(queries.uses_of_glass(request.who), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [glass_row(use, request.now) for use in page]
    context = {
        "page": page,
        "to_review": [row for row in rows if not row["reviewed"]],
        "reviewed": [row for row in rows if row["reviewed"]],
    }
    return render(request, "access/glass_uses.html", context)


def glass_review(request, use):
    """One use of break-glass, and what the named senior found of it."""
    context = {"use": use, "row": glass_row(use, request.now)}
    if use.reviewed_at is not None and request.method == "GET":
        return render(request, "access/glass_reviewed.html", context)
    return request.form_page(
        GlassReviewForm, "access/glass_review.html", context=context,
        save=lambda said: operations.review_glass(
            use=use, outcome=said["outcome"], note=said["note"], by=request.person, now=request.now
        ),
        done=lambda _use: reverse("access:glass_uses"),
        said=_("Your review is recorded."),
    )  # fmt: skip
