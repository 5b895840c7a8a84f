-- The newest cases of a nation with who has them and who is in them. The first page.
SELECT c.id, c.reference, c.received_on, c.stage, c.closed_on, c.law, c.process, c.court_name, a.name, t.name, s.name,
    ARRAY(
        SELECT split_part(m.first_names, ' ', 1)
        FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
        WHERE p.case_id = c.id AND p.superseded_at IS NULL AND p.to_on IS NULL ORDER BY p."order", p.recorded_at)
FROM cases_case c
LEFT JOIN people_person a ON a.id = c.adviser_id
LEFT JOIN people_team t ON t.id = c.team_id
LEFT JOIN people_servicearea s ON s.id = c.area_id
WHERE c.nation = %(nation)s
ORDER BY c.received_on DESC, c.id DESC
LIMIT 25
