"""Hearings of the court: recorded from the feed or by hand, moved, held, adjourned, vacated."""

from goldenthread.casework.cases.models import Hearing
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.cases.rules import HearingStatus
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

CHANGEABLE = ("kind", "status", "starts_at", "ends_at", "venue")


def _ends_after(starts_at, ends_at):
    if ends_at is not None and ends_at < starts_at:
        raise Refused("ENDS_BEFORE", N_("The hearing ends before it starts. Check both times."), field="ends_at")


def _held_already(status, starts_at, now):
    if status == HearingStatus.HELD and local_date(starts_at) > local_date(now):
        raise Refused("NOT_HELD_YET", N_("This hearing lies ahead, so it has not been held yet."), field="status")


@operation
def record_hearing(*, case, kind, starts_at, ends_at=None, venue="", status="LISTED", court_hearing_id="", by, now):
    """Records a hearing of the court. Refuses with `ENDS_BEFORE`, and by hand with `NOT_HELD_YET`.

    What the court's feed says (`court_hearing_id`) is taken as it says it.
    """
    _ends_after(starts_at, ends_at)
    if not court_hearing_id:
        _held_already(status, starts_at, now)
    hearing = Hearing.objects.create(
        case=case, kind=kind, starts_at=starts_at, ends_at=ends_at, venue=venue, status=status,
        court_hearing_id=court_hearing_id, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.HEARING_RECORDED, hearing, by=by, now=now, kind=kind, on=local_date(starts_at), status=status)
    return hearing


@operation
def change_hearing(*, hearing, expected_version=None, by, now, **fields):
    """Changes a hearing: its day, place, kind, or what became of it; what stood before is in the field history.

    `fields` are any of `CHANGEABLE`. Refuses with `CHANGED_MEANWHILE`, `NOTHING_CHANGED`, `ENDS_BEFORE`,
    `NOT_HELD_YET`, `SUPERSEDED`.
    """
    row = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    unchanged(row, expected_version, CHANGEABLE)
    if row.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This hearing has been superseded. Record it anew if it takes place."))
    changed = [name for name in CHANGEABLE if name in fields and getattr(row, name) != fields[name]]
    if not changed:
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."))
    before = local_date(row.starts_at)
    for name in changed:
        setattr(row, name, fields[name])
    _ends_after(row.starts_at, row.ends_at)
    _held_already(row.status, row.starts_at, now)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(
        Verb.HEARING_CHANGED, row, by=by, now=now,
        kind=row.kind, status=row.status, **{"from": before, "to": local_date(row.starts_at)},
    )  # fmt: skip
    return row
