"""The case list as rows and sentences; the columns of its file in the reader's language."""

import datetime as dt

from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import LAWS, PROCESSES, STAGES, Law, PartyRole, Process, Stage, Urgency
from goldenthread.documents.sheets.cells import DATE
from goldenthread.govuk.addresses import address
from goldenthread.govuk.filters import date
from goldenthread.workspace.columns import COLUMNS, WITHHELD
from goldenthread.workspace.presenters import child_line

FORTNIGHT = 14


def list_row(case, people, today):
    """One case for the list: whom it is about, how far it is, who has it, from which court. No query."""
    closed = case.stage == Stage.CLOSED
    return {
        "reference": case.reference,
        "href": address("workspace:overview", case.pk),
        "children": [child_line(row, today) for row in people if row.role == PartyRole.CHILD],
        "urgent": case.urgency == Urgency.URGENT,
        "stage": {"code": "DONE" if closed else "NOW", "text": _(STAGES[Stage(case.stage)])},
        "closed": case.closed_on,
        "received": case.received_on,
        "adviser": case.adviser.name if case.adviser else "",
        "place": ", ".join(one.name for one in (case.team, case.area) if one),
        "law": _(LAWS[Law(case.law)]),
        "process": _(PROCESSES[Process(case.process)]) if case.process != Process.PUBLIC_LAW else "",
        "court": case.court_name,
    }


def fortnight(today) -> dict:
    """The filters for the cases closed in the last two weeks, as the inspectorate asks for them."""
    first = today - dt.timedelta(days=FORTNIGHT)
    days = (("closed_from", first), ("closed_to", today))
    return {f"{name}-{part}": getattr(day, part) for name, day in days for part in ("day", "month", "year")}


def kept(query) -> str:
    """The filters of an address without its page."""
    query = query.copy()
    query.pop("page", None)
    return query.urlencode()


def in_words(form) -> list:
    """(question, answer) for each filter that narrows the list."""
    found = []
    for name, value in form.cleaned_data.items():
        if value:
            choices = getattr(form.fields[name], "choices", ())
            text = date(value) if isinstance(value, dt.date) else dict(choices).get(value, value)
            found.append((form.fields[name].label, text))
    return found


def column_rows() -> list:
    """Each column of the file in words: heading, meaning, source, codes, and whether it can be empty. No query."""
    return [_column_row(column) for column in COLUMNS]


def _column_row(column):
    withheld = [{"code": WITHHELD, "text": _("It would give away a protected detail")}] if column.free else []
    if column.values:
        kind = _("One of these codes")
    elif column.kind == DATE:
        kind = _("A date; in CSV as 2026-06-10")
    else:
        kind = _("Text")
    return {
        "heading": column.heading,
        "says": _(column.says),
        "source": _(column.source),
        "kind": kind,
        "codes": [{"code": str(code), "text": _(text)} for code, text in (column.values or {}).items()] + withheld,
        "empty": _(column.empty) if column.empty else "",
    }
