"""Runs, payloads as received, what was set aside, and differences with what we recorded."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.permissions import Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.casework.cases.models import RECORD_FIELDS, Case, CaseRecord, Hearing, together
from goldenthread.casework.courtfeed.rules import (
    DifferenceState,
    Fate,
    Jurisdiction,
    SetAsideReason,
    ToldSign,
    Trouble,
)
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person

EVERYWHERE = {Scope.NATION: lambda held: Q(pk__isnull=False)}


class Feed(models.Model):
    """How far one court's feed has been walked, and how that goes.

    `walked_to`: everything that changed before this moment has been asked for and taken in. `tries`: failures in a
    row; `failure` is the code of the last one and `next_try_at` when it is tried again. `said_at`: when the walk last
    left a line: one that brings nothing says so once a day. The counts of papers are the importer's, who alone sees
    every paper: those who run the service see how many, and of no case that there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    jurisdiction = models.CharField(max_length=12, choices=choices(Jurisdiction), unique=True)
    walked_to = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=16, choices=choices(Trouble), blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    papers_waiting = models.PositiveIntegerField(default=0)
    papers_not_there = models.PositiveIntegerField(default=0)
    papers_refused = models.PositiveIntegerField(default=0)
    papers_counted_at = models.DateTimeField(null=True)

    case_id = None
    with_it = ()
    standing = EVERYWHERE
    sensitivity = sorted_fields(
        safe=["jurisdiction", "walked_to", "failing_since", "failure", "tries", "papers_waiting", "papers_not_there",
              "papers_refused"]
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="courtfeed_feed_failing",
                condition=Q(failing_since__isnull=True, failure="", tries=0)
                | (Q(failing_since__isnull=False, tries__gt=0) & ~Q(failure="")),
            )
        ]


class Run(models.Model):
    """One import of one answer, with what became of its cases. `unknown_fields` are names of fields, no values.

    A run that was stopped has no `finished_at`: what it brought in stands, and the answer can be imported again.
    Of an answer that was fetched, `jurisdiction` and the window say which part of which feed it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    run_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=12, choices=choices(Jurisdiction), blank=True)
    window_from = models.DateTimeField(null=True)
    window_to = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    unknown_fields = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    case_id = None
    with_it = ()
    standing = EVERYWHERE
    sensitivity = sorted_fields(
        safe=["jurisdiction", "window_from", "window_to", "fingerprint", "received", "imported", "updated",
              "unchanged", "set_aside", "unknown_fields"]
    )  # fmt: skip

    class Meta:
        constraints = [together("courtfeed_run_window", "window_from", "window_to")]


class Payload(models.Model):
    """One case as received. Readable by the importer's database role and no other (see the first migration)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=12, blank=True)
    court_case_id = models.CharField(max_length=40, blank=True)
    last_modified = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    body = models.TextField()
    fate = models.CharField(max_length=10, choices=choices(Fate))

    standing = {}
    sensitivity = sorted_fields(
        protected=["body"],
        quasi=["court_case_id"],
        safe=["run", "jurisdiction", "last_modified", "fingerprint", "fate"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "court_case_id", "last_modified"],
                condition=~Q(fate="SET_ASIDE"),
                name="courtfeed_payload_once",
            )
        ]


class SetAside(models.Model):
    """A part of an answer that could not go in: where in the answer, and why. Never what it said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="parts_set_aside")
    position = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=24, choices=choices(SetAsideReason))
    field = models.CharField(max_length=200, blank=True)
    set_aside_at = models.DateTimeField()

    case_id = None
    with_it = ("run",)
    standing = EVERYWHERE
    sensitivity = sorted_fields(safe=["run", "position", "reason", "field"])


class Difference(CaseRecord):
    """Where a later version of the court's record differs from ours. Both stand until a person settles it.

    It is about a person (`member`), a hearing, or the case itself; `field` names the column. `court_says` holds the
    value as the column would (a date in ISO form, a code, a list of codes with commas).

    A contact detail is never copied here: both stand with the person, and `field` is their kind. `protected`: they
    stand behind their wall.
    """

    member = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    hearing = models.ForeignKey(Hearing, null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    jurisdiction = models.CharField(max_length=12, choices=choices(Jurisdiction))
    court_says = models.TextField(max_length=1000, blank=True)
    we_have = models.TextField(max_length=1000, blank=True)
    protected = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=choices(DifferenceState), default=DifferenceState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(max_length=2000, blank=True)

    sensitivity = RECORD_FIELDS | sorted_fields(
        identifying=["member", "court_says", "we_have"],
        narrative=["why"],
        safe=["hearing", "field", "jurisdiction", "protected", "state"],
    )

    with_it = (*CaseRecord.with_it, "member", "hearing", "settled_by")

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            together("courtfeed_difference_settled", "settled_at", "settled_by"),
        ]


class Sign(CaseRecord):
    """That the application says something which a person must see. Neither a finding nor a behaviour pattern."""

    code = models.CharField(max_length=24, choices=choices(ToldSign))

    sensitivity = RECORD_FIELDS | sorted_fields(safe=["code"])

    class Meta(CaseRecord.Meta):
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(fields=["case", "code"], name="courtfeed_sign_once"),
        ]
