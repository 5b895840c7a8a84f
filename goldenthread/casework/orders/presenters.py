"""Orders beside the advice, child by child."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import HEARING_KINDS, HEARING_STATUSES, HearingKind, HearingStatus
from goldenthread.casework.families.rules import age_on
from goldenthread.casework.orders.rules import COMPARISONS, ORDER_KINDS, UNSAFE, Compared, OrderKind, Unsafe
from goldenthread.casework.recommendations.rules import ADVICE, STATES, Advice, State

TONE = {
    Compared.AS_ADVISED: "good",
    Compared.VARIED: "warn",
    Compared.CONTRARY: "urgent",
    Compared.NOT_ADVISED_ON: "neutral",
}
UNSAFE_TONE = {Unsafe.NOT_ASKED: "neutral", Unsafe.NO: "neutral", Unsafe.MAYBE: "warn", Unsafe.YES: "urgent"}


def compared_tag(row):
    """How a child's order compares with the advice, as a tag."""
    return {"code": TONE[Compared(row.compared)], "text": _(COMPARISONS[Compared(row.compared)])}


def unsafe_tag(row):
    """That an order may be unsafe, as a tag; None where nobody says so."""
    if row.unsafe not in {Unsafe.MAYBE, Unsafe.YES}:
        return None
    said = _("May be unsafe") if row.unsafe == Unsafe.YES else _("Not sure that it is safe")
    return {"code": UNSAFE_TONE[Unsafe(row.unsafe)], "text": said}


def advice_card(advice):
    """The advice for a child in short: what kind, about which parent, in which words; None where there is none."""
    if advice is None:
        return None
    said = _(ADVICE[Advice(advice.advice)]) if advice.advice else _("The advice is not written yet")
    if advice.parent:
        said = _("%(advice)s: %(parent)s") % {"advice": said, "parent": advice.parent.name or _("No name given")}
    return {
        "kind": said,
        "words": advice.words,
        "href": reverse("recommendations:advice", args=[advice.pk]),
        "state": {"code": advice.state, "text": _(STATES[State(advice.state)])},
    }


def order_card(order):
    """One order for a list."""
    return {
        "kind": _(ORDER_KINDS[OrderKind(order.kind)]),
        "href": reverse("orders:order", args=[order.pk]),
        "made_on": order.made_on,
        "court": order.court,
        "hearing": hearing_card(order.hearing) if order.hearing else None,
        "by": order.recorded_by.name,
        "superseded": order.superseded_at is not None,
        "late": order.late,
    }


def hearing_card(hearing):
    """One hearing for a list."""
    return {
        "kind": _(HEARING_KINDS[HearingKind(hearing.kind)]),
        "at": hearing.starts_at,
        "venue": hearing.venue,
        "status": {"code": hearing.status, "text": _(HEARING_STATUSES[HearingStatus(hearing.status)])},
        "href": reverse("cases:hearing", args=[hearing.pk]),
    }


def child_order_card(row):
    """What was ordered for one child, in short."""
    return {
        "words": row.words,
        "compared": compared_tag(row),
        "unsafe": unsafe_tag(row),
        "href": reverse("orders:child_order", args=[row.pk]),
        "reasons": row.court_reasons,
        "unsafe_said": _(UNSAFE[Unsafe(row.unsafe)]),
    }


def beside(order, children, ordered, advice, today):
    """The children of a case side by side for one order: what was advised, what was ordered.

    `ordered`: the child orders that stand. `advice`: family member id to the recommendation that stands, shown
    where nothing is recorded for the child yet.
    """
    by_child = {row.child_id: row for row in ordered}
    cards = []
    for child in children:
        row = by_child.get(child.pk)
        tags = [tag for tag in (compared_tag(row), unsafe_tag(row)) if tag] if row else []
        cards.append(
            {
                "first_name": child.first_name or _("No name given"),
                "age": age_on(child.born_on, today),
                "tags": tags,
                "advised": advice_card(row.recommendation if row else advice.get(child.pk)),
                "ordered": child_order_card(row) if row else None,
                "record_href": reverse("orders:child_order_new", args=[order.pk, child.pk]),
            }
        )
    return cards
