"""Chasing actions: whoever holds the post is told, and nobody else, and it stops when it should."""

import datetime as dt

from goldenthread.access.standing import who_is
from goldenthread.actions.operations import drop, end_holding, start_holding
from goldenthread.notices.queries import waiting
from goldenthread.notices.rules import Kind
from tests.cast import LONG_AGO
from tests.unit.actions.given import action, done, post


def told(cast, person):
    cast.as_(person)
    return len(waiting(who_is(person, cast.now.date()), cast.now).get(Kind.ACTION, ()))


def test_the_owner_is_told_of_what_is_due_soon_and_who_accounts_for_it_when_it_is_late(cast):
    action(cast, due_words="Jun 2026")
    assert (told(cast, cast.central), told(cast, cast.director), told(cast, cast.ben)) == (1, 0, 0)


def test_it_goes_with_the_post_and_ends_with_the_action(cast):
    row = action(cast, due_words="May 2026")
    assert (told(cast, cast.central), told(cast, cast.director)) == (1, 1)
    cast.as_(cast.improver)
    end_holding(holding=row.owner.holdings.get(), to_on=cast.now.date() - dt.timedelta(days=1), by=cast.improver,
                now=cast.now)  # fmt: skip
    start_holding(post=row.owner, person=cast.ben, from_on=LONG_AGO, by=cast.improver, now=cast.now)
    assert (told(cast, cast.central), told(cast, cast.ben)) == (0, 1)
    cast.as_(cast.improver)
    drop(action=row, reason="Overtaken.", by=cast.improver, now=cast.now)
    assert (told(cast, cast.ben), told(cast, cast.director)) == (0, 0)


def test_what_is_done_is_not_chased(cast):
    done(cast, action(cast, due_words="May 2026"))
    assert (told(cast, cast.central), told(cast, cast.director)) == (0, 0)


def test_a_post_of_another_body_is_never_chased(cast):
    outside = post(cast, "The Ministry", outside=True)
    action(cast, owner=outside, due_words="May 2026")
    assert told(cast, cast.central) == 0
