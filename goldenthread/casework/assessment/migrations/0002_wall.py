"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("assessment_victimstatus"),
        behind_the_wall("assessment_statement"),
        history("assessment_victimstatus"),
        history("assessment_statement"),
    ]
