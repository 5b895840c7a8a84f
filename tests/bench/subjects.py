"""Whom and what the bench measures with: the hardest of each kind, found by asking the database, never by name."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from goldenthread.access.door import name_person
from goldenthread.access.trace import BOTH, THREAD
from goldenthread.people.models import Person

# So many things of a case are tried as the one with the longest thread.
TRIED = 40


@dataclass(frozen=True)
class Subjects:
    """People by what they do, and the cases that are hardest to show. Identifiers; `nation` is where the tray is."""

    adviser: UUID
    manager: UUID
    director: UUID
    duty: UUID
    nation: str
    case: UUID
    case_reader: UUID
    thread_page: str
    thread_subject: UUID
    thread_reader: UUID
    viewed: UUID
    viewed_reader: UUID
    auditor: UUID
    audited: str


def find() -> Subjects:
    """The subjects of this database. They are looked for as a person of the service, whom restrictions bind too."""
    someone = Person.objects.filter(is_service=False, left_on__isnull=True).order_by("pk").first()
    with transaction.atomic(), connection.cursor() as cursor:
        name_person(someone.pk)
        duty, nation = _row(cursor, DUTY)
        case, adviser = _row(cursor, LONGEST)
        subject, kind, reader = _thread(cursor)
        viewed, viewed_reader = _row(cursor, VIEWED)
        auditor, audited = _row(cursor, AUDITOR)
        return Subjects(
            adviser=_row(cursor, BUSIEST)[0],
            manager=_row(cursor, MANAGER)[0],
            director=_row(cursor, DIRECTOR)[0],
            duty=duty,
            nation=nation,
            case=case,
            case_reader=adviser,
            thread_page=reverse(apps.get_model(kind).trace.route, args=[subject]),
            thread_subject=subject,
            thread_reader=reader,
            viewed=viewed,
            viewed_reader=viewed_reader,
            auditor=auditor,
            audited=audited,
        )


def _row(cursor, asked, *given):
    cursor.execute(asked, given)
    found = cursor.fetchone()
    if found is None:
        raise LookupError("The service is too small to be measured: nothing answers " + " ".join(asked.split())[:120])
    return found


NOW_HELD = "(p.to_on IS NULL OR p.to_on >= current_date) AND p.from_on <= current_date"
OPEN = "c.stage <> 'CLOSED'"
BUSIEST = f"""
SELECT c.adviser_id FROM cases_case c JOIN people_post p ON p.person_id = c.adviser_id AND {NOW_HELD}
WHERE {OPEN} AND p.role = 'ADVISER' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
MANAGER = f"""
SELECT p.person_id FROM people_post p JOIN cases_case c ON c.team_id = p.team_id
WHERE {OPEN} AND p.role = 'SERVICE_MANAGER' AND {NOW_HELD} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
DIRECTOR = f"""
SELECT p.person_id FROM people_post p JOIN cases_case c ON c.area_id = p.area_id
WHERE {OPEN} AND p.role = 'ASSISTANT_DIRECTOR' AND {NOW_HELD} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
DUTY = f"""
SELECT p.person_id, p.nation FROM people_post p JOIN cases_case c ON c.nation = p.nation
WHERE p.role = 'DUTY_MANAGER' AND c.adviser_id IS NULL AND {OPEN} AND {NOW_HELD}
GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1"""
AUDITOR = f"""
SELECT p.person_id, p.nation FROM people_post p WHERE p.role = 'AUDITOR' AND p.nation <> '' AND {NOW_HELD}
ORDER BY (SELECT count(*) FROM cases_case c WHERE c.nation = p.nation AND {OPEN}) DESC, 1 LIMIT 1"""
LONGEST = f"""
SELECT c.id, c.adviser_id FROM (
    SELECT from_case_id AS id, count(*) AS links FROM thread_link WHERE from_case_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC LIMIT 500) l
JOIN cases_case c USING (id) JOIN people_post p ON p.person_id = c.adviser_id AND {NOW_HELD}
ORDER BY l.links DESC, c.id LIMIT 1"""
ENDS = "SELECT to_id, to_kind FROM thread_link WHERE to_case_id = %s GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT %s"
VIEWED = f"""
SELECT c.id, p.person_id FROM (
    SELECT case_id AS id, count(*) AS views FROM access_viewlog GROUP BY 1 ORDER BY 2 DESC LIMIT 500) v
JOIN cases_case c USING (id)
JOIN people_post p ON p.team_id = c.team_id AND p.role = 'SERVICE_MANAGER' AND {NOW_HELD}
ORDER BY v.views DESC, c.id, 2 LIMIT 1"""


def _thread(cursor):
    """(identifier, kind, who reads it) of the thing with the longest thread in the case with the most links."""
    case, reader = _row(cursor, LONGEST)
    cursor.execute(ENDS, [case, TRIED])
    ends = cursor.fetchall()

    def reached(end):
        cursor.execute(BOTH, {"start": end[0], "depth": THREAD})
        return len(cursor.fetchall())

    subject, kind = max(ends, key=reached)
    return subject, kind, reader
