"""Restricting a case and naming who may know of it; break-glass and its review."""

import datetime as dt

from django.db import connection

from goldenthread.access.models import GlassBreak, Restriction
from goldenthread.access.rules import GlassOutcome, RestrictionReason
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.policy.rules import value
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


def _call(function, *arguments):
    """Calls one of the wall's functions: the application role cannot write those tables itself."""
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", arguments)  # noqa: S608 (names of our own functions)
        return cursor.fetchone()[0]


@operation
def restrict_case(*, case, reason, why, people, by, now):
    """Restricts a case: from now on only `people`, and the person who does it, may know of it.

    Refuses with `ALREADY_RESTRICTED` and `WHY_REQUIRED`. Returns the restriction.
    """
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why the case is restricted."), field="why")
    if Restriction.objects.filter(case_id=case.pk, lifted_at__isnull=True).exists():
        raise Refused("ALREADY_RESTRICTED", N_("This case is already restricted."))
    new, named = new_id(), [person.pk for person in people]
    _call(
        "gt_restrict",
        new,
        case.pk,
        case.reference,
        case.nation,
        RestrictionReason(reason).value,
        why,
        named,
        now,
    )
    record(Verb.CASE_RESTRICTED, case, by=by, now=now, reason=reason, named=len({*named, by.pk}))
    return Restriction.objects.get(pk=new)


def _for_good(case):
    """Refuses with `BY_GLASS` whoever is on a restricted case by break-glass alone, while a manager is named on it."""
    if _call("gt_by_glass_alone", case.pk):
        raise Refused(
            "BY_GLASS",
            N_("You opened this case by break-glass, to read it. Ask a manager who is named on it to do this."),
        )


@operation
def name_on_case(*, case, person, by, now):
    """Names one more person on a restricted case. Refuses with `BY_GLASS`."""
    _for_good(case)
    _call("gt_name", case.pk, person.pk, now)
    record(Verb.CASE_NAMED, case, by=by, now=now, person=person.pk)
    return case


@operation
def unname_on_case(*, case, person, by, now):
    """Takes a person off a restricted case. Refuses with `NOT_YOURSELF` (nobody may be left to see it), `BY_GLASS`."""
    if person.pk == by.pk:
        raise Refused("NOT_YOURSELF", N_("Ask someone else who is named on the case to take you off it."))
    _for_good(case)
    _call("gt_unname", case.pk, person.pk, now)
    record(Verb.CASE_UNNAMED, case, by=by, now=now, person=person.pk)
    return case


@operation
def lift_restriction(*, case, by, now):
    """Opens a restricted case again to everyone whose post reaches it. Refuses with `BY_GLASS`."""
    _for_good(case)
    _call("gt_lift", case.pk, now)
    record(Verb.RESTRICTION_LIFTED, case, by=by, now=now)
    return case


@operation
def break_glass(*, reference, reason, nation, by, now):
    """Opens a restricted case, known by its reference, to the person who asks, for as long as policy says.

    The named seniors of the nation see it the same day. Refuses with `REASON_REQUIRED`, and with `NO_SUCH_CASE`
    both for a reference that does not exist and for a case that needs no break-glass: it must not be a way to
    find out which references exist. Returns the use, with the case's identifier.
    """
    if not reason.strip():
        raise Refused("REASON_REQUIRED", N_("Say why you must open this case now."), field="reason")
    hours = value("break-glass", nation=nation, on=now.date()).value
    new, until = new_id(), now + dt.timedelta(hours=hours)
    case_id = _call("gt_break_glass", new, reference.strip().upper(), reason, now, until)
    if case_id is None:
        raise Refused(
            "NO_SUCH_CASE",
            N_("There is no restricted case with this reference. Check the reference; if it is right, search for it."),
            field="reference",
        )
    use = GlassBreak.objects.get(pk=new)
    record(Verb.GLASS_BROKEN, use, by=by, now=now, until=until)
    return use


@operation
def review_glass(*, use, outcome, note, by, now):
    """A named senior says what they found of a use of break-glass.

    Refuses with `OWN_USE`, `ALREADY_REVIEWED` and `NOTE_REQUIRED`.
    """
    use = GlassBreak.objects.select_for_update().get(pk=use.pk)
    if use.broken_by_id == by.pk:
        raise Refused("OWN_USE", N_("Another named senior must review your own use."))
    if use.reviewed_at is not None:
        raise Refused("ALREADY_REVIEWED", N_("This use has already been reviewed."))
    if not note.strip():
        raise Refused("NOTE_REQUIRED", N_("Say what you found."), field="note")
    use.outcome, use.review_note = GlassOutcome(outcome), note
    use.reviewed_at, use.reviewed_by = now, by
    use.save(update_fields=["outcome", "review_note", "reviewed_at", "reviewed_by"])
    record(Verb.GLASS_REVIEWED, use, by=by, now=now, outcome=outcome)
    return use
