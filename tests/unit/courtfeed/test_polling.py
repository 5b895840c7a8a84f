"""Walking the feeds: does it work, what of a fault, a stop, two at once; what is recorded, and what is not."""

import datetime as dt

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connections

from goldenthread.casework.cases.models import Case
from goldenthread.casework.courtfeed import polling
from goldenthread.casework.courtfeed.models import Feed, Payload, Run
from goldenthread.casework.courtfeed.operations.walking import ask_again, send_back
from goldenthread.casework.courtfeed.polling import poll, walk_feed
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event
from tests import court as c
from tests.court import PRIVATE, PUBLIC, Court, a_case

START = dt.datetime(2026, 1, 14, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def on(self, minutes=10):
        self.now += minutes * MINUTE
        return self


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def court(settings, clock):
    settings.COURT_FIRST_HOURS = 0
    with Court(clock, slow_seconds=2) as made:
        settings.COURTS = made.settings()
        settings.COURT_DEADLINE_SECONDS = settings.COURT_CONNECT_SECONDS = 0.3
        yield made


@pytest.fixture
def walk(importer_role, cast, court, clock):
    """`walk()` moves the clock on by ten minutes and walks one feed, or the named one."""

    def go(jurisdiction=PRIVATE, minutes=10, **over):
        cast.as_(cast.importer)
        return walk_feed(jurisdiction, by=cast.importer, clock=clock.on(minutes), **over)

    go(minutes=0)
    go(PUBLIC, minutes=0)
    return go


def feed_row(jurisdiction=PRIVATE):
    return Feed.objects.get(jurisdiction=jurisdiction)


@pytest.mark.parametrize("which", [PRIVATE, PUBLIC])
def test_a_case_comes_in_by_itself(walk, court, which):
    court.add(which, START + 3 * MINUTE, a_case(which))
    done = walk(which)
    assert (done.windows, done.imports, done.stopped) == (1, 1, "")
    assert Case.objects.get().court_case_id == str(a_case(which)["id"])
    run = Run.objects.get()
    assert (run.jurisdiction, run.imported) == (which, 1)
    assert (run.window_from, run.window_to) == (START, START + 8 * MINUTE)
    assert feed_row(which).walked_to == START + 8 * MINUTE


def test_both_feeds_are_walked_and_one_that_is_not_set_up_is_left(importer_role, cast, court, clock, settings):
    cast.as_(cast.importer)
    assert [walk.stopped for walk in poll(by=cast.importer, clock=clock)] == ["", ""]
    settings.COURTS = {PUBLIC: settings.COURTS[PUBLIC]}
    assert [walk.stopped for walk in poll(by=cast.importer, clock=clock.on())] == ["NOT_SET_UP", ""]
    assert feed_row().tries == 0


def test_what_changed_a_moment_ago_is_left_until_it_has_settled(walk, court, clock):
    court.add(PRIVATE, START + 9 * MINUTE, a_case())
    assert walk().imports == 0
    assert walk().imports == 1


def test_the_first_walk_goes_back_as_far_as_is_set(importer_role, cast, court, clock, settings):
    settings.COURT_FIRST_HOURS = 3
    court.add(PRIVATE, START - 170 * MINUTE, a_case())
    cast.as_(cast.importer)
    assert walk_feed(PRIVATE, by=cast.importer, clock=clock).imports == 1


def test_an_empty_answer_makes_no_import_and_a_week_of_them_seven_lines(walk):
    before = Event.objects.filter(verb="FEED_WALKED").count()
    for _ in range(7 * 24):
        assert walk(minutes=60).imports == 0
    assert not Run.objects.exists()
    assert Event.objects.filter(verb="FEED_WALKED").count() - before == 7
    assert feed_row().walked_to == START + 7 * 24 * 60 * MINUTE - 2 * MINUTE


def test_what_comes_twice_goes_in_once_and_makes_one_import(walk, court):
    court.add(PRIVATE, START + 8 * MINUTE, a_case())  # where one window ends and the next begins
    walk()
    walk()
    assert Run.objects.count() == Payload.objects.count() == Case.objects.count() == 1


def test_a_case_that_changes_between_two_windows_comes_in_both_versions(walk, court):
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    changed = a_case()
    changed["case_data"]["courtName"] = "Another Family Court"
    court.add(PRIVATE, START + 13 * MINUTE, changed)
    walk()
    walk()
    assert Payload.objects.count() == 2
    assert Case.objects.count() == 1


TROUBLES = {
    c.ERROR: "COURT_ERROR",
    c.BUSY: "BUSY",
    c.SLOW: "TOO_SLOW",
    c.BROKEN: "NO_ANSWER",
    c.TRUNCATED: "CUT_SHORT",
    c.HTML: "UNCLEAR",
    c.EMPTY: "UNCLEAR",
    c.OTHER_JSON: "UNCLEAR",
    c.HALF_JSON: "CUT_SHORT",
    c.REDIRECT: "REDIRECTED",
}


@pytest.mark.parametrize(("fault", "code"), TROUBLES.items())
def test_a_window_that_fails_stays_where_it_is_and_says_why(walk, court, fault, code):
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    before = feed_row().walked_to
    court.faults = [fault]
    assert walk().stopped == code
    row = feed_row()
    assert (row.walked_to, row.failure, row.tries) == (before, code, 1)
    assert row.failing_since == row.last_tried_at
    assert not Case.objects.exists()
    assert not Run.objects.exists()
    done = walk()
    assert (done.stopped, done.imports) == ("", 1)
    row = feed_row()
    assert (row.failure, row.tries, row.failing_since, row.next_try_at) == ("", 0, None, None)


def test_a_token_that_runs_out_in_the_middle_of_a_walk_is_nobodys_trouble(walk, court):
    court.fault_for = lambda asked: c.EXPIRED if len(court.happened) % 4 == 3 else None
    assert walk(minutes=200).stopped == ""
    assert court.happened.count(c.EXPIRED) > 2


def test_a_failure_leaves_a_line_when_it_begins_and_when_its_reason_changes(walk, court):
    court.faults = [c.ERROR, c.ERROR, c.ERROR, c.HTML]
    for _ in range(5):
        walk(minutes=20)
    assert [e.facts["reason"] for e in Event.objects.filter(verb="FEED_FAILED").order_by("at")] == [
        "COURT_ERROR",
        "UNCLEAR",
    ]
    assert Event.objects.filter(verb="FEED_WALKED").order_by("-at").first().facts["windows"] > 1


def test_after_a_failure_it_waits_and_longer_each_time_unless_it_is_asked(walk, court, clock, cast):
    court.faults = [c.ERROR, c.ERROR, c.ERROR]
    walk()
    first = feed_row().next_try_at - clock.now
    assert walk(minutes=0).stopped == "WAITS"
    walk(minutes=0, force=True)
    assert feed_row().next_try_at - clock.now >= first
    assert feed_row().tries == 2
    ask_again(jurisdiction=PRIVATE, by=cast.duty, now=clock.now)
    assert walk(minutes=0).stopped == "COURT_ERROR"
    assert Event.objects.get(verb="FEED_TRIED_AGAIN").facts == {"jurisdiction": PRIVATE}


def test_our_clock_is_an_hour_ahead(walk, court, clock, cast):
    """What changes at the court in that hour would be missed: the walk waits until the court's clock has passed."""
    court.clock = lambda: clock.now - 60 * MINUTE
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    before = feed_row().walked_to
    assert walk().stopped == "CLOCK"
    assert feed_row().walked_to == before
    court.clock = clock
    assert walk(minutes=30).imports == 1


def test_our_clock_is_an_hour_behind(walk, court, clock):
    court.clock = lambda: clock.now + 60 * MINUTE
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    done = walk()
    assert (done.stopped, done.imports) == ("", 1)


def test_a_case_that_is_dated_after_now_goes_in(walk, court, monkeypatch):
    case = a_case()
    court.add(PRIVATE, START + 3 * MINUTE, case)
    stored = next(iter(court._versions[PRIVATE].values()))
    stored[0][1]["last_modified"] = "2026-01-14T10:30:00"
    assert walk().imports == 1
    assert Run.objects.get().set_aside == 0


def test_a_walk_that_was_set_ahead_asks_nothing_and_moves_nowhere(walk, clock):
    Feed.objects.update(walked_to=START + 600 * MINUTE)
    assert walk().windows == 0
    assert feed_row().walked_to == START + 600 * MINUTE


# ── Stopped, and two at once ──────────────────────────────────────────────────────────────────────────


class Killed(BaseException):
    """What ends a process in the middle of its work."""


@pytest.mark.parametrize(
    "place", ["receive_case", "finish_run", "begin_run", "move_walk", "end_walk", "brings_news", "set_aside"]
)
def test_stopped_at_any_point_and_started_again(walk, court, monkeypatch, place):
    bad = a_case(number=9)
    bad["case_data"]["children"] = []
    for n, case in enumerate((a_case(number=1), bad, a_case(number=2))):
        court.add(PRIVATE, START + (3 + n) * MINUTE, case)
    module = polling if hasattr(polling, place) else "goldenthread.casework.courtfeed.operations.runs"
    name = place if module is polling else f"{module}.{place}"

    def dies(*_args, **_over):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies) if module is polling else patch.setattr(name, dies)
        with pytest.raises(Killed):
            walk()
    walk(minutes=0)
    assert sorted(Case.objects.values_list("court_case_id", flat=True)) == ["1700000000000001", "1700000000000002"]
    assert Payload.objects.filter(fate="IMPORTED").count() == 2
    assert Payload.objects.filter(fate="SET_ASIDE").count() == 1
    assert feed_row().walked_to == START + 8 * MINUTE


