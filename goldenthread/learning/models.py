"""Learning points, who has read them, and what teams did about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.actions.models import choices, paired
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_
from goldenthread.learning.rules import LearningSource, PointState, Step, Theme, Travels
from goldenthread.people.models import Person, Team
from goldenthread.people.rules import Nation, Role


class LearningPoint(models.Model):
    """One thing that was learned. `for_roles`: who it is for (everyone where empty); `steps`: where it bears.

    A point is never changed once it is out: a better one replaces it. No family stands in it: the page says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=6000)
    do_words = models.TextField(max_length=2000)
    source = models.CharField(max_length=12, choices=choices(LearningSource))
    source_words = models.CharField(max_length=300, blank=True)
    nations = ArrayField(models.CharField(max_length=10, choices=choices(Nation)))
    themes = ArrayField(models.CharField(max_length=16, choices=choices(Theme)))
    steps = ArrayField(models.CharField(max_length=12, choices=choices(Step)), default=list, blank=True)
    for_roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)), default=list, blank=True)
    travels = ArrayField(models.CharField(max_length=14, choices=choices(Travels)))
    answer_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=choices(PointState), default=PointState.DRAFT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    out_at = models.DateTimeField(null=True)
    out_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(max_length=2000, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("written_by", "out_by", "replaces")
    standing = {
        Scope.NATION: lambda held: Q(nations__contains=[held.nation]),
        Scope.OUT_IN_NATION: lambda held: Q(nations__contains=[held.nation], state=PointState.OUT),
    }
    trace = Trace(
        N_("Learning point"), "title", "learning:point", at="written_at", reads=Permission.LEARNING_READ, ends=""
    )
    sensitivity = sorted_fields(
        narrative=["title", "words", "do_words", "source_words", "withdrawn_why"],
        safe=["source", "nations", "themes", "steps", "for_roles", "travels", "answer_by", "state", "replaces",
              "version"],
    )  # fmt: skip

    class Meta:
        constraints = [paired("learning_point_out", "out_at", "out_by")]
        indexes = [models.Index(fields=["state", "-out_at"], name="learning_point_out")]


class Reading(models.Model):
    """That a person has read a point. Once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    case_id = None
    with_it = ()
    standing = {}
    sensitivity = sorted_fields(safe=["point", "read_at"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "person"], name="learning_reading_once")]


class TeamAnswer(models.Model):
    """What a team did about a point. The newest stands; the earlier ones stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="answers")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    talked_on = models.DateField()
    words = models.TextField(max_length=4000)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("team", "answered_by")
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["point", "team", "talked_on"])

    class Meta:
        indexes = [models.Index(fields=["point", "team", "-answered_at"], name="learning_answer_newest")]
