"""Looking what waits: who is ordered a notice, of what, and that nobody is told the same twice."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.access.operations import restrict_case
from goldenthread.background.jobs import acting
from goldenthread.notices import jobs, operations
from goldenthread.notices.models import Choice, Notice, Told
from goldenthread.notices.rules import How, Language
from goldenthread.people.models import Person
from goldenthread.thread.models import Event
from tests.background import run_jobs, waiting
from tests.pathway import Pathway
from tests.unit.notices.given import filing, returned, stopped_copy, urgent_application, used_locally

pytestmark = pytest.mark.usefixtures("the_worker")

MINUTES = dt.timedelta(minutes=5)


@pytest.fixture
def look(cast, server):
    """look(now): the job, as the worker does it; then {person's word: [(digest, kinds)]} of what was newly ordered."""

    def looked(now=None):
        before = set(_notices(cast))
        jobs.look(by=cast.importer, now=now or cast.now)
        new = [row for row in _notices(cast).values() if row.pk not in before]
        words = {person.pk: word for word, person in cast.everyone.items()}
        return {words[row.person_id]: (row.day is not None, tuple(row.kinds)) for row in new}

    return looked


def _notices(cast):
    found = {}
    for person in cast.everyone.values():
        cast.as_(person)
        found |= {row.pk: row for row in Notice.objects.all()}
    return found


def over(cast):
    """Every notice has gone out: the next may come."""
    for person in cast.everyone.values():
        cast.as_(person)
        Notice.objects.update(state="SENT")


def chooses(cast, person, how, language="en-gb"):
    cast.as_(person)
    operations.choose(how=how, language=language, by=person, now=cast.now)


def at(cast, day, hour=9, minute=30):
    return dt.datetime(2026, 6, day, hour, minute, tzinfo=cast.now.tzinfo)


# ── The digest ────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_quiet_where_nothing_waits(look):
    assert look() == {}


def test_the_digest_of_a_working_day_names_all_that_waits_for_each(cast, look):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    found = look()
    assert found["amira"] == (True, ("TIME_LIMIT", "MISSING")) or found["amira"] == (True, ("MISSING",))
    assert found["supervisor"] == found["manager"] == found["director"] == (True, ("DECISION",))
    assert set(found) == {"amira", "supervisor", "manager", "director"}


def test_it_comes_once_a_day_at_its_time_and_again_the_next_working_day(cast, look, settings):
    cast.case()
    settings.MAIL_DIGEST_AT = dt.time(10, 0)
    assert look(at(cast, 10, 9, 55)) == {}
    assert "amira" in look(at(cast, 10, 10, 0))
    over(cast)
    assert look(at(cast, 10, 10, 5)) == {}
    assert look(at(cast, 10, 23, 55)) == {}
    assert "amira" in look(at(cast, 11, 10, 0))


DAYS_OFF = [dt.date(2026, 6, 13), dt.date(2026, 6, 14), dt.date(2026, 8, 31), dt.date(2026, 12, 25)]


@pytest.mark.parametrize("day", DAYS_OFF)
def test_it_never_comes_on_a_weekend_or_a_bank_holiday(cast, look, day):
    cast.case()
    assert look(dt.datetime.combine(day, dt.time(9, 30), cast.now.tzinfo)) == {}


def test_its_time_is_the_time_where_people_work(cast, look, settings):
    """Eight in the morning in June is seven by the clock of the servers."""
    cast.case()
    assert look(dt.datetime(2026, 6, 10, 6, 55, tzinfo=dt.UTC)) == {}
    assert "amira" in look(dt.datetime(2026, 6, 10, 7, 0, tzinfo=dt.UTC))


def test_there_are_never_two_digests_of_a_day(cast, look):
    cast.case()
    look()
    cast.as_(cast.amira)
    row = Notice.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            person=cast.amira, kinds=["MISSING"], languages=["cy"], day=row.day, state="SENT", ordered_at=cast.now,
            moved_at=cast.now,
        )  # fmt: skip


# ── At once ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_new_and_urgent_is_told_at_once_and_then_not_again(cast, look):
    way = Pathway(cast, cast.case())
    look()
    over(cast)
    advice = way.submitted(way.maya)
    assert look(cast.now + MINUTES) == {
        "supervisor": (True, ("DECISION",)), "manager": (True, ("DECISION",)), "director": (True, ("DECISION",)),
    }  # fmt: skip
    over(cast)
    way.submitted(way.leo)
    again = look(cast.now + 2 * MINUTES)
    assert again == dict.fromkeys(("supervisor", "manager", "director"), (False, ("DECISION",)))
    over(cast)
    assert look(cast.now + 3 * MINUTES) == {}
    returned(cast, way, advice)
    assert look(cast.now + 4 * MINUTES) == {"amira": (False, ("RETURNED",))}


