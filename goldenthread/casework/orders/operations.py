"""Recording what the court ordered, and what it means for each child beside what we advised."""

from goldenthread.casework.cases.operations.records import is_late, not_in_future, open_case, reach
from goldenthread.casework.cases.queries import child_of
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.orders.models import ChildOrder, Order
from goldenthread.casework.orders.queries import advice_before
from goldenthread.casework.orders.rules import Unsafe, comparisons, must_ask_unsafe, unsafe_asks_words
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def record_order(*, case, kind, made_on, words, court="", hearing=None, by, now):
    """Records an order of the court, interim or final, and moves the case to its last stage.

    `hearing` is one of the case's, or None. Refuses with `IN_FUTURE`, `WORDS_REQUIRED`, `OTHER_CASE`,
    `CASE_CLOSED`.
    """
    open_case(case)
    not_in_future(made_on, now, field="made_on")
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Write down what the order says."), field="words")
    if hearing is not None and hearing.case_id != case.pk:
        raise Refused("OTHER_CASE", N_("Choose one of this case's hearings."), field="hearing")
    order = Order.objects.create(
        case=case,
        kind=kind,
        made_on=made_on,
        court=court or case.court_name,
        hearing=hearing,
        words=words,
        late=is_late(case, made_on, now),
        recorded_at=now,
        recorded_by=by,
    )
    reach(case, Stage.ORDER)
    record(Verb.ORDER_RECORDED, order, by=by, now=now, on=made_on, kind=kind)
    return order


@operation
def record_child_order(
    *, order, child, words, compared, court_reasons="", unsafe=Unsafe.NOT_ASKED, unsafe_why="", by, now
):
    """Records what an order means for one child, and how it compares with the advice that the court had.

    Refuses with `ORDER_SUPERSEDED`, `OTHER_CASE`, `ALREADY_RECORDED`, `WORDS_REQUIRED`, `WRONG_COMPARISON` (the
    comparison does not fit whether there was advice), `UNSAFE_REQUIRED` (a contrary order asks whether it may be
    unsafe) and `UNSAFE_WHY`.
    """
    # The order is the lock: two people cannot record the same child at once.
    order = Order.objects.select_for_update(of=("self",)).select_related("case").get(pk=order.pk)
    open_case(order.case)
    if order.superseded_at is not None:
        raise Refused("ORDER_SUPERSEDED", N_("This order has been superseded. Record it under the one that holds."))
    if child_of(order.case, child.pk) is None:
        raise Refused("OTHER_CASE", N_("Choose one of this case's children."))
    if ChildOrder.objects.filter(order=order, child=child, superseded_at__isnull=True).exists():
        raise Refused("ALREADY_RECORDED", N_("What this order means for this child is already recorded."))
    advice = advice_before(order, child)
    _check(words=words, compared=compared, unsafe=unsafe, unsafe_why=unsafe_why, advised=advice is not None)
    row = ChildOrder.objects.create(
        case=order.case,
        order=order,
        child=child,
        recommendation=advice,
        words=words,
        compared=compared,
        court_reasons=court_reasons,
        unsafe=unsafe,
        unsafe_why=unsafe_why if unsafe_asks_words(unsafe) else "",
        late=is_late(order.case, order.made_on, now),
        recorded_at=now,
        recorded_by=by,
    )
    # The order gathers its children's parts, and not the other way: a child's thread must not lead to a sibling's.
    link(order, Relation.GATHERS, row, by=by, now=now)
    if advice is not None:
        link(row, Relation.ANSWERS, advice, by=by, now=now)
    record(Verb.CHILD_ORDER_RECORDED, row, by=by, now=now, compared=compared, unsafe=unsafe)
    return row


def _check(*, words, compared, unsafe, unsafe_why, advised):
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Write down what the order means for this child."), field="words")
    if compared not in comparisons(advised=advised):
        raise Refused(
            "WRONG_COMPARISON",
            N_("Say how the order compares with the advice that the court had for this child."),
            field="compared",
        )
    if must_ask_unsafe(compared) and unsafe == Unsafe.NOT_ASKED:
        raise Refused(
            "UNSAFE_REQUIRED",
            N_("The order goes against the advice. Say whether it may be unsafe for this child."),
            field="unsafe",
        )
    if unsafe_asks_words(unsafe) and not unsafe_why.strip():
        raise Refused("UNSAFE_WHY", N_("Say what makes you think that it may be unsafe."), field="unsafe_why")
