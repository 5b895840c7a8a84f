"""A meeting: planned with its agenda, held with attendance, minuted by item, agreed; and what arises from it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.operations import note
from goldenthread.boards.models import Attendance, Meeting, Minute
from goldenthread.boards.operations.boards import declare_interest
from goldenthread.boards.operations.meetings import (
    add_item,
    agree_minutes,
    change_item,
    change_meeting,
    change_minute,
    hold_meeting,
    plan_meeting,
    send_papers_out,
    take_item_off,
    take_minute,
)
from goldenthread.boards.rules import MEETING_LIFE, Attended
from goldenthread.improvement.operations.plans import publish, report_for_area
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person
from goldenthread.thread.models import Event, Link
from tests.unit.actions.given import post
from tests.unit.boards.given import board, held, item, meeting, member, out, paper
from tests.unit.improvement.given import line, plan


@pytest.fixture
def made(cast):
    found = board(cast)
    member(cast, found)
    return found


@pytest.fixture
def row(cast, made):
    return meeting(cast, made)


def refused(code):
    return pytest.raises(Refused, match=code)


def text(cast, person, route, *args):
    return cast.client(person).get(reverse(route, args=args)).content.decode()


def titles(row):
    return [(one.number, one.kind) for one in row.items.filter(taken_off_at__isnull=True)]


def undertake(cast, row, **over):
    """An action out of a minute of the plan's item."""
    cast.as_(cast.secretary)
    said = {
        "kind": "ACTION", "words": "The committee asked for a count.", "title": "Count the late plans",
        "due_words": "Aug 2026", **over,
    }  # fmt: skip
    owner, accountable = post(cast, f"Policy {row.pk}", cast.central), post(cast, f"Directors {row.pk}", cast.director)
    return take_minute(
        item=item(row), owner=owner, accountable=accountable, by=cast.secretary, now=row.starts_at, **said
    )


def test_it_begins_with_the_standing_items(cast, made):
    page = cast.client(cast.secretary)
    said = {"starts_at-day": "16", "starts_at-month": "9", "starts_at-year": "2026", "starts_at-time": "10am",
            "place": "Leeds"}  # fmt: skip
    assert page.post(reverse("boards:meeting_new", args=[made.pk]), said).status_code == 302
    row = Meeting.objects.get()
    assert titles(row) == [(1, "INTERESTS"), (2, "MATTERS_ARISING"), (3, "PLAN"), (4, "AREA_REPORTS"), (5, "RISKS")]
    assert Event.objects.get(verb="MEETING_PLANNED").facts == {"on": "2026-09-16"}
    with refused("SAME_TIME"):
        plan_meeting(board=made, starts_at=row.starts_at, by=cast.secretary, now=cast.now)


def test_its_agenda_can_be_changed_and_put_in_order(cast, row):
    more = add_item(meeting=row, kind="FEEDBACK", title="", lead="Nadia", by=cast.secretary, now=cast.now)
    assert more.title == "What children and families tell us"
    change_item(item=more, kind="FEEDBACK", title="Survey", lead="Nadia", number=1, by=cast.secretary, now=cast.now)
    assert titles(row)[:2] == [(1, "FEEDBACK"), (2, "INTERESTS")]
    take_item_off(item=item(row, "INTERESTS"), by=cast.secretary, now=cast.now)
    assert titles(row) == [(1, "FEEDBACK"), (2, "MATTERS_ARISING"), (3, "PLAN"), (4, "AREA_REPORTS"), (5, "RISKS")]
    with refused("CHANGED_MEANWHILE"):
        change_item(item=more, kind="PLAN", title="x", lead="", number=1, expected_version=1, by=cast.secretary,
                    now=cast.now)  # fmt: skip
    paper(cast, row)
    with refused("HAS_PAPERS"):
        take_item_off(item=item(row), by=cast.secretary, now=cast.now)
    assert Event.objects.filter(verb="AGENDA_SET").count() == 3


