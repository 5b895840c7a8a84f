"""A version of the report as words for the page: codes become sentences, dates become dates."""

import datetime as dt

from django.utils.translation import gettext as _

from goldenthread.casework.assessment.rules import POINTS, VICTIMS, Point, Victim
from goldenthread.casework.cases.rules import ORDERS_SOUGHT, PARTY_ROLES, OrderSought, PartyRole
from goldenthread.casework.directwork.rules import NOT_SEEN_REASONS, PLACES, NotSeenReason, Place
from goldenthread.casework.enquiry.rules import METHODS, Method
from goldenthread.casework.families.rules import age_on
from goldenthread.casework.harm.rules import KINDS, STATUSES, SUB_KINDS, Kind, Status, SubKind
from goldenthread.casework.recommendations.rules import (
    ADVICE,
    HOWS,
    TREATMENTS,
    TRIGGERS,
    Advice,
    How,
    Treatment,
    Trigger,
)
from goldenthread.govuk.filters import date


def day(text):
    """The date that a plain value holds, or None."""
    return dt.date.fromisoformat(text) if text else None


def document(content):
    """The content of a version as the template draws it."""
    made = day(content["made_on"])
    patterns = [_pattern(pattern) for pattern in content["patterns"]]
    numbers = {pattern["id"]: number for number, pattern in enumerate(content["patterns"], 1)}
    return {
        "parties": [
            _("%(name)s, %(role)s") % {"name": p["name"] or _("No name given"), "role": _role(p["role"])}
            for p in content["parties"]
        ],
        "orders": [_(ORDERS_SOUGHT[OrderSought(code)]) for code in content["orders_sought"]],
        "spoken": [
            _("%(name)s: %(how)s, %(on)s")
            % {"name": s["name"], "how": _(METHODS[Method(s["method"])]), "on": date(day(s["on"]))}
            for s in content["spoken"]
        ],
        "patterns": patterns,
        "children": [_child(child, made, patterns, numbers) for child in content["children"]],
    }


def _role(role):
    return _(PARTY_ROLES[PartyRole(role)]).lower()


def meta(content, report):
    """The small table at the head of the document."""
    court = " ".join(part for part in (content["court"]["name"], content["court"]["number"]) if part)
    author = _("%(name)s, %(post)s") % content["author"]
    rows = [
        {"label": _("Case"), "value": content["reference"]},
        {"label": _("Court"), "value": court or _("Not recorded")},
        {"label": _("Written by"), "value": author},
        {"label": _("Date"), "value": date(day(content["made_on"]))},
        {"label": _("Version"), "value": str(report.number)},
    ]
    agreed = [day(child["agreed_on"]) for child in content["children"] if child["agreed_on"]]
    if agreed:
        rows.append({"label": _("Agreed by a manager"), "value": date(max(agreed))})
    return rows


def _pattern(pattern):
    kinds = [_(KINDS[Kind(pattern["kind"])]), *(_(SUB_KINDS[SubKind(sub)]) for sub in pattern["sub_kinds"])]
    status = _(STATUSES[Status(pattern["status"])])
    if pattern["status_on"]:
        status = _("%(status)s (%(on)s: %(source)s)") % {
            "status": status,
            "on": date(day(pattern["status_on"])),
            "source": pattern["source"],
        }
    return {**pattern, "kinds": ", ".join(kinds), "status_words": status}


def _seen(session):
    on = date(day(session["on"]))
    if not session["seen"]:
        why = _(NOT_SEEN_REASONS[NotSeenReason(session["reason"])])
        return _("%(on)s: not seen. %(why)s. %(words)s") % {"on": on, "why": why, "words": session["reason_words"]}
    how = _("alone") if session["alone"] else _("with someone else there")
    if session["place"]:
        return _("%(on)s: seen %(how)s (%(place)s)") % {
            "on": on, "how": how, "place": _(PLACES[Place(session["place"])]).lower(),
        }  # fmt: skip
    return _("%(on)s: seen %(how)s") % {"on": on, "how": how}


def _child(child, made, patterns, numbers):
    advice, weighed = child["advice"], {weighing["wish"]: weighing for weighing in child["weighings"]}
    kind = _(ADVICE[Advice(advice["kind"])])
    return {
        **child,
        "name": child["name"] or _("No name given"),
        "age": age_on(day(child["born_on"]), made),
        "seen": [_seen(session) for session in child["seen"]],
        "victim_words": _(VICTIMS[Victim(child["victim"]["answer"])]) if child["victim"] else "",
        "wishes": [
            {
                "words": wish["words"],
                "on": day(wish["on"]),
                "how": _(HOWS[How(weighed[wish["id"]]["how"])]) if wish["id"] in weighed else "",
                "why": weighed[wish["id"]]["why"] if wish["id"] in weighed else "",
            }
            for wish in child["wishes"]
        ],
        "checklist": [{**said, "label": _(POINTS[Point(said["point"])])} for said in child["checklist"]],
        "treatments": [
            {
                "number": numbers[treatment["pattern"]],
                "kinds": patterns[numbers[treatment["pattern"]] - 1]["kinds"],
                "how": _(TREATMENTS[Treatment(treatment["treatment"])]),
                "words": treatment["words"],
            }
            for treatment in child["treatments"]
        ],
        "advised": _("%(advice)s: %(parent)s") % {"advice": kind, "parent": advice["parent"]}
        if advice["parent"]
        else kind,
        "triggers": [_(TRIGGERS[Trigger(trigger)]) for trigger in advice["triggers"]],
        "agreed_on": day(child["agreed_on"]),
    }
