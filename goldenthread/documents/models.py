"""The organisation's templates, version by version. They hold nothing of any family."""

from django.db import models
from django.db.models import Q

from goldenthread.access.permissions import Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.documents.rules import TemplateState, TemplateUse
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person
from goldenthread.people.rules import Nation


def _choices(enum):
    return [(member.value, member.value) for member in enum]


class Template(models.Model):
    """One version of a template: what it is for, in which nation and language, and the Word file itself.

    A version never changes; `unknown_fields` are the fields in it that nothing fills. One version is in force for
    each use, nation and language. Where there is none for Welsh, the English one is used.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    use = models.CharField(max_length=20, choices=_choices(TemplateUse))
    nation = models.CharField(max_length=10, choices=_choices(Nation))
    language = models.CharField(max_length=5, choices=[("en-gb", "en-gb"), ("cy", "cy")])
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    note = models.TextField(max_length=1000, blank=True)
    body = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    unknown_fields = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=_choices(TemplateState), default=TemplateState.DRAFT)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    in_force_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    retired_why = models.TextField(max_length=1000, blank=True)

    case_id = None
    with_it = ("added_by", "in_force_by", "retired_by")
    standing = {
        Scope.NATION: lambda held: Q(nation=held.nation),
        Scope.EVERYTHING: lambda held: Q(pk__isnull=False),
    }
    sensitivity = sorted_fields(
        narrative=["name", "note", "retired_why"],
        safe=["use", "nation", "language", "number", "body", "fingerprint", "unknown_fields", "state"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "nation", "language", "number"], name="documents_template_number"),
            models.UniqueConstraint(
                fields=["use", "nation", "language"], condition=Q(state="IN_FORCE"), name="documents_template_one"
            ),
            models.CheckConstraint(
                name="documents_template_in_force",
                condition=Q(in_force_at__isnull=True, in_force_by__isnull=True)
                | Q(in_force_at__isnull=False, in_force_by__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_template_retired",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]
