"""The first version of a case: registered with its people, how they are related, how to reach them, its hearings."""

from goldenthread.casework.cases.models import Hearing, Participation
from goldenthread.casework.cases.operations.intake import register_case
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.rules import Source
from goldenthread.casework.courtfeed.models import Sign
from goldenthread.casework.courtfeed.operations.matching import propose_matches
from goldenthread.casework.courtfeed.operations.papers import tell_of_papers
from goldenthread.casework.courtfeed.rules import Fate
from goldenthread.casework.families.models import ContactDetail, FamilyMember, ProtectedContact, Relationship
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

# Why a detail stands behind the wall: not the family's words, so that it says nothing of them.
COURT_SAYS = "The court's record marks it as confidential"


@operation
def receive_case(*, told, payload, by, now):
    """Registers a case that the court sent, with all that it tells. It then lies in the duty tray of its nation."""
    case = register_case(
        law=told.law, nation=told.nation, process=told.process, source=Source.FEED,
        court_case_id=told.court_case_id, court_number=told.court_number, court_name=told.court_name,
        local_authority=told.local_authority, received_on=local_date(now), issued_on=told.issued_on,
        orders_sought=told.orders_sought,
        parties=[person.party for person in told.people], urgency_signs=told.urgency_signs, by=by, now=now,
    )  # fmt: skip
    rows = Participation.objects.filter(case=case).select_related("member").order_by("order")
    members = {person.key: row.member for person, row in zip(told.people, rows, strict=True)}
    add_doubts(told, members)
    add_details(case, told.details, members, by, now)
    add_relations(case, told.relations, members, by, now)
    for hearing in told.hearings:
        add_hearing(case, hearing, by, now)
    add_signs(case, told.signs, by, now)
    if told.papers:
        tell_of_papers(case=case, papers=told.papers, by=by, now=now)
    propose_matches(case=case, members=list(members.values()), by=by, now=now)
    payload.case, payload.fate = case, Fate.IMPORTED
    payload.save(force_insert=True)
    record(
        Verb.CASE_IMPORTED, case, by=by, now=now,
        jurisdiction=told.jurisdiction, court_case=told.court_case_id, version=told.last_modified,
    )  # fmt: skip
    return case


def add_doubts(told, members):
    """What is doubtful about a person and does not follow from what was recorded of them."""
    for person in told.people:
        member = members.get(person.key)
        more = [doubt.value for doubt in person.doubts if member and doubt.value not in member.doubts]
        if more:
            member.doubts = [*member.doubts, *more]
            FamilyMember.objects.filter(pk=member.pk).update(doubts=member.doubts)


def add_details(case, details, members, by, now):
    """Contact details in two writes, whatever their number: the protected ones straight behind their own wall."""
    common = {"case_id": case.pk, "recorded_at": now, "recorded_by": by}
    ours = [detail for detail in details if detail.key in members]
    hidden = [
        ProtectedContact(member=members[d.key], kind=d.kind, value=d.value, why=COURT_SAYS, **common)
        for d in ours
        if d.protected
    ]
    shown = [
        ContactDetail(member=members[d.key], kind=d.kind, value=d.value, **common) for d in ours if not d.protected
    ]
    if hidden:
        ProtectedContact.objects.bulk_create(hidden)
        FamilyMember.objects.filter(pk__in={row.member_id for row in hidden}).update(has_protected_contact=True)
    if shown:
        ContactDetail.objects.bulk_create(shown)
    for row in [*hidden, *shown]:
        protected = isinstance(row, ProtectedContact)
        record(Verb.CONTACT_DETAIL_RECORDED, row, by=by, now=now, kind=row.kind, protected=protected)


def add_relations(case, relations, members, by, now):
    """Relationships in one write; one that stands already is left as it is."""
    ours = [relation for relation in relations if {relation.one, relation.other} <= set(members)]
    if not ours:
        return
    standing = set(Relationship.objects.filter(case_id=case.pk).values_list("one_id", "other_id", "kind"))
    rows = [
        Relationship(
            case_id=case.pk, one=members[r.one], other=members[r.other], kind=r.kind, words=r.words,
            lives_with=r.lives_with, recorded_at=now, recorded_by=by,
        )
        for r in ours
        if (members[r.one].pk, members[r.other].pk, str(r.kind)) not in standing
        and members[r.one].pk != members[r.other].pk
    ]  # fmt: skip
    Relationship.objects.bulk_create(rows)
    for row in rows:
        record(Verb.RELATIONSHIP_RECORDED, row, by=by, now=now, kind=row.kind)


def add_hearing(case, told, by, now):
    """A hearing of the court, as one row from the start of its first day to the end of its last."""
    row = Hearing.objects.create(
        case=case, kind=told.kind, starts_at=told.starts_at, ends_at=told.ends_at, venue=told.venue,
        status=told.status, court_hearing_id=told.court_hearing_id, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    on = local_date(told.starts_at)
    record(Verb.HEARING_RECORDED, row, by=by, now=now, kind=told.kind, on=on, status=told.status)


def add_signs(case, signs, by, now):
    """What the application says that a person must see; each once."""
    if signs:
        rows = [Sign(case=case, code=code, recorded_at=now, recorded_by=by) for code in dict.fromkeys(signs)]
        Sign.objects.bulk_create(rows, ignore_conflicts=True)
