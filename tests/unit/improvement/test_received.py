"""Recommendations received: answered, acted on, said to be met, signed off by someone else, published."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.operations import note
from goldenthread.improvement.files import RECEIVED, BadPlan, read_received
from goldenthread.improvement.models import ReceivedNote, ReceivedRecommendation, ReceivedReport
from goldenthread.improvement.operations.received import (
    add_recommendation,
    answer,
    change_report,
    load_received,
    publish_response,
    raise_for_recommendation,
    record_report,
    say_met,
    send_back,
    sign_off,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.unit.actions.given import post

EXAMPLE = RECEIVED / "inspection-2014.yaml"


def refused(code):
    return pytest.raises(Refused, match=code)


def report(cast, *words, **over):
    cast.as_(cast.improver)
    said = {
        "title": "A national report", "body": "The inspectorate", "kind": "NATIONAL_REPORT", "nation": "ENGLAND",
        "published_on": None, "received_on": cast.now.date(), **over,
    }  # fmt: skip
    rows = [(str(number), one) for number, one in enumerate(words or ("See each child alone.",), 1)]
    return record_report(recommendations=rows, by=cast.improver, now=cast.now, **said)


def answered(cast, reply="ACCEPTED", made=None):
    row = (made or report(cast)).recommendations.first()
    return answer(recommendation=row, reply=reply, why="Children tell us so.", by=cast.improver, now=cast.now)


def met(cast):
    return say_met(recommendation=answered(cast), words="The audit of June, page 4.", by=cast.improver, now=cast.now)


def test_the_example_is_an_action_plan_of_six_completed_and_signed_off(cast):
    cast.as_(cast.improver)
    made = load_received(data=read_received(EXAMPLE), signer=cast.secretary, by=cast.improver, now=cast.now)
    rows = list(made.recommendations.all())
    assert len(rows) == 6
    assert {(row.reply, row.state) for row in rows} == {("ACCEPTED", "SIGNED_OFF")}
    assert all(row.met_by != row.signed_by for row in rows)
    assert made.received_on is None  # the source does not say
    with refused("TITLE_TAKEN"):
        load_received(data=read_received(EXAMPLE), signer=cast.secretary, by=cast.improver, now=cast.now)
    page = cast.client(cast.board).get(reverse("improvement:report", args=[made.pk])).content.decode()
    assert "6 of 6 answered" in page
    assert "6 of 6 undertaken said to be met" in page
    assert "6 of 6 signed off" in page
    assert "Not recorded yet" in page


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('number: "2"', 'number: "1"'), "stands twice"),
        (("reply: ACCEPTED", "reply: PERHAPS"), "recommendations"),
        (("    why: A court decides its", "    met: A court decides its"), "recommendations"),
        (("nation: ENGLAND", "nation: FRANCE"), "nation"),
    ],
)
def test_a_file_that_does_not_fit_says_where(tmp_path, change, complaint):
    file = tmp_path / "received.yaml"
    file.write_text(EXAMPLE.read_text().replace(*change, 1))
    with pytest.raises(BadPlan, match=complaint):
        read_received(file)


def test_from_the_report_to_its_sign_off_by_pages(cast):
    owner = post(cast, "Policy lead", cast.central)
    directors = post(cast, "Directors", roles=["ASSISTANT_DIRECTOR"])
    page = cast.client(cast.improver)
    said = {
        "title": "Listening to children", "body": "A commissioner", "kind": "REVIEW", "address": "",
        "received_on_0": "3", "received_on_1": "2", "received_on_2": "2026", "received_on-day": "3",
        "received_on-month": "2", "received_on-year": "2026",
        "recommendations": "2.1 See each child alone.\n\nTell each child\nwhat was decided.",
    }  # fmt: skip
    assert page.post(reverse("improvement:report_new"), said).status_code == 302
    cast.as_(cast.improver)
    rows = {row.number: row for row in ReceivedRecommendation.objects.all()}
    assert rows["2.1"].words == "See each child alone."
    assert rows["2"].words == "Tell each child\nwhat was decided."
    there, row = (lambda name: reverse(f"improvement:{name}", args=[rows["2.1"].pk])), rows["2.1"]
    assert page.post(there("received_met"), {"words": "x"}).status_code == 422
    said = {"reply": "ACCEPTED", "why": "It is right.", "published_words": "We accept.", "owner": str(owner.pk)}
    assert page.post(there("received_answer"), said).status_code == 302
    said = {"title": "Write it down", "owner": str(owner.pk), "accountable": str(directors.pk), "due_words": "Jul 2026"}
    assert page.post(there("received_action_new"), said).status_code == 302
    assert page.post(there("received_met"), {"words": "Audit 12, page 3."}).status_code == 302
    decision = {"outcome": "SIGN", "reason": "The audit shows it."}
    assert page.post(there("received_sign"), decision).status_code == 422
    assert cast.client(cast.secretary).post(there("received_sign"), decision).status_code == 302
    cast.as_(cast.improver)
    row.refresh_from_db()
    assert (row.state, row.met_by, row.signed_by) == ("SIGNED_OFF", cast.improver, cast.secretary)
    action = Action.objects.get()
    assert (action.source, action.for_members) == ("RECOMMENDATION", True)
    assert Link.objects.filter(from_id=action.pk, to_id=row.pk, relation="RAISED_BY").exists()
    shown = page.get(there("received")).content.decode()
    assert "Audit 12, page 3." in shown
    assert "Write it down" in shown


def test_whoever_said_that_it_is_met_does_not_sign_it_off(cast):
    row = met(cast)
    for step in (sign_off, send_back):
        with refused("SAME_PERSON"):
            step(recommendation=row, reason="Yes.", by=cast.improver, now=cast.now)
    # The database says so too.
    with pytest.raises(IntegrityError, match="improvement_received_two"), transaction.atomic():
        ReceivedRecommendation.objects.filter(pk=row.pk).update(signed_at=cast.now, signed_by=cast.improver)
    page = cast.client(cast.improver).get(reverse("improvement:received", args=[row.pk])).content.decode()
    assert "It waits for someone else" in page
    assert "Sign it off or send it back" not in page


def test_sent_back_it_is_answered_again_and_everything_said_stands(cast):
    row = met(cast)
    with refused("COMMENT_REQUIRED"):
        send_back(recommendation=row, reason=" ", by=cast.secretary, now=cast.now)
    row = send_back(recommendation=row, reason="The audit says nothing of it.", by=cast.secretary, now=cast.now)
    assert (row.state, row.met_by, row.met_words) == ("ANSWERED", None, "")
    with refused("NOT_FROM_HERE"):
        sign_off(recommendation=row, reason="x", by=cast.secretary, now=cast.now)
    with refused("NOT_FROM_HERE"):
        send_back(recommendation=row, reason="x", by=cast.secretary, now=cast.now)
    assert [note.words for note in ReceivedNote.objects.order_by("noted_at", "pk")] == [
        "Children tell us so.", "The audit of June, page 4.", "The audit says nothing of it."
    ]  # fmt: skip
    assert set(Event.objects.filter(subject_id=row.pk).values_list("verb", flat=True)) == {
        "RECEIVED_ANSWERED", "RECEIVED_MET", "RECEIVED_RETURNED"
    }  # fmt: skip
    page = cast.client(cast.board).get(reverse("improvement:received", args=[row.pk])).content.decode()
    assert "Sent back as not met" in page


@pytest.mark.parametrize("reply", ["NOT_ACCEPTED", "NOT_OURS"])
def test_what_we_do_not_undertake_is_not_met_and_has_no_action(cast, reply):
    row = answered(cast, reply)
    owner = post(cast)
    cast.as_(cast.improver)
    with refused("NOT_UNDERTAKEN"):
        say_met(recommendation=row, words="x", by=cast.improver, now=cast.now)
    with refused("NOT_UNDERTAKEN"):
        raise_for_recommendation(
            recommendation=row, title="x", owner=owner, accountable=owner, due_words="Jul 2026", by=cast.improver,
            now=cast.now,
        )  # fmt: skip
    # The answer can be put right while nothing is said to be met.
    row = answer(recommendation=row, reply="IN_PART", why="On a second look.", by=cast.improver, now=cast.now)
    say_met(recommendation=row, words="x", by=cast.improver, now=cast.now)
    with refused("NOT_FROM_HERE"):
        answer(recommendation=row, reply="NOT_OURS", why="x", by=cast.improver, now=cast.now)


def test_an_answer_says_why_and_what_is_met_says_what_shows_it(cast):
    row = report(cast).recommendations.get()
    with refused("WHY"):
        answer(recommendation=row, reply="ACCEPTED", why=" ", by=cast.improver, now=cast.now)
    row = answer(recommendation=row, reply="ACCEPTED", why="Yes.", by=cast.improver, now=cast.now)
    with refused("NO_EVIDENCE"):
        say_met(recommendation=row, words=" ", by=cast.improver, now=cast.now)


def test_our_response_is_published_when_everything_is_answered_and_not_in_the_future(cast):
    made = report(cast, "One.", "Two.")
    said = {"report": made, "response_words": "We answer.", "by": cast.improver, "now": cast.now}
    answered(cast, made=made)
    with refused("UNANSWERED") as caught:
        publish_response(published_on=cast.now.date(), **said)
    assert caught.value.values == {"numbers": "2"}
    answer(
        recommendation=made.recommendations.get(number="2"), reply="NOT_OURS", why="It is for courts.",
        by=cast.improver, now=cast.now,
    )  # fmt: skip
    with refused("IN_FUTURE"):
        publish_response(published_on=cast.now.date().replace(year=2099), **said)
    row = publish_response(published_on=cast.now.date(), **said)
    assert row.response_published_on == cast.now.date()
    assert Event.objects.get(verb="RESPONSE_PUBLISHED").facts == {"on": cast.now.date().isoformat()}


def test_a_report_that_cannot_be(cast):
    with refused("NO_RECOMMENDATION"):
        record_report(
            title="x", body="x", kind="REVIEW", nation="ENGLAND", recommendations=[], by=cast.improver, now=cast.now
        )
    with refused("IN_FUTURE"):
        report(cast, received_on=cast.now.date().replace(year=2099))
    made = report(cast)
    with refused("NUMBER_TAKEN"):
        add_recommendation(report=made, number="1", words="x", by=cast.improver, now=cast.now)
    assert add_recommendation(report=made, number="2", words="x", by=cast.improver, now=cast.now).state == "RECEIVED"


def test_two_who_change_it_at_once_lose_nothing(cast):
    made = report(cast)
    row = made.recommendations.get()
    answer(recommendation=row, reply="ACCEPTED", why="x", expected_version=1, by=cast.improver, now=cast.now)
    with refused("CHANGED_MEANWHILE"):
        answer(recommendation=row, reply="NOT_OURS", why="y", expected_version=1, by=cast.improver, now=cast.now)
    said = {"title": "x", "body": "x", "kind": "REVIEW", "published_on": None, "received_on": None, "address": ""}
    change_report(report=made, expected_version=1, by=cast.improver, now=cast.now, **said)
    with refused("CHANGED_MEANWHILE"):
        change_report(report=made, expected_version=1, by=cast.improver, now=cast.now, **said)
    assert ReceivedReport.objects.get().title == "x"


@pytest.mark.parametrize(
    ("person", "reads", "answers", "signs"),
    [("improver", 200, 200, 200), ("secretary", 200, 403, 200), ("board", 200, 403, 403), ("director", 200, 403, 403),
     ("central", 200, 403, 403), ("auditor", 200, 403, 403), ("amira", 404, 404, 404), ("carys", 404, 404, 404),
     ("nobody", 404, 404, 404)],
)  # fmt: skip
def test_who_reads_answers_and_signs(cast, person, reads, answers, signs):
    row = met(cast)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("improvement:received", args=[row.pk])).status_code == reads
    assert page.get(reverse("improvement:report", args=[row.report_id])).status_code == reads
    assert page.get(reverse("improvement:received_answer", args=[row.pk])).status_code == answers
    assert page.get(reverse("improvement:received_sign", args=[row.pk])).status_code == signs


def test_a_member_reads_the_actions_without_their_notes(cast):
    row, owner = answered(cast), post(cast, "Policy lead", cast.central)
    cast.as_(cast.improver)
    action = raise_for_recommendation(
        recommendation=row, title="Write it down", owner=owner, accountable=owner, due_words="Jul 2026",
        by=cast.improver, now=cast.now,
    )  # fmt: skip
    note(action=action, kind="PROGRESS", words="Held up by the lawyers.", by=cast.improver, now=cast.now)
    for there in (reverse("improvement:received", args=[row.pk]), reverse("improvement:report", args=[row.report_id])):
        member, keeper = (cast.client(who).get(there).content.decode() for who in (cast.board, cast.improver))
        assert "Write it down" in member
        assert "Held up by the lawyers" not in member
        assert cast.central.name not in member
        assert reverse("actions:action", args=[action.pk]) not in member
        assert "Held up by the lawyers" in keeper


def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(cast):
    made, owner = report(cast, *(f"Number {number}." for number in range(12))), post(cast, "Policy lead", cast.central)
    pages = reverse("improvement:reports"), reverse("improvement:report", args=[made.pk])
    page = cast.client(cast.improver)

    def act(row):
        cast.as_(cast.improver)
        row = answer(recommendation=row, reply="ACCEPTED", why="x", by=cast.improver, now=cast.now)
        raise_for_recommendation(
            recommendation=row, title="x", owner=owner, accountable=owner, due_words="Jul 2026", by=cast.improver,
            now=cast.now,
        )  # fmt: skip

    def asked():
        counts = []
        for there in pages:
            page.get(there)
            with CaptureQueriesContext(connection) as queries:
                assert page.get(there).status_code == 200
            counts.append(len(queries))
        return counts

    rows = list(made.recommendations.all())
    act(rows[0])
    few = asked()
    for row in rows[1:]:
        act(row)
    for number in range(8):
        report(cast, title=f"Report {number}")
    assert asked() == few
    assert max(few) <= 16, few  # the session, the person and the posts among them


def test_the_list_is_narrowed_and_says_when_nothing_fits(cast):
    answered(cast)
    report(cast, title="Another", kind="INSPECTION")
    page, there = cast.client(cast.board), reverse("improvement:reports")
    assert "Another" not in page.get(there, {"which": "TO_MEET"}).content.decode()
    shown = page.get(there, {"which": "TO_ANSWER"}).content.decode()
    assert "Another" in shown
    assert "A national report" not in shown
    assert "No report fits these filters" in page.get(there, {"words": "zebra"}).content.decode()
