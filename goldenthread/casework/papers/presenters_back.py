"""What came back of a copy, for the page: each difference in words, what can be done with it, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.papers.compare import Kind, runs, shortened
from goldenthread.casework.papers.passages import places
from goldenthread.casework.papers.queries.back import Fate
from goldenthread.casework.recommendations.rules import OPEN_TO_WORK, STATES, State
from goldenthread.kernel.refusal import N_

FATES = {
    Fate.TAKE: ("info", N_("Can be taken into the advice")),
    Fate.TAKEN: ("good", N_("Stands in the advice")),
    Fate.CONFLICT: ("warn", N_("Somebody changed it meanwhile")),
    Fate.RECORD: ("neutral", N_("Change it in the record")),
}
# A change that could be taken, were the advice open: what stands in the way is said beside the child.
NOT_NOW = ("neutral", N_("Changes the advice"))
OUTSIDE = {
    Kind.NEW: ("neutral", N_("Stands in no passage")),
    Kind.GONE: ("neutral", N_("Gone or changed")),
    **dict.fromkeys((Kind.CHANGED, Kind.REMOVED), FATES[Fate.RECORD]),
}
NOT_HERE = {
    Kind.CHANGED: N_("Change it where it is recorded, then make a new version of the report."),
    Kind.REMOVED: N_("It is gone from the Word file. Nothing is taken out of the record by that."),
    Kind.NEW: N_("It belongs to no passage. Write it where it belongs in the record."),
    Kind.GONE: N_("A heading, a name or another text that the template sets is gone or was changed."),
}
WORDS_OF_CHILD = N_("A child's words are never changed from outside. Record what was said where it was said.")


def difference_row(change, names, taken=frozenset()):
    """One difference for the page. `names`: the key of a passage to what it is called; `taken`: the children for whom
    the changes can be taken here, so that nothing of theirs need be opened in the record."""
    place = change.place
    tone, says = FATES[change.fate] if place else OUTSIDE[change.kind]
    here = place is not None and change.fate is Fate.TAKE and place.child_id in taken
    if place and change.fate is Fate.TAKE and not here:
        tone, says = NOT_NOW
    return {
        "title": place.said(_) if place else _outside(change, names),
        "tag": {"code": tone, "text": _(says)},
        "runs": [_run(run) for run in shortened(runs(change.ours, change.theirs))],
        "now": [_run(run) for run in shortened(runs(change.ours, change.now))] if change.fate is Fate.CONFLICT else [],
        "theirs": change.theirs if change.fate is Fate.CONFLICT else "",
        "why": _why(change),
        "href": reverse(place.route, args=place.args) if place and place.route and not here else "",
        "fate": str(change.fate),
        "child_id": place.child_id if place else "",
    }


def _outside(change, names):
    if change.kind is Kind.GONE:
        return _("A fixed text of the document")
    where = names.get(change.after, "")
    return _("New text after: %(place)s") % {"place": where} if where else _("New text at the beginning")


def _why(change):
    if change.fate is not Fate.RECORD:
        return ""
    if change.place and ".wish." in change.place.key:
        return _(WORDS_OF_CHILD)
    if change.kind is Kind.CHANGED and change.place and change.place.can_take:
        return _("It is withheld in this copy, or is empty in the Word file. Change it in the record.")
    return _(NOT_HERE[change.kind])


def _run(run):
    if run.op == "CUT":
        count = int(run.text)
        said = ngettext("… %(num)s word as before …", "… %(num)s words as before …", count) % {"num": count}
        return {"op": "CUT", "text": said}
    return {"op": run.op, "text": run.text}


def sections(found, content, taken=frozenset()):
    """The differences in three parts: of the advice, of the rest of the record, outside every passage. `taken`: as
    `difference_row` has it."""
    names = {place.key: place.said(_) for place in places(content)}
    parts = {"advice": [], "record": [], "outside": []}
    for change in found:
        part = "outside" if change.place is None else "record" if change.fate is Fate.RECORD else "advice"
        parts[part].append(difference_row(change, names, taken))
    return parts


def children(found, advice):
    """For each child whose advice was changed: what can be taken now, and what stands in the way.

    `advice`: the recommendation that stands, by child.
    """
    order = dict.fromkeys(c.place.child_id for c in found if c.place and c.fate is not Fate.RECORD)
    return [_child(key, [c for c in found if c.place and c.place.child_id == key], advice.get(key)) for key in order]


def _child(key, found, row):
    state = State(row.state) if row else None
    take = sum(change.fate is Fate.TAKE for change in found)
    conflicts = sum(change.fate is Fate.CONFLICT for change in found)
    return {
        "id": key,
        "name": next(change.place.child for change in found),
        "state": {"code": row.state, "text": _(STATES[state])} if row else None,
        "href": reverse("recommendations:advice", args=[row.pk]) if row else "",
        "take": take,
        "takes": bool(take) and not conflicts and state in {*OPEN_TO_WORK, State.AGREED},
        "lapses": state == State.AGREED,
        "says": _says(take, conflicts, state),
    }


def _says(take, conflicts, state):
    if conflicts:
        return _("Somebody changed the advice after the copy was made. Make these changes in the record.")
    if not take:
        return _("Everything that was changed stands in the advice.")
    if state == State.FILED:
        changed = ngettext("%(num)s passage was changed.", "%(num)s passages were changed.", take) % {"num": take}
        return f"{changed} {_('The advice has been filed and can no longer be changed.')}"
    count = ngettext("%(num)s passage can be taken.", "%(num)s passages can be taken.", take) % {"num": take}
    more = {
        State.AGREED: _("The agreement then lapses, and the advice is submitted again."),
        State.SUBMITTED: _("The advice is with the manager: take it back first."),
    }.get(state, "")
    return f"{count} {more}".strip()


def traces(back) -> str:
    """That there were tracked changes and comments, and what becomes of them; empty where there were none."""
    said = []
    if back.tracked:
        said.append(
            ngettext(
                "Changes were tracked in %(num)s paragraph. They are read as accepted.",
                "Changes were tracked in %(num)s paragraphs. They are read as accepted.",
                back.tracked,
            )
            % {"num": back.tracked}
        )
    if back.comments:
        said.append(
            ngettext("There was %(num)s comment.", "There were %(num)s comments.", back.comments)
            % {"num": back.comments}
        )
    if said:
        said.append(_("Neither stands in anything that leaves. The file itself is kept as it came."))
    return " ".join(said)


def back_row(row):
    """One Word copy that was brought back, for a list."""
    return {
        "href": reverse("papers:back", args=[row.pk]),
        "at": row.recorded_at,
        "by": row.recorded_by.name,
        "count": len(row.differences),
        "advice": row.changes_advice,
        "taken": row.taken_at,
    }
