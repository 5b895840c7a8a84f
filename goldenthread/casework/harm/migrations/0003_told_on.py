"""The day on which we were told: what happened years ago is not late when it was told today."""

from django.db import migrations, models
from django.db.models.functions import TruncDate


def told_when_written(apps, editor):
    """Rows from before are taken as told on the day on which they were written down."""
    for name in ("Pattern", "Incident"):
        apps.get_model("harm", name).objects.update(told_on=TruncDate("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [("harm", "0002_wall")]

    operations = [
        migrations.AddField("pattern", "told_on", models.DateField(null=True)),
        migrations.AddField("incident", "told_on", models.DateField(null=True)),
        migrations.RunPython(told_when_written, migrations.RunPython.noop),
        migrations.AlterField("pattern", "told_on", models.DateField()),
        migrations.AlterField("incident", "told_on", models.DateField()),
    ]
