-- The cases of one adviser in which someone was born on this day, open ones first.
SELECT c.id, c.reference, c.stage, c.received_on, ARRAY(
    SELECT split_part(k.first_names, ' ', 1)
    FROM cases_participation q JOIN families_familymember k ON k.id = q.member_id
    WHERE q.case_id = c.id AND q.role = 'CHILD' AND q.superseded_at IS NULL AND q.to_on IS NULL
    ORDER BY q."order", q.recorded_at)
FROM cases_case c
WHERE (c.adviser_id = %(person)s OR (c.covered_by_id = %(person)s AND c.cover_until >= %(today)s))
  AND EXISTS (SELECT 1 FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.superseded_at IS NULL AND m.born_on = %(born)s)
ORDER BY c.stage = 'CLOSED', c.received_on DESC, c.id DESC
LIMIT 200
