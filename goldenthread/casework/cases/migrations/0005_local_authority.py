"""The local authority in whose area the children live, or which has applied, as told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_no_area_yet"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="local_authority",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
