"""The words by which a case is found, kept by the database.

A search behind row security uses an index for comparisons that cannot leak alone: equality and order of bytes. So names
lie here word by word, folded (small letters, no accents, no apostrophes), with how they sound. Triggers keep them, so
that bulk code cannot forget to; they run as the owner, and no role of the product may write the table by hand. Rows that
were loaded with triggers off are taken in by `SELECT gt_index_search()`: many cases at once, and again without harm.
"""

import django.db.models.deletion
from django.db import migrations, models

from goldenthread.access.wall import APPLICATION_ROLES, behind_the_wall

# A name as it is compared; `folded` of kernel/text.py says the same in Python.
FOLD = r"""
CREATE FUNCTION gt_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(regexp_replace(normalize(translate(
    replace(replace(replace(replace(replace(replace(replace(
      name, 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th'),
    'øØłŁđĐðÐı’‘ʼ`´', 'oollddddi'''''''''''), NFKD), '[\u0300-\u036f]', '', 'g'))
$$;
"""

# Each word of a name; the parts of a name with a hyphen or an apostrophe, and such a name as one word; the whole as one
# word; what follows "Mac": "Okafor-Reed", "O'Brien", "De Souza", "MacDonald".
WORDS = r"""
CREATE FUNCTION gt_name_words(name text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH folded AS (SELECT gt_fold(name) AS n), ways AS (
    SELECT replace(n, '''', '') AS n FROM folded
    UNION ALL SELECT replace(n, '''', ' ') FROM folded WHERE n ~ ''''
    UNION ALL SELECT regexp_replace(n, '[''-]', '', 'g') FROM folded WHERE n ~ '-'
    UNION ALL SELECT regexp_replace(n, '[\s''-]', '', 'g') FROM folded WHERE n ~ '\s' AND n !~ '[,;/(]'
    UNION ALL SELECT regexp_replace(n, '\mma?c\s?(?=[a-z]{4})', ' ', 'g') FROM folded WHERE n ~ '\mma?c'
  )
  SELECT DISTINCT word FROM ways,
    regexp_split_to_table(ways.n, '[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f]+') AS word
  WHERE length(word) > 1
$$;
"""

# How a name sounds, in English and in Welsh: the first sound, whether the first vowel lies in front or behind, and the
# other consonants. Made for names that are heard on the telephone and spelled in many ways; it errs towards finding.
SOUND = r"""
CREATE FUNCTION gt_sound(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  s text := regexp_replace(word, '[^a-z]', '', 'g'); first text; vowel text;
BEGIN
  IF length(s) < 3 THEN RETURN ''; END IF;
  s := regexp_replace(s, '^ma?c(?=[^aeiouyh])|^mc', 'mak');      -- MacKenzie, McKenzie
  s := regexp_replace(s, '^[kgp](?=n)|^w(?=r)|^p(?=s)', '');      -- Knight, Wright
  s := regexp_replace(s, '^c(?=er[iy]|ei|ia)', 'k');              -- Cerys, Kerys; Ciara, Kiara
  s := regexp_replace(s, '^geo', 'je');                           -- Geoffrey, Jeffrey
  s := regexp_replace(s, '^sea(?=[nm])', 'sha');                  -- Sean, Shaun
  s := regexp_replace(s, '^si(?=[aou])', 'sh');                   -- Sian, Sion
  s := regexp_replace(s, 'ugh', 'u');                            -- Hughes, Hugh, Vaughan
  s := regexp_replace(s, 'aghan', 'ahan');                        -- Callaghan, Callahan
  s := regexp_replace(regexp_replace(s, 'gh(?![aeiouy])', ''), 'mh$', 'f');  -- Leigh, Lee; Niamh, Neve
  s := regexp_replace(s, '(.)ew(?![ely])', '\1u', 'g');           -- Lewis, Louis; Stewart, Stuart
  s := replace(replace(s, 'micha', 'mika'), 'dge', 'je');
  s := regexp_replace(s, 'ch(?=[rlo])', 'k', 'g');                -- Christopher, Chloe, Nicholas
  s := regexp_replace(s, 'tch|sch|ch|sh|ti(?=on)', 'X', 'g');
  s := replace(replace(replace(replace(s, 'ph', 'f'), 'th', 't'), 'ck', 'k'), 'qu', 'k');
  s := regexp_replace(s, 'mp(?=[st])', 'm', 'g');                 -- Thompson, Thomson
  s := regexp_replace(s, 'c(?=[eiy])', 's', 'g');                 -- Reece, Rees
  s := regexp_replace(s, 'g(?=[ei])', 'j', 'g');                  -- Gillian, Jillian
  s := translate(replace(s, 'x', 'ks'), 'cqvz', 'kkfs');          -- Stephen, Steven
  s := regexp_replace(s, '^y(?=[aeiou])', 'Y');
  s := left(s, 1) || translate(substr(s, 2), 'hw', '');           -- Sarah, Sara; Rhian, Rian; Shawn
  s := regexp_replace(s, '(.)\1+', '\1', 'g');                    -- Llinos, Linos
  first := translate(left(s, 1), 'iy', 'ee');
  vowel := CASE WHEN first ~ '[aeou]' THEN '' ELSE
    coalesce(CASE WHEN substring(substr(s, 2) FROM '[aeiouy]') IN ('e', 'i', 'y') THEN '1' ELSE '2' END, '') END;
  RETURN upper(first) || vowel || upper(translate(substr(s, 2), 'aeiouy', ''));
END $$;
"""

