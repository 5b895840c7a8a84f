"""Orders beside the advice: do they work, who is refused, what if repeated or bad, what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.orders.models import ChildOrder, Order
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.pathway import Pathway


@pytest.fixture
def way(cast):
    return Pathway(cast, cast.case())


@pytest.fixture
def advised(way):
    """Maya's advice is agreed; Leo has none."""
    way.harmed()
    return way.agreed(way.maya)


def typed(**over):
    return {
        "kind": "FINAL", "made_on-day": "10", "made_on-month": "6", "made_on-year": "2026",
        "court": "Dales Family Court", "words": "Time each Saturday.", **over,
    }  # fmt: skip


def for_child(**over):
    return {
        "words": "Two hours each Saturday.", "compared": "AS_ADVISED", "court_reasons": "It is safe.", "unsafe": "",
        "unsafe_why": "", **over,
    }  # fmt: skip


def test_an_order_is_recorded(cast, way):
    way.hearing()
    answer = cast.client(cast.amira).post(reverse("orders:order_new", args=[way.case.pk]), typed(hearing=""))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    order = Order.objects.get()
    assert (order.kind, order.made_on, order.hearing) == ("FINAL", dt.date(2026, 6, 10), None)
    assert Case.objects.get().stage == "ORDER"
    assert Event.objects.get(verb="ORDER_RECORDED").facts == {"on": "2026-06-10", "kind": "FINAL"}


def test_an_order_of_tomorrow_is_refused(cast, way):
    with pytest.raises(Refused) as refused:
        way.order(made_on=way.day + dt.timedelta(days=1))
    assert refused.value.code == "IN_FUTURE"
    page = cast.client(cast.amira)
    answer = page.post(reverse("orders:order_new", args=[way.case.pk]), typed(words=""))
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_the_same_order_sent_twice_is_recorded_once(cast, way):
    page, once = cast.client(cast.amira), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(reverse("orders:order_new", args=[way.case.pk]), typed(_once=once))
    assert Order.objects.count() == 1


def test_what_it_means_for_each_child_stands_beside_the_advice(cast, way, advised):
    order = way.order()
    page = cast.client(cast.amira)
    there = reverse("orders:child_order_new", args=[order.pk, way.maya.pk])
    assert "Two hours each Saturday at the contact centre." in page.get(there).content.decode()
    assert page.post(there, for_child()).status_code == 302
    row = ChildOrder.objects.get()
    assert (row.recommendation_id, row.compared, row.unsafe) == (advised.pk, "AS_ADVISED", "NOT_ASKED")
    assert Link.objects.filter(from_id=row.pk, relation="ANSWERS", to_id=advised.pk).exists()
    shown = page.get(reverse("orders:order", args=[order.pk])).content.decode()
    assert "Two hours each Saturday." in shown
    assert "Record what it means for Leo" in shown
    assert Event.objects.get(verb="CHILD_ORDER_RECORDED").facts == {"compared": "AS_ADVISED", "unsafe": "NOT_ASKED"}


def test_a_contrary_order_asks_whether_it_may_be_unsafe(cast, way, advised):
    order = way.order()
    with pytest.raises(Refused) as refused:
        way.ordered(order, way.maya, "CONTRARY")
    assert refused.value.code == "UNSAFE_REQUIRED"
    for unsafe in ("MAYBE", "YES"):
        with pytest.raises(Refused) as refused:
            way.ordered(order, way.maya, "CONTRARY", unsafe=unsafe)
        assert refused.value.code == "UNSAFE_WHY"
    page = cast.client(cast.amira)
    answer = page.post(
        reverse("orders:child_order_new", args=[order.pk, way.maya.pk]),
        for_child(compared="CONTRARY", unsafe="YES", unsafe_why="Unsupervised, and he is angry."),
    )
    shown = page.get(answer.headers["Location"]).content.decode()
    assert "Tell your manager today" in shown
    assert "Marcus Oyelaran" in shown


