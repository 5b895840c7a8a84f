"""Cases as rows, tags and sentences: for a list, and for the front page of one case."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.cases.presenters.clocks import clock_shown
from goldenthread.casework.cases.rules import STAGES, ClockState, Stage
from goldenthread.casework.families.rules import DOUBTS, Doubt, age_on
from goldenthread.govuk.addresses import address
from goldenthread.govuk.filters import date
from goldenthread.workspace.facts import facts_of, main_clock, may_in, past
from goldenthread.workspace.places import shown
from goldenthread.workspace.rules import missing, next_step, unheard


def child_line(row, today):
    """A child in short: first name, age, what is doubtful."""
    return {
        "first_name": row.member.first_name or _("No name given"),
        "age": age_on(row.member.born_on, today),
        "doubts": [_(DOUBTS[Doubt(doubt)]) for doubt in row.member.doubts],
    }


def step_shown(step):
    """The next step for the layout: {text, href, why}; None where there is none."""
    if step is None:
        return None
    return {
        "text": _(step.text) % {"child": step.child} if step.child else _(step.text),
        "href": address(step.route, *step.args) if step.route else "",
        "why": _(step.why) if step.why else "",
    }


def case_row(case, children, who, today):
    """One case for a list: who, how far, what is due, what is missing, what is next. No query."""
    facts = facts_of(case, children, who, today)
    covered = case.covered_by_id and case.cover_until >= today
    may = may_in(case, who)
    return {
        "reference": case.reference,
        "href": address("workspace:overview", case.pk),
        "children": [child_line(row, today) for row in children],
        "stage": {"code": "NOW", "text": _(STAGES[Stage(case.stage)])},
        "adviser": case.adviser.name if case.adviser else "",
        "hearing": case.next_hearing_at,
        "clock": clock_shown(main_clock(case, today)),
        "cover": _cover(case, who) if covered else "",
        "missing": shown([*missing(facts), *unheard(facts)], may),
        "next": step_shown(next_step(facts, may)),
        "urgent": case.urgency == "URGENT",
    }


def _cover(case, who):
    if case.covered_by_id == who.person_id:
        return _("You cover it for %(who)s until %(day)s") % {
            "who": case.adviser.name if case.adviser else _("nobody"),
            "day": date(case.cover_until),
        }
    return _("%(who)s covers it until %(day)s") % {"who": case.covered_by.name, "day": date(case.cover_until)}


# How many of the things that are due next stand at the top of a person's own work.
DUE_NEXT = 3


def due_next(cases, now, today):
    """The things due next among many cases, soonest first: clocks that run and hearings that lie ahead. No query."""
    due = []
    for case in cases:
        href = address("workspace:overview", case.pk)
        found = main_clock(case, today)
        if found and found.state not in {ClockState.MET, ClockState.MET_LATE} and not past(case, found):
            shown = clock_shown(found)
            due.append((found.due, 0, {**shown, "reference": case.reference, "href": href}))
        if case.next_hearing_at:
            day = case.next_hearing_at.astimezone(now.tzinfo).date()
            left = ngettext("in %(n)s day", "in %(n)s days", (day - today).days) % {"n": (day - today).days}
            shown = {
                "due": case.next_hearing_at,
                "state": "soon" if (day - today).days <= 7 else "on_time",
                "text": _("Hearing"),
                "left": left if day > today else _("today"),
            }
            due.append((day, 1, {**shown, "reference": case.reference, "href": href}))
    due.sort(key=lambda entry: entry[:2])
    return [shown for _day, _kind, shown in due[:DUE_NEXT]]
