"""What is append-only, and what keeps the history of its fields."""

from django.db import migrations

from goldenthread.access.wall import append_only, history


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial"), ("access", "0002_wall")]

    operations = [
        append_only("learning_reading"),
        append_only("learning_teamanswer"),
        history("learning_learningpoint"),
    ]
