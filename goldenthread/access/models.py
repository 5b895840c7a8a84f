"""The view log, restrictions, who is named on them, uses of break-glass; accounts at the identity provider, ends of
sign-ins, emergency accounts and their uses.

These tables lie below the cases, so they hold a case's identifier and no foreign key to it.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.access.permissions import Scope
from goldenthread.access.rules import AccountEnd, LocalOutcome
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person, Post, ServiceArea, Team
from goldenthread.thread.models import Event, FieldChange, Link


class ViewLog(models.Model):
    """One line each time someone opens a page of a case, or is refused one. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    case_id = models.UUIDField()
    page = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=[("OPENED", "OPENED"), ("REFUSED", "REFUSED")])

    sensitivity = sorted_fields(safe=["at", "page", "outcome"])
    standing = {}
    with_it = ()

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"], name="access_viewlog_case"),
            models.Index(fields=["person", "-at"], name="access_viewlog_person"),
        ]


class Restriction(models.Model):
    """A case that only named persons may know of. One in force at a time for a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField()
    case_reference = models.CharField(max_length=20)
    nation = models.CharField(max_length=10)
    reason = models.CharField(max_length=30)
    why = models.TextField(max_length=2000)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    sensitivity = sorted_fields(narrative=["why"], safe=["reason", "case_reference", "nation"])
    standing = {}
    with_it = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(lifted_at__isnull=True), name="access_restriction_one"
            ),
            models.CheckConstraint(
                name="access_restriction_lifted",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]


class Named(models.Model):
    """A person named on a restricted case, for good or until a time (break-glass)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="named")
    case_id = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_glass = models.BooleanField(default=False)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    sensitivity = sorted_fields(safe=["restriction", "by_glass", "until"])
    standing = {}
    with_it = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_named_ended",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["restriction", "person"], name="access_named_person")]


class GlassBreak(models.Model):
    """A use of break-glass. The named seniors of the case's nation see it the same day, and say what they found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField()
    case_reference = models.CharField(max_length=20)
    nation = models.CharField(max_length=10)
    reason = models.TextField(max_length=2000)
    broken_at = models.DateTimeField()
    broken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    review_note = models.TextField(max_length=2000, blank=True)

    sensitivity = sorted_fields(
        narrative=["reason", "review_note"], safe=["case_reference", "nation", "until", "outcome"]
    )
    with_it = ("broken_by", "reviewed_by")
    # Its page is none of the case's pages: the senior who opens it sees nothing of the case.
    opens_case = False
    standing = {Scope.NATION: lambda held: Q(nation=held.nation)}

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_glassbreak_reviewed",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="")),
            )
        ]


class Identity(models.Model):
    """An account at the identity provider, bound to a person at their first sign-in. Nothing else counts from then on:
    not the e-mail address, which changes hands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    sensitivity = sorted_fields(quasi=["subject"], safe=["issuer"])
    standing = {}
    with_it = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=Q(released_at__isnull=True), name="access_identity_account"
            ),
            models.UniqueConstraint(
                fields=["issuer", "person"], condition=Q(released_at__isnull=True), name="access_identity_person"
            ),
            models.CheckConstraint(
                name="access_identity_released",
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]


class SignInsEnded(models.Model):
    """An administrator ended every sign-in of a person at once. What began before that moment is out; what comes after
    it must be a sign-in that was made afresh at the provider. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    sensitivity = sorted_fields()
    standing = {}
    with_it = ()

    class Meta:
        indexes = [models.Index(fields=["person", "-ended_at"], name="access_signinsended_person")]


class LocalAccount(models.Model):
    """An emergency account of one person, for when the identity provider is down: a hash, and a last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hash = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=10, blank=True, choices=[(e.value, e.value) for e in AccountEnd])

    sensitivity = sorted_fields(protected=["hash"], safe=["until", "ended_why"])
    standing = {}
    with_it = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="access_localaccount_one"
            ),
            models.CheckConstraint(
                name="access_localaccount_ended",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
            ),
        ]


class LocalUse(models.Model):
    """A use of an emergency account, or failed tries at one. The named seniors see it at once, and say what they found.

    `person` is whose account it was; nobody, where the e-mail address is not on the list of staff. No nation: every
    nation's seniors see it. `times`: failed tries that came together after the lock stand in one row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(LocalAccount, null=True, on_delete=models.PROTECT, related_name="uses")
    nation = models.CharField(max_length=10, blank=True)
    result = models.CharField(max_length=10, choices=[(o.value, o.value) for o in LocalOutcome])
    times = models.PositiveIntegerField(default=1)
    reason = models.TextField(max_length=1000, blank=True)
    until = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    review_note = models.TextField(max_length=2000, blank=True)

    sensitivity = sorted_fields(
        narrative=["reason", "review_note"], safe=["at", "account", "nation", "result", "times", "until", "outcome"]
    )
    with_it = ("person", "reviewed_by")
    standing = {Scope.NATION: lambda held: Q(nation__in=(held.nation, ""))}

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_localuse_person")]
        constraints = [
            models.CheckConstraint(
                name="access_localuse_reviewed",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="access_localuse_in",
                condition=Q(result="IN", until__isnull=False, person__isnull=False, account__isnull=False)
                | (~Q(result="IN") & Q(until__isnull=True)),
            ),
        ]


# The people and the thread lie below this area and cannot say these things of themselves.


def _with_posts(there):
    """Staff who hold, held or will hold a post there."""
    return Q(is_service=False) & Exists(Post.objects.filter(there, person=OuterRef("pk")))


def _in_area(held):
    return Q(team__area_id=held.area_id) | Q(area_id=held.area_id)


def _in_nation(held):
    return Q(team__area__nation=held.nation) | Q(area__nation=held.nation) | Q(nation=held.nation)


Person.standing = {
    Scope.TEAM_CASES: lambda held: _with_posts(Q(team_id=held.team_id)),
    Scope.AREA: lambda held: _with_posts(_in_area(held)),
    # Whoever has no post yet belongs to no nation: an administrator of either can give them one.
    Scope.NATION: lambda held: (
        _with_posts(_in_nation(held)) | (Q(is_service=False) & ~Exists(Post.objects.filter(person=OuterRef("pk"))))
    ),
}
Post.standing = {
    Scope.TEAM_CASES: lambda held: Q(team_id=held.team_id),
    Scope.AREA: _in_area,
    Scope.NATION: lambda held: _in_nation(held) & Q(person__is_service=False),
}
Team.standing = ServiceArea.standing = Event.standing = Link.standing = FieldChange.standing = {}
Post.with_it = ("person", "team__area", "area")
Person.with_it = Team.with_it = ServiceArea.with_it = Event.with_it = Link.with_it = FieldChange.with_it = ()
Person.sensitivity = sorted_fields(quasi=["name", "email"], safe=["is_service", "left_on"])
ServiceArea.sensitivity = sorted_fields(safe=["code", "name", "nation", "from_on", "to_on"])
Team.sensitivity = sorted_fields(safe=["area", "name"])
Post.sensitivity = sorted_fields(safe=["role", "team", "area", "nation", "from_on", "to_on"])
Event.sensitivity = sorted_fields(
    quasi=["actor_name"], safe=["at", "actor_id", "verb", "subject_kind", "subject_id", "facts", "request_id"]
)
Link.sensitivity = sorted_fields(safe=["at", "relation", "from_kind", "from_id", "to_kind", "to_id", "made_by_id"])
# What stood before and after an edit is as sensitive as the most sensitive column that has a history.
FieldChange.sensitivity = sorted_fields(protected=["before", "after"], safe=["at", "by_id", "table_name", "row_id"])
