"""Cases, who takes part, hearings, allocation; and what every record of a case has in common."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.standing import case_standing
from goldenthread.casework.cases.rules import (
    AllocationKind,
    ClosedWhy,
    HearingKind,
    HearingStatus,
    Law,
    OrderSought,
    PartyRole,
    Process,
    Responsibility,
    Source,
    Stage,
    SupersededWhy,
    Urgency,
    UrgencySign,
)
from goldenthread.casework.cases.search import TokenKind
from goldenthread.casework.families.models import (
    Characteristic,
    ContactDetail,
    FamilyMember,
    Match,
    ProtectedContact,
    Relationship,
    SafeContactRule,
    choices,
)
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person, ServiceArea, Team
from goldenthread.people.rules import Nation


def together(name, *fields):
    """A constraint: these columns are all null or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(name=name, condition=none | every)


class Case(models.Model):
    """One application to the court. `version` counts edits of what can be edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    law = models.CharField(max_length=10, choices=choices(Law))
    nation = models.CharField(max_length=10, choices=choices(Nation))
    process = models.CharField(max_length=20, choices=choices(Process))
    source = models.CharField(max_length=10, choices=choices(Source))
    court_case_id = models.CharField(max_length=40, blank=True)
    court_number = models.CharField(max_length=60, blank=True)
    court_name = models.CharField(max_length=200, blank=True)
    local_authority = models.CharField(max_length=200, blank=True)
    orders_sought = ArrayField(models.CharField(max_length=30, choices=choices(OrderSought)), default=list)
    received_on = models.DateField()
    issued_on = models.DateField(null=True)
    stage = models.CharField(max_length=12, choices=choices(Stage), default=Stage.INTAKE)

    urgency = models.CharField(max_length=12, choices=choices(Urgency), default=Urgency.UNDECIDED)
    without_notice = models.BooleanField(null=True)
    urgency_signs = ArrayField(models.CharField(max_length=30, choices=choices(UrgencySign)), default=list, blank=True)
    urgency_why = models.TextField(max_length=2000, blank=True)
    urgency_decided_at = models.DateTimeField(null=True)
    urgency_decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    area = models.ForeignKey(ServiceArea, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    covered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    cover_until = models.DateField(null=True)

    letter_sent_on = models.DateField(null=True)
    letter_sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_why = models.CharField(max_length=20, blank=True, choices=choices(ClosedWhy))
    version = models.PositiveIntegerField(default=1)

    standing = case_standing()
    with_it = ("team", "adviser", "area", "covered_by")
    sensitivity = sorted_fields(
        narrative=["urgency_why"],
        quasi=["court_case_id", "court_number", "court_name", "local_authority"],
        safe=[
            "reference",
            "law",
            "nation",
            "process",
            "source",
            "orders_sought",
            "received_on",
            "issued_on",
            "stage",
            "urgency",
            "without_notice",
            "urgency_signs",
            "cover_until",
            "letter_sent_on",
            "closed_on",
            "closed_why",
            "version",
        ],
    )

    class Meta:
        constraints = [
            together("cases_case_urgency_decided", "urgency_decided_at", "urgency_decided_by"),
            together("cases_case_cover", "covered_by", "cover_until"),
            together("cases_case_letter_sent", "letter_sent_on", "letter_sent_by"),
            models.CheckConstraint(
                name="cases_case_closed",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closed_why="")
                | (Q(closed_on__isnull=False, closed_by__isnull=False, stage=Stage.CLOSED) & ~Q(closed_why="")),
            ),
            models.UniqueConstraint(
                fields=["law", "court_case_id"], condition=~Q(court_case_id=""), name="cases_case_court_once"
            ),
        ]
        indexes = [
            models.Index(fields=["adviser", "stage", "received_on"], name="cases_case_adviser"),
            models.Index(fields=["team", "stage", "received_on"], name="cases_case_team"),
            models.Index(fields=["area", "received_on"], name="cases_case_tray_area", condition=Q(adviser=None)),
            models.Index(fields=["nation", "received_on"], name="cases_case_tray", condition=Q(adviser=None)),
            # What a worklist reads stays as large as the work, however many cases have been closed.
            models.Index(fields=["area", "adviser"], name="cases_case_area_open", condition=~Q(stage="CLOSED")),
            models.Index(fields=["team", "adviser"], name="cases_case_team_open", condition=~Q(stage="CLOSED")),
            # The case list, newest first: by how far a reader's post reaches, and by what few cases have in common.
            models.Index(fields=["nation", "-received_on", "-id"], name="cases_case_list_nation"),
            models.Index(fields=["area", "-received_on", "-id"], name="cases_case_list_area"),
            models.Index(fields=["team", "-received_on", "-id"], name="cases_case_list_team"),
            models.Index(fields=["stage", "-received_on", "-id"], name="cases_case_list_stage"),
            models.Index(fields=["urgency", "-received_on", "-id"], name="cases_case_list_urgency"),
            models.Index(fields=["court_name", "-received_on", "-id"], name="cases_case_list_court"),
            models.Index(fields=["closed_on"], name="cases_case_closed", condition=Q(closed_on__isnull=False)),
        ]

    @property
    def case_id(self):
        """A case hangs on itself."""
        return self.pk


class CaseRecord(models.Model):
    """What every record of a case has in common. Superseded, never edited: both stand, with the reason.

    `late`: written down later than the next working day after it happened.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_why = models.CharField(max_length=20, blank=True, choices=choices(SupersededWhy))
    superseded_words = models.TextField(max_length=2000, blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    standing = case_standing("case__")
    with_it = ("case__team", "case__adviser", "recorded_by", "superseded_by")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_superseded",
                condition=Q(superseded_at__isnull=True, superseded_by__isnull=True, superseded_why="")
                | (Q(superseded_at__isnull=False, superseded_by__isnull=False) & ~Q(superseded_why="")),
            )
        ]


