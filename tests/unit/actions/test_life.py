"""The life of an action: raised, noted, done, signed off by someone else, its effect looked at again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may, who_is
from goldenthread.actions.models import Action, ActionShare, Note, Round
from goldenthread.actions.operations import (
    change_action,
    drop,
    end_holding,
    look_at_effect,
    note,
    reopen,
    return_it,
    round_done,
    say_done,
    sign_off,
    start_holding,
)
from goldenthread.actions.queries import holders, to_chase
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event
from tests.cast import LONG_AGO
from tests.unit.actions.given import action, done, post

LATER = dt.date(2026, 12, 1)


def refused(code):
    return pytest.raises(Refused, match=code)


def test_an_action_keeps_its_words_and_its_date(cast):
    row = action(cast, due_words="Underway and by Dec 2026")
    assert (row.due_words, row.due_kind, row.due_on) == ("Underway and by Dec 2026", "UNDERWAY", dt.date(2026, 12, 31))
    event = Event.objects.get(verb="ACTION_RAISED")
    assert event.facts["due"] == "2026-12-31"
    assert "guidance" not in str(event.facts)


def test_a_date_that_cannot_be_read_is_asked_for(cast):
    with refused("DUE_UNREAD"):
        action(cast, due_words="as soon as possible")


def test_done_needs_evidence_and_says_where(cast):
    row = action(cast)
    with refused("NO_EVIDENCE"):
        say_done(action=row, reason="It is done.", by=cast.central, now=cast.now)
    with refused("NO_WHERE"):
        say_done(action=row, reason="Done.", evidence="Minutes", by=cast.central, now=cast.now)
    moved = say_done(action=row, reason="Done.", evidence="Minutes", where="M 3", by=cast.central, now=cast.now)
    assert (moved.state, moved.done_by) == ("DONE", cast.central)


def test_whoever_owns_it_does_not_sign_it_off(cast):
    row = done(cast, action(cast))
    with refused("OWNER_SIGNS"):
        sign_off(action=row, reason="Good.", effect_due_on=LATER, by=cast.central, now=cast.now)
    # Nor does whoever holds the post meanwhile, though someone else said that it was done.
    start_holding(post=row.owner, person=cast.improver, from_on=LONG_AGO, by=cast.secretary, now=cast.now)
    with refused("OWNER_SIGNS"):
        sign_off(action=row, reason="Good.", effect_due_on=LATER, by=cast.improver, now=cast.now)
    signed = sign_off(action=row, reason="Seen.", effect_due_on=LATER, by=cast.director, now=cast.now)
    assert (signed.state, signed.closed_by, signed.effect_due_on) == ("CLOSED", cast.director, LATER)


def test_the_database_refuses_it_too(cast):
    row = done(cast, action(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=row.pk).update(closed_by=cast.central, closed_at=cast.now, state="CLOSED")


def test_what_is_sent_back_is_open_again_and_says_why(cast):
    row = return_it(
        action=done(cast, action(cast)), reason="The courts have not had it.", by=cast.director, now=cast.now
    )
    assert (row.state, row.done_by, row.done_at) == ("OPEN", None, None)
    assert Note.objects.filter(action=row, kind="DECISION", words__contains="courts").exists()


def test_the_effect_is_looked_at_again(cast):
    row = sign_off(action=done(cast, action(cast)), reason="Seen.", effect_due_on=LATER, by=cast.director, now=cast.now)
    with refused("AGAIN_WHEN"):
        look_at_effect(action=row, effect="PARTLY", words="Some.", by=cast.director, now=cast.now)
    look_at_effect(action=row, effect="PARTLY", words="Some.", again_on=LATER, by=cast.director, now=cast.now)
    look_at_effect(action=row, effect="WORKED", words="Now.", by=cast.director, now=cast.now)
    row.refresh_from_db()
    assert (row.state, row.effect_due_on, row.effects.count()) == ("CLOSED", None, 2)
    again = reopen(action=row, reason="It has come undone.", by=cast.improver, now=cast.now)
    assert (again.state, again.closed_by) == ("OPEN", None)


def test_a_repeated_action_has_rounds_and_stays_open(cast):
    row = action(cast, due_words="Biannually")
    assert row.due_on == dt.date(2026, 12, 10)
    with refused("REPEATED"):
        say_done(action=row, reason="Done.", evidence="x", where="y", by=cast.central, now=cast.now)
    after = round_done(action=row, words="All plans reviewed.", where="Minutes", by=cast.central, now=cast.now)
    assert (after.state, after.due_on) == ("OPEN", dt.date(2027, 6, 10))
    with refused("DONE_ALREADY"):
        round_done(action=row, words="Again.", where="Minutes", by=cast.central, now=cast.now)
    assert Round.objects.get().due_on == dt.date(2026, 12, 10)


def test_a_change_says_why_and_two_people_see_each_other(cast):
    row = action(cast)
    said = {"title": "Other words", "words": "", "owner": row.owner, "accountable": row.accountable}
    with refused("COMMENT_REQUIRED"):
        change_action(action=row, due_words="Jul 2026", reason=" ", by=cast.improver, now=cast.now, **said)
    other = post(cast, "Legal team")
    changed = change_action(
        action=row, due_words="Sep 2026", reason="Moved.", shares=[other], expected_version=1, by=cast.improver,
        now=cast.now, **said,
    )  # fmt: skip
    assert (changed.due_on, ActionShare.objects.get().post) == (dt.date(2026, 9, 30), other)
    with refused("CHANGED_MEANWHILE"):
        change_action(
            action=row, due_words="Oct 2026", reason="x", expected_version=1, by=cast.secretary, now=cast.now, **said
        )


def test_it_goes_to_whoever_holds_the_post(cast):
    row = action(cast)
    today = cast.now.date()
    assert may(who_is(cast.central, today), P.ACTION_WORK, row)
    end_holding(holding=row.owner.holdings.get(), to_on=today - dt.timedelta(days=1), by=cast.improver, now=cast.now)
    start_holding(post=row.owner, person=cast.ben, from_on=today, by=cast.improver, now=cast.now)
    assert not may(who_is(cast.central, today), P.ACTION_READ, row)
    assert may(who_is(cast.ben, today), P.ACTION_WORK, row)
    assert holders({row.owner}, today)[row.owner_id] == [cast.ben]


def test_a_post_of_a_role_is_held_by_everyone_in_it_in_the_nation(cast):
    managers = post(cast, "Service managers", roles=["SERVICE_MANAGER"])
    row = action(cast, owner=managers)
    today = cast.now.date()
    assert holders({managers}, today)[managers.pk] == [cast.manager, cast.other_manager]
    assert may(who_is(cast.manager, today), P.ACTION_WORK, row)
    assert not may(who_is(cast.carys, today), P.ACTION_READ, row)


def test_who_is_chased_and_when_it_stops(cast):
    row, today = action(cast, due_words="May 2026"), cast.now.date()

    def chased(person):
        return list(to_chase(who_is(person, today), today))

    assert chased(cast.central) == [row]
    assert chased(cast.director) == [row]
    assert chased(cast.ben) == []
    done(cast, row)
    assert chased(cast.central) == []
    soon = action(cast, owner=row.owner, accountable=row.accountable, due_words="Jun 2026")
    assert chased(cast.central) == [soon]
    assert chased(cast.director) == []
    drop(action=soon, reason="Overtaken.", by=cast.improver, now=cast.now)
    assert chased(cast.central) == []


def test_a_dropped_action_takes_no_note(cast):
    row = drop(action=action(cast), reason="Overtaken.", by=cast.improver, now=cast.now)
    with refused("NOT_STANDING"):
        note(action=row, kind="PROGRESS", words="x", by=cast.central, now=cast.now)
