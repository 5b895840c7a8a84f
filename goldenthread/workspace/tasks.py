"""The tasks of a case along the pathway, for its front page: what, how far, and where."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.recommendations.rules import STATES, State
from goldenthread.workspace.facts import facts_of, may_in
from goldenthread.workspace.places import leads


def done():
    return {"text": _("Done")}


def to_do(needed=True):
    return {"code": "INFO", "text": _("To do")} if needed else {"code": "NEUTRAL", "text": _("Not yet")}


def pathway(case, children, who, today):
    """The tasks by part of the pathway: [{title, items}] for the macro `task_list`. No query."""
    facts, may = facts_of(case, children, who, today), may_in(case, who)
    parts = [
        {"title": _("Taking on"), "items": _taking_on(case, facts)},
        {"title": _("Enquiry and harm"), "items": _enquiry(case, facts)},
        *(
            {"title": child.name, "items": _child(case, row, child)}
            for row, child in zip(children, facts.children, strict=True)
        ),
        {"title": _("Court"), "items": _court(case, facts)},
    ]
    for part in parts:
        part["items"] = [_linked(task, may) for task in part["items"]]
    return parts


def _task(title, route, args, status, hint=""):
    return {"title": title, "route": route, "args": args, "status": status, "hint": hint}


def _linked(task, may):
    href = leads(task["route"], task["args"], may)
    return {"title": task["title"], "href": href, "status": task["status"], "hint": task["hint"]}


def _taking_on(case, facts):
    here = [case.pk]
    return [
        _task(_("Decide how urgent it is"), "cases:urgency", here, done() if facts.urgency_decided else to_do()),
        _task(_("Allocate"), "cases:allocate", here, done() if facts.allocated else to_do()),
        _task(
            _("Declare a conflict of interest or none"), "cases:conflict", here,
            {"code": "URGENT", "text": _("Conflict declared")} if facts.in_conflict
            else (to_do(facts.allocated) if facts.conflict_undeclared or not facts.allocated else done()),
        ),
        _task(
            _("Safe-contact rule for each adult"), "cases:people", here, to_do() if facts.no_rule else done(),
            _("Before the first contact"),
        ),
    ]  # fmt: skip


def _enquiry(case, facts):
    here = [case.pk]
    opened = ngettext("%(n)s open", "%(n)s open", case.lines_open) % {"n": case.lines_open}
    lines = {"code": "OPEN", "text": opened} if case.lines_open else done()
    entries = {"text": ngettext("%(n)s entry", "%(n)s entries", case.contacts) % {"n": case.contacts}}
    patterns = {"text": ngettext("%(n)s recorded", "%(n)s recorded", case.patterns) % {"n": case.patterns}}
    none = {"code": "NEUTRAL", "text": _("None recorded")}
    tasks = [
        _task(_("Lines of enquiry"), "enquiry:index", here, lines if case.lines else to_do()),
        _task(_("Contact log"), "enquiry:index", here, entries if case.contacts else to_do(bool(case.lines))),
        _task(_("Behaviour patterns"), "harm:index", here, patterns if case.patterns else none),
    ]
    if facts.letter_due or facts.letter_sent:
        status = done() if facts.letter_sent else to_do()
        tasks.append(_task(_("Safeguarding letter"), "cases:letter", here, status))
    return tasks


STATE_CODE = {State.DRAFT: "IN_PROGRESS", State.SUBMITTED: "SUBMITTED", State.RETURNED: "RETURNED",
              State.LAPSED: "LAPSED"}  # fmt: skip


def _child(case, row, child):
    here = [case.pk, child.id]
    heard = {"text": _("Seen")} if row.seen else {"text": _("Not seen, reason given")}
    assessed = child.victim and child.impact
    if not child.advice:
        advice = to_do(assessed)
    elif child.state in STATE_CODE:
        advice = {"code": STATE_CODE[State(child.state)], "text": _(STATES[State(child.state)])}
    else:
        advice = {"text": _(STATES[State(child.state)])}
    began = child.victim or row.statements
    return [
        _task(
            _("Hear the child"), "directwork:session_new" if not child.heard else "directwork:index",
            here if not child.heard else here[:1], heard if child.heard else to_do(),
        ),
        _task(
            _("Assessment"), "assessment:index", here[:1],
            done() if assessed else ({"code": "IN_PROGRESS", "text": _("Begun")} if began else to_do(child.heard)),
            "" if child.victim else _("A victim under the Act: not said yet"),
        ),
        _task(
            _("Advice"), "recommendations:advice" if child.advice else "recommendations:index",
            [child.advice] if child.advice else here[:1], advice,
        ),
    ]  # fmt: skip


def _court(case, facts):
    here = [case.pk]
    report = done() if facts.filed else to_do(facts.agreed)
    if facts.report and not facts.filed:
        report = {"code": "IN_PROGRESS", "text": _("Made, not filed")}
    ordered = bool(facts.order) and all(child.ordered for child in facts.children)
    order = done() if ordered else to_do(facts.filed or bool(facts.order))
    if facts.order and not ordered:
        order = {"code": "IN_PROGRESS", "text": _("Not for every child")}
    return [
        _task(_("Hearings"), "orders:index", here, {"text": _("Recorded")} if facts.hearings else to_do()),
        _task(_("Report to court"), "recommendations:reports", here, report),
        _task(_("Order for each child"), "orders:index", here, order),
    ]
