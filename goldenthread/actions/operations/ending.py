"""Saying that an action is done, signing it off, sending it back, dropping it, looking at its effect again."""

from goldenthread.actions.models import EffectLook, Note, NoteKind
from goldenthread.actions.operations.raising import add_note, locked, today_of
from goldenthread.actions.queries import has_evidence, is_own_work
from goldenthread.actions.rules import ACTION_LIFE, MOST_AHEAD, ActionState, DueKind, Effect
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


def _step(action, to, reason, expected_version):
    row = locked(action)
    unchanged(row, expected_version, ["state"])
    return row, ACTION_LIFE.check(row.state, to, comment=reason)


def _moved(row, to, *fields):
    row.state, row.version = to, row.version + 1
    row.save(update_fields=["state", "version", *fields])


@operation
def say_done(*, action, reason, evidence="", where="", expected_version=None, by, now):
    """The owner says that it is done: what came of it, and the evidence, unless there is some already.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `NO_EVIDENCE`, `NO_WHERE`, `REPEATED`, `CHANGED_MEANWHILE`.
    """
    row, step = _step(action, ActionState.DONE, reason, expected_version)
    if row.due_kind == DueKind.REPEATED:
        raise Refused("REPEATED", N_("This is a repeated action: record the round. It ends when it is dropped."))
    if evidence.strip():
        add_note(row, NoteKind.EVIDENCE, evidence, where, by=by, now=now)
    elif not has_evidence(row):
        raise Refused("NO_EVIDENCE", N_("Show something for it: what is the evidence, and where is it?"),
                      field="evidence")  # fmt: skip
    _say(row, reason, by, now)
    row.done_at, row.done_by = now, by
    _moved(row, ActionState.DONE, "done_at", "done_by")
    late = row.due_on is not None and today_of(now) > row.due_on
    record(step.verb, row, by=by, now=now, late=late)
    return row


def _say(row, reason, by, now):
    if reason.strip():
        Note.objects.create(action=row, kind=NoteKind.DECISION, words=reason, noted_at=now, noted_by=by)


@operation
def ask_to_sign(*, action, person, by, now):
    """Asks someone by name to sign it off. Refuses with `NOT_DONE`, `OWNER_SIGNS`."""
    row = locked(action)
    if row.state != ActionState.DONE:
        raise Refused("NOT_DONE", N_("Only what is said to be done can be signed off."))
    _not_the_owner(row, person, now)
    row.signer = person
    row.save(update_fields=["signer"])
    record(Verb.ACTION_ASKED, row, by=by, now=now, person=person.pk)
    return row


def _not_the_owner(row, person, now):
    if is_own_work(person, row, today_of(now)):
        raise Refused(
            "OWNER_SIGNS",
            N_("Whoever owns an action, has a part in it, or said that it is done cannot sign it off. Ask whoever "
               "accounts for it."),
        )  # fmt: skip


def _to_come(day, field, now):
    ahead = (day - today_of(now)).days
    if ahead <= 0:
        raise Refused("EFFECT_IN_PAST", N_("Choose a day to come, when its effect can be seen."), field=field)
    if ahead > MOST_AHEAD:
        raise Refused("EFFECT_TOO_FAR", N_("Choose a day within five years: look at the year."), field=field)


@operation
def sign_off(*, action, reason, effect_due_on, expected_version=None, by, now):
    """Someone other than the owner agrees that it is done, and says when its effect is looked at again.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `OWNER_SIGNS`, `NO_EVIDENCE`, `EFFECT_IN_PAST`,
    `EFFECT_TOO_FAR`, `CHANGED_MEANWHILE`.
    """
    row, step = _step(action, ActionState.CLOSED, reason, expected_version)
    _not_the_owner(row, by, now)
    if not has_evidence(row):
        raise Refused("NO_EVIDENCE", N_("There is no evidence here. Send it back to its owner."))
    _to_come(effect_due_on, "effect_due_on", now)
    _say(row, reason, by, now)
    row.closed_at, row.closed_by, row.effect_due_on, row.signer = now, by, effect_due_on, None
    _moved(row, ActionState.CLOSED, "closed_at", "closed_by", "effect_due_on", "signer")
    record(step.verb, row, by=by, now=now, effect_due=effect_due_on)
    return row


@operation
def return_it(*, action, reason, expected_version=None, by, now):
    """Sends what is not done back to its owner, with what is missing.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `OWNER_SIGNS`, `CHANGED_MEANWHILE`.
    """
    row, step = _step(action, ActionState.OPEN, reason, expected_version)
    if step.verb != Verb.ACTION_RETURNED:
        raise Refused("NOT_FROM_HERE", N_("This step cannot be taken now (%(state)s)."), state=row.state.lower())
    _not_the_owner(row, by, now)
    _say(row, reason, by, now)
    row.done_at = row.done_by = row.signer = None
    _moved(row, ActionState.OPEN, "done_at", "done_by", "signer")
    record(step.verb, row, by=by, now=now)
    return row


@operation
def drop(*, action, reason, expected_version=None, by, now):
    """Drops an action, with the reason. Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`."""
    row, step = _step(action, ActionState.DROPPED, reason, expected_version)
    _say(row, reason, by, now)
    _moved(row, ActionState.DROPPED)
    record(step.verb, row, by=by, now=now)
    return row


@operation
def reopen(*, action, reason, expected_version=None, by, now):
    """Opens an ended action again, with the reason.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    row, step = _step(action, ActionState.OPEN, reason, expected_version)
    if step.verb != Verb.ACTION_REOPENED:
        raise Refused("NOT_FROM_HERE", N_("This step cannot be taken now (%(state)s)."), state=row.state.lower())
    _say(row, reason, by, now)
    row.done_at = row.done_by = row.closed_at = row.closed_by = row.effect_due_on = None
    _moved(row, ActionState.OPEN, "done_at", "done_by", "closed_at", "closed_by", "effect_due_on")
    record(step.verb, row, by=by, now=now)
    return row


@operation
def look_at_effect(*, action, effect, words, again_on=None, by, now):
    """Looks at the effect of a closed action: it worked, or a day is set to look again, or it is opened again.

    Refuses with `NOT_CLOSED`, `OWNER_SIGNS`, `AGAIN_WHEN`, `EFFECT_IN_PAST`, `EFFECT_TOO_FAR`.
    """
    row = locked(action)
    if row.state != ActionState.CLOSED:
        raise Refused("NOT_CLOSED", N_("The effect is looked at when the action is closed."))
    _not_the_owner(row, by, now)
    if effect == Effect.WORKED:
        again_on = None
    elif again_on is None:
        raise Refused("AGAIN_WHEN", N_("Say when it is looked at again."), field="again_on")
    else:
        _to_come(again_on, "again_on", now)
    look = EffectLook.objects.create(
        action=row, effect=effect, words=words, again_on=again_on, looked_at=now, looked_by=by
    )
    row.effect_due_on, row.version = again_on, row.version + 1
    row.save(update_fields=["effect_due_on", "version"])
    record(Verb.EFFECT_LOOKED, row, by=by, now=now, effect=effect, again=again_on)
    return look
