"""Filings: one sending of one paper to one court, with what the court answered."""

from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord, together
from goldenthread.casework.courtfeed.rules import Jurisdiction
from goldenthread.casework.families.models import choices
from goldenthread.casework.filing.reasons import Reason
from goldenthread.casework.filing.rules import FilingState
from goldenthread.casework.papers.models import Paper
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person


class Filing(CaseRecord):
    """One sending. `recorded_by` ordered it and the worker acts for them.

    `document_type` is the court's own code (see `content` of this area); `receipt` is what the court answered with:
    an identifier, never more. `refusal` is a `Reason`: why it was not taken, not sent, or is uncertain. `again_why`
    says why the same paper is filed once more: without it the database refuses a second one under the same type.
    `by_eye`: no text could be read in the file, and whoever ordered it has said that they read it themselves.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="filings")
    jurisdiction = models.CharField(max_length=12, choices=choices(Jurisdiction))
    document_type = models.CharField(max_length=60)
    confidential = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=choices(FilingState), default=FilingState.ORDERED)
    tries = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=200, blank=True)
    refusal = models.CharField(max_length=40, blank=True, choices=choices(Reason))
    by_eye = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_why = models.TextField(max_length=2000, blank=True)
    again_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="again")
    again_why = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Filing with the court"), "document_type", "filing:filing")
    with_it = (*CaseRecord.with_it, "paper", "settled_by", "again_of")
    sensitivity = RECORD_FIELDS | sorted_fields(
        narrative=["settled_why", "again_why"],
        safe=["paper", "jurisdiction", "document_type", "confidential", "urgent", "state", "tries", "receipt",
              "refusal", "by_eye", "again_of", "version"],
    )  # fmt: skip

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["state", "recorded_at"], name="filing_filing_waiting")]
        constraints = [
            *CaseRecord.Meta.constraints,
            together("filing_filing_settled", "settled_at", "settled_by"),
            models.UniqueConstraint(
                fields=["paper", "document_type"],
                condition=Q(state__in=["ORDERED", "SENDING", "FILED", "UNCERTAIN"], again_why=""),
                name="filing_filing_once",
            ),
            models.CheckConstraint(name="filing_filing_again", condition=Q(again_of__isnull=True) | ~Q(again_why="")),
        ]
