"""Working on the advice: does it work, who is refused, what if repeated or bad, what is recorded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.assessment.operations import revise_statement
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.harm.operations import set_pattern_status
from goldenthread.casework.recommendations import operations, queries
from goldenthread.casework.recommendations.models import Option, Recommendation, Weighing
from goldenthread.casework.recommendations.rules import gate
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.unit.recommendations.given import Advising


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def given(cast, case):
    return Advising(cast, case)


def refusal(code, function, *arguments, **named):
    with pytest.raises(Refused) as refused:
        function(*arguments, **named)
    assert refused.value.code == code
    return refused.value


def codes(recommendation):
    return [problem.code for problem in gate(queries.readiness(recommendation))]


# ── What stands in the way, out of the record ─────────────────────────────────────────────────────────


def test_advice_just_begun_lacks_everything_and_each_thing_is_named(cast, case, given):
    given.wish(cast.maya(case), "I want to see Nan.")
    given.pattern()
    given.line()
    row = given.start(cast.maya(case))
    assert set(codes(row)) == {
        "WISH_UNWEIGHED", "PATTERN_UNTREATED", "LINE_OPEN", "NO_VICTIM_STATUS", "NO_IMPACT", "NO_PARENT_IMPACT",
        "NO_ADVICE", "NO_RATIONALE", "NO_EXPLANATION", "NO_OPTIONS",
    }  # fmt: skip


def test_advice_that_is_ready_has_nothing_in_its_way(cast, case, given):
    given.pattern()
    assert codes(given.ready(cast.maya(case))) == []


def test_a_sibling_is_not_counted_for_a_child(cast, case, given):
    row = given.ready(cast.maya(case))
    given.wish(cast.leo(case), "I like the blue house.")
    assert codes(row) == []


def test_a_child_not_seen_with_the_reason_has_a_voice_record(cast, case, given):
    row = given.start(cast.maya(case))
    assert "NO_VOICE" in codes(row)
    asleep = {"seen": False, "alone": None, "not_seen_reason": "TOO_YOUNG", "not_seen_words": "Asleep."}
    session = given.session(cast.maya(case), **asleep)
    assert "NO_VOICE" not in codes(row)
    supersede(record_of=session, why="WRONG_CHILD", words="It was Leo.", by=cast.amira, now=cast.now)
    assert "NO_VOICE" in codes(row)


def test_a_wish_that_is_superseded_no_longer_stands_in_the_way(cast, case, given):
    row, wish = given.ready(cast.maya(case)), given.wish(cast.maya(case), "I want a dog.")
    assert codes(row) == ["WISH_UNWEIGHED"]
    supersede(record_of=wish, why="WRONG_CHILD", words="It was Leo.", by=cast.amira, now=cast.now)
    assert codes(row) == []


def test_a_statement_whose_only_ground_is_superseded_draws_on_nothing(cast, case, given):
    row, contact = given.ready(cast.maya(case)), given.contact()
    given.statement(cast.maya(case), kind="CHECKLIST", point="B_NEEDS", words="She needs rest.", earlier=[contact])
    assert codes(row) == []
    supersede(record_of=contact, why="MISTAKE", words="Twice.", by=cast.amira, now=cast.now)
    assert codes(row) == ["STATEMENT_UNDRAWN"]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"advice": "TIME_SUPERVISED"}, ["TRIGGER_RATIONALE"]),
        ({"advice": "TIME_SUPERVISED", "trigger_rationale": "The centre is safe."}, []),
        ({"advice": "NO_CONTACT"}, ["TRIGGER_RATIONALE"]),
        ({"advice": "INDIRECT"}, []),
    ],
)
def test_advice_that_calls_for_care_needs_a_rationale(cast, case, given, over, expected):
    given.pattern()
    row = given.ready(cast.maya(case), **over)
    assert codes(row) == expected
    page = cast.client(cast.amira).get(reverse("recommendations:advice", args=[row.pk])).content.decode()
    assert ("This advice requires a rationale" in page) is (over["advice"] != "INDIRECT")


def test_time_with_the_parent_who_was_harmed_asks_for_no_rationale(cast, case, given):
    given.pattern()
    row = given.ready(cast.maya(case), advice="LIVE_WITH", parent=cast.mother(case))
    assert codes(row) == []


# ── Each piece of work ────────────────────────────────────────────────────────────────────────────────


def test_advice_is_begun_once_for_each_child(cast, case, given):
    given.start(cast.maya(case))
    given.start(cast.leo(case))
    refusal("ALREADY_STARTED", given.start, cast.maya(case))
    refusal("NOT_IN_CASE", given.start, cast.maya(cast.case()))
    case.refresh_from_db()
    assert case.stage == "ADVICE"
    assert Event.objects.filter(verb="ADVICE_STARTED").count() == 2


def test_advice_is_written_on_its_page_and_may_be_unfinished(cast, case, given):
    row = given.start(cast.maya(case))
    there = reverse("recommendations:write", args=[row.pk])
    sent = {"advice": "INDIRECT", "parent": str(cast.father(case).pk), "words": "Letters.", "expected_version": "1"}
    assert cast.client(cast.amira).post(there, sent).status_code == 302
    cast.as_(cast.amira)
    row.refresh_from_db()
    assert (row.advice, row.parent, row.words, row.version) == ("INDIRECT", cast.father(case), "Letters.", 2)
    assert Event.objects.get(verb="ADVICE_WRITTEN").facts == {"kind": "INDIRECT", "version": 2}


def test_advice_about_time_names_the_parent(cast, case, given):
    row = given.start(cast.maya(case))
    assert refusal("PARENT_REQUIRED", given.write, row, parent=None).field == "parent"
    given.write(row, advice="NO_ORDER", parent=None)


def test_the_second_of_two_people_is_told_shown_both_and_loses_nothing(cast, case, given):
    row = given.start(cast.maya(case))
    given.write(row, words="The first text.")
    there = reverse("recommendations:write", args=[row.pk])
    sent = {"advice": "NO_ORDER", "parent": "NONE", "words": "The second text.", "expected_version": "1"}
    answer = cast.client(cast.amira).post(there, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The first text." in page
    assert "The second text." in page
    assert cast.client(cast.amira).post(there, {**sent, "expected_version": "2"}).status_code == 302
    cast.as_(cast.amira)
    row.refresh_from_db()
    assert (row.words, row.parent) == ("The second text.", None)


def test_an_option_is_added_with_its_reason_and_removed_into_the_record(cast, case, given):
    row = given.start(cast.maya(case))
    option = given.option(row)
    refusal("WHY_REQUIRED", operations.add_option, recommendation=row, words="x", why_rejected=" ", **given.by)
    there = reverse("recommendations:option_remove", args=[option.pk])
    assert cast.client(cast.amira).post(there, {}).status_code == 302
    cast.as_(cast.amira)
    assert Option.objects.get().superseded_at is not None
    assert queries.readiness(row).options == 0
    refusal("ALREADY_REMOVED", operations.remove_option, option=Option.objects.get(), **given.by)
    assert set(Event.objects.values_list("verb", flat=True)) >= {"OPTION_WEIGHED", "OPTION_REMOVED"}


def test_a_wish_is_weighed_anew_and_both_weighings_stand(cast, case, given):
    row, wish = given.start(cast.maya(case)), given.wish(cast.maya(case), "I want to see Nan.")
    first, second = given.weigh(row, wish), given.weigh(row, wish, how="FOLLOWED")
    first.refresh_from_db()
    assert (first.superseded_why, first.replaced_by_id) == ("NEW_INFORMATION", second.pk)
    weighs = Link.objects.filter(relation="WEIGHS").values_list("from_id", "to_id")
    assert set(weighs) == {(first.pk, wish.pk), (second.pk, wish.pk)}
    facts = list(Event.objects.filter(verb="WISH_WEIGHED").values_list("facts", flat=True))
    assert {"how": "FOLLOWED"} in facts
    page = cast.client(cast.amira).get(reverse("recommendations:weighing", args=[first.pk])).content.decode()
    assert "Superseded" in page


@pytest.mark.parametrize(("field", "code"), [("why", "WHY_REQUIRED"), ("explain", "EXPLAIN_REQUIRED")])
def test_a_weighing_says_why_and_how_it_is_explained(cast, case, given, field, code):
    row, wish = given.start(cast.maya(case)), given.wish(cast.maya(case), "I want to see Nan.")
    refusal(code, given.weigh, row, wish, **{field: " "})


def test_only_the_childs_own_words_are_weighed(cast, case, given):
    row, other = given.start(cast.maya(case)), given.wish(cast.leo(case), "I like the blue house.")
    refusal("OTHER_CHILD", given.weigh, row, other)
    there = reverse("recommendations:weigh", args=[row.pk, other.pk])
    assert cast.client(cast.amira).get(there).status_code == 404


def test_the_second_to_weigh_one_wish_is_told(cast, case, given):
    row, wish = given.start(cast.maya(case)), given.wish(cast.maya(case), "I want to see Nan.")
    given.weigh(row, wish, why="The first reason.")
    there = reverse("recommendations:weigh", args=[row.pk, wish.pk])
    sent = {"how": "FOLLOWED", "why": "The second reason.", "explain": "x", "expected_version": "0"}
    answer = cast.client(cast.amira).post(there, sent)
    assert answer.status_code == 422
    assert "The first reason." in answer.content.decode()
    cast.as_(cast.amira)
    assert Weighing.objects.count() == 1


def test_a_pattern_is_carried_or_set_down_with_a_reason(cast, case, given):
    row, pattern = given.start(cast.maya(case)), given.pattern()
    refusal("WORDS_REQUIRED", given.treat, row, pattern, "SET_DOWN")
    given.treat(row, pattern, "SET_DOWN", "It ended before she was born.")
    assert not Link.objects.filter(relation="CITES").exists()
    given.treat(row, pattern)
    assert Link.objects.get(relation="CITES").to_id == pattern.pk
    assert "PATTERN_UNTREATED" not in codes(row)
    elsewhere = Advising(cast, cast.case())
    refusal("OTHER_CASE", given.treat, row, elsewhere.pattern())


# ── Submitting, taking back, opening again ────────────────────────────────────────────────────────────


def test_submission_is_refused_by_name_while_something_is_missing(cast, case, given):
    row = given.ready(cast.maya(case))
    given.wish(cast.maya(case), "I want a dog.")
    refused = refusal("NOT_YET", given.submit, row)
    assert [problem.said() for problem in refused.problems] == ["Maya: “I want a dog.” has not been weighed"]
    answer = cast.client(cast.amira).post(reverse("recommendations:submit", args=[row.pk]), {})
    assert answer.status_code == 422
    assert "has not been weighed" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.fingerprint) == ("DRAFT", "")


def test_submission_binds_the_content_and_says_what_it_rests_on(cast, case, given):
    given.pattern()
    row = given.ready(cast.maya(case), advice="TIME_SUPERVISED", trigger_rationale="The centre is safe.")
    assert cast.client(cast.amira).post(reverse("recommendations:submit", args=[row.pk]), {}).status_code == 302
    cast.as_(cast.amira)
    row, event = Recommendation.objects.get(), Event.objects.get(verb="ADVICE_SUBMITTED")
    assert (row.state, row.submitted_by) == ("SUBMITTED", cast.amira)
    assert event.facts == {"hash": row.fingerprint, "triggers": ["TIME_WHERE_ABUSE"]}
    assert row.fingerprint == queries.fingerprint_now(row)
    kinds = set(Link.objects.filter(from_id=row.pk).values_list("to_kind", flat=True))
    assert kinds == {
        "assessment.Statement", "assessment.VictimStatus", "recommendations.Weighing", "harm.Pattern",
    }  # fmt: skip
    case.refresh_from_db()
    assert case.stage == "OVERSIGHT"
    refusal("ALREADY_SUBMITTED", given.submit, row)


@pytest.mark.parametrize(("agree", "code"), [(False, "WITHDRAW_FIRST"), (True, "REOPEN_FIRST")])
def test_what_is_submitted_or_agreed_is_not_touched(cast, case, given, agree, code):
    pattern = given.pattern()
    row = given.submit(given.ready(cast.maya(case)))
    wish = queries.papers(case).wishes[0]
    if agree:
        row = given.agree(row)
    refusal(code, given.write, row)
    refusal(code, given.option, row)
    refusal(code, given.weigh, row, wish)
    refusal(code, given.treat, row, pattern)
    refusal(code, operations.remove_option, option=Option.objects.get(), **given.by)
    assert queries.changed(row) is False


def test_advice_is_taken_back_and_the_case_goes_back_with_it(cast, case, given):
    row = given.submit(given.ready(cast.maya(case)))
    assert cast.client(cast.amira).post(reverse("recommendations:withdraw", args=[row.pk]), {}).status_code == 302
    cast.as_(cast.amira)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.stage) == ("DRAFT", "ADVICE")
    assert Event.objects.filter(verb="ADVICE_WITHDRAWN").count() == 1
    refusal("NOT_FROM_HERE", operations.withdraw_advice, recommendation=row, **given.by)
    given.submit(row)


def test_agreed_advice_is_opened_again_with_a_reason_and_the_agreement_lapses(cast, case, given):
    row = given.agreed(cast.maya(case))
    there = reverse("recommendations:reopen", args=[row.pk])
    assert cast.client(cast.amira).post(there, {"reason": " "}).status_code == 422
    cast.as_(cast.amira)
    assert cast.client(cast.amira).post(there, {"reason": "The police have written."}).status_code == 302
    cast.as_(cast.amira)
    row.refresh_from_db()
    assert (row.state, row.agreed_at, row.lapsed_why) == ("LAPSED", None, "The police have written.")
    event = Event.objects.get(verb="AGREEMENT_LAPSED")
    assert event.facts == {"hash": row.fingerprint}, "the reason stands on the record, never in the log"
    given.write(row)


# ── The content that an agreement is bound to ─────────────────────────────────────────────────────────


def _revise(cast, given, row):
    statement = queries.papers(given.case).statements_of(row.child_id)[0]
    revise_statement(statement=statement, words="Maya no longer watches doors.", by=cast.amira, now=cast.now)


CHANGES = {
    "a statement is revised": _revise,
    "a wish is recorded": lambda cast, given, row: given.wish(row.child, "I want a dog."),
    "a pattern is recorded": lambda cast, given, row: given.pattern(words="He followed her."),
    "a status of proof changes": lambda cast, given, row: set_pattern_status(
        pattern=queries.papers(given.case).patterns[0], status="CONVICTED", on_date=cast.now.date(), source="Court",
        by=cast.amira, now=cast.now,
    ),
    "the victim status changes": lambda cast, given, row: given.victim(row.child, "CANNOT_YET_SAY"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_the_record_has_changed_since_it_was_agreed(cast, case, given, what):
    given.pattern()
    row = given.agreed(cast.maya(case))
    assert operations.lapse_if_changed(recommendation=row, by=cast.amira, now=cast.now) is False
    CHANGES[what](cast, given, row)
    page = cast.client(cast.amira).get(reverse("recommendations:advice", args=[row.pk])).content.decode()
    assert "The record has changed since it was agreed." in page
    cast.as_(cast.amira)
    assert operations.lapse_if_changed(recommendation=row, by=cast.amira, now=cast.now) is True
    row.refresh_from_db()
    assert (row.state, row.agreed_at) == ("LAPSED", None)


def test_what_concerns_a_sibling_alone_leaves_the_agreement_standing(cast, case, given):
    row = given.agreed(cast.maya(case))
    given.wish(cast.leo(case), "I like the blue house.")
    given.victim(cast.leo(case))
    assert queries.changed(row) is False


# ── Who, and at what cost ─────────────────────────────────────────────────────────────────────────────

PEOPLE = ("amira", "ben", "elsewhere", "supervisor", "manager", "other_manager")
PEOPLE += ("director", "duty", "auditor", "board", "nobody")
READ = (200, 404, 404, 200, 200, 404, 200, 404, 200, 404, 404)
DO = (200, 404, 404, 200, 200, 404, 403, 404, 403, 404, 404)
ONE = ("advice", "write", "option_new", "submit", "withdraw", "reopen")
PAGES = {"index": READ, "reports": READ, "advice": READ, "weighing": READ, "start": DO, "report_make": DO}
PAGES |= dict.fromkeys((*ONE[1:], "option_remove", "weigh", "treat"), DO)


@pytest.mark.parametrize("route", PAGES)
def test_who_may_open_what(cast, case, given, route):
    pattern, row = given.pattern(), given.ready(cast.maya(case))
    found = queries.papers(case)
    arguments = {
        **{name: [row.pk] for name in ONE},
        "index": [case.pk], "reports": [case.pk], "report_make": [case.pk],
        "start": [case.pk, cast.leo(case).pk],
        "weighing": [Weighing.objects.get().pk],
        "option_remove": [Option.objects.get().pk],
        "weigh": [row.pk, found.wishes[0].pk],
        "treat": [row.pk, pattern.pk],
    }  # fmt: skip
    there = reverse(f"recommendations:{route}", args=arguments[route])
    got = tuple(cast.client(getattr(cast, person)).get(there).status_code for person in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, PAGES[route], strict=True))


# The transaction, the person at the door and the view log are not a page's own.
NOT_COUNTED = ("SAVEPOINT", "set_config", 'FROM "django_session"', 'FROM "people_p', '"access_viewlog"')


def counted(context):
    return [q["sql"] for q in context if not any(word in q["sql"] for word in NOT_COUNTED)]


@pytest.mark.parametrize("route", ["index", "advice", "write", "submit", "reports"])
def test_the_pages_cost_the_same_whatever_there_is(cast, case, given, route):
    given.pattern()
    row, page = given.ready(cast.maya(case)), cast.client(cast.amira)
    there = reverse(f"recommendations:{route}", args=[case.pk if route in {"index", "reports"} else row.pk])
    page.get(there)
    with CaptureQueriesContext(connection) as few:
        page.get(there)
    cast.as_(cast.amira)
    for number in range(6):
        wish = given.wish(cast.maya(case), f"Wish {number}")
        given.weigh(row, wish)
        given.option(row)
        given.treat(row, given.pattern(words=f"Pattern {number}"))
        given.statement(cast.maya(case), words=f"Statement {number}", earlier=[wish])
    given.ready(cast.leo(case), words="I like the blue house.")
    with CaptureQueriesContext(connection) as many:
        page.get(there)
    assert len(many) == len(few)
    assert len(counted(many)) <= 12, "\n\n".join(sql[:200] for sql in counted(many))
