"""The people of families. This area lies below the cases, so it holds a case's identifier, not a key to it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.casework.families.rules import (
    DISABILITIES,
    ETHNICITIES,
    Answered,
    ContactKind,
    Gender,
    Language,
    MatchBasis,
    MatchState,
    RelationKind,
    SaidBy,
    Trait,
)
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person


def choices(enum):
    """The choices of a status code: stored as text, checked, and never translated in the database."""
    return [(member.value, member.value) for member in enum]


class FamilyMember(models.Model):
    """A child or an adult of any family. `case_id` is the case through which they became known to us."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField(db_index=True)
    first_names = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    previous_names = models.CharField(max_length=300, blank=True)
    born_on = models.DateField(null=True)
    gender = models.CharField(max_length=12, choices=choices(Gender), default=Gender.NOT_KNOWN)
    gender_words = models.CharField(max_length=100, blank=True)
    doubts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    court_party_id = models.CharField(max_length=60, blank=True)
    has_protected_contact = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    sensitivity = sorted_fields(
        identifying=["first_names", "last_name", "previous_names"],
        quasi=["born_on", "gender", "gender_words"],
        safe=["doubts", "court_party_id", "has_protected_contact", "version"],
    )
    standing = {}  # given its meaning in cases/models.py, where participations are
    with_it = ()

    class Meta:
        indexes = [
            models.Index(fields=["last_name", "born_on"], name="families_member_match"),
            models.Index(fields=["born_on"], name="families_member_born"),
        ]

    @property
    def name(self):
        """First names and last name as told; empty when nothing was told."""
        return f"{self.first_names} {self.last_name}".strip()

    @property
    def first_name(self):
        """The first of their first names, for the places where a family's name must not stand."""
        return self.first_names.split(" ")[0] if self.first_names else ""


class CaseFact(models.Model):
    """What the tables of this area have in common: they were told in a case, by someone, at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField(db_index=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    standing = {}
    with_it = ()

    class Meta:
        abstract = True


class Relationship(CaseFact):
    """`one` is the `kind` of `other`, as told in a case."""

    one = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(RelationKind))
    words = models.CharField(max_length=200, blank=True)
    lives_with = models.BooleanField(null=True)

    sensitivity = sorted_fields(quasi=["one", "other", "kind", "lives_with"], narrative=["words"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_id", "one", "other", "kind"], name="families_relation_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="families_relation_two"),
        ]


class ContactDetail(CaseFact):
    """An address, telephone or e-mail that nobody has asked us to protect."""

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=choices(ContactKind))
    value = models.TextField(max_length=500)
    ended_at = models.DateTimeField(null=True)

    with_it = ("member",)
    sensitivity = sorted_fields(identifying=["member", "value"], safe=["kind"])


class ProtectedContact(CaseFact):
    """A detail that must never reach the other party. Behind a wall of its own: see cases' first migration."""

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="protected_contacts")
    kind = models.CharField(max_length=10, choices=choices(ContactKind))
    value = models.TextField(max_length=500)
    why = models.CharField(max_length=300, blank=True)
    in_refuge = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    sensitivity = sorted_fields(protected=["member", "value", "why", "in_refuge"], safe=["kind"])


class SafeContactRule(CaseFact):
    """How a person may be reached without putting anyone at risk, and in what language. The newest holds."""

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="safe_contact_rules")
    how = models.TextField(max_length=1000)
    never = models.TextField(max_length=1000, blank=True)
    voicemail = models.BooleanField()
    letters = models.BooleanField()
    language = models.CharField(max_length=10, choices=choices(Language))
    language_words = models.CharField(max_length=100, blank=True)
    interpreter = models.BooleanField(default=False)

    sensitivity = sorted_fields(
        protected=["how", "never", "voicemail", "letters"],
        quasi=["member", "language", "language_words", "interpreter"],
    )

    class Meta:
        indexes = [models.Index(fields=["case_id", "member", "-recorded_at"], name="families_rule_newest")]


class Characteristic(CaseFact):
    """A person's ethnic group, or whether they are disabled, as someone said it. The newest of a kind holds.

    Never assumed: that nobody has asked yet is the absence of a row. `code` is one of `scheme`'s, and is empty unless
    the question was answered. What stands cannot be changed; it is told anew.
    """

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="characteristics", db_index=False)
    kind = models.CharField(max_length=10, choices=choices(Trait))
    answer = models.CharField(max_length=10, choices=choices(Answered))
    code = models.CharField(
        max_length=20, blank=True, choices=[(code, code) for code in (*ETHNICITIES, *DISABILITIES)]
    )  # fmt: skip
    scheme = models.CharField(max_length=20)
    own_words = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=20, choices=choices(SaidBy))
    why_here = models.TextField(max_length=2000, blank=True)

    with_it = ("member",)
    sensitivity = sorted_fields(
        quasi=["member", "answer", "code"], narrative=["own_words", "why_here"], safe=["kind", "scheme", "said_by"]
    )

    class Meta:
        # Newest first, so that one step into the index finds what holds for a person, whatever was told before.
        indexes = [models.Index(fields=["member", "kind", "-recorded_at", "-id"], name="families_trait_newest")]
        constraints = [
            models.CheckConstraint(
                name="families_trait_stated",
                condition=Q(answer="STATED", code__gt="") | (~Q(answer="STATED") & Q(code="")),
            ),
            models.CheckConstraint(
                name="families_trait_code",
                condition=Q(code="")
                | Q(kind="ETHNICITY", code__in=list(ETHNICITIES))
                | Q(kind="DISABILITY", code__in=list(DISABILITIES)),
            ),
        ]


class Match(models.Model):
    """That two records may be, or are, one person. Nothing is merged, and the decision can be undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="matches_newer")
    case_id = models.UUIDField(db_index=True)
    other = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="matches_older")
    other_case_id = models.UUIDField(db_index=True)
    basis = models.CharField(max_length=30, choices=choices(MatchBasis))
    state = models.CharField(max_length=10, choices=choices(MatchState), default=MatchState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    sensitivity = sorted_fields(quasi=["one", "other"], narrative=["why"], safe=["basis", "state", "version"])
    standing = {}
    with_it = ("one", "other")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="families_match_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="families_match_two"),
            models.CheckConstraint(
                name="families_match_decided",
                condition=Q(state="PROPOSED", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="PROPOSED") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
