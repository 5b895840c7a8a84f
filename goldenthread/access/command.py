"""The command line's part of this area: making and ending an emergency account, at the machine."""

from django.db import transaction

from goldenthread.access.door import clock, name_person
from goldenthread.access.operations import local
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.people.models import Person


def make(email: str, days: int) -> dict:
    """Makes or renews the emergency account of the member of staff with this address.

    Returns {passphrase, until}: the passphrase is known from here on to whoever reads it and to nobody else. Refuses as
    `make_local_account` does, and with `NOBODY`.
    """
    passphrase = local.new_passphrase()
    with transaction.atomic():
        by = _operator()
        account = local.make_local_account(person=_whose(email), passphrase=passphrase, days=days, by=by, now=clock())
    return {"passphrase": passphrase, "until": account.until.date().isoformat()}


def end(email: str) -> None:
    """Ends the emergency account of a member of staff. Refuses as `end_local_account` does, and with `NOBODY`."""
    with transaction.atomic():
        local.end_local_account(by=_operator(), person=_whose(email), now=clock())


def _operator():
    by = local.operator()
    name_person(by.pk)
    return by


def _whose(email):
    person = Person.objects.filter(email=email.strip().lower(), is_service=False).first()
    if person is None:
        raise Refused("NOBODY", N_("Nobody on the list of staff has this e-mail address."))
    return person
