"""The people of a case: each on their own, what we were told of them, what is missing and what is doubtful.

Never a protected contact detail: only that there is one, and where it can be opened.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import PARTY_ROLES, RESPONSIBILITIES, PartyRole, Responsibility
from goldenthread.casework.families.rules import (
    CONTACT_KINDS,
    DOUBTS,
    GENDERS,
    LANGUAGES,
    MATCH_BASES,
    MATCH_STATES,
    NOT_ASKED_YET,
    RELATIONS,
    SAID_BY,
    TRAITS,
    ContactKind,
    Doubt,
    Gender,
    Language,
    MatchBasis,
    MatchState,
    RelationKind,
    SaidBy,
    Trait,
    age_on,
    group_of,
    told_words,
    trait_words,
)
from goldenthread.govuk.addresses import address
from goldenthread.govuk.filters import date


@dataclass(frozen=True)
class Told:
    """What is known of a case's people beside their own rows, read once for a page, and what the reader may do.
    `whole`: also who told us of ethnic group and disability, when, and why it matters here."""

    today: object
    nation: str = ""
    whole: bool = False
    traits: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
    relationships: tuple = ()
    may_record: bool = False
    may_open: bool = False


def name_of(member) -> str:
    """The name as told, or that none was given."""
    return member.name or _("No name given")


def person_view(row, told):
    """One person of a case (`row` is a participation), for a card, a column or a page of their own."""
    member = row.member
    href = address("cases:person", row.pk)
    return {
        "row": row,
        "member": member,
        "href": href,
        "name": name_of(member),
        "first_name": member.first_name or _("No first name"),
        "age": age_on(member.born_on, told.today),
        "role": _(PARTY_ROLES[PartyRole(row.role)]),
        "is_child": row.role == PartyRole.CHILD,
        "tags": _tags(row),
        "rows": [*_identity(row, told), *_traits(row, told), *_reaching(row, told)],
        "details": [detail_view(detail, told.may_record) for detail in told.details.get(member.pk, ())],
        "relations": relations_of(member, told.relationships),
    }


def _tags(row):
    tags = [{"code": "DOUBTFUL", "text": _(DOUBTS[Doubt(doubt)])} for doubt in row.member.doubts]
    if row.member.has_protected_contact:
        tags.append({"code": "PROTECTED", "text": _("Protected contact details")})
    if getattr(row, "needs_interpreter", False):
        tags.append({"code": "info", "text": _("Interpreter needed")})
    return tags


def _identity(row, told):
    member = row.member
    correct = {"href": address("cases:person_correct", row.pk), "text": _("Record it")}
    rows = [
        *([_said(_("Full name"), name_of(member))] if row.role == PartyRole.CHILD else []),
        _said(_("Born"), date(member.born_on), record=correct if told.may_record else None),
        _said(_("Gender"), member.gender_words or _(GENDERS[Gender(member.gender)])),
    ]
    if member.previous_names:
        rows.append(_said(_("Also known as"), member.previous_names))
    if row.role != PartyRole.CHILD:
        held = _(RESPONSIBILITIES[Responsibility(row.responsibility)])
        rows.append(_said(_("Parental responsibility"), held))
    if row.relation_words:
        rows.append(_said(_("In the application's words"), row.relation_words))
    return rows


def _traits(row, told):
    there = address("cases:characteristics", row.pk) if told.may_record else ""
    return trait_rows(told.traits.get(row.member_id, {}), told.nation, whole=told.whole, there=there)


def trait_rows(held, nation, *, whole, there=""):
    """Ethnic group and disability as rows of a summary. `held` is kind to the row that holds; `there` records anew."""
    return [_trait(kind, held.get(kind), nation, whole, there) for kind in Trait]


def _trait(kind, row, nation, whole, there):
    label = _(TRAITS[kind])
    if row is None:
        record = {"record": {"href": there}} if there else {}
        return {"label": label, "missing": True, "instead": _(NOT_ASKED_YET), **record}
    lines = [_trait_said(kind, row, nation), *([f"“{row.own_words}”"] if row.own_words else [])]
    if whole:
        told = {"who": _(SAID_BY[SaidBy(row.said_by)]), "day": date(row.recorded_at), "by": row.recorded_by.name}
        lines.append(_("Told by: %(who)s. Recorded on %(day)s by %(by)s.") % told)
        lines += [_("Why it matters here: %(why)s") % {"why": row.why_here}] if row.why_here else []
    change = {"change": {"href": there, "text": _("Record anew")}} if there else {}
    return {"label": label, "value": "\n".join(lines), **change}


def _trait_said(kind, row, nation):
    said = _(told_words(kind, row.code or row.answer, nation))
    if kind == Trait.ETHNICITY and row.code:
        group = _(trait_words(kind, group_of(row.code), nation))
        return _("%(group)s: %(said)s") % {"group": group, "said": said}
    return said


def _reaching(row, told):
    """How a person may be reached safely and in what language. The rule's words are for those who work the case."""
    rule = told.rules.get(row.member_id)
    # Without a text of its own the link says what it records; "Set it" alone tells nobody what.
    there = {"href": address("cases:safe_contact", row.pk)}
    if rule is None:
        why = _("Nobody contacts this person before it is set.")
        missing = {"missing": True, "why": why, **({"record": there} if told.may_record else {})}
        return [{"label": _("Safe-contact rule"), **missing}, {"label": _("Language"), "missing": True}]
    language = rule.language_words or _(LANGUAGES[Language(rule.language)])
    if rule.interpreter:
        language = _("%(language)s, with an interpreter") % {"language": language}
    change = {"change": {**there, "text": _("Change")}} if told.may_record else {}
    said = rule_words(rule) if told.may_record else _("Set. Its words are for those who work the case.")
    return [{"label": _("Safe-contact rule"), "value": said, **change}, {"label": _("Language"), "value": language}]


