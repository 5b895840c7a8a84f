"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("families_familymember"),
        behind_the_wall("families_relationship"),
        behind_the_wall("families_contactdetail"),
        behind_the_wall("families_safecontactrule"),
        behind_the_wall("families_match", "case_id", "other_case_id"),
        history("families_familymember"),
        history("families_match"),
        history("families_contactdetail"),
    ]
