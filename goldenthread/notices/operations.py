"""Choosing how to be told, and the steps of a notice. The person who is told is the one who acts."""

from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.notices import queries
from goldenthread.notices.models import Choice, Notice, Told, Unreached
from goldenthread.notices.rules import NOTICE_LIFE, How, Language, NoticeState
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def choose(*, how, language, expected_version=None, by, now):
    """A person says how they wish to be told that something waits, and in which language.

    Refuses with `NO_SUCH_CHOICE`, and with `CHANGED_MEANWHILE` when they chose on another page meanwhile.
    """
    if how not in set(How) or language not in set(Language):
        raise Refused("NO_SUCH_CHOICE", N_("Choose one of the answers."), field="how")
    row, _new = Choice.objects.select_for_update().get_or_create(person=by)
    unchanged(row, expected_version, ["how", "language"])
    row.how, row.language = How(how), Language(language)
    row.version += 1
    row.save(update_fields=["how", "language", "version"])
    record(Verb.NOTICES_CHOSEN, by, by=by, now=now, how=row.how, language=row.language)
    return row


@operation
def order(*, telling, waiting, languages, day, by, now):
    """Orders the notice that is to be told now, and remembers what it tells.

    `waiting` holds the fingerprints of what waits, by kind. The database refuses a second digest of a day, and a
    second notice while one is under way.
    """
    notice = Notice.objects.create(
        person=by, kinds=list(telling.kinds), languages=list(languages), day=day if telling.digest else None,
        ordered_at=now, moved_at=now,
    )  # fmt: skip
    for kind in telling.kinds:
        Told.objects.update_or_create(person=by, kind=kind, defaults={"things": sorted(waiting[kind]), "told_at": now})
    record(Verb.NOTICE_ORDERED, by, by=by, now=now, digest=telling.digest)
    return notice


@operation
def start(*, notice, by, now):
    """Says that a notice is being handed to the mail server, before it is: so it is not handed over twice.

    Refuses with `NOT_FROM_HERE`.
    """
    row = _moved(notice, NoticeState.SENDING, now, tries=notice.tries + 1)
    record(Verb.NOTICE_TRIED, by, by=by, now=now, **{"try": row.tries})
    return row


@operation
def sent(*, notice, by, now):
    """The mail server has taken a notice: the address is reached. Refuses with `NOT_FROM_HERE`."""
    row = _moved(notice, NoticeState.SENT, now)
    Unreached.objects.filter(person=by, ended_at__isnull=True).update(ended_at=now)
    record(Verb.NOTICE_SENT, by, by=by, now=now, **{"try": row.tries})
    return row


@operation
def delayed(*, notice, reason, by, now):
    """The mail server could not be reached, or asked to come again: the notice waits. Refuses with `NOT_FROM_HERE`."""
    row = _moved(notice, NoticeState.WAITING, now)
    record(Verb.NOTICE_DELAYED, by, by=by, now=now, reason=reason, **{"try": row.tries})
    return row


@operation
def refused(*, notice, fault, by, now):
    """The mail server refused a notice for good, and perhaps the address itself. Refuses with `NOT_FROM_HERE`."""
    row = _moved(notice, NoticeState.REFUSED, now)
    if fault.address:
        Unreached.objects.filter(person=by, ended_at__isnull=True).update(ended_at=now)
        Unreached.objects.create(person=by, since_at=now)
    record(Verb.NOTICE_REFUSED, by, by=by, now=now, reason=fault.code)
    return row


@operation
def not_sent(*, notice, by, now):
    """A notice is not, or no longer, to be sent; the line does not say why. Refuses with `NOT_FROM_HERE`."""
    row = _moved(notice, NoticeState.NOT_SENT, now)
    record(Verb.NOTICE_NOT_SENT, by, by=by, now=now)
    return row


def _moved(notice, target, now, **also):
    """The notice in its new state. It was read for update in this transaction."""
    NOTICE_LIFE.check(notice.state, target)
    notice.state, notice.moved_at = target, now
    for name, value in also.items():
        setattr(notice, name, value)
    notice.save(update_fields=["state", "moved_at", *also])
    return notice


def turn_email(*, person, off):
    """Remembers whether e-mail may go to a person's address, for their own page alone.

    It leaves no line: a line would tell whoever reads the log that the address stands in somebody's case.
    """
    if queries.choice_of(person).email_off != off:
        Choice.objects.update_or_create(person=person, defaults={"email_off": off})
