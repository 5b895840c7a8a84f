"""The court's orders."""

from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord, Hearing
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.casework.orders.rules import Compared, OrderKind, Unsafe
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.kernel.refusal import N_


class Order(CaseRecord):
    """One order of the court, interim or final."""

    kind = models.CharField(max_length=10, choices=choices(OrderKind))
    made_on = models.DateField()
    court = models.CharField(max_length=200, blank=True)
    hearing = models.ForeignKey(Hearing, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=12000)

    trace = Trace(N_("Order"), "words", "orders:order", "recorded_at")
    with_it = (*CaseRecord.with_it, "hearing")
    sensitivity = RECORD_FIELDS | sorted_fields(
        narrative=["words"], quasi=["court"], safe=["kind", "made_on", "hearing"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "-made_on"], name="orders_order_case")]


class ChildOrder(CaseRecord):
    """What an order means for one child, beside what we advised."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="for_children")
    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="orders")
    words = models.TextField(max_length=8000)
    compared = models.CharField(max_length=16, choices=choices(Compared))
    court_reasons = models.TextField(max_length=8000, blank=True)
    unsafe = models.CharField(max_length=10, choices=choices(Unsafe), default=Unsafe.NOT_ASKED)
    unsafe_why = models.TextField(max_length=4000, blank=True)

    trace = Trace(N_("Order for the child"), "words", "orders:child_order")
    with_it = (*CaseRecord.with_it, "order", "child", "recommendation__parent")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["child"],
        narrative=["words", "court_reasons", "unsafe_why"],
        safe=["order", "recommendation", "compared", "unsafe"],
    )

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["order", "child"],
                condition=Q(superseded_at__isnull=True),
                name="orders_childorder_one",
            ),
            models.CheckConstraint(
                name="orders_contrary_asks", condition=~Q(compared="CONTRARY") | ~Q(unsafe="NOT_ASKED")
            ),
            models.CheckConstraint(
                name="orders_unsafe_why", condition=~Q(unsafe__in=["MAYBE", "YES"]) | ~Q(unsafe_why="")
            ),
            models.CheckConstraint(
                name="orders_advised_on",
                condition=Q(compared="NOT_ADVISED_ON", recommendation__isnull=True)
                | (~Q(compared="NOT_ADVISED_ON") & Q(recommendation__isnull=False)),
            ),
        ]
