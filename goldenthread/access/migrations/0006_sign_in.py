"""Accounts at the identity provider, ends of sign-ins, emergency accounts and their uses. No case hangs on any."""

import django.db.models.deletion
from django.db import migrations, models

import goldenthread.kernel.ids
from goldenthread.access.wall import append_only, history


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_glass_names_nobody"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldenthread.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hash", models.CharField(max_length=255)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_why",
                    models.CharField(blank=True, choices=[("REPLACED", "REPLACED"), ("ENDED", "ENDED")], max_length=10),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LocalUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldenthread.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("nation", models.CharField(blank=True, max_length=10)),
                (
                    "result",
                    models.CharField(choices=[("IN", "IN"), ("FAILED", "FAILED"), ("LOCKED", "LOCKED")], max_length=10),
                ),
                ("times", models.PositiveIntegerField(default=1)),
                ("reason", models.TextField(blank=True, max_length=1000)),
                ("until", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("review_note", models.TextField(blank=True, max_length=2000)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="access.localaccount",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignInsEnded",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldenthread.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldenthread.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("issuer", models.CharField(max_length=300)),
                ("subject", models.CharField(max_length=255)),
                ("bound_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("issuer", "subject"),
                        name="access_identity_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("issuer", "person"),
                        name="access_identity_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                            models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="access_identity_released",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="localaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("person",), name="access_localaccount_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="localaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="access_localaccount_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="localuse",
            index=models.Index(fields=["person", "-at"], name="access_localuse_person"),
        ),
        migrations.AddConstraint(
            model_name="localuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="access_localuse_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="localuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", False),
                        ("person__isnull", False),
                        ("result", "IN"),
                        ("until__isnull", False),
                    ),
                    models.Q(models.Q(("result", "IN"), _negated=True), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="access_localuse_in",
            ),
        ),
        migrations.AddIndex(
            model_name="signinsended",
            index=models.Index(fields=["person", "-ended_at"], name="access_signinsended_person"),
        ),
        append_only("access_signinsended"),
        history("access_identity"),
        # Of a passphrase nothing goes into a history, not even its hash.
        history("access_localaccount", "hash"),
    ]