def test_every_step_in_its_order_and_once(cast, row):
    for step, code in (
        (lambda: hold_meeting(meeting=row, attended={}, by=cast.secretary, now=cast.now), "NOT_FROM_HERE"),
        (lambda: agree_minutes(meeting=row, by=cast.secretary, now=cast.now), "NOT_FROM_HERE"),
        (lambda: take_minute(item=item(row), kind="NOTE", words="x", by=cast.secretary, now=cast.now), "NOT_HELD"),
    ):
        with refused(code):
            step()
    out(cast, row)
    with refused("NOT_FROM_HERE"):
        send_papers_out(meeting=row, by=cast.secretary, now=cast.now)
    with refused("NOT_YET_HELD"):
        hold_meeting(meeting=row, attended={}, by=cast.secretary, now=cast.now)
    row.refresh_from_db()
    row = held(cast, row)
    with refused("MEETING_OVER"):
        change_meeting(meeting=row, starts_at=cast.now, place="", by=cast.secretary, now=cast.now)
    with refused("NO_MINUTES"):
        agree_minutes(meeting=row, by=cast.secretary, now=cast.now)
    said = take_minute(item=item(row), kind="DECISION", words="Agreed.", by=cast.secretary, now=cast.now)
    change_minute(minute=said, words="Agreed by all.", expected_version=1, by=cast.secretary, now=cast.now)
    with refused("CHANGED_MEANWHILE"):
        change_minute(minute=said, words="x", expected_version=1, by=cast.secretary, now=cast.now)
    agree_minutes(meeting=row, by=cast.secretary, now=cast.now)
    for step in (
        lambda: take_minute(item=item(row), kind="NOTE", words="x", by=cast.secretary, now=cast.now),
        lambda: change_minute(minute=said, words="x", by=cast.secretary, now=cast.now),
        lambda: add_item(meeting=row, kind="OTHER", title="x", by=cast.secretary, now=cast.now),
    ):
        with refused("AGREED"):
            step()
    assert not MEETING_LIFE.unreachable()
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"PAPERS_OUT", "MEETING_HELD", "MINUTE_TAKEN", "MINUTE_CHANGED", "MINUTES_AGREED"} <= verbs


def test_an_empty_agenda_is_not_sent(cast):
    bare = meeting(cast, board(cast, standing_items=[]))
    assert "There is no item yet" in text(cast, cast.secretary, "boards:meeting", bare.pk)
    with refused("NO_AGENDA"):
        out(cast, bare)


def test_attendance_is_of_the_members_of_that_day(cast, made):
    row = meeting(cast, made, days=-3)
    gone = member(cast, made, cast.central, to_on=(cast.now - dt.timedelta(days=10)).date())
    later = member(cast, made, cast.director, from_on=cast.now.date())
    out(cast, row)
    page, there = cast.client(cast.secretary), reverse("boards:held", args=[row.pk])
    seat = made.members.get(person=cast.board)
    found = page.get(there).content.decode()
    assert f"member_{seat.pk}" in found
    assert f"member_{gone.pk}" not in found
    assert f"member_{later.pk}" not in found
    assert page.post(there, {}).status_code == 422
    assert page.post(there, {f"member_{seat.pk}": "APOLOGIES"}).status_code == 302
    assert Attendance.objects.get().attended == Attended.APOLOGIES
    assert Event.objects.get(verb="MEETING_HELD").facts == {"present": 0, "apologies": 1}
    cast.as_(cast.secretary)
    other = out(cast, meeting(cast, made, days=-4))
    with refused("ATTENDANCE_NEEDED"):
        hold_meeting(meeting=other, attended={gone.pk: "PRESENT"}, by=cast.secretary, now=cast.now)


@pytest.mark.parametrize(
    ("person", "reads", "keeps"),
    [("secretary", 200, 200), ("improver", 200, 403), ("board", 200, 403), ("director", 404, 404),
     ("amira", 404, 404), ("central", 404, 404), ("carys", 404, 404), ("nobody", 404, 404)],
)  # fmt: skip
def test_who_reads_a_meeting_and_who_keeps_it(cast, made, person, reads, keeps):
    row = held(cast, meeting(cast, made, days=-3))
    cast.as_(cast.secretary)
    said = take_minute(item=item(row), kind="NOTE", words="Seen.", by=cast.secretary, now=cast.now)
    page = cast.client(getattr(cast, person))
    for route, identifier, status in (
        ("meeting", row.pk, reads), ("minute", said.pk, reads), ("meeting_edit", row.pk, keeps),
        ("item_new", row.pk, keeps), ("papers_out", row.pk, keeps), ("held", row.pk, keeps),
        ("minutes_agree", row.pk, keeps), ("minute_new", item(row).pk, keeps), ("item_edit", item(row).pk, keeps),
        ("item_off", item(row).pk, keeps), ("paper_new", item(row).pk, keeps), ("minute_edit", said.pk, keeps),
    ):  # fmt: skip
        assert page.get(reverse(f"boards:{route}", args=[identifier])).status_code == status, route


def test_what_is_undertaken_is_an_action(cast, made):
    row = held(cast, meeting(cast, made, days=-3))
    page, there = cast.client(cast.secretary), reverse("boards:minute_new", args=[item(row).pk])
    owner, accountable = post(cast, "Policy", cast.central), post(cast, "Directors", cast.director)
    said = {"kind": "ACTION", "words": "They asked for a count.", "title": "", "owner": "", "accountable": "",
            "due_words": ""}  # fmt: skip
    assert page.post(there, said).status_code == 422
    assert not Minute.objects.exists()
    said |= {"title": "Count the late plans", "owner": str(owner.pk), "accountable": str(accountable.pk)}
    assert page.post(there, {**said, "due_words": "some day soon"}).status_code == 422
    assert not Action.objects.exists()
    assert page.post(there, {**said, "due_words": "Aug 2026"}).status_code == 302
    minute, action = Minute.objects.get(), Action.objects.get()
    assert (minute.action, action.source, action.for_members) == (action, "BOARD", True)
    cast.as_(cast.secretary)
    assert Link.objects.filter(from_id=action.pk, to_id=minute.pk, relation="RAISED_BY").exists()


