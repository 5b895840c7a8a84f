"""A case's clock as a page shows it: due, how long, by what rule, and whether that rule has been confirmed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.cases.rules import CLOCK_NAMES, ClockState, Process, clock

SHOWN = {
    ClockState.RUNNING: "on_time",
    ClockState.DUE_SOON: "soon",
    ClockState.OVERDUE: "late",
    ClockState.MET: "met",
    ClockState.MET_LATE: "met_late",
}


def clock_row(case, today):
    """{due, state, text, left, source, confirmed} for the macro `clock`; None where policy has no value.

    A safeguarding letter stops the clock of the child arrangements programme and no other.
    """
    done_on = case.letter_sent_on if case.process == Process.CAP else None
    found = clock(
        process=case.process, nation=case.nation, received_on=case.received_on, issued_on=case.issued_on,
        done_on=done_on, today=today,
    )  # fmt: skip
    return clock_shown(found)


def clock_shown(found):
    """A `Clock` for the macro `clock`, with where its limit comes from; None where there is none."""
    if found is None:
        return None
    return {
        "due": found.due,
        "state": SHOWN[found.state],
        "text": _(CLOCK_NAMES[found.key]),
        "left": _left(found),
        "source": found.source,
        "confirmed": found.confirmed,
    }


def _left(found):
    if found.state is ClockState.MET:
        return ""
    if found.days == 0:
        return _("today")
    if found.days > 0:
        return ngettext("%(n)s working day left", "%(n)s working days left", found.days) % {"n": found.days}
    return ngettext("%(n)s working day late", "%(n)s working days late", -found.days) % {"n": -found.days}
