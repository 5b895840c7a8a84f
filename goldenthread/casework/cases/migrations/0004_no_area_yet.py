"""A case from the feed has no service area until someone takes it: it waits for every service manager of its nation.

The question of the contact wall says the same as the scope AREA_TRAY in `access/standing.py`.
"""

from django.db import migrations

WORKS = """
CREATE OR REPLACE FUNCTION gt_works_case(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT of_case NOT IN (SELECT gt_hidden_cases()) AND (
    (session_user = 'app_importer' AND EXISTS (
      SELECT 1 FROM people_person p WHERE p.id = gt_person() AND p.is_service))
    OR EXISTS (
      SELECT 1 FROM cases_case c WHERE c.id = of_case AND (
        c.adviser_id = gt_person()
        OR (c.covered_by_id = gt_person() AND c.cover_until >= current_date)
        OR EXISTS (
          SELECT 1 FROM people_post p
            LEFT JOIN people_team t ON t.id = p.team_id LEFT JOIN people_servicearea a ON a.id = t.area_id
          WHERE p.person_id = gt_person() AND p.from_on <= current_date
            AND (p.to_on IS NULL OR p.to_on >= current_date)
            AND ((p.role IN ('PRACTICE_SUPERVISOR', 'SERVICE_MANAGER') AND p.team_id = c.team_id)
              OR (p.role = 'SERVICE_MANAGER' AND c.adviser_id IS NULL
                  AND (t.area_id = c.area_id OR (c.area_id IS NULL AND a.nation = c.nation)))
              OR (p.role = 'DUTY_MANAGER' AND c.adviser_id IS NULL AND p.nation = c.nation))))))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_glass_opens_no_contact"), ("people", "0001_initial")]

    operations = [migrations.RunSQL(WORKS, migrations.RunSQL.noop)]