# The words of everyone who takes part, and of the numbers of a case. The two functions below write what these say.
TOKENS = r"""
CREATE FUNCTION gt_squash(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(regexp_replace($1, '[^0-9A-Za-z]', '', 'g'))
$$;

CREATE FUNCTION gt_index_member(of_case uuid, of_member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM cases_searchtoken WHERE case_id = of_case AND member_id = of_member;
  INSERT INTO cases_searchtoken (case_id, nation, area_id, member_id, other_case_id, kind, token, sound)
  SELECT of_case, c.nation, c.area_id, of_member, nullif(m.case_id, of_case), n.kind, w.word, gt_sound(w.word)
  FROM cases_case c, families_familymember m,
    LATERAL (VALUES ('FIRST', m.first_names), ('LAST', m.last_name), ('PREVIOUS', m.previous_names)) AS n(kind, name),
    LATERAL gt_name_words(n.name) AS w(word)
  WHERE c.id = of_case AND m.id = of_member AND EXISTS (
    SELECT 1 FROM cases_participation p
    WHERE p.case_id = of_case AND p.member_id = of_member AND p.superseded_at IS NULL);
END $$;

CREATE FUNCTION gt_index_case(of_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM cases_searchtoken WHERE case_id = of_case AND member_id IS NULL;
  INSERT INTO cases_searchtoken (case_id, nation, area_id, kind, token, sound)
  SELECT DISTINCT c.id, c.nation, c.area_id, n.kind, n.token, '' FROM cases_case c,
    LATERAL (VALUES ('REFERENCE', gt_squash(c.reference)), ('REFERENCE', regexp_replace(c.reference, '[^0-9]', '', 'g')),
               ('COURT_NUMBER', gt_squash(c.court_number)), ('COURT_ID', gt_squash(c.court_case_id))) AS n(kind, token)
  WHERE c.id = of_case AND n.token <> '';
  UPDATE cases_searchtoken t SET nation = c.nation, area_id = c.area_id FROM cases_case c
  WHERE c.id = of_case AND t.case_id = of_case AND (t.nation, t.area_id) IS DISTINCT FROM (c.nation, c.area_id);
END $$;

CREATE FUNCTION gt_participation_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gt_index_member(NEW.case_id, NEW.member_id);
  IF TG_OP = 'UPDATE' AND (NEW.case_id, NEW.member_id) IS DISTINCT FROM (OLD.case_id, OLD.member_id) THEN
    PERFORM gt_index_member(OLD.case_id, OLD.member_id);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION gt_member_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.first_names, NEW.last_name, NEW.previous_names)
      IS NOT DISTINCT FROM (OLD.first_names, OLD.last_name, OLD.previous_names) THEN
    RETURN NULL;
  END IF;
  PERFORM gt_index_member(p.case_id, NEW.id)
  FROM (SELECT DISTINCT case_id FROM cases_participation WHERE member_id = NEW.id) p;
  RETURN NULL;
END $$;

CREATE FUNCTION gt_case_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.reference, NEW.court_number, NEW.court_case_id, NEW.nation, NEW.area_id)
      IS NOT DISTINCT FROM (OLD.reference, OLD.court_number, OLD.court_case_id, OLD.nation, OLD.area_id) THEN
    RETURN NULL;
  END IF;
  PERFORM gt_index_case(NEW.id);
  RETURN NULL;
END $$;

CREATE TRIGGER found AFTER INSERT OR UPDATE OF case_id, member_id, superseded_at ON cases_participation
  FOR EACH ROW EXECUTE FUNCTION gt_participation_found();
CREATE TRIGGER found AFTER UPDATE OF first_names, last_name, previous_names ON families_familymember
  FOR EACH ROW EXECUTE FUNCTION gt_member_found();
CREATE TRIGGER found AFTER INSERT OR UPDATE OF reference, court_number, court_case_id, nation, area_id ON cases_case
  FOR EACH ROW EXECUTE FUNCTION gt_case_found();
"""

