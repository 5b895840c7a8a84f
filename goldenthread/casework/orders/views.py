"""The pages of the court: hearings, orders, and each child's order beside the advice."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.corrections import supersede_page
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.queries import child_of
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.orders import operations, presenters, queries
from goldenthread.casework.orders.forms import ChildOrderForm, OrderForm
from goldenthread.casework.orders.rules import unsafe_asks_words
from goldenthread.drafts.pages import form_page


def index(request, case):
    """Hearings, and the orders beside the advice for each child."""
    context = frame(request, case, "court")
    children, advice = _children(context), queries.advice_by_child(case)
    context |= {
        "hearings": [presenters.hearing_card(row) for row in queries.hearings(case)],
        "orders": [
            presenters.order_card(row)
            | {"children": presenters.beside(row, children, row.standing_for, advice, request.today)}
            for row in queries.orders(case)
        ],
        "may_record": request.who.may_ever(P.ORDER_RECORD),
        "may_list": request.who.may_ever(P.HEARING_RECORD),
    }
    return render(request, "orders/index.html", context)


def order_new(request, case):
    """Records an order of the court."""
    return form_page(
        request, OrderForm, "orders/order_new.html", case=case, context=frame(request, case, "court"),
        hearings=queries.hearings(case), initial={"court": case.court_name},
        save=lambda said: operations.record_order(case=case, by=request.person, now=request.now, **said),
        done=lambda order: reverse("orders:order", args=[order.pk]),
        said=_("The order is recorded. Say now what it means for each child."),
    )  # fmt: skip


def order(request, order):
    """One order, and the children side by side: advised, ordered."""
    context = frame(request, order.case, "court", subject=order)
    children = presenters.beside(
        order, _children(context), queries.for_children(order), queries.advice_by_child(order.case), request.today
    )
    waiting = [child for child in children if child["ordered"] is None] if order.superseded_at is None else []
    context |= {
        "order": order,
        "card": presenters.order_card(order),
        "children": children,
        "may_record": request.who.may_ever(P.ORDER_RECORD),
    }
    if waiting and context["may_record"]:
        child = waiting[0]
        context["next_action"] = {
            "text": _("Record what it means for %(child)s") % {"child": child["first_name"]},
            "href": child["record_href"],
            "why": _("An order is recorded for each child separately, beside what we advised for that child."),
        }
    return render(request, "orders/order.html", context)


def order_supersede(request, order):
    """Supersedes an order."""
    there = reverse("orders:order", args=[order.pk])
    return supersede_page(request, order, current="court", what=order.words, back=there)


def child_order_new(request, order, child_id):
    """Records what an order means for one child, with the advice beside it."""
    child = child_of(order.case, child_id)
    if child is None:
        raise Http404
    advice = queries.advice_before(order, child)
    context = frame(request, order.case, "court")
    context |= {"order": order, "child": child, "advice": presenters.advice_card(advice)}
    return form_page(
        request, ChildOrderForm, "orders/child_order_new.html", case=order.case, context=context,
        child=child, advised=advice is not None,
        save=lambda said: operations.record_child_order(
            order=order, child=child, by=request.person, now=request.now, **said
        ),
        done=lambda row: reverse(
            "orders:child_order" if unsafe_asks_words(row.unsafe) else "orders:order",
            args=[row.pk if unsafe_asks_words(row.unsafe) else order.pk],
        ),
        said=_("It is recorded beside the advice."),
    )  # fmt: skip


def child_order(request, child_order):
    """What was ordered for one child, beside what was advised, and the thread behind it."""
    context = frame(request, child_order.case, "court", subject=child_order)
    context |= {
        "row": child_order,
        "card": presenters.child_order_card(child_order),
        "advice": presenters.advice_card(child_order.recommendation),
        "may_record": request.who.may_ever(P.RECORD_CORRECT),
        "managers": queries.managers_of(child_order.case, request.today) if _unsafe(child_order) else [],
    }
    return render(request, "orders/child_order.html", context)


def child_order_supersede(request, child_order):
    """Supersedes what was recorded for a child, so that it can be recorded again."""
    there = reverse("orders:child_order", args=[child_order.pk])
    return supersede_page(request, child_order, current="court", what=child_order.words, back=there)


def _unsafe(row):
    return row.superseded_at is None and unsafe_asks_words(row.unsafe)


def _children(context):
    return [row.member for row in context["people"] if row.role == PartyRole.CHILD]
