"""Two tables of no record: they may be deleted, and are."""

from django.db import models

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person


class Draft(models.Model):
    """What one person typed on one page, by field. `case_id` puts it behind the wall of its case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    case_id = models.UUIDField(null=True)
    fields = models.JSONField()
    set_aside = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    sensitivity = sorted_fields(narrative=["fields"], safe=["path", "set_aside", "saved_at"])
    standing = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="drafts_draft_one")]


class Once(models.Model):
    """A form that has been taken, and where it led. The same key again leads there and does nothing."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    landed_on = models.CharField(max_length=500, blank=True)
    taken_at = models.DateTimeField()

    sensitivity = sorted_fields(safe=["key", "landed_on", "taken_at"])
    standing = {}