# For many cases at once: every name is taken apart once, however many bear it. Returns how many rows it wrote.
BULK = r"""
CREATE FUNCTION gt_index_search() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; m bigint;
BEGIN
  INSERT INTO cases_searchtoken (case_id, nation, area_id, kind, token, sound)
  SELECT c.id, c.nation, c.area_id, n.kind, n.token, '' FROM cases_case c,
    LATERAL (SELECT DISTINCT v.kind, v.token FROM (VALUES
      ('REFERENCE', gt_squash(c.reference)), ('REFERENCE', regexp_replace(c.reference, '[^0-9]', '', 'g')),
      ('COURT_NUMBER', gt_squash(c.court_number)), ('COURT_ID', gt_squash(c.court_case_id))) AS v(kind, token)
      WHERE v.token <> '') n
  WHERE NOT EXISTS (SELECT 1 FROM cases_searchtoken t WHERE t.case_id = c.id AND t.member_id IS NULL)
  ORDER BY c.received_on, c.id;
  GET DIAGNOSTICS n = ROW_COUNT;

  CREATE TEMPORARY TABLE gt_spelled ON COMMIT DROP AS
  SELECT name, word, gt_sound(word) AS sound FROM (
    SELECT first_names AS name FROM families_familymember UNION SELECT last_name FROM families_familymember
    UNION SELECT previous_names FROM families_familymember) AS names, LATERAL gt_name_words(name) AS word;
  ANALYZE gt_spelled;

  INSERT INTO cases_searchtoken (case_id, nation, area_id, member_id, other_case_id, kind, token, sound)
  SELECT p.case_id, c.nation, c.area_id, m.id, nullif(m.case_id, p.case_id), v.kind, w.word, w.sound
  FROM (SELECT DISTINCT case_id, member_id FROM cases_participation WHERE superseded_at IS NULL) p
    JOIN families_familymember m ON m.id = p.member_id
    JOIN cases_case c ON c.id = p.case_id
    CROSS JOIN LATERAL (
      VALUES ('FIRST', m.first_names), ('LAST', m.last_name), ('PREVIOUS', m.previous_names)) AS v(kind, name)
    JOIN gt_spelled w ON w.name = v.name
  WHERE NOT EXISTS (SELECT 1 FROM cases_searchtoken t WHERE t.case_id = p.case_id AND t.member_id = p.member_id)
  ORDER BY c.received_on, c.id;
  GET DIAGNOSTICS m = ROW_COUNT;
  DROP TABLE gt_spelled;
  RETURN n + m;
END $$;
"""

# The owner stands behind the wall too; for the cases that are there already it is set aside while they are taken in.
READ = ("cases_case", "cases_participation", "families_familymember")
TAKE_IN = (
    "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in READ)
    + "SELECT gt_index_search();"
    + "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in READ)
)

KINDS = ("FIRST", "LAST", "PREVIOUS", "REFERENCE", "COURT_NUMBER", "COURT_ID")
FUNCTIONS = (
    "gt_index_search()", "gt_case_found()", "gt_member_found()", "gt_participation_found()",
    "gt_index_case(uuid)", "gt_index_member(uuid, uuid)", "gt_squash(text)",
    "gt_sound(text)", "gt_name_words(text)", "gt_fold(text)",
)  # fmt: skip
UNDO = (
    "DROP TRIGGER found ON cases_participation; DROP TRIGGER found ON families_familymember;"
    "DROP TRIGGER found ON cases_case;" + "".join(f"DROP FUNCTION {name};" for name in FUNCTIONS)
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_gate_of_lists"),
        ("families", "0003_no_value_in_history"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("other_case_id", models.UUIDField(null=True)),
                ("nation", models.CharField(max_length=10)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.servicearea",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[(kind, kind) for kind in KINDS],
                        max_length=12,
                    ),
                ),
                ("token", models.CharField(db_collation="C", max_length=320)),
                ("sound", models.CharField(blank=True, db_collation="C", max_length=320)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="families.familymember",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["nation", "token", "id"],
                        name="cases_searchtoken_nation",
                        include=["case", "other_case_id"],
                    ),
                    models.Index(
                        fields=["area", "token", "id"], name="cases_searchtoken_area", include=["case", "other_case_id"]
                    ),
                    models.Index(
                        fields=["nation", "sound", "id"],
                        name="cases_searchtoken_nation_sound",
                        condition=models.Q(("sound", ""), _negated=True),
                    ),
                    models.Index(
                        fields=["area", "sound", "id"],
                        name="cases_searchtoken_area_sound",
                        condition=models.Q(("sound", ""), _negated=True),
                    ),
                    models.Index(
                        fields=["case", "token"], name="cases_searchtoken_case", include=["other_case_id", "sound"]
                    ),
                ],
            },
        ),
        migrations.RunSQL(FOLD + WORDS + SOUND + TOKENS + BULK + TAKE_IN, UNDO),
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON cases_searchtoken FROM {APPLICATION_ROLES};",
            migrations.RunSQL.noop,
        ),
        behind_the_wall("cases_searchtoken", "case_id", "other_case_id"),
    ]
