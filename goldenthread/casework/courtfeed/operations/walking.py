"""How far a feed has been walked and how that goes. A walk that brings nothing leaves a line once a day, a failure one
when it begins and when its reason changes: a week of empty windows must not flood the thread."""

from django.conf import settings

from goldenthread.casework.courtfeed.models import Feed
from goldenthread.casework.courtfeed.rules import Trouble
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

# How a feed goes, as against how far it has been walked.
STATE = ["last_tried_at", "last_ok_at", "failing_since", "failure", "tries", "next_try_at", "said_at"]


def feed_of(jurisdiction) -> Feed:
    """The row of a feed; made at its first walk."""
    return Feed.objects.filter(jurisdiction=jurisdiction).first() or Feed.objects.create(jurisdiction=jurisdiction)


def move_walk(feed, *, to, now) -> bool:
    """Says that everything until `to` is in. Part of a walk, whose line comes at its end.

    False where somebody has sent the walk back meanwhile: then that holds.
    """
    stands = Feed.objects.filter(pk=feed.pk, walked_to=feed.walked_to)
    moved = bool(stands.update(walked_to=to, last_ok_at=now, last_tried_at=now))
    feed.walked_to = to
    return moved


def end_walk(feed, *, start, windows, imports, by, now):
    """What a walk that came to its end leaves: a line where it brought something, where it ends a failure, and once a
    day otherwise."""
    if imports or feed.failing_since or _day(feed.said_at) != _day(now):
        walked(feed=feed, start=start, windows=windows, imports=imports, by=by, now=now)
    elif not windows:
        Feed.objects.filter(pk=feed.pk).update(last_ok_at=now, last_tried_at=now)


@operation
def walked(*, feed, start, windows, imports, by, now):
    """Says how far a feed was walked. A failure that there was has ended."""
    feed.last_ok_at = feed.last_tried_at = feed.said_at = now
    feed.failing_since, feed.failure, feed.tries, feed.next_try_at = None, "", 0, None
    feed.save(update_fields=STATE)
    record(
        Verb.FEED_WALKED, feed, by=by, now=now, jurisdiction=feed.jurisdiction, to=feed.walked_to, windows=windows,
        imports=imports, **{"from": start},
    )  # fmt: skip
    return feed


def fail_walk(feed, *, code, next_try_at, by, now):
    """What a window that failed leaves: the walk stands where it is, and is tried again later."""
    new = feed.failure != code
    feed.failing_since, feed.failure = feed.failing_since or now, Trouble(code)
    feed.tries, feed.last_tried_at, feed.next_try_at = feed.tries + 1, now, next_try_at
    if new:
        failed(feed=feed, by=by, now=now)
    else:
        feed.save(update_fields=STATE)


@operation
def failed(*, feed, by, now):
    """Says that a feed gives no answer to rely on, and why."""
    feed.save(update_fields=STATE)
    facts = {"jurisdiction": feed.jurisdiction, "reason": feed.failure, "from": feed.walked_to}
    record(Verb.FEED_FAILED, feed, by=by, now=now, **facts)
    return feed


@operation
def send_back(*, jurisdiction, to, by, now):
    """Has the walk of a feed begin again at an earlier moment, or at its first. What comes again changes nothing.

    Refuses with `NOT_BACK` a moment that lies ahead of where the walk stands: what is between would be missed.
    """
    feed = feed_of(jurisdiction)
    if to > (feed.walked_to or now):
        raise Refused("NOT_BACK", N_("The walk can be sent back, not forward: what lies between would be missed."))
    was, feed.walked_to, feed.next_try_at = feed.walked_to, to, None
    feed.save(update_fields=["walked_to", "next_try_at"])
    record(Verb.FEED_SENT_BACK, feed, by=by, now=now, jurisdiction=jurisdiction, to=to, **{"from": was})
    return feed


@operation
def ask_again(*, jurisdiction, by, now):
    """Has a feed tried again without waiting any longer."""
    feed = feed_of(jurisdiction)
    feed.next_try_at = None
    feed.save(update_fields=["next_try_at"])
    record(Verb.FEED_TRIED_AGAIN, feed, by=by, now=now, jurisdiction=jurisdiction)
    return feed


def _day(moment):
    return moment and moment.astimezone(settings.LOCAL_ZONE).date()
