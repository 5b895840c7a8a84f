"""When and by whom advice was agreed, and why an agreement lapsed: the report and the adviser read it here."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("recommendations", "0002_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="agreed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="agreed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="lapsed_why",
            field=models.TextField(blank=True, max_length=4000),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="recommendations_agreed",
            ),
        ),
    ]
