"""How a person is told, what they were told, the notices themselves, and whom e-mail does not reach.

None of these tables names a case. The first three stand behind a wall of their own: only the person whom a row is about
sees it, because what waits for someone can say that there is something of which others may not know.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldenthread.access.sensitivity import sorted_fields
from goldenthread.casework.families.models import choices
from goldenthread.kernel.ids import new_id
from goldenthread.notices.rules import USUAL, How, Kind, Language, NoticeState
from goldenthread.people.models import Person


class Choice(models.Model):
    """How a person wishes to be told, and in which language; no language while they have not chosen.

    `email_off`: no e-mail may go to their address. It is neutral: this row does not say why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=choices(How), default=USUAL)
    language = models.CharField(max_length=5, choices=choices(Language), blank=True)
    email_off = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    standing = {}
    with_it = ()
    sensitivity = sorted_fields(protected=["email_off"], safe=["how", "language", "version"])


class Told(models.Model):
    """What a person was told last of one kind. `things` are fingerprints under the service's key: they name nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(Kind))
    things = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    told_at = models.DateTimeField()

    standing = {}
    with_it = ()
    sensitivity = sorted_fields(safe=["kind", "things"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notices_told_once")]


class Notice(models.Model):
    """One message to one person. `day`: the day of which it is the digest; none for a notice at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=20, choices=choices(Kind)))
    languages = ArrayField(models.CharField(max_length=5, choices=choices(Language)))
    day = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=choices(NoticeState), default=NoticeState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    ordered_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    standing = {}
    with_it = ()
    sensitivity = sorted_fields(safe=["kinds", "languages", "day", "state", "tries"])

    class Meta:
        indexes = [models.Index(fields=["person", "-ordered_at"], name="notices_notice_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(day__isnull=False), name="notices_notice_one_digest"
            ),
            # One at a time: where the mail server is away, notices do not pile up.
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["WAITING", "SENDING"]), name="notices_notice_one_under_way"
            ),
        ]


class Unreached(models.Model):
    """That a mail server refused a person's address for good. Administrators see it; it says nothing of any family."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    standing = {}
    with_it = ()
    sensitivity = sorted_fields()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="notices_unreached_one")
        ]
