"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("recommendations_recommendation"),
        behind_the_wall("recommendations_option"),
        behind_the_wall("recommendations_weighing"),
        behind_the_wall("recommendations_patterntreatment"),
        behind_the_wall("recommendations_report"),
        history("recommendations_recommendation"),
        history("recommendations_option"),
        history("recommendations_weighing"),
        history("recommendations_patterntreatment"),
        history("recommendations_report"),
    ]
