"""Sending a notice: once, again after a fault that passes, never again after one that stays."""

import datetime as dt

import pytest

from goldenthread.notices import jobs, operations
from goldenthread.notices.models import Notice, Unreached
from goldenthread.notices.queries import last_digest, refused_at
from goldenthread.notices.rules import How
from goldenthread.people.models import Person
from goldenthread.thread.models import Event
from tests.background import run_jobs
from tests.mail import MailServer
from tests.pathway import Pathway

pytestmark = pytest.mark.usefixtures("the_worker")
NAME = "notices.send"


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


@pytest.fixture
def ordered(cast, way, mail_to):
    """ordered(server): this server is ours, and Amira's digest is ordered."""

    def order(server):
        mail_to(server)
        jobs.look(by=cast.importer, now=cast.now)
        return server

    return order


def notice(cast):
    cast.as_(cast.amira)
    return Notice.objects.get()


def lines(cast):
    return [
        (event.verb, event.facts)
        for event in Event.objects.filter(verb__startswith="NOTICE_").order_by("id")
        if event.verb != "NOTICE_ORDERED"
    ]


def test_it_is_sent_and_both_are_written_down(cast, ordered):
    with MailServer() as server:
        ordered(server)
        assert run_jobs() == [(NAME, "DONE", "")]
        (taken,) = server.messages
    assert taken.recipients == (cast.amira.email,)
    assert notice(cast).state == "SENT"
    assert lines(cast) == [("NOTICE_TRIED", {"try": 1}), ("NOTICE_SENT", {"try": 1})]


def test_it_is_written_down_before_it_is_sent(cast, ordered, monkeypatch):
    """So that a worker that is killed in the middle never sends it twice."""
    seen = []

    def deliver(message):
        seen.append(notice(cast).state)

    monkeypatch.setattr(jobs, "deliver", deliver)
    with MailServer() as server:
        ordered(server)
        run_jobs()
    assert seen == ["SENDING"]


def test_a_second_job_sends_nothing(cast, ordered):
    with MailServer() as server:
        ordered(server)
        row = notice(cast)
        for _ in range(2):
            jobs.send(notice_id=row.pk, by=cast.amira, now=cast.now)
        assert len(server.messages) == 1


def test_a_worker_that_was_killed_in_the_middle_leaves_a_notice_that_is_not_sent_again(cast, ordered):
    with MailServer() as server:
        ordered(server)
        cast.as_(cast.amira)
        Notice.objects.update(state="SENDING", tries=1)
        assert run_jobs() == [(NAME, "DONE", "")]
        assert server.messages == []
    assert notice(cast).state == "NOT_SENT"
    assert lines(cast) == [("NOTICE_NOT_SENT", {})]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"greets": "421 Closing"}, "SMTP_421"),
        ({"rcpt": "450 Busy"}, "SMTP_450"),
        ({"drops": "DATA"}, "DISCONNECTED"),
        ({"data": "452 Full"}, "SMTP_452"),
    ],
)
def test_a_fault_that_passes_is_tried_again_and_then_it_goes(cast, ordered, mail_to, fault, code):
    with MailServer(**fault) as server:
        ordered(server)
        assert run_jobs(now=cast.now) == [(NAME, "AGAIN", code)]
    assert notice(cast).state == "WAITING"
    with MailServer() as server:
        mail_to(server)
        assert run_jobs(ahead=True, now=cast.now) == [(NAME, "DONE", "")]
        assert len(server.messages) == 1
    assert notice(cast).tries == 2
    assert lines(cast) == [
        ("NOTICE_TRIED", {"try": 1}), ("NOTICE_DELAYED", {"reason": code, "try": 1}),
        ("NOTICE_TRIED", {"try": 2}), ("NOTICE_SENT", {"try": 2}),
    ]  # fmt: skip


def test_a_refusal_is_given_up_and_seen(cast, ordered):
    with MailServer(data="554 5.6.0 No") as server:
        ordered(server)
        assert run_jobs(ahead=True) == [(NAME, "FAILED", "SMTP_554")]
    assert notice(cast).state == "REFUSED"
    assert lines(cast)[1:] == [("NOTICE_REFUSED", {"reason": "SMTP_554"})]
    assert not Unreached.objects.exists()


