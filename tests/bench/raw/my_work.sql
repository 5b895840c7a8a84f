-- The work of one adviser: the cases, each with its next hearing and its children. The first page.
SELECT c.id, c.reference, c.stage, c.received_on, h.starts_at, ARRAY(
    SELECT split_part(m.first_names, ' ', 1) FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.role = 'CHILD' AND p.superseded_at IS NULL AND p.to_on IS NULL
    ORDER BY p."order", p.recorded_at)
FROM cases_case c
LEFT JOIN LATERAL (
    SELECT starts_at FROM cases_hearing
    WHERE case_id = c.id AND starts_at >= %(now)s AND status = 'LISTED' AND superseded_at IS NULL
    ORDER BY starts_at LIMIT 1) h ON true
WHERE c.stage <> 'CLOSED'
  AND (c.adviser_id = %(person)s OR (c.covered_by_id = %(person)s AND c.cover_until >= %(today)s))
ORDER BY h.starts_at NULLS LAST, c.received_on, c.id
LIMIT 25
