"""The wall: what hangs on a case stands behind it."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("enquiry", "0001_initial"), ("access", "0002_wall")]

    operations = [
        behind_the_wall("enquiry_lineofenquiry"),
        behind_the_wall("enquiry_contact"),
        history("enquiry_lineofenquiry"),
        history("enquiry_contact", "said"),
    ]
