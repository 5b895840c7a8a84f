"""Plans with their priorities, lines, measures and versions; recommendations received; risks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.actions.models import Action, OwnerPost, choices, paired
from goldenthread.improvement.rules import (
    Line,
    PlanState,
    ReceivedKind,
    ReceivedState,
    Reply,
    RiskState,
    SourceOfLearning,
    Tie,
    Works,
)
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person, ServiceArea
from goldenthread.people.rules import Nation

OF_NATION = {Scope.NATION: lambda held: Q(nation=held.nation)}


def of_plan(prefix=""):
    """The clause of a plan of the nation, or of what belongs to one; `prefix` leads to the plan, as in "plan__".

    A draft is read by those who write plans alone, by whatever link one comes to it.
    """

    def clause(held):
        nation = Q(**{f"{prefix}nation": held.nation})
        if held.role in GRANTS[Permission.PLAN_MANAGE][1]:
            return nation
        return nation & Q(**{f"{prefix}state__in": [PlanState.PUBLISHED, PlanState.ENDED]})

    return clause


class Plan(models.Model):
    """A plan of a nation's service. `version` counts edits; `PlanVersion` holds each text as it was published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=6000, blank=True)
    nation = models.CharField(max_length=10, choices=choices(Nation))
    owner = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=choices(PlanState), default=PlanState.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_why = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("owner", "made_by")
    standing = {Scope.NATION: of_plan()}
    trace = Trace(N_("Plan"), "title", "improvement:plan", at="made_at", reads=Permission.PLAN_READ, ends="")
    sensitivity = sorted_fields(
        narrative=["title", "words", "ended_why"], safe=["key", "nation", "owner", "review_on", "state", "version"]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nation", "key"], name="improvement_plan_key")]


class PlanVersion(models.Model):
    """The text of a plan as it was published: plain values and their fingerprint. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    opens_case = False
    with_it = ("plan", "published_by")
    standing = {Scope.NATION: lambda held: Q(plan__nation=held.nation)}
    sensitivity = sorted_fields(narrative=["content", "note"], safe=["plan", "number", "fingerprint"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="improvement_version_number")]


class Priority(models.Model):
    """One priority of a plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=4000, blank=True)
    sources = ArrayField(models.CharField(max_length=16, choices=choices(SourceOfLearning)), default=list)
    source_words = models.TextField(max_length=1000, blank=True)

    case_id = None
    opens_case = False
    with_it = ("plan__owner",)
    # Whoever reports for an area reports on the priorities of its nation's plans.
    standing = {Scope.NATION: of_plan("plan__"), Scope.AREA: of_plan("plan__")}
    trace = Trace(
        N_("Priority of the plan"), "title", "improvement:priority", at="plan__made_at", reads=Permission.PLAN_READ,
        ends="",
    )  # fmt: skip
    sensitivity = sorted_fields(narrative=["title", "words", "source_words"], safe=["plan", "number", "sources"])

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="improvement_priority_number")]


class PlanLine(models.Model):
    """One line of a priority: what will be done. Its action holds who, when, progress and evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    who_words = models.CharField(max_length=300)
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="plan_line")
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    case_id = None
    opens_case = False
    with_it = ("priority__plan", "action__owner", "action__accountable")
    standing = {Scope.NATION: of_plan("priority__plan__")}
    trace = Trace(
        N_("Line of the plan"), "action__title", "improvement:line", at="action__raised_at",
        reads=Permission.PLAN_READ, ends="taken_out_at",
    )  # fmt: skip
    sensitivity = sorted_fields(narrative=["who_words"], safe=["priority", "number", "key", "action"])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["priority", "number"], name="improvement_line_number"),
            paired("improvement_line_out", "taken_out_at", "taken_out_by"),
        ]


class KnowBy(models.Model):
    """One "how we will know", of a priority or of one of its lines, and what it is tied to.

    `measure_key`: the key of a measure; `evidence_words`: what evidence counts. NOT_YET says why in `words_why`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="known_by")
    line = models.ForeignKey(PlanLine, null=True, on_delete=models.PROTECT, related_name="known_by")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    words = models.TextField(max_length=2000)
    tie = models.CharField(max_length=10, choices=choices(Tie))
    measure_key = models.CharField(max_length=60, blank=True)
    evidence_words = models.TextField(max_length=1000, blank=True)
    words_why = models.TextField(max_length=1000, blank=True)

    case_id = None
    opens_case = False
    with_it = ("priority__plan", "line")
    standing = {Scope.NATION: of_plan("priority__plan__")}
    sensitivity = sorted_fields(
        narrative=["words", "evidence_words", "words_why"],
        safe=["priority", "line", "number", "key", "tie", "measure_key"],
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="improvement_knowby_tied",
                condition=(Q(tie="MEASURE") & ~Q(measure_key=""))
                | (Q(tie="EVIDENCE") & ~Q(evidence_words=""))
                | (Q(tie="NOT_YET") & ~Q(words_why="")),
            )
        ]


