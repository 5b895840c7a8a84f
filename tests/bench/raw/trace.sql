-- What one thing rests on and what came of it, each with its words: both ways along the links, seven steps.
WITH RECURSIVE behind(id, kind, depth) AS (
    SELECT to_id, to_kind, 1 FROM thread_link WHERE from_id = %(subject)s
    UNION
    SELECT l.to_id, l.to_kind, b.depth + 1 FROM thread_link l JOIN behind b ON l.from_id = b.id
    WHERE b.depth < 7 AND l.to_id <> %(subject)s
), ahead(id, kind, depth) AS (
    SELECT from_id, from_kind, 1 FROM thread_link WHERE to_id = %(subject)s
    UNION
    SELECT l.from_id, l.from_kind, a.depth + 1 FROM thread_link l JOIN ahead a ON l.to_id = a.id
    WHERE a.depth < 7 AND l.from_id <> %(subject)s
), node AS (
    SELECT 'behind' AS way, id, kind, min(depth) AS depth FROM behind GROUP BY id, kind
    UNION ALL
    SELECT 'ahead', id, kind, min(depth) FROM ahead GROUP BY id, kind
), said AS (
    SELECT id, question AS words, recorded_at FROM enquiry_lineofenquiry
        WHERE id IN (SELECT id FROM node WHERE kind = 'enquiry.LineOfEnquiry')
    UNION ALL SELECT id, said, recorded_at FROM enquiry_contact
        WHERE id IN (SELECT id FROM node WHERE kind = 'enquiry.Contact')
    UNION ALL SELECT id, how || not_seen_words, recorded_at FROM directwork_session
        WHERE id IN (SELECT id FROM node WHERE kind = 'directwork.Session')
    UNION ALL SELECT id, words, recorded_at FROM directwork_wish
        WHERE id IN (SELECT id FROM node WHERE kind = 'directwork.Wish')
    UNION ALL SELECT id, words, recorded_at FROM harm_pattern
        WHERE id IN (SELECT id FROM node WHERE kind = 'harm.Pattern')
    UNION ALL SELECT id, words, recorded_at FROM harm_incident
        WHERE id IN (SELECT id FROM node WHERE kind = 'harm.Incident')
    UNION ALL SELECT id, words, recorded_at FROM assessment_statement
        WHERE id IN (SELECT id FROM node WHERE kind = 'assessment.Statement')
    UNION ALL SELECT id, basis, recorded_at FROM assessment_victimstatus
        WHERE id IN (SELECT id FROM node WHERE kind = 'assessment.VictimStatus')
    UNION ALL SELECT id, words, recorded_at FROM recommendations_recommendation
        WHERE id IN (SELECT id FROM node WHERE kind = 'recommendations.Recommendation')
    UNION ALL SELECT id, why, recorded_at FROM recommendations_weighing
        WHERE id IN (SELECT id FROM node WHERE kind = 'recommendations.Weighing')
    UNION ALL SELECT id, number::text, recorded_at FROM recommendations_report
        WHERE id IN (SELECT id FROM node WHERE kind = 'recommendations.Report')
    UNION ALL SELECT id, reason, recorded_at FROM oversight_decision
        WHERE id IN (SELECT id FROM node WHERE kind = 'oversight.Decision')
    UNION ALL SELECT id, words, recorded_at FROM orders_order
        WHERE id IN (SELECT id FROM node WHERE kind = 'orders.Order')
    UNION ALL SELECT id, words, recorded_at FROM orders_childorder
        WHERE id IN (SELECT id FROM node WHERE kind = 'orders.ChildOrder')
    UNION ALL SELECT id, kind, recorded_at FROM papers_paper
        WHERE id IN (SELECT id FROM node WHERE kind = 'papers.Paper')
    UNION ALL SELECT id, recipient, recorded_at FROM papers_copy
        WHERE id IN (SELECT id FROM node WHERE kind = 'papers.Copy')
    UNION ALL SELECT id, document_type, recorded_at FROM filing_filing
        WHERE id IN (SELECT id FROM node WHERE kind = 'filing.Filing')
)
SELECT n.way, n.id, n.depth, left(s.words, 161), s.recorded_at FROM node n JOIN said s ON s.id = n.id
ORDER BY n.way, n.depth, s.recorded_at