def test_what_is_done_and_what_is_left_is_nothing_new(cast, look):
    way = Pathway(cast, cast.case())
    maya, _leo = way.submitted(way.maya), way.submitted(way.leo)
    look()
    over(cast)
    returned(cast, way, maya)
    assert set(look(cast.now + MINUTES)) == {"amira"}


def test_whoever_chose_the_digest_alone_is_not_told_at_once(cast, look):
    way = Pathway(cast, cast.case())
    chooses(cast, cast.manager, How.DAILY)
    way.submitted(way.maya)
    look()
    over(cast)
    way.submitted(way.leo)
    assert set(look(cast.now + MINUTES)) == {"supervisor", "director"}


def test_whoever_chose_nothing_is_told_nothing(cast, look):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    for person in (cast.amira, cast.supervisor, cast.manager, cast.director):
        chooses(cast, person, How.DEMANDED)
    assert look() == {}


def test_a_new_urgent_thing_waits_for_a_working_day_where_nobody_must_be_told(cast, look):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    assert look(at(cast, 13)) == {}
    assert "manager" in look(at(cast, 15))


# ── What a post demands ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", How)
def test_a_duty_manager_is_told_of_an_urgent_application_on_a_sunday_night_whatever_they_chose(cast, look, how):
    chooses(cast, cast.duty, how)
    urgent_application(cast)
    sunday = at(cast, 14, 3, 0)
    assert look(sunday) == {"duty": (False, ("URGENT_APPLICATION",))}
    over(cast)
    assert look(sunday + MINUTES) == {}
    urgent_application(cast)
    assert look(sunday + 2 * MINUTES) == {"duty": (False, ("URGENT_APPLICATION",))}


@pytest.mark.parametrize("how", How)
def test_a_named_senior_is_told_of_break_glass_and_of_emergency_sign_ins(cast, look, how):
    from tests.unit.notices.test_waiting import glass

    chooses(cast, cast.senior, how)
    glass(cast, cast.case())
    used_locally(cast, cast.ben)
    found = look(at(cast, 14, 3, 0))
    assert found == {"senior": (False, ("GLASS_USE", "LOCAL_USE"))}


# ── Sight, and the address ────────────────────────────────────────────────────────────────────────────


def test_a_restricted_case_tells_nobody_who_may_not_know_of_it(cast, look):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    stopped_copy(cast, way.case, cast.supervisor)
    filing(cast, way.case, cast.amira)
    cast.as_(cast.amira)
    restrict_case(case=way.case, reason="STAFF_FAMILY", why="Theirs", people=[], by=cast.amira, now=cast.now)
    assert set(look()) == {"amira"}


def test_an_address_that_a_safe_contact_rule_closes_is_ordered_nothing_and_the_page_alone_says_so(cast, look):
    from tests.unit.notices.test_allowed import ruled, written_down

    case = cast.case()
    written_down(cast, case, cast.ben.email.upper())
    ruled(cast, case)
    cast.case(cast.ben)
    events = Event.objects.count()
    assert set(look()) == {"amira"}
    cast.as_(cast.ben)
    assert Choice.objects.get(person=cast.ben).email_off
    assert not Told.objects.exists()
    # Nothing in the log tells Ben from someone for whom nothing waits: the one line is that of Amira's notice.
    assert Event.objects.count() == events + 1


def test_when_the_address_is_open_again_they_are_told_again(cast, look):
    from goldenthread.casework.families.models import ContactDetail
    from tests.unit.notices.test_allowed import ruled, written_down

    case = cast.case()
    written_down(cast, case, cast.ben.email)
    ruled(cast, case)
    cast.case(cast.ben)
    look()
    cast.as_(cast.amira)
    ContactDetail.objects.update(ended_at=cast.now)
    assert set(look(cast.now + MINUTES)) == {"ben"}
    cast.as_(cast.ben)
    assert not Choice.objects.get(person=cast.ben).email_off


# ── Who is looked at, and what goes wrong ─────────────────────────────────────────────────────────────


def test_without_a_mail_server_nobody_is_looked_at(cast, look, settings):
    cast.case()
    settings.EMAIL_HOST = ""
    with CaptureQueriesContext(connection) as asked:
        jobs.look(by=cast.importer, now=cast.now)
    assert len(asked) == 0


