"""What is append-only, and what keeps the history of its fields; the numbers of actions."""

from django.db import migrations

from goldenthread.access.wall import append_only, history


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("access", "0002_wall")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE actions_reference AS bigint START 1001;"
            "GRANT USAGE ON SEQUENCE actions_reference TO app_web, app_importer, app_worker;",
            "DROP SEQUENCE actions_reference;",
        ),
        append_only("actions_note"),
        append_only("actions_round"),
        append_only("actions_effectlook"),
        history("actions_action"),
        history("actions_ownerpost"),
        history("actions_holding"),
    ]
