"""What we were told of a person in a case is corrected; what stood before is in the field history. Ethnic group and
disability are told anew instead: each telling stands.
"""

from goldenthread.casework.cases.models import Participation
from goldenthread.casework.cases.operations.records import local_date, open_case
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.families.operations import (
    CORRECTABLE,
    add_characteristic,
    change_member,
    locked_member,
)
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

HELD_BY_PART = ("responsibility", "relation_words")


@operation
def correct_person(*, person, expected_version=None, by, now, **fields):
    """Corrects a person (a participation) and the part they take in the case.

    `fields` are any of `CORRECTABLE` and `HELD_BY_PART`. The member's version guards both. Refuses with
    `NO_NAME`, `CHANGED_MEANWHILE`, `NOTHING_CHANGED`, `CASE_CLOSED`.
    """
    open_case(person.case)
    member = locked_member(person.member)
    unchanged(member, expected_version, CORRECTABLE)
    names = {name: fields.get(name, getattr(member, name)) for name in ("first_names", "last_name")}
    if not any(names.values()):
        raise Refused("NO_NAME", N_("Enter a first name or a last name."), field="first_names")
    part = Participation.objects.select_for_update(of=("self",)).get(pk=person.pk)
    moved = [name for name in HELD_BY_PART if name in fields and getattr(part, name) != fields[name]]
    wanted = {name: value for name, value in fields.items() if name in CORRECTABLE}
    if not moved and all(getattr(member, name) == value for name, value in wanted.items()):
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."))
    changed = change_member(member, wanted, is_child=part.role == PartyRole.CHILD, on=person.case.received_on)
    for name in moved:
        setattr(part, name, fields[name])
    if moved:
        part.save(update_fields=moved)
    record(Verb.MEMBER_CORRECTED, part, by=by, now=now, fields=[*changed, *moved])
    return part


@operation
def record_characteristics(*, person, told, said_by, by, now):
    """Records what was said of a person's ethnic group and disability at one time, by one teller. Returns the rows.

    `told` is kind (a `Trait`) to {answer, code, own_words, why_here}; a kind that is left out was not asked, and what
    holds of it goes on to hold. Refuses with `NOTHING_SAID`, `CASE_CLOSED`, and as `add_characteristic` does.
    """
    open_case(person.case)
    if not told:
        raise Refused("NOTHING_SAID", N_("Answer one of the two questions, or cancel."))
    return [
        add_characteristic(
            case_id=person.case_id, member=person.member, kind=kind, said_by=said_by, nation=person.case.nation,
            on=local_date(now), **said, by=by, now=now,
        )
        for kind, said in told.items()
    ]  # fmt: skip
