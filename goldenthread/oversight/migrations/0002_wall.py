"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import append_only, behind_the_wall


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("oversight_decision"),
        append_only("oversight_decision"),
    ]
