"""Sessions and wishes. A wish is append-only: a child's words are stored once, as said."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord
from goldenthread.casework.directwork.rules import Keep, NotSeenReason, Place
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.kernel.refusal import N_


class Session(CaseRecord):
    """An occasion to hear one child: seen or not seen and why, with whom, where, how."""

    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    seen = models.BooleanField()
    not_seen_reason = models.CharField(max_length=20, blank=True, choices=choices(NotSeenReason))
    not_seen_words = models.TextField(max_length=4000, blank=True)
    alone = models.BooleanField(null=True)
    present = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=20, blank=True, choices=choices(Place))
    place_words = models.CharField(max_length=200, blank=True)
    communication_needs = models.TextField(max_length=4000, blank=True)
    how = models.TextField(max_length=8000, blank=True)
    told_child = models.TextField(max_length=4000, blank=True)

    # Where the child was not seen, why not; both are empty where nothing was written of how it went.
    trace = Trace(N_("Session with a child"), Concat("how", "not_seen_words"), "directwork:session", "happened_on")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["child", "place", "communication_needs"],
        protected=["place_words"],
        narrative=["not_seen_words", "present", "how", "told_child"],
        safe=["happened_on", "seen", "alone", "not_seen_reason"],
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "child", "-happened_on"], name="directwork_session_child")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.CheckConstraint(
                name="directwork_session_seen",
                condition=Q(seen=True, alone__isnull=False, not_seen_reason="")
                | (Q(seen=False) & ~Q(not_seen_reason="") & ~Q(not_seen_words="")),
            ),
        ]


class Wish(CaseRecord):
    """One thing a child said they want, in their own words; what they asked to be kept back; what they were told."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="wishes")
    child = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=4000)
    setting = models.CharField(max_length=300, blank=True)
    keep = models.CharField(max_length=22, choices=choices(Keep), default=Keep.NOT_ASKED)
    asked_words = models.TextField(max_length=2000, blank=True)
    told_child = models.TextField(max_length=2000, blank=True)

    trace = Trace(N_("Child's words"), "words", "directwork:wish")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["child"], narrative=["words", "setting", "asked_words", "told_child"], safe=["session", "keep"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "child", "recorded_at"], name="directwork_wish_child")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.CheckConstraint(name="directwork_wish_told", condition=Q(keep=Keep.NOT_ASKED) | ~Q(told_child="")),
        ]
