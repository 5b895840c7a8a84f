"""What is append-only, and what keeps the history of its fields."""

from django.db import migrations

from goldenthread.access.wall import append_only, history


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("access", "0002_wall")]

    operations = [
        append_only("improvement_planversion"),
        append_only("improvement_riskscore"),
        append_only("improvement_areareport"),
        history("improvement_plan"),
        history("improvement_priority"),
        history("improvement_planline"),
        history("improvement_knowby"),
        history("improvement_receivedreport"),
        history("improvement_receivedrecommendation"),
        history("improvement_risk"),
        history("improvement_control"),
    ]
