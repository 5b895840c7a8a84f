"""Each person's own: what waits for someone can say that there is something of which others may not know.

And one question of the worker's: may e-mail go to the address of the person who is named on this connection?
"""

from django.db import migrations

OWN = "".join(
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
    f"CREATE POLICY own ON {table} USING (person_id = gt_person()) WITH CHECK (person_id = gt_person());"
    for table in ("notices_choice", "notices_told", "notices_notice")
)

# The question is about every case, also one that is hidden from the person: so the owner, as whom the function runs,
# reads the tables that it asks, while the function says so, and at no other time. Only the worker may call
# it; it takes no address but the one of the person named; and it says yes or no. A staff member may be a party too, or
# may share a mailbox with one: an address counts wherever it stands among contact details that hold, or among protected
# ones at any time; and a rule counts for everyone who is, or may be, the same person.
ASKED = ("families_contactdetail", "families_protectedcontact", "families_safecontactrule", "families_match")
QUESTION = """
CREATE FUNCTION gt_names_address(told text, address text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN strpos(lower(told), address) = 0 THEN false ELSE EXISTS (
    SELECT 1 FROM regexp_split_to_table(lower(told), '[][[:space:]<>()",;:|/\\\\''?]+') AS part
    WHERE btrim(part, '.') = address) END
$$;

CREATE FUNCTION gt_email_allowed() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE address text; allowed boolean;
BEGIN
  SELECT lower(btrim(p.email)) INTO address FROM people_person p WHERE p.id = gt_person();
  IF coalesce(address, '') = '' THEN RETURN false; END IF;
  PERFORM set_config('app.asks', 'EMAIL', true);
  WITH RECURSIVE known (id) AS (
    SELECT d.member_id FROM families_contactdetail d
    WHERE d.kind = 'EMAIL' AND d.ended_at IS NULL AND gt_names_address(d.value, address)
    UNION
    SELECT CASE WHEN m.one_id = known.id THEN m.other_id ELSE m.one_id END
    FROM known JOIN families_match m ON known.id IN (m.one_id, m.other_id)
    WHERE m.state IN ('PROPOSED', 'MATCHED')
  )
  SELECT NOT EXISTS (SELECT 1 FROM families_safecontactrule r JOIN known ON known.id = r.member_id)
    AND NOT EXISTS (
      SELECT 1 FROM families_protectedcontact c WHERE c.kind = 'EMAIL' AND gt_names_address(c.value, address))
  INTO allowed;
  PERFORM set_config('app.asks', '', true);
  RETURN allowed;
END $$;
REVOKE ALL ON FUNCTION gt_email_allowed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gt_email_allowed() TO app_worker;
"""
READS = "".join(
    f"CREATE POLICY email_question ON {table} FOR SELECT TO app_owner "
    "USING (current_setting('app.asks', true) = 'EMAIL');"
    for table in ASKED
)
UNDONE = "DROP FUNCTION gt_email_allowed(); DROP FUNCTION gt_names_address(text, text);" + "".join(
    f"DROP POLICY email_question ON {table};" for table in ASKED
)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("access", "0002_wall"),
        ("cases", "0002_wall"),
        ("families", "0003_no_value_in_history"),
    ]

    operations = [
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
        migrations.RunSQL(QUESTION + READS, UNDONE),
    ]
