"""Staff and where they work."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q

from goldenthread.kernel.ids import new_id
from goldenthread.people.rules import ROLE_NAMES, Nation, Role


class Person(models.Model):
    """A member of staff, or a service person for work that no member of staff does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(unique=True)
    is_service = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    def __str__(self):
        return str(self.pk)


class ServiceArea(models.Model):
    """A service area of one nation, for as long as it exists (areas are redrawn)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=10, choices=[(n.value, n.value) for n in Nation])
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    def __str__(self):
        return self.name


class Team(models.Model):
    """A team within a service area."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="people_team_name")]

    def __str__(self):
        return self.name


class Post(models.Model):
    """A role that a person holds, where, from a day until a day. An ended post gives nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="posts")
    area = models.ForeignKey(ServiceArea, null=True, on_delete=models.PROTECT, related_name="posts")
    nation = models.CharField(max_length=10, blank=True, choices=[(n.value, n.value) for n in Nation])
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "role"], name="people_post_team_role")]
        constraints = [
            models.CheckConstraint(
                name="people_post_one_place",
                condition=Q(team__isnull=False, area__isnull=True, nation="")
                | Q(team__isnull=True, area__isnull=False, nation="")
                | (Q(team__isnull=True, area__isnull=True) & ~Q(nation="")),
            ),
            models.CheckConstraint(
                name="people_post_dates", condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on"))
            ),
            ExclusionConstraint(
                name="people_post_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (
                        Func(
                            "from_on",
                            "to_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def role_name(self):
        """The role in plain words, untranslated."""
        return ROLE_NAMES[Role(self.role)]
