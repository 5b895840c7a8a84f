"""A version of the report as the values of a template: codes as sentences, dates as dates, each passage by its key.

Word and PDF are drawn from the same values, so both say the same. A passage that the court has directed be withheld is
replaced here, before any document is made: what is not among the values cannot come out.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from goldenthread.casework.assessment.rules import POINTS, VICTIMS, Point, Victim
from goldenthread.casework.cases.rules import LAWS, ORDERS_SOUGHT, PARTY_ROLES, Law, OrderSought, PartyRole
from goldenthread.casework.directwork.rules import NOT_SEEN_REASONS, PLACES, NotSeenReason
from goldenthread.casework.directwork.rules import Place as Where
from goldenthread.casework.enquiry.rules import METHODS, Method
from goldenthread.casework.families.rules import age_on
from goldenthread.casework.harm.rules import KINDS, STATUSES, SUB_KINDS, Kind, Status, SubKind
from goldenthread.casework.papers.content import path_of
from goldenthread.casework.papers.content.fields import FIELDS
from goldenthread.casework.papers.content.sample import CONTENT, NUMBER
from goldenthread.casework.papers.passages import covers
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
from goldenthread.documents.registry import register_use
from goldenthread.documents.rules import TemplateUse
from goldenthread.documents.word import Passage
from goldenthread.govuk.filters import date


class Direction(Protocol):
    """What is asked of a direction to withhold: which passage stands out, and the day of the court's direction."""

    passage: str
    directed_on: dt.date


def values_of(content: dict, *, version: int, language: str, withheld: Iterable[Direction] = ()) -> dict:
    """The values for a template, in `language` ("en-gb" or "cy"), without the passages that `withheld` directs out."""
    with translation.override(language):
        return _Values(content, version, tuple(withheld)).all()


def register() -> None:
    """Tells the template manager what fills a report, by a family that never was, and which template comes with us."""
    register_use(
        TemplateUse.REPORT,
        fields=FIELDS,
        sample=lambda language: values_of(CONTENT, version=NUMBER, language=language),
        default=lambda _nation, language: path_of(language).read_bytes(),
    )


LEFT_TO_RIGHT = "\u200e"


def _name(text):
    """A name, closed by a mark where its script runs from right to left: else the date or age behind it would be drawn
    into it, and read wrongly."""
    runs_left = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
    return f"{text}{LEFT_TO_RIGHT}" if runs_left else text


def _day(text):
    return dt.date.fromisoformat(text) if text else None


def _said(words, code):
    """The sentence of a code, in the language that is on."""
    return str(_(words[code]))


