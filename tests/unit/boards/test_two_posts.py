"""Someone with a post in each nation does in each what the post there lets them, and nothing more."""

import pytest
from django.urls import reverse

from goldenthread.actions.models import Action, OwnerPost
from goldenthread.boards.models import Board
from goldenthread.people.models import Post
from goldenthread.people.rules import Role
from tests.cast import LONG_AGO
from tests.unit.actions.given import post


@pytest.fixture
def both(cast):
    """An adviser in Wales for longer who keeps boards, plans and posts in England."""
    for role in (Role.GOVERNANCE, Role.IMPROVEMENT):
        Post.objects.create(person=cast.carys, role=role, from_on=cast.now.date(), nation="ENGLAND")
    assert Post.objects.filter(person=cast.carys, from_on=LONG_AGO).exists()
    return cast.client(cast.carys)


def test_a_board_is_set_up_where_the_post_keeps_boards(cast, both):
    said = {"name": "Committee", "kind": "BOARD", "remit": "Watches.", "standing_items": ["PLAN"], "a_year": "4"}
    assert both.post(reverse("boards:board_new"), said).status_code == 302
    assert Board.objects.get().nation == "ENGLAND"


def test_a_post_and_an_action_stand_where_they_may_be_kept(cast, both):
    said = {"name": "Lead", "held": "PEOPLE"}
    assert both.post(reverse("actions:owner_new"), said).status_code == 302
    lead = OwnerPost.objects.get()
    assert lead.nation == "ENGLAND"
    other = post(cast, "Another")
    raised = {
        "title": "Write it", "source": "AUDIT", "owner": lead.pk, "accountable": other.pk, "due_words": "Dec 2026",
    }  # fmt: skip
    assert both.post(reverse("actions:raise_new"), raised).status_code == 302
    assert Action.objects.get().nation == "ENGLAND"


@pytest.mark.parametrize("route", ["plan_new", "report_new", "risk_new"])
def test_the_pages_that_begin_something_open(both, route):
    assert both.get(reverse(f"improvement:{route}")).status_code == 200
