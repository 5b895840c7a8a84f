"""Plans at their edges: drafts come to by a link, a line before its beginning, an effect of before, odd sheets."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from lxml import etree

from goldenthread.actions.operations import change_action, look_at_effect, note, reopen, say_done, sign_off
from goldenthread.documents.rules import FileKind
from goldenthread.improvement.grids import merged_in
from goldenthread.improvement.models import Plan
from goldenthread.improvement.operations.plans import publish
from goldenthread.improvement.queries.plans import lines
from goldenthread.improvement.rules import Facts, Rag, rag
from goldenthread.kernel.refusal import Refused
from tests.unit.improvement.given import line, plan

LATER = dt.date(2026, 12, 1)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("person", ["board", "amira", "director", "central", "secretary", "carys", "nobody"])
def test_a_draft_is_read_by_no_link_of_it(cast, person):
    made = plan(cast)
    row = line(cast, made)
    page, writer = cast.client(getattr(cast, person)), cast.client(cast.improver)
    there = {"plan": made, "priority": made.priorities.get(), "line": row}
    for route, thing in there.items():
        address = reverse(f"improvement:{route}", args=[thing.pk])
        assert page.get(address).status_code == 404, route
        assert writer.get(address).status_code == 200, route


def test_a_draft_is_not_reported_on(cast):
    made = plan(cast)
    address = reverse("improvement:area_report_new", args=[made.priorities.get().pk, cast.dales.pk])
    assert cast.client(cast.director).get(address).status_code == 404
    line(cast, made)
    publish(plan=made, by=cast.improver, now=cast.now)
    assert cast.client(cast.director).get(address).status_code == 200


def test_a_plan_is_not_published_over_a_line_that_someone_changed_meanwhile(cast):
    made = plan(cast)
    row = line(cast, made)
    there, page = reverse("improvement:publish", args=[made.pk]), cast.client(cast.improver)

    def shown():
        return re.search(r'name="shown" value="(\w{64})"', page.get(there).content.decode())[1]

    said = {"note": "", "shown": shown(), "expected_version": Plan.objects.get().version}
    action = row.action
    cast.as_(cast.secretary)
    change_action(
        action=action, title="See each child twice", words="", owner=action.owner, accountable=action.accountable,
        due_words=action.due_words, reason="Better.", by=cast.secretary, now=cast.now,
    )  # fmt: skip
    answer = page.post(there, said)
    assert answer.status_code == 422
    assert "changed a line of this plan" in answer.content.decode()
    assert page.post(there, {**said, "shown": shown()}).status_code == 302


@pytest.mark.parametrize(
    ("given", "stands", "why"),
    [
        # Nothing need be noted before it begins, nor is it silent on the day on which it does.
        ({"due_from": day("2026-07-01"), "due_on": day("2026-12-31")}, Rag.GREEN, "To begin on"),
        ({"due_from": day("2026-06-10"), "due_on": day("2026-12-31")}, Rag.GREEN, "In time"),
        ({"due_from": day("2026-02-01"), "due_on": day("2026-12-31")}, Rag.AMBER, "Nothing has been noted"),
        ({"due_from": day("2026-07-01"), "due_on": day("2026-12-31"), "obstacle": True}, Rag.AMBER, "in the way"),
    ],
)
def test_a_line_before_and_after_its_beginning(given, stands, why):
    found = rag(Facts(**{"state": "OPEN", "raised_on": day("2026-01-01"), **given}), day("2026-06-10"))
    assert found.rag == stands
    assert why in found.why


def test_an_effect_of_before_says_nothing_of_what_was_closed_again(cast):
    made = plan(cast)
    row = line(cast, made, owner=None).action
    note(action=row, kind="EVIDENCE", words="Published.", where="G 1", by=cast.central, now=cast.now)

    def closed():
        say_done(action=row, reason="Done.", by=cast.central, now=cast.now)
        sign_off(action=row, reason="Seen.", effect_due_on=LATER, by=cast.director, now=cast.now)

    closed()
    look_at_effect(action=row, effect="DID_NOT", words="No.", again_on=LATER, by=cast.director, now=cast.now)
    assert lines(made).get().effect == "DID_NOT"
    cast.now += dt.timedelta(days=1)
    reopen(action=row, reason="Try again.", by=cast.improver, now=cast.now)
    closed()
    assert lines(made).get().effect is None
    look_at_effect(action=row, effect="WORKED", words="Yes.", by=cast.director, now=cast.now)
    assert lines(made).get().effect == "WORKED"


@pytest.mark.parametrize(
    ("kind", "sheet"),
    [
        (FileKind.ODS, "<t:table xmlns:t='t'><t:table-row t:number-rows-repeated='{}'>"
                       "<t:table-cell t:value-type='x'/></t:table-row></t:table>"),
        (FileKind.XLSX, "<sheet><row r='{}'><c><v>1</v></c></row></sheet>"),
    ],
)  # fmt: skip
def test_a_number_of_five_thousand_figures_reaches_too_far(kind, sheet):
    root = etree.fromstring(f"<all>{sheet.format('9' * 5000)}</all>")
    with pytest.raises(Refused, match="TOO_WIDE"):
        merged_in(kind, [root])
