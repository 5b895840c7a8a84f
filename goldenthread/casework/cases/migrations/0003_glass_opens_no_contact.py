"""Break-glass opens a case to read; protected contact details are not part of that, in one's own team either."""

from django.db import migrations

from goldenthread.access.wall import behind_the_wall

RULE = """
ALTER FUNCTION gt_may_open_contact(uuid) RENAME TO gt_works_case;
CREATE FUNCTION gt_may_open_contact(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT gt_works_case(of_case) AND NOT EXISTS (
    SELECT 1 FROM access_named n JOIN access_restriction r ON r.id = n.restriction_id
    WHERE r.case_id = of_case AND r.lifted_at IS NULL AND n.person_id = gt_person() AND n.by_glass
      AND n.ended_at IS NULL AND n.until > now() AND NOT EXISTS (
        SELECT 1 FROM access_named g WHERE g.restriction_id = r.id AND g.person_id = gt_person()
          AND g.ended_at IS NULL AND g.until IS NULL))
$$;
DROP POLICY wall ON families_protectedcontact;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall"), ("access", "0005_glass_names_nobody")]

    operations = [
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        behind_the_wall("families_protectedcontact", also="gt_may_open_contact(case_id)"),
    ]
