"""A case's front page, its problems and its record: do they say what is so, to whom, at what cost."""

import pytest
from django.urls import reverse

from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.allocation import arrange_cover, record_letter_sent
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.thread.models import Event
from goldenthread.thread.verbs import Verb
from goldenthread.workspace.timeline import GROUPS
from tests.pathway import Pathway


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


def text(cast, person, name, case, query=""):
    answer = cast.client(person).get(reverse(f"workspace:{name}", args=[case.pk]) + query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def next_of(page):
    return page.split('id="next-title"')[1].split("</section>")[0]


# ── The front page ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_is_said_where_it_is_missing(cast, way):
    page = text(cast, cast.amira, "overview", way.case)
    assert "Nobody has decided yet." in page
    assert "None is listed that lies ahead." in page
    assert "Practice Direction 12B" in page
    assert "None, declared on 10 June 2026" in page
    assert "Amira Lindqvist, Dales North" in page
    assert "Maya not heard yet" in page


def test_the_next_thing_depends_on_who_reads(cast, way):
    Case.objects.update(urgency="NOT_URGENT", urgency_decided_at=cast.now, urgency_decided_by=cast.duty)
    record_letter_sent(case=way.case, sent_on=way.day, **way.doing)
    assert "Open the first line of enquiry" in next_of(text(cast, cast.amira, "overview", way.case))
    way.submitted(way.maya)
    assert "Hear Leo" in next_of(text(cast, cast.amira, "overview", way.case))
    assert "Decide on the advice for Maya" in next_of(text(cast, cast.manager, "overview", way.case))
    way.submitted(way.leo)
    page = next_of(text(cast, cast.amira, "overview", way.case))
    assert "Waits for a manager" in page
    assert "href" not in page
    assert "Decide on" not in next_of(text(cast, cast.auditor, "overview", way.case))


def test_the_next_thing_after_the_agreement_is_the_report_and_then_the_order(cast, way):
    Case.objects.update(urgency="NOT_URGENT", urgency_decided_at=cast.now, urgency_decided_by=cast.duty)
    record_letter_sent(case=way.case, sent_on=way.day, **way.doing)
    way.agreed(way.maya)
    way.agreed(way.leo)
    assert "Make the report to court" in next_of(text(cast, cast.amira, "overview", way.case))
    from goldenthread.casework.recommendations.operations import file_report, make_report

    report = make_report(case=way.case, **way.doing)
    assert "Mark the report as filed" in next_of(text(cast, cast.amira, "overview", way.case))
    file_report(report=report, on=way.day, **way.doing)
    assert "Record the court" in next_of(text(cast, cast.amira, "overview", way.case))
    order = way.order()
    assert "Record what the order means for Maya" in next_of(text(cast, cast.amira, "overview", way.case))
    way.ordered(order, way.maya)
    way.ordered(order, way.leo)
    assert 'id="next-title"' not in text(cast, cast.amira, "overview", way.case)


def test_what_one_may_not_do_is_not_offered(cast, way):
    adviser = text(cast, cast.amira, "overview", way.case)
    manager = text(cast, cast.manager, "overview", way.case)
    auditor = text(cast, cast.auditor, "overview", way.case)
    for route in ("cases:allocate", "cases:cover", "cases:urgency"):
        there = reverse(route, args=[way.case.pk])
        assert f'"{there}"' in manager, route
        assert f'"{there}"' not in adviser, route
        assert f'"{there}"' not in auditor, route
    assert reverse("cases:letter", args=[way.case.pk]) in adviser
    assert reverse("cases:letter", args=[way.case.pk]) not in auditor
    assert "What you can do here" not in auditor


def test_cover_is_shown_and_can_be_ended(cast, way):
    cast.as_(cast.manager)
    later = cast.now.date().replace(year=2030)
    arrange_cover(case=way.case, adviser=cast.ben, until=later, why="Leave", by=cast.manager, now=cast.now)
    page = text(cast, cast.manager, "overview", way.case)
    assert "Ben Achterberg until 10 June 2030" in page
    assert reverse("cases:cover_end", args=[way.case.pk]) in page


@pytest.mark.parametrize("name", ["overview", "problems", "record", "changes", "restriction"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 200),
        ("ben", 404),
        ("elsewhere", 404),
        ("supervisor", 200),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 200),
        ("duty", 404),
        ("administrator", 404),
        ("auditor", 200),
        ("board", 404),
        ("analyst", 404),
        ("nobody", 404),
    ],
)
def test_who_may_open_the_pages_of_a_case(cast, way, name, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse(f"workspace:{name}", args=[way.case.pk])).status_code == status


# ── Problems ──────────────────────────────────────────────────────────────────────────────────────────


def test_before_the_advice_is_begun_what_is_missing_for_each_child_is_named(cast, way):
    page = text(cast, cast.amira, "problems", way.case)
    for words in (
        "No line of enquiry", "Maya not heard yet", "Leo not heard yet",
        "Maya: not said whether a victim under the 2021 Act", "Leo: the advice has not been begun",
    ):  # fmt: skip
        assert words in page, words
    assert reverse("directwork:session_new", args=[way.case.pk, way.leo.pk]) in page


