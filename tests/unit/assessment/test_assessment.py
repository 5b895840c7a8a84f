"""The assessment: does it work, who is refused, what if repeated or bad, what is recorded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.assessment import queries
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.assessment.operations import (
    draw_on,
    make_statement,
    revise_statement,
    set_victim_status,
)
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.cases.queries import participations
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.unit.assessment.given import Given


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def given(cast, case):
    return Given(cast, case)


def refusal(code, function, **arguments):
    with pytest.raises(Refused) as refused:
        function(**arguments)
    assert refused.value.code == code


# ── Victim under the Act ──────────────────────────────────────────────────────────────────────────────


def test_an_answer_moves_the_case_on_and_a_new_one_supersedes_it(cast, case, given):
    maya = cast.maya(case)
    first = given.victim(maya, "CANNOT_YET_SAY")
    case.refresh_from_db()
    assert case.stage == "ASSESSMENT"
    second = given.victim(maya, "YES")
    first.refresh_from_db()
    assert (first.superseded_why, first.replaced_by_id) == ("NEW_INFORMATION", second.pk)
    assert queries.victim_statuses(case)[maya.pk] == second
    said = Event.objects.filter(verb="VICTIM_STATUS_SET").order_by("at", "pk").values_list("facts", flat=True)
    assert list(said) == [{"answer": "CANNOT_YET_SAY"}, {"answer": "YES"}]


def test_an_answer_for_one_child_says_nothing_of_the_other(cast, case, given):
    given.victim(cast.maya(case))
    assert cast.leo(case).pk not in queries.victim_statuses(case)


def test_an_answer_needs_a_basis(cast, case):
    refusal("BASIS_REQUIRED", set_victim_status, case=case, child=cast.maya(case), answer="NO", basis=" ",
            by=cast.amira, now=cast.now)  # fmt: skip


def test_the_second_of_two_people_who_answer_is_told_and_shown_both(cast, case, given):
    maya = cast.maya(case)
    there = reverse("assessment:victim_new", args=[case.pk, maya.pk])
    given.victim(maya, "NO")
    cast.as_(cast.amira)
    answer = cast.client(cast.amira).post(
        there, {"answer": "YES", "basis": "Her teacher has seen it.", "expected_version": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Her teacher has seen it." in page
    assert "She saw it and is his daughter." in page
    cast.as_(cast.amira)
    assert VictimStatus.objects.get().answer == "NO"
    again = {"answer": "YES", "basis": "Her teacher has seen it.", "expected_version": "1"}
    assert cast.client(cast.amira).post(there, again).status_code == 302


def test_a_child_of_another_case_is_not_found(cast, case):
    other = cast.case()
    there = reverse("assessment:victim_new", args=[case.pk, cast.maya(other).pk])
    assert cast.client(cast.amira).get(there).status_code == 404


# ── Statements ────────────────────────────────────────────────────────────────────────────────────────


def test_a_statement_is_written_and_drawn_on_a_childs_words_in_one_form(cast, case, given):
    maya = cast.maya(case)
    wish, contact = given.wish(maya, "I want to see Nan on Sundays."), given.contact()
    page = cast.client(cast.amira)
    there = reverse("assessment:statement_new", args=[case.pk, maya.pk])
    shown = page.get(there + "?kind=CHECKLIST&point=A_WISHES").content.decode()
    assert "I want to see Nan on Sundays." in shown
    assert "Leo hid behind the sofa." in shown
    typed = {"kind": "CHECKLIST", "point": "A_WISHES", "words": "She is clear about her grandmother.",
             "wishes": [str(wish.pk)], "contacts": [str(contact.pk)]}  # fmt: skip
    assert page.post(there, typed).status_code == 302
    cast.as_(cast.amira)
    statement = Statement.objects.get()
    assert set(Link.objects.filter(from_id=statement.pk).values_list("relation", "to_id")) == {
        ("DRAWS_ON", wish.pk),
        ("DRAWS_ON", contact.pk),
    }
    event = Event.objects.get(verb="STATEMENT_MADE")
    assert event.facts == {"kind": "CHECKLIST", "point": "A_WISHES"}
    shown = page.get(reverse("assessment:statement", args=[statement.pk])).content.decode()
    assert "Draws on 2 things" in shown
    assert "I want to see Nan on Sundays." in shown


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"words": " "}, "WORDS_REQUIRED"),
        ({"kind": "CHECKLIST"}, "POINT_REQUIRED"),
        ({"kind": "IMPACT_ON_PARENT"}, "PARENT_REQUIRED"),
    ],
)
def test_a_statement_that_is_not_whole_is_refused(cast, case, over, code):
    said = {"kind": "IMPACT_ON_CHILD", "words": "Maya watches doors.", **over}
    refusal(code, make_statement, case=case, child=cast.maya(case), by=cast.amira, now=cast.now, **said)
    assert not Statement.objects.exists()


def test_what_is_superseded_or_of_another_case_cannot_be_drawn_on(cast, case, given):
    maya = cast.maya(case)
    statement, wish = given.statement(maya), given.wish(maya, "I want a dog.")
    there = Given(cast, cast.case())
    elsewhere = there.wish(cast.maya(there.case), "I want a cat.")
    supersede(record_of=wish, why="MISTAKE", words="It was Leo.", by=cast.amira, now=cast.now)
    wish.refresh_from_db()
    common = {"later": statement, "by": cast.amira, "now": cast.now}
    refusal("SUPERSEDED", draw_on, earlier=[wish], **common)
    refusal("OTHER_CASE", draw_on, earlier=[elsewhere], **common)
    refusal("NOTHING_CHOSEN", draw_on, earlier=[], **common)
    assert not Link.objects.filter(from_id=statement.pk).exists()


def test_a_statement_that_has_been_superseded_takes_nothing_more(cast, case, given):
    statement, pattern = given.statement(cast.maya(case)), given.pattern()
    supersede(record_of=statement, why="MISTAKE", words="Wrong child.", by=cast.amira, now=cast.now)
    statement.refresh_from_db()
    refusal("SUPERSEDED", draw_on, later=statement, earlier=[pattern], by=cast.amira, now=cast.now)


def test_drawing_on_a_note_later_is_recorded_and_counted(cast, case, given):
    statement, pattern = given.statement(cast.maya(case)), given.pattern()
    incident = given.incident(pattern)
    page, there = cast.client(cast.amira), reverse("assessment:draw_on", args=[statement.pk])
    sent = {"patterns": [str(pattern.pk)], "incidents": [str(incident.pk)]}
    assert page.post(there, sent).status_code == 302
    cast.as_(cast.amira)
    assert Event.objects.get(verb="DRAWN_ON").facts == {"what": ["incident", "pattern"]}
    assert len(queries.drawn_on(queries.sources(case), statement.pk)) == 2
    assert f'value="{pattern.pk}"' not in page.get(there).content.decode(), "what is drawn on is not offered again"


def test_a_thing_superseded_afterwards_no_longer_counts(cast, case, given):
    pattern = given.pattern()
    statement = given.statement(cast.maya(case), earlier=[pattern])
    assert len(queries.drawn_on(queries.sources(case), statement.pk)) == 1
    supersede(record_of=pattern, why="MISTAKE", words="Told twice.", by=cast.amira, now=cast.now)
    assert queries.drawn_on(queries.sources(case), statement.pk) == []


def test_a_revision_stands_in_the_place_of_the_old_and_rests_on_the_same(cast, case, given):
    wish = given.wish(cast.maya(case), "I want to see Nan.")
    old = given.statement(cast.maya(case), earlier=[wish])
    new = revise_statement(statement=old, words="Maya watches doors and windows.", by=cast.amira, now=cast.now)
    old.refresh_from_db()
    assert (old.superseded_why, old.replaced_by_id) == ("NEW_INFORMATION", new.pk)
    assert [row.pk for row in queries.statements(case)] == [new.pk]
    assert [source.id for source in queries.drawn_on(queries.sources(case), new.pk)] == [wish.pk]
    assert "took its place" in cast.client(cast.amira).get(
        reverse("assessment:statement", args=[old.pk])
    ).content.decode()  # fmt: skip


def test_the_second_of_two_who_revise_is_told_shown_both_and_loses_nothing(cast, case, given):
    old = given.statement(cast.maya(case))
    revise_statement(statement=old, words="The first text.", by=cast.supervisor, now=cast.now)
    there = reverse("assessment:statement_revise", args=[old.pk])
    answer = cast.client(cast.amira).post(there, {"words": "The second text.", "expected_version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The first text." in page
    assert "The second text." in page
    again = cast.client(cast.amira).post(there, {"words": "The second text.", "expected_version": "1"})
    assert again.status_code == 302
    cast.as_(cast.amira)
    assert [row.words for row in queries.statements(case)] == ["The second text."]
    assert Statement.objects.count() == 3


def test_nothing_is_added_to_a_closed_case(cast, case, given):
    statement = given.statement(cast.maya(case))
    case.stage = "CLOSED"
    case.save(update_fields=["stage"])
    refusal("CASE_CLOSED", given.statement, child=cast.maya(case))
    refusal("CASE_CLOSED", given.victim, child=cast.maya(case))
    statement.case.stage = "CLOSED"
    refusal("CASE_CLOSED", revise_statement, statement=statement, words="x", by=cast.amira, now=cast.now)


# ── The page where the children stand side by side ────────────────────────────────────────────────────


def test_what_is_missing_is_said_for_each_child_where_it_is_missing(cast, case, given):
    given.pattern()
    given.statement(cast.maya(case))
    page = cast.client(cast.amira).get(reverse("assessment:index", args=[case.pk])).content.decode()
    assert "Maya watches doors." in page
    assert "Draws on nothing yet" in page
    assert page.count("Impact on Ngozi as the victim parent") >= 2, "each child has a place for it"
    assert "Impact on Tobias as the victim parent" not in page
    assert page.count("0 of 7 points written") == 2
    assert page.count("Not said yet") == 2


def test_only_parents_are_victim_parents(cast, case, given):
    given.pattern(towards=[cast.mother(case), cast.maya(case)])
    assert queries.victim_parents(participations(case), queries.harmed(case)) == [cast.mother(case)]


PAGES = {
    "index": (200, 404, 404, 200, 200, 404, 200, 404, 200, 404, 404),
    "statement": (200, 404, 404, 200, 200, 404, 200, 404, 200, 404, 404),
    "victim": (200, 404, 404, 200, 200, 404, 200, 404, 200, 404, 404),
    "statement_new": (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404),
    "victim_new": (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404),
    "statement_revise": (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404),
    "draw_on": (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404),
    "statement_supersede": (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404),
}
PEOPLE = [
    "amira",
    "ben",
    "elsewhere",
    "supervisor",
    "manager",
    "other_manager",
    "director",
    "duty",
    "auditor",
    "board",
    "nobody",
]


@pytest.mark.parametrize("route", PAGES)
def test_who_may_open_what(cast, case, given, route):
    maya = cast.maya(case)
    statement, victim = given.statement(maya), given.victim(maya)
    arguments = {
        "index": [case.pk],
        "victim": [victim.pk],
        "statement_new": [case.pk, maya.pk],
        "victim_new": [case.pk, maya.pk],
    }.get(route, [statement.pk])
    there = reverse(f"assessment:{route}", args=arguments)
    got = tuple(cast.client(getattr(cast, person)).get(there).status_code for person in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, PAGES[route], strict=True))


# The transaction, the person at the door and the view log are not a page's own.
NOT_COUNTED = ("SAVEPOINT", "set_config", 'FROM "django_session"', 'FROM "people_p', '"access_viewlog"')


def counted(context):
    return [q["sql"] for q in context if not any(word in q["sql"] for word in NOT_COUNTED)]


@pytest.mark.parametrize("route", ["index", "statement", "statement_new"])
def test_the_pages_cost_the_same_with_one_statement_and_with_many(cast, case, given, route):
    maya, page = cast.maya(case), cast.client(cast.amira)
    first = given.statement(maya, earlier=[given.wish(maya, "I want to see Nan.")])
    there = reverse(
        f"assessment:{route}", args={"statement": [first.pk], "index": [case.pk]}.get(route, [case.pk, maya.pk])
    )
    page.get(there)
    with CaptureQueriesContext(connection) as few:
        page.get(there)
    cast.as_(cast.amira)
    pattern = given.pattern()
    for number in range(8):
        given.statement(cast.leo(case), words=f"Statement {number}", earlier=[pattern, given.contact()])
    with CaptureQueriesContext(connection) as many:
        page.get(there)
    assert len(many) == len(few)
    assert len(counted(many)) <= 12
