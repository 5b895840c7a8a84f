"""When, by whom and why a case was closed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_local_authority"),
        ("people", "0002_head_office"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="closed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="closed_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("WITHDRAWN", "WITHDRAWN"),
                    ("REFUSED", "REFUSED"),
                    ("NO_ORDER", "NO_ORDER"),
                    ("FINAL_ORDER", "FINAL_ORDER"),
                    ("CONSOLIDATED", "CONSOLIDATED"),
                    ("HOUSEKEEPING", "HOUSEKEEPING"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", True), ("closed_on__isnull", True), ("closed_why", "")),
                    models.Q(
                        ("closed_by__isnull", False),
                        ("closed_on__isnull", False),
                        ("stage", "CLOSED"),
                        models.Q(("closed_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cases_case_closed",
            ),
        ),
    ]
