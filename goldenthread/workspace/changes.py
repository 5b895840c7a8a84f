"""What the database wrote down when a row was edited, in words.

What is protected is named as changed and never shown; so are identifiers. What a person wrote is shown as it was and
as it is.
"""

import datetime as dt

from django.apps import apps
from django.utils.translation import gettext as _

from goldenthread.access.sensitivity import Sensitivity
from goldenthread.govuk.filters import date, datetime_
from goldenthread.kernel.lifecycle import label
from goldenthread.people.models import Person

SHOWN = 300
# Columns that say nothing to a reader.
LEFT_OUT = frozenset({"version", "fingerprint", "replaced_by_id"})
HIDDEN = frozenset({Sensitivity.PROTECTED})

# What each kind of row is called. A table that is not here goes by its own name.
CALLED = {
    "cases_case": lambda: _("Case"),
    "cases_participation": lambda: _("Person in the case"),
    "cases_hearing": lambda: _("Hearing"),
    "families_familymember": lambda: _("Person"),
    "families_match": lambda: _("Match"),
    "families_contactdetail": lambda: _("Contact details"),
    "enquiry_lineofenquiry": lambda: _("Line of enquiry"),
    "enquiry_contact": lambda: _("Contact log"),
    "directwork_session": lambda: _("Session with a child"),
    "directwork_wish": lambda: _("Child's words"),
    "harm_pattern": lambda: _("Behaviour pattern"),
    "assessment_victimstatus": lambda: _("Victim status"),
    "assessment_statement": lambda: _("Statement of the assessment"),
    "recommendations_recommendation": lambda: _("Recommendation"),
    "recommendations_option": lambda: _("Option"),
    "recommendations_weighing": lambda: _("Weighing of a wish"),
    "recommendations_patterntreatment": lambda: _("Behaviour pattern in the advice"),
    "recommendations_report": lambda: _("Report to court"),
    "orders_order": lambda: _("Order"),
    "orders_childorder": lambda: _("Order for the child"),
    "courtfeed_difference": lambda: _("Difference with the court's record"),
}


def change_rows(changes) -> list[dict]:
    """Each edit: when, who, of what, and its fields with before and after. One query."""
    changes = list(changes)
    wanted = {change.by_id for change in changes if change.by_id}
    wanted |= {value for change in changes for side in (change.before, change.after) for value in _people(side)}
    names = {str(pk): name for pk, name in Person.objects.filter(pk__in=wanted).values_list("pk", "name")}
    models = {model._meta.db_table: model for model in apps.get_models()}
    return [_row(change, models.get(change.table_name), names) for change in changes]


# Columns that hold a member of staff.
STAFF = ("_by_id", "adviser_id")


def _people(side):
    return {value for key, value in side.items() if key.endswith(STAFF) and value and key != "replaced_by_id"}


def _row(change, model, names):
    called = CALLED.get(change.table_name)
    fields = [
        _field(model, key, change.before.get(key), change.after.get(key), names)
        for key in change.after
        if key not in LEFT_OUT
    ]
    return {
        "at": change.at,
        "by": names.get(str(change.by_id)) or _("the service"),
        "what": called() if called else label(change.table_name),
        "fields": fields,
    }


def _field(model, key, before, after, names):
    name = key.removesuffix("_id")
    kind = getattr(model, "sensitivity", {}).get(name, Sensitivity.SAFE) if model else Sensitivity.PROTECTED
    said = label(name)
    if kind in HIDDEN:
        return {"name": said, "hidden": True, "before": "", "after": ""}
    if key.endswith("_id") and not key.endswith(STAFF):
        return {"name": said, "hidden": True, "before": "", "after": ""}
    coded = bool(_column(model, name).choices)
    said_before, said_after = (_value(label(side) if coded and side else side, names) for side in (before, after))
    return {"name": said, "hidden": False, "before": said_before, "after": said_after}


def _column(model, name):
    """A column of a row; a list's codes are those of what it lists."""
    column = model._meta.get_field(name)
    return getattr(column, "base_field", column)


def _value(value, names):
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(one, names) for one in value)
    if not isinstance(value, str):
        return str(value)
    if value in names:
        return names[value]
    if (moment := _moment(value)) is not None:
        return moment
    return value if len(value) <= SHOWN else value[:SHOWN].rsplit(" ", 1)[0] + "…"


def _moment(value):
    if len(value) < 10 or not value[:4].isdigit() or value[4] != "-":
        return None
    try:
        return date(dt.date.fromisoformat(value)) if len(value) == 10 else datetime_(dt.datetime.fromisoformat(value))
    except ValueError:
        return None
