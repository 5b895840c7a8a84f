"""A contact detail put behind the wall must not stay readable in the field history of its open row."""

from django.db import migrations

from goldenthread.access.wall import history


class Migration(migrations.Migration):
    dependencies = [("families", "0002_wall")]

    operations = [
        migrations.RunSQL(
            "DROP TRIGGER field_change ON families_contactdetail;",
            "CREATE TRIGGER field_change AFTER UPDATE ON families_contactdetail "
            "FOR EACH ROW EXECUTE FUNCTION gt_field_change('version');",
        ),
        history("families_contactdetail", "value"),
    ]
