"""The pages of the court feed: imports and what they set aside; where the court's record differs from ours."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.background.jobs import later
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.courtfeed import queries
from goldenthread.casework.courtfeed.client import Court
from goldenthread.casework.courtfeed.forms import AgainForm, SettleForm
from goldenthread.casework.courtfeed.jobs import poll_again
from goldenthread.casework.courtfeed.operations.settling import settle_difference
from goldenthread.casework.courtfeed.operations.walking import ask_again
from goldenthread.casework.courtfeed.presenters import (
    difference_card,
    feed_card,
    part_row,
    run_feed,
    run_row,
    run_state,
    set_aside_row,
    sign_text,
)
from goldenthread.casework.courtfeed.rules import Jurisdiction
from goldenthread.drafts.pages import form_page

ON_A_PAGE = 25
LATELY, MOST_SHOWN = dt.timedelta(days=7), 10


def runs(request):
    """What the court feed brought, import by import."""
    page = Paginator(queries.runs(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courtfeed/runs.html", {"page": page, "rows": [run_row(run) for run in page]})


def state(request):
    """How both feeds are doing: how far they have been walked, what is wrong and what to do, what was set aside."""
    known, settle = queries.feeds(), dt.timedelta(seconds=settings.COURT_SETTLE_SECONDS)
    cards = [
        feed_card(one, known.get(one), is_set_up=Court(one).is_set_up, settle=settle, now=request.now)
        for one in Jurisdiction
    ]
    parts = queries.set_aside_lately(request.now - LATELY, MOST_SHOWN + 1)
    context = {"cards": cards, "parts": [set_aside_row(part) for part in parts[:MOST_SHOWN]]}
    context |= {"more": len(parts) > MOST_SHOWN, "may_run": request.who.may_ever(P.FEED_RUN)}
    return render(request, "courtfeed/state.html", context)


def try_again(request):
    """Has one feed tried again without waiting any longer: at once, by the worker."""
    form = AgainForm(data=request.POST)
    if request.method == "POST" and form.is_valid():
        jurisdiction = form.cleaned_data["feed"]
        ask_again(jurisdiction=jurisdiction, by=request.person, now=request.now)
        later(poll_again, by=request.person, key=jurisdiction, jurisdiction=jurisdiction)
        messages.success(request, _("The feed is asked again now. Come back in a minute to see what it answered."))
    return redirect("courtfeed:state")


def run(request, run):
    """One import: its counts, what was set aside and why, which fields the mapping does not know."""
    page = Paginator(queries.parts_set_aside(run), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "feed": run_feed(run),
        "state": run_state(run),
        "page": page,
        "parts": [part_row(part) for part in page],
    }
    return render(request, "courtfeed/run.html", context)


def differences(request, case):
    """Where the court's later versions differ from our record, and what the application says that must be seen."""
    details = queries.open_details(case)
    cards = [difference_card(row, details.get((row.member_id, row.field), ())) for row in queries.differences(case)]
    context = {
        **frame(request, case, "court"),
        "waiting": [card for card in cards if card["waits"]],
        "settled": [card for card in cards if not card["waits"]],
        "signs": [sign_text(sign) for sign in queries.signs(case)],
    }
    return render(request, "courtfeed/differences.html", context)


def difference(request, difference):
    """One difference: both versions, and the decision which of them our record holds."""
    case, context = difference.case, frame(request, difference.case, "court", subject=None)
    person = next((row.pk for row in context["people"] if row.member_id == difference.member_id), None)
    details = queries.open_details(case).get((difference.member_id, difference.field), ())
    context |= {"difference": difference, "card": difference_card(difference, details), "person_id": person}
    return form_page(
        request, SettleForm, "courtfeed/difference.html", case=case, context=context,
        save=lambda said: settle_difference(
            difference=difference, outcome=said["outcome"], why=said["why"], by=request.person, now=request.now
        ),
        done=lambda _row: reverse("courtfeed:differences", args=[case.pk]),
        said=_("The difference is settled."),
    )  # fmt: skip
