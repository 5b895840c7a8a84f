"""The gate of lists knows a Welsh street by its name, and nothing of a refuge but its postcode and what has a number.

A line such as "Heol y Felin" without a number was no street to it. Of a refuge's address a line without a number may be
the town: a court of that town would be withheld for that case alone, and that would tell the town.
"""

from django.db import migrations

STREETS = """
DO $do$
DECLARE
  said text := pg_get_functiondef('gt_needles(text, text)'::regprocedure);
  english constant text := $$'view', 'green', 'house'$$;
  welsh constant text := $$, 'heol', 'ffordd', 'stryd', 'lon', 'rhodfa', 'clos', 'maes', 'teras', 'cilgant', 'rhiw',
      'gerddi', 'parc', 'bryn', 'rhes'$$;
BEGIN
  IF strpos(said, english) = 0 THEN RAISE EXCEPTION 'gt_needles is not as it was written'; END IF;
  EXECUTE replace(said, english, english || welsh);
END $do$;
"""
REFUGE = r"""
DO $do$
DECLARE
  said text := pg_get_functiondef('gt_protected_of(uuid[])'::regprocedure);
  each constant text := 'c.kind::text, c.value FROM';
  but constant text := $$c.kind::text, CASE WHEN c.in_refuge AND c.kind = 'ADDRESS' THEN coalesce((
    SELECT string_agg(CASE WHEN regexp_replace(line, '\m[a-zA-Z]{1,2}[0-9][a-zA-Z0-9]?\s*[0-9][a-zA-Z]{2}\M', '', 'g') ~ '[0-9]'
        THEN line ELSE substring(line FROM '\m[a-zA-Z]{1,2}[0-9][a-zA-Z0-9]?\s*[0-9][a-zA-Z]{2}\M') END, ',')
      FROM regexp_split_to_table(c.value, '[,;\n]') AS line), '')
    ELSE c.value END FROM$$;
BEGIN
  IF strpos(said, each) = 0 THEN RAISE EXCEPTION 'gt_protected_of is not as it was written'; END IF;
  EXECUTE replace(said, each, but);
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_open_cases")]

    operations = [migrations.RunSQL(STREETS + REFUGE, migrations.RunSQL.noop)]
