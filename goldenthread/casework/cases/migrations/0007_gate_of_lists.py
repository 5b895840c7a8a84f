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

-- Whether a text gives away a detail. `plain`: its words with a space on either side; `digits`: its numbers drawn
-- together; `addresses`: as e-mail addresses are read.
CREATE FUNCTION gt_tells(kind text, value text, plain text, digits text, addresses text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
  folded text := lower(unaccent(value));
  squeezed text := replace(plain, ' ', '');
  alike text := translate(replace(plain, ' ', ''), 'oils', '0115');
  mail text; local text; numbers text; national text; code text[]; line text; place int; words text[]; named text[];
  street text;
BEGIN
  IF strpos(folded, '@') > 0 THEN
    mail := substring(folded FROM '[^[:space:]<>(),;:]+@[^[:space:]<>(),;:]+');
    local := split_part(mail, '@', 1);
    IF strpos(replace(addresses, ' ', ''), mail) > 0 THEN RETURN true; END IF;
    IF length(local) >= 6 AND (local ~ '[0-9._-]' OR length(local) >= 10) AND strpos(addresses, local) > 0 THEN
      RETURN true;
    END IF;
  END IF;
  numbers := regexp_replace(folded, '[^0-9]', '', 'g');
  IF length(numbers) >= 6 AND (kind = 'PHONE' OR (length(numbers) >= 10 AND folded !~ '[a-z]')) THEN
    national := CASE WHEN length(numbers) > 9 THEN regexp_replace(numbers, '^(0044|44)?0?', '') ELSE numbers END;
    IF strpos(digits, national) > 0 OR strpos(digits, right(numbers, 6)) > 0 THEN RETURN true; END IF;
  END IF;
  FOR code IN SELECT regexp_matches(folded, '\m([a-z]{1,2}[0-9][a-z0-9]?)\s*([0-9][a-z]{2})\M', 'g') LOOP
    IF strpos(alike, translate(code[1] || code[2], 'oils', '0115')) > 0 OR strpos(plain, ' ' || code[1] || ' ') > 0 THEN
      RETURN true;
    END IF;
  END LOOP;
  IF kind <> 'ADDRESS' THEN RETURN false; END IF;
  folded := regexp_replace(folded, '\m[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}\M', '', 'g');
  FOR line, place IN SELECT * FROM regexp_split_to_table(folded, '[,;\n]') WITH ORDINALITY LOOP
    words := gt_plain_words(line);
    named := ARRAY(SELECT word FROM unnest(words) WITH ORDINALITY AS w (word, n) WHERE word !~ '^[0-9]'
      AND word NOT IN ('flat', 'unit', 'apartment', 'apt', 'room', 'number', 'no', 'floor') ORDER BY n);
    street := array_to_string(named, ' ');
    CONTINUE WHEN length(street) < 5 OR (cardinality(named) < 2 AND line !~ '[0-9]');
    CONTINUE WHEN place > 1 AND line !~ '[0-9]' AND NOT words && ARRAY['road', 'street', 'avenue', 'lane', 'drive',
      'close', 'court', 'crescent', 'gardens', 'place', 'square', 'terrace', 'parade', 'walk', 'way', 'hill', 'row',
      'mews', 'grove', 'rise', 'view', 'green', 'house'];
    -- One word, or a street that every town has, is a door with its number alone.
    IF cardinality(named) < 2 OR street IN ('high street', 'main street', 'station road', 'church street',
      'church road', 'the green') THEN
      street := array_to_string(words, ' ');
    END IF;
    IF strpos(plain, ' ' || street || ' ') > 0 THEN RETURN true; END IF;
    street := replace(street, ' ', '');
    IF length(street) >= 8 AND strpos(squeezed, street) > 0 THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- What is protected of the people of some cases: of all who take or took part, wherever it was told. Not for the
-- application: only the two questions below may ask it.
CREATE FUNCTION gt_protected_of(cases uuid[]) RETURNS TABLE (of_case uuid, kind text, value text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH part AS MATERIALIZED (
    SELECT DISTINCT p.case_id, p.member_id FROM cases_participation p
    WHERE p.case_id = ANY (cases) AND p.case_id NOT IN (SELECT gt_hidden_cases())
  ), rule AS (
    SELECT part.case_id, r.how || ' ' || r.never AS said
    FROM families_safecontactrule r JOIN part ON part.member_id = r.member_id
    WHERE r.how || ' ' || r.never ~ '@|[0-9][0-9 ().-]{5,}[0-9]|[a-zA-Z][0-9][a-zA-Z0-9]? *[0-9][a-zA-Z]{2}'
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
    WITH held AS MATERIALIZED (SELECT * FROM gt_protected_of(cases))
    SELECT t.n::int FROM unnest(cases, plain, digits, addresses) WITH ORDINALITY AS t (of_case, plain, digits, addresses, n)
    WHERE EXISTS (SELECT 1 FROM held h WHERE h.of_case = t.of_case
      AND gt_tells(h.kind, h.value, t.plain, t.digits, t.addresses));
  PERFORM set_config('app.asks', '', true);
END $$;
REVOKE ALL ON FUNCTION gt_guarded_cases(uuid[]), gt_gives_away(uuid[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gt_guarded_cases(uuid[]), gt_gives_away(uuid[], text[], text[], text[]) TO app_web;
"""
READS = "".join(
    f"CREATE POLICY list_gate ON {table} FOR SELECT TO app_owner USING (current_setting('app.asks', true) = 'LIST');"
    for table in ASKED
)
UNDONE = (
    "DROP FUNCTION gt_gives_away(uuid[], text[], text[], text[]); DROP FUNCTION gt_guarded_cases(uuid[]);"
    "DROP FUNCTION gt_protected_of(uuid[]); DROP FUNCTION gt_tells(text, text, text, text, text);"
    "DROP FUNCTION gt_plain_words(text);"
) + "".join(f"DROP POLICY list_gate ON {table};" for table in ASKED)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_case_list"), ("families", "0003_no_value_in_history"), ("access", "0002_wall")]

    operations = [migrations.RunSQL(GATE + READS, UNDONE)]
