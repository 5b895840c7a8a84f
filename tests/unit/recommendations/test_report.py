"""The report to court: what is in it, what never is, and when it may be filed."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from goldenthread.casework.cases.operations.allocation import allocate_case
from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.casework.recommendations import operations, queries
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.models import Event, Link
from tests.unit.recommendations.given import Advising

TODAY = dt.date(2026, 6, 10)
ADDRESS, PHONE, MAIL = "14 Sycamore Road, Little Hampden, LS6 3QT", "07700 900 123", "ngozi.safe@example.com"


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def given(cast, case):
    return Advising(cast, case)


def refusal(code, function, **named):
    with pytest.raises(Refused) as refused:
        function(**named)
    assert refused.value.code == code
    return refused.value


def protect(cast, case, value, kind, protected=True):
    record_contact_detail(
        case_id=case.pk, member=cast.mother(case), kind=kind, value=value, protected=protected,
        why="He has looked for her." if protected else "", by=cast.amira, now=cast.now,
    )  # fmt: skip


def file(given, report, on=TODAY):
    return operations.file_report(report=report, on=on, **given.by)


# ── Making ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_path_from_draft_to_filed(cast, case, given):
    given.pattern()
    given.contact()
    both = given.both_agreed()
    page = cast.client(cast.amira)
    made = page.post(reverse("recommendations:report_make", args=[case.pk]), {})
    assert made.status_code == 302, made.content.decode()[:2000]
    cast.as_(cast.amira)
    report = Report.objects.get()
    shown = page.get(made.headers["Location"]).content.decode()
    for words in (
        "I want to see Nan on Sundays.", "I like the blue house.", "Maya Okafor-Reed", "Leo Okafor-Reed",
        "Controlling or coercive behaviour by Tobias Reed towards Ngozi Okafor", "Reported (9 June 2026",
        "Letters once a month", "Supervised time", "It frightens her.", "Followed in part", "She sleeps badly.",
        "Amira Lindqvist, Family court adviser", "A manager agreed this advice on 10 June 2026", "seen alone",
    ):  # fmt: skip
        assert words in shown, words
    assert "Okafor" not in shown.split("</title>")[0].split("<title>")[1]
    cast.as_(cast.amira)
    case.refresh_from_db()
    assert (case.stage, report.number, report.fingerprint) == ("REPORT", 1, fingerprint(report.content))
    cited = Link.objects.filter(from_id=report.pk, relation="CITES").values_list("to_id", flat=True)
    assert set(cited) == {row.pk for row in both}
    assert Event.objects.get(verb="REPORT_MADE").facts == {"version": 1, "hash": report.fingerprint}
    made_on = dt.date.fromisoformat(report.content["made_on"])
    sent = {"on-day": str(made_on.day), "on-month": str(made_on.month), "on-year": str(made_on.year)}
    assert page.post(reverse("recommendations:report_file", args=[report.pk]), sent).status_code == 302
    cast.as_(cast.amira)
    report.refresh_from_db()
    assert (report.filed_on, report.filed_by) == (made_on, cast.amira)
    assert set(Recommendation.objects.values_list("state", flat=True)) == {"FILED"}
    filed = Event.objects.filter(verb="REPORT_FILED", subject_id=report.pk).get()
    assert filed.facts == {"version": 1, "hash": report.fingerprint, "on": made_on.isoformat()}
    refusal("ALREADY_FILED", file, given=given, report=report)
    assert "Filed" in page.get(reverse("recommendations:reports", args=[case.pk])).content.decode()


def test_no_report_while_one_child_s_advice_is_not_agreed(cast, case, given):
    given.agreed(cast.maya(case))
    assert [p.code for p in refusal("NOT_AGREED", given.report).problems] == ["NOT_STARTED"]
    leo = given.ready(cast.leo(case), words="I like the blue house.")
    assert [p.said() for p in refusal("NOT_AGREED", given.report).problems] == ["Leo: the advice is not agreed"]
    given.agree(given.submit(leo))
    given.report()


def test_versions_are_numbered_and_each_stands(cast, case, given):
    given.both_agreed()
    assert [given.report().number, given.report().number] == [1, 2]
    there = reverse("recommendations:report_make", args=[case.pk])
    once = {"_once": "01890a5d-ac96-774b-bcce-b302099a8057"}
    for _ in range(2):
        cast.client(cast.amira).post(there, once)
    cast.as_(cast.amira)
    assert Report.objects.count() == 3


# ── Nothing protected ─────────────────────────────────────────────────────────────────────────────────


def test_no_contact_detail_is_in_the_text_open_or_protected(cast, case, given):
    protect(cast, case, ADDRESS, "ADDRESS")
    protect(cast, case, "3 Beech Avenue, Dale, LS9 9ZZ", "ADDRESS", protected=False)
    protect(cast, case, PHONE, "PHONE")
    given.pattern()
    given.contact()
    given.both_agreed()
    text = json.dumps(given.report().content)
    for planted in ("Sycamore", "LS6", "07700", "Beech", "LS9"):
        assert planted not in text


# Places of the report in which somebody types.
PLACES = {
    "the advice": lambda given, child, words: given.agreed(child, words=words),
    "its reasons": lambda given, child, words: given.agreed(child, rationale=words),
    "the rationale": lambda given, child, words: given.agreed(child, trigger_rationale=words),
    "the explanation": lambda given, child, words: given.agreed(child, explanation=words),
    "a pattern": lambda given, child, words: (given.pattern(words=words), given.agreed(child)),
    "the source of its status": lambda given, child, words: (given.pattern(source=words), given.agreed(child)),
    "a statement": lambda given, child, words: (
        given.statement(child, words=words, earlier=[given.session(child)]),
        given.agreed(child),
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("planted", ["near LS63QT", "in Sycamore Rd", "ring 07700900123", f"write to {MAIL}"])
def test_a_protected_detail_is_refused_wherever_it_stands_and_is_not_repeated(cast, given, place, planted):
    given.case = case = cast.application(parties=only_maya())
    case = given.case = ready_case(cast, case)
    for value, kind in ((ADDRESS, "ADDRESS"), (PHONE, "PHONE"), (MAIL, "EMAIL")):
        protect(cast, case, value, kind)
    PLACES[place](given, cast.maya(case), f"She was seen: {planted}.")
    refused = refusal("PROTECTED_FOUND", given.report)
    said = " ".join([refused.said(), *(problem.said() for problem in refused.problems)])
    assert refused.problems
    for secret in ("Sycamore", "LS6", "07700", "ngozi.safe"):
        assert secret not in said
    answer = cast.client(cast.amira).post(reverse("recommendations:report_make", args=[case.pk]), {})
    assert answer.status_code == 422
    assert "gives away a protected contact detail" in answer.content.decode()
    assert planted not in answer.content.decode()


def only_maya():
    return [
        Party("CHILD", "Maya", "Okafor-Reed", dt.date(2017, 3, 4), "FEMALE"),
        Party("APPLICANT", "Tobias", "Reed", dt.date(1985, 7, 1), "MALE", responsibility="YES"),
        Party("RESPONDENT", "Ngozi", "Okafor", dt.date(1987, 11, 20), "FEMALE", responsibility="YES"),
    ]


def ready_case(cast, case):
    allocate_case(case=case, adviser=cast.amira, by=cast.duty, now=cast.now)
    case.refresh_from_db()
    cast.as_(cast.amira)
    return case


def test_a_detail_protected_after_the_report_was_made_stops_the_filing(cast, case, given):
    given.agreed(cast.maya(case), rationale="The school is in Sycamore Road.")
    given.agreed(cast.leo(case), words="I like the blue house.")
    report = given.report()
    protect(cast, case, ADDRESS, "ADDRESS")
    refusal("PROTECTED_FOUND", file, given=given, report=report)
    report.refresh_from_db()
    assert report.filed_on is None


def test_a_report_that_cannot_be_checked_is_not_made(cast, case, given):
    given.both_agreed()
    protect(cast, case, ADDRESS, "ADDRESS")
    # Somebody who may see the case and not its protected details would else pass the check by seeing nothing.
    cast.as_(cast.ben)
    refusal("CANNOT_CHECK", operations.make_report, case=case, by=cast.ben, now=cast.now)


# ── Nothing that a child asked to be kept back ────────────────────────────────────────────────────────


def keep_back(given, child, words, keep="STAYS_OUT"):
    return given.wish(child, words, keep=keep, told_child="What I cannot promise.")


@pytest.mark.parametrize("keep", ["STAYS_OUT", "COURT_BY_APPLICATION"])
def test_what_is_kept_back_stays_out_with_how_it_was_weighed(cast, case, given, keep):
    maya = cast.maya(case)
    secret = keep_back(given, maya, "I hide in the big wardrobe.", keep)
    row = given.ready(maya)
    given.weigh(row, secret, why="It shows her fear plainly.", explain="We keep it between us.")
    given.agree(given.submit(row))
    given.agreed(cast.leo(case), words="I like the blue house.")
    report = given.report()
    text = json.dumps(report.content)
    assert "wardrobe" not in text
    assert "It shows her fear plainly." not in text
    assert str(secret.pk) not in text
    page = cast.client(cast.amira).get(reverse("recommendations:report", args=[report.pk])).content.decode()
    before, document = page.split("<article", 1)
    assert "1 thing that a child said is kept back" in before
    assert "kept back" not in document.split("</article>")[0]


def test_a_narrative_that_quotes_what_is_kept_back_is_refused_and_names_the_place(cast, case, given):
    maya = cast.maya(case)
    secret = keep_back(given, maya, "He scares me. I hide in the big wardrobe!")
    row = given.ready(maya, rationale="She told me: i hide in the big wardrobe.")
    given.weigh(row, secret)
    given.agree(given.submit(row))
    given.agreed(cast.leo(case), words="I like the blue house.")
    refused = refusal("KEPT_BACK_FOUND", given.report)
    assert [problem.said() for problem in refused.problems] == ["Maya: the advice and its reasons"]
    assert "wardrobe" not in refused.said()
    assert not Report.objects.exists()


# ── Filing ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_not_filed_when_the_record_has_changed_and_the_agreement_lapses_for_that_child_alone(
    cast, case, given
):
    maya, leo = given.both_agreed()
    report = given.report()
    given.wish(cast.leo(case), "I want to stay at home.")
    there = reverse("recommendations:report_file", args=[report.pk])
    sent = {"on-day": "10", "on-month": "6", "on-year": "2026"}
    answer = cast.client(cast.amira).post(there, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Leo: the agreement has lapsed" in page
    assert "Maya: the agreement has lapsed" not in page
    cast.as_(cast.amira)
    maya.refresh_from_db()
    leo.refresh_from_db()
    report.refresh_from_db()
    assert (maya.state, leo.state, report.filed_on) == ("AGREED", "LAPSED", None)
    assert Event.objects.filter(verb="AGREEMENT_LAPSED", subject_id=leo.pk).count() == 1


def test_only_the_version_that_is_agreed_now_is_filed(cast, case, given):
    maya, _leo = given.both_agreed()
    first = given.report()
    operations.reopen_advice(recommendation=maya, reason="New letter.", **given.by)
    refusal("NOT_AGREED", file, given=given, report=first)
    given.agree(given.submit(given.write(maya, words="Letters twice a month.")))
    refused = refusal("OTHER_VERSION", file, given=given, report=first)
    assert [problem.said() for problem in refused.problems] == ["Maya: agreed in another version"]
    file(given, given.report())
    assert Report.objects.exclude(filed_on=None).get().number == 2


@pytest.mark.parametrize(("on", "code"), [(dt.date(2026, 6, 11), "IN_FUTURE"), (dt.date(2026, 6, 9), "BEFORE_MADE")])
def test_the_day_of_filing_is_one_that_can_be(cast, given, on, code):
    given.both_agreed()
    refusal(code, file, given=given, report=given.report(), on=on)


def test_what_is_filed_is_not_touched_any_more(cast, case, given):
    maya, _leo = given.both_agreed()
    file(given, given.report())
    refusal("ALREADY_FILED", operations.write_advice, recommendation=maya, advice="NO_ORDER", words="", rationale="",
            explanation="", **given.by)  # fmt: skip
    refusal("NOT_AGREED", given.report)


def test_a_superseded_wish_is_not_in_the_report(cast, case, given):
    wrong = given.wish(cast.maya(case), "I want a dog.")
    supersede(record_of=wrong, why="WRONG_CHILD", words="It was Leo.", by=cast.amira, now=cast.now)
    given.both_agreed()
    assert "I want a dog." not in json.dumps(given.report().content)
    assert len(queries.papers(case).wishes) == 2


PEOPLE = ("amira", "ben", "supervisor", "manager", "other_manager", "director", "auditor", "board", "nobody")


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("report", (200, 404, 200, 200, 404, 200, 200, 404, 404)),
        ("report_file", (200, 404, 200, 200, 404, 403, 403, 404, 404)),
    ],
)
def test_who_may_open_a_report(cast, given, route, expected):
    given.both_agreed()
    there = reverse(f"recommendations:{route}", args=[given.report().pk])
    got = tuple(cast.client(getattr(cast, person)).get(there).status_code for person in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, expected, strict=True))
