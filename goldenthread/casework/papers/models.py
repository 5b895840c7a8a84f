"""Papers of a case, copies for recipients, the court's directions, Word copies brought back."""

from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.casework.cases.models import RECORD_FIELDS, Case, CaseRecord, together
from goldenthread.casework.families.models import FamilyMember, choices
from goldenthread.casework.papers.rules import (
    PAPER_KINDS,
    RECIPIENTS,
    CopyState,
    HeldState,
    PaperKind,
    PaperSource,
    Purpose,
    Recipient,
)
from goldenthread.casework.recommendations.models import Report
from goldenthread.documents.models import Template
from goldenthread.documents.rules import FileKind
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person


class Paper(CaseRecord):
    """One file of a case. The bytes lie in `PaperBody`, so that a list never reads them.

    `protected`: it holds, or may hold, a detail that another party must never see (a C8 form, a paper that the court
    restricts); its row stands behind the wall of protected contact details. `name` is safe to show and to save
    under. `court_document_id`: the court's own identifier; `court_said_type`: what the court calls it.
    """

    kind = models.CharField(max_length=22, choices=choices(PaperKind))
    source = models.CharField(max_length=8, choices=choices(PaperSource))
    name = models.CharField(max_length=200)
    file_kind = models.CharField(max_length=6, choices=choices(FileKind), blank=True)
    size = models.PositiveBigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    protected = models.BooleanField(default=False)
    held = models.CharField(max_length=10, choices=choices(HeldState), default=HeldState.HELD)
    held_why = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    court_document_id = models.CharField(max_length=60, blank=True)
    court_said_type = models.CharField(max_length=100, blank=True)
    court_uploaded_at = models.DateTimeField(null=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="papers")
    member = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")

    trace = Trace(N_("Paper"), "kind", "papers:paper", codes=PAPER_KINDS)
    with_it = (*CaseRecord.with_it, "report", "member")
    sensitivity = RECORD_FIELDS | sorted_fields(
        identifying=["name", "member"],
        safe=["kind", "source", "file_kind", "size", "fingerprint", "protected", "held", "held_why", "tries",
              "court_document_id", "court_said_type", "court_uploaded_at", "report"],
    )  # fmt: skip

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "-recorded_at"], name="papers_paper_case")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "court_document_id"], condition=~Q(court_document_id=""), name="papers_paper_court_once"
            ),
        ]


class PaperBody(models.Model):
    """The bytes of a paper. Written once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="body")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField()

    standing = {}
    with_it = ()
    sensitivity = sorted_fields(protected=["data"], safe=["paper"])


class Direction(CaseRecord):
    """The court's direction that a passage be withheld: from whom, by which direction, which passage.

    `passage` is the stable key of a place in the report's content (`child.<id>.<part>.<id>`); it is withheld from
    copies for `member` (all parties but the child where null).
    """

    passage = models.CharField(max_length=200)
    child = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    directed_on = models.DateField()
    words = models.TextField(max_length=2000)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.TextField(max_length=2000, blank=True)

    with_it = (*CaseRecord.with_it, "child", "member", "ended_by")
    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["child", "member"], narrative=["words", "ended_why"], safe=["passage", "directed_on"]
    )

    class Meta(CaseRecord.Meta):
        constraints = [*CaseRecord.Meta.constraints, together("papers_direction_ended", "ended_at", "ended_by")]


class Copy(CaseRecord):
    """A copy of a version of the report for one recipient, as it stood at the gate.

    `hits`: what the gate found: [{"place", "kind", "whole", "whose", "source"}], never the value itself. `whole`: all
    of a protected value, which nobody may let out. `whose`: a family member's id; `source`: the record that holds the
    value, by which a value protected later is told from one that was looked at. `withheld`: the directions by which
    passages stand out of it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="copy")
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=16, choices=choices(Recipient))
    recipient_member = models.ForeignKey(FamilyMember, null=True, on_delete=models.PROTECT, related_name="+")
    recipient_words = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=14, choices=choices(Purpose))
    file_kind = models.CharField(max_length=6, choices=choices(FileKind))
    language = models.CharField(max_length=5, choices=[("en-gb", "en-gb"), ("cy", "cy")], default="en-gb")
    state = models.CharField(max_length=10, choices=choices(CopyState), default=CopyState.STOPPED)
    hits = models.JSONField(default=list, blank=True)
    withheld = models.ManyToManyField(Direction, related_name="+", through="Withheld")
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    looked_why = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Copy of the report, for"), "recipient", "papers:copy", codes=RECIPIENTS)
    with_it = (*CaseRecord.with_it, "report", "paper", "recipient_member", "looked_by", "template")
    sensitivity = RECORD_FIELDS | sorted_fields(
        identifying=["recipient_words"],
        quasi=["recipient_member"],
        narrative=["looked_why"],
        safe=["report", "paper", "template", "recipient", "purpose", "file_kind", "language", "state", "hits",
              "withheld", "version"],
    )  # fmt: skip

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["state", "recorded_at"], name="papers_copy_stopped")]
        constraints = [*CaseRecord.Meta.constraints, together("papers_copy_looked", "looked_at", "looked_by")]


class Withheld(models.Model):
    """That a passage stands out of a copy, by a direction of the court."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    standing = {}
    with_it = ()
    sensitivity = sorted_fields(safe=["copy", "direction"])


class BroughtBack(CaseRecord):
    """A Word copy that came back, compared with the version that it left from.

    `differences`: [{"kind", "passage", "ours", "theirs", "can_take"}] in the order of the document (`compare.Kind`).
    `changes_advice`: something of it can be taken into the advice. `tracked` and `comments`: how many changes were
    tracked and how many comments stood in it. `taken_at`: when something was last taken into the advice.
    """

    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="brought_back")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    differences = models.JSONField(default=list, blank=True)
    changes_advice = models.BooleanField(default=False)
    tracked = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    trace = Trace(N_("Word copy brought back"), "changes_advice", "papers:back")
    with_it = (*CaseRecord.with_it, "copy__report", "paper", "taken_by")
    sensitivity = RECORD_FIELDS | sorted_fields(
        narrative=["differences"], safe=["copy", "paper", "changes_advice", "tracked", "comments", "version"]
    )

    class Meta(CaseRecord.Meta):
        constraints = [*CaseRecord.Meta.constraints, together("papers_back_taken", "taken_at", "taken_by")]