def test_an_order_can_be_unsafe_though_nobody_advised_on_it(cast, way):
    row = way.ordered(way.order(), way.leo, "NOT_ADVISED_ON", unsafe="MAYBE", unsafe_why="He is three.")
    assert (
        "Tell your manager"
        in cast.client(cast.amira).get(reverse("orders:child_order", args=[row.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("child", "compared", "code"),
    [
        ("maya", "AS_ADVISED", None),
        ("maya", "VARIED", None),
        ("maya", "NOT_ADVISED_ON", "WRONG_COMPARISON"),
        ("leo", "NOT_ADVISED_ON", None),
        ("leo", "AS_ADVISED", "WRONG_COMPARISON"),
    ],
)
def test_the_comparison_fits_whether_there_was_advice(way, advised, child, compared, code):
    order = way.order()
    if code is None:
        assert way.ordered(order, getattr(way, child), compared).compared == compared
        return
    with pytest.raises(Refused) as refused:
        way.ordered(order, getattr(way, child), compared)
    assert refused.value.code == code


def test_advice_agreed_after_the_order_was_no_advice_to_that_court(way, advised):
    order = way.order(made_on=way.day - dt.timedelta(days=1))
    assert way.ordered(order, way.maya, "NOT_ADVISED_ON").recommendation is None


def test_a_child_is_recorded_once_for_an_order_until_it_is_superseded(way, advised):
    order = way.order()
    first = way.ordered(order, way.maya)
    with pytest.raises(Refused) as refused:
        way.ordered(order, way.maya)
    assert refused.value.code == "ALREADY_RECORDED"
    supersede(record_of=first, why="MISTAKE", words="Wrong hours", **way.doing)
    assert way.ordered(order, way.maya).pk != first.pk


def test_nothing_more_is_recorded_under_a_superseded_order(cast, way, advised):
    order = way.order()
    supersede(record_of=order, why="MISTAKE", words="Of another case", **way.doing)
    with pytest.raises(Refused) as refused:
        way.ordered(order, way.maya)
    assert refused.value.code == "ORDER_SUPERSEDED"
    shown = cast.client(cast.amira).get(reverse("orders:order", args=[order.pk])).content.decode()
    assert "Of another case" in shown
    assert "Record what it means for Maya" not in shown


def test_a_child_of_another_case_is_not_found_here(cast, way):
    order, other = way.order(), cast.case()
    stranger = cast.maya(other)
    page = cast.client(cast.amira)
    assert page.get(reverse("orders:child_order_new", args=[order.pk, stranger.pk])).status_code == 404
    with pytest.raises(Refused) as refused:
        way.ordered(order, stranger, "NOT_ADVISED_ON")
    assert refused.value.code == "OTHER_CASE"


def test_the_thread_runs_from_the_order_to_the_line_of_enquiry_and_from_the_words_to_the_order(cast, way, advised):
    order = way.order()
    row = way.ordered(order, way.maya)
    page = cast.client(cast.amira)
    for there in (reverse("orders:order", args=[order.pk]), reverse("orders:child_order", args=[row.pk])):
        shown = page.get(there).content.decode()
        assert "I want to see Nan on Sundays." in shown
        assert "What has each child seen at home?" in shown
    for there in (
        reverse("directwork:wish", args=[way.wishes[way.maya.pk].pk]),
        reverse("enquiry:line", args=[way.line.pk]),
    ):
        shown = page.get(there).content.decode()
        assert reverse("orders:order", args=[order.pk]) in shown
        assert reverse("orders:child_order", args=[row.pk]) in shown


def test_one_childs_order_does_not_lead_to_a_siblings_words(cast, way, advised):
    way.heard(way.leo, words="I want my train.")
    way.agreed(way.leo)
    order = way.order()
    maya, leo = way.ordered(order, way.maya), way.ordered(order, way.leo)
    page = cast.client(cast.amira)
    assert "I want my train." not in page.get(reverse("orders:child_order", args=[maya.pk])).content.decode()
    assert "I want my train." in page.get(reverse("orders:child_order", args=[leo.pk])).content.decode()


READERS = {
    "amira": (200, 200), "ben": (404, 404), "elsewhere": (404, 404), "supervisor": (200, 200),
    "manager": (200, 200), "other_manager": (404, 404), "director": (200, 403), "duty": (404, 404),
    "administrator": (404, 404), "auditor": (200, 403), "board": (404, 404), "nobody": (404, 404),
}  # fmt: skip


@pytest.mark.parametrize(("person", "statuses"), READERS.items())
def test_who_reads_and_who_records(cast, way, person, statuses):
    order = way.order()
    page = cast.client(getattr(cast, person))
    reads, records = statuses
    assert page.get(reverse("orders:index", args=[way.case.pk])).status_code == reads
    assert page.get(reverse("orders:order", args=[order.pk])).status_code == reads
    assert page.get(reverse("orders:order_new", args=[way.case.pk])).status_code == records
    there = reverse("orders:child_order_new", args=[order.pk, way.maya.pk])
    assert page.get(there).status_code == records


def test_the_list_costs_no_more_with_more_orders(way, advised, queries_of, cast):
    there = reverse("orders:index", args=[way.case.pk])
    way.ordered(way.order(), way.maya)
    few = queries_of(cast.amira, there)
    for _ in range(10):
        way.ordered(way.order(kind="INTERIM"), way.maya)
        way.hearing()
    cast.as_(cast.amira)
    assert queries_of(cast.amira, there) == few <= 12
