"""Victim status and statements, per child. Revised by superseding: the earlier text stands."""

from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.assessment.rules import Point, StatementKind, Victim
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.kernel.refusal import N_


class VictimStatus(CaseRecord):
    """Whether one child is a victim under the 2021 Act, and on what basis. The newest not superseded holds."""

    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=choices(Victim))
    basis = models.TextField(max_length=4000)

    trace = Trace(N_("Victim status"), "basis", "assessment:victim")
    with_it = (*CaseRecord.with_it, "child")
    sensitivity = RECORD_FIELDS | sorted_fields(quasi=["child", "answer"], narrative=["basis"])

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "child"],
                condition=Q(superseded_at__isnull=True),
                name="assessment_victim_one",
            ),
        ]


class Statement(CaseRecord):
    """One statement of the assessment about one child; `parent` for the impact on the victim parent."""

    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(StatementKind))
    point = models.CharField(max_length=20, blank=True, choices=choices(Point))
    parent = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=12000)

    trace = Trace(N_("Statement of the assessment"), "words", "assessment:statement")
    with_it = (*CaseRecord.with_it, "child", "parent")
    sensitivity = RECORD_FIELDS | sorted_fields(quasi=["child", "parent"], narrative=["words"], safe=["kind", "point"])

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "child", "recorded_at"], name="assessment_statement_child")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.CheckConstraint(
                name="assessment_statement_kind",
                condition=(Q(kind="CHECKLIST") & ~Q(point=""))
                | Q(kind="IMPACT_ON_CHILD", point="")
                | Q(kind="IMPACT_ON_PARENT", point="", parent__isnull=False),
            ),
        ]
