"""The court's directions to withhold a passage: recorded, and ended."""

from goldenthread.casework.cases.operations.records import is_late, not_in_future, open_case
from goldenthread.casework.papers.models import Direction
from goldenthread.casework.papers.passages import places
from goldenthread.casework.recommendations.queries.report import reports
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def record_direction(*, case, passage, directed_on, words, member=None, by, now):
    """Records that the court has directed a passage of the report be withheld from `member`, or from every party.

    `passage` is the key of a place of the newest version (see `passages`). We do not decide this ourselves: `words`
    are the court's. Refuses with `NO_REPORT`, `NO_SUCH_PASSAGE`, `WORDS_REQUIRED`, `IN_FUTURE`, `ALREADY_WITHHELD`,
    `CASE_CLOSED`.
    """
    open_case(case)
    newest = reports(case).first()
    if newest is None:
        raise Refused(
            "NO_REPORT", N_("There is no report yet. Make the report first: a direction names a passage of it.")
        )
    place = next((found for found in places(newest.content) if found.key == passage), None)
    if place is None:
        raise Refused("NO_SUCH_PASSAGE", N_("Choose a passage of the newest version."), field="passage")
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Write down what the court directed, in its own words."), field="words")
    not_in_future(directed_on, now, field="directed_on")
    again = Direction.objects.filter(
        case=case, passage=passage, member=member, ended_at__isnull=True, superseded_at__isnull=True
    )
    if again.exists():
        raise Refused("ALREADY_WITHHELD", N_("This passage is withheld from them already."), field="passage")
    row = Direction.objects.create(
        case=case, passage=passage, child_id=place.child_id or None, member=member, directed_on=directed_on,
        words=words, late=is_late(case, directed_on, now), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.DIRECTION_RECORDED, row, by=by, now=now, on=directed_on)
    return row


@operation
def end_direction(*, direction, reason, by, now):
    """Records that a direction to withhold no longer binds; `reason` says by what. Both stand in the record.

    Refuses with `COMMENT_REQUIRED` and `ALREADY_ENDED`.
    """
    row = Direction.objects.select_for_update(of=("self",)).get(pk=direction.pk)
    if row.ended_at is not None or row.superseded_at is not None:
        raise Refused("ALREADY_ENDED", N_("This direction has ended already."))
    if not reason.strip():
        raise Refused("COMMENT_REQUIRED", N_("Say by which order or direction it ended, and when."), field="reason")
    row.ended_at, row.ended_by, row.ended_why = now, by, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record(Verb.DIRECTION_ENDED, row, by=by, now=now)
    return row
