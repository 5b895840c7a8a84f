"""The risk register: scored on our own scale, watched by area and nation, escalated, closed, drawn over time."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.actions.operations import note
from goldenthread.improvement.files import BadPlan
from goldenthread.improvement.models import Control, Risk, RiskScore
from goldenthread.improvement.operations.risks import (
    assure_control,
    change_risk,
    close,
    end_control,
    escalate,
    hand_back,
    raise_for_risk,
    raise_risk,
    reopen,
    score_risk,
    set_control,
)
from goldenthread.improvement.presenters.movement import Words, movement
from goldenthread.improvement.scale import FILE, read_scales, scale_on
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.unit.actions.given import post

SVG = "{http://www.w3.org/2000/svg}"


def refused(code):
    return pytest.raises(Refused, match=code)


def said(cast, owner, **over):
    return {
        "title": "Too few advisers", "cause": "Posts stand empty.", "event": "Work waits.",
        "consequence": "Children wait.", "owner": owner, "inherent_likelihood": 5, "inherent_impact": 4,
        "target_likelihood": 2, "target_impact": 3, "appetite": "CAUTIOUS", "review_on": later(cast), **over,
    }  # fmt: skip


def later(cast, days=60):
    return cast.now.date() + dt.timedelta(days=days)


def risk(cast, by=None, area="dales", **over):
    owner = over.pop("owner", None) or post(cast, f"Risk owner {Risk.objects.count()}", cast.central)
    by = by or cast.improver
    cast.as_(by)
    now = over.pop("now", cast.now)
    score = {"likelihood": 4, "impact": 4, "words": "Twelve posts stand empty."} | {
        name: over.pop(name) for name in ("likelihood", "impact", "words") if name in over
    }
    return raise_risk(
        nation="ENGLAND",
        area=getattr(cast, area) if area else None,
        by=by,
        now=now,
        **score,
        **said(cast, owner, **over),
    )


def scored(cast, row, likelihood, impact, now=None, **over):
    return score_risk(
        risk=row, likelihood=likelihood, impact=impact, words="Looked at again.", review_on=later(cast),
        by=cast.improver, now=now or cast.now, **over,
    )  # fmt: skip


# --- the scale ----------------------------------------------------------------------------------------------------


def test_the_scale_of_a_day():
    scale = scale_on(dt.date(2026, 1, 1))
    assert (len(scale.likelihood), len(scale.impact), scale.highest) == (5, 5, 25)
    assert [scale.band(score).name for score in (1, 4, 5, 9, 10, 15, 16, 25)] == [
        "Low", "Low", "Moderate", "Moderate", "High", "High", "Very high", "Very high"
    ]  # fmt: skip
    assert scale_on(dt.date(1999, 1, 1)) == scale
    assert not scale.above(9, "CAUTIOUS")
    assert scale.above(10, "CAUTIOUS")
    assert scale.above(1, "FORGOTTEN")


def test_a_new_scale_leaves_earlier_scores_on_the_old_one(tmp_path):
    file, text = tmp_path / "scale.yaml", FILE.read_text()
    one = text[text.index("  - from:") :]
    file.write_text(text + one.replace("2014-04-01", "2027-01-01").replace("least: 16", "least: 20"))
    old, new = read_scales(file)
    assert (old.band(16).name, new.band(16).name) == ("Very high", "High")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("least: 1,", "least: 2,"), "begins at 1"),
        (("least: 10", "least: 3"), "above the one before"),
        (("least: 16", "least: 26"), "No score reaches"),
        (("code: OPEN", "code: AVERSE"), "stands twice"),
        (("2014-04-01", "2014-02-31"), "no day"),
        (("tone: GOOD", "tone: PINK"), "tone"),
    ],
)
def test_a_scale_that_does_not_fit_says_where(tmp_path, change, complaint):
    file = tmp_path / "scale.yaml"
    file.write_text(FILE.read_text().replace(*change, 1))
    with pytest.raises(BadPlan, match=complaint):
        read_scales(file)


# --- the picture --------------------------------------------------------------------------------------------------


def drawn(points, **over):
    words = Words("Movement", "1 May: 16 & down", "Score", "Target 6", "Accepted 9", lambda day: day.isoformat())
    given = {"today": dt.date(2026, 6, 30), "target": 6, "appetite": 9, "highest": 25, "words": words, **over}
    return movement(points, **given)


def test_the_picture_is_a_line_in_steps_with_words_and_no_style():
    text = drawn([(dt.date(2026, 5, 1), 16), (dt.date(2026, 5, 31), 10)])
    # The page declares the name space; a stand-alone reader needs it said.
    root = ElementTree.fromstring(str(text).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314
    assert root.find(f"{SVG}title").text == "Movement"
    assert root.find(f"{SVG}desc").text == "1 May: 16 & down"
    said = [one.text for one in root.findall(f"{SVG}text")]
    assert said == ["25", "0", "2026-05-01", "2026-06-30", "Score", "Target 6", "Accepted 9"]
    assert len(root.findall(f"{SVG}circle")) == 2
    steps = next(
        one.get("d") for one in root.findall(f"{SVG}path") if one.get("stroke-width") == "3" and "V" in one.get("d")
    )
    assert steps == "M40.0 78.6H255.0V120.4H470.0"
    assert "style" not in text


def test_a_picture_of_one_day_and_of_no_appetite():
    text = drawn([(dt.date(2026, 6, 30), 16)], appetite=None)
    assert "Accepted" not in text
    assert "nan" not in text.lower()


# --- raising and scoring ------------------------------------------------------------------------------------------


def test_a_risk_is_raised_with_its_first_score_and_leaves_its_lines(cast):
    row = risk(cast)
    assert row.reference.startswith("R-")
    assert RiskScore.objects.get().words == "Twelve posts stand empty."
    facts = dict(Event.objects.filter(subject_id=row.pk).values_list("verb", "facts"))
    assert facts["RISK_RAISED"] == {"inherent": "5x4", "target": "2x3"}
    assert facts["RISK_SCORED"] == {"to": "4x4"}


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"inherent_likelihood": 6}, "OFF_SCALE"), ({"impact": 0}, "OFF_SCALE"), ({"target_impact": 9}, "OFF_SCALE"),
        ({"target_likelihood": 5, "target_impact": 5}, "TARGET_ABOVE"), ({"appetite": "BRAVE"}, "NO_SUCH_APPETITE"),
        ({"review_on": dt.date(2020, 1, 1)}, "REVIEW_IN_PAST"),
        ({"review_on": dt.date(9999, 12, 31)}, "REVIEW_TOO_FAR"),
    ],
)  # fmt: skip
def test_a_risk_that_cannot_be(cast, over, code):
    with refused(code):
        risk(cast, **over)


def test_the_newest_score_holds_and_none_is_changed(cast):
    row = risk(cast, now=cast.now - dt.timedelta(days=40))
    row.refresh_from_db()
    scored(cast, row, 2, 4, expected_version=row.version)
    with refused("CHANGED_MEANWHILE"):
        scored(cast, row, 5, 5, expected_version=row.version)
    with refused("OFF_SCALE"):
        scored(cast, row, 5, 6)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskScore.objects.update(likelihood=1)
    page = cast.client(cast.improver).get(reverse("improvement:risk", args=[row.pk])).content.decode()
    assert "8 Moderate" in page
    assert "down from 16" in page
    assert "Within our appetite" in page
    assert "<svg" in page
    assert Event.objects.filter(verb="RISK_SCORED").latest("pk").facts == {"from": "4x4", "to": "2x4"}


def test_a_change_keeps_a_late_review_late_and_is_not_lost_on_another(cast):
    row = risk(cast)
    Risk.objects.filter(pk=row.pk).update(review_on=dt.date(2026, 1, 1))
    row.refresh_from_db()
    new = said(cast, row.owner, title="Far too few", review_on=row.review_on)
    change_risk(risk=row, expected_version=row.version, by=cast.improver, now=cast.now, **new)
    with refused("CHANGED_MEANWHILE"):
        change_risk(risk=row, expected_version=row.version, by=cast.improver, now=cast.now, **new)
    assert Event.objects.get(verb="RISK_CHANGED").facts == {"fields": ["title"]}
    page = cast.client(cast.improver)
    assert "Review is late" in page.get(reverse("improvement:risks"), {"which": "LATE"}).content.decode()


# --- who sees and keeps which -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "reads", "keeps_own"),
    [
        # An area's risk, another area's, one of the national register, another area's that is escalated; a step.
        ("improver", [200, 200, 200, 200], 200),
        ("secretary", [200, 200, 200, 200], 200),
        ("director", [200, 404, 200, 200], 200),
        ("manager", [200, 404, 404, 404], 403),
        ("board", [404, 404, 200, 200], 404),
        ("central", [404, 404, 200, 200], 404),
        ("amira", [404, 404, 404, 404], 404),
        ("carys", [404, 404, 404, 404], 404),
        ("nobody", [404, 404, 404, 404], 404),
    ],
)  # fmt: skip
def test_who_may_see_which(cast, person, reads, keeps_own):
    own, other, register, up = risk(cast), risk(cast, area="coast"), risk(cast, area=None), risk(cast, area="coast")
    escalate(risk=up, reason="Every area feels it.", by=cast.improver, now=cast.now)
    page = cast.client(getattr(cast, person))
    got = [page.get(reverse("improvement:risk", args=[row.pk])).status_code for row in (own, other, register, up)]
    assert got == reads
    assert page.get(reverse("improvement:risk_score", args=[own.pk])).status_code == keeps_own
    # The list shows exactly what the pages open.
    index = page.get(reverse("improvement:risks"))
    if index.status_code == 200:
        text = index.content.decode()
        shown = [reverse("improvement:risk", args=[row.pk]) in text for row in (own, other, register, up)]
        assert shown == [status == 200 for status in got]
    else:
        assert set(got) == {404}


def test_a_director_raises_for_their_own_area_and_no_other(cast):
    owner, page = post(cast, "Risk owner", cast.central), cast.client(cast.director)
    there = reverse("improvement:risk_new")
    asked = page.get(there).content.decode()
    assert cast.dales.name in asked
    assert cast.coast.name not in asked
    day = clock().date() + dt.timedelta(days=90)  # the page reads the real clock
    answers = {
        **{name: str(value) for name, value in said(cast, owner).items() if name not in {"owner", "review_on"}},
        "owner": str(owner.pk), "likelihood": "4", "impact": "4", "words": "Counted.",
        "review_on-day": day.day, "review_on-month": day.month, "review_on-year": day.year,
    }  # fmt: skip
    for where, status in ((str(cast.coast.pk), 422), ("NATIONAL", 422), (str(cast.dales.pk), 302)):
        assert page.post(there, {**answers, "where": where}).status_code == status
    cast.as_(cast.improver)
    assert Risk.objects.get().area == cast.dales
    keeper = cast.client(cast.secretary)
    assert keeper.post(there, {**answers, "where": "NATIONAL"}).status_code == 302
    cast.as_(cast.improver)
    assert Risk.objects.filter(area__isnull=True).count() == 1


# --- its life -----------------------------------------------------------------------------------------------------


def test_escalated_handed_back_closed_and_opened_again(cast):
    row = risk(cast)
    step = {"risk": row, "now": cast.now}
    with refused("COMMENT_REQUIRED"):
        escalate(reason=" ", by=cast.director, **step)
    with refused("NOT_FROM_HERE"):
        hand_back(reason="x", by=cast.improver, **step)
    cast.as_(cast.director)
    escalate(reason="Every area feels it.", by=cast.director, **step)
    for take_away in (hand_back, close):
        with refused("REGISTER_DECIDES"):
            take_away(reason="It looks bad.", by=cast.director, **step)
    cast.as_(cast.secretary)
    assert hand_back(reason="One area's matter.", by=cast.secretary, **step).escalated_by is None
    cast.as_(cast.director)
    escalate(reason="Again.", by=cast.director, **step)
    cast.as_(cast.secretary)
    close(reason="The posts are filled.", by=cast.secretary, **step)
    with refused("CLOSED"):
        scored(cast, row, 1, 1)
    # Whoever watched it reads how it ended.
    there = reverse("improvement:risk", args=[row.pk])
    assert "The posts are filled." in cast.client(cast.board).get(there).content.decode()
    cast.as_(cast.secretary)
    with refused("REVIEW_IN_PAST"):
        reopen(reason="x", review_on=cast.now.date(), by=cast.secretary, **step)
    again = reopen(reason="They are empty again.", review_on=later(cast), by=cast.secretary, **step)
    assert (again.state, again.closed_by, again.escalated_by) == ("OPEN", None, None)
    with refused("NOT_FROM_HERE"):
        reopen(reason="x", review_on=later(cast), by=cast.secretary, **step)
    assert [event.verb for event in Event.objects.filter(subject_id=row.pk).order_by("pk")][2:] == [
        "RISK_ESCALATED", "RISK_HANDED_BACK", "RISK_ESCALATED", "RISK_CLOSED", "RISK_REOPENED"
    ]  # fmt: skip


def test_what_is_national_is_not_escalated_and_not_closed_by_an_area(cast):
    row = risk(cast, area=None)
    with refused("NATIONAL_ALREADY"):
        escalate(risk=row, reason="x", by=cast.improver, now=cast.now)
    assert close(risk=row, reason="Gone.", by=cast.improver, now=cast.now).state == "CLOSED"


def test_an_area_closes_its_own(cast):
    row = risk(cast)
    cast.as_(cast.director)
    assert close(risk=row, reason="Gone.", by=cast.director, now=cast.now).closed_by == cast.director


# --- controls and actions -----------------------------------------------------------------------------------------


def test_a_control_is_not_assured_until_someone_has_looked(cast):
    row = risk(cast)
    made = set_control(risk=row, words="A pool of agency staff.", line="FIRST", by=cast.improver, now=cast.now)
    there = reverse("improvement:risk", args=[row.pk])
    assert "Not assured yet" in cast.client(cast.improver).get(there).content.decode()
    cast.as_(cast.improver)
    found = {"control": made, "assured_words": "Audit 9.", "by": cast.improver, "now": cast.now}
    with refused("NOT_ASSURED"):
        assure_control(works="NOT_ASSURED", assured_on=cast.now.date(), **found)
    with refused("IN_FUTURE"):
        assure_control(works="WORKS", assured_on=later(cast), **found)
    assure_control(works="DOES_NOT", assured_on=cast.now.date(), expected_version=1, **found)
    with refused("CHANGED_MEANWHILE"):
        assure_control(works="WORKS", assured_on=cast.now.date(), expected_version=1, **found)
    assert "Does not work" in cast.client(cast.improver).get(there).content.decode()
    cast.as_(cast.improver)
    end_control(control=made, by=cast.improver, now=cast.now)
    with refused("ALREADY_ENDED"):
        end_control(control=made, by=cast.improver, now=cast.now)
    shown = cast.client(cast.improver).get(there).content.decode()
    assert "Ended" in shown
    assert "Say whether it works" not in shown
    assert Control.objects.get().ended_by == cast.improver


def test_an_action_is_raised_from_it_and_a_member_reads_no_note(cast):
    row, owner = risk(cast, area=None), post(cast, "Head of staffing", cast.central)
    cast.as_(cast.improver)
    action = raise_for_risk(
        risk=row, title="Fill the posts", owner=owner, accountable=owner, due_words="Jul 2026", by=cast.improver,
        now=cast.now,
    )  # fmt: skip
    note(action=action, kind="PROGRESS", words="Held up by the lawyers.", by=cast.improver, now=cast.now)
    assert action.source == "RISK"
    assert Link.objects.filter(from_id=action.pk, to_id=row.pk, relation="RAISED_BY").exists()
    there = reverse("improvement:risk", args=[row.pk])
    member, keeper = (cast.client(who).get(there).content.decode() for who in (cast.board, cast.improver))
    assert "Fill the posts" in member
    assert "Held up by the lawyers" not in member
    assert "Review and score it" not in member
    assert "Held up by the lawyers" in keeper


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_and_the_map_shows_the_same(cast):
    high = risk(cast, title="High")
    low = risk(cast, title="Low", likelihood=1, impact=1, area=None)
    page, there = cast.client(cast.improver), reverse("improvement:risks")

    def shown(**chosen):
        text = page.get(there, chosen).content.decode()
        return [text.count(reverse("improvement:risk", args=[row.pk])) for row in (high, low)]

    assert shown() == [2, 2]  # in the list and on the map
    assert shown(which="ABOVE") == [2, 0]
    assert shown(where="NATIONAL") == [0, 2]
    assert shown(where=str(cast.dales.pk)) == [2, 0]
    assert shown(words=low.reference.lower()) == [0, 2]
    assert shown(which="CLOSED") == [0, 0]
    assert "No risk fits these filters" in page.get(there, {"words": "zebra"}).content.decode()


def test_an_empty_register_teaches(cast):
    assert "No risk is watched here" in cast.client(cast.board).get(reverse("improvement:risks")).content.decode()


def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(cast):
    row, owner = risk(cast), post(cast, "Head of staffing", cast.central)
    page = cast.client(cast.improver)

    def grow(times):
        cast.as_(cast.improver)
        for number in range(times):
            risk(cast, owner=owner, title=f"Risk {number}")
            scored(cast, row, 3, 3)
            set_control(risk=row, words="x", line="THIRD", by=cast.improver, now=cast.now)
            raise_for_risk(
                risk=row,
                title="x",
                owner=owner,
                accountable=owner,
                due_words="Jul 2026",
                by=cast.improver,
                now=cast.now,
            )

    def asked():
        counts = []
        for there in (reverse("improvement:risks"), reverse("improvement:risk", args=[row.pk])):
            page.get(there)
            with CaptureQueriesContext(connection) as queries:
                assert page.get(there).status_code == 200
            counts.append(len(queries))
        return counts

    grow(1)
    few = asked()
    grow(9)
    assert asked() == few
    assert max(few) <= 18, few  # the session, the person and the posts among them
