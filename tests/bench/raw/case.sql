-- One case: the case itself, who takes part, how far each child's advice has come, what has been recorded.
SELECT c.reference, c.stage, c.process, c.received_on, c.letter_sent_on, a.name, t.name, s.name,
    (SELECT min(starts_at) FROM cases_hearing h WHERE h.case_id = c.id AND h.starts_at >= %(now)s
        AND h.status = 'LISTED' AND h.superseded_at IS NULL),
    (SELECT count(*) FROM enquiry_lineofenquiry l WHERE l.case_id = c.id AND l.superseded_at IS NULL),
    (SELECT count(*) FROM enquiry_contact e WHERE e.case_id = c.id AND e.superseded_at IS NULL),
    (SELECT count(*) FROM harm_pattern b WHERE b.case_id = c.id AND b.superseded_at IS NULL),
    (SELECT count(*) FROM recommendations_report r WHERE r.case_id = c.id AND r.superseded_at IS NULL),
    split_part(m.first_names, ' ', 1), m.last_name, p.role,
    (SELECT r.state FROM recommendations_recommendation r
        WHERE r.case_id = c.id AND r.child_id = m.id AND r.superseded_at IS NULL LIMIT 1)
FROM cases_case c
LEFT JOIN people_person a ON a.id = c.adviser_id
LEFT JOIN people_team t ON t.id = c.team_id
LEFT JOIN people_servicearea s ON s.id = c.area_id
JOIN cases_participation p ON p.case_id = c.id AND p.superseded_at IS NULL AND p.to_on IS NULL
JOIN families_familymember m ON m.id = p.member_id
WHERE c.id = %(case)s
ORDER BY p."order", p.recorded_at
