from django.db import migrations
from django.db.migrations import RunSQL

# The walls that stand already ask who is named once a query, as new ones do: see NAMED in goldenthread.access.wall. As
# each policy is written down, so that none can be forgotten; on an empty database there is none that asks each row.
ONCE = """
DO $$
DECLARE
  p record;
  each constant text := '(gt_person() IS NOT NULL)';
  once constant text := '((SELECT gt_person()) IS NOT NULL)';
BEGIN
  FOR p IN
    SELECT c.relname, l.polname, pg_get_expr(l.polqual, l.polrelid) AS using_, pg_get_expr(l.polwithcheck, l.polrelid) AS check_
    FROM pg_policy l JOIN pg_class c ON c.oid = l.polrelid
    WHERE position(each IN concat(pg_get_expr(l.polqual, l.polrelid), pg_get_expr(l.polwithcheck, l.polrelid))) > 0
  LOOP
    IF p.using_ IS NOT NULL THEN
      EXECUTE format('ALTER POLICY %I ON %I USING (%s)', p.polname, p.relname, replace(p.using_, each, once));
    END IF;
    IF p.check_ IS NOT NULL THEN
      EXECUTE format('ALTER POLICY %I ON %I WITH CHECK (%s)', p.polname, p.relname, replace(p.check_, each, once));
    END IF;
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_sign_in")]

    operations = [RunSQL(ONCE, RunSQL.noop)]
