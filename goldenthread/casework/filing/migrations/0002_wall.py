"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("filing", "0001_initial"), ("access", "0002_wall")]

    operations = [behind_the_wall("filing_filing"), history("filing_filing")]
