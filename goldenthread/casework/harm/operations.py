"""Recording behaviour patterns, what is known of proof, and incidents under them."""

from goldenthread.casework.cases.operations.records import (
    is_late,
    local_date,
    not_in_future,
    open_case,
    reach,
    supersede,
)
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.harm.models import Incident, Pattern, PatternStatus, PatternTowards
from goldenthread.casework.harm.queries import standing_statuses
from goldenthread.casework.harm.rules import Status
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def record_pattern(
    *, case, kind, by_member, towards, words, period_words, status_on, source, by, now,
    status=Status.REPORTED, status_note="", sub_kinds=(), from_on=None, to_on=None, ongoing=None,
    said_by=None, said_by_words="", told_on=None, lines=(), contacts=(),
):  # fmt: skip
    """Records behaviour of one person towards others over a time, with its first status of proof.

    `by_member`, `towards` (one or more) and `said_by` are family members of the case; `period_words` is the
    time as told, `from_on` and `to_on` its outer bounds where any are known. `told_on` is the day on which we
    were told (None: today); what is written down later than the next working day after it is late. The
    pattern draws on `lines` of enquiry and `contacts`. Refuses with `NOT_IN_CASE`, `NOBODY`, `SAME_PERSON`,
    `EMPTY`, `WHO_SAYS`, `WHEN`, `BACKWARDS`, `IN_FUTURE`, `SOURCE_REQUIRED`, `CASE_CLOSED`.
    """
    open_case(case)
    _people(case, by_member, towards, said_by)
    _told(
        words=words, period_words=period_words, said_by=said_by, said_by_words=said_by_words,
        from_on=from_on, to_on=to_on,
    )  # fmt: skip
    _proof(status_on, source, now)
    told_on = told_on or local_date(now)
    not_in_future(told_on, now, field="told_on")
    pattern = Pattern.objects.create(
        case=case, kind=kind, sub_kinds=[str(sub) for sub in sub_kinds], by_member=by_member, words=words,
        period_words=period_words, from_on=from_on, to_on=to_on, ongoing=ongoing,
        said_by=said_by, said_by_words="" if said_by else said_by_words, status=status,
        told_on=told_on, late=is_late(case, told_on, now), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    common = {"case": case, "pattern": pattern, "recorded_at": now, "recorded_by": by}
    PatternTowards.objects.bulk_create(PatternTowards(member=member, **common) for member in dict.fromkeys(towards))
    PatternStatus.objects.create(status=status, on_date=status_on, source=source, note=status_note, **common)
    for earlier in (*lines, *contacts):
        link(pattern, Relation.DRAWS_ON, earlier, by=by, now=now)
    reach(case, Stage.ENQUIRY)
    record(Verb.PATTERN_RECORDED, pattern, by=by, now=now, kind=kind, late=pattern.late)
    return pattern


def _people(case, by_member, towards, said_by):
    here = {row.member_id for row in participations(case)}
    named = [("by_member", by_member), *(("towards", member) for member in towards), ("said_by", said_by)]
    for field, member in named:
        if member is not None and member.pk not in here:
            raise Refused("NOT_IN_CASE", N_("Choose someone who takes part in this case."), field=field)
    if not towards:
        raise Refused("NOBODY", N_("Choose at least one person towards whom it was directed."), field="towards")
    if by_member in towards:
        raise Refused("SAME_PERSON", N_("The behaviour must be towards someone else."), field="towards")


def _told(*, words, period_words, said_by, said_by_words, from_on, to_on):
    if not words.strip():
        raise Refused("EMPTY", N_("Describe the behaviour."), field="words")
    if not period_words.strip():
        raise Refused("WHEN", N_("Say when it went on, as well as anyone knows."), field="period")
    if from_on and to_on and to_on < from_on:
        raise Refused("BACKWARDS", N_("It cannot have ended before it began. Check both."), field="period")
    if said_by is None and not said_by_words.strip():
        raise Refused("WHO_SAYS", N_("Say who says so."), field="said_by_words")


def _proof(on_date, source, now):
    not_in_future(on_date, now, field="status_on")
    if not source.strip():
        raise Refused("SOURCE_REQUIRED", N_("Say where this is known from."), field="source")


def _standing(pattern):
    row = Pattern.objects.select_for_update(of=("self",)).select_related("case").get(pk=pattern.pk)
    open_case(row.case)
    if row.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This pattern no longer holds. Work on the record that replaced it."))
    return row


def _newest(row):
    """Puts on the pattern the status that holds now, the newest by its own date, and returns it."""
    held = standing_statuses().filter(pattern=row).first()
    row.status, row.version = held.status, row.version + 1
    row.save(update_fields=["status", "version"])
    return held


@operation
def set_pattern_status(*, pattern, status, on_date, source, note="", expected_version=None, by, now):
    """Adds what is known of proof on a date, from a source. The newest by date holds; the earlier ones stand.

    Returns the status. Refuses with `IN_FUTURE`, `SOURCE_REQUIRED`, `SUPERSEDED`, `CHANGED_MEANWHILE`.
    """
    row = _standing(pattern)
    unchanged(row, expected_version, ["status"])
    _proof(on_date, source, now)
    known = PatternStatus.objects.create(
        case=row.case, pattern=row, status=status, on_date=on_date, source=source, note=note,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    _newest(row)
    record(Verb.PATTERN_STATUS_SET, row, by=by, now=now, status=status, on=on_date)
    return known


@operation
def supersede_status(*, status, why, words, by, now):
    """Supersedes a status that was recorded by mistake; the newest of the others holds.

    Refuses with `LAST_STATUS` when no other would stand, and as `supersede` does.
    """
    row = _standing(status.pattern)
    if not standing_statuses().filter(pattern=row).exclude(pk=status.pk).exists():
        raise Refused("LAST_STATUS", N_("Record the right status first: a pattern is never without one."))
    gone = supersede(record_of=status, why=why, words=words, by=by, now=now)
    held = _newest(row)
    record(Verb.PATTERN_STATUS_SET, row, by=by, now=now, status=held.status, on=held.on_date)
    return gone


@operation
def end_pattern(*, pattern, reason, expected_version=None, by, now):
    """Says that a pattern is no longer live, and why: no gate will ask for it again.

    Refuses with `COMMENT_REQUIRED`, `NOT_FROM_HERE`, `SUPERSEDED`, `CHANGED_MEANWHILE`.
    """
    row = _turn(pattern, live=False, reason=reason, expected_version=expected_version, by=by, now=now)
    record(Verb.PATTERN_ENDED, row, by=by, now=now)
    return row


@operation
def revive_pattern(*, pattern, reason, expected_version=None, by, now):
    """Says that a pattern is live again, and why. Refuses as `end_pattern` does."""
    row = _turn(pattern, live=True, reason=reason, expected_version=expected_version, by=by, now=now)
    record(Verb.PATTERN_REVIVED, row, by=by, now=now)
    return row


def _turn(pattern, *, live, reason, expected_version, by, now):
    row = _standing(pattern)
    unchanged(row, expected_version, ["ended_why"])
    if row.live == live:
        raise Refused("NOT_FROM_HERE", N_("This is already so. Look at the pattern's page."))
    if not reason.strip():
        raise Refused("COMMENT_REQUIRED", N_("Say why, in your own words."), field="ended_why")
    row.live, row.ended_why, row.version = live, reason, row.version + 1
    row.ended_at, row.ended_by = (None, None) if live else (now, by)
    row.save(update_fields=["live", "ended_why", "ended_at", "ended_by", "version"])
    return row


@operation
def record_incident(
    *, pattern, words, said_by_words, happened_on=None, when_words="", children_words="", told_on=None,
    contacts=(), by, now,
):  # fmt: skip
    """Records one occasion under a pattern: when (a date, or in words), what, who says so, where the children were.

    Refuses with `EMPTY`, `WHEN`, `WHO_SAYS`, `IN_FUTURE`, `SUPERSEDED`, `CASE_CLOSED`.
    """
    row = _standing(pattern)
    if not words.strip():
        raise Refused("EMPTY", N_("Say what happened."), field="words")
    if happened_on is None and not when_words.strip():
        raise Refused("WHEN", N_("Give the date, or say in words when it was."), field="happened_on")
    if not said_by_words.strip():
        raise Refused("WHO_SAYS", N_("Say who says so."), field="said_by_words")
    if happened_on is not None:
        not_in_future(happened_on, now, field="happened_on")
    told_on = told_on or local_date(now)
    not_in_future(told_on, now, field="told_on")
    incident = Incident.objects.create(
        case=row.case, pattern=row, happened_on=happened_on, when_words=when_words, words=words,
        said_by_words=said_by_words, children_words=children_words,
        told_on=told_on, late=is_late(row.case, told_on, now), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    link(incident, Relation.SUPPORTS, row, by=by, now=now)
    for contact in contacts:
        link(incident, Relation.DRAWS_ON, contact, by=by, now=now)
    record(Verb.INCIDENT_RECORDED, incident, by=by, now=now, on=happened_on, late=incident.late)
    return incident
