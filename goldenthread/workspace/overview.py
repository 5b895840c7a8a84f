"""The front page of a case: the key facts, with what is missing said where it is missing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.presenters.clocks import clock_shown
from goldenthread.casework.cases.rules import (
    HEARING_KINDS,
    LAWS,
    ORDERS_SOUGHT,
    PARTY_ROLES,
    PROCESSES,
    URGENCIES,
    HearingKind,
    Law,
    OrderSought,
    PartyRole,
    Process,
    Urgency,
)
from goldenthread.casework.families.rules import age_on
from goldenthread.govuk.filters import date, datetime_
from goldenthread.workspace.facts import main_clock


def key_facts(case, hearing, declared, may, today):
    """The rows of the summary. `hearing`: the next one, or None. `declared`: the adviser's declaration, or None."""
    link = _linker(case, may)
    return [
        _adviser(case, link, today),
        *([_cover(case, link)] if case.covered_by_id and case.cover_until >= today else []),
        _conflict(case, declared, link),
        _urgency(case, link),
        _hearing(hearing, link),
        _clock(case, today),
        *([_letter(case, link)] if case.process == Process.CAP else []),
        _court(case),
        _local_authority(case, link),
        {"label": _("Application"), "value": _application(case)},
        {"label": _("Received"), "value": date(case.received_on)},
    ]


def _linker(case, may):
    def link(permission, route, text):
        return {"href": reverse(route, args=[case.pk]), "text": text} if permission in may else None

    return link


def _row(label, value, change=None):
    return {"label": label, "value": value} | ({"change": change} if change else {})


def _missing(label, why="", record=None):
    row = {"label": label, "missing": True, "why": why}
    return row | ({"record": record} if record else {})


def _adviser(case, link, today):
    if case.adviser is None:
        record = link(P.CASE_ALLOCATE, "cases:allocate", _("Allocate"))
        return _missing(_("Adviser"), _("No adviser has this case yet."), record)
    value = (
        _("%(who)s, %(team)s") % {"who": case.adviser.name, "team": case.team.name} if case.team else case.adviser.name
    )
    return _row(_("Adviser"), value, link(P.CASE_ALLOCATE, "cases:allocate", _("Reallocate")))


def _cover(case, link):
    value = _("%(who)s until %(day)s") % {"who": case.covered_by.name, "day": date(case.cover_until)}
    return _row(_("Cover"), value, link(P.CASE_ALLOCATE, "cases:cover_end", _("End cover")))


def _conflict(case, declared, link):
    label = _("Conflict of interest")
    if declared is None:
        record = link(P.CONFLICT_DECLARE, "cases:conflict", _("Declare"))
        return _missing(label, _("The adviser has not declared one, or that there is none."), record)
    if declared.has_conflict:
        value = _("Declared on %(day)s: %(words)s") % {"day": date(declared.recorded_at), "words": declared.words}
    else:
        value = _("None, declared on %(day)s") % {"day": date(declared.recorded_at)}
    return _row(label, value, link(P.CONFLICT_DECLARE, "cases:conflict", _("Change")))


def _urgency(case, link):
    label = _("Urgency")
    if case.urgency == Urgency.UNDECIDED:
        record = link(P.URGENCY_DECIDE, "cases:urgency", _("Decide"))
        why = _("There are signs that it is urgent.") if case.urgency_signs else _("Nobody has decided yet.")
        return _missing(label, why, record)
    said = [_(URGENCIES[Urgency(case.urgency)])]
    if case.without_notice:
        said.append(_("without notice"))
    by = case.urgency_by or _("someone")
    decided = _("decided by %(who)s on %(day)s") % {"who": by, "day": date(case.urgency_decided_at)}
    value = "\n".join(part for part in (f"{', '.join(said)}; {decided}", case.urgency_why) if part)
    return _row(label, value, link(P.URGENCY_DECIDE, "cases:urgency", _("Change")))


