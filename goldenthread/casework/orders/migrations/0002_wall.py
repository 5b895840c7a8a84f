"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("orders_order"),
        behind_the_wall("orders_childorder"),
        history("orders_order"),
        history("orders_childorder"),
    ]
