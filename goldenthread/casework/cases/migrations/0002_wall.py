"""The wall around cases, and the wall of its own around protected contact details.

A protected detail is open to whoever works the case, covers it, manages its team, or has it in their tray: by
the case's own columns and the posts of today, asked in the database. The owner reads cases for that question.
"""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall, history

# A case is its own case: the column is `id`.
CONTACT = """
CREATE FUNCTION gt_may_open_contact(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT of_case NOT IN (SELECT gt_hidden_cases()) AND (
    (session_user = 'app_importer' AND EXISTS (
      SELECT 1 FROM people_person p WHERE p.id = gt_person() AND p.is_service))
    OR EXISTS (
      SELECT 1 FROM cases_case c WHERE c.id = of_case AND (
        c.adviser_id = gt_person()
        OR (c.covered_by_id = gt_person() AND c.cover_until >= current_date)
        OR EXISTS (
          SELECT 1 FROM people_post p LEFT JOIN people_team t ON t.id = p.team_id
          WHERE p.person_id = gt_person() AND p.from_on <= current_date
            AND (p.to_on IS NULL OR p.to_on >= current_date)
            AND ((p.role IN ('PRACTICE_SUPERVISOR', 'SERVICE_MANAGER') AND p.team_id = c.team_id)
              OR (p.role = 'SERVICE_MANAGER' AND c.adviser_id IS NULL AND t.area_id = c.area_id)
              OR (p.role = 'DUTY_MANAGER' AND c.adviser_id IS NULL AND p.nation = c.nation))))))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("families", "0002_wall")]

    operations = [
        behind_the_wall("cases_case", "id"),
        behind_the_wall("cases_participation"),
        behind_the_wall("cases_hearing"),
        behind_the_wall("cases_allocation"),
        behind_the_wall("cases_conflictdeclaration"),
        migrations.RunSQL(
            "CREATE SEQUENCE cases_reference AS bigint START 100001;"
            "GRANT USAGE ON SEQUENCE cases_reference TO app_web, app_importer;",
            "DROP SEQUENCE cases_reference;",
        ),
        history("cases_case"),
        history("cases_participation"),
        history("cases_hearing"),
        migrations.RunSQL(CONTACT, "DROP FUNCTION gt_may_open_contact(uuid);"),
        behind_the_wall("families_protectedcontact", also="gt_may_open_contact(case_id)"),
    ]
