"""One child's advice as a task list, and the children's advice side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.assessment.presenters import drawn_tag, heading
from goldenthread.casework.assessment.rules import VICTIMS, Victim
from goldenthread.casework.families.rules import age_on
from goldenthread.casework.harm.rules import KINDS, STATUSES, Kind, Status
from goldenthread.casework.recommendations.queries import changed, readiness, triggers_of
from goldenthread.casework.recommendations.rules import (
    ADVICE,
    HOWS,
    OPEN_TO_WORK,
    STATES,
    TRIGGERS,
    Advice,
    How,
    State,
    Treatment,
    gate,
)
from goldenthread.kernel.lifecycle import label

HOW_TONE = {How.FOLLOWED: "good", How.PARTLY: "info", How.NOT_FOLLOWED: "warn"}


def name_of(member):
    """A member's first name, or what stands for it."""
    return member.first_name or _("No name given")


def state_tag(row):
    """The state of one child's advice as a tag."""
    return {"code": row.state, "text": _(STATES[State(row.state)])}


def advised(row):
    """What is advised in a line, or nothing while it is undecided."""
    if not row.advice:
        return ""
    said = _(ADVICE[Advice(row.advice)])
    return _("%(advice)s: %(parent)s") % {"advice": said, "parent": row.parent.name} if row.parent else said


def side(case, child, found, today):
    """One child for the page where the children stand side by side."""
    card = {"first_name": name_of(child), "age": age_on(child.born_on, today), "id": str(child.pk)}
    row = found.recommendations.get(child.pk)
    if row is None:
        start = reverse("recommendations:start", args=[case.pk, child.pk])
        return {**card, "start": start, "tags": [{"code": "neutral", "text": _("Not begun")}]}
    problems = len(list(gate(readiness(row, found)))) if row.state in OPEN_TO_WORK else 0
    here = reverse("recommendations:advice", args=[row.pk])
    return {
        **card,
        "start": "",
        "href": here,
        "tags": [state_tag(row)],
        "advised": advised(row),
        "words": row.words,
        "weighed": _("%(done)s of %(all)s weighed") % _share_weighed(row, found),
        "problems": problems,
        "problems_text": ngettext("%(count)s thing stands in the way", "%(count)s things stand in the way", problems)
        % {"count": problems},
        "next": next_step(row, problems, changed(row, found)),
    }


def _share_weighed(row, found):
    own = {str(wish.pk) for wish in found.wishes_of(row.child_id)}
    return {"done": len(own & {w["wish"] for w in row.weighing_rows}), "all": len(own)}


def next_step(row, problems, has_changed):
    """What is done next with one child's advice: {text, href}."""
    here = reverse("recommendations:advice", args=[row.pk])
    if has_changed:
        return {"text": _("The record has changed since: look at it again"), "href": here}
    if row.state in OPEN_TO_WORK:
        if problems:
            return {"text": _("Go on with the advice"), "href": here}
        return {"text": _("Submit it to the manager"), "href": reverse("recommendations:submit", args=[row.pk])}
    if row.state == State.SUBMITTED:
        return {"text": _("The manager decides"), "href": reverse("oversight:index", args=[row.case_id])}
    if row.state == State.AGREED:
        return {"text": _("Make the report to court"), "href": reverse("recommendations:reports", args=[row.case_id])}
    return {"text": _("Record the order when it comes"), "href": reverse("orders:index", args=[row.case_id])}


def tasks(row, found, ready):
    """The advice for one child as a task list: what is done and what is still to do."""
    write = reverse("recommendations:write", args=[row.pk])
    assessed = ready.victim and ready.impact_on_child and not ready.impact_on_parent_missing and not ready.undrawn
    own, live = found.wishes_of(row.child_id), found.live
    return [
        _task(_("The advice and the reasons for it"), write, bool(row.advice and row.words and row.rationale)),
        *(
            [_task(_("The rationale that this advice requires"), write, bool(row.trigger_rationale))]
            if ready.triggers
            else []
        ),
        _task(_("How it will be explained to %(child)s") % {"child": ready.child.words}, write, bool(row.explanation)),
        _task(
            _("Options considered and rejected"),
            reverse("recommendations:option_new", args=[row.pk]),
            bool(ready.options),
        ),
        _task(_("What %(child)s said, weighed") % {"child": ready.child.words}, "#said", not ready.unweighed,
              _("%(done)s of %(all)s weighed") % _share_weighed(row, found) if own else _("No wish is recorded")),
        _task(_("Behaviour patterns, carried or set down"), "#patterns", not ready.untreated,
              "" if live else _("No live pattern is recorded")),
        _task(_("The assessment that it rests on"), reverse("assessment:index", args=[row.case_id]), assessed),
    ]  # fmt: skip


