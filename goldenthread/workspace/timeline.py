"""The log of a case in words: who did what, when, with the facts that the act leaves.

Facts are codes, dates, numbers and identifiers. Here each is put into a reader's language; an identifier of a person
becomes a name only where this reader may know it.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from goldenthread.access.rules import REASONS, RestrictionReason
from goldenthread.casework.assessment.rules import POINTS, STATEMENT_KINDS, VICTIMS, Point, StatementKind, Victim
from goldenthread.casework.cases import rules as cases
from goldenthread.casework.directwork.rules import KEEPS, NOT_SEEN_REASONS, Keep, NotSeenReason
from goldenthread.casework.enquiry.rules import METHODS, OUTCOMES, Method, Outcome
from goldenthread.casework.families.models import FamilyMember
from goldenthread.casework.families.rules import (
    ANSWERED,
    CONTACT_KINDS,
    LANGUAGES,
    TRAITS,
    Answered,
    ContactKind,
    Language,
    Trait,
)
from goldenthread.casework.filing.reasons import WHYS, Reason
from goldenthread.casework.filing.rules import FOUND, Found
from goldenthread.casework.harm.rules import KINDS, STATUSES, Kind, Status
from goldenthread.casework.orders.rules import COMPARISONS, ORDER_KINDS, UNSAFE, Compared, OrderKind, Unsafe
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
from goldenthread.govuk.filters import date, datetime_
from goldenthread.kernel.lifecycle import label
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person, Team
from goldenthread.people.rules import Nation
from goldenthread.thread.verbs import SAYS, Verb

V = Verb
# The kinds of entry that the record can be narrowed to. A verb that is in none is found under "everything" alone.
GROUPS = {
    "INTAKE": (
        lambda: _("Intake and allocation"),
        {V.CASE_REGISTERED, V.CASE_IMPORTED, V.CASE_UPDATED_BY_COURT, V.CASE_VERSION_KEPT,
         V.FEED_RECEIVED, V.FEED_SET_ASIDE,
         V.DIFFERENCE_SETTLED, V.LOCAL_AUTHORITY_NAMED, V.URGENCY_DECIDED, V.CASE_ALLOCATED,
         V.CASE_REALLOCATED, V.COVER_ARRANGED, V.COVER_ENDED, V.CONFLICT_DECLARED, V.LETTER_SENT,
         V.CASE_CLOSED},
    ),
    "PEOPLE": (
        lambda: _("People and contact details"),
        {V.MEMBER_ADDED, V.MEMBER_CORRECTED, V.RELATIONSHIP_RECORDED, V.CONTACT_DETAIL_RECORDED,
         V.CONTACT_DETAIL_PROTECTED, V.SAFE_CONTACT_SET, V.CHARACTERISTIC_RECORDED, V.PROTECTED_CONTACT_READ,
         V.MATCH_PROPOSED, V.MATCH_DECIDED, V.MATCH_UNDONE},
    ),
    "ENQUIRY": (
        lambda: _("Enquiry and contacts"),
        {V.ENQUIRY_OPENED, V.ENQUIRY_ANSWERED, V.ENQUIRY_SET_DOWN, V.ENQUIRY_REOPENED, V.CONTACT_LOGGED},
    ),
    "CHILDREN": (lambda: _("Direct work with children"), {V.SESSION_RECORDED, V.WISH_RECORDED}),
    "HARM": (
        lambda: _("Harm"),
        {V.PATTERN_RECORDED, V.PATTERN_ENDED, V.PATTERN_REVIVED, V.PATTERN_STATUS_SET, V.INCIDENT_RECORDED},
    ),
    "ASSESSMENT": (
        lambda: _("Assessment"), {V.VICTIM_STATUS_SET, V.STATEMENT_MADE, V.STATEMENT_REVISED, V.DRAWN_ON}
    ),
    "ADVICE": (
        lambda: _("Advice and report"),
        {V.ADVICE_STARTED, V.ADVICE_WRITTEN, V.OPTION_WEIGHED, V.OPTION_REMOVED, V.WISH_WEIGHED, V.PATTERN_TREATED,
         V.ADVICE_SUBMITTED, V.ADVICE_WITHDRAWN, V.AGREEMENT_LAPSED, V.REPORT_MADE, V.REPORT_FILED},
    ),
    "PAPERS": (
        lambda: _("Papers and copies"),
        {V.PAPER_TOLD, V.PAPER_FETCHED, V.PAPER_NOT_TAKEN, V.PAPER_BROUGHT, V.PROTECTED_PAPER_OPENED, V.COPY_MADE,
         V.COPY_STOPPED, V.COPY_CLEARED, V.COPY_KEPT_BACK, V.COPY_TAKEN, V.DIRECTION_RECORDED, V.DIRECTION_ENDED,
         V.WORD_BROUGHT_BACK, V.WORD_TAKEN},
    ),
    "OVERSIGHT": (lambda: _("Managers' decisions"), {V.ADVICE_AGREED, V.ADVICE_RETURNED}),
    "COURT": (
        lambda: _("Court"),
        {V.HEARING_RECORDED, V.HEARING_CHANGED, V.ORDER_RECORDED, V.CHILD_ORDER_RECORDED, V.FILING_ORDERED,
         V.FILING_SENT, V.FILING_STOPPED, V.FILING_DONE, V.FILING_REFUSED, V.FILING_DELAYED, V.FILING_UNCERTAIN,
         V.FILING_SETTLED},
    ),
    "CORRECTED": (lambda: _("Corrections"), {V.SUPERSEDED}),
    "ACCESS": (
        lambda: _("Restriction and break-glass"),
        {V.CASE_RESTRICTED, V.CASE_NAMED, V.CASE_UNNAMED, V.RESTRICTION_LIFTED, V.GLASS_BROKEN, V.GLASS_REVIEWED},
    ),
}  # fmt: skip


def verbs_of(group: str):
    """The verbs of a group; None for a group that does not exist."""
    return GROUPS[group][1] if group in GROUPS else None


# What each fact is called. A fact that is not here is a matter between machines (a fingerprint, a court's number).
FACTS = {
    "about": lambda: _("about"), "adviser": lambda: _("adviser"), "advice": lambda: _("advice"),
    "alone": lambda: _("seen alone"), "answer": lambda: _("answer"), "basis": lambda: _("because of"),
    "again": lambda: _("once more"), "confidential": lambda: _("confidential"),
    "compared": lambda: _("compared with the advice"), "conflict": lambda: _("a conflict"),
    "differences": lambda: _("differences"), "due": lambda: _("due"), "fields": lambda: _("fields"),
    "field": lambda: _("field"), "from": lambda: _("from"), "how": lambda: _("how"),
    "inferred": lambda: _("signs of urgency"), "interpreter": lambda: _("interpreter needed"),
    "keep": lambda: _("kept back"), "kind": lambda: _("kind"), "language": lambda: _("language"),
    "late": lambda: _("late"), "law": lambda: _("law"), "member": lambda: _("whose"), "method": lambda: _("by"),
    "named": lambda: _("people named"), "nation": lambda: _("nation"), "on": lambda: _("on"),
    "outcome": lambda: _("outcome"), "person": lambda: _("who"), "point": lambda: _("point"),
    "process": lambda: _("process"), "protected": lambda: _("protected"), "reason": lambda: _("reason"),
    "rejected": lambda: _("rejected"), "role": lambda: _("role"), "seen": lambda: _("child seen"),
    "source": lambda: _("source"), "status": lambda: _("status"), "team": lambda: _("team"), "to": lambda: _("to"),
    "try": lambda: _("try"), "type": lambda: _("type"),
    "treatment": lambda: _("treatment"), "triggers": lambda: _("calls for a rationale"),
    "unsafe": lambda: _("may be unsafe"), "until": lambda: _("until"), "urgent": lambda: _("urgent"),
    "version": lambda: _("version"), "what": lambda: _("what"), "why": lambda: _("why"),
    "without_notice": lambda: _("without notice"),
}  # fmt: skip

NATIONS = {Nation.ENGLAND: N_("England"), Nation.WALES: N_("Wales")}
SOURCES = {cases.Source.FEED: N_("the court's feed"), cases.Source.HAND: N_("by hand")}
# (verb or None for any, fact): the vocabulary of its codes. The very verb goes before any.
WORDS = {
    (V.CASE_RESTRICTED, "reason"): (RestrictionReason, REASONS),
    (V.CASE_CLOSED, "reason"): (cases.ClosedWhy, cases.CLOSED_WHY),
    (V.CONTACT_LOGGED, "method"): (Method, METHODS),
    (V.CONTACT_LOGGED, "outcome"): (Outcome, OUTCOMES),
    (V.SESSION_RECORDED, "reason"): (NotSeenReason, NOT_SEEN_REASONS),
    (V.WISH_RECORDED, "keep"): (Keep, KEEPS),
    (V.PATTERN_RECORDED, "kind"): (Kind, KINDS),
    (V.PATTERN_STATUS_SET, "status"): (Status, STATUSES),
    (V.VICTIM_STATUS_SET, "answer"): (Victim, VICTIMS),
    (V.STATEMENT_MADE, "kind"): (StatementKind, STATEMENT_KINDS),
    (V.STATEMENT_REVISED, "kind"): (StatementKind, STATEMENT_KINDS),
    (None, "point"): (Point, POINTS),
    (V.ADVICE_WRITTEN, "kind"): (Advice, ADVICE),
    (V.WISH_WEIGHED, "how"): (How, HOWS),
    (V.PATTERN_TREATED, "treatment"): (Treatment, TREATMENTS),
    (None, "triggers"): (Trigger, TRIGGERS),
    (V.ORDER_RECORDED, "kind"): (OrderKind, ORDER_KINDS),
    (None, "compared"): (Compared, COMPARISONS),
    (None, "unsafe"): (Unsafe, UNSAFE),
    (V.SUPERSEDED, "why"): (cases.SupersededWhy, cases.SUPERSEDED_WHY),
    (V.HEARING_RECORDED, "kind"): (cases.HearingKind, cases.HEARING_KINDS),
    (V.HEARING_CHANGED, "kind"): (cases.HearingKind, cases.HEARING_KINDS),
    (V.HEARING_RECORDED, "status"): (cases.HearingStatus, cases.HEARING_STATUSES),
    (V.HEARING_CHANGED, "status"): (cases.HearingStatus, cases.HEARING_STATUSES),
    (None, "law"): (cases.Law, cases.LAWS),
    (None, "nation"): (Nation, NATIONS),
    (V.CASE_REGISTERED, "source"): (cases.Source, SOURCES),
    (None, "process"): (cases.Process, cases.PROCESSES),
    (None, "inferred"): (cases.UrgencySign, cases.URGENCY_SIGNS),
    (V.MEMBER_ADDED, "role"): (cases.PartyRole, cases.PARTY_ROLES),
    (V.CONTACT_DETAIL_RECORDED, "kind"): (ContactKind, CONTACT_KINDS),
    (V.CONTACT_DETAIL_PROTECTED, "kind"): (ContactKind, CONTACT_KINDS),
    (V.SAFE_CONTACT_SET, "language"): (Language, LANGUAGES),
    (V.CHARACTERISTIC_RECORDED, "kind"): (Trait, TRAITS),
    (V.CHARACTERISTIC_RECORDED, "answer"): (Answered, ANSWERED),
    **{
        (verb, "reason"): (Reason, {reason: why.says for reason, why in WHYS.items()})
        for verb in (V.FILING_STOPPED, V.FILING_REFUSED, V.FILING_DELAYED, V.FILING_UNCERTAIN)
    },
    (V.FILING_SETTLED, "outcome"): (Found, FOUND),
}


@dataclass(frozen=True)
class Names:
    """Identifier (as text) to the name that this reader may know."""

    known: dict

    def of(self, identifier: str) -> str:
        return self.known.get(identifier) or _("someone")


def names_in(events) -> Names:
    """The names of staff, teams and members of the family whose identifiers stand in the facts. Three queries.

    The family's names come through the wall: a person who may not know of a case finds no name of it here.
    """
    wanted = {value for event in events for value in event.facts.values() if _identifier(value)}
    if not wanted:
        return Names({})
    known = {str(pk): name for pk, name in Person.objects.filter(pk__in=wanted).values_list("pk", "name")}
    known |= {str(pk): name for pk, name in Team.objects.filter(pk__in=wanted).values_list("pk", "name")}
    known |= {str(member.pk): member.name for member in FamilyMember.objects.filter(pk__in=wanted)}
    return Names(known)


def _identifier(value) -> bool:
    if not isinstance(value, str) or len(value) != 36:
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def item(event, names: Names) -> dict:
    """One entry of the log for a timeline."""
    verb = Verb(event.verb) if event.verb in Verb.__members__ else None
    says = _(SAYS[verb]) if verb else label(event.verb)
    return {
        "at": event.at,
        "title": _("%(who)s %(did)s") % {"who": event.actor_name, "did": says},
        "text": "; ".join(facts_in_words(event, names)),
        "href": _page(event),
        "late": event.facts.get("late") is True,
        "tag": {"code": "SUPERSEDED", "text": _("Correction")} if verb is V.SUPERSEDED else None,
    }


def facts_in_words(event, names: Names) -> list[str]:
    """The facts of an entry, each as "what: how it is", in the order of the table."""
    said = []
    for key, called in FACTS.items():
        value = event.facts.get(key)
        if value is None or value in ("", []) or key == "late":
            continue
        said.append(_("%(fact)s: %(value)s") % {"fact": called(), "value": _value(event.verb, key, value, names)})
    return said


def _value(verb, key, value, names):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(verb, key, one, names) for one in value)
    if not isinstance(value, str):
        return str(value)
    if _identifier(value):
        return names.of(value)
    if (moment := _moment(value)) is not None:
        return moment
    vocabulary = WORDS.get((verb, key)) or WORDS.get((None, key))
    if vocabulary:
        codes, words = vocabulary
        return _(words[codes(value)]) if value in codes.__members__ else label(value)
    return label(value) if value.isupper() else value


def _moment(value):
    """A date or a moment in words, or None where it is neither."""
    if len(value) < 10 or not value[:4].isdigit():
        return None
    try:
        return date(dt.date.fromisoformat(value)) if len(value) == 10 else datetime_(dt.datetime.fromisoformat(value))
    except ValueError:
        return None


def _page(event) -> str:
    """The page of what an entry is about, where it has one."""
    try:
        model = apps.get_model(event.subject_kind)
        return reverse(model.trace.route, args=[event.subject_id])
    except (LookupError, AttributeError, NoReverseMatch):
        return ""
