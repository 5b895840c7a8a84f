"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("harm", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("harm_pattern"),
        behind_the_wall("harm_patterntowards"),
        behind_the_wall("harm_patternstatus"),
        behind_the_wall("harm_incident"),
        history("harm_pattern"),
    ]
