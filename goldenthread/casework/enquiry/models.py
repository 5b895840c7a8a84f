"""Lines of enquiry and the contact log."""

from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord, together
from goldenthread.casework.enquiry.rules import LineState, Method, Outcome
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person


class LineOfEnquiry(CaseRecord):
    """A question that must be answered for this family, and why. `closing` is the answer, or why there is none."""

    about = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(max_length=1000)
    why = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=choices(LineState), default=LineState.OPEN)
    closing = models.TextField(max_length=8000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Line of enquiry"), "question", "enquiry:line")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["about"], narrative=["question", "why", "closing"], safe=["state", "version"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "recorded_at"], name="enquiry_line_case")]
        constraints = [
            *CaseRecord.Meta.constraints,
            together("enquiry_line_closed", "closed_at", "closed_by"),
        ]


class Contact(CaseRecord):
    """One entry of the contact log: an effort to reach someone, and what was said."""

    member = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=12, choices=choices(Method))
    outcome = models.CharField(max_length=12, choices=choices(Outcome))
    happened_at = models.DateTimeField()
    said = models.TextField(max_length=20000, blank=True)

    trace = Trace(N_("Contact log"), "said", "enquiry:contact", "happened_at")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["member"], narrative=["said", "agency"], safe=["method", "outcome", "happened_at"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "-happened_at"], name="enquiry_contact_case")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.CheckConstraint(name="enquiry_contact_whom", condition=Q(member__isnull=False) | ~Q(agency="")),
        ]
