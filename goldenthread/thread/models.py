"""The two append-only tables. Written in `operations.py` and nowhere else (an import contract holds it)."""

from django.db import models

from goldenthread.kernel.ids import new_id
from goldenthread.thread.relations import Relation


class Event(models.Model):
    """One line of the log: who did what, when, on what.

    `facts` holds what the verb's list in `verbs.py` allows and nothing else: codes, dates, from and to;
    never narrative and never a family's name. `actor_name` is the member of staff's name as it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    request_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"], name="thread_event_case_at"),
            models.Index(fields=["subject_id", "-at"], name="thread_event_subject_at"),
            models.Index(fields=["actor_id", "-at"], name="thread_event_actor_at"),
        ]


class Link(models.Model):
    """The later thing (`from_`) rests on the earlier one (`to_`). Never the other way about.

    The case of each end stands on the row, so that the wall can hide a link either end of which is hidden.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    relation = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Relation])
    from_kind = models.CharField(max_length=80)
    from_id = models.UUIDField()
    from_case_id = models.UUIDField(null=True)
    to_kind = models.CharField(max_length=80)
    to_id = models.UUIDField()
    to_case_id = models.UUIDField(null=True)
    made_by_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_id", "relation", "to_id"], name="thread_link_once"),
            models.CheckConstraint(condition=~models.Q(from_id=models.F("to_id")), name="thread_link_no_loop"),
            models.CheckConstraint(
                condition=models.Q(relation__in=[r.value for r in Relation]), name="thread_link_relation"
            ),
        ]
        indexes = [models.Index(fields=["to_id"], name="thread_link_to")]


class FieldChange(models.Model):
    """What a database trigger wrote when a row that can be edited was edited: field, before and after.

    Bulk code cannot skip it. It stands behind the same wall as the row itself. Never read to decide.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    table_name = models.CharField(max_length=80)
    row_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["row_id", "-at"], name="thread_fieldchange_row")]