def test_an_address_that_is_refused_is_left_alone_for_a_week_and_then_tried_again(cast, ordered, mail_to):
    with MailServer(rcpt="550 5.1.1 Unknown") as server:
        ordered(server)
        assert run_jobs(now=cast.now) == [(NAME, "FAILED", "SMTP_550")]
    assert refused_at(cast.amira.pk) == cast.now
    with MailServer() as server:
        mail_to(server)
        jobs.look(by=cast.importer, now=cast.now + dt.timedelta(days=5))
        assert run_jobs(ahead=True) == []
        jobs.look(by=cast.importer, now=cast.now + dt.timedelta(days=7))
        assert run_jobs(ahead=True) == [(NAME, "DONE", "")]
    assert refused_at(cast.amira.pk) is None
    assert Unreached.objects.get().ended_at is not None


def test_an_address_that_is_none_is_refused_without_asking(cast, ordered):
    Person.objects.filter(pk=cast.amira.pk).update(email="amira@x.example\r\nBcc: other@example.org")
    with MailServer() as server:
        ordered(server)
        assert run_jobs(now=cast.now) == [(NAME, "FAILED", "ADDRESS")]
        assert server.commands == []
    assert refused_at(cast.amira.pk) == cast.now


# ── What has become of it meanwhile ───────────────────────────────────────────────────────────────────


def nothing_waits(cast, way, _settings):
    from goldenthread.casework.cases.operations.closing import close_case

    close_case(case=way.case, on=cast.now.date(), why="WITHDRAWN", by=cast.amira, now=cast.now)


def left(cast, _way, _settings):
    Person.objects.filter(pk=cast.amira.pk).update(left_on=dt.date(2026, 6, 10))


def turned_off(cast, _way, _settings):
    operations.choose(how=How.DEMANDED, language="cy", by=cast.amira, now=cast.now)


def no_server(_cast, _way, settings):
    settings.EMAIL_HOST = ""


def closed_address(cast, way, _settings):
    from tests.unit.notices.test_allowed import written_down

    written_down(cast, way.case, cast.amira.email, protected=True)


@pytest.mark.parametrize("meanwhile", [nothing_waits, left, turned_off, no_server, closed_address])
def test_what_is_no_longer_wanted_is_not_sent_and_the_line_does_not_say_why(cast, way, ordered, settings, meanwhile):
    with MailServer() as server:
        ordered(server)
        cast.as_(cast.amira)
        meanwhile(cast, way, settings)
        assert run_jobs(now=cast.now) == [(NAME, "DONE", "")]
        assert server.messages == []
    assert notice(cast).state == "NOT_SENT"
    assert lines(cast) == [("NOTICE_NOT_SENT", {})]


def test_the_next_digest_is_not_held_up_by_one_that_was_not_sent(cast, way, ordered, mail_to):
    with MailServer(data="554 No") as server:
        ordered(server)
        run_jobs(ahead=True)
    cast.as_(cast.amira)
    assert last_digest(cast.amira.pk) == cast.now.date()
    with MailServer() as server:
        mail_to(server)
        jobs.look(by=cast.importer, now=cast.now + dt.timedelta(days=1))
        assert run_jobs() == [(NAME, "DONE", "")]
        assert len(server.messages) == 1


def test_nobody_elses_notice_can_be_sent_in_ones_name(cast, ordered):
    with MailServer() as server:
        ordered(server)
        row = notice(cast)
        jobs.send(notice_id=row.pk, by=cast.ben, now=cast.now)
        assert server.messages == []
    assert notice(cast).state == "WAITING"


@pytest.mark.parametrize("fault", [{}, {"rcpt": "550 No"}, {"rcpt": "450 No"}, {"drops": "DATA"}, {"data": "554 x"}])
def test_no_log_and_no_line_of_the_work_holds_the_address(cast, ordered, caplog, fault):
    from goldenthread.background.models import Trouble

    with MailServer(**fault) as server:
        ordered(server)
        run_jobs(now=cast.now)
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    troubles = str(list(Trouble.objects.values()))
    for said in (ours, troubles):
        assert "amira" not in said.casefold()
        assert "goldenthread.invalid" not in said
