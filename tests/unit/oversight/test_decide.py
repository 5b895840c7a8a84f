"""A manager's decision: does it work, who is refused, what if repeated or changed, what is recorded."""

import pytest
from django.urls import reverse

from goldenthread.casework.assessment.operations import set_victim_status
from goldenthread.casework.cases.models import Case
from goldenthread.casework.directwork.operations import record_session, record_wish
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.operations import (
    add_option,
    submit_advice,
    withdraw_advice,
    write_advice,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.oversight.models import Decision
from goldenthread.oversight.operations import decide_on_advice
from goldenthread.thread.models import Event, Link
from tests.pathway import Pathway


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


@pytest.fixture
def advice(way):
    way.harmed()
    return way.submitted(way.maya)


def decide(cast, advice, by=None, **over):
    by = cast.as_(by or cast.manager)
    said = {"kind": "AGREED", "reason": "It rests on what she said.", **over}
    return decide_on_advice(recommendation=advice, by=by, now=cast.now, **said)


def test_the_page_shows_what_the_advice_rests_on(cast, way, advice):
    page = cast.client(cast.manager).get(reverse("oversight:decide", args=[advice.pk])).content.decode()
    for words in (
        "Two hours each Saturday at the contact centre.",
        "I want to see Nan on Sundays.",
        "Nan may come along.",
        "He took her telephone and kept her wages.",
        "She wakes at night.",
        "She asks to see him.",
        "Supervision meets the risk that the pattern shows.",
        "abuse is reported, known, found or under investigation",
        "What has each child seen at home?",  # at the end of the thread
    ):
        assert words in page, words


def test_a_manager_agrees(cast, advice):
    page, there = cast.client(cast.manager), reverse("oversight:decide", args=[advice.pk])
    answer = page.post(there, {"kind": "AGREED", "reason": "It is safe.", "expected_version": advice.version})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    decision = Decision.objects.get()
    assert (decision.kind, decision.fingerprint) == ("AGREED", advice.fingerprint)
    assert decision.triggers == ["TIME_WHERE_ABUSE"]
    advice.refresh_from_db()
    assert (advice.state, advice.agreed_by) == ("AGREED", cast.manager)
    event = Event.objects.get(verb="ADVICE_AGREED")
    assert event.facts == {"triggers": ["TIME_WHERE_ABUSE"], "hash": advice.fingerprint}
    assert Link.objects.filter(from_id=decision.pk, relation="ANSWERS", to_id=advice.pk).exists()
    assert "It is safe." in page.get(answer.headers["Location"]).content.decode()


def test_the_case_moves_on_when_every_child_is_agreed(cast, way, advice):
    decide(cast, advice)
    assert Case.objects.get().stage == "OVERSIGHT"
    way.agreed(way.leo)
    assert Case.objects.get().stage == "REPORT"


def test_the_case_goes_back_when_advice_is_returned(cast, advice):
    decide(cast, advice, kind="RETURNED", reason="Say what Leo needs.")
    assert Case.objects.get().stage == "ADVICE"
    assert Recommendation.objects.get().state == "RETURNED"
    assert Event.objects.get(verb="ADVICE_RETURNED").facts == {"triggers": ["TIME_WHERE_ABUSE"]}


def test_a_reason_is_always_required(cast, advice):
    for kind in ("AGREED", "RETURNED"):
        with pytest.raises(Refused) as refused:
            decide(cast, advice, kind=kind, reason="  ")
        assert refused.value.code == "COMMENT_REQUIRED"
    page = cast.client(cast.manager)
    answer = page.post(reverse("oversight:decide", args=[advice.pk]), {"kind": "AGREED", "reason": ""})
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amira", 403),
        ("ben", 404),
        ("elsewhere", 404),
        ("supervisor", 200),
        ("manager", 200),
        ("other_manager", 404),
        ("director", 200),
        ("duty", 404),
        ("administrator", 404),
        ("auditor", 403),
        ("board", 404),
        ("analyst", 404),
        ("nobody", 404),
    ],
)
def test_who_may_open_the_page(cast, advice, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("oversight:decide", args=[advice.pk])).status_code == status


