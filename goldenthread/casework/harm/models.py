"""Patterns, their status of proof over time, and incidents under them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, CaseRecord, together
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.casework.harm.rules import Kind, Status, SubKind
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person


class Pattern(CaseRecord):
    """Behaviour of one person towards others over a time. `status` is the newest of its dated statuses.

    `live`: still to be carried through every gate; no longer live only with a reason, which `ended_why` keeps
    (or why it is live again). `told_on`: the day on which we were told, against which `late` is judged: what
    happened years ago is not late when it was told today.
    """

    kind = models.CharField(max_length=30, choices=choices(Kind))
    sub_kinds = ArrayField(models.CharField(max_length=30, choices=choices(SubKind)), default=list, blank=True)
    by_member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    towards = models.ManyToManyField(FamilyMember, through="PatternTowards", related_name="+")
    words = models.TextField(max_length=8000)
    period_words = models.CharField(max_length=300)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    ongoing = models.BooleanField(null=True)
    said_by = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    said_by_words = models.CharField(max_length=300, blank=True)
    told_on = models.DateField()
    status = models.CharField(max_length=20, choices=choices(Status), default=Status.REPORTED)
    live = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.TextField(max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Behaviour pattern"), "words", "harm:pattern")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["by_member", "towards", "said_by"],
        narrative=["words", "period_words", "said_by_words", "ended_why"],
        safe=["kind", "sub_kinds", "from_on", "to_on", "ongoing", "told_on", "status", "live", "version"],
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "live", "recorded_at"], name="harm_pattern_case")]
        constraints = [
            *CaseRecord.Meta.constraints,
            together("harm_pattern_ended", "ended_at", "ended_by"),
            models.CheckConstraint(
                name="harm_pattern_live",
                condition=Q(live=True, ended_at__isnull=True)
                | (Q(live=False, ended_at__isnull=False) & ~Q(ended_why="")),
            ),
            models.CheckConstraint(
                name="harm_pattern_who_says", condition=Q(said_by__isnull=False) | ~Q(said_by_words="")
            ),
        ]


class PatternTowards(CaseRecord):
    """One person towards whom a pattern was directed, or who lived with it."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="towards_rows")
    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")

    sensitivity = RECORD_FIELDS | sorted_fields(quasi=["member"], safe=["pattern"])


class PatternStatus(CaseRecord):
    """A status of proof with its date and source. The newest holds; the earlier ones stand."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=20, choices=choices(Status))
    on_date = models.DateField()
    source = models.CharField(max_length=300)
    note = models.TextField(max_length=4000, blank=True)

    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["source", "note"], safe=["pattern", "status", "on_date"])

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["pattern", "-on_date"], name="harm_status_pattern")]


class Incident(CaseRecord):
    """One occasion under a pattern. Never alone: an incident without its pattern hides what it means."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="incidents")
    happened_on = models.DateField(null=True)
    when_words = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=8000)
    said_by_words = models.CharField(max_length=300)
    told_on = models.DateField()
    children_words = models.CharField(max_length=500, blank=True)

    trace = Trace(N_("Incident"), "words", "harm:incident")
    sensitivity = RECORD_FIELDS | sorted_fields(
        narrative=["words", "when_words", "said_by_words", "children_words"], safe=["pattern", "happened_on", "told_on"]
    )
