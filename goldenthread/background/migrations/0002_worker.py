"""The worker's role, and who may do what with procrastinate's tables.

A database made before there was a worker gets here what a new one has: on each table, column and sequence, the worker
may do what the web role may. What is made later has it by the default privileges, and by the helpers of `access.wall`.
"""

from django.db import migrations

AS_THE_WEB_ROLE = """
DO $$
DECLARE one record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_worker') THEN
    RAISE EXCEPTION 'the role app_worker is not there: the README says what a server must be given';
  END IF;
  FOR one IN
    SELECT c.oid::regclass AS thing, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_get_userbyid(c.relowner) = current_user
  LOOP
    EXECUTE format('REVOKE ALL ON %s %s FROM app_worker', one.kind, one.thing);
  END LOOP;
  FOR one IN
    SELECT c.oid::regclass AS thing, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, x.privilege_type
    FROM pg_class c, aclexplode(c.relacl) x
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_get_userbyid(c.relowner) = current_user AND x.grantee = 'app_web'::regrole
  LOOP
    EXECUTE format('GRANT %s ON %s %s TO app_worker', one.privilege_type, one.kind, one.thing);
  END LOOP;
  FOR one IN
    SELECT c.oid::regclass AS thing, a.attname, x.privilege_type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x
    WHERE c.relnamespace = 'public'::regnamespace AND pg_get_userbyid(c.relowner) = current_user
      AND x.grantee = 'app_web'::regrole
  LOOP
    EXECUTE format('GRANT %s (%I) ON %s TO app_worker', one.privilege_type, one.attname, one.thing);
  END LOOP;
END $$;
"""

# A use of break-glass is seen by whoever broke it, under whichever role of the product they come.
SEES_GLASS = "ALTER POLICY wall ON access_glassbreak TO app_web, app_importer, app_worker;"

# A page puts a job in the queue, reads how it stands, and has a failed one done again; it changes no argument of a job
# and removes none. The workers take jobs, end them and show that they live; the house's own removes old ones.
JOBS = """
REVOKE ALL ON procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers
  FROM app_web, app_importer, app_worker;
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO app_web, app_importer, app_worker;
GRANT UPDATE (status, attempts, scheduled_at, priority, queue_name, lock) ON procrastinate_jobs TO app_web;
GRANT UPDATE ON procrastinate_jobs TO app_importer, app_worker;
GRANT DELETE ON procrastinate_jobs TO app_worker;
GRANT SELECT ON procrastinate_workers TO app_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_workers, procrastinate_periodic_defers
  TO app_importer, app_worker;
GRANT USAGE, SELECT ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,
  procrastinate_periodic_defers_id_seq TO app_web, app_importer, app_worker;
"""

# The mark that a step was taken goes with its job.
GOES_WITH_ITS_JOB = """
ALTER TABLE background_step ADD CONSTRAINT background_step_job
  FOREIGN KEY (job_id) REFERENCES procrastinate_jobs (id) ON DELETE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("background", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
        # Where the web role was given less than the default, or more.
        ("access", "0005_glass_names_nobody"),
        ("drafts", "0002_wall"),
        ("cases", "0002_wall"),
        ("courtfeed", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL([AS_THE_WEB_ROLE, SEES_GLASS, JOBS, GOES_WITH_ITS_JOB], migrations.RunSQL.noop),
    ]