class ReceivedReport(models.Model):
    """A report of someone else that makes recommendations to us."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=choices(ReceivedKind))
    nation = models.CharField(max_length=10, choices=choices(Nation))
    published_on = models.DateField(null=True)
    # Null for a report that was received before there was a record of it.
    received_on = models.DateField(null=True)
    address = models.URLField(max_length=300, blank=True)
    response_words = models.TextField(max_length=6000, blank=True)
    response_published_on = models.DateField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("added_by",)
    standing = OF_NATION
    trace = Trace(
        N_("Report received"), "title", "improvement:report", at="added_at", reads=Permission.RECEIVED_READ, ends=""
    )
    sensitivity = sorted_fields(
        narrative=["title", "response_words"],
        safe=["body", "kind", "nation", "published_on", "received_on", "address", "response_published_on", "version"],
    )


class ReceivedRecommendation(models.Model):
    """One recommendation: whether we accept it and why, what we do, and who signed that it is met."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(ReceivedReport, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=20)
    words = models.TextField(max_length=3000)
    owner = models.ForeignKey(OwnerPost, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(ReceivedState), default=ReceivedState.RECEIVED)
    reply = models.CharField(max_length=12, blank=True, choices=choices(Reply))
    why = models.TextField(max_length=3000, blank=True)
    published_words = models.TextField(max_length=3000, blank=True)
    met_words = models.TextField(max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    actions = models.ManyToManyField(Action, related_name="answers_to", through="ReceivedAction")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("report", "owner", "answered_by", "met_by", "signed_by")
    standing = {Scope.NATION: lambda held: Q(report__nation=held.nation)}
    trace = Trace(
        N_("Recommendation received"), "words", "improvement:received", at="report__added_at",
        reads=Permission.RECEIVED_READ, ends="",
    )  # fmt: skip
    sensitivity = sorted_fields(
        narrative=["words", "why", "published_words", "met_words"],
        safe=["report", "number", "owner", "state", "reply", "actions", "version"],
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="improvement_received_number"),
            paired("improvement_received_answered", "answered_at", "answered_by"),
            paired("improvement_received_met", "met_at", "met_by"),
            paired("improvement_received_signed", "signed_at", "signed_by"),
            models.CheckConstraint(
                name="improvement_received_two",
                condition=Q(signed_by__isnull=True) | Q(met_by__isnull=True) | ~Q(signed_by=models.F("met_by")),
            ),
        ]


class ReceivedNote(models.Model):
    """What was said at each step of a recommendation's life: why we answered so, what shows that it is met, why it was
    sent back or signed off. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recommendation = models.ForeignKey(ReceivedRecommendation, on_delete=models.PROTECT, related_name="notes")
    state = models.CharField(max_length=10, choices=choices(ReceivedState))
    returned = models.BooleanField(default=False)
    words = models.TextField(max_length=3000)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("noted_by",)
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["recommendation", "state", "returned"])

    class Meta:
        indexes = [models.Index(fields=["recommendation", "noted_at"], name="improvement_note_received")]


class ReceivedAction(models.Model):
    """That an action answers a recommendation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recommendation = models.ForeignKey(ReceivedRecommendation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ()
    standing = {}
    sensitivity = sorted_fields(safe=["recommendation", "action"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "action"], name="improvement_receivedaction_once")
        ]