# Fields that every CaseRecord has; a model's own `sensitivity` takes them in with `**RECORD_FIELDS`.
RECORD_FIELDS = sorted_fields(narrative=["superseded_words"], safe=["late", "superseded_why", "replaced_by"])


class Participation(CaseRecord):
    """That a family member takes part in a case, how, and from when to when."""

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=choices(PartyRole))
    responsibility = models.CharField(max_length=10, choices=choices(Responsibility), default=Responsibility.NOT_KNOWN)
    relation_words = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["member", "role", "responsibility", "relation_words"], safe=["from_on", "to_on", "order"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "role", "order"], name="cases_participation_case")]
        constraints = [
            *CaseRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "member"],
                condition=Q(superseded_at__isnull=True, to_on__isnull=True),
                name="cases_participation_once",
            ),
        ]


class Hearing(CaseRecord):
    """A hearing of the court, from the feed or by hand."""

    kind = models.CharField(max_length=20, choices=choices(HearingKind))
    status = models.CharField(max_length=10, choices=choices(HearingStatus), default=HearingStatus.LISTED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    venue = models.CharField(max_length=200, blank=True)
    court_hearing_id = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    sensitivity = RECORD_FIELDS | sorted_fields(
        quasi=["venue", "starts_at", "ends_at"], safe=["kind", "status", "court_hearing_id", "version"]
    )

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "starts_at"], name="cases_hearing_next")]


class Allocation(CaseRecord):
    """Who was given the case, by whom, why, from when. The case's own columns say who has it now."""

    kind = models.CharField(max_length=12, choices=choices(AllocationKind))
    adviser = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(max_length=2000, blank=True)

    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["why"], safe=["kind", "until_on"])

    class Meta(CaseRecord.Meta):
        indexes = [models.Index(fields=["case", "-recorded_at"], name="cases_allocation_case")]


class SearchToken(models.Model):
    """One word by which a case is found: of a name of someone who takes part in it, or of a number that it bears.

    Kept by the database's own triggers (migration 0009), so that no code can forget it, and written by nobody else.
    `sound`: how a name sounds, empty for a number. `other_case_id`: the case through which the person became known,
    where it is another one: who may not know of that case finds nobody by it. `nation` and `area` are the case's, so
    that whoever reaches an area need not pass the names of all others; what one may see is asked of the case itself.
    The newest rows have the highest ids.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    member = models.ForeignKey(
        FamilyMember, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    other_case_id = models.UUIDField(null=True)
    nation = models.CharField(max_length=10)
    area = models.ForeignKey(
        ServiceArea, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12, choices=choices(TokenKind))
    # Compared byte by byte, whatever the language of the server: a part of a name is a range of them.
    token = models.CharField(max_length=320, db_collation="C")
    sound = models.CharField(max_length=320, db_collation="C", blank=True)

    standing = case_standing("case__")
    sensitivity = sorted_fields(identifying=["token", "sound"], quasi=["member"], safe=["kind", "nation"])

    class Meta:
        # With all that the wall and a join ask for: thousands of one name are compared without the rows themselves.
        indexes = [
            models.Index(
                fields=["nation", "token", "id"], name="cases_searchtoken_nation", include=["case", "other_case_id"]
            ),
            models.Index(
                fields=["area", "token", "id"], name="cases_searchtoken_area", include=["case", "other_case_id"]
            ),
            models.Index(
                fields=["nation", "sound", "id"], name="cases_searchtoken_nation_sound", condition=~Q(sound="")
            ),
            models.Index(fields=["area", "sound", "id"], name="cases_searchtoken_area_sound", condition=~Q(sound="")),
            models.Index(fields=["case", "token"], name="cases_searchtoken_case", include=["other_case_id", "sound"]),
        ]


class ConflictDeclaration(CaseRecord):
    """What an adviser declared on being given a case: a conflict of interest, or none."""

    has_conflict = models.BooleanField()
    words = models.TextField(max_length=2000, blank=True)

    sensitivity = RECORD_FIELDS | sorted_fields(narrative=["words"], safe=["has_conflict"])


def _of_cases(clause):
    """Case identifiers that a scope reaches, for tables that hold the identifier alone."""
    return lambda held: Q(case_id__in=Case.objects.filter(clause(held)).values("pk"))


def _of_participations(clause):
    return lambda held: Q(
        Exists(Participation.objects.filter(clause(held), member=OuterRef("pk"), superseded_at__isnull=True))
    )


# The families lie below the cases; what a scope means there can only be said here.
FamilyMember.standing = {name: _of_participations(clause) for name, clause in case_standing("case__").items()}
for _model in (Relationship, ContactDetail, ProtectedContact, SafeContactRule, Characteristic, Match):
    _model.standing = {name: _of_cases(clause) for name, clause in case_standing().items()}
