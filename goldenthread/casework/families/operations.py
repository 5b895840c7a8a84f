"""Recording people, how they are related, how to reach them safely; deciding on matches."""

from goldenthread.casework.families.models import (
    Characteristic,
    ContactDetail,
    FamilyMember,
    Match,
    ProtectedContact,
    Relationship,
    SafeContactRule,
)
from goldenthread.casework.families.queries import characteristics_of
from goldenthread.casework.families.rules import (
    SYMMETRIC,
    Answered,
    Doubt,
    MatchState,
    codes_of,
    doubts,
    same_place,
    scheme_of,
)
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


def new_member(
    *, case_id, first_names, last_name, born_on, gender, is_child, told_on, by, now,
    gender_words="", previous_names="", court_party_id="",
):  # fmt: skip
    """A family member's row, with what is doubtful about it. Part of an operation that leaves the line."""
    found = doubts(first_names=first_names, last_name=last_name, born=born_on, is_child=is_child, on=told_on)
    return FamilyMember.objects.create(
        case_id=case_id,
        first_names=first_names,
        last_name=last_name,
        previous_names=previous_names,
        born_on=born_on,
        gender=gender,
        gender_words=gender_words,
        doubts=[doubt.value for doubt in found],
        court_party_id=court_party_id,
        recorded_at=now,
        recorded_by=by,
    )


CORRECTABLE = ("first_names", "last_name", "previous_names", "born_on", "gender", "gender_words")


@operation
def correct_member(*, member, is_child, on, expected_version=None, by, now, **fields):
    """Corrects what we were told of a person; what stood before is in the field history.

    `fields` are any of `CORRECTABLE`. Refuses with `CHANGED_MEANWHILE` and `NOTHING_CHANGED`.
    """
    row = locked_member(member)
    unchanged(row, expected_version, CORRECTABLE)
    changed = change_member(row, fields, is_child=is_child, on=on)
    if not changed:
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."))
    record(Verb.MEMBER_CORRECTED, row, by=by, now=now, fields=changed)
    return row


def locked_member(member):
    """The family member, locked for this transaction."""
    return FamilyMember.objects.select_for_update(of=("self",)).get(pk=member.pk)


def change_member(row, fields, *, is_child, on) -> list[str]:
    """Writes what differs into a locked row and looks again for doubts; returns the names of what changed.

    Part of an operation that leaves the line.
    """
    changed = [name for name in CORRECTABLE if name in fields and getattr(row, name) != fields[name]]
    # What was cut on the way in stays doubtful until someone types the name anew.
    cut = Doubt.NAME_CUT in row.doubts and not {"first_names", "last_name"} & set(changed)
    for name in changed:
        setattr(row, name, fields[name])
    found = doubts(first_names=row.first_names, last_name=row.last_name, born=row.born_on, is_child=is_child, on=on)
    row.doubts = [doubt.value for doubt in [*found, *([Doubt.NAME_CUT] if cut else [])]]
    row.version += 1
    row.save(update_fields=[*changed, "doubts", "version"])
    return changed


@operation
def relate(*, case_id, one, other, kind, words="", lives_with=None, by, now):
    """Records that `one` is the `kind` of `other`, as told in a case.

    Refuses with `SAME_PERSON` and `ALREADY_RECORDED` (for siblings and partners: whoever is named first).
    """
    if one.pk == other.pk:
        raise Refused("SAME_PERSON", N_("Choose two different people."), field="other")
    turned = Relationship.objects.filter(case_id=case_id, one=other, other=one, kind=kind)
    if kind in SYMMETRIC and turned.exists():
        raise Refused("ALREADY_RECORDED", N_("This relationship is already recorded."))
    row, new = Relationship.objects.get_or_create(
        case_id=case_id, one=one, other=other, kind=kind,
        defaults={"words": words, "lives_with": lives_with, "recorded_at": now, "recorded_by": by},
    )  # fmt: skip
    if not new:
        raise Refused("ALREADY_RECORDED", N_("This relationship is already recorded."))
    record(Verb.RELATIONSHIP_RECORDED, row, by=by, now=now, kind=kind)
    return row


@operation
def record_contact_detail(*, case_id, member, kind, value, protected, why="", in_refuge=False, by, now):
    """Records an address, telephone or e-mail; a protected one goes behind its own wall at once, with every open
    detail of the case that leads to the same place.

    Refuses with `WHY_REQUIRED` when a detail is to be protected and nobody says why.
    """
    if protected and not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why this detail must be protected."), field="why")
    common = {
        "case_id": case_id,
        "member": member,
        "kind": kind,
        "value": value,
        "recorded_at": now,
        "recorded_by": by,
    }
    if protected:
        row = ProtectedContact.objects.create(**common, why=why, in_refuge=in_refuge)
        FamilyMember.objects.filter(pk=member.pk).update(has_protected_contact=True)
        _protect_same(row, by, now)
    else:
        row = ContactDetail.objects.create(**common)
    record(Verb.CONTACT_DETAIL_RECORDED, row, by=by, now=now, kind=kind, protected=protected)
    return row


