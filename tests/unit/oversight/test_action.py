"""An action raised from a decision: it reaches who can change things, and its thread leads back for who may see."""

import pytest
from django.urls import reverse

from goldenthread.access.standing import who_is
from goldenthread.access.trace import trace
from goldenthread.actions.models import Action
from goldenthread.oversight.operations import decide_on_advice
from goldenthread.thread.models import Link
from tests.pathway import Pathway
from tests.unit.actions.given import post


@pytest.fixture
def decision(cast):
    way = Pathway(cast, cast.case())
    way.harmed()
    advice = way.submitted(way.maya)
    cast.as_(cast.manager)
    return decide_on_advice(
        recommendation=advice, kind="AGREED", reason="It rests on what she said.", by=cast.manager, now=cast.now
    )


@pytest.fixture
def raised(cast, decision):
    owner = post(cast, "Policy lead", cast.central)
    said = {"title": "Say in the guidance how a wish is weighed", "owner": str(owner.pk), "accountable": str(owner.pk),
            "due_words": "Dec 2026"}  # fmt: skip
    answer = cast.client(cast.manager).post(reverse("oversight:action_new", args=[decision.pk]), said)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Action.objects.get()


def test_it_is_raised_from_the_decision(cast, decision, raised):
    assert (raised.source, raised.area, raised.for_members) == ("SUPERVISION", decision.case.area, False)
    cast.as_(cast.manager)
    assert Link.objects.filter(from_id=raised.pk, to_id=decision.pk, relation="RAISED_BY").exists()


def test_the_thread_leads_back_to_the_childs_words_for_who_may_see_the_case_and_for_nobody_else(cast, raised):
    def behind(person):
        cast.as_(person)
        return {node.kind for node in trace(raised, who_is(person, cast.now.date()))["behind"]}

    assert {"oversight.Decision", "recommendations.Recommendation", "directwork.Wish"} <= behind(cast.manager)
    assert behind(cast.central) == set()
    assert behind(cast.improver) == set()


@pytest.mark.parametrize(
    ("person", "status"),
    [("manager", 200), ("supervisor", 200), ("director", 200), ("amira", 403), ("other_manager", 404),
     ("improver", 404), ("central", 404), ("board", 404)],
)  # fmt: skip
def test_who_may_raise_one(cast, decision, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("oversight:action_new", args=[decision.pk])).status_code == status
