"""Posts that own actions, and who holds them."""

from goldenthread.actions.models import Holding, OwnerPost
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.rules import ActionState
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def add_owner_post(*, name, nation, roles=(), outside=False, by, now):
    """Adds a post that can own actions. `roles`: whole roles that hold it. Refuses with `NAME_TAKEN`, `BOTH`."""
    if OwnerPost.objects.filter(nation=nation, name__iexact=name.strip()).exists():
        raise Refused("NAME_TAKEN", N_("There is a post with this name already."), field="name")
    if roles and outside:
        raise Refused("BOTH", N_("A post of another body is held by nobody here: choose no role."), field="roles")
    post = OwnerPost.objects.create(name=name.strip(), nation=nation, roles=list(roles), outside=outside)
    record(Verb.OWNER_POST_ADDED, post, by=by, now=now, nation=nation, roles=len(post.roles))
    return post


@operation
def end_owner_post(*, post, on, by, now):
    """Ends a post: it owns nothing new from that day. Refuses with `ALREADY_ENDED` and, while something that stands is
    its own, or is accounted for by it, `STILL_OWNS`."""
    row = OwnerPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.ended_on is not None:
        raise Refused("ALREADY_ENDED", N_("This has ended already."))
    standing = [ActionState.OPEN, ActionState.DONE]
    if row.owns.filter(state__in=standing).exists() or row.accounts_for.filter(state__in=standing).exists():
        raise Refused("STILL_OWNS", N_("It still owns actions, or accounts for them. Give them to another post first."))
    row.ended_on, row.version = on, row.version + 1
    row.save(update_fields=["ended_on", "version"])
    record(Verb.OWNER_POST_ENDED, row, by=by, now=now)
    return row


@operation
def start_holding(*, post, person, from_on, by, now):
    """Says that a person holds a post from a day; others may hold it too. What they own is theirs from that day.

    Refuses with `OUTSIDE`, `HAS_LEFT`, `ALREADY_HOLDS`.
    """
    if post.outside:
        raise Refused("OUTSIDE", N_("This post belongs to another body. Nobody here can hold it."))
    if person.left_on is not None:
        raise Refused("HAS_LEFT", N_("This person has left."), field="person")
    if Holding.objects.filter(post=post, person=person, to_on__isnull=True).exists():
        raise Refused("ALREADY_HOLDS", N_("This person holds this post already."), field="person")
    row = Holding.objects.create(post=post, person=person, from_on=from_on)
    record(Verb.HOLDING_STARTED, row, by=by, now=now, person=person.pk, **{"from": from_on})
    return row


@operation
def end_holding(*, holding, to_on, by, now):
    """Ends the holding of a post on a day: from the next day nothing of it is theirs, and they are chased no more.

    Refuses with `ALREADY_ENDED`, `BEFORE_START`, and with `OWN_PAST` whoever says of themselves that it ended before
    today: what was done since would no longer be their own work.
    """
    row = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if row.to_on is not None:
        raise Refused("ALREADY_ENDED", N_("This has ended already."))
    if to_on < row.from_on:
        raise Refused("BEFORE_START", N_("It cannot end before it began."), field="to_on")
    if row.person_id == by.pk and to_on < today_of(now):
        raise Refused(
            "OWN_PAST", N_("You hold this post today. Someone else records an end before today."), field="to_on"
        )
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    record(Verb.HOLDING_ENDED, row, by=by, now=now, person=row.person_id, to=to_on)
    return row
