"""Raising an action, changing it, noting progress and evidence, doing a round of a repeated one."""

from django.conf import settings
from django.db import connection

from goldenthread.actions.dates import read_due
from goldenthread.actions.models import Action, ActionShare, Note, NoteKind, Round
from goldenthread.actions.rules import ActionState, DueKind, next_round, round_of
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def raise_action(
    *, title, words="", source, source_words="", nation, area=None, owner, accountable, shares=(), due_words, due=None,
    for_members=False, raised_from=None, by, now,
):  # fmt: skip
    """Raises an action. `due_words` stand as written; `due` is how they are read, where the caller knows better.

    `raised_from`: the thing that it comes from, for the trace. `shares`: further posts that have a part in it.
    Refuses with `DUE_UNREAD`, `OTHER_NATION`.
    """
    when = _read(due_words, due, now)
    _one_nation(nation, owner, accountable, *shares)
    row = Action.objects.create(
        reference=_reference(), title=title, words=words, source=source, source_words=source_words, nation=nation,
        area=area, owner=owner, accountable=accountable, for_members=for_members, raised_at=now, raised_by=by,
        due_words=due_words.strip(), **when,
    )  # fmt: skip
    _share(row, shares, now)
    if raised_from is not None:
        link(row, Relation.RAISED_BY, raised_from, by=by, now=now)
    record(
        Verb.ACTION_RAISED, row, by=by, now=now, source=source, due=row.due_on, due_kind=row.due_kind, owner=owner.pk
    )
    return row


def _reference():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('actions_reference')")
        return f"A-{cursor.fetchone()[0]}"


def today_of(now):
    """The day of a moment, where the service is."""
    return now.astimezone(settings.LOCAL_ZONE).date()


def _read(words, due, now):
    due = due or read_due(words)
    if due is None:
        raise Refused(
            "DUE_UNREAD",
            N_("We cannot tell a date from these words. Write it like “30 June 2026”, “Jun 2026”, “Underway and by "
               "Dec 2026”, “Quarterly” or “To be confirmed by the Ministry”."),
            field="due_words",
        )  # fmt: skip
    due_on = due.due_on
    if due.kind == DueKind.REPEATED and due_on is None:
        # The words name no day: the first round is counted from the day on which it was raised.
        due_on = next_round(today_of(now), due.every_months)
    return {
        "due_kind": due.kind, "due_from": due.due_from, "due_on": due_on, "every_months": due.every_months,
        "confirmed_by_words": due.confirmed_by[:160],
    }  # fmt: skip


def _one_nation(nation, *posts):
    if any(post.nation != nation for post in posts):
        raise Refused("OTHER_NATION", N_("Choose posts of the same nation."), field="owner")


def _share(action, posts, now):
    others = {post.pk for post in posts} - {action.owner_id}
    standing = ActionShare.objects.filter(action=action, ended_at__isnull=True)
    standing.exclude(post__in=others).update(ended_at=now)
    there = set(standing.values_list("post_id", flat=True))
    ActionShare.objects.bulk_create([ActionShare(action=action, post_id=post) for post in others - there])


SHOWN = ("title", "words", "due_words")


@operation
def change_action(
    *, action, title, words, owner, accountable, shares=(), due_words, reason, expected_version=None, by, now
):
    """Changes what an action says, who owns it and by when, with the reason, which stands among its notes.

    Refuses with `NOT_STANDING`, `COMMENT_REQUIRED`, `DUE_UNREAD`, `OTHER_NATION`, `CHANGED_MEANWHILE`, and with
    `WAITS_TO_BE_SIGNED` where what is said to be done would become another post's: whoever did it could sign it off.
    """
    row = locked(action)
    unchanged(row, expected_version, SHOWN)
    if row.state not in {ActionState.OPEN, ActionState.DONE}:
        raise Refused("NOT_STANDING", N_("This action has ended. Open it again first."))
    if not reason.strip():
        raise Refused("COMMENT_REQUIRED", N_("Say why, in your own words."), field="reason")
    _one_nation(row.nation, owner, accountable, *shares)
    if row.state == ActionState.DONE:
        _same_posts(row, owner, shares)
    new = {"title": title, "words": words, "owner_id": owner.pk, "accountable_id": accountable.pk}
    if due_words.strip() != row.due_words:
        new |= {"due_words": due_words.strip(), **_read(due_words, None, now)}
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*new, "version"])
    _share(row, shares, now)
    Note.objects.create(action=row, kind=NoteKind.DECISION, words=reason, noted_at=now, noted_by=by)
    record(Verb.ACTION_CHANGED, row, by=by, now=now, fields=changed)
    return row


def _same_posts(row, owner, shares):
    standing = set(row.shares.filter(ended_at__isnull=True).values_list("post_id", flat=True))
    if owner.pk != row.owner_id or {post.pk for post in shares} - {owner.pk} != standing:
        raise Refused(
            "WAITS_TO_BE_SIGNED",
            N_("It is said to be done. Whoever signs it off sends it back before other posts take it on."),
            field="owner",
        )


def locked(action):
    """The action as it is now, held until the transaction ends."""
    return Action.objects.select_for_update(of=("self",)).select_related("owner", "accountable").get(pk=action.pk)


@operation
def note(*, action, kind, words, where="", by, now):
    """Notes progress, an obstacle or a piece of evidence. Refuses with `NOT_STANDING`, `NO_WHERE`."""
    row = locked(action)
    if row.state == ActionState.DROPPED:
        raise Refused("NOT_STANDING", N_("This action was dropped. Open it again first."))
    return add_note(row, kind, words, where, by=by, now=now)


def add_note(row, kind, words, where, *, of_round=None, by, now):
    """One note, with its line. Only inside an operation."""
    if kind == NoteKind.EVIDENCE and not where.strip():
        raise Refused("NO_WHERE", N_("Say where this evidence can be found."), field="where")
    made = Note.objects.create(
        action=row, kind=kind, words=words, where=where.strip(), noted_at=now, noted_by=by, round=of_round
    )
    record(Verb.ACTION_NOTED, row, by=by, now=now, kind=kind)
    return made


@operation
def round_done(*, action, words, where, by, now):
    """Does one round of a repeated action, with its evidence. For which date it counts: `rules.round_of`.

    Refuses with `NOT_REPEATED`, `NOT_STANDING`, `NO_WHERE`, `DONE_ALREADY` (twice on one day is one round).
    """
    row = locked(action)
    if row.due_kind != DueKind.REPEATED:
        raise Refused("NOT_REPEATED", N_("This action is not a repeated one: say that it is done."))
    if row.state != ActionState.OPEN:
        raise Refused("NOT_STANDING", N_("This action is not open."))
    if row.rounds.filter(done_at__date=today_of(now)).exists():
        raise Refused("DONE_ALREADY", N_("A round was recorded today already. Add a note to it instead."))
    counts_for, after = round_of(row.due_on, row.every_months, today_of(now))
    made = Round.objects.create(action=row, due_on=counts_for, done_at=now, done_by=by)
    add_note(row, NoteKind.EVIDENCE, words, where, of_round=made, by=by, now=now)
    row.due_on, row.version = after, row.version + 1
    row.save(update_fields=["due_on", "version"])
    record(Verb.ACTION_ROUND_DONE, row, by=by, now=now, due=made.due_on, next=after)
    return row