class _Values:
    """Builds the values of one copy."""

    def __init__(self, content, version, withheld):
        self.content, self.version, self.withheld = content, version, withheld
        self.made = _day(content["made_on"])

    def text(self, key, text):
        """What is shown at the place `key`: the text itself, or the direction by which it is withheld."""
        for direction in self.withheld:
            if covers(direction.passage, key):
                return _("Withheld by the court's direction of %(on)s.") % {"on": date(direction.directed_on)}
        return text

    def code(self, key, text):
        """The sentence of a code that says in short what a passage says at length: nothing where that is withheld."""
        return text if self.text(key, text) == text else ""

    def passage(self, key, text):
        """A run of words that somebody typed, marked in a Word copy so that it is found again."""
        return Passage(key, self.text(key, text)) if text and text.strip() else ""

    def all(self):
        content, court = self.content, self.content["court"]
        agreed = [_day(child["agreed_on"]) for child in content["children"] if child["agreed_on"]]
        patterns = [self._pattern(number, pattern) for number, pattern in enumerate(content["patterns"], 1)]
        return {
            "case": {
                "reference": content["reference"],
                "law": _said(LAWS, Law(content["law"])),
                "court": court["name"],
                "court_number": court["number"],
                "issued_on": date(_day(content["issued_on"])),
                "received_on": date(_day(content["received_on"])),
            },
            "report": {
                "version": str(self.version),
                "date": date(self.made),
                "agreed_on": date(max(agreed)) if agreed else "",
            },
            "author": dict(content["author"]),
            "orders": [_said(ORDERS_SOUGHT, OrderSought(code)) for code in content["orders_sought"]],
            "parties": [
                {
                    "name": _name(party["name"]) or _("No name given"),
                    "role": _said(PARTY_ROLES, PartyRole(party["role"])),
                }
                for party in content["parties"]
            ],
            "spoken": [
                {
                    "name": _name(row["name"]) or _("No name given"),
                    "how": _said(METHODS, Method(row["method"])),
                    "on": date(_day(row["on"])),
                }
                for row in content["spoken"]
            ],
            "patterns": patterns,
            "children": [self._child(child, patterns) for child in content["children"]],
        }

    def _pattern(self, number, pattern):
        key = f"pattern.{pattern['id']}"
        kinds = [
            _said(KINDS, Kind(pattern["kind"])),
            *(_said(SUB_KINDS, SubKind(c)).lower() for c in pattern["sub_kinds"]),
        ]
        names = {
            "kinds": ", ".join(kinds),
            "who": _name(pattern["by"]),
            "whom": ", ".join(map(_name, pattern["towards"])),
        }
        return {
            "id": pattern["id"],
            "number": str(number),
            "title": self.text(f"{key}.title", _("%(kinds)s by %(who)s towards %(whom)s") % names),
            "kinds": self.text(f"{key}.title", names["kinds"]),
            "words": self.passage(f"{key}.words", pattern["words"]),
            "period": self.passage(f"{key}.period", pattern["period"]),
            "said_by": self.passage(f"{key}.said_by", pattern["said_by"]),
            "status": self.text(f"{key}.status", self._status(pattern)),
            "source": self.passage(f"{key}.source", pattern["source"]),
        }

    def _status(self, pattern):
        status = _said(STATUSES, Status(pattern["status"]))
        on = date(_day(pattern["status_on"]))
        return _("%(status)s (%(on)s)") % {"status": status, "on": on} if on else status

    def _child(self, child, patterns):
        key, advice = f"child.{child['id']}", child["advice"]
        name = _name(child["name"]) or _("No name given")
        age = age_on(_day(child["born_on"]), self.made)
        kind = _said(ADVICE, Advice(advice["kind"]))
        advised = _("%(advice)s: %(parent)s") % {"advice": kind, "parent": _name(advice["parent"])}
        return {
            "name": name,
            "called": _name(child["first_name"]) or _("the child"),
            "age": "" if age is None else str(age),
            "born_on": date(_day(child["born_on"])),
            "seen": [self._seen(key, session) for session in child["seen"]],
            "words": self._words(key, child),
            **self._assessed(key, child),
            "treatments": self._treatments(key, child, patterns),
            "options": [
                {
                    "words": self.passage(f"{key}.option.{option['id']}.words", option["words"]),
                    "why_rejected": self.passage(f"{key}.option.{option['id']}.why_rejected", option["why_rejected"]),
                }
                for option in child["options"]
            ],
            "advised": self.code(f"{key}.advice.kind", advised if advice["parent"] else kind),
            "advice": self.passage(f"{key}.advice.words", advice["words"]),
            "reasons": self.passage(f"{key}.advice.rationale", advice["rationale"]),
            "particular_care": [_said(TRIGGERS, Trigger(code)) for code in advice["triggers"]]
            if advice["trigger_rationale"].strip()
            else [],
            "particular_reasons": self.passage(f"{key}.advice.trigger_rationale", advice["trigger_rationale"]),
            "explanation": self.passage(f"{key}.advice.explanation", advice["explanation"]),
            "agreed_on": date(_day(child["agreed_on"])),
        }

    def _seen(self, key, session):
        key, on = f"{key}.seen.{session['id']}", date(_day(session["on"]))
        if not session["seen"]:
            why = _said(NOT_SEEN_REASONS, NotSeenReason(session["reason"]))
            line = _("%(on)s: not seen. %(why)s.") % {"on": on, "why": why}
            return {"line": self.text(key, line), "why": self.passage(key, session["reason_words"])}
        how = _("alone") if session["alone"] else _("with someone else there")
        line = _("%(on)s: seen %(how)s") % {"on": on, "how": how}
        if session["place"]:
            place = _said(PLACES, Where(session["place"])).lower()
            line = _("%(on)s: seen %(how)s (%(place)s)") % {"on": on, "how": how, "place": place}
        return {"line": self.text(key, line), "why": ""}

    def _words(self, key, child):
        weighed = {row["wish"]: row for row in child["weighings"]}
        made = []
        for wish in child["wishes"]:
            row, there = weighed.get(wish["id"]), f"{key}.weighing.{wish['id']}"
            made.append(
                {
                    "words": self.passage(f"{key}.wish.{wish['id']}", wish["words"]),
                    "on": date(_day(wish["on"])),
                    "how": self.code(f"{there}.how", _said(HOWS, How(row["how"]))) if row else "",
                    "why": self.passage(f"{there}.why", row["why"]) if row else "",
                }
            )
        return made

    def _assessed(self, key, child):
        victim = child["victim"]
        there = f"{key}.victim.{victim['id']}" if victim else ""
        return {
            "victim": self.code(there, _said(VICTIMS, Victim(victim["answer"]))) if victim else "",
            "victim_basis": self.passage(there, victim["basis"]) if victim else "",
            "impact": [self.passage(f"{key}.impact.{row['id']}", row["words"]) for row in child["impact"]],
            "impact_on_parent": [
                {
                    "parent": _name(row["parent"]),
                    "words": self.passage(f"{key}.impact_on_parent.{row['id']}", row["words"]),
                }
                for row in child["impact_on_parent"]
            ],
            "checklist": [
                {
                    "point": _said(POINTS, Point(row["point"])),
                    "words": self.passage(f"{key}.checklist.{row['id']}", row["words"]),
                }
                for row in child["checklist"]
            ],
        }

    def _treatments(self, key, child, patterns):
        by_id = {pattern["id"]: pattern for pattern in patterns}
        return [
            {
                "number": by_id[row["pattern"]]["number"],
                "kinds": by_id[row["pattern"]]["kinds"],
                "how": self.text(
                    f"{key}.treatment.{row['pattern']}.how", _said(TREATMENTS, Treatment(row["treatment"])).lower()
                ),
                "words": self.passage(f"{key}.treatment.{row['pattern']}.words", row["words"]),
            }
            for row in child["treatments"]
        ]
