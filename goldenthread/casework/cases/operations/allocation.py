"""Who works a case: allocated, reallocated, covered; a conflict declared; the letter sent."""

from goldenthread.casework.cases.models import Allocation, ConflictDeclaration
from goldenthread.casework.cases.operations.records import local_date, not_in_future, open_case, reach
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.cases.rules import CARRIERS, AllocationKind, Process, Stage, clock
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.people.models import Post
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


def _team_of(person, on):
    post = (
        Post.objects.filter(person=person, role__in=CARRIERS, from_on__lte=on)
        .exclude(to_on__lt=on)
        .select_related("team__area")
        .order_by("from_on")
        .first()
    )
    if post is None or post.team is None:
        raise Refused("NO_POST", N_("This person holds no post that can carry a case today."), field="adviser")
    return post.team


@operation
def allocate_case(*, case, adviser, why="", expected_version=None, by, now):
    """Gives a case to an adviser, for the first time or anew (then `why` is required); cover ends.

    Refuses with `NO_POST`, `SAME_ADVISER`, `WHY_REQUIRED`, `CHANGED_MEANWHILE`, `CASE_CLOSED`.
    """
    open_case(case)
    row = locked(case.pk)
    unchanged(row, expected_version, ["adviser"])
    team, before = _team_of(adviser, local_date(now)), row.adviser_id
    if before == adviser.pk:
        raise Refused("SAME_ADVISER", N_("This adviser already has the case."), field="adviser")
    if before and not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why the case changes hands."), field="why")
    row.adviser, row.team, row.area = adviser, team, team.area
    row.covered_by = row.cover_until = None
    row.version += 1
    row.save(update_fields=["adviser", "team", "area", "covered_by", "cover_until", "version"])
    Allocation.objects.filter(case=row, ended_at__isnull=True).update(ended_at=now)
    kind = AllocationKind.REALLOCATED if before else AllocationKind.ALLOCATED
    Allocation.objects.create(case=row, kind=kind, adviser=adviser, team=team, why=why, recorded_at=now, recorded_by=by)
    reach(row, Stage.ENQUIRY)
    if before:
        record(Verb.CASE_REALLOCATED, row, by=by, now=now, to=adviser.pk, team=team.pk, **{"from": before})
    else:
        record(Verb.CASE_ALLOCATED, row, by=by, now=now, to=adviser.pk, team=team.pk)
    return row


@operation
def arrange_cover(*, case, adviser, until, why, by, now):
    """Someone covers a case until a day, while the adviser is away; the case stays the adviser's.

    Refuses with `NOT_ALLOCATED`, `OWN_COVER`, `IN_PAST`, `WHY_REQUIRED`, `NO_POST`.
    """
    open_case(case)
    row = locked(case.pk)
    if row.adviser_id is None:
        raise Refused("NOT_ALLOCATED", N_("Allocate the case first."))
    if row.adviser_id == adviser.pk:
        raise Refused("OWN_COVER", N_("The adviser cannot cover their own case."), field="adviser")
    if until < local_date(now):
        raise Refused("IN_PAST", N_("Cover must end today or later."), field="until")
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why cover is needed."), field="why")
    team = _team_of(adviser, local_date(now))
    row.covered_by, row.cover_until = adviser, until
    row.version += 1
    row.save(update_fields=["covered_by", "cover_until", "version"])
    Allocation.objects.create(
        case=row, kind=AllocationKind.COVER, adviser=adviser, team=team, until_on=until, why=why,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    record(Verb.COVER_ARRANGED, row, by=by, now=now, to=adviser.pk, until=until)
    return row


@operation
def end_cover(*, case, by, now):
    """Ends cover before its day. Refuses with `NO_COVER`."""
    row = locked(case.pk)
    if row.covered_by_id is None:
        raise Refused("NO_COVER", N_("Nobody covers this case."))
    before = row.covered_by_id
    row.covered_by = row.cover_until = None
    row.version += 1
    row.save(update_fields=["covered_by", "cover_until", "version"])
    Allocation.objects.filter(case=row, kind=AllocationKind.COVER, ended_at__isnull=True).update(ended_at=now)
    record(Verb.COVER_ENDED, row, by=by, now=now, to=before)
    return row


@operation
def declare_conflict(*, case, has_conflict, words, by, now):
    """The adviser says whether there is a conflict of interest. Refuses with `WORDS_REQUIRED` when there is one."""
    if has_conflict and not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Say what the conflict is, so that a manager can decide."), field="words")
    row = ConflictDeclaration.objects.create(
        case=case, has_conflict=has_conflict, words=words, recorded_at=now, recorded_by=by
    )
    record(Verb.CONFLICT_DECLARED, row, by=by, now=now, conflict=has_conflict)
    return row


@operation
def record_letter_sent(*, case, sent_on, by, now):
    """Records that the safeguarding letter was sent, and stops its clock.

    Refuses with `IN_FUTURE`, `BEFORE_RECEIVED`, `ALREADY_SENT`.
    """
    not_in_future(sent_on, now, field="sent_on")
    row = locked(case.pk)
    if sent_on < row.received_on:
        raise Refused(
            "BEFORE_RECEIVED",
            N_("The letter cannot have been sent before the case was received."),
            field="sent_on",
        )
    if row.letter_sent_on is not None:
        raise Refused("ALREADY_SENT", N_("It is already recorded that the letter was sent."))
    row.letter_sent_on, row.letter_sent_by = sent_on, by
    row.version += 1
    row.save(update_fields=["letter_sent_on", "letter_sent_by", "version"])
    limit = clock(
        process=row.process,
        nation=row.nation,
        received_on=row.received_on,
        done_on=sent_on,
        today=local_date(now),
    )
    # The other processes have clocks of their own, which a letter does not stop.
    due = limit.due if limit and row.process == Process.CAP else None
    record(Verb.LETTER_SENT, row, by=by, now=now, on=sent_on, due=due, late=bool(due and sent_on > due))
    return row
