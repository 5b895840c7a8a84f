"""Managers' decisions on advice."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord
from goldenthread.casework.families.models import choices
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.rules import Trigger
from goldenthread.kernel.refusal import N_
from goldenthread.oversight.rules import DecisionKind


class Decision(CaseRecord):
    """A manager's decision on one child's advice. `fingerprint` is exactly what was decided on. Append-only."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=choices(DecisionKind))
    reason = models.TextField(max_length=8000)
    triggers = ArrayField(models.CharField(max_length=30, choices=choices(Trigger)), default=list, blank=True)
    fingerprint = models.CharField(max_length=64)

    trace = Trace(N_("Manager's decision"), "reason", "oversight:decision")
    with_it = (*CaseRecord.with_it, "recommendation__child", "recommendation__parent")
    sensitivity = RECORD_FIELDS | sorted_fields(
        narrative=["reason"], safe=["recommendation", "kind", "triggers", "fingerprint"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["recommendation", "-recorded_at"], name="oversight_decision_newest")]
