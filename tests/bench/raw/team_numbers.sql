-- The cases of a team or an area by adviser: how many, and how many ask for attention, for each reason.
WITH late AS (
    SELECT * FROM unnest(%(process)s::text[], %(nation)s::text[], %(from_on)s::date[], %(until)s::date[],
        %(begun_on)s::date[], %(from_issue)s::bool[]) AS l(process, nation, from_on, until, begun_on, from_issue)
), here AS (
    SELECT c.adviser_id,
        EXISTS (SELECT 1 FROM recommendations_recommendation r
            WHERE r.case_id = c.id AND r.state = 'SUBMITTED' AND r.superseded_at IS NULL) AS waiting,
        EXISTS (SELECT 1 FROM late l
            WHERE l.process = c.process AND l.nation = c.nation
              AND c.received_on BETWEEN l.from_on AND coalesce(l.until, 'infinity')
              AND CASE WHEN l.from_issue THEN coalesce(c.issued_on, c.received_on) ELSE c.received_on END <= l.begun_on
              AND CASE c.process
                    WHEN 'CAP' THEN c.letter_sent_on IS NULL
                    WHEN 'PUBLIC_LAW' THEN c.closed_on IS NULL
                    ELSE NOT EXISTS (SELECT 1 FROM recommendations_report t
                        WHERE t.case_id = c.id AND t.filed_on IS NOT NULL AND t.superseded_at IS NULL) END) AS overdue,
        (SELECT d.has_conflict FROM cases_conflictdeclaration d
            WHERE d.case_id = c.id AND d.recorded_by_id = c.adviser_id AND d.superseded_at IS NULL
            ORDER BY d.recorded_at DESC, d.id DESC LIMIT 1) AS declared
    FROM cases_case c
    WHERE c.stage <> 'CLOSED' AND (c.team_id = ANY (%(teams)s) OR c.area_id = ANY (%(areas)s)
        OR (c.adviser_id IS NULL AND (c.area_id = ANY (%(tray_areas)s)
            OR (c.area_id IS NULL AND c.nation = ANY (%(tray_nations)s)))))
)
SELECT p.name, count(*), count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE waiting),
    count(*) FILTER (WHERE declared), count(*) FILTER (WHERE declared IS NULL AND adviser_id IS NOT NULL)
FROM here LEFT JOIN people_person p ON p.id = here.adviser_id
GROUP BY adviser_id, p.name ORDER BY p.name
