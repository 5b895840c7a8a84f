"""A named senior leaves the line of a review, though the case stays hidden from them.

They are not named on the case, so the wall refuses whatever hangs on it; this lets through one line, about one
use of break-glass that they may see, in their own name.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sessions")]

    operations = [
        migrations.RunSQL(
            """
            CREATE POLICY glass_review ON thread_event FOR INSERT TO app_web WITH CHECK (
              verb = 'GLASS_REVIEWED' AND actor_id = gt_person() AND EXISTS (
                SELECT 1 FROM access_glassbreak g
                WHERE g.id = thread_event.subject_id AND g.case_id = thread_event.case_id
                  AND g.reviewed_by_id = gt_person()));
            """,
            "DROP POLICY glass_review ON thread_event;",
        ),
    ]