def _task(title, href, done, hint=""):
    status = {"code": "", "text": _("Done")} if done else {"code": "info", "text": _("To do")}
    return {"title": title, "href": href, "hint": hint, "status": status}


def said(row, found):
    """Each wish of the child with how it was weighed."""
    weighed = {weighing["wish"]: weighing for weighing in row.weighing_rows}
    return [
        {
            "words": wish.words,
            "when": wish.session.happened_on,
            "session": reverse("directwork:session", args=[wish.session_id]),
            "kept_back": wish.keep != "NOT_ASKED",
            "href": reverse("recommendations:weigh", args=[row.pk, wish.pk]),
            "weighing": _weighing(weighed.get(str(wish.pk))),
        }
        for wish in found.wishes_of(row.child_id)
    ]


def _weighing(weighing):
    if weighing is None:
        return None
    return {
        **how_tag(weighing["how"]),
        "why": weighing["why"],
        "explain": weighing["explain"],
        "href": reverse("recommendations:weighing", args=[weighing["id"]]),
    }


def how_tag(how):
    """How a wish was taken into account as a tag."""
    return {"tag": {"code": HOW_TONE[How(how)], "text": _(HOWS[How(how)])}}


def pattern_rows(row, found):
    """Each live pattern, and each other that has been treated here, with how it is treated."""
    treated = {treatment["pattern"]: treatment for treatment in row.treatment_rows}
    return [
        {
            "words": pattern.words,
            "title": _(KINDS[Kind(pattern.kind)]),
            "by": pattern.by_member.name or _("No name given"),
            "status": {"code": pattern.status, "text": _(STATUSES[Status(pattern.status)])},
            "page": reverse("harm:pattern", args=[pattern.pk]),
            "href": reverse("recommendations:treat", args=[row.pk, pattern.pk]),
            "live": pattern.live,
            "treatment": _treatment(treated.get(str(pattern.pk))),
        }
        for pattern in found.patterns
        if pattern.live or str(pattern.pk) in treated
    ]


def pattern_card(pattern):
    """One pattern by itself, for the page on which it is carried or set down."""
    return {
        "words": pattern.words,
        "title": _(KINDS[Kind(pattern.kind)]),
        "by": pattern.by_member.name or _("No name given"),
        "status": _(STATUSES[Status(pattern.status)]),
    }


def _treatment(treatment):
    if treatment is None:
        return None
    carried = treatment["treatment"] == Treatment.CARRIED
    text = _("Carried") if carried else _("Set down")
    return {"tag": {"code": "good" if carried else "neutral", "text": text}, "words": treatment["words"]}


def assessed(row, found):
    """What the assessment says of this child: victim status and each statement, with what it draws on."""
    return {
        "victim": _(VICTIMS[Victim(row.victim["answer"])]) if row.victim else "",
        "basis": row.victim["basis"] if row.victim else "",
        "statements": [
            {
                "heading": heading(statement),
                "words": statement.words,
                "href": reverse("assessment:statement", args=[statement.pk]),
                "drawn": drawn_tag(len(found.drawn.get(statement.pk, ()))),
            }
            for statement in found.statements_of(row.child_id)
        ],
    }


def options(row):
    """The options considered, each with where it can be removed."""
    return [
        {**option, "remove": reverse("recommendations:option_remove", args=[option["id"]])}
        for option in row.option_rows
    ]


def trigger_sentences(row, found):
    """Why a rationale is required for this advice, in sentences."""
    return [_(TRIGGERS[trigger]) for trigger in triggers_of(row, found)]


def view_of(row, found, *, writes, submits):
    """All that the page of one child's advice shows."""
    ready = readiness(row, found)
    is_open = row.state in OPEN_TO_WORK
    return {
        "row": row,
        "child": row.child,
        "child_name": name_of(row.child),
        "state": state_tag(row),
        "state_words": label(row.state),
        "advised": advised(row),
        "found_problems": list(gate(ready)) if is_open else [],
        "triggers": trigger_sentences(row, found),
        "changed": changed(row, found),
        "tasks": tasks(row, found, ready),
        "said": said(row, found),
        "patterns": pattern_rows(row, found),
        "options": options(row),
        "assessed": assessed(row, found),
        "open": is_open,
        "writes": writes and is_open,
        "submits": submits,
    }
