"""A plan: loaded, read by those who may, changed by two people, published as it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.operations import note
from goldenthread.improvement.command import load
from goldenthread.improvement.files import BadPlan, read_plan
from goldenthread.improvement.models import AreaReport, KnowBy, Plan, PlanLine, PlanVersion
from goldenthread.improvement.operations.plans import edit_plan, edit_priority, end_plan, publish, take_line_out
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.unit.improvement.given import REAL, line, plan, real_plan


def refused(code):
    return pytest.raises(Refused, match=code)


def test_the_real_plan_has_its_priorities_lines_and_measures(cast):
    made = real_plan(cast)
    counts = [priority.lines.count() for priority in made.priorities.all()]
    assert counts == [5, 4, 5, 4]
    assert Action.objects.filter(source="PLAN").count() == 18
    # The two that had slipped among the actions stand among the measures.
    slipped = KnowBy.objects.filter(key__in=["plans-in-place", "reviews-triggered"]).select_related("line")
    assert {row.line.key for row in slipped} == {"learning-plans", "prolonged-proceedings"}
    # Each is tied to something, or says why it is not.
    assert all(row.measure_key or row.evidence_words or row.words_why for row in KnowBy.objects.all())
    due = {row.key: row.action.due_kind for row in PlanLine.objects.select_related("action")}
    assert due["learning-plans"] == "REPEATED"
    assert due["perpetrator-programmes"] == "TO_BE_CONFIRMED"
    assert due["prolonged-proceedings"] == "UNDERWAY"


def test_posts_and_no_persons(cast):
    real_plan(cast)
    from goldenthread.actions.models import Holding

    assert not Holding.objects.exists()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("due: Oct 2021", "due: one day"), "no date can be told"),
        (("owner: Customer service team", "owner: Nobody at all"), "is not among the posts"),
        (("key: complaints-learning", "key: unsafe-orders"), "stands twice"),
        (("line: unsafe-orders", "line: nothing-such"), "there is no line"),
        (("nation: ENGLAND", "nation: FRANCE"), "nation"),
        (("sources: [AUDIT]", "sources: [HEARSAY]"), "no source"),
        (("priorities:", "priorities: ["), "cannot be read"),
    ],
)
def test_a_file_that_does_not_fit_says_where(tmp_path, change, complaint):
    file = tmp_path / "plan.yaml"
    file.write_text(REAL.read_text().replace(*change, 1))
    with pytest.raises(BadPlan, match=complaint):
        read_plan(file)


def test_the_command_loads_it_for_someone_who_may(cast):
    assert load(REAL, cast.amira.email)[1] == 1
    assert load(REAL, "nobody@service.invalid")[1] == 1
    words, code = load(REAL, cast.improver.email)
    assert code == 0, words
    assert load(REAL, cast.improver.email)[1] == 1
    assert Plan.objects.get().state == "DRAFT"


def test_a_version_is_the_text_as_it_stood(cast):
    made = plan(cast)
    with refused("NOTHING_IN_IT"):
        publish(plan=made, by=cast.improver, now=cast.now)
    first = line(cast, made)
    version = publish(plan=made, note="The first.", by=cast.improver, now=cast.now)
    assert version.content["priorities"][0]["lines"][0]["title"] == "See each child alone"
    with refused("SAME_AS_BEFORE"):
        publish(plan=made, by=cast.improver, now=cast.now)
    # Progress is no change of the text.
    note(action=first.action, kind="PROGRESS", words="Begun.", by=cast.improver, now=cast.now)
    with refused("SAME_AS_BEFORE"):
        publish(plan=made, by=cast.improver, now=cast.now)
    take_line_out(line=first, by=cast.improver, now=cast.now)
    line(cast, made, key="second", title="Ask each child how it was")
    second = publish(plan=made, by=cast.improver, now=cast.now)
    assert second.number == 2
    assert [row["key"] for row in second.content["priorities"][0]["lines"]] == ["second"]
    assert PlanVersion.objects.get(number=1).content == version.content
    assert Event.objects.filter(verb="PLAN_PUBLISHED").count() == 2


def test_publishing_while_someone_edits_loses_nothing(cast):
    made = plan(cast)
    line(cast, made)
    made.refresh_from_db()
    shown = made.version
    priority = made.priorities.get()
    said = {"title": "Hear each child", "words": "", "sources": ["AUDIT"], "source_words": ""}
    edit_priority(priority=priority, expected_version=shown, by=cast.secretary, now=cast.now, **said)
    with refused("CHANGED_MEANWHILE"):
        publish(plan=made, expected_version=shown, by=cast.improver, now=cast.now)
    made.refresh_from_db()
    publish(plan=made, expected_version=made.version, by=cast.improver, now=cast.now)
    with refused("CHANGED_MEANWHILE"):
        edit_priority(priority=priority, expected_version=shown + 1, by=cast.secretary, now=cast.now, **said)


def test_an_ended_plan_is_not_changed(cast):
    made = plan(cast)
    line(cast, made)
    publish(plan=made, by=cast.improver, now=cast.now)
    with refused("COMMENT_REQUIRED"):
        end_plan(plan=made, reason="", by=cast.improver, now=cast.now)
    end_plan(plan=made, reason="Another group watches over it.", by=cast.improver, now=cast.now)
    with refused("ENDED"):
        edit_plan(plan=made, title="x", words="", owner=made.owner, review_on=None, by=cast.improver, now=cast.now)


@pytest.mark.parametrize(
    ("person", "reads", "publishes"),
    [("improver", 200, 200), ("board", 200, 403), ("amira", 200, 403), ("director", 200, 403), ("central", 200, 403),
     ("carys", 404, 404), ("nobody", 404, 404)],
)  # fmt: skip
def test_who_reads_and_who_publishes(cast, person, reads, publishes):
    made = plan(cast)
    line(cast, made)
    publish(plan=made, by=cast.improver, now=cast.now)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("improvement:plan", args=[made.pk])).status_code == reads
    assert page.get(reverse("improvement:publish", args=[made.pk])).status_code == publishes


def test_a_member_reads_how_it_stands_and_no_note(cast):
    made = plan(cast)
    row = line(cast, made, due_words="May 2026")
    publish(plan=made, by=cast.improver, now=cast.now)
    note(action=row.action, kind="PROGRESS", words="Held up by the lawyers.", by=cast.improver, now=cast.now)
    there = reverse("improvement:plan", args=[made.pk])
    member, keeper = (cast.client(who).get(there).content.decode() for who in (cast.board, cast.improver))
    assert "It was due on 31 May 2026." in member
    assert "Held up by the lawyers" not in member
    assert "Held up by the lawyers" in keeper
    assert (
        "Open its action"
        not in cast.client(cast.board).get(reverse("improvement:line", args=[row.pk])).content.decode()
    )


def test_the_page_of_a_plan_asks_the_same_number_of_questions_however_many_lines(cast):
    made = plan(cast)
    line(cast, made)
    there, page = reverse("improvement:plan", args=[made.pk]), cast.client(cast.improver)

    def asked():
        page.get(there)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(there).status_code == 200
        return len(queries)

    few = asked()
    cast.as_(cast.improver)
    for number in range(12):
        line(cast, made, key=f"line-{number}")
    assert asked() == few
    assert few <= 16  # the session, the person and the posts among them


def test_an_assistant_director_reports_for_their_area_and_no_other(cast):
    made = plan(cast)
    line(cast, made)
    publish(plan=made, by=cast.improver, now=cast.now)
    priority, page = made.priorities.get(), cast.client(cast.director)
    assert "West Dales" in page.get(reverse("improvement:area_reports")).content.decode()
    there = reverse("improvement:area_report_new", args=[priority.pk, cast.dales.pk])
    said = {"going_well": "Every team talks about it.", "worries": "Two posts are empty.", "asks": ""}
    assert page.post(there, said).status_code == 302
    report = AreaReport.objects.get()
    cast.as_(cast.director)
    assert Link.objects.filter(from_id=report.pk, to_id=priority.pk, relation="ANSWERS").exists()
    assert page.get(reverse("improvement:area_report_new", args=[priority.pk, cast.coast.pk])).status_code == 404
    assert cast.client(cast.improver).get(there).status_code == 403
    assert (
        "Two posts are empty."
        in cast.client(cast.board).get(reverse("improvement:priority", args=[priority.pk])).content.decode()
    )
