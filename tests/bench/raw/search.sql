-- The cases in which someone bears this name, open ones first, as far as a search shows them.
SELECT c.id, c.reference, c.stage, c.received_on, a.name, ARRAY(
    SELECT split_part(m.first_names, ' ', 1)
    FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.role = 'CHILD' AND p.superseded_at IS NULL AND p.to_on IS NULL
    ORDER BY p."order", p.recorded_at)
FROM (
    SELECT DISTINCT case_id FROM (
        SELECT case_id FROM cases_searchtoken WHERE nation = %(nation)s AND token = %(token)s
        ORDER BY id DESC LIMIT 1000) newest) found
JOIN cases_case c ON c.id = found.case_id LEFT JOIN people_person a ON a.id = c.adviser_id
ORDER BY c.stage = 'CLOSED', c.received_on DESC, c.id DESC
LIMIT 200