def _hearing(hearing, link):
    label = _("Next hearing")
    record = link(P.HEARING_RECORD, "cases:hearing_new", _("Record a hearing"))
    if hearing is None:
        return _missing(label, _("None is listed that lies ahead."), record)
    said = [datetime_(hearing.starts_at), _(HEARING_KINDS[HearingKind(hearing.kind)]), hearing.venue]
    return _row(label, "\n".join(part for part in said if part), record)


def _clock(case, today):
    found = clock_shown(main_clock(case, today))
    if found is None:
        return _missing(_("Time limit"), _("No time limit is known for the day on which it was received."))
    source = _("Source: %(source)s") % {"source": found["source"]}
    if not found["confirmed"]:
        source = _("%(source)s. A practice lead has yet to confirm it") % {"source": source}
    said = _("%(what)s, due %(day)s") % {"what": found["text"], "day": date(found["due"])}
    value = f"{said} ({found['left']})" if found["left"] else said
    return _row(_("Time limit"), f"{value}\n{source}")


def _letter(case, link):
    label = _("Safeguarding letter")
    if case.letter_sent_on is None:
        return _missing(label, "", link(P.LETTER_RECORD, "cases:letter", _("Record that it was sent")))
    by = case.letter_by or _("someone")
    return _row(label, _("Sent on %(day)s, recorded by %(who)s") % {"day": date(case.letter_sent_on), "who": by})


def _court(case):
    said = [case.court_name, case.court_number]
    value = ", ".join(part for part in said if part)
    return _row(_("Court"), value) if value else _missing(_("Court"))


def _local_authority(case, link):
    # Without a text of its own the link says "Change" or "Record it", and what.
    label, there = _("Local authority"), link(P.FAMILY_RECORD, "cases:local_authority", "")
    return _row(label, case.local_authority, there) if case.local_authority else _missing(label, "", there)


def _application(case):
    sought = [_(ORDERS_SOUGHT[OrderSought(code)]) for code in case.orders_sought]
    return "\n".join(
        [f"{_(LAWS[Law(case.law)])}, {_(PROCESSES[Process(case.process)])}", *(sought or [_("No order named")])]
    )


def people(rows, today):
    """Everyone who takes part, in short: name, how, age of a child, and where."""
    return [
        {
            "name": row.member.name or _("No name given"),
            "role": _(PARTY_ROLES[PartyRole(row.role)]),
            "age": age_on(row.member.born_on, today) if row.role == PartyRole.CHILD else None,
            "href": reverse("cases:person", args=[row.pk]),
            "no_rule": row.role != PartyRole.CHILD and not row.safe_rule,
        }
        for row in rows
    ]


def can_do(case, may, today):
    """What else this person may do in the case: [{text, href}]."""
    covered = case.covered_by_id and case.cover_until >= today
    offered = [
        (P.CASE_ALLOCATE, "cases:allocate", _("Reallocate") if case.adviser_id else _("Allocate")),
        (
            P.CASE_ALLOCATE,
            "cases:cover_end" if covered else "cases:cover",
            _("End cover") if covered else _("Arrange cover"),
        ),
        (P.URGENCY_DECIDE, "cases:urgency", _("Decide urgency")),
        (P.HEARING_RECORD, "cases:hearing_new", _("Record a hearing")),
        (P.LETTER_RECORD, "cases:letter", _("Record the safeguarding letter")),
        (P.ORDER_RECORD, "orders:order_new", _("Record an order")),
        (P.CASE_RESTRICT, "workspace:restriction", _("Restrict who may know of the case")),
        (P.VIEW_LOG_READ, "workspace:view_log", _("Who has opened the case")),
    ]
    skip = set()
    if case.adviser_id is None:
        skip |= {"cases:cover", "cases:cover_end"}
    if case.process != Process.CAP or case.letter_sent_on:
        skip.add("cases:letter")
    return [
        {"text": text, "href": reverse(route, args=[case.pk])}
        for permission, route, text in offered
        if permission in may and route not in skip
    ]
