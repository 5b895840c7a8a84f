"""The framework's sessions are ended and cleared by the application role."""

from django.db import migrations

from goldenthread.access.wall import may_delete


class Migration(migrations.Migration):
    dependencies = [("access", "0002_wall"), ("sessions", "0001_initial")]

    operations = [may_delete("django_session")]
