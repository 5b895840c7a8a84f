"""Behaviour patterns: do they work, who is refused, what if repeated or bad, what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.access.trace import trace
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.enquiry.operations import log_contact, open_line
from goldenthread.casework.harm import queries
from goldenthread.casework.harm.models import Pattern, PatternStatus
from goldenthread.casework.harm.operations import end_pattern, record_pattern, revive_pattern
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.queries import papers, triggers_of
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def line(cast, case):
    return open_line(case=case, question="Who is afraid?", why="The court asks.", by=cast.amira, now=cast.now)


@pytest.fixture
def contact(cast, case):
    return log_contact(
        case=case, member=cast.mother(case), agency="", method="PHONE", outcome="REACHED", said="He kept my card.",
        happened_at=cast.now, by=cast.amira, now=cast.now,
    )  # fmt: skip


@pytest.fixture
def record(cast, case):
    """Records economic abuse by the father towards the mother, but for what is said otherwise."""

    def record(**over):
        facts = {
            "kind": "ECONOMIC", "by_member": cast.father(case), "towards": [cast.mother(case)],
            "words": "He kept her card.", "period_words": "since 2019", "said_by": cast.mother(case),
            "status_on": cast.now.date(), "source": "Telephone call",
        }  # fmt: skip
        return record_pattern(**{"case": case, **facts, **over}, by=cast.amira, now=cast.now)

    return record


def calls_for_rationale(case, parent):
    """Whether advice of time with this parent would have to say why, for what is recorded of them."""
    return bool(triggers_of(Recommendation(advice="TIME_SUPPORTED", parent=parent), papers(case)))


def typed(cast, case, **over):
    said = {
        "kind": "CONTROLLING_OR_COERCIVE",
        "sub_kinds": ["POST_SEPARATION", "THROUGH_THE_CHILD"],
        "by_member": str(cast.father(case).pk),
        "towards": [str(cast.mother(case).pk), str(cast.maya(case).pk)],
        "words": "He asks Maya what her mother buys.",
        "period-start-year": "2019",
        "period-ongoing": "on",
        "period-words": "from before Leo was born",
        "said_by": str(cast.mother(case).pk),
        **day("told_on", cast.now.date()),
        "status": "REPORTED",
        **day("status_on", cast.now.date()),
        "source": "Telephone call",
        "note": "",
    }
    return {**said, **over}


def day(name, date):
    return {f"{name}-day": date.day, f"{name}-month": date.month, f"{name}-year": date.year}


def new(case):
    return reverse("harm:pattern_new", args=[case.pk])


def test_an_adviser_records_a_pattern(cast, case, line, contact):
    drawn = {"lines": [str(line.pk)], "contacts": [str(contact.pk)]}
    answer = cast.client(cast.amira).post(new(case), typed(cast, case, **drawn))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    pattern = Pattern.objects.get()
    assert answer["Location"] == reverse("harm:pattern", args=[pattern.pk])
    assert set(pattern.towards.all()) == {cast.mother(case), cast.maya(case)}
    assert pattern.period_words == "since 2019, still going on, “from before Leo was born”"
    assert (pattern.from_on, pattern.to_on, pattern.ongoing) == (dt.date(2019, 1, 1), None, True)
    assert (pattern.status, pattern.live, pattern.said_by) == ("REPORTED", True, cast.mother(case))
    assert PatternStatus.objects.get().source == "Telephone call"
    assert {(row.relation, row.to_id) for row in Link.objects.filter(from_id=pattern.pk)} == {
        ("DRAWS_ON", line.pk),
        ("DRAWS_ON", contact.pk),
    }
    event = Event.objects.get(verb="PATTERN_RECORDED")
    assert event.facts["kind"] == "CONTROLLING_OR_COERCIVE"
    behind = trace(pattern, cast.who(cast.amira))["behind"]
    assert {node.id for node in behind} == {line.pk, contact.pk}
    case.refresh_from_db()
    assert case.stage == "ENQUIRY"


def test_the_end_of_a_period_is_no_later_than_today(cast, case):
    today = clock().date()
    ended = {"period-ongoing": "", "period-end-year": str(today.year), "period-words": ""}
    cast.client(cast.amira).post(new(case), typed(cast, case, **ended))
    pattern = Pattern.objects.get()
    assert pattern.ongoing is False
    assert pattern.to_on <= today


def test_a_paper_may_be_what_says_so(cast, case):
    page = cast.client(cast.amira)
    nobody = page.post(new(case), typed(cast, case, said_by="ELSE"))
    assert nobody.status_code == 422
    assert "Say who says so, or which paper" in nobody.content.decode()
    page.post(new(case), typed(cast, case, said_by="ELSE", said_by_words="Police check of 3 June"))
    assert Pattern.objects.get().said_by_words == "Police check of 3 June"


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"kind": ""}, "Select an answer to"),
        ({"towards": []}, "Select an answer to"),
        ({"words": ""}, "Enter an answer to"),
        ({"period-start-year": "", "period-ongoing": "", "period-words": ""}, "even if only a year is known"),
        ({"period-start-year": "2199", "period-ongoing": ""}, "must be today or in the past"),
        ({"status_on-year": "2199"}, "must be today or in the past"),
        ({"told_on-year": ""}, "must include a year"),
        ({"source": ""}, "Enter an answer to"),
        ({"by_member": "01890a5d-ac96-774b-bcce-b302099a8057"}, "Select one of the answers listed"),
    ],
)
def test_a_bad_form_says_what_to_do_and_keeps_the_rest(cast, case, over, says):
    answer = cast.client(cast.amira).post(new(case), typed(cast, case, **{"note": "Keep this.", **over}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Keep this." in page
    assert not Pattern.objects.exists()


def test_nobody_is_harmed_by_themselves(cast, case):
    himself = typed(cast, case, towards=[str(cast.father(case).pk)])
    answer = cast.client(cast.amira).post(new(case), himself)
    assert "The behaviour must be towards someone else." in answer.content.decode()
    assert not Pattern.objects.exists()


def test_what_is_refused(cast, case, record):
    stranger = cast.maya(cast.case())
    tomorrow = cast.now.date() + dt.timedelta(days=1)
    for over, code in (
        ({"towards": [stranger]}, "NOT_IN_CASE"),
        ({"by_member": stranger}, "NOT_IN_CASE"),
        ({"said_by": stranger}, "NOT_IN_CASE"),
        ({"towards": []}, "NOBODY"),
        ({"words": " "}, "EMPTY"),
        ({"period_words": ""}, "WHEN"),
        ({"from_on": tomorrow, "to_on": cast.now.date()}, "BACKWARDS"),
        ({"said_by": None}, "WHO_SAYS"),
        ({"source": " "}, "SOURCE_REQUIRED"),
        ({"status_on": tomorrow}, "IN_FUTURE"),
        ({"told_on": tomorrow}, "IN_FUTURE"),
    ):
        with pytest.raises(Refused) as refused:
            record(**over)
        assert refused.value.code == code, over
    assert not Pattern.objects.exists()
    assert not Event.objects.filter(verb="PATTERN_RECORDED").exists()


def test_late_is_judged_by_the_day_on_which_we_were_told(cast, record):
    long_ago = record(from_on=dt.date(2009, 1, 1), status="CONVICTED", status_on=dt.date(2010, 1, 1))
    assert not long_ago.late
    assert record(told_on=cast.now.date() - dt.timedelta(days=7)).late
    assert Event.objects.filter(verb="PATTERN_RECORDED", facts__late=True).count() == 1


def test_a_pattern_is_ended_with_a_reason_and_can_be_live_again(cast, case, record):
    pattern = record()
    with pytest.raises(Refused) as refused:
        end_pattern(pattern=pattern, reason=" ", by=cast.amira, now=cast.now)
    assert refused.value.code == "COMMENT_REQUIRED"
    page = cast.client(cast.amira)
    page.post(reverse("harm:pattern_end", args=[pattern.pk]), {"ended_why": "He moved away.", "expected_version": "1"})
    assert not queries.patterns(case).filter(live=True).exists()
    assert "He moved away." in page.get(reverse("harm:index", args=[case.pk])).content.decode()
    with pytest.raises(Refused) as refused:
        end_pattern(pattern=pattern, reason="Again.", by=cast.amira, now=cast.now)
    assert refused.value.code == "NOT_FROM_HERE"
    revived = revive_pattern(pattern=pattern, reason="He is back.", by=cast.amira, now=cast.now)
    assert (revived.live, revived.ended_at, revived.ended_by) == (True, None, None)
    assert "He is back." in page.get(reverse("harm:pattern", args=[pattern.pk])).content.decode()
    assert Event.objects.filter(verb__in=["PATTERN_ENDED", "PATTERN_REVIVED"]).count() == 2


def test_the_second_of_two_people_is_told(cast, record):
    pattern = record()
    end_pattern(pattern=pattern, reason="The first reason.", by=cast.supervisor, now=cast.now)
    revive_pattern(pattern=pattern, reason="Live after all.", by=cast.supervisor, now=cast.now)
    answer = cast.client(cast.amira).post(
        reverse("harm:pattern_end", args=[pattern.pk]), {"ended_why": "The second reason.", "expected_version": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Live after all." in page
    assert "The second reason." in page


def test_a_superseded_pattern_counts_nowhere_but_on_its_own_page(cast, case, record):
    pattern = record()
    assert calls_for_rationale(case, cast.father(case))
    page = cast.client(cast.amira)
    page.post(reverse("harm:pattern_supersede", args=[pattern.pk]), {"why": "WRONG_PERSON", "words": "Another man."})
    assert not queries.patterns(case).exists()
    assert not calls_for_rationale(case, cast.father(case))
    assert "No behaviour pattern recorded" in page.get(reverse("harm:index", args=[case.pk])).content.decode()
    own = page.get(reverse("harm:pattern", args=[pattern.pk])).content.decode()
    assert "Another man." in own
    assert "Record a new status" not in own
    for operation in (end_pattern, revive_pattern):
        with pytest.raises(Refused) as refused:
            operation(pattern=pattern, reason="Why.", by=cast.amira, now=cast.now)
        assert refused.value.code == "SUPERSEDED"


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        ("REPORTED", True),
        ("POLICE_INVESTIGATION", True),
        ("FOUND", True),
        ("NOT_DETERMINED", True),
        ("NO_LONGER_PURSUED", True),
        ("NOT_FOUND", False),
    ],
)
def test_by_whom_a_rationale_is_called_for(cast, case, record, status, calls):
    pattern = record(status=status)
    assert calls_for_rationale(case, cast.father(case)) is calls
    assert not calls_for_rationale(case, cast.mother(case))
    end_pattern(pattern=pattern, reason="Over.", by=cast.amira, now=cast.now)
    assert calls_for_rationale(case, cast.father(case)) is calls


def test_only_what_stands_and_holds_words_is_offered_to_draw_on(cast, case, contact):
    silent = {"member": cast.mother(case), "agency": "", "method": "PHONE", "outcome": "NO_ANSWER", "said": ""}
    log_contact(case=case, happened_at=cast.now, by=cast.amira, now=cast.now, **silent)
    assert queries.recent_contacts(case) == [contact]
    assert "He kept my card." in cast.client(cast.amira).get(new(case)).content.decode()
    supersede(record_of=contact, why="MISTAKE", words="Twice.", by=cast.amira, now=cast.now)
    assert queries.recent_contacts(case) == []
    assert "Which contacts does it rest on?" not in cast.client(cast.amira).get(new(case)).content.decode()


TRUTH = [
    # person, reads, records
    ("amira", 200, 200),
    ("ben", 404, 404),
    ("elsewhere", 404, 404),
    ("carys", 404, 404),
    ("supervisor", 200, 200),
    ("manager", 200, 200),
    ("other_manager", 404, 404),
    ("director", 200, 403),
    ("duty", 404, 404),
    ("administrator", 404, 404),
    ("senior", 404, 404),
    ("auditor", 200, 403),
    ("board", 404, 404),
    ("analyst", 404, 404),
    ("nobody", 404, 404),
]


@pytest.mark.parametrize(("person", "reads", "records"), TRUTH)
def test_who_may(cast, record, person, reads, records):
    pattern, page = record(), cast.client(getattr(cast, person))
    assert page.get(reverse("harm:index", args=[pattern.case_id])).status_code == reads
    assert page.get(reverse("harm:pattern", args=[pattern.pk])).status_code == reads
    assert page.get(new(pattern.case)).status_code == records
    for route in ("pattern_status", "pattern_end", "pattern_revive", "pattern_supersede", "incident_new"):
        assert page.get(reverse(f"harm:{route}", args=[pattern.pk])).status_code == records, route


# Around every page: savepoint and its release, the web session, the person, their posts, naming them, the view log.
AROUND = 7


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_page_asks_as_little_whatever_the_rows(cast, case, record, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        record(towards=[cast.mother(case), cast.maya(case)], said_by=None, said_by_words="The police")
    end_pattern(pattern=record(), reason="Over.", by=cast.amira, now=cast.now)
    page = cast.client(cast.amira)
    with django_assert_max_num_queries(12 + AROUND):
        page.get(reverse("harm:index", args=[case.pk]))
