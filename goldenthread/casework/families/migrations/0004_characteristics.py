"""Ethnic group and disability, as told: behind the wall, and never changed once told."""

import django.db.models.deletion
from django.db import migrations, models

import goldenthread.kernel.ids
from goldenthread.access.wall import append_only, behind_the_wall


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0003_no_value_in_history"),
        ("access", "0002_wall"),
        ("people", "0002_head_office"),
    ]

    operations = [
        migrations.CreateModel(
            name="Characteristic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldenthread.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.UUIDField(db_index=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(choices=[("ETHNICITY", "ETHNICITY"), ("DISABILITY", "DISABILITY")], max_length=10),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("STATED", "STATED"), ("DECLINED", "DECLINED"), ("NOT_KNOWN", "NOT_KNOWN")],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("WHITE_BRITISH", "WHITE_BRITISH"),
                            ("WHITE_IRISH", "WHITE_IRISH"),
                            ("WHITE_TRAVELLER", "WHITE_TRAVELLER"),
                            ("WHITE_ROMA", "WHITE_ROMA"),
                            ("WHITE_OTHER", "WHITE_OTHER"),
                            ("MIXED_CARIBBEAN", "MIXED_CARIBBEAN"),
                            ("MIXED_AFRICAN", "MIXED_AFRICAN"),
                            ("MIXED_ASIAN", "MIXED_ASIAN"),
                            ("MIXED_OTHER", "MIXED_OTHER"),
                            ("ASIAN_INDIAN", "ASIAN_INDIAN"),
                            ("ASIAN_PAKISTANI", "ASIAN_PAKISTANI"),
                            ("ASIAN_BANGLADESHI", "ASIAN_BANGLADESHI"),
                            ("ASIAN_CHINESE", "ASIAN_CHINESE"),
                            ("ASIAN_OTHER", "ASIAN_OTHER"),
                            ("BLACK_CARIBBEAN", "BLACK_CARIBBEAN"),
                            ("BLACK_AFRICAN", "BLACK_AFRICAN"),
                            ("BLACK_OTHER", "BLACK_OTHER"),
                            ("OTHER_ARAB", "OTHER_ARAB"),
                            ("OTHER_ANY", "OTHER_ANY"),
                            ("YES", "YES"),
                            ("NO", "NO"),
                        ],
                        max_length=20,
                    ),
                ),
                ("scheme", models.CharField(max_length=20)),
                ("own_words", models.CharField(blank=True, max_length=300)),
                (
                    "said_by",
                    models.CharField(
                        choices=[
                            ("SELF", "SELF"),
                            ("PARENT_OR_CARER", "PARENT_OR_CARER"),
                            ("PROFESSIONAL", "PROFESSIONAL"),
                            ("COURT_FILE", "COURT_FILE"),
                        ],
                        max_length=20,
                    ),
                ),
                ("why_here", models.TextField(blank=True, max_length=2000)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="characteristics",
                        to="families.familymember",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "kind", "-recorded_at", "-id"], name="families_trait_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "STATED"), ("code__gt", "")),
                            models.Q(models.Q(("answer", "STATED"), _negated=True), ("code", "")),
                            _connector="OR",
                        ),
                        name="families_trait_stated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code", ""),
                            models.Q(
                                (
                                    "code__in",
                                    [
                                        "WHITE_BRITISH",
                                        "WHITE_IRISH",
                                        "WHITE_TRAVELLER",
                                        "WHITE_ROMA",
                                        "WHITE_OTHER",
                                        "MIXED_CARIBBEAN",
                                        "MIXED_AFRICAN",
                                        "MIXED_ASIAN",
                                        "MIXED_OTHER",
                                        "ASIAN_INDIAN",
                                        "ASIAN_PAKISTANI",
                                        "ASIAN_BANGLADESHI",
                                        "ASIAN_CHINESE",
                                        "ASIAN_OTHER",
                                        "BLACK_CARIBBEAN",
                                        "BLACK_AFRICAN",
                                        "BLACK_OTHER",
                                        "OTHER_ARAB",
                                        "OTHER_ANY",
                                    ],
                                ),
                                ("kind", "ETHNICITY"),
                            ),
                            models.Q(("code__in", ["YES", "NO"]), ("kind", "DISABILITY")),
                            _connector="OR",
                        ),
                        name="families_trait_code",
                    ),
                ],
            },
        ),
        behind_the_wall("families_characteristic"),
        append_only("families_characteristic"),
    ]
