"""The page of the feeds' state: does it work, who is refused, what if repeated, what is recorded. And the jobs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.casework.cases.models import Case
from goldenthread.casework.courtfeed import command, jobs
from goldenthread.casework.courtfeed.models import Feed, Run, SetAside
from goldenthread.casework.courtfeed.presenters import feed_card, long_words, papers_words
from goldenthread.casework.courtfeed.rules import TROUBLES, Jurisdiction, Trouble
from goldenthread.casework.papers.models import Paper
from goldenthread.thread.models import Event
from tests.background import run_jobs, waiting
from tests.court import PRIVATE, Court, a_case, pdf

STATE, AGAIN = "courtfeed:state", "courtfeed:try_again"


@pytest.fixture
def court(settings):
    with Court(clock) as made:
        settings.COURTS = made.settings()
        yield made


def a_feed(**over):
    facts = {"jurisdiction": PRIVATE, "walked_to": clock() - dt.timedelta(minutes=3), "last_ok_at": clock()}
    return Feed.objects.create(**{**facts, **over})


def failing(**over):
    facts = {"failure": "CREDENTIALS", "failing_since": clock(), "tries": 3, "last_tried_at": clock()}
    return a_feed(**{**facts, **over})


def seen(cast, person="duty"):
    return cast.client(getattr(cast, person)).get(reverse(STATE)).content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 403), ("supervisor", 403), ("duty", 200), ("welsh_duty", 200), ("administrator", 200), ("auditor", 403)],
)
def test_who_may_see_how_the_feeds_are_doing(cast, person, status):
    assert cast.client(getattr(cast, person)).get(reverse(STATE)).status_code == status


def test_a_service_without_a_feed_is_told_how_to_have_one(cast, settings):
    settings.COURTS = {}
    page = seen(cast)
    assert page.count("Not set up") == 2
    assert "Connect the courts" in page
    assert reverse(AGAIN) not in page


def test_a_feed_that_has_not_begun(cast, court):
    assert seen(cast).count("Not begun") == 2


def test_a_feed_that_is_up_to_date(cast, court):
    a_feed(papers_counted_at=clock())
    page = seen(cast)
    assert "Up to date" in page
    assert "All are here" in page


@pytest.mark.parametrize(("minutes", "said"), [(10, "Up to date"), (40, "Behind"), (60 * 30, "Far behind")])
def test_how_far_a_feed_is_behind(db, minutes, said):
    now, settle = clock(), dt.timedelta(minutes=2)
    feed = a_feed(walked_to=now - dt.timedelta(minutes=minutes))
    card = feed_card(Jurisdiction(PRIVATE), feed, is_set_up=True, settle=settle, now=now)
    assert card["tag"]["text"] == said


def test_a_feed_that_fails_says_why_and_what_to_do(cast, court):
    failing()
    page = seen(cast)
    assert "Our credentials are not accepted" in page
    assert "Ask for new ones" in page
    assert "3 tries" in page


@pytest.mark.parametrize("code", list(Trouble))
def test_every_trouble_has_words_and_a_way_out(cast, court, code):
    assert all(TROUBLES[code])
    failing(failure=code)
    assert "Failing" in seen(cast)


def test_documents_that_are_not_here_are_counted_and_named_nowhere(cast, court):
    feed = a_feed(papers_waiting=2, papers_not_there=1, papers_refused=3, papers_counted_at=clock())
    assert papers_words(feed).splitlines() == [
        "2 to be fetched",
        "1 that the court does not have",
        "3 not taken, as not safe to open",
    ]
    assert "1 that the court does not have" in seen(cast)


def test_what_was_set_aside_lately_leads_to_its_import(cast, court):
    run = Run.objects.create(started_at=clock(), run_by=cast.importer, fingerprint="0" * 64, jurisdiction=PRIVATE)
    SetAside.objects.create(run=run, position=0, reason="NO_CHILD", set_aside_at=clock())
    SetAside.objects.create(run=run, position=1, reason="FAILED", set_aside_at=clock() - dt.timedelta(days=8))
    page = seen(cast)
    assert reverse("courtfeed:run", args=[run.pk]) in page
    assert "It names no child" in page
    assert "It could not be recorded" not in page


def test_an_import_that_was_fetched_says_from_where(cast, court):
    run = Run.objects.create(
        started_at=clock(), finished_at=clock(), run_by=cast.importer, fingerprint="0" * 64, jurisdiction=PRIVATE,
        window_from=dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC), window_to=dt.datetime(2026, 6, 1, 9, 14, tzinfo=dt.UTC),
    )  # fmt: skip
    client = cast.client(cast.duty)
    page = client.get(reverse("courtfeed:run", args=[run.pk])).content.decode()
    assert "Private law feed" in page
    assert "1 June 2026, 10am" in page
    assert "Private law feed" in client.get(reverse("courtfeed:runs")).content.decode()


def test_the_page_asks_as_often_for_many_as_for_one(cast, court):
    run = Run.objects.create(started_at=clock(), run_by=cast.importer, fingerprint="0" * 64)

    def asked():
        client = cast.client(cast.duty)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(STATE)).status_code == 200
        return len(queries)

    SetAside.objects.create(run=run, position=0, reason="NO_CHILD", set_aside_at=clock())
    one = asked()
    for number in range(30):
        SetAside.objects.create(run=run, position=number, reason="NO_CHILD", set_aside_at=clock())
    assert asked() == one


@pytest.mark.parametrize(
    ("length", "said"),
    [(0, "less than a minute"), (60, "1 minute"), (7100, "118 minutes"), (7200, "2 hours"), (200000, "2 days")],
)
def test_a_length_of_time_in_words(length, said):
    assert long_words(dt.timedelta(seconds=length)) == said


# ── Trying again ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "status"), [("amira", 403), ("manager", 403), ("duty", 302), ("administrator", 302), ("auditor", 403)]
)
def test_who_may_have_a_feed_tried_again(cast, court, person, status):
    answer = cast.client(getattr(cast, person)).post(reverse(AGAIN), {"feed": PRIVATE})
    assert answer.status_code == status
    assert bool(waiting()) == (status == 302)


def test_pressed_twice_it_waits_once_and_both_are_recorded(cast, court):
    failing(next_try_at=clock() + dt.timedelta(minutes=9))
    client = cast.client(cast.duty)
    for _ in range(2):
        client.post(reverse(AGAIN), {"feed": PRIVATE})
    assert [name for name, _given in waiting()] == ["courtfeed.poll_again"]
    assert Feed.objects.get().next_try_at is None
    cast.as_(cast.duty)
    assert Event.objects.filter(verb="FEED_TRIED_AGAIN").count() == 2


@pytest.mark.parametrize("said", [{}, {"feed": "ANOTHER"}])
def test_a_feed_that_is_none_does_nothing(cast, court, said):
    assert cast.client(cast.duty).post(reverse(AGAIN), said).status_code == 302
    assert waiting() == []


def test_an_address_that_is_only_opened_does_nothing(cast, court):
    assert cast.client(cast.duty).get(reverse(AGAIN)).status_code == 302
    assert waiting() == []


# ── The jobs ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_and_its_papers_come_in_by_the_worker(importer_role, cast, court):
    case = a_case()
    case["case_data"]["finalDocument"] = {
        "document_id": "00000000-0000-0000-0000-000000000007",
        "document_filename": "a",
    }
    court.add(PRIVATE, clock() - dt.timedelta(minutes=30), case)
    court.add_document("00000000-0000-0000-0000-000000000007", "a.pdf", "application/pdf", pdf())
    cast.as_(cast.administrator)
    failing()
    jobs.later(jobs.poll_again, by=cast.administrator, key=PRIVATE, jurisdiction=PRIVATE)
    Feed.objects.update(walked_to=clock() - dt.timedelta(hours=2))
    assert run_jobs(queue="courts") == [("courtfeed.poll_again", "DONE", ""), ("courtfeed.fetch", "DONE", "")]
    cast.as_(cast.importer)
    assert Case.objects.get().court_case_id == str(case["id"])
    assert Paper.objects.get().held == "HELD"
    assert Feed.objects.get(jurisdiction=PRIVATE).papers_counted_at
    assert {e.actor_name for e in Event.objects.filter(verb__in=["CASE_IMPORTED", "PAPER_FETCHED"])} == {"Court feed"}


def test_every_two_minutes_both_feeds_are_asked(importer_role, cast, court):
    jobs.poll_feeds(by=cast.importer, now=clock())
    assert set(Feed.objects.values_list("jurisdiction", "failure")) == {("PRIVATELAW", ""), ("PUBLICLAW", "")}
    assert jobs.poll_feeds.kind.every


# ── The command line ──────────────────────────────────────────────────────────────────────────────────


def polled(**over):
    told = []
    facts = {"once": True, "since": None, "every": 60, "tell": told.append}
    return command.poll_feeds(**{**facts, **over}), told


def test_polled_once_it_says_how_it_went(importer_role, cast, court):
    court.add(PRIVATE, clock() - dt.timedelta(minutes=30), a_case())
    code, told = polled()
    assert code == command.WALKED
    assert told[0]["PRIVATELAW"]["imports"] == 1
    assert told[0]["PUBLICLAW"]["stopped"] == ""


def test_a_feed_that_fails_is_said_on_standard_error(importer_role, cast, court, capsys):
    court.fault_for = lambda _asked: "ERROR"
    assert polled()[0] == command.FAILING
    assert "reports an error of its own" in capsys.readouterr().err


def test_without_a_feed_it_says_where_to_read(importer_role, cast, settings, capsys):
    settings.COURTS = {}
    assert polled()[0] == command.NOT_SET_UP
    assert "README" in capsys.readouterr().err


@pytest.mark.parametrize("since", ["yesterday", "2099-01-01"])
def test_a_moment_that_cannot_be_used(importer_role, cast, court, since, capsys):
    assert polled(since=since)[0] == command.NOT_SET_UP
    assert court.asked == []
    assert "no moment in the past" in capsys.readouterr().err


def test_sent_back_by_hand_it_walks_again(importer_role, cast, court):
    polled()
    code, told = polled(since=(clock() - dt.timedelta(days=2)).isoformat())
    assert (code, told[0]["PRIVATELAW"]["windows"]) == (command.WALKED, 206)


def test_it_goes_on_until_it_is_stopped(importer_role, cast, court):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        polled(once=False, every=7, wait=wait)
    assert waits == [7, 7, 7]
