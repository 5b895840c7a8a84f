"""The emergency account: made at the machine, tried at its own page, and every use of it looked at afterwards.

For when the identity provider is down. It says who someone is and nothing more: what they may do is what their posts
let them do.
"""

import datetime as dt
import functools
import secrets

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from goldenthread.access.models import LocalAccount, LocalUse
from goldenthread.access.queries import failed_tries, nation_of, staff_of_today
from goldenthread.access.rules import (
    LOCKED_MINUTES,
    PASSPHRASE_LETTERS,
    TRIES,
    AccountEnd,
    GlassOutcome,
    LocalOutcome,
    passphrase_typed,
)
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.people.models import Person
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

GROUPS, LETTERS = 6, 5  # about 148 bits


def door_keeper() -> Person:
    """The service person in whose name a try is recorded while nobody is proven to be anybody."""
    return Person.objects.get_or_create(
        email="door@goldenthread.invalid", defaults={"name": "The door of Golden Thread", "is_service": True}
    )[0]


def operator() -> Person:
    """The service person in whose name accounts are made and ended at the machine."""
    return Person.objects.get_or_create(
        email="operator@goldenthread.invalid", defaults={"name": "An operator at the machine", "is_service": True}
    )[0]


def new_passphrase() -> str:
    """Groups of letters and figures that can be read from paper and typed."""
    return "-".join("".join(secrets.choice(PASSPHRASE_LETTERS) for _ in range(LETTERS)) for _ in range(GROUPS))


@operation
def make_local_account(*, person, passphrase, days, by, now):
    """Makes or renews a person's emergency account; of the passphrase only a hash is kept, and one before it ends.

    Refuses with `HAS_LEFT` and `DAYS` (1 to 366). Returns the account.
    """
    if not staff_of_today(now.date()).filter(pk=person.pk).exists():
        raise Refused("HAS_LEFT", N_("This person is not on the list of staff, or has left."))
    if not 1 <= days <= 366:
        raise Refused("DAYS", N_("An emergency account lasts from 1 to 366 days."))
    _end(person, AccountEnd.REPLACED, by=by, now=now)
    account = LocalAccount.objects.create(
        person=person, hash=make_password(passphrase_typed(passphrase)), made_at=now, made_by=by,
        until=now + dt.timedelta(days=days),
    )  # fmt: skip
    record(Verb.LOCAL_ACCOUNT_MADE, account, by=by, now=now, until=account.until)
    return account


@operation
def end_local_account(*, person, by, now):
    """Ends a person's emergency account; whoever is signed in by it is out at once. Refuses with `NO_ACCOUNT`."""
    account = _end(person, AccountEnd.ENDED, by=by, now=now)
    if account is None:
        raise Refused("NO_ACCOUNT", N_("This person has no emergency account."))
    return account


def _end(person, why, *, by, now):
    """Ends the account that a person has, if any, and leaves the line."""
    account = LocalAccount.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
    if account is not None:
        account.ended_at, account.ended_by, account.ended_why = now, by, why
        account.save(update_fields=["ended_at", "ended_by", "ended_why"])
        record(Verb.LOCAL_ACCOUNT_ENDED, account, by=by, now=now, reason=why)
    return account


@functools.cache
def _nobodys_hash():
    """What is compared where there is no account, so that the answer takes as long."""
    return make_password(secrets.token_urlsafe(32))


@operation
def try_local_account(*, email, passphrase, reason, by, now):
    """One try at the emergency page. Returns its row: `result` says IN, FAILED or LOCKED, and `person` who is in.

    `by` is the door's own service person: nobody is proven yet. Every try leaves a row and a line, and takes as long
    whether the address is known or not. After `TRIES` failed ones the account takes nothing for `LOCKED_MINUTES`.
    """
    nobody = _nobodys_hash()
    person = staff_of_today(now.date()).filter(email=email.strip().lower()).first()
    # The row of the account is the turnstile: tries that come at once are counted one after the other.
    account = LocalAccount.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
    right = check_password(passphrase_typed(passphrase), account.hash if account else nobody)
    since = now - dt.timedelta(minutes=LOCKED_MINUTES)
    failed = list(failed_tries(person, max(since, account.made_at) if account else since))
    locked = len(failed) >= TRIES
    if right and account and account.until > now and not locked:
        return _let_in(account, person, reason, now)
    return _kept_out(person, account, failed[0] if locked else None, by=by, now=now)


def _let_in(account, person, reason, now):
    use = LocalUse.objects.create(
        at=now, person=person, account=account, nation=nation_of(person, now.date()), result=LocalOutcome.IN,
        reason=reason, until=now + dt.timedelta(minutes=settings.LOCAL_SESSION_MINUTES),
    )  # fmt: skip
    record(Verb.LOCAL_ACCOUNT_USED, use, by=person, now=now, until=use.until)
    return use


def _kept_out(person, account, last, *, by, now):
    """Tries after the lock are counted in the last row: a thousand of them are one alarm, not a thousand."""
    if last is not None:
        last.times, last.at, last.result = last.times + 1, now, LocalOutcome.LOCKED
        if last.reviewed_at is None:
            last.save(update_fields=["times", "at", "result"])
    if last is None or last.reviewed_at is not None:
        last = LocalUse.objects.create(
            at=now, person=person, account=account, nation=nation_of(person, now.date()) if person else "",
            result=LocalOutcome.FAILED if last is None else LocalOutcome.LOCKED,
        )  # fmt: skip
    record(Verb.LOCAL_ACCOUNT_TRIED, last, by=by, now=now, result=last.result, times=last.times)
    return last


@operation
def review_local_use(*, use, outcome, note, by, now):
    """A named senior says what they found of a use of an emergency account, or of tries at one.

    Refuses with `OWN_USE`, `ALREADY_REVIEWED` and `NOTE_REQUIRED`.
    """
    use = LocalUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
    if use.person_id == by.pk:
        raise Refused("OWN_USE", N_("Another named senior must review your own use."))
    if use.reviewed_at is not None:
        raise Refused("ALREADY_REVIEWED", N_("This use has already been reviewed."))
    if not note.strip():
        raise Refused("NOTE_REQUIRED", N_("Say what you found."), field="note")
    use.outcome, use.review_note = GlassOutcome(outcome), note
    use.reviewed_at, use.reviewed_by = now, by
    use.save(update_fields=["outcome", "review_note", "reviewed_at", "reviewed_by"])
    record(Verb.LOCAL_ACCOUNT_REVIEWED, use, by=by, now=now, outcome=outcome)
    return use
