"""Posts that own actions, who holds them, actions, what was noted and shown, and the looks at their effect."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.actions.rules import ActionSource, ActionState, DueKind, Effect
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person, ServiceArea
from goldenthread.people.rules import Nation, Role


def choices(enum):
    """The choices of a status code: stored as text, checked, and never translated in the database."""
    return [(member.value, member.value) for member in enum]


def paired(name, *fields):
    """A constraint: these columns are all null or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(name=name, condition=none | every)


class OwnerPost(models.Model):
    """A post that owns actions, as a plan names it ("Principal Social Worker"): a post, not a person.

    `roles`: where whole roles own it ("Service Managers and Practice Supervisors"), whoever holds a post of one of
    them in the nation holds this one too. Otherwise `Holding` says who does. `outside`: a post of another body,
    which nobody here holds; it is never chased by e-mail.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=160)
    nation = models.CharField(max_length=10, choices=choices(Nation))
    roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)), default=list, blank=True)
    outside = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    case_id = None
    with_it = ()
    standing = {Scope.NATION: lambda held: Q(nation=held.nation)}
    sensitivity = sorted_fields(safe=["name", "nation", "roles", "outside", "ended_on", "version"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nation", "name"], name="actions_ownerpost_name")]

    def __str__(self):
        return self.name


class Holding(models.Model):
    """That a person holds a post that owns actions, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    case_id = None
    with_it = ("post", "person")
    standing = {Scope.NATION: lambda held: Q(post__nation=held.nation)}
    sensitivity = sorted_fields(safe=["post", "from_on", "to_on"])

    class Meta:
        indexes = [models.Index(fields=["person", "post"], name="actions_holding_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(to_on__isnull=True), name="actions_holding_once"
            ),
            models.CheckConstraint(
                name="actions_holding_dates", condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on"))
            ),
        ]


def held_by(held, column):
    """A clause: the post in `column` is held on that day by this person, by a holding or by their role."""
    today = Q(from_on__lte=held.today) & (Q(to_on__isnull=True) | Q(to_on__gte=held.today))
    holding = Holding.objects.filter(today, post=OuterRef(column), person_id=held.person_id)
    by_role = OwnerPost.objects.filter(pk=OuterRef(column), roles__contains=[held.role], nation=held.nation)
    return Exists(holding) | Exists(by_role)


def own_duties(held):
    """Actions that a person owns, has a part in, accounts for, or has been asked to sign."""
    shares = ActionShare.objects.filter(held_by(held, "post_id"), action=OuterRef("pk"), ended_at__isnull=True)
    return (
        Q(held_by(held, "owner_id"))
        | Q(held_by(held, "accountable_id"))
        | Q(signer_id=held.person_id)
        | Q(Exists(shares))
    )


class Action(models.Model):
    """One action point: what, who owns it, who accounts for it, by when as written and as read, and its state.

    `due_words` are the words of the source; `due_from`, `due_on` (the last day, inclusive) and `every_months` are how
    they were read. A repeated action stays open and has rounds; `due_on` is that of the next one. `for_members`:
    board members may read its words, state and dates (never its notes).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    words = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=16, choices=choices(ActionSource))
    source_words = models.CharField(max_length=300, blank=True)
    nation = models.CharField(max_length=10, choices=choices(Nation))
    area = models.ForeignKey(ServiceArea, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="owns")
    accountable = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="accounts_for")
    due_words = models.CharField(max_length=200)
    due_kind = models.CharField(max_length=16, choices=choices(DueKind))
    due_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    every_months = models.PositiveSmallIntegerField(null=True)
    confirmed_by_words = models.CharField(max_length=160, blank=True)
    for_members = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=choices(ActionState), default=ActionState.OPEN)
    signer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    effect_due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("owner", "accountable", "area", "signer", "raised_by", "done_by", "closed_by")
    standing = {
        Scope.OWN_DUTIES: own_duties,
        Scope.AREA: lambda held: Q(area_id=held.area_id),
        Scope.NATION: lambda held: Q(nation=held.nation),
    }
    trace = Trace(N_("Action"), "title", "actions:action", at="raised_at", reads=Permission.ACTION_READ, ends="")
    sensitivity = sorted_fields(
        narrative=["title", "words", "source_words"],
        safe=["reference", "source", "nation", "area", "owner", "accountable", "due_words", "due_kind", "due_from",
              "due_on", "every_months", "confirmed_by_words", "for_members", "state", "effect_due_on", "version"],
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["nation", "state", "due_on"], name="actions_action_list"),
            models.Index(fields=["owner", "state", "due_on"], name="actions_action_owner"),
            models.Index(fields=["accountable", "state"], name="actions_action_accountable"),
        ]
        constraints = [
            paired("actions_action_done", "done_at", "done_by"),
            paired("actions_action_closed", "closed_at", "closed_by"),
            # Nobody signs off what they said themselves was done.
            models.CheckConstraint(
                name="actions_action_two",
                condition=Q(closed_by__isnull=True) | Q(done_by__isnull=True) | ~Q(closed_by=models.F("done_by")),
            ),
            models.CheckConstraint(
                name="actions_action_due",
                condition=Q(due_on__isnull=False) | Q(due_kind="TO_BE_CONFIRMED"),
            ),
        ]


class ActionShare(models.Model):
    """A further post that has a part in an action, beside its owner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="shares")
    post = models.ForeignKey(OwnerPost, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    case_id = None
    with_it = ("post",)
    standing = {}
    sensitivity = sorted_fields(safe=["action", "post"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "post"], condition=Q(ended_at__isnull=True), name="actions_share_once"
            )
        ]


class NoteKind(models.TextChoices):
    PROGRESS = "PROGRESS"
    OBSTACLE = "OBSTACLE"
    EVIDENCE = "EVIDENCE"
    DECISION = "DECISION"


class Note(models.Model):
    """What was noted on an action: progress, what stands in the way, a piece of evidence, why a step was taken.

    Append-only. Evidence says what it is and where it lies (`where`: a reference or an address within the
    organisation); nothing of a family belongs here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    words = models.TextField(max_length=4000)
    where = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("Round", null=True, on_delete=models.PROTECT, related_name="notes")

    case_id = None
    with_it = ("action", "noted_by")
    standing = {}
    sensitivity = sorted_fields(narrative=["words", "where"], safe=["action", "kind", "round"])

    class Meta:
        indexes = [models.Index(fields=["action", "-noted_at"], name="actions_note_action")]


class Round(models.Model):
    """One round of a repeated action: when it was due and when it was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="rounds")
    due_on = models.DateField()
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("done_by",)
    standing = {}
    sensitivity = sorted_fields(safe=["action", "due_on"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "due_on"], name="actions_round_once")]


class EffectLook(models.Model):
    """A look at the effect of a closed action: what was found, on what evidence, and when to look again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="effects")
    effect = models.CharField(max_length=12, choices=choices(Effect))
    words = models.TextField(max_length=4000)
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    again_on = models.DateField(null=True)

    case_id = None
    with_it = ("action", "looked_by")
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["action", "effect", "again_on"])
