"""What the operations of every later area share: late entries, stages, and superseding a record."""

from django.conf import settings

from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.rules import STAGE_ORDER, Stage, SupersededWhy
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.workdays import entered_late
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


def local_date(moment):
    """The date of a moment where the service is."""
    return moment.astimezone(settings.LOCAL_ZONE).date()


def is_late(case, happened_on, now) -> bool:
    """Whether something is written down later than the next working day after it happened."""
    return entered_late(happened_on, local_date(now), case.nation)


def not_in_future(day, now, *, field) -> None:
    """Refuses with `IN_FUTURE` a date that has not come yet."""
    if day > local_date(now):
        raise Refused("IN_FUTURE", N_("This date has not come yet. Enter the date on which it happened."), field=field)


def reach(case, stage: Stage, *, back: bool = False) -> None:
    """Moves the case on to a stage; never back, unless `back` says that the work has been returned.

    Part of an operation of a later area, which leaves the line.
    """
    onward = STAGE_ORDER.index(stage) > STAGE_ORDER.index(Stage(case.stage))
    if onward or back:
        Case.objects.filter(pk=case.pk).update(stage=stage)
        case.stage = stage


def open_case(case) -> None:
    """Refuses with `CASE_CLOSED` when nothing more may be added."""
    if case.stage == Stage.CLOSED:
        raise Refused("CASE_CLOSED", N_("This case is closed. Nothing can be added to it."))


@operation
def supersede(*, record_of, why, words, replaced_by=None, by, now):
    """Says that a record no longer holds, and why; both stand. `why` is a `SupersededWhy`, `words` the reason.

    Refuses with `ALREADY_SUPERSEDED`, and with `WORDS_REQUIRED` when no reason is given.
    """
    row = type(record_of).objects.select_for_update(of=("self",)).get(pk=record_of.pk)
    if row.superseded_at is not None:
        raise Refused("ALREADY_SUPERSEDED", N_("This record has already been superseded."))
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Say why, in your own words."), field="words")
    row.superseded_at, row.superseded_by = now, by
    row.superseded_why, row.superseded_words = SupersededWhy(why), words
    row.replaced_by = replaced_by
    row.save(update_fields=["superseded_at", "superseded_by", "superseded_why", "superseded_words", "replaced_by"])
    record(Verb.SUPERSEDED, row, by=by, now=now, why=why)
    return row