class Risk(models.Model):
    """One risk: cause, event, consequence; three scores on the organisation's own scale; appetite.

    Scores are likelihood and impact from 1 to the length of the scale (`content/risk-scale.yaml`, dated). `area` is
    null on the national register; an area's risk that is ESCALATED stands on both.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    cause = models.TextField(max_length=2000)
    event = models.TextField(max_length=2000)
    consequence = models.TextField(max_length=2000)
    nation = models.CharField(max_length=10, choices=choices(Nation))
    area = models.ForeignKey(ServiceArea, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="+")
    inherent_likelihood = models.PositiveSmallIntegerField()
    inherent_impact = models.PositiveSmallIntegerField()
    target_likelihood = models.PositiveSmallIntegerField()
    target_impact = models.PositiveSmallIntegerField()
    appetite = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=choices(RiskState), default=RiskState.OPEN)
    escalated_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    actions = models.ManyToManyField(Action, related_name="risks", through="RiskAction")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("owner", "area", "raised_by", "escalated_by", "closed_by")
    standing = {
        Scope.AREA: lambda held: Q(area_id=held.area_id),
        Scope.NATION: lambda held: Q(nation=held.nation),
        # What was escalated is still read once it is closed: whoever watched it reads how it ended.
        Scope.NATIONAL_REGISTER: lambda held: (
            Q(nation=held.nation) & (Q(area__isnull=True) | Q(escalated_at__isnull=False))
        ),
    }
    trace = Trace(N_("Risk"), "title", "improvement:risk", at="raised_at", reads=Permission.RISK_READ, ends="")
    sensitivity = sorted_fields(
        narrative=["title", "cause", "event", "consequence"],
        safe=["reference", "nation", "area", "owner", "inherent_likelihood", "inherent_impact", "target_likelihood",
              "target_impact", "appetite", "state", "review_on", "actions", "version"],
    )  # fmt: skip

    class Meta:
        constraints = [
            paired("improvement_risk_escalated", "escalated_at", "escalated_by"),
            paired("improvement_risk_closed", "closed_at", "closed_by"),
        ]


class RiskNote(models.Model):
    """Why a risk was escalated, handed back, closed or opened again: the state that it came to, and the words.
    Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="notes")
    was = models.CharField(max_length=10, choices=choices(RiskState))
    state = models.CharField(max_length=10, choices=choices(RiskState))
    words = models.TextField(max_length=2000)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("noted_by",)
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["risk", "was", "state"])

    class Meta:
        indexes = [models.Index(fields=["risk", "noted_at"], name="improvement_note_risk")]


class RiskScore(models.Model):
    """The current score of a risk, taken on a day, with the reason. Append-only: the newest holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="scores")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000)
    scored_at = models.DateTimeField()
    scored_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("scored_by",)
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["risk", "likelihood", "impact"])

    class Meta:
        indexes = [models.Index(fields=["risk", "-scored_at"], name="improvement_score_newest")]


class Control(models.Model):
    """What keeps a risk down, and the last assurance that it works."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    words = models.TextField(max_length=2000)
    line = models.CharField(max_length=6, choices=choices(Line))
    works = models.CharField(max_length=12, choices=choices(Works), default=Works.NOT_ASSURED)
    assured_on = models.DateField(null=True)
    assured_words = models.TextField(max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("risk", "ended_by")
    standing = {
        Scope.AREA: lambda held: Q(risk__area_id=held.area_id),
        Scope.NATION: lambda held: Q(risk__nation=held.nation),
    }
    sensitivity = sorted_fields(
        narrative=["words", "assured_words"], safe=["risk", "line", "works", "assured_on", "version"]
    )

    class Meta:
        constraints = [paired("improvement_control_ended", "ended_at", "ended_by")]


class RiskAction(models.Model):
    """That an action keeps a risk down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ()
    standing = {}
    sensitivity = sorted_fields(safe=["risk", "action"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["risk", "action"], name="improvement_riskaction_once")]


class AreaReport(models.Model):
    """What an assistant director reports of an area's progress with a priority, up to a day. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="area_reports")
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, related_name="+")
    as_at = models.DateField()
    going_well = models.TextField(max_length=3000)
    worries = models.TextField(max_length=3000)
    asks = models.TextField(max_length=2000, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    opens_case = False
    with_it = ("priority__plan", "area", "reported_by")
    standing = {
        Scope.AREA: lambda held: Q(area_id=held.area_id),
        Scope.NATION: lambda held: Q(area__nation=held.nation),
    }
    trace = Trace(
        N_("Area's report on progress"), "going_well", "improvement:area_report", at="reported_at",
        reads=Permission.PLAN_READ, ends="",
    )  # fmt: skip
    sensitivity = sorted_fields(narrative=["going_well", "worries", "asks"], safe=["priority", "area", "as_at"])

    class Meta:
        indexes = [models.Index(fields=["priority", "area", "-reported_at"], name="improvement_report_newest")]
