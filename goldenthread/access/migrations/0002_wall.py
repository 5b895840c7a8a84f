"""The wall: its functions, and the tables of this area and of the thread behind it.

Restrictions and who is named on them are written only through functions that ask the questions themselves:
the application role has no INSERT or UPDATE on those tables, so no hand-written SQL can name anyone.
"""

from django.db import migrations

from goldenthread.access.wall import FUNCTIONS, KNOWS, NAMED, append_only, behind_the_wall

RESTRICT = """
CREATE FUNCTION gt_restrict(new_id uuid, of_case uuid, reference text, in_nation text, for_reason text,
                            because text, people uuid[], at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_case IN (SELECT gt_hidden_cases()) THEN
    RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_restriction (id, case_id, case_reference, nation, reason, why, placed_at, placed_by_id)
  VALUES (new_id, of_case, reference, in_nation, for_reason, because, at, gt_person());
  INSERT INTO access_named (id, restriction_id, case_id, person_id, by_glass, named_at, named_by_id)
  SELECT gen_random_uuid(), new_id, of_case, p, false, at, gt_person()
  FROM unnest(array_append(people, gt_person())) AS p GROUP BY p;
END $$;

CREATE FUNCTION gt_name(of_case uuid, who uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_case IN (SELECT gt_hidden_cases()) THEN
    RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_named (id, restriction_id, case_id, person_id, by_glass, named_at, named_by_id)
  SELECT gen_random_uuid(), r.id, of_case, who, false, at, gt_person()
  FROM access_restriction r WHERE r.case_id = of_case AND r.lifted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM access_named n WHERE n.restriction_id = r.id AND n.person_id = who
      AND n.ended_at IS NULL AND n.until IS NULL);
END $$;

CREATE FUNCTION gt_unname(of_case uuid, who uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_case IN (SELECT gt_hidden_cases()) THEN
    RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_named SET ended_at = at, ended_by_id = gt_person()
  WHERE case_id = of_case AND person_id = who AND ended_at IS NULL;
END $$;

CREATE FUNCTION gt_lift(of_case uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_case IN (SELECT gt_hidden_cases()) THEN
    RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_restriction SET lifted_at = at, lifted_by_id = gt_person()
  WHERE case_id = of_case AND lifted_at IS NULL;
END $$;

-- Answers nothing (NULL) both for a reference that does not exist and for a case that is not restricted, so
-- that it cannot be used to find out which references exist.
CREATE FUNCTION gt_break_glass(new_id uuid, reference text, because text, at timestamptz, ends timestamptz)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r access_restriction%ROWTYPE;
BEGIN
  SELECT * INTO r FROM access_restriction
  WHERE case_reference = reference AND lifted_at IS NULL AND case_id IN (SELECT gt_hidden_cases());
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO access_glassbreak (id, case_id, case_reference, nation, reason, broken_at, broken_by_id, until,
                                 outcome, review_note)
  VALUES (new_id, r.case_id, r.case_reference, r.nation, because, at, gt_person(), ends, '', '');
  INSERT INTO access_named (id, restriction_id, case_id, person_id, by_glass, named_at, named_by_id, until)
  VALUES (gen_random_uuid(), r.id, r.case_id, gt_person(), true, at, gt_person(), ends);
  RETURN r.case_id;
END $$;
"""

# A use of break-glass is seen by whoever broke it and by the named seniors of the nation. The seniors are not
# named on the case: they see that it was opened, by whom and why, and nothing of the family.
GLASS = f"""
ALTER TABLE access_glassbreak ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_glassbreak FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON access_glassbreak FOR ALL TO app_web, app_importer USING (
  {NAMED} AND (broken_by_id = gt_person() OR EXISTS (
    SELECT 1 FROM people_post p WHERE p.person_id = gt_person() AND p.role = 'NAMED_SENIOR'
      AND p.nation = access_glassbreak.nation AND p.from_on <= current_date
      AND (p.to_on IS NULL OR p.to_on >= current_date))));
"""  # noqa: S608 (our own words)
OWNER = "".join(
    f"CREATE POLICY owner_reads ON {table} TO app_owner USING (true) WITH CHECK (true);"
    for table in ("access_restriction", "access_named", "access_glassbreak")
)
WITHHOLD = """
REVOKE INSERT, UPDATE ON access_restriction, access_named FROM app_web, app_importer;
REVOKE INSERT ON access_glassbreak FROM app_web, app_importer;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("thread", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS + KNOWS, migrations.RunSQL.noop),
        migrations.RunSQL(RESTRICT, migrations.RunSQL.noop),
        behind_the_wall("access_viewlog"),
        behind_the_wall("access_restriction"),
        behind_the_wall("access_named"),
        migrations.RunSQL(GLASS + OWNER + WITHHOLD, migrations.RunSQL.noop),
        append_only("access_viewlog"),
        behind_the_wall("thread_event"),
        append_only("thread_event"),
        behind_the_wall("thread_link", "from_case_id", "to_case_id"),
        append_only("thread_link"),
        behind_the_wall("thread_fieldchange"),
        append_only("thread_fieldchange"),
    ]
