"""The gate of lists: does a text that is about to leave in a list give away a protected detail of its case?

Who takes a list out may not open protected details, so the product cannot hold the list against them. The database
does, and answers yes or no: which of these cases have something to protect, and which of these texts give it away.
What is looked for is what `documents/leaks.py` looks for in a document: a postcode or its district, a street, a number
by its last digits, an e-mail address. The texts come read already (`documents/reading.py`): letters that only look like
ours, and words broken or spelled out, are dealt with before they get here.

Left out on purpose: the town of a refuge. A court or a team that bears the name of a town would be withheld for those
cases alone, and that would tell the town.
"""

from django.db import migrations

ASKED = ("families_protectedcontact", "families_safecontactrule")
# A safe-contact rule that holds a number, a postcode or an address: few do, and an index knows which.
DETAILS = "how || ' ' || never ~ '@|[0-9][0-9 ().-]{5,}[0-9]|[a-zA-Z][0-9][a-zA-Z0-9]? *[0-9][a-zA-Z]{2}'"
INDEX = f"CREATE INDEX families_rule_details ON families_safecontactrule (member_id) WHERE {DETAILS};"
GATE = r"""
CREATE FUNCTION gt_plain_words(said text) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(coalesce('{"rd":"road","st":"street","ave":"avenue","av":"avenue","ln":"lane","dr":"drive",
    "cl":"close","ct":"court","cres":"crescent","gdns":"gardens","pl":"place","sq":"square","terr":"terrace",
    "tce":"terrace","pde":"parade","wlk":"walk","saint":"street"}'::jsonb ->> word, word) ORDER BY n), '{}')
  FROM regexp_split_to_table(regexp_replace(lower(unaccent(said)), '[''’]', '', 'g'), '[^[:alnum:]]+')
    WITH ORDINALITY AS part (word, n)
  WHERE word <> ''
$$;

-- What gives a detail away, and where to look for it in a text that has been read. PLAIN: among its words, with a space
-- on either side; SQUEEZED: in its letters and digits alone; ALIKE: there too, where o is 0, and i and l are 1, and
-- s is 5; DIGITS: in its numbers drawn together; MAIL: as e-mail addresses are read, without a space; LOCAL: with them.
CREATE FUNCTION gt_needles(kind text, value text) RETURNS TABLE (place text, needle text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
  folded text := lower(unaccent(value));
  mail text; before text; numbers text; code text[]; line text; nth int; words text[]; named text[]; street text;
BEGIN
  IF strpos(folded, '@') > 0 THEN
    mail := substring(folded FROM '[^[:space:]<>(),;:]+@[^[:space:]<>(),;:]+');
    before := split_part(mail, '@', 1);
    RETURN QUERY SELECT 'MAIL', mail;
    IF length(before) >= 6 AND (before ~ '[0-9._-]' OR length(before) >= 10) THEN
      RETURN QUERY SELECT 'LOCAL', before;
    END IF;
  END IF;
  numbers := regexp_replace(folded, '[^0-9]', '', 'g');
  IF length(numbers) >= 6 AND (kind = 'PHONE' OR (length(numbers) >= 10 AND folded !~ '[a-z]')) THEN
    -- The last six tell; whatever holds the whole of it holds them.
    RETURN QUERY SELECT 'DIGITS', right(numbers, 6);
  END IF;
  FOR code IN SELECT regexp_matches(folded, '\m([a-z]{1,2}[0-9][a-z0-9]?)\s*([0-9][a-z]{2})\M', 'g') LOOP
    RETURN QUERY SELECT 'ALIKE', translate(code[1] || code[2], 'oils', '0115');
    RETURN QUERY SELECT 'PLAIN', ' ' || code[1] || ' ';
  END LOOP;
  IF kind <> 'ADDRESS' THEN RETURN; END IF;
  folded := regexp_replace(folded, '\m[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}\M', '', 'g');
  FOR line, nth IN SELECT * FROM regexp_split_to_table(folded, '[,;\n]') WITH ORDINALITY LOOP
    words := gt_plain_words(line);
    named := ARRAY(SELECT word FROM unnest(words) WITH ORDINALITY AS w (word, n) WHERE word !~ '^[0-9]'
      AND word NOT IN ('flat', 'unit', 'apartment', 'apt', 'room', 'number', 'no', 'floor') ORDER BY n);
    street := array_to_string(named, ' ');
    CONTINUE WHEN length(street) < 5 OR (cardinality(named) < 2 AND line !~ '[0-9]');
    CONTINUE WHEN nth > 1 AND line !~ '[0-9]' AND NOT words && ARRAY['road', 'street', 'avenue', 'lane', 'drive',
      'close', 'court', 'crescent', 'gardens', 'place', 'square', 'terrace', 'parade', 'walk', 'way', 'hill', 'row',
      'mews', 'grove', 'rise', 'view', 'green', 'house'];
    -- One word, or a street that every town has, is a door with its number alone.
    IF cardinality(named) < 2 OR street IN ('high street', 'main street', 'station road', 'church street',
      'church road', 'the green') THEN
      street := array_to_string(words, ' ');
    END IF;
    RETURN QUERY SELECT 'PLAIN', ' ' || street || ' ';
    street := replace(street, ' ', '');
    IF length(street) >= 8 THEN RETURN QUERY SELECT 'SQUEEZED', street; END IF;
  END LOOP;
END $$;

-- What is protected of the people of some cases: of all who take or took part, wherever it was told. Not for the
-- application: only the two questions below may ask it.
CREATE FUNCTION gt_protected_of(cases uuid[]) RETURNS TABLE (of_case uuid, kind text, value text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH part AS MATERIALIZED (
    SELECT DISTINCT p.case_id, p.member_id FROM cases_participation p
    WHERE p.case_id = ANY (cases) AND p.case_id NOT IN (SELECT gt_hidden_cases())
  ), rule AS (
    SELECT part.case_id, how || ' ' || never AS said
    FROM families_safecontactrule r JOIN part ON part.member_id = r.member_id
    WHERE {details}
  )
  SELECT part.case_id, c.kind::text, c.value FROM families_protectedcontact c JOIN part ON part.member_id = c.member_id
  UNION
  SELECT c.case_id, c.kind::text, c.value FROM families_protectedcontact c
  WHERE c.case_id = ANY (cases) AND c.case_id NOT IN (SELECT gt_hidden_cases())
  UNION SELECT case_id, 'EMAIL', m[1] FROM rule, regexp_matches(said, '([^[:space:]<>(),;:]+@[^[:space:]<>(),;:]+)', 'g') AS m
  UNION SELECT case_id, 'PHONE', m[1] FROM rule, regexp_matches(said, '([0-9][0-9 ().-]{5,}[0-9])', 'g') AS m
  UNION SELECT case_id, 'CODE', m[1] FROM rule,
    regexp_matches(said, '\m([a-zA-Z]{1,2}[0-9][a-zA-Z0-9]?\s*[0-9][a-zA-Z]{2})\M', 'g') AS m
$$;
REVOKE ALL ON FUNCTION gt_protected_of(uuid[]) FROM PUBLIC;

CREATE FUNCTION gt_guarded_cases(cases uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.asks', 'LIST', true);
  RETURN QUERY SELECT DISTINCT of_case FROM gt_protected_of(cases);
  PERFORM set_config('app.asks', '', true);
END $$;

-- The places (from 1) of the texts that give something away of the case at the same place.
CREATE FUNCTION gt_gives_away(cases uuid[], plain text[], digits text[], addresses text[]) RETURNS SETOF int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.asks', 'LIST', true);
  RETURN QUERY
    WITH held AS MATERIALIZED (
      SELECT DISTINCT h.of_case, s.place, s.needle
      FROM gt_protected_of(ARRAY(SELECT DISTINCT c FROM unnest(cases) AS c)) h, gt_needles(h.kind, h.value) s
    )
    SELECT t.n::int
    FROM unnest(cases, plain, digits, addresses) WITH ORDINALITY AS t (of_case, plain, digits, addresses, n)
    WHERE EXISTS (SELECT 1 FROM held h WHERE h.of_case = t.of_case AND strpos(CASE h.place
      WHEN 'PLAIN' THEN t.plain WHEN 'SQUEEZED' THEN replace(t.plain, ' ', '')
      WHEN 'ALIKE' THEN translate(replace(t.plain, ' ', ''), 'oils', '0115') WHEN 'DIGITS' THEN t.digits
      WHEN 'MAIL' THEN replace(t.addresses, ' ', '') ELSE t.addresses END, h.needle) > 0);
  PERFORM set_config('app.asks', '', true);
END $$;
REVOKE ALL ON FUNCTION gt_guarded_cases(uuid[]), gt_gives_away(uuid[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gt_guarded_cases(uuid[]), gt_gives_away(uuid[], text[], text[], text[]) TO app_web;
""".replace("{details}", DETAILS)
# Named to come after "wall": PostgreSQL asks the last first, and this one is answered at once.
READS = "".join(
    f"CREATE POLICY way_out ON {table} FOR SELECT TO app_owner USING (current_setting('app.asks', true) = 'LIST');"
    for table in ASKED
)
UNDONE = (
    "DROP FUNCTION gt_gives_away(uuid[], text[], text[], text[]); DROP FUNCTION gt_guarded_cases(uuid[]);"
    "DROP FUNCTION gt_protected_of(uuid[]); DROP FUNCTION gt_needles(text, text);"
    "DROP FUNCTION gt_plain_words(text); DROP INDEX families_rule_details;"
) + "".join(f"DROP POLICY way_out ON {table};" for table in ASKED)


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_case_list"), ("families", "0003_no_value_in_history"), ("access", "0002_wall")]

    operations = [migrations.RunSQL(INDEX + GATE + READS, UNDONE)]
