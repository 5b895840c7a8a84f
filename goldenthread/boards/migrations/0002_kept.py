"""What is append-only, and what keeps the history of its fields."""

from django.db import migrations

from goldenthread.access.wall import append_only, history


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial"), ("access", "0002_wall")]

    operations = [
        append_only("boards_interest"),
        append_only("boards_pack"),
        history("boards_board"),
        history("boards_membership"),
        history("boards_meeting"),
        history("boards_agendaitem"),
        history("boards_boardpaper"),
        history("boards_minute"),
    ]
