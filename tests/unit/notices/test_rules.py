"""Who is told what, and when. No database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from goldenthread.notices.rules import (
    NOTICE_LIFE,
    REFUSED_FOR,
    SORTS,
    Fault,
    How,
    Kind,
    NoticeState,
    Telling,
    demanded,
    fault,
    may_try,
    telling,
    works,
)
from goldenthread.people.rules import Role

LONDON = ZoneInfo("Europe/London")
WEDNESDAY, SATURDAY = dt.date(2026, 6, 10), dt.date(2026, 6, 13)
# The early May bank holiday of 2026, a Monday.
HOLIDAY = dt.date(2026, 5, 4)
AFTER, BEFORE = dt.time(9, 30), dt.time(7, 59)
A, B = "a", "b"


def tell(
    *, how=How.AT_ONCE, roles=(Role.ADVISER,), waiting=None, told=None, day=WEDNESDAY, at=AFTER, digest_on=None,
    told_on=None,
):  # fmt: skip
    return telling(
        how=how, roles=roles, nations={"ENGLAND"}, waiting=waiting or {}, told=told or {},
        local=dt.datetime.combine(day, at, LONDON), digest_at=dt.time(8, 0), digest_on=digest_on,
        told_on=told_on,
    )  # fmt: skip


DECISION, LIMIT, URGENT = Kind.DECISION, Kind.TIME_LIMIT, Kind.URGENT_APPLICATION
DIGEST_HAD = {"digest_on": WEDNESDAY}


@pytest.mark.parametrize("how", How)
def test_where_nothing_waits_nobody_is_told(how):
    assert tell(how=how) is None
    assert tell(how=how, waiting={DECISION: ()}) is None


@pytest.mark.parametrize("how", [How.AT_ONCE, How.DAILY])
def test_the_digest_says_all_that_waits_also_what_was_told(how):
    waiting = {LIMIT: {A}, DECISION: {B}}
    assert tell(how=how, waiting=waiting, told={LIMIT: {A}}) == Telling(True, (DECISION, LIMIT))


def test_there_is_one_digest_a_day_and_none_before_its_time():
    assert tell(how=How.DAILY, waiting={LIMIT: {A}}, **DIGEST_HAD) is None
    assert tell(how=How.DAILY, waiting={LIMIT: {A}}, at=BEFORE) is None
    assert tell(how=How.DAILY, waiting={LIMIT: {A}}, at=dt.time(8, 0)).digest
    assert tell(how=How.DAILY, waiting={LIMIT: {A}}, digest_on=WEDNESDAY - dt.timedelta(days=1)).digest


@pytest.mark.parametrize("day", [SATURDAY, HOLIDAY])
@pytest.mark.parametrize("how", [How.AT_ONCE, How.DAILY])
def test_nobody_is_told_by_choice_on_a_day_off(day, how):
    assert tell(how=how, waiting={LIMIT: {A}, DECISION: {A}}, day=day) is None


def test_what_is_urgent_is_told_at_once_to_whoever_asks_for_that():
    waiting = {DECISION: {A}, LIMIT: {A}}
    assert tell(waiting=waiting, **DIGEST_HAD) == Telling(False, (DECISION,))
    assert tell(how=How.DAILY, waiting=waiting, **DIGEST_HAD) is None
    assert tell(how=How.DEMANDED, waiting=waiting) is None


@pytest.mark.parametrize(
    ("waits", "told", "again"),
    [
        ({A}, {A}, False),
        ({A}, {A, B}, False),  # one of two is done: nothing new
        ({A, B}, {A}, True),
        ({B}, {A}, True),
    ],
)
def test_the_same_is_not_told_twice(waits, told, again):
    said = tell(waiting={DECISION: waits}, told={DECISION: told}, **DIGEST_HAD)
    assert (said is not None) is again


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("day", [SATURDAY, HOLIDAY, WEDNESDAY])
def test_what_a_post_demands_is_told_at_once_on_any_day_whatever_is_chosen(how, day):
    said = tell(how=how, roles=(Role.DUTY_MANAGER,), waiting={URGENT: {A}}, day=day, at=dt.time(3, 0))
    assert said == Telling(False, (URGENT,))


def test_what_a_post_demands_is_not_told_twice_either():
    assert tell(how=How.DEMANDED, roles=(Role.DUTY_MANAGER,), waiting={URGENT: {A}}, told={URGENT: {A}}) is None


def test_what_is_demanded_is_demanded_of_that_post_alone():
    assert tell(how=How.DEMANDED, roles=(Role.SERVICE_MANAGER,), waiting={URGENT: {A}}) is None
    assert demanded([Role.DUTY_MANAGER]) == (URGENT,)
    assert demanded([Role.NAMED_SENIOR]) == (Kind.GLASS_USE, Kind.LOCAL_USE)
    assert demanded([role for role in Role if role not in {Role.DUTY_MANAGER, Role.NAMED_SENIOR}]) == ()


def test_whatever_is_demanded_says_why_and_is_urgent():
    for kind, sort in SORTS.items():
        assert bool(sort.why) == bool(sort.demanded_of), kind
        assert sort.urgent or not sort.demanded_of
    assert set(SORTS) == set(Kind)


def test_a_day_is_worked_where_a_post_is_held():
    assert works(WEDNESDAY, {"WALES"})
    assert not works(WEDNESDAY, set())
    assert not works(dt.date(2026, 12, 25), {"ENGLAND", "WALES"})


@pytest.mark.parametrize(
    ("reply", "text", "of_recipient", "means"),
    [
        (421, "4.3.2 Closing", True, Fault("SMTP_421")),
        (450, "4.2.1 Busy", True, Fault("SMTP_450")),
        (550, "5.1.1 No such user", True, Fault("SMTP_550", for_good=True, address=True)),
        (550, "No such user", True, Fault("SMTP_550", for_good=True, address=True)),
        (550, "5.7.1 Relaying denied", True, Fault("SMTP_550", for_good=True)),
        (554, "5.6.0 Not liked", False, Fault("SMTP_554", for_good=True)),
        (220, "odd", False, Fault("SMTP_220")),
        (-1, "", False, Fault("SMTP_-1")),
    ],
)
def test_what_an_answer_means(reply, text, of_recipient, means):
    assert fault(reply, text, of_recipient=of_recipient) == means


def test_an_address_that_was_refused_is_tried_again_after_a_week():
    now = dt.datetime.combine(WEDNESDAY, AFTER, LONDON)
    assert may_try(None, now)
    assert not may_try(now - dt.timedelta(days=6), now)
    assert may_try(now - REFUSED_FOR, now)


def test_what_is_over_is_over():
    for state in (NoticeState.SENT, NoticeState.REFUSED, NoticeState.NOT_SENT):
        assert NOTICE_LIFE.onward(state) == ()


def test_actions_are_told_once_a_week_and_again_in_the_next():
    waiting, monday = {Kind.ACTION: {A}}, WEDNESDAY - dt.timedelta(days=2)
    assert tell(waiting=waiting) == Telling(True, (Kind.ACTION,))
    assert tell(waiting=waiting, told_on={Kind.ACTION: monday}) is None
    assert tell(waiting=waiting, told_on={Kind.ACTION: monday - dt.timedelta(days=3)}).kinds == (Kind.ACTION,)
    # What is told each day goes on, without them.
    both = {Kind.ACTION: {A}, LIMIT: {B}}
    assert tell(waiting=both, told_on={Kind.ACTION: monday, LIMIT: monday}).kinds == (LIMIT,)


def test_nobody_is_chased_on_a_bank_holiday_but_the_day_after():
    waiting = {Kind.ACTION: {A}}
    assert tell(waiting=waiting, day=HOLIDAY) is None
    assert tell(waiting=waiting, day=HOLIDAY + dt.timedelta(days=1)).kinds == (Kind.ACTION,)