def test_matters_arising_say_how_they_stand_and_no_note(cast, made, row):
    before = held(cast, meeting(cast, made, days=-3))
    minute = undertake(cast, before)
    note(action=minute.action, kind="PROGRESS", words="Held up by lawyers.", by=cast.central, now=cast.now)
    member_page, keeper = (text(cast, who, "boards:meeting", row.pk) for who in (cast.board, cast.secretary))
    there = reverse("actions:action", args=[minute.action_id])
    for found in (member_page, keeper):
        assert "Count the late plans" in found
        assert "Held up by lawyers" not in found
    assert there not in member_page
    assert there in keeper
    # Not on the meeting at which it was undertaken, as something that arose from it.
    assert text(cast, cast.board, "boards:meeting", before.pk).count("Count the late plans") == 1
    assert "Held up" not in text(cast, cast.board, "boards:minute", minute.pk)
    # What ended before the last meeting no longer arises.
    Action.objects.update(
        state="CLOSED", closed_at=cast.now - dt.timedelta(days=9), closed_by=cast.improver,
        done_at=cast.now - dt.timedelta(days=9), done_by=cast.central,
    )  # fmt: skip
    assert "Count the late plans" not in text(cast, cast.board, "boards:meeting", row.pk)


def test_reports_of_areas_stand_under_their_item(cast, made, row):
    assert "No area has reported yet" in text(cast, cast.board, "boards:meeting", row.pk)
    cast.as_(cast.improver)
    kept = plan(cast)
    line(cast, kept)
    publish(plan=kept, by=cast.improver, now=cast.now)
    said = {"priority": kept.priorities.get(), "area": cast.dales, "asks": "", "by": cast.director}
    report_for_area(going_well="Old words.", worries="None.", now=cast.now, **said)
    report_for_area(going_well="Every team talks.", worries="Two posts.", now=cast.now + dt.timedelta(hours=1), **said)
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "Every team talks." in found
    assert "Old words." not in found


def test_a_meeting_that_was_held_shows_the_reports_that_it_was_given(cast, made):
    cast.as_(cast.improver)
    kept = plan(cast)
    line(cast, kept)
    publish(plan=kept, by=cast.improver, now=cast.now)
    said = {"priority": kept.priorities.get(), "area": cast.dales, "asks": "", "worries": "x", "by": cast.director}
    row = meeting(cast, made, days=-3)
    report_for_area(going_well="What they read.", now=row.starts_at - dt.timedelta(days=1), **said)
    held(cast, row)
    report_for_area(going_well="What came after.", now=row.starts_at + dt.timedelta(days=1), **said)
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "What they read." in found
    assert "What came after." not in found


def test_what_is_asked_of_a_member_stands_first(cast, made, row):
    paper(cast, row)
    out(cast, row)
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert found.index("What is asked of you") < found.index("Agenda</h2>")
    assert "Declare your interests" in found
    declare_interest(membership=made.members.get(), none=True, by=cast.board, now=cast.now)
    found = text(cast, cast.board, "boards:meeting", row.pk)
    assert "Declare your interests" not in found
    assert "To ask why." in found
    # Whoever does not sit is asked for nothing of the sort.
    assert "Declare your interests" not in text(cast, cast.improver, "boards:meeting", row.pk)


def test_nothing_of_a_family_stands_on_any_page_of_a_member(cast, made):
    case = cast.case()
    row = held(cast, meeting(cast, made, days=-3))
    for route, identifier in (("index", None), ("board", made.pk), ("meeting", row.pk), ("scrutiny", made.pk)):
        found = text(cast, cast.board, f"boards:{route}", *([identifier] if identifier else []))
        assert not any(word in found for word in ("Okafor", "Maya", "Leo", case.reference)), route


def test_the_page_of_a_meeting_asks_the_same_number_of_questions_however_much_there_is(cast, made):
    row = meeting(cast, made, days=-3)
    paper(cast, row)
    held(cast, row)
    undertake(cast, row)
    there, page = reverse("boards:meeting", args=[row.pk]), cast.client(cast.board)

    def asked():
        page.get(there)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(there).status_code == 200
        return len(queries)

    few = asked()
    cast.as_(cast.secretary)
    earlier = meeting(cast, made, days=-30)
    for number in range(8):
        person = Person.objects.create(name=f"Member {number}", email=f"m{number}@x.invalid")
        declare_interest(membership=member(cast, made, person), none=True, by=cast.secretary, now=cast.now)
        take_minute(item=item(row), kind="NOTE", words=f"Note {number}", by=cast.secretary, now=cast.now)
        add_item(meeting=row, kind="OTHER", title=f"Other {number}", by=cast.secretary, now=cast.now)
    held(cast, earlier)
    undertake(cast, earlier, title="Earlier action")
    assert asked() == few
    # The session, the person, their posts and the meeting itself among them.
    assert few <= 16
