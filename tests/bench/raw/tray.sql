-- The first page of a nation's duty tray: what presses first, then the oldest; with everyone who takes part.
SELECT c.id, c.reference, c.urgency, c.urgency_signs, c.received_on, s.name, ARRAY(
    SELECT split_part(m.first_names, ' ', 1) FROM cases_participation p JOIN families_familymember m ON m.id = p.member_id
    WHERE p.case_id = c.id AND p.superseded_at IS NULL AND p.to_on IS NULL
    ORDER BY p."order", p.recorded_at), count(*) OVER ()
FROM cases_case c LEFT JOIN people_servicearea s ON s.id = c.area_id
WHERE c.nation = %(nation)s AND c.adviser_id IS NULL AND c.stage <> 'CLOSED'
ORDER BY CASE WHEN c.urgency = 'URGENT' OR (c.urgency = 'UNDECIDED' AND c.urgency_signs <> '{}') THEN 0 ELSE 1 END,
    c.received_on, c.reference
LIMIT 25
