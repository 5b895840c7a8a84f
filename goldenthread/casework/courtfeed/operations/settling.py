"""A person settles a difference: the court's version is taken into our record, or ours is kept, with the reason."""

import datetime as dt

from goldenthread.casework.cases.models import Case, Participation
from goldenthread.casework.cases.operations.hearings import change_hearing
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.courtfeed.models import Difference
from goldenthread.casework.courtfeed.rules import DifferenceState, Settlement
from goldenthread.casework.families.models import ContactDetail, ProtectedContact
from goldenthread.casework.families.operations import correct_member
from goldenthread.casework.families.rules import ContactKind
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

READ_AS = {
    "born_on": dt.date.fromisoformat,
    "issued_on": dt.date.fromisoformat,
    "starts_at": dt.datetime.fromisoformat,
    "ends_at": dt.datetime.fromisoformat,
    "orders_sought": lambda text: text.split(","),
    "urgency_signs": lambda text: text.split(","),
}


@operation
def settle_difference(*, difference, outcome, why, by, now):
    """Settles a difference. `outcome` is a `Settlement`; `why` is the person's reason.

    Refuses with `WHY_REQUIRED`, `ALREADY_SETTLED`, and with what the correction itself refuses.
    """
    row = (
        Difference.objects.select_for_update(of=("self",))
        .select_related("case", "member", "hearing")
        .get(pk=difference.pk)
    )
    if row.state != DifferenceState.OPEN or row.superseded_at is not None:
        raise Refused("ALREADY_SETTLED", N_("This difference has been settled meanwhile. Nothing was changed."))
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say what you rest the decision on."), field="why")
    taken = Settlement(outcome) is Settlement.TAKE
    if row.field in set(ContactKind):
        _choose_detail(row, taken, now)
    elif taken:
        _take(row, by, now)
    row.state = DifferenceState.TAKEN if taken else DifferenceState.KEPT
    row.settled_at, row.settled_by, row.why = now, by, why
    row.save(update_fields=["state", "settled_at", "settled_by", "why"])
    record(Verb.DIFFERENCE_SETTLED, row, by=by, now=now, field=row.field, outcome=row.state)
    return row


def _take(row, by, now):
    """Brings the court's version into our record, by the operation whose work it is."""
    fields = {row.field: READ_AS.get(row.field, str)(row.court_says)}
    try:
        if row.hearing_id:
            change_hearing(hearing=row.hearing, by=by, now=now, **fields)
        elif row.member_id:
            correct_member(member=row.member, is_child=_is_child(row), on=local_date(now), by=by, now=now, **fields)
        else:
            _take_for_case(row, fields)
    except Refused as refusal:
        # Someone has put it right already: that is what was asked for.
        if refusal.code != "NOTHING_CHANGED":
            raise


def _is_child(row):
    return Participation.objects.filter(
        case=row.case, member=row.member, role=PartyRole.CHILD, superseded_at__isnull=True
    ).exists()


def _take_for_case(row, fields):
    case = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    for name, value in fields.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=[*fields, "version"])


def _choose_detail(row, taken, now):
    """Both details stand with the person: the one that was not chosen ends. A single one is left as it is, so that
    nobody loses the last way to reach someone, and nothing is opened that was protected."""
    model = ProtectedContact if row.protected else ContactDetail
    held = model.objects.filter(case_id=row.case_id, member=row.member, kind=row.field, ended_at__isnull=True)
    ours, courts = held.filter(recorded_at__lt=row.recorded_at), held.filter(recorded_at__gte=row.recorded_at)
    if ours.exists() and courts.exists():
        (ours if taken else courts).update(ended_at=now)