def test_leavers_service_persons_and_people_without_a_post_are_not_looked_at(cast, look):
    cast.case()
    Person.objects.filter(pk=cast.amira.pk).update(left_on=dt.date(2026, 6, 9))
    assert look() == {}
    Person.objects.filter(pk=cast.amira.pk).update(left_on=None)
    cast.amira.posts.update(to_on=dt.date(2026, 6, 9))
    assert look() == {}


def test_what_fails_for_one_person_holds_up_nobody_else_and_is_seen(cast, look, monkeypatch):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    real = jobs.tell

    def fails(person, now):
        real(person, now)
        if person.pk == cast.supervisor.pk:
            raise ValueError("Okafor-Reed")

    monkeypatch.setattr(jobs, "tell", fails)
    with pytest.raises(ValueError, match="Okafor"):
        jobs.look(by=cast.importer, now=cast.now)
    told = {row.person_id for row in _notices(cast).values()}
    assert told == {cast.amira.pk, cast.manager.pk, cast.director.pk}


def test_one_notice_at_a_time_and_the_rest_when_it_has_gone(cast, look):
    way = Pathway(cast, cast.case())
    way.submitted(way.maya)
    look()
    way.submitted(way.leo)
    assert look(cast.now + MINUTES) == {}
    over(cast)
    assert set(look(cast.now + 2 * MINUTES)) == {"supervisor", "manager", "director"}


def test_a_notice_that_has_lost_its_job_is_given_another_and_only_then(cast, look):
    cast.case()
    look()
    assert len(waiting("house")) == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    look(cast.now + dt.timedelta(hours=1))
    assert waiting("house") == []
    look(cast.now + dt.timedelta(hours=2))
    assert [name for name, _given in waiting("house")] == ["notices.send"]


def told_and_undone(cast):
    with acting(cast.amira):
        jobs.tell(cast.amira, cast.now)
        assert Notice.objects.filter(ordered_at=cast.now).exists()
        transaction.set_rollback(True)


def test_an_order_that_is_undone_leaves_no_job_and_nothing_told(cast, look):
    cast.case()
    told_and_undone(cast)
    cast.as_(cast.amira)
    assert not Notice.objects.exists()
    assert not Told.objects.exists()
    assert waiting("house") == []


# ── What is recorded ──────────────────────────────────────────────────────────────────────────────────


def test_a_job_holds_ids_and_the_line_says_that_they_were_to_be_told(cast, look):
    cast.case()
    look()
    ((name, given),) = waiting("house")
    cast.as_(cast.amira)
    notice = Notice.objects.get()
    assert (name, given) == ("notices.send", {"by": str(cast.amira.pk), "notice_id": str(notice.pk)})
    line = Event.objects.get(verb="NOTICE_ORDERED")
    assert (line.actor_id, line.subject_id, line.case_id) == (cast.amira.pk, cast.amira.pk, None)
    assert line.facts == {"digest": True}


def test_what_was_told_is_kept_as_fingerprints(cast, look):
    case = cast.case()
    look()
    cast.as_(cast.amira)
    for row in Told.objects.all():
        assert row.told_at == cast.now
        assert row.things
        assert not any(str(case.pk) in mark for mark in row.things)


@pytest.mark.parametrize(
    ("word", "chosen", "languages"),
    [
        ("amira", "", [Language.ENGLISH]),
        ("amira", "cy", [Language.WELSH]),
        ("carys", "", [Language.WELSH, Language.ENGLISH]),
        ("carys", "en-gb", [Language.ENGLISH]),
    ],
)
def test_it_is_in_the_language_that_they_chose_and_in_wales_in_both_until_then(cast, word, chosen, languages):
    person = getattr(cast, word)
    assert jobs.languages(Choice(person=person, language=chosen), cast.who(person)) == languages


def test_looking_at_one_person_costs_the_same_whatever_waits(cast, look):
    counts = []
    for _ in range(2):
        for _ in range(2):
            way = Pathway(cast, cast.case())
            filing(cast, way.case, cast.amira)
        with CaptureQueriesContext(connection) as asked:
            told_and_undone(cast)
        counts.append(len([q for q in asked if "notices_told" not in q["sql"]]))
    assert counts[0] == counts[1]


def test_the_worker_knows_it_and_does_it_every_five_minutes(cast, look):
    assert jobs.look.kind.every == "*/5 * * * *"
    cast.case()
    look()
    assert run_jobs() == [("notices.send", "DONE", "")]
