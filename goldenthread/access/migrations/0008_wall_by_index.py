from django.db import migrations
from django.db.migrations import RunSQL

from goldenthread.access.wall import KNOWS

# Walls and functions that stand already ask by index whether a case is restricted, as new ones do: see `knows` in
# goldenthread.access.wall. Each as it is written down, so that none can be forgotten; whatever still names the old
# question at the end stops the migration.
BY_INDEX = r"""
DO $$
DECLARE
  p record;
  old constant text := '\(NOT \(([a-z_.]+) IN \( SELECT gt_hidden_cases\(\) AS gt_hidden_cases\)\)\)';
  new text;
BEGIN
  FOR p IN
    SELECT c.relname, l.polname, pg_get_expr(l.polqual, l.polrelid) AS using_, pg_get_expr(l.polwithcheck, l.polrelid) AS check_
    FROM pg_policy l JOIN pg_class c ON c.oid = l.polrelid
    WHERE concat(pg_get_expr(l.polqual, l.polrelid), pg_get_expr(l.polwithcheck, l.polrelid)) ~ old
  LOOP
    new := CASE WHEN p.relname = 'access_restriction' THEN 'gt_knows(\1)'
      ELSE '((NOT EXISTS (SELECT FROM access_walled w WHERE w.walled = \1)) OR gt_knows(\1))' END;
    IF p.using_ IS NOT NULL THEN
      EXECUTE format('ALTER POLICY %I ON %I USING (%s)', p.polname, p.relname, regexp_replace(p.using_, old, new, 'g'));
    END IF;
    IF p.check_ IS NOT NULL THEN
      EXECUTE format('ALTER POLICY %I ON %I WITH CHECK (%s)', p.polname, p.relname, regexp_replace(p.check_, old, new, 'g'));
    END IF;
  END LOOP;
  FOR p IN
    SELECT pg_get_functiondef(f.oid) AS made FROM pg_proc f
    WHERE f.pronamespace = 'public'::regnamespace AND f.proname <> 'gt_hidden_cases' AND f.prosrc ~ 'gt_hidden_cases'
  LOOP
    p.made := regexp_replace(p.made, '([a-z_.]+) NOT IN \(SELECT gt_hidden_cases\(\)\)',
      '(NOT EXISTS (SELECT FROM access_walled w WHERE w.walled = \1) OR gt_knows(\1))', 'g');
    p.made := regexp_replace(p.made, '([a-z_.]+) IN \(SELECT gt_hidden_cases\(\)\)', 'NOT gt_knows(\1)', 'g');
    EXECUTE p.made;
  END LOOP;
  SELECT f.proname AS name INTO p FROM pg_proc f
  WHERE f.pronamespace = 'public'::regnamespace AND f.proname <> 'gt_hidden_cases' AND f.prosrc ~ 'gt_hidden_cases';
  IF FOUND THEN
    RAISE EXCEPTION 'the function % still asks for every hidden case', p.name;
  END IF;
END $$;
DROP FUNCTION gt_hidden_cases();
"""


class Migration(migrations.Migration):
    # The last of those of the cases: no function that is made after this one asks the old question.
    dependencies = [("access", "0007_named_once"), ("cases", "0011_gate_in_welsh")]

    operations = [RunSQL(KNOWS + BY_INDEX, RunSQL.noop)]