def test_once_it_is_begun_the_gate_itself_is_asked(cast, way):
    from goldenthread.casework.recommendations.operations import start_advice

    way.harmed()
    wish = way.heard(way.maya)
    row = start_advice(case=way.case, child=way.maya, **way.doing)
    page = text(cast, cast.amira, "problems", way.case)
    assert "I want to see Nan on Sundays.” has not been weighed" in page
    assert reverse("recommendations:weigh", args=[row.pk, wish.pk]) in page
    assert "is neither carried nor set down with a reason" in page
    assert "Maya: the advice has not been begun" not in page


def test_what_is_superseded_counts_no_longer(cast, way):
    wish = way.heard(way.maya)
    assert "Maya not heard yet" not in text(cast, cast.amira, "problems", way.case)
    supersede(record_of=wish.session, why="WRONG_CHILD", words="It was Leo.", **way.doing)
    assert "Maya not heard yet" in text(cast, cast.amira, "problems", way.case)


def test_nothing_in_the_way_is_said_so(cast, way):
    way.hearing()
    Case.objects.update(urgency="NOT_URGENT", urgency_decided_at=cast.now, urgency_decided_by=cast.duty)
    way.submitted(way.maya)
    way.submitted(way.leo)
    assert "The safeguarding letter is late" in text(cast, cast.amira, "problems", way.case)
    record_letter_sent(case=way.case, sent_on=way.day, **way.doing)
    assert "Nothing stands in the way" in text(cast, cast.amira, "problems", way.case)


# ── The record ────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_says_who_did_what_in_words(cast, way):
    way.heard(way.maya)
    page = text(cast, cast.amira, "record", way.case)
    assert "Dafydd Stroud allocated the case" in page
    assert "team: Dales North; to: Amira Lindqvist" in page
    assert "Amira Lindqvist recorded a session with a child" in page
    assert "child seen: yes" in page
    assert "on: 10 June 2026" in page
    assert "I want to see Nan" not in page


def test_the_record_is_narrowed_by_kind(cast, way):
    way.heard(way.maya)
    page = text(cast, cast.amira, "record", way.case, "?kind=CHILDREN")
    assert "recorded a session with a child" in page
    assert "allocated the case" not in page


def test_every_kind_of_entry_that_can_hang_on_a_case_is_in_one_group():
    grouped = [verb for _says, verbs in GROUPS.values() for verb in verbs]
    assert len(grouped) == len(set(grouped))
    # What hangs on no case, by how its verbs begin.
    elsewhere = (
        "PERSON_", "POST_", "SIGN", "IDENTITY_", "LOCAL_ACCOUNT_", "FEED_", "NOTICE", "JOB_", "TEMPLATE_", "ACTION_",
        "OWNER_POST_", "HOLDING_", "EFFECT_", "LEARNING_", "PLAN_", "AREA_REPORTED", "REPORT_RECEIVED",
        "REPORT_LOADED", "REPORT_CHANGED", "RECEIVED_", "RESPONSE_", "RISK_", "CONTROL_", "BOARD_", "MEMBER_SEATED",
        "TERM_", "INTEREST_", "MEETING_", "AGENDA_", "PAPERS_OUT", "MINUTE", "PACK_", "CASE_LIST_",
    )  # fmt: skip
    left_out = {v.value for v in Verb if not v.startswith(elsewhere)} - {verb.value for verb in grouped}
    assert not left_out, f"Add to GROUPS in workspace/timeline.py: {sorted(left_out)}"


def test_an_edit_is_shown_field_by_field(cast, way):
    record_letter_sent(case=way.case, sent_on=way.day, **way.doing)
    page = text(cast, cast.amira, "changes", way.case)
    assert "letter sent on" in page
    assert "10 June 2026" in page
    assert "Amira Lindqvist" in page


def test_nothing_protected_is_in_the_record(cast, way):
    record_contact_detail(
        case_id=way.case.pk, member=way.mother, kind="ADDRESS", value="7 Hidden Row", protected=True,
        why="He must not find her", in_refuge=True, **way.doing,
    )  # fmt: skip
    for name in ("overview", "problems", "record", "changes"):
        page = text(cast, cast.amira, name, way.case)
        assert "Hidden Row" not in page
        assert "must not find" not in page


# ── Who has looked ────────────────────────────────────────────────────────────────────────────────────


def test_a_manager_sees_who_opened_the_case(cast, way):
    page = cast.client(cast.amira)
    page.get(reverse("enquiry:index", args=[way.case.pk]))
    page.get(reverse("cases:allocate", args=[way.case.pk]))
    shown = text(cast, cast.manager, "view_log", way.case)
    assert "Amira Lindqvist" in shown
    assert "1 refused" in shown
    assert "Enquiry" in shown


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 403), ("ben", 404), ("supervisor", 200), ("manager", 200), ("director", 200), ("auditor", 403)],
)
def test_who_may_see_who_looked(cast, way, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("workspace:view_log", args=[way.case.pk])).status_code == status


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["overview", "problems", "record", "changes", "view_log", "restriction"])
def test_a_page_of_a_case_costs_no_more_with_more_in_it(cast, way, queries_of, name):
    there = reverse(f"workspace:{name}", args=[way.case.pk])
    queries_of(cast.manager, there)
    few = queries_of(cast.manager, there)
    way.harmed()
    way.submitted(way.maya)
    way.written(way.leo)
    for _ in range(5):
        way.hearing()
        way.ordered(way.order(), way.leo, "NOT_ADVISED_ON")
    many = queries_of(cast.manager, there)
    assert many <= 12
    # The names in the record are read only where there are any.
    assert many <= few + (3 if name in {"record", "changes", "problems"} else 0)
    assert Event.objects.count() > 20
