"""The learning log: written, sent out, read, answered, found again where the work is done."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.enquiry.operations import open_line
from goldenthread.kernel.refusal import Refused
from goldenthread.learning.models import LearningPoint, Reading
from goldenthread.learning.operations import answer_point, edit_point, read_point, send_out, withdraw, write_point
from goldenthread.learning.queries import bearing_on, readership, teams
from goldenthread.thread.models import Event


def typed(**over):
    return {
        "title": "Ask each child alone", "words": "A review found that brothers were seen together.",
        "do_words": "See each child alone at least once.", "source": "REVIEW", "source_words": "Review 7",
        "nations": ["ENGLAND"], "themes": ["VOICE"], "steps": ["DIRECTWORK"], "for_roles": [], "travels": ["BRIEFING"],
        "answer_by": None, **over,
    }  # fmt: skip


@pytest.fixture
def draft(cast):
    cast.as_(cast.improver)
    return write_point(by=cast.improver, now=cast.now, **typed())


@pytest.fixture
def point(cast, draft):
    return send_out(point=draft, by=cast.improver, now=cast.now)


def test_it_is_written_on_its_page_and_sent_out(cast):
    page = cast.client(cast.improver)
    said = {key: value for key, value in typed().items() if value is not None}
    assert page.post(reverse("learning:point_new"), said).status_code == 302
    row = LearningPoint.objects.get()
    assert row.state == "DRAFT"
    assert page.post(reverse("learning:send_out", args=[row.pk]), {}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.out_by) == ("OUT", cast.improver)
    assert "brothers" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_draft_is_nobody_elses_and_what_is_out_is_everyones_in_the_nation(cast, draft):
    there = reverse("learning:point", args=[draft.pk])
    assert cast.client(cast.amira).get(there).status_code == 404
    cast.as_(cast.improver)
    send_out(point=draft, by=cast.improver, now=cast.now)
    assert cast.client(cast.amira).get(there).status_code == 200
    assert cast.client(cast.carys).get(there).status_code == 404
    assert cast.client(cast.board).get(there).status_code == 404


def test_what_is_out_is_not_changed_but_replaced(cast, point):
    with pytest.raises(Refused, match="NOT_A_DRAFT"):
        edit_point(point=point, by=cast.improver, now=cast.now, **typed(title="Other words"))
    better = write_point(replaces=point, by=cast.improver, now=cast.now, **typed(title="Ask each child alone, twice"))
    send_out(point=better, by=cast.improver, now=cast.now)
    point.refresh_from_db()
    assert point.state == "WITHDRAWN"


def test_it_is_not_sent_out_over_what_someone_changed_meanwhile(cast, draft):
    there, page = reverse("learning:send_out", args=[draft.pk]), cast.client(cast.improver)
    assert 'name="expected_version" value="1"' in page.get(there).content.decode()
    cast.as_(cast.improver)
    edit_point(point=draft, by=cast.improver, now=cast.now, **typed(title="Other words"))
    assert page.post(there, {"expected_version": "1"}).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "DRAFT"
    assert page.post(there, {"expected_version": "2"}).status_code == 302


def test_withdrawing_says_why(cast, point):
    with pytest.raises(Refused, match="COMMENT_REQUIRED"):
        withdraw(point=point, reason=" ", by=cast.improver, now=cast.now)
    assert withdraw(point=point, reason="It was wrong.", by=cast.improver, now=cast.now).state == "WITHDRAWN"


def test_reading_twice_is_reading_once(cast, point):
    page = cast.client(cast.amira)
    for _ in range(2):
        assert page.post(reverse("learning:read", args=[point.pk]), {}).status_code == 302
    assert Reading.objects.count() == 1
    assert "You have read it" in page.get(reverse("learning:point", args=[point.pk])).content.decode()


def test_who_has_read_it_counts_those_for_whom_it_is(cast, draft):
    LearningPoint.objects.filter(pk=draft.pk).update(for_roles=["ADVISER"])
    draft.refresh_from_db()
    point = send_out(point=draft, by=cast.improver, now=cast.now)
    read_point(point=point, by=cast.amira, now=cast.now)
    read_point(point=point, by=cast.manager, now=cast.now)
    # Three advisers of England; the manager read it too and is not among those for whom it is.
    assert readership(point, cast.now.date()) == {"of": 3, "read": 1}


def test_a_team_answers_and_the_newest_answer_stands(cast, point):
    page = cast.client(cast.manager)
    said = {"team": str(cast.north.pk), "words": "We talked about it.", "talked_on-day": "10", "talked_on-month": "6",
            "talked_on-year": "2026"}  # fmt: skip
    assert page.post(reverse("learning:answer", args=[point.pk]), said).status_code == 302
    cast.as_(cast.manager)
    answer_point(
        point=point, team=cast.north, talked_on=cast.now.date(), words="We saw each alone.", by=cast.manager,
        now=cast.now + dt.timedelta(days=365),
    )  # fmt: skip
    found = {team.name: team.answer for team in teams(point)}
    assert found["Dales North"] == "We saw each alone."
    assert found["Harbour"] is None
    assert "Valleys" not in found


def test_a_day_to_come_is_refused(cast, point):
    with pytest.raises(Refused, match="IN_FUTURE"):
        answer_point(
            point=point, team=cast.north, talked_on=dt.date(2026, 6, 11), words="x", by=cast.manager, now=cast.now
        )


@pytest.mark.parametrize(
    ("person", "status"), [("manager", 200), ("supervisor", 200), ("amira", 403), ("director", 403), ("board", 404)]
)
def test_who_answers_for_a_team(cast, point, person, status):
    page = cast.client(getattr(cast, person)).get(reverse("learning:answer", args=[point.pk]))
    assert page.status_code == status


def test_it_is_found_again_where_the_work_is_done(cast, point):
    case = cast.case()
    assert bearing_on("DIRECTWORK", "ENGLAND") == [point]
    assert bearing_on("DIRECTWORK", "WALES") == []
    page = cast.client(cast.amira)
    assert "Ask each child alone" in page.get(reverse("directwork:index", args=[case.pk])).content.decode()
    assert "Ask each child alone" not in page.get(reverse("harm:index", args=[case.pk])).content.decode()


def test_an_empty_thread_of_what_hangs_on_no_case_speaks_of_no_child(cast, point):
    page = cast.client(cast.improver).get(reverse("learning:point", args=[point.pk])).content.decode()
    assert "When this draws on something" in page
    assert "what a child said, a contact" not in page
    case = cast.case()
    cast.as_(cast.amira)
    line = open_line(case=case, question="What has Maya seen?", why="It is named.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira).get(reverse("enquiry:line", args=[line.pk])).content.decode()
    assert "what a child said, a contact" in page


def test_the_log_is_narrowed_and_asks_the_same_number_of_questions(cast, point):
    page, there = cast.client(cast.amira), reverse("learning:index")

    def asked():
        page.get(there)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(there).status_code == 200
        return len(queries)

    few = asked()
    cast.as_(cast.improver)
    for number in range(20):
        more = write_point(by=cast.improver, now=cast.now, **typed(title=f"Point {number}", themes=["RISK"]))
        send_out(point=more, by=cast.improver, now=cast.now)
    assert asked() == few
    assert "20 learning points" in page.get(there, {"theme": "RISK"}).content.decode()
    assert "Nothing fits" in page.get(there, {"words": "no such words"}).content.decode()


def test_a_forged_identifier_of_what_is_replaced_is_nothing(cast):
    assert cast.client(cast.improver).get(reverse("learning:point_new"), {"replaces": "x"}).status_code == 200
