"""Advice for each child, what it weighs, and the report to court."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord, together
from goldenthread.casework.directwork.models import Wish
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.casework.harm.models import Pattern
from goldenthread.casework.recommendations.rules import Advice, How, State, Treatment
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person


class Recommendation(CaseRecord):
    """The advice for one child. `fingerprint` is that of the content when it was last submitted.

    `recorded_by` began it; `submitted_by` stands behind it and can never decide on it. `agreed_at` and
    `agreed_by` are set by the operation that agrees it and emptied when the agreement lapses; `lapsed_why` is
    the reason for that.
    """

    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(State), default=State.DRAFT)
    advice = models.CharField(max_length=20, blank=True, choices=choices(Advice))
    parent = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    follows_no_contact = models.BooleanField(default=False)
    words = models.TextField(max_length=12000, blank=True)
    rationale = models.TextField(max_length=12000, blank=True)
    trigger_rationale = models.TextField(max_length=12000, blank=True)
    explanation = models.TextField(max_length=8000, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lapsed_why = models.TextField(max_length=4000, blank=True)
    # Who has ever written in the text: none of them may decide on it. The parts have their own authors.
    text_by = ArrayField(models.UUIDField(), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Recommendation"), "words", "recommendations:advice")
    with_it = (*CaseRecord.with_it, "child", "parent", "submitted_by", "agreed_by")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["child", "parent"],
        narrative=["words", "rationale", "trigger_rationale", "explanation", "lapsed_why"],
        safe=["state", "advice", "follows_no_contact", "fingerprint", "text_by", "version"],
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["state", "submitted_at"], name="recommendations_waiting")]
        constraints = [
            *CaseRecord.Meta.constraints,
            together("recommendations_submitted", "submitted_at", "submitted_by"),
            together("recommendations_agreed", "agreed_at", "agreed_by"),
            models.UniqueConstraint(
                fields=["case", "child"],
                condition=Q(superseded_at__isnull=True),
                name="recommendations_one_for_child",
            ),
        ]


class Option(CaseRecord):
    """An option that was considered for a child and not advised, with the reason."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="options")
    words = models.TextField(max_length=4000)
    why_rejected = models.TextField(max_length=4000)

    with_it = (*CaseRecord.with_it, "recommendation__case")
    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["words", "why_rejected"], safe=["recommendation"])


class Weighing(CaseRecord):
    """How one wish was taken into account in the advice, why, and how that will be explained to the child."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="weighings")
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="weighings")
    how = models.CharField(max_length=14, choices=choices(How))
    why = models.TextField(max_length=4000)
    explain = models.TextField(max_length=4000)

    trace = Trace(N_("Weighing of a wish"), "why", "recommendations:weighing")
    with_it = (*CaseRecord.with_it, "wish__session", "recommendation__child")
    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["why", "explain"], safe=["recommendation", "wish", "how"])

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["recommendation", "wish"],
                condition=Q(superseded_at__isnull=True),
                name="recommendations_weighing_one",
            ),
        ]


class PatternTreatment(CaseRecord):
    """That a live pattern is carried into the advice, or set down with a reason."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="treatments")
    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="treatments")
    treatment = models.CharField(max_length=10, choices=choices(Treatment))
    words = models.TextField(max_length=4000, blank=True)

    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["words"], safe=["recommendation", "pattern", "treatment"])

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["recommendation", "pattern"],
                condition=Q(superseded_at__isnull=True),
                name="recommendations_treatment_one",
            ),
            models.CheckConstraint(
                name="recommendations_set_down_why", condition=Q(treatment="CARRIED") | ~Q(words="")
            ),
        ]


class Report(CaseRecord):
    """One version of the report to court: the text as it stood, its fingerprint, and each child's agreed one.

    `content` is the canonical content from which the page is drawn: never a protected contact detail, never
    what a child asked to be kept back. Immutable but for the marking as filed.
    """

    number = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    filed_on = models.DateField(null=True)
    filed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    trace = Trace(N_("Report to court: version"), "number", "recommendations:report")
    with_it = (*CaseRecord.with_it, "filed_by")
    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["content"], safe=["number", "fingerprint", "filed_on"])

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            together("recommendations_report_filed", "filed_on", "filed_by"),
            models.UniqueConstraint(fields=["case", "number"], name="recommendations_report_number"),
        ]
