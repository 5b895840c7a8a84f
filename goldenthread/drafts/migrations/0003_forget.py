"""Old drafts of everyone can be purged, leavers' and those of cases that were restricted since; read by nobody.

The function runs as the owner, who is behind the wall as well: a policy lets the owner past it while this function
runs, and at no other time. Only the worker may call it.
"""

from django.db import migrations

FORGET = """
CREATE FUNCTION gt_forget_drafts(older_than timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  IF older_than > now() - interval '1 day' THEN
    RAISE EXCEPTION 'what was typed since yesterday is not old' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM set_config('app.forgetting', 'on', true);
  DELETE FROM drafts_draft WHERE saved_at < older_than;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('app.forgetting', '', true);
  RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION gt_forget_drafts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gt_forget_drafts(timestamptz) TO app_worker;
CREATE POLICY forget ON drafts_draft FOR ALL TO app_owner
  USING (gt_person() IS NOT NULL AND current_setting('app.forgetting', true) = 'on');
"""


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_wall")]

    operations = [
        migrations.RunSQL(FORGET, "DROP POLICY forget ON drafts_draft; DROP FUNCTION gt_forget_drafts(timestamptz);"),
    ]
