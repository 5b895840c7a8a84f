-- Who opened a case, by person and day, newest first. The first page.
SELECT p.name, (v.at AT TIME ZONE 'Europe/London')::date AS day, min(v.at), max(v.at),
    count(*) FILTER (WHERE v.outcome = 'OPENED'), count(*) FILTER (WHERE v.outcome = 'REFUSED'),
    array_agg(DISTINCT v.page)
FROM access_viewlog v JOIN people_person p ON p.id = v.person_id
WHERE v.case_id = %(case)s
GROUP BY v.person_id, p.name, day
ORDER BY day DESC, max(v.at) DESC, p.name
LIMIT 50
