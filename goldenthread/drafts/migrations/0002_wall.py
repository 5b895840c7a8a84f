"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, may_delete


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("drafts_draft", also="person_id = gt_person()"),
        may_delete("drafts_draft"),
        may_delete("drafts_once"),
    ]
