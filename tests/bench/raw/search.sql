-- The cases in which someone bears this name (or sounds like it, or was born on this day), open ones first.
SELECT c.id, c.reference, c.stage, c.received_on, a.name, ARRAY(
    SELECT split_part(m.first_names, ' ', 1)
    FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.role = 'CHILD' AND p.superseded_at IS NULL AND p.to_on IS NULL
    ORDER BY p."order", p.recorded_at)
FROM (SELECT DISTINCT case_id FROM cases_searchtoken WHERE token = %(token)s) found
JOIN cases_case c ON c.id = found.case_id LEFT JOIN people_person a ON a.id = c.adviser_id
WHERE c.nation = %(nation)s
ORDER BY c.stage = 'CLOSED', c.received_on DESC, c.id DESC
LIMIT 200
