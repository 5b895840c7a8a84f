-- The first page of the cases of a team or an area, in the order of work.
SELECT c.id, c.reference, c.stage, c.received_on, h.starts_at, a.name, ARRAY(
    SELECT split_part(m.first_names, ' ', 1) FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.role = 'CHILD' AND p.superseded_at IS NULL AND p.to_on IS NULL
    ORDER BY p."order", p.recorded_at)
FROM cases_case c
LEFT JOIN people_person a ON a.id = c.adviser_id
LEFT JOIN LATERAL (
    SELECT starts_at FROM cases_hearing
    WHERE case_id = c.id AND starts_at >= %(now)s AND status = 'LISTED' AND superseded_at IS NULL
    ORDER BY starts_at LIMIT 1) h ON true
WHERE c.stage <> 'CLOSED' AND (c.team_id = ANY (%(teams)s) OR c.area_id = ANY (%(areas)s)
    OR (c.adviser_id IS NULL AND (c.area_id = ANY (%(tray_areas)s)
        OR (c.area_id IS NULL AND c.nation = ANY (%(tray_nations)s)))))
ORDER BY h.starts_at NULLS LAST, c.received_on, c.id
LIMIT 25
