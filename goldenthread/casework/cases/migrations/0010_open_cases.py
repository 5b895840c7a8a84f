from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_search")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["area", "adviser"], name="cases_case_area_open", condition=~Q(stage="CLOSED")),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["team", "adviser"], name="cases_case_team_open", condition=~Q(stage="CLOSED")),
        ),
    ]
