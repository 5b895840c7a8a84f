"""What is append-only in the registers; the numbers of risks."""

from django.db import migrations

from goldenthread.access.wall import append_only


class Migration(migrations.Migration):
    dependencies = [("improvement", "0004_registers")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE improvement_risk_reference AS bigint START 101;"
            "GRANT USAGE ON SEQUENCE improvement_risk_reference TO app_web, app_importer, app_worker;",
            "DROP SEQUENCE improvement_risk_reference;",
        ),
        append_only("improvement_receivednote"),
        append_only("improvement_risknote"),
    ]
