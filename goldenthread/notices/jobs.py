"""Looking what waits for each member of staff, and sending the notices. Each as the person who is told."""

from django.conf import settings

from goldenthread.access.standing import who_is
from goldenthread.background.jobs import GiveUp, TryAgain, acting, job, later
from goldenthread.kernel.refusal import N_
from goldenthread.notices import operations, queries
from goldenthread.notices.message import message
from goldenthread.notices.rules import LOST, How, Language, NoticeState, demanded, may_try, telling
from goldenthread.notices.smtp import deliver
from goldenthread.people.rules import Nation


@job(queue="house", retries=0, every="*/5 * * * *", says=N_("Look what waits for each member of staff"))
def look(*, by, now):
    """Orders the notices that are due. What fails for one person is undone, and holds up nobody else."""
    if not settings.EMAIL_HOST:
        return
    with acting(by):
        people = list(queries.staff_to_tell(_local(now).date()))
    failed = None
    for person in people:
        try:
            with acting(person):
                tell(person, now)
        except Exception as error:  # noqa: BLE001 (it is raised when the others have had theirs)
            failed = error
    if failed:
        raise failed


def _local(now):
    return now.astimezone(settings.LOCAL_ZONE)


def tell(person, now) -> None:
    """Orders one person's notice, if one is due. Inside `acting(person)`."""
    under_way = queries.under_way(person.pk)
    if under_way is not None:
        if now - under_way.moved_at >= LOST:
            later(send, by=person, key=under_way.pk, notice_id=under_way.pk)
        return
    who, choice = who_is(person, _local(now).date()), queries.choice_of(person)
    if not may_try(queries.refused_at(person.pk), now) or (choice.how == How.DEMANDED and not demanded(who.roles)):
        return
    waits = queries.fingerprints(person.pk, queries.waiting(who, now))
    due = telling(
        how=How(choice.how), roles=who.roles, nations=_nations(who), waiting=waits, told=queries.told(person.pk),
        local=_local(now), digest_at=settings.MAIL_DIGEST_AT, digest_on=queries.last_digest(person.pk),
        told_on=queries.told_on(person.pk, settings.LOCAL_ZONE),
    )  # fmt: skip
    if due is None or not _may_write(person):
        return
    notice = operations.order(
        telling=due, waiting=waits, languages=languages(choice, who), day=_local(now).date(), by=person, now=now
    )
    later(send, by=person, key=notice.pk, notice_id=notice.pk)


def _may_write(person):
    allowed = queries.email_allowed()
    operations.turn_email(person=person, off=not allowed)
    return allowed


def _nations(who):
    return {held.nation for held in who.posts}


def languages(choice, who) -> list[Language]:
    """The languages of a notice: the one that was chosen; else both, Welsh first, for whoever works in Wales."""
    if choice.language:
        return [Language(choice.language)]
    return [Language.WELSH, Language.ENGLISH] if Nation.WALES in _nations(who) else [Language.ENGLISH]


@job(queue="house", retries=24, says=N_("Send a notice that something waits"))
def send(*, notice_id, by, now):
    """Hands a notice to the mail server, once. That it is on its way is written down before, what came of it after."""
    with acting(by):
        notice = _ready(notice_id, by, now)
    if notice is None:
        return
    fault = deliver(message(notice, by.email))
    with acting(by):
        notice = queries.locked(notice_id)
        if fault is None:
            operations.sent(notice=notice, by=by, now=now)
        elif fault.for_good:
            operations.refused(notice=notice, fault=fault, by=by, now=now)
        else:
            operations.delayed(notice=notice, reason=fault.code, by=by, now=now)
    if fault is not None:
        raise GiveUp(fault.code) if fault.for_good else TryAgain(fault.code)


def _ready(notice_id, by, now):
    """The notice, on its way; None where it is not to be sent: done already, unwanted by now, or of unknown fate."""
    notice = queries.locked(notice_id)
    if notice is None or notice.state not in {NoticeState.WAITING, NoticeState.SENDING}:
        return None
    # A job that was lost in the middle of the sending: better once too seldom. The next digest says it again.
    if notice.state == NoticeState.SENDING or not _still_wanted(notice, by, now):
        operations.not_sent(notice=notice, by=by, now=now)
        return None
    return operations.start(notice=notice, by=by, now=now)


def _still_wanted(notice, by, now):
    today = _local(now).date()
    if not settings.EMAIL_HOST or (by.left_on and by.left_on <= today):
        return False
    who, how = who_is(by, today), queries.choice_of(by).how
    kinds = set(notice.kinds) & (set(demanded(who.roles)) if how == How.DEMANDED else set(notice.kinds))
    return bool(kinds & set(queries.waiting(who, now))) and _may_write(by)
