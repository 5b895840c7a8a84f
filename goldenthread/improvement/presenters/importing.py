"""What becomes of each row of a spreadsheet, in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.improvement.rules import FATES, Fate
from goldenthread.kernel.refusal import N_

TONES = {Fate.REFUSED: "URGENT", Fate.DIFFERS: "WARN", Fate.NEW: "GOOD", Fate.SAME: "NEUTRAL"}
TEACH = {
    Fate.REFUSED: N_("These are left out. Mend them in the spreadsheet and bring it again: what is there by then is "
                     "not taken twice."),
    Fate.DIFFERS: N_("An import changes no line. Change these on their own pages, if the spreadsheet is right."),
    Fate.NEW: N_("These are added to the plan, each with its action."),
    Fate.SAME: N_("There is nothing to do."),
}  # fmt: skip
COLUMNS = {
    "ref": N_("Reference"), "priority": N_("Priority"), "title": N_("What will be done"),
    "words": N_("How it will be done"), "who": N_("Who"),
    "accountable": N_("Who accounts for it"), "due": N_("By when"), "know": N_("How we will know"),
}  # fmt: skip
DIFFERING = {
    "TITLE": COLUMNS["title"], "WORDS": COLUMNS["words"], "PRIORITY": COLUMNS["priority"], "OWNER": N_("Owner"),
    "ACCOUNTABLE": COLUMNS["accountable"], "DUE": COLUMNS["due"], "SHARES": N_("Who has a part in it"),
    "KNOW": COLUMNS["know"],
}  # fmt: skip
NOTES = {
    "BULLETS": N_("One of %(value)s bullets in one cell: each becomes a line, with the same owner and date."),
    "FILLED": N_("Taken from a merged cell above: %(value)s."),
    "SHARED_REF": N_("Its reference is merged with that of row %(value)s; it has one of its own in the plan."),
    "LONG": N_("Longer than a title: the whole of it stands under how it will be done."),
    "UNKNOWN_TOO": N_("Not among the posts, and kept in words only: %(value)s."),
    "OWNER_ACCOUNTS": N_("Nobody is named who accounts for it: its owner does."),
}
PASSED = {
    "ABOVE": N_("Above the headings"), "EMPTY": N_("Empty"), "HEADINGS": N_("The headings again"),
    "BAND": N_("A heading: the rows under it belong to it"),
}  # fmt: skip


def row_name(told):
    """What a line is called: its row in the sheet, and which bullet of several."""
    if told.parts > 1:
        return _("Row %(row)s, bullet %(part)s") % {"row": told.row, "part": told.part}
    return _("Row %(row)s") % {"row": told.row}


def _note(code, value):
    return _(NOTES[code]) % {"value": _(COLUMNS[value]).lower() if code == "FILLED" else value}


def row(one):
    """One line of the dry run."""
    told, there = one.told, one.there
    return {
        "name": row_name(told),
        "title": one.title or _("Nothing is said"),
        "priority": f"{one.priority.number}. {one.priority.title}" if one.priority else "",
        "owner": one.owner.name if one.owner else told.who,
        "accountable": one.accountable.name if one.accountable and one.accountable != one.owner else "",
        "shares": ", ".join(post.name for post in one.shares),
        "due": told.due,
        "why": [refused.said(_) for refused in one.why],
        "notes": [_note(code, value) for code, value in one.notes] if one.fate is Fate.NEW else [],
        "href": reverse("improvement:line", args=[there.pk]) if there else "",
        "there": f"{there.priority.number}.{there.number}" if there else "",
        "differs": [
            {"label": _(DIFFERING[code]), "sheet": sheet, "line": line or _("Nothing like it")}
            for code, sheet, line in one.differs
        ],
    }


def groups(judged):
    """The lines by what becomes of them, what needs a look first: [{code, tone, text, teach, count, rows}]."""
    made = []
    for fate in Fate:
        rows = [row(one) for one in judged if one.fate is fate]
        if rows:
            made.append({"code": fate, "tone": TONES[fate], "text": _(FATES[fate]), "teach": _(TEACH[fate]),
                         "count": len(rows), "rows": rows})  # fmt: skip
    return made


def passed(table):
    """The rows that tell of no line, with why."""
    return [
        {"name": _("Row %(row)s") % {"row": one.row}, "why": _(PASSED[one.why]), "words": one.words}
        for one in table.passed
    ]


def understood(table):
    """How the sheet was read: rows for a summary."""
    columns = ", ".join(_(COLUMNS[kind]) for kind in table.kinds)
    where = _("In row %(row)s: %(columns)s") % {"row": table.heading, "columns": columns}
    made = [{"label": _("Headings"), "value": where}]
    if table.name:
        made.insert(0, {"label": _("Sheet"), "value": table.name})
    if table.what_is_priority:
        said = _("“What” names the priority here, and each “how” is a line of the plan.")
        made.append({"label": _("Priorities"), "value": said})
    return made


MOST_SAID = 10


def left_out(judged):
    """What is said at the end of the rows that were refused; empty where none was."""
    rows = [one for one in judged if one.fate is Fate.REFUSED]
    if not rows:
        return ""
    said = [f"{row_name(one.told)}: {' '.join(why.said(_) for why in one.why)}" for one in rows[:MOST_SAID]]
    if len(rows) > MOST_SAID:
        said.append(_("And %(count)s more.") % {"count": len(rows) - MOST_SAID})
    return " ".join([_("Left out:"), *said])


def taken(count):
    """How many lines were taken, in words."""
    return ngettext("%(count)s line is added.", "%(count)s lines are added.", count) % {"count": count}
