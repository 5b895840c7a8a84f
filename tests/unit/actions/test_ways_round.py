"""The ways round signing off one's own work, and what a round, a date and a post mean at their edges."""

import datetime as dt

import pytest

from goldenthread.actions.operations import (
    ask_to_sign,
    change_action,
    end_holding,
    end_owner_post,
    look_at_effect,
    note,
    return_it,
    round_done,
    say_done,
    sign_off,
    start_holding,
)
from goldenthread.actions.queries import who_can_sign
from goldenthread.actions.rules import DueState, due_state, round_of
from goldenthread.kernel.refusal import Refused
from tests.cast import LONG_AGO
from tests.unit.actions.given import action, done, post

LATER = dt.date(2026, 12, 1)
NEXT_DAY = dt.timedelta(days=1)


def refused(code):
    return pytest.raises(Refused, match=code)


def day(text):
    return dt.date.fromisoformat(text)


def test_whoever_held_the_post_when_it_was_done_does_not_sign_it_off_afterwards(cast):
    owner = post(cast, "Policy lead", cast.central)
    start_holding(post=owner, person=cast.improver, from_on=LONG_AGO, by=cast.secretary, now=cast.now)
    row = done(cast, action(cast, owner=owner))
    mine = owner.holdings.get(person=cast.improver)
    end_holding(holding=mine, to_on=cast.now.date(), by=cast.secretary, now=cast.now)
    cast.now += NEXT_DAY
    with refused("OWNER_SIGNS"):
        sign_off(action=row, reason="Good.", effect_due_on=LATER, by=cast.improver, now=cast.now)
    with refused("OWNER_SIGNS"):
        ask_to_sign(action=row, person=cast.improver, by=cast.central, now=cast.now)
    assert cast.improver not in who_can_sign(row, cast.now.date())


def test_nobody_ends_their_own_holding_before_today(cast):
    owner = post(cast, "Policy lead", cast.improver)
    with refused("OWN_PAST"):
        end_holding(holding=owner.holdings.get(), to_on=cast.now.date() - NEXT_DAY, by=cast.improver, now=cast.now)
    end_holding(holding=owner.holdings.get(), to_on=cast.now.date(), by=cast.improver, now=cast.now)


def test_whoever_has_a_part_in_it_signs_it_off_only_where_they_account_for_it(cast):
    part, directors = post(cast, "Training lead", cast.secretary), post(cast, "Directors", cast.director)
    start_holding(post=part, person=cast.director, from_on=LONG_AGO, by=cast.improver, now=cast.now)
    row = done(cast, action(cast, accountable=directors, shares=[part]))
    with refused("OWNER_SIGNS"):
        sign_off(action=row, reason="Good.", effect_due_on=LATER, by=cast.secretary, now=cast.now)
    assert set(who_can_sign(row, cast.now.date())) == {cast.director, cast.improver}
    sign_off(action=row, reason="Seen.", effect_due_on=LATER, by=cast.director, now=cast.now)
    with refused("OWNER_SIGNS"):
        look_at_effect(action=row, effect="WORKED", words="Fine.", by=cast.secretary, now=cast.now)


def test_a_part_is_not_signed_off_on_the_page_either(cast):
    part = post(cast, "Training lead", cast.ben)
    row = done(cast, action(cast, shares=[part]))
    page = cast.client(cast.ben).get(f"/actions/{row.pk}")
    assert page.status_code == 200
    assert "Sign it off" not in page.content.decode()


def test_what_is_said_to_be_done_goes_to_no_other_post_before_it_is_sent_back(cast):
    part = post(cast, "Training lead", cast.improver)
    row = done(cast, action(cast, shares=[part]))
    said = {
        "title": row.title, "words": "", "accountable": row.accountable, "due_words": row.due_words, "reason": "Moved.",
        "by": cast.improver, "now": cast.now,
    }  # fmt: skip
    with refused("WAITS_TO_BE_SIGNED"):
        change_action(action=row, owner=row.owner, shares=[], **said)
    with refused("WAITS_TO_BE_SIGNED"):
        change_action(action=row, owner=post(cast, "Legal team"), shares=[part], **said)
    change_action(action=row, owner=row.owner, shares=[part], **{**said, "title": "Clearer words"})
    return_it(action=row, reason="Not yet.", by=cast.director, now=cast.now)
    change_action(action=row, owner=row.owner, shares=[], **said)


