"""A case begins: registered by hand or brought by the feed; its people, how urgent it is."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db import connection

from goldenthread.casework.cases.models import Case, Participation
from goldenthread.casework.cases.operations.records import not_in_future, open_case
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.cases.rules import PartyRole, Source, Urgency
from goldenthread.casework.families.operations import new_member
from goldenthread.casework.families.rules import Gender
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@dataclass(frozen=True)
class Party:
    """A person as named in an application, before they are recorded."""

    role: str
    first_names: str
    last_name: str
    born_on: object = None
    gender: str = Gender.NOT_KNOWN
    gender_words: str = ""
    previous_names: str = ""
    responsibility: str = "NOT_KNOWN"
    relation_words: str = ""
    court_party_id: str = ""


def next_reference() -> str:
    """The next case reference, from the database's own counter: GT-100001, GT-100002, …"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_reference')")
        return f"GT-{cursor.fetchone()[0]}"


@operation
def register_case(
    *, law, nation, process, received_on, orders_sought, parties, by, now,
    source=Source.HAND, court_case_id="", court_number="", court_name="", local_authority="",
    issued_on=None, area=None, urgency_signs=(), case_id=None,
):  # fmt: skip
    """Registers an application with its people. Returns the case, which then lies in the duty tray.

    `parties` are `Party` values, at least one of them a child. Refuses with `NO_CHILD`, `IN_FUTURE`,
    `ALREADY_REGISTERED`.
    """
    if not any(party.role == PartyRole.CHILD for party in parties):
        raise Refused("NO_CHILD", N_("Add at least one child."), field="children")
    not_in_future(received_on, now, field="received_on")
    if court_case_id and Case.objects.filter(law=law, court_case_id=court_case_id).exists():
        raise Refused(
            "ALREADY_REGISTERED",
            N_("A case with this court number is already registered."),
            field="court_case_id",
        )
    case = Case.objects.create(
        id=case_id or new_id(),
        reference=next_reference(),
        law=law,
        nation=nation,
        process=process,
        source=source,
        court_case_id=court_case_id,
        court_number=court_number,
        court_name=court_name,
        local_authority=local_authority,
        orders_sought=[str(order) for order in orders_sought],
        received_on=received_on,
        issued_on=issued_on,
        area=area,
        urgency_signs=[str(sign) for sign in urgency_signs],
        recorded_at=now,
        recorded_by=by,
    )
    for order, party in enumerate(parties):
        _take_part(case, party, order, by, now)
    record(Verb.CASE_REGISTERED, case, by=by, now=now, law=law, nation=nation, source=source, process=process)
    return case


def _take_part(case, party, order, by, now):
    member = new_member(
        case_id=case.pk,
        first_names=party.first_names,
        last_name=party.last_name,
        previous_names=party.previous_names,
        born_on=party.born_on,
        gender=party.gender,
        gender_words=party.gender_words,
        court_party_id=party.court_party_id,
        is_child=party.role == PartyRole.CHILD,
        told_on=case.received_on,
        by=by,
        now=now,
    )
    return Participation.objects.create(
        case=case,
        member=member,
        role=party.role,
        responsibility=party.responsibility,
        relation_words=party.relation_words,
        from_on=case.received_on,
        order=order,
        recorded_at=now,
        recorded_by=by,
    )


@operation
def add_person(*, case, party, by, now):
    """Adds a person to a case. Returns the participation. Refuses with `NO_NAME`."""
    open_case(case)
    if not party.first_names and not party.last_name:
        raise Refused("NO_NAME", N_("Enter a first name or a last name."), field="first_names")
    order = Participation.objects.filter(case=case).count()
    row = _take_part(case, party, order, by, now)
    record(Verb.MEMBER_ADDED, row, by=by, now=now, role=party.role)
    return row


@operation
def name_local_authority(*, case, local_authority, expected_version=None, by, now):
    """Records the local authority of a case, as it was named to us; what stood before is in the field history.

    Refuses with `CASE_CLOSED`, `CHANGED_MEANWHILE`, `NOTHING_CHANGED`.
    """
    open_case(case)
    row = locked(case.pk)
    unchanged(row, expected_version, ("local_authority",))
    if row.local_authority == local_authority:
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."))
    row.local_authority = local_authority
    row.version += 1
    row.save(update_fields=["local_authority", "version"])
    record(Verb.LOCAL_AUTHORITY_NAMED, row, by=by, now=now)
    return row


@operation
def decide_urgency(*, case, urgent, without_notice, why, expected_version=None, by, now):
    """A person decides how urgent an application is, whatever was inferred; they may decide anew.

    `why` is required where the decision differs from what the signs suggest. Refuses with `WHY_REQUIRED`,
    `CHANGED_MEANWHILE`, `CASE_CLOSED`.
    """
    open_case(case)
    row = locked(case.pk)
    unchanged(_as_decided(row), expected_version, ("urgent", "without_notice", "why"))
    if bool(row.urgency_signs) != urgent and not why.strip():
        raise Refused("WHY_REQUIRED", N_("Your decision differs from what the signs suggest. Say why."), field="why")
    row.urgency = Urgency.URGENT if urgent else Urgency.NOT_URGENT
    row.without_notice, row.urgency_why = without_notice, why
    row.urgency_decided_at, row.urgency_decided_by = now, by
    row.version += 1
    row.save(
        update_fields=[
            "urgency",
            "without_notice",
            "urgency_why",
            "urgency_decided_at",
            "urgency_decided_by",
            "version",
        ]
    )
    record(
        Verb.URGENCY_DECIDED, row, by=by, now=now,
        urgent=urgent, without_notice=without_notice, inferred=list(row.urgency_signs),
    )  # fmt: skip
    return row


def _as_decided(row):
    """What stands on the case, in the words of the decision, to be shown to whoever comes second."""
    return SimpleNamespace(
        version=row.version,
        urgent={Urgency.URGENT: "YES", Urgency.NOT_URGENT: "NO"}.get(row.urgency, ""),
        without_notice={True: "YES", False: "NO"}.get(row.without_notice, "NOT_KNOWN"),
        why=row.urgency_why,
    )
