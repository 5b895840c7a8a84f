"""The second wall: row security in PostgreSQL, as operations for migrations.

Every table that hangs on a case has a column with the case's identifier and stands behind `wall`. The policy
asks one question of the row: is its case hidden from the person named on this connection? It looks first whether
the case is restricted at all, by the index of `access_walled`; of those few alone it asks `gt_knows` whether the
person is named. So a query pays for the rows that it looks at, however many cases were ever restricted. Nobody
named: `gt_person()` raises at the first row, whatever it hangs on, so an unnamed connection gets an error: never
an empty list where there is something, and never a full one while nothing is restricted.
"""

from django.db.migrations import RunSQL

# Every role under which the product works. What one of them may do with a table the others may do as well; where it is
# otherwise, a migration says so by name.
APPLICATION_ROLES = "app_web, app_importer, app_worker"

# gt_hidden_cases() is gone since access 0008: functions of older migrations name it until then.
FUNCTIONS = """
CREATE FUNCTION gt_person() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE named text := current_setting('app.person', true);
BEGIN
  IF named IS NULL OR named = '' THEN
    RAISE EXCEPTION 'nobody is named on this connection' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN named::uuid;
END $$;

CREATE FUNCTION gt_hidden_cases() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.case_id FROM access_restriction r
  WHERE r.lifted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM access_named n
    WHERE n.restriction_id = r.id AND n.person_id = gt_person() AND n.ended_at IS NULL
      AND (n.until IS NULL OR n.until > now()))
  -- The importer must be able to add the court's later version to a restricted case: the service person,
  -- and only on the importer's own database role.
  AND NOT (session_user = 'app_importer' AND EXISTS (
    SELECT 1 FROM people_person p WHERE p.id = gt_person() AND p.is_service))
$$;

CREATE FUNCTION gt_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION gt_field_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := to_jsonb(OLD); is_now jsonb := to_jsonb(NEW); b jsonb; a jsonb;
BEGIN
  SELECT jsonb_object_agg(k, was->k), jsonb_object_agg(k, is_now->k) INTO b, a
  FROM jsonb_object_keys(is_now) AS k WHERE was->k IS DISTINCT FROM is_now->k AND NOT k = ANY (TG_ARGV);
  IF a IS NULL THEN RETURN NULL; END IF;
  INSERT INTO thread_fieldchange (at, by_id, table_name, row_id, case_id, before, after)
  VALUES (now(), nullif(current_setting('app.person', true), '')::uuid, TG_TABLE_NAME, NEW.id,
          CASE WHEN TG_TABLE_NAME = 'cases_case' THEN NEW.id ELSE (is_now->>'case_id')::uuid END, b, a);
  RETURN NULL;
END $$;
"""

# Both belong to the owner, who is under FORCE as well: the two tables that they read let the owner see all rows by a
# policy of their own, and nothing else in the product does. The view holds identifiers alone and nobody writes to it.
# It is read as part of a query, by index or as a whole, whichever is less; a function is not, and cannot be.
KNOWS = f"""
CREATE OR REPLACE FUNCTION gt_knows(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM access_restriction r WHERE r.case_id = of_case AND r.lifted_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM access_named n
      WHERE n.restriction_id = r.id AND n.person_id = gt_person() AND n.ended_at IS NULL
        AND (n.until IS NULL OR n.until > now())))
  -- The importer must be able to add the court's later version to a restricted case: the service person,
  -- and only on the importer's own database role.
  OR (session_user = 'app_importer' AND EXISTS (
    SELECT 1 FROM people_person p WHERE p.id = gt_person() AND p.is_service))
$$;

CREATE OR REPLACE VIEW access_walled AS SELECT case_id AS walled FROM access_restriction WHERE lifted_at IS NULL;
REVOKE ALL ON access_walled FROM {APPLICATION_ROLES};
GRANT SELECT ON access_walled TO {APPLICATION_ROLES};
"""  # noqa: S608 (our own words)


# True, or an error, also where no case is restricted or the row hangs on none. As a query of its own it is asked once,
# at the first row, and not again at each: over 323,000 rows of the log that was 85 ms in place of 514.
NAMED = "((SELECT gt_person()) IS NOT NULL)"


def knows(column: str, table: str = "") -> str:
    """The SQL that is true of a row whose case this person may know of. `table`: whose row it is."""
    if table == "access_restriction":  # which the view reads: it cannot ask the view
        return f"gt_knows({column})"
    return f"(NOT EXISTS (SELECT FROM access_walled w WHERE w.walled = {column}) OR gt_knows({column}))"  # noqa: S608


def behind_the_wall(table: str, *columns: str, also: str = "") -> RunSQL:
    """Row security, enabled and forced, on a table whose `columns` (default: case_id) name its cases.

    A row with no case is open. `also` is a further condition in SQL that must hold.
    """
    clause = " AND ".join([NAMED, *(f"({c} IS NULL OR {knows(c, table)})" for c in columns or ("case_id",))])
    if also:
        clause = f"{clause} AND ({also})"
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY wall ON {table} USING ({clause}) WITH CHECK ({clause});",
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(table: str) -> RunSQL:
    """No UPDATE and no DELETE: withheld by grant, and refused by a row trigger for whoever has the right."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLES};"
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION gt_append_only();",
        f"DROP TRIGGER append_only ON {table};",
    )


def history(table: str, *leave_out: str) -> RunSQL:
    """Each edit of a row is written to `thread_fieldchange` by the database, but for the columns left out."""
    arguments = ", ".join(f"'{name}'" for name in ("version", *leave_out))
    return RunSQL(
        f"CREATE TRIGGER field_change AFTER UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION gt_field_change({arguments});",
        f"DROP TRIGGER field_change ON {table};",
    )


def may_delete(table: str) -> RunSQL:
    """Gives the application roles DELETE on a table that holds nothing of the record (drafts, sessions)."""
    return RunSQL(
        f"GRANT DELETE ON {table} TO {APPLICATION_ROLES};",
        f"REVOKE DELETE ON {table} FROM {APPLICATION_ROLES};",
    )