def test_a_post_that_accounts_for_something_is_not_ended(cast):
    row = action(cast)
    with refused("STILL_OWNS"):
        end_owner_post(post=row.accountable, on=cast.now.date(), by=cast.improver, now=cast.now)


@pytest.mark.parametrize(
    ("due", "months", "done_on", "counts_for", "after"),
    [
        # In time, and early: the round of its date.
        ("2026-09-30", 6, "2026-09-28", "2026-09-30", "2027-03-31"),
        ("2026-09-30", 6, "2026-05-02", "2026-09-30", "2027-03-31"),
        # Late: the round that was missed.
        ("2026-03-31", 6, "2026-04-10", "2026-03-31", "2026-09-30"),
        ("2026-03-31", 6, "2026-08-01", "2026-03-31", "2026-09-30"),
        # Missed, and done shortly before the next: the round of the next.
        ("2026-03-31", 6, "2026-09-28", "2026-09-30", "2027-03-31"),
        ("2026-01-31", 1, "2026-02-05", "2026-01-31", "2026-02-28"),
        ("2026-01-31", 1, "2026-02-20", "2026-02-28", "2026-03-31"),
        # Several missed: the last of them, and none is made up for.
        ("2025-03-31", 6, "2026-04-10", "2026-03-31", "2026-09-30"),
        ("2026-03-31", 6, "2026-09-30", "2026-09-30", "2027-03-31"),
    ],
)
def test_for_which_date_a_round_counts(due, months, done_on, counts_for, after):
    assert round_of(day(due), months, day(done_on)) == (day(counts_for), day(after))


def test_a_round_shortly_before_its_date_is_not_asked_for_again_two_days_later(cast):
    row = action(cast, due_words="Biannually, by 31 March 2026")
    cast.now = cast.now.replace(year=2026, month=9, day=28)
    after = round_done(action=row, words="Reviewed.", where="Minutes", by=cast.central, now=cast.now)
    assert (after.due_on, row.rounds.get().due_on) == (day("2027-03-31"), day("2026-09-30"))


@pytest.mark.parametrize(
    ("state", "due_on", "done_on", "stands"),
    [
        ("DROPPED", "2026-01-01", None, DueState.NO_MORE),
        ("DONE", None, "2026-01-01", DueState.MET),
        ("CLOSED", None, "2026-01-01", DueState.MET),
    ],
)
def test_what_is_over_is_neither_late_nor_without_a_date(state, due_on, done_on, stands):
    due = day(due_on) if due_on else None
    found = due_state(state=state, due_on=due, done_on=day(done_on) if done_on else None, today=day("2026-06-10"))
    assert found == stands


def test_a_date_in_more_words_than_are_kept_is_asked_for_again(cast):
    owner = post(cast, "Policy lead", cast.central)
    for words in (f"To be confirmed by {'z' * 250}", f"Underway{' ' * 250}and by Dec 2026"):
        with refused("DUE_UNREAD"):
            action(cast, owner=owner, accountable=owner, due_words=words)


def test_done_by_an_owner_and_noted_by_another_is_still_the_owners(cast):
    row = action(cast)
    note(action=row, kind="EVIDENCE", words="It is there.", where="G 1", by=cast.improver, now=cast.now)
    row = say_done(action=row, reason="Done.", by=cast.improver, now=cast.now)
    with refused("OWNER_SIGNS"):
        sign_off(action=row, reason="Good.", effect_due_on=LATER, by=cast.central, now=cast.now)


def test_the_effect_is_not_put_off_for_ever(cast):
    row, never = done(cast, action(cast)), dt.date(9999, 12, 31)
    with refused("EFFECT_TOO_FAR"):
        sign_off(action=row, reason="Seen.", effect_due_on=never, by=cast.director, now=cast.now)
    sign_off(action=row, reason="Seen.", effect_due_on=LATER, by=cast.director, now=cast.now)
    with refused("EFFECT_TOO_FAR"):
        look_at_effect(action=row, effect="PARTLY", words="Some.", again_on=never, by=cast.director, now=cast.now)