def test_when_the_database_goes_the_walk_stands_and_does_not_blame_the_court(walk, court, monkeypatch):
    def gone(*_args, **_over):
        raise OperationalError

    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    monkeypatch.setattr("goldenthread.casework.courtfeed.operations.runs.receive_case", gone)
    with pytest.raises(OperationalError):
        walk()
    assert feed_row().failure == ""


def test_a_fault_of_ours_stops_the_walk_and_tells_nothing_of_the_case(walk, court, monkeypatch, caplog):
    def fails(*_args, **_over):
        raise ValueError("17 Hidden Wicket")

    monkeypatch.setattr(polling, "import_answer", fails)
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    assert walk().stopped == "FAILED"
    assert "Hidden" not in caplog.text


def test_two_do_not_walk_the_same_feed(walk, court):
    from tests.databases import cluster

    other = psycopg.connect(cluster().url("app_importer", django_settings.DATABASES["default"]["NAME"]))
    try:
        key = f"court feed {PRIVATE}"
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
        asked = len(court.asked)
        assert walk().stopped == "ELSEWHERE"
        assert len(court.asked) == asked
        assert walk(PUBLIC).stopped == ""
        other.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
    finally:
        other.close()
    assert walk().stopped == ""


def test_nobody_asks_a_court_while_a_transaction_is_open(walk, court):
    """Held open over a slow answer, a transaction would hold up everybody else."""
    held = connections["default"].savepoint_ids
    before, depths = len(held), []
    court.fault_for = lambda _asked: depths.append(len(held))
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    assert walk().imports == 1
    assert depths == [before]


# ── Sent back ─────────────────────────────────────────────────────────────────────────────────────────


def test_sent_back_it_walks_again_and_changes_nothing(walk, court, cast, clock):
    court.add(PRIVATE, START + 3 * MINUTE, a_case())
    walk()
    send_back(jurisdiction=PRIVATE, to=START - 60 * MINUTE, by=cast.importer, now=clock.now)
    done = walk(minutes=0)
    assert (done.imports, done.windows) == (0, 5)
    assert Payload.objects.count() == 1
    facts = Event.objects.get(verb="FEED_SENT_BACK").facts
    assert facts["jurisdiction"] == PRIVATE


def test_it_is_not_sent_forward(walk, cast, clock):
    clock.on()
    with pytest.raises(Refused, match="NOT_BACK"):
        send_back(jurisdiction=PRIVATE, to=clock.now, by=cast.importer, now=clock.now)
    assert feed_row().walked_to == START
