"""A later version of a case that we hold: what is new is added, what differs stands beside what we recorded.

Nothing that is recorded is overwritten. One exception is a hearing that the court has moved and nobody here has
touched: its new day must not wait. And a detail that the court now marks as confidential goes behind the wall at
once, wherever it stands.
"""

from goldenthread.casework.cases.models import Case, Hearing, Participation
from goldenthread.casework.cases.operations.hearings import CHANGEABLE, change_hearing
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.rules import PartyRole, Urgency
from goldenthread.casework.courtfeed.operations.details import bring_details
from goldenthread.casework.courtfeed.operations.differing import Differing
from goldenthread.casework.courtfeed.operations.first import add_doubts, add_hearing, add_relations, add_signs
from goldenthread.casework.courtfeed.operations.matching import propose_matches
from goldenthread.casework.courtfeed.operations.papers import tell_of_papers
from goldenthread.casework.courtfeed.queries import untold
from goldenthread.casework.courtfeed.rules import Fate
from goldenthread.casework.families.operations import new_member
from goldenthread.casework.families.rules import Gender
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

# What a later version may say otherwise. What it leaves out is no difference: the court leaves out what is empty.
CASE_FACTS = ("court_name", "court_number", "local_authority", "issued_on", "nation")
MEMBER_FACTS = ("first_names", "last_name", "previous_names", "born_on", "gender", "gender_words")


@operation
def keep_version(*, case, payload, by, now):
    """Keeps a version that is older than what we hold. It changes nothing in the record."""
    payload.case, payload.fate = case, Fate.UNCHANGED
    payload.save(force_insert=True)
    record(Verb.CASE_VERSION_KEPT, case, by=by, now=now, version=payload.last_modified)
    return payload


