-- How many cases a nation has, as far as the list says it.
SELECT count(*) FROM (SELECT 1 FROM cases_case WHERE nation = %(nation)s LIMIT 10001) few