# Each row: what makes it their own work.
@pytest.mark.parametrize(
    "part", ["began", "submitted", "wrote", "wrote the text", "wrote the assessment", "has the case", "covers it"]
)
def test_nobody_decides_on_their_own_work(cast, way, part):
    row = way.written(way.maya)
    author = way.adviser
    if part == "began":
        Recommendation.objects.filter(pk=row.pk).update(recorded_by=cast.manager)
    if part == "submitted":
        author = cast.manager
    if part == "wrote":
        cast.as_(cast.manager)
        add_option(recommendation=row, words="None", why_rejected="No", by=cast.manager, now=cast.now)
    if part == "wrote the text":
        cast.as_(cast.manager)
        write_advice(
            recommendation=row, advice=row.advice, parent=row.parent, words=row.words, rationale=row.rationale,
            trigger_rationale=row.trigger_rationale, explanation=row.explanation + " Soon.", by=cast.manager,
            now=cast.now,
        )  # fmt: skip
    if part == "wrote the assessment":
        cast.as_(cast.manager)
        set_victim_status(
            case=row.case, child=row.child, answer="YES", basis="She told me.", by=cast.manager, now=cast.now
        )
    if part == "has the case":
        Case.objects.update(adviser=cast.manager)
    if part == "covers it":
        Case.objects.update(covered_by=cast.manager, cover_until=cast.now.date())
    cast.as_(author)
    row = submit_advice(recommendation=Recommendation.objects.get(pk=row.pk), by=author, now=cast.now)
    with pytest.raises(Refused) as refused:
        decide(cast, row)
    assert refused.value.code == "OWN_WORK"
    page = cast.client(cast.manager)
    if part != "covers it":  # the page reads the real clock
        assert "Another manager must decide" in page.get(reverse("oversight:decide", args=[row.pk])).content.decode()
    answer = page.post(reverse("oversight:decide", args=[row.pk]), {"kind": "AGREED", "reason": "Mine"})
    if part != "covers it":
        assert answer.status_code == 422
        assert not Decision.objects.exists()


def test_what_changed_after_it_was_submitted_cannot_be_agreed_and_can_be_returned(cast, way, advice):
    session = record_session(
        case=way.case, child=way.maya, happened_on=way.day, seen=True, alone=True, place="HOME", how="We talked.",
        **way.doing,
    )  # fmt: skip
    record_wish(session=session, words="I have changed my mind.", **way.doing)
    page = cast.client(cast.manager).get(reverse("oversight:decide", args=[advice.pk])).content.decode()
    assert "has changed since it was submitted" in page
    with pytest.raises(Refused) as refused:
        decide(cast, advice)
    assert refused.value.code == "CHANGED_SINCE"
    decide(cast, advice, kind="RETURNED", reason="Weigh what she says now.")
    assert Recommendation.objects.get().state == "RETURNED"


def test_a_page_drawn_from_another_version_is_not_taken(cast, way, advice):
    seen = advice.version
    withdraw_advice(recommendation=advice, **way.doing)
    submit_advice(recommendation=Recommendation.objects.get(pk=advice.pk), **way.doing)
    page = cast.client(cast.manager)
    answer = page.post(
        reverse("oversight:decide", args=[advice.pk]),
        {"kind": "AGREED", "reason": "As I read it", "expected_version": seen},
    )
    assert answer.status_code == 422
    assert "As I read it" in answer.content.decode()
    assert not Decision.objects.exists()


def test_it_is_decided_once(cast, advice):
    decide(cast, advice)
    with pytest.raises(Refused) as refused:
        decide(cast, advice, by=cast.director, kind="RETURNED")
    assert refused.value.code == "ALREADY_DECIDED"
    assert refused.value.values == {"who": "Marcus Oyelaran"}
    assert Decision.objects.count() == 1


def test_the_same_form_sent_twice_is_taken_once(cast, advice):
    page, once = cast.client(cast.manager), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(
            reverse("oversight:decide", args=[advice.pk]), {"kind": "AGREED", "reason": "It is safe.", "_once": once}
        )
    assert Decision.objects.count() == 1


def test_a_draft_is_not_decided_on(cast, way):
    row = way.written(way.maya)
    with pytest.raises(Refused) as refused:
        decide(cast, row)
    assert refused.value.code == "NOT_SUBMITTED"


def test_an_agreement_that_has_lapsed_is_shown_as_lapsed(cast, way, advice):
    from goldenthread.casework.recommendations.operations import reopen_advice

    decision = decide(cast, advice)
    page, there = cast.client(cast.amira), reverse("oversight:decision", args=[decision.pk])
    assert "no longer holds" not in page.get(there).content.decode()
    reopen_advice(recommendation=Recommendation.objects.get(), reason="New report", **way.doing)
    assert "no longer holds" in page.get(there).content.decode()


def test_a_decision_leads_back_to_the_childs_words_and_the_line_of_enquiry(cast, advice):
    decision = decide(cast, advice)
    page = cast.client(cast.manager).get(reverse("oversight:decision", args=[decision.pk])).content.decode()
    assert "I want to see Nan on Sundays." in page
    assert "What has each child seen at home?" in page


def test_the_page_costs_twelve_queries_at_most(cast, way, advice, queries_of):
    few = queries_of(cast.manager, reverse("oversight:decide", args=[advice.pk]))
    assert few <= 12