@operation
def protect_contact_detail(*, detail, why, by, now):
    """Moves an open contact detail behind the wall: the open row is emptied, the protected one holds the value. Every
    open detail of the case that leads to the same place goes with it: a child's, or one recorded twice.

    Refuses with `WHY_REQUIRED` and `ALREADY_PROTECTED`.
    """
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why this detail must be protected."), field="why")
    row = ContactDetail.objects.select_for_update(of=("self",)).select_related("member").get(pk=detail.pk)
    if row.ended_at is not None:
        raise Refused("ALREADY_PROTECTED", N_("This detail is no longer open. It may be protected already."))
    held = _behind(row, why, by, now)
    _protect_same(held, by, now)
    return held


def _protect_same(held, by, now):
    rows = ContactDetail.objects.select_for_update(of=("self",)).filter(
        case_id=held.case_id, kind=held.kind, ended_at__isnull=True
    )
    for row in rows.select_related("member").order_by("pk"):
        if same_place(held.kind, row.value, held.value):
            _behind(row, held.why, by, now)


def _behind(row, why, by, now):
    """Part of an operation: one open row goes behind the wall, with its line."""
    held = ProtectedContact.objects.create(
        case_id=row.case_id, member=row.member, kind=row.kind, value=row.value, why=why,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    FamilyMember.objects.filter(pk=row.member_id).update(has_protected_contact=True)
    row.value, row.ended_at = "", now
    row.save(update_fields=["value", "ended_at"])
    record(Verb.CONTACT_DETAIL_PROTECTED, held, by=by, now=now, kind=row.kind)
    return held


@operation
def open_protected_contacts(*, case, member, by, now):
    """Reads a person's protected details, and leaves a line that they were read. Newest first."""
    details = list(
        ProtectedContact.objects.filter(case_id=case.pk, member=member, ended_at__isnull=True).order_by("-recorded_at")
    )
    record(Verb.PROTECTED_CONTACT_READ, case, by=by, now=now, member=member.pk)
    return details


@operation
def set_safe_contact(
    *,
    case_id,
    member,
    how,
    never,
    voicemail,
    letters,
    language,
    language_words="",
    interpreter=False,
    by,
    now,
):
    """Sets how a person may be reached safely and in what language. The newest rule holds; earlier ones stand.

    Refuses with `HOW_REQUIRED` and `LANGUAGE_REQUIRED`.
    """
    if not how.strip():
        raise Refused("HOW_REQUIRED", N_("Say how this person can be reached safely."), field="how")
    if language == "OTHER" and not language_words.strip():
        raise Refused("LANGUAGE_REQUIRED", N_("Say which language."), field="language_words")
    rule = SafeContactRule.objects.create(
        case_id=case_id, member=member, how=how, never=never, voicemail=voicemail, letters=letters,
        language=language, language_words=language_words, interpreter=interpreter,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.SAFE_CONTACT_SET, rule, by=by, now=now, language=language, interpreter=interpreter)
    return rule


def add_characteristic(
    *, case_id, member, kind, answer, said_by, nation, on, code="", own_words="", why_here="", by, now
):  # fmt: skip
    """A person's ethnic group, or whether they are disabled, as someone said it in a case, with its line. The newest
    holds. Part of an operation that has asked whether the case is open.

    `code` is one of the scheme in force in the `nation` on the day `on`, and is given only where the question was
    answered. Refuses with `CODE_UNFIT`, and with `NOTHING_CHANGED` what holds already, word for word.
    """
    fits = code in codes_of(kind, nation, on) if answer == Answered.STATED else not code
    if not fits:
        raise Refused("CODE_UNFIT", N_("Select one of the answers that are listed."), field=kind.lower())
    told = {"answer": answer, "code": code, "own_words": own_words, "said_by": said_by, "why_here": why_here}
    holds = characteristics_of([member.pk]).get(member.pk, {}).get(kind)
    if holds and all(getattr(holds, name) == said for name, said in told.items()):
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."), field=kind.lower())
    row = Characteristic.objects.create(
        case_id=case_id, member=member, kind=kind, scheme=scheme_of(kind, nation, on), recorded_at=now,
        recorded_by=by, **told,
    )  # fmt: skip
    record(Verb.CHARACTERISTIC_RECORDED, row, by=by, now=now, kind=kind, answer=answer)
    return row


@operation
def decide_match(*, match, same, why, expected_version=None, by, now):
    """Decides whether two records are one person. Nothing is merged. Refuses with `WHY_REQUIRED`, `DECIDED`."""
    row = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    unchanged(row, expected_version, ["why"])
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say what you rest the decision on."), field="why")
    if row.state in {MatchState.MATCHED, MatchState.REJECTED}:
        raise Refused("DECIDED", N_("This match has been decided. It can be undone."))
    row.state = MatchState.MATCHED if same else MatchState.REJECTED
    _settle(row, why, by, now)
    record(Verb.MATCH_DECIDED, row, by=by, now=now, outcome=row.state)
    return row


@operation
def undo_match(*, match, why, by, now):
    """Undoes a decision on a match, with the reason. Refuses with `WHY_REQUIRED` and `NOT_DECIDED`."""
    row = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why the decision is undone."), field="why")
    if row.state not in {MatchState.MATCHED, MatchState.REJECTED}:
        raise Refused("NOT_DECIDED", N_("There is no decision to undo."))
    row.state = MatchState.UNDONE
    _settle(row, why, by, now)
    record(Verb.MATCH_UNDONE, row, by=by, now=now)
    return row


def _settle(row, why, by, now):
    row.why, row.decided_at, row.decided_by = why, now, by
    row.version += 1
    row.save(update_fields=["state", "why", "decided_at", "decided_by", "version"])
