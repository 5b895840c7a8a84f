"""My commitments: everything a person owns, accounts for, signs or has been asked, what is late first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.actions.models import Action
from goldenthread.actions.operations import ask_to_sign, change_action
from goldenthread.boards.models import Board, Interest, Meeting, Membership
from goldenthread.improvement.models import ReceivedRecommendation, ReceivedReport, Risk
from goldenthread.improvement.operations.plans import publish, report_for_area
from goldenthread.learning.models import LearningPoint, Reading
from goldenthread.workspace.commitments import duties, grouped, next_of
from tests.cast import LONG_AGO
from tests.unit.actions.given import action, done, post
from tests.unit.improvement.given import line, plan

HERE = "workspace:commitments"


def told(cast, person):
    """(what is asked, the title) of each thing that a person has undertaken."""
    cast.as_(person)
    return [(one.does, one.title) for one in duties(cast.who(person), person, cast.now, cast.now.date())]


def asked(cast, person):
    return {does for does, _title in told(cast, person)}


def point(cast, **over):
    return LearningPoint.objects.create(
        **{"title": "Ask twice", "words": "x", "do_words": "y", "source": "AUDIT", "nations": ["ENGLAND"],
           "themes": ["VOICE"], "travels": ["BRIEFING"], "state": "OUT", "written_at": cast.now,
           "written_by": cast.improver, "out_at": cast.now, "out_by": cast.improver, **over}
    )  # fmt: skip


def seated(cast, person, **over):
    board = Board.objects.create(
        **{"name": "Committee", "kind": "COMMITTEE", "nation": "ENGLAND", "remit": "x", "set_up_on": LONG_AGO, **over}
    )
    return board, Membership.objects.create(board=board, person=person, capacity="OFFICER", from_on=LONG_AGO)


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────────


def test_who_opens_it(cast):
    for word, person in cast.everyone.items():
        answer = cast.client(person).get(reverse(HERE))
        assert answer.status_code == (403 if word in {"board", "nobody"} else 200), word


def test_nothing_teaches(cast):
    page = cast.client(cast.analyst).get(reverse(HERE)).text
    assert "Nothing is asked of you now" in page
    assert "what is late first" in page


# ── Actions ───────────────────────────────────────────────────────────────────────────────────────────


def test_each_sees_an_action_as_theirs(cast):
    action(cast)
    assert asked(cast, cast.central) == {"You own it"}
    assert asked(cast, cast.director) == {"You account for it"}
    for person in (cast.amira, cast.improver, cast.other_manager):
        assert asked(cast, person) == set()


def test_who_has_a_part_and_what_is_anothers(cast):
    action(cast, shares=[post(cast, "Partner", cast.manager)])
    assert asked(cast, cast.manager) == {"You have a part in it"}


def test_a_part_that_has_ended_is_asked_of_nobody(cast):
    row = action(cast, shares=[post(cast, "Partner", cast.manager)])
    change_action(
        action=row, title=row.title, words="", owner=row.owner, accountable=row.accountable, shares=[],
        due_words=row.due_words, reason="Not needed.", by=cast.improver, now=cast.now,
    )  # fmt: skip
    assert asked(cast, cast.manager) == set()


def test_what_is_done_waits_for_whoever_signs(cast):
    row = done(cast, action(cast))
    assert asked(cast, cast.central) == set()
    assert asked(cast, cast.director) == {"Sign it off"}
    cast.as_(cast.central)
    ask_to_sign(action=row, person=cast.improver, by=cast.central, now=cast.now)
    assert asked(cast, cast.improver) == {"You were asked to sign it off"}
    assert asked(cast, cast.director) == set()


@pytest.mark.parametrize(("days", "found"), [(-3, {"Look at its effect"}), (20, {"Look at its effect"}), (40, set())])
def test_an_effect_to_look_at(cast, days, found):
    row = action(cast)
    Action.objects.filter(pk=row.pk).update(
        state="CLOSED", done_at=cast.now, done_by=cast.central, closed_at=cast.now, closed_by=cast.improver,
        effect_due_on=cast.now.date() + dt.timedelta(days=days),
    )  # fmt: skip
    assert asked(cast, cast.director) == found
    assert asked(cast, cast.central) == set()


def test_what_a_whole_role_owns_is_theirs_with_others(cast):
    action(cast, owner=post(cast, "Advisers", roles=["ADVISER"]), title="Finish the course")
    page = cast.client(cast.amira).get(reverse(HERE)).text
    assert "Finish the course" in page
    assert "Yours with others" in page
    assert "Yours with others" not in cast.client(cast.director).get(reverse(HERE)).text


def test_what_is_theirs_alone_comes_first(cast):
    action(cast, owner=post(cast, "Advisers", roles=["ADVISER"]), due_words="Jan 2025", title="Everybody's")
    action(cast, owner=post(cast, "One adviser", cast.amira), due_words="May 2026", title="Hers",
           accountable=post(cast, "Someone", cast.manager))  # fmt: skip
    action(cast, owner=post(cast, "Elsewhere", cast.central), due_words="May 2025", title="A part of it",
           accountable=post(cast, "Someone else", cast.manager),
           shares=[post(cast, "All advisers", roles=["ADVISER"])])  # fmt: skip
    cast.as_(cast.amira)
    late = grouped(duties(cast.who(cast.amira), cast.amira, cast.now, cast.now.date()), cast.now.date())[0]
    assert [(row["duty"].title.split(" ", 1)[1], row["duty"].shared) for row in late["rows"]] == [
        ("Hers", False), ("Everybody's", True), ("A part of it", True),
    ]  # fmt: skip


# ── Learning, recommendations, risks ──────────────────────────────────────────────────────────────────


def test_learning_to_read_and_to_answer(cast):
    made = point(cast, answer_by=cast.now.date())
    assert told(cast, cast.amira) == [("Read what was learned", "Ask twice")]
    assert asked(cast, cast.manager) == {"Read what was learned", "Say what your team did"}
    Reading.objects.create(point=made, person=cast.amira, read_at=cast.now)
    assert asked(cast, cast.amira) == set()
    made.answers.create(team=cast.north, talked_on=cast.now.date(), words="x", answered_at=cast.now,
                        answered_by=cast.manager)  # fmt: skip
    assert asked(cast, cast.manager) == {"Read what was learned"}
    assert "Say what your team did" in asked(cast, cast.other_manager)


def test_recommendations(cast):
    report = ReceivedReport.objects.create(title="A report", body="x", kind="REVIEW", nation="ENGLAND",
                                           received_on=LONG_AGO, added_at=cast.now, added_by=cast.improver)  # fmt: skip
    owner = post(cast, "Policy lead", cast.central)
    row = ReceivedRecommendation.objects.create(report=report, number="1", words="Listen")
    assert asked(cast, cast.improver) == {"Answer it"}
    assert asked(cast, cast.central) == set()
    ReceivedRecommendation.objects.filter(pk=row.pk).update(owner=owner, state="ANSWERED", reply="ACCEPTED")
    assert asked(cast, cast.improver) == set()
    assert asked(cast, cast.central) == {"See that it is met"}
    ReceivedRecommendation.objects.filter(pk=row.pk).update(state="MET", met_at=cast.now, met_by=cast.improver)
    assert asked(cast, cast.improver) == set()
    assert asked(cast, cast.secretary) == {"Sign off that it is met"}
    assert cast.client(cast.secretary).get(reverse(HERE)).status_code == 200


def test_a_risk_to_review(cast):
    risk = Risk.objects.create(
        reference="R-9001", title="Children wait", cause="x", event="x", consequence="x", nation="ENGLAND",
        owner=post(cast, "Risk owner", cast.central), inherent_likelihood=5, inherent_impact=5, target_likelihood=2,
        target_impact=2, appetite="CAUTIOUS", review_on=cast.now.date(), raised_at=cast.now, raised_by=cast.improver,
    )  # fmt: skip
    assert told(cast, cast.central) == [("Review your risk", "R-9001 Children wait")]
    assert asked(cast, cast.director) == set()
    Risk.objects.filter(pk=risk.pk).update(review_on=cast.now.date() + dt.timedelta(days=60))
    assert asked(cast, cast.central) == set()


# ── Areas and boards ──────────────────────────────────────────────────────────────────────────────────


def test_a_report_before_the_next_meeting(cast):
    made = plan(cast)
    line(cast, made, accountable=post(cast, "Nobody accounts"))
    publish(plan=made, by=cast.improver, now=cast.now)
    assert asked(cast, cast.director) == set()  # no meeting is planned
    board, _member = seated(cast, cast.secretary, standing_items=["AREA_REPORTS"])
    Meeting.objects.create(board=board, starts_at=cast.now + dt.timedelta(days=9))
    assert asked(cast, cast.director) == {"Before the next meeting"}
    assert asked(cast, cast.manager) == set()
    cast.as_(cast.director)
    report_for_area(priority=made.priorities.get(), area=cast.dales, going_well="x", worries="y", by=cast.director,
                    now=cast.now)  # fmt: skip
    assert asked(cast, cast.director) == set()


def test_an_interest_to_declare(cast):
    _board, member = seated(cast, cast.central)
    assert told(cast, cast.central) == [("Declare your interests, or that there are none", "Committee")]
    Interest.objects.create(membership=member, none=True, declared_at=cast.now, declared_by=cast.central)
    assert asked(cast, cast.central) == set()
    _other, ended = seated(cast, cast.central, name="Other")
    Membership.objects.filter(pk=ended.pk).update(to_on=LONG_AGO)
    assert asked(cast, cast.central) == set()


# ── In what order, and how often the database is asked ────────────────────────────────────────────────


def test_what_is_late_comes_first_and_is_next(cast):
    owner, other = post(cast, "Policy lead", cast.central), post(cast, "Someone", cast.director)
    for words, title in (("Dec 2027", "In time"), ("Jan 2025", "Long late"), ("May 2026", "Late"), ("Jun 2026", "Soon"),
                         ("To be confirmed by MoJ", "No date")):  # fmt: skip
        action(cast, owner, other, due_words=words, title=title)
    cast.as_(cast.central)
    groups = grouped(duties(cast.who(cast.central), cast.central, cast.now, cast.now.date()), cast.now.date())
    titles = {group["id"]: [row["duty"].title.split(" ", 1)[1] for row in group["rows"]] for group in groups}
    assert titles == {"late": ["Long late", "Late"], "soon": ["Soon"], "none": ["No date"], "later": ["In time"]}
    assert list(titles) == ["late", "soon", "none", "later"]
    first = next_of(groups)
    assert "Long late" in first["why"]
    assert first["text"] == "Say how it goes"
    assert next_of([]) is None


def test_forty_things_ask_no_more_than_one(cast):
    owner, other = post(cast, "Policy lead", cast.central), post(cast, "Someone", cast.director)
    client, counts = cast.client(cast.central), []
    seated(cast, cast.central)
    for number in (1, 39):
        for _again in range(number):
            action(cast, owner, other)
            point(cast)
        with CaptureQueriesContext(connection) as context:
            page = client.get(reverse(HERE)).text
        counts.append(len([row for row in context.captured_queries if "SAVEPOINT" not in row["sql"]]))
    assert "81 things" in page
    assert counts[0] == counts[1]
    assert counts[1] <= 16  # with session, person and posts
