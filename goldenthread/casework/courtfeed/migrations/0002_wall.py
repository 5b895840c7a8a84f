"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("courtfeed", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("courtfeed_payload", "case_id"),
        behind_the_wall("courtfeed_difference"),
        history("courtfeed_difference", "court_says", "we_have"),
        migrations.RunSQL("REVOKE ALL ON courtfeed_payload FROM app_web;", migrations.RunSQL.noop),
    ]