def rule_words(rule) -> str:
    """A safe-contact rule in a few lines."""
    lines = [rule.how]
    if rule.never:
        lines.append(_("Never: %(what)s") % {"what": rule.never})
    lines.append(_("Voicemail may be left.") if rule.voicemail else _("No voicemail."))
    lines.append(_("Letters may be sent.") if rule.letters else _("No letters."))
    return "\n".join(lines)


def _said(label, value, record=None):
    if value:
        return {"label": label, "value": value}
    return {"label": label, "missing": True, **({"record": record} if record else {})}


def detail_view(detail, may_record):
    """One open contact detail as a row of a summary."""
    there = {"href": address("cases:contact_detail_protect", detail.pk), "text": _("Protect it")}
    row = {"label": _(CONTACT_KINDS[ContactKind(detail.kind)]), "value": detail.value}
    return {**row, "change": there} if may_record else row


def relation_view(relation):
    """A relationship as a sentence, with what was said of it."""
    sentence = _("%(one)s is %(kind)s of %(other)s") % {
        "one": name_of(relation.one),
        "kind": _(RELATIONS[RelationKind(relation.kind)]),
        "other": name_of(relation.other),
    }
    together = {True: _("They live together"), False: _("They do not live together")}.get(relation.lives_with, "")
    return {"sentence": sentence, "words": relation.words, "together": together}


def relations_of(member, relationships):
    """The relationships in which a person is one of the two."""
    return [relation_view(r) for r in relationships if member.pk in {r.one_id, r.other_id}]


def match_view(match, case_id, references):
    """A match as it looks from one of its two cases.

    `references` are the cases (id to reference) that the reader may open: of a person in any other nothing is
    shown but that the match is proposed and on what basis.
    """
    here, there = match.one, match.other
    there_case = match.other_case_id
    if match.case_id != case_id:
        here, there, there_case = match.other, match.one, match.case_id
    reference = references.get(there_case, "")
    return {
        "href": address("cases:match", match.pk) if match.case_id in references else "",
        "here": here,
        "here_name": name_of(here),
        "there": there if reference else None,
        "there_name": name_of(there) if reference else "",
        "reference": reference,
        "case_href": address("cases:people", there_case) if reference else "",
        "basis": _(MATCH_BASES[MatchBasis(match.basis)]),
        "state": {
            "code": "open" if match.state == MatchState.PROPOSED else "neutral",
            "text": _(MATCH_STATES[MatchState(match.state)]),
        },
        "decided": match.state in {MatchState.MATCHED, MatchState.REJECTED},
        "by": match.decided_by.name if match.decided_by else "",
        "at": match.decided_at,
        "why": match.why if reference else "",
    }


def match_sides(view):
    """The two records of a match, side by side: only the first where the other is not open to the reader."""
    members = [member for member in (view["here"], view["there"]) if member is not None]
    other_names = any(member.previous_names for member in members)
    return [_side(member, other_names) for member in members]


def _side(member, other_names):
    return [
        {"label": _("Name"), "value": name_of(member)},
        *([_said(_("Also known as"), member.previous_names)] if other_names else []),
        _said(_("Born"), date(member.born_on)),
        {"label": _("Gender"), "value": member.gender_words or _(GENDERS[Gender(member.gender)])},
    ]
