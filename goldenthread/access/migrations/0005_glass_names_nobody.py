"""Break-glass opens a case to read and decides nothing about who may know of it; the last one named stays.

Whoever is there by break-glass alone may not name, take off or lift, while a manager who is named for good could.
Where none is left, they may: a case must not be lost. Each of the three takes its turn at the restriction, so that
two people cannot take each other off at once and leave a case that nobody can open.
"""

from django.db import migrations

ALONE = """
CREATE FUNCTION gt_by_glass_alone(of_case uuid) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH for_good AS (
    SELECT n.person_id FROM access_named n JOIN access_restriction r ON r.id = n.restriction_id
    WHERE r.case_id = of_case AND r.lifted_at IS NULL AND n.ended_at IS NULL AND n.until IS NULL)
  SELECT EXISTS (SELECT 1 FROM access_restriction r WHERE r.case_id = of_case AND r.lifted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM for_good WHERE person_id = gt_person())
    AND EXISTS (
      SELECT 1 FROM for_good f JOIN people_post p ON p.person_id = f.person_id
      WHERE p.role IN ('SERVICE_MANAGER', 'ASSISTANT_DIRECTOR') AND p.from_on <= current_date
        AND (p.to_on IS NULL OR p.to_on >= current_date))
$$;

CREATE FUNCTION gt_may_name(of_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM access_restriction r WHERE r.case_id = of_case AND r.lifted_at IS NULL FOR UPDATE;
  IF of_case IN (SELECT gt_hidden_cases()) THEN
    RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF gt_by_glass_alone(of_case) THEN
    RAISE EXCEPTION 'opened by break-glass alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
"""
ACTS = """
CREATE OR REPLACE FUNCTION gt_name(of_case uuid, who uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM gt_may_name(of_case);
  INSERT INTO access_named (id, restriction_id, case_id, person_id, by_glass, named_at, named_by_id)
  SELECT gen_random_uuid(), r.id, of_case, who, false, at, gt_person()
  FROM access_restriction r WHERE r.case_id = of_case AND r.lifted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM access_named n WHERE n.restriction_id = r.id AND n.person_id = who
      AND n.ended_at IS NULL AND n.until IS NULL);
END $$;

CREATE OR REPLACE FUNCTION gt_unname(of_case uuid, who uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM gt_may_name(of_case);
  UPDATE access_named SET ended_at = at, ended_by_id = gt_person()
  WHERE case_id = of_case AND person_id = who AND ended_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION gt_lift(of_case uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM gt_may_name(of_case);
  UPDATE access_restriction SET lifted_at = at, lifted_by_id = gt_person()
  WHERE case_id = of_case AND lifted_at IS NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_glass_review"), ("people", "0001_initial")]

    operations = [migrations.RunSQL(ALONE + ACTS, migrations.RunSQL.noop)]
