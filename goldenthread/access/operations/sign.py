"""Signing in and out; whose account it is at the identity provider; ending every sign-in of a person at once."""

from goldenthread.access.models import Identity, SignInsEnded
from goldenthread.access.queries import identity_of, last_end_of, staff_of_today
from goldenthread.access.rules import NotIn, is_verified
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.people.models import Person
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


class NotSignedIn(Exception):
    """A sign-in did not come about. `code` is one of `NotIn`, `person` whoever it was, where that is proven."""

    def __init__(self, code, person=None):
        super().__init__(code)
        self.code, self.person = code, person


@operation
def sign_in(*, how, by, now):
    """Leaves the line of a sign-in. `how`: OIDC, DEMO, LOCAL."""
    record(Verb.SIGNED_IN, by, by=by, now=now, how=how)
    return by


@operation
def sign_out(*, how, by, now):
    """Leaves the line of a sign-out. `how`: ASKED. One that ends by itself after a time leaves no line."""
    record(Verb.SIGNED_OUT, by, by=by, now=now, how=how)
    return by


@operation
def refuse_sign_in(*, code, by, now):
    """Leaves the line of a sign-in that was refused to someone whose account is bound. `code`: one of `NotIn`."""
    record(Verb.SIGN_IN_REFUSED, by, by=by, now=now, reason=code)
    return by


def is_bound(claims, config) -> bool:
    """Whether the account is bound to someone: then nothing more need be known of it."""
    return identity_of(config.issuer, _subject(claims, config)) is not None


def _subject(claims, config):
    subject = claims.get(config.subject_claim)
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotSignedIn(NotIn.NO_SUBJECT)
    return subject


def whose(claims, config, *, today) -> tuple[Person, bool]:
    """The member of staff whose account this is, and whether it must be bound to them first. Writes nothing.

    `claims` are the provider's, proven. Raises `NotSignedIn` with NO_SUBJECT, LEFT, EMAIL, UNKNOWN, OTHER_ACCOUNT.
    Once bound, the account alone counts; before, the e-mail address that the provider has verified.
    """
    bound = identity_of(config.issuer, _subject(claims, config))
    person = bound.person if bound else _by_email(claims, config)
    if not staff_of_today(today).filter(pk=person.pk).exists():
        # Only whoever is bound is proven to be the one who left: an address may have gone to someone else.
        raise NotSignedIn(NotIn.LEFT, person if bound else None)
    return person, bound is None


def _by_email(claims, config):
    email = claims.get(config.email_claim)
    if not isinstance(email, str) or not is_verified(claims.get(config.email_verified_claim)):
        raise NotSignedIn(NotIn.EMAIL)
    # Beyond ASCII two different addresses can become one when they are put in lower case.
    found = Person.objects.filter(email=email.strip().lower(), is_service=False).first() if email.isascii() else None
    if found is None:
        raise NotSignedIn(NotIn.UNKNOWN)
    if identity_of(config.issuer, person=found) is not None:
        raise NotSignedIn(NotIn.OTHER_ACCOUNT)
    return found


def made_afresh(person, claims, *, leeway) -> None:
    """Where an administrator has ended the person's sign-ins: were they at the provider since, with no old cookie?

    Raises `NotSignedIn` with AFRESH and NO_AUTH_TIME. A laptop that is lost holds a sign-in of the provider too.
    """
    ended = last_end_of(person)
    if ended is None:
        return
    told = claims.get("auth_time")
    if isinstance(told, bool) or not isinstance(told, (int, float)):
        raise NotSignedIn(NotIn.NO_AUTH_TIME, person)
    if not told + leeway >= ended.timestamp():
        raise NotSignedIn(NotIn.AFRESH, person)


@operation
def bind_identity(*, issuer, subject, by, now):
    """Binds an account at the provider to the person who signs in with it for the first time.

    Refuses with `ALREADY_BOUND` where the person has an account there or the account has a person: two first sign-ins
    at once take their turns.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if identity_of(issuer, person=by) or identity_of(issuer, subject):
        raise Refused("ALREADY_BOUND", N_("This account is bound already. Sign in again."))
    identity = Identity.objects.create(person=by, issuer=issuer, subject=subject, bound_at=now)
    record(Verb.IDENTITY_BOUND, identity, by=by, now=now)
    return identity


@operation
def release_identity(*, person, by, now):
    """Releases a person's account at the provider, so that the next sign-in with their e-mail address is bound anew.

    Every sign-in of theirs ends. Refuses with `YOURSELF` and `NOT_BOUND`.
    """
    if person.pk == by.pk:
        raise Refused("YOURSELF", N_("Another administrator must release your own account."))
    held = Identity.objects.select_for_update().filter(person=person, released_at__isnull=True)
    if not held:
        raise Refused("NOT_BOUND", N_("No work account is bound to this person. They can sign in to bind one."))
    for identity in held:
        identity.released_at, identity.released_by = now, by
        identity.save(update_fields=["released_at", "released_by"])
        record(Verb.IDENTITY_RELEASED, identity, by=by, now=now)
    end_sign_ins(person=person, by=by, now=now)
    return person


@operation
def end_sign_ins(*, person, by, now):
    """Ends every sign-in of a person at once, on every machine: their very next request is out. May be repeated."""
    ended = SignInsEnded.objects.create(person=person, ended_at=now, ended_by=by)
    record(Verb.SIGN_INS_ENDED, ended, by=by, now=now)
    return ended