@operation
def receive_version(*, case, told, before, payload, by, now):
    """Brings a later version in. `before` is what the court said last, None where we do not know. Returns the case."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    differing = Differing(case, told.jurisdiction, by, now)
    _case_facts(case, told, differing)
    members, added = _people(case, told, by, now, differing)
    bring_details(case, told.details, members, added, differing)
    add_relations(case, told.relations, members, by, now)
    _hearings(case, told, before, differing)
    add_signs(case, told.signs, by, now)
    if any(untold(case.pk, told.papers)):
        tell_of_papers(case=case, papers=told.papers, by=by, now=now)
    propose_matches(case=case, members=added, by=by, now=now)
    payload.case, payload.fate = case, Fate.UPDATED
    payload.save(force_insert=True)
    record(
        Verb.CASE_UPDATED_BY_COURT, case, by=by, now=now,
        version=told.last_modified, differences=differing.found,
    )  # fmt: skip
    return case


def _case_facts(case, told, differing):
    filled = []
    for name in CASE_FACTS:
        court, ours = getattr(told, name), getattr(case, name)
        if court and not ours:
            setattr(case, name, court)
            filled.append(name)
        elif court:
            differing.say(name, court, ours)
    if told.orders_sought:
        same = set(told.orders_sought) == set(case.orders_sought)
        differing.say("orders_sought", case.orders_sought if same else told.orders_sought, case.orders_sought)
    more = [str(sign) for sign in told.urgency_signs if sign not in case.urgency_signs]
    if more and case.urgency == Urgency.UNDECIDED:
        case.urgency_signs = [*case.urgency_signs, *more]
        filled.append("urgency_signs")
    elif more:
        # A person has decided: new signs are for them to see, and not to be slipped under the decision.
        differing.say("urgency_signs", [*case.urgency_signs, *more], case.urgency_signs)
    if filled:
        case.version += 1
        case.save(update_fields=[*filled, "version"])


def _people(case, told, by, now, differing):
    """(key to member, the members that are new). What differs about the others is said."""
    rows = list(
        Participation.objects.filter(case=case, superseded_at__isnull=True).select_related("member").order_by("order")
    )
    members, added = paired(told.people, rows), []
    for person in told.people:
        if person.key in members:
            _member_facts(members[person.key], person.party, differing)
        else:
            members[person.key] = _join(case, person.party, len(rows) + len(added), by, now)
            added.append(members[person.key])
    add_doubts(told, {person.key: members[person.key] for person in told.people if members[person.key] in added})
    return members, added


def _member_facts(member, party, differing):
    for name in MEMBER_FACTS:
        court = getattr(party, name)
        if court and court != Gender.NOT_KNOWN:
            differing.say(name, court, getattr(member, name), member=member)


def _join(case, party, order, by, now):
    member = new_member(
        case_id=case.pk, first_names=party.first_names, last_name=party.last_name,
        previous_names=party.previous_names, born_on=party.born_on, gender=party.gender,
        gender_words=party.gender_words, court_party_id=party.court_party_id,
        is_child=party.role == PartyRole.CHILD, told_on=local_date(now), by=by, now=now,
    )  # fmt: skip
    row = Participation.objects.create(
        case=case, member=member, role=party.role, responsibility=party.responsibility,
        relation_words=party.relation_words, from_on=local_date(now), order=order, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.MEMBER_ADDED, row, by=by, now=now, role=party.role)
    return member


def paired(people, rows) -> dict:
    """Key of a person as told to the member that they are: by the court's identifier, by name, by place in the list.

    A place says little where the list can change: it counts only where a name or the birth date agrees too.
    """
    free, found = list(rows), {}

    def pair(fits):
        for person in people:
            if person.key in found:
                continue
            row = next((row for row in free if fits(person, row)), None)
            if row is not None:
                found[person.key] = row.member
                free.remove(row)

    pair(lambda told, row: ":" not in told.key and told.key == row.member.court_party_id)
    pair(lambda told, row: told.party.role == row.role and _name(told.party) and _name(told.party) == _name(row.member))
    pair(lambda told, row: told.key == row.member.court_party_id and _agree(told.party, row.member))
    return found


def _name(person):
    return f"{person.first_names} {person.last_name}".strip().casefold()


def _agree(party, member):
    return (
        bool(party.born_on and party.born_on == member.born_on)
        or bool(party.first_names and party.first_names.casefold() == member.first_names.casefold())
        or bool(party.last_name and party.last_name.casefold() == member.last_name.casefold())
    )


def _hearings(case, told, before, differing):
    rows = list(Hearing.objects.filter(case=case).order_by("recorded_at"))
    last = {hearing.court_hearing_id: hearing for hearing in (before.hearings if before else ())}
    for hearing in told.hearings:
        row = _recorded(hearing, rows)
        if row is None:
            add_hearing(case, hearing, differing.by, differing.now)
        elif row.superseded_at is None:
            _hearing_facts(row, hearing, last.get(hearing.court_hearing_id or None), differing)


def _recorded(hearing, rows):
    if hearing.court_hearing_id:
        rows_with_id = [row for row in rows if row.court_hearing_id == hearing.court_hearing_id]
        if rows_with_id:
            return rows_with_id[-1]
    # Registered by hand before the court sent it, or sent without an identifier.
    return next((row for row in rows if not row.court_hearing_id and row.starts_at == hearing.starts_at), None)


def _hearing_facts(row, hearing, last, differing):
    changed = {
        name: getattr(hearing, name)
        for name in CHANGEABLE
        if getattr(hearing, name) not in (None, "") and getattr(hearing, name) != getattr(row, name)
    }
    if "starts_at" in changed and hearing.ends_at is None and row.ends_at:
        # A new day without an end: the end of the day before says nothing of it.
        changed["ends_at"] = None
    untouched = last is not None and all(getattr(last, name) == getattr(row, name) for name in CHANGEABLE)
    if changed and untouched:
        try:
            change_hearing(hearing=row, by=differing.by, now=differing.now, **changed)
            return
        except Refused:
            pass  # what the court says cannot stand as ours: a person must look
    for name in CHANGEABLE:
        if getattr(hearing, name) not in (None, ""):
            differing.say(name, getattr(hearing, name), getattr(row, name), hearing=row)
