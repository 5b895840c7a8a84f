"""What advice rests on and what was decided, as rows, tags and sentences."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.assessment.queries import drawn_on
from goldenthread.casework.assessment.rules import POINTS, STATEMENT_KINDS, VICTIMS, Point, StatementKind, Victim
from goldenthread.casework.directwork.presenters import kept
from goldenthread.casework.families.rules import age_on
from goldenthread.casework.harm.presenters import name, status_tag
from goldenthread.casework.harm.rules import KINDS, Kind
from goldenthread.casework.recommendations.rules import (
    ADVICE,
    HOWS,
    STATES,
    TREATMENTS,
    TRIGGERS,
    Advice,
    How,
    State,
    Treatment,
    Trigger,
    triggers,
)
from goldenthread.oversight.rules import DECISIONS, DecisionKind

HOW_TONE = {How.FOLLOWED: "good", How.PARTLY: "info", How.NOT_FOLLOWED: "warn"}


def advised(row):
    """The advice in one line: what, and about which parent."""
    if not row.advice:
        return _("The advice is not written yet")
    said = _(ADVICE[Advice(row.advice)])
    return _("%(advice)s: %(parent)s") % {"advice": said, "parent": name(row.parent)} if row.parent else said


def why_required(codes):
    """Why a rationale is required, one sentence a trigger."""
    return [_(TRIGGERS[Trigger(code)]) for code in codes]


def state_tag(row):
    """The state of a piece of advice as a tag."""
    return {"code": row.state, "text": _(STATES[State(row.state)])}


def waiting_card(row, today):
    """One piece of advice that waits. Takes the annotations of `queries.waiting`."""
    met = triggers(advice=row.advice, follows_no_contact=row.follows_no_contact, abuse_by_that_parent=row.abuse)
    return {
        "reference": row.case.reference,
        "case_href": reverse("oversight:index", args=[row.case_id]),
        "href": reverse("oversight:decide", args=[row.pk]),
        "child": row.child.first_name or _("No name given"),
        "age": age_on(row.child.born_on, today),
        "advised": advised(row),
        "triggers": why_required(met),
        "by": row.submitted_by.name if row.submitted_by else row.recorded_by.name,
        "at": row.submitted_at,
        "days": (today - row.submitted_at.date()).days,
        "hearing": row.next_hearing_at,
        "own": row.own,
    }


def decision_card(decision):
    """One decision for a list or for its own page."""
    advice = decision.recommendation
    holds = decision.fingerprint == advice.fingerprint and advice.state in {State.AGREED, State.FILED}
    return {
        "kind": {"code": decision.kind, "text": _(DECISIONS[DecisionKind(decision.kind)])},
        "href": reverse("oversight:decision", args=[decision.pk]),
        "child": advice.child.first_name or _("No name given"),
        "advised": advised(advice),
        "advice_href": reverse("recommendations:advice", args=[advice.pk]),
        "reason": decision.reason,
        "by": decision.recorded_by.name,
        "at": decision.recorded_at,
        "triggers": why_required(decision.triggers),
        "lapsed": decision.kind == DecisionKind.AGREED and not holds,
    }


def weighed(wishes, rows):
    """Each wish of a child in the child's words, beside how it is weighed; `weighed` is None where it is not."""
    by_wish = {row["wish"]: row for row in rows}
    return [
        {
            "words": wish.words,
            "when": wish.session.happened_on,
            "note": kept(wish),
            "href": reverse("directwork:wish", args=[wish.pk]),
            "weighed": _weighed(by_wish.get(str(wish.pk))),
        }
        for wish in wishes
    ]


def _weighed(row):
    if row is None:
        return None
    how = How(row["how"])
    return {"how": {"code": HOW_TONE[how], "text": _(HOWS[how])}, "why": row["why"], "explain": row["explain"]}


def treated(patterns, rows):
    """Each behaviour pattern with what is known of proof, and whether it is carried or set down."""
    by_pattern = {row["pattern"]: row for row in rows}
    return [_treated(pattern, by_pattern.get(str(pattern.pk))) for pattern in patterns]


def _treated(pattern, row):
    return {
        "kind": _(KINDS[Kind(pattern.kind)]),
        "by": name(pattern.by_member),
        "words": pattern.words,
        "href": reverse("harm:pattern", args=[pattern.pk]),
        "status": status_tag(pattern.status),
        "treatment": _(TREATMENTS[Treatment(row["treatment"])]) if row else "",
        "treatment_words": row["words"] if row else "",
        "live": pattern.live,
    }


# Where each kind of source has its page.
PLACE = {
    "wish": (lambda: _("Child's words"), "directwork:wish"),
    "session": (lambda: _("Session"), "directwork:session"),
    "contact": (lambda: _("Contact log"), "enquiry:contact"),
    "pattern": (lambda: _("Behaviour pattern"), "harm:pattern"),
    "incident": (lambda: _("Incident"), "harm:incident"),
}


def said(statements, sources):
    """Each statement of the assessment with what it draws on."""
    return [
        {
            "title": _statement_title(row),
            "words": row.words,
            "href": reverse("assessment:statement", args=[row.pk]),
            "draws_on": [_source(source) for source in drawn_on(sources, row.pk)],
        }
        for row in statements
    ]


def _source(source):
    says, route = PLACE[source.kind]
    return {"kind": says(), "words": source.words, "href": reverse(route, args=[source.id])}


def _statement_title(row):
    if row.kind == StatementKind.CHECKLIST:
        return _(POINTS[Point(row.point)])
    title = _(STATEMENT_KINDS[StatementKind(row.kind)])
    return _("%(title)s: %(parent)s") % {"title": title, "parent": name(row.parent)} if row.parent else title


def victim(row):
    """Whether the child is a victim under the Act, with the basis; None where it is not said."""
    if row is None:
        return None
    return {
        "answer": _(VICTIMS[Victim(row["answer"])]),
        "basis": row["basis"],
        "href": reverse("assessment:victim", args=[row["id"]]),
    }
