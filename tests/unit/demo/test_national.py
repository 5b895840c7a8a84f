"""The national service: what is brought in by copies is what the operations would have written."""

import datetime as dt
import json
import os
import random
from itertools import pairwise
from types import SimpleNamespace

import pytest

from goldenthread.demo.national import shape
from goldenthread.demo.national.build import _Service
from goldenthread.demo.national.copying import identifier, identifiers
from goldenthread.demo.national.exemplars import Mould
from goldenthread.demo.national.lanes import lanes
from goldenthread.demo.national.people import Names, read
from tests import databases

# Of a national year: about a hundred and thirty cases of every lane.
SHARE = 0.002
# A row whose key leads nowhere; a row in which a word stands that stood for a name.
LOST = "SELECT FROM {0} t WHERE t.{1} IS NOT NULL AND NOT EXISTS (SELECT FROM {2} o WHERE o.{3} = t.{1}) LIMIT 1"
STANDS_IN = """SELECT FROM {0} WHERE "{1}"::text ~ 'Qz[a-z]{{4}}' LIMIT 1"""


@pytest.fixture(scope="module")
def database():
    """A database with a small part of a national year in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = databases.copy(f"gt_national_{worker}", databases.national_template(SHARE))
    yield name
    databases.cluster().drop_database(name)


@pytest.fixture(scope="module")
def asked(database):
    """Asks the database as the server's own user, who sees everything."""
    with databases.cluster()._superuser(database) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def test_the_record_is_whole(database):
    out = databases.run(["-m", "goldenthread.config.cli", "check-record", "--json"], database, "app_importer")
    record = json.loads(out)
    assert record["findings"] == []
    assert record["lines"] > 3000
    assert record["links"] > 2000


def test_every_key_leads_somewhere(asked):
    """The load switches off the triggers that would say so."""
    keys = asked(
        "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, f.attname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1] "
        "JOIN pg_attribute f ON f.attrelid = confrelid AND f.attnum = confkey[1] WHERE contype = 'f'"
    )
    wrong = [(table, column) for table, column, other, key in keys if asked(LOST.format(table, column, other, key))]
    assert len(keys) > 100
    assert wrong == []


def test_every_index_is_there_again(asked, database):
    of = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    with databases.cluster()._superuser(databases.template()) as empty:
        assert asked(of) == empty.execute(of).fetchall()


def test_nothing_lies_ahead_and_work_is_done_on_working_days(asked):
    assert asked("SELECT max(at) < now() FROM thread_event") == [(True,)]
    assert asked(
        "SELECT count(*) FROM thread_event WHERE extract(isodow FROM at AT TIME ZONE 'Europe/London') > 5"
    ) == [(0,)]
    hours = asked("SELECT DISTINCT extract(hour FROM at AT TIME ZONE 'Europe/London')::int FROM thread_event")
    assert {hour for (hour,) in hours} <= set(range(8, 18))


def test_no_word_stands_for_a_name_any_more(asked):
    tables = asked(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')"
    )
    left = [(table, column) for table, column in tables if asked(STANDS_IN.format(table, column))]
    assert left == []


def test_what_is_signed_belongs_to_the_staff_of_its_own_team(asked):
    """Nobody of the office in which a lane was lived is left in a copy."""
    assert asked(
        "SELECT count(*) FROM thread_event e LEFT JOIN people_person p ON p.id = e.actor_id "
        "WHERE p.id IS NULL OR p.name <> e.actor_name"
    ) == [(0,)]
    assert asked(
        "SELECT count(*) FROM cases_case c JOIN people_team t ON t.id = c.team_id WHERE t.area_id <> c.area_id"
    ) == [(0,)]
    assert asked(
        "SELECT count(*) FROM cases_case c WHERE c.adviser_id IS NOT NULL AND NOT EXISTS "
        "(SELECT FROM people_post p WHERE p.person_id = c.adviser_id AND p.team_id = c.team_id)"
    ) == [(0,)]


def test_the_service_has_its_shape(asked):
    (cases, children) = asked("SELECT count(DISTINCT case_id), count(*) FROM cases_participation WHERE role = 'CHILD'")[
        0
    ]
    assert 100 < cases < 160
    assert 1.3 < children / cases < 1.9
    stages = {stage for (stage,) in asked("SELECT DISTINCT stage FROM cases_case")}
    assert {"CLOSED", "ENQUIRY", "REPORT"} <= stages
    assert {nation for (nation,) in asked("SELECT DISTINCT nation FROM cases_case")} == {"ENGLAND", "WALES"}
    assert asked("SELECT count(*) FROM people_servicearea") == [(24,)]
    assert asked("SELECT count(*) FROM harm_pattern")[0][0] > 50
    assert asked("SELECT count(*) FROM families_characteristic")[0][0] > 100
    # The next case registered by hand has a number of its own.
    assert asked("SELECT nextval('cases_reference') > (SELECT max(substr(reference, 4)::int) FROM cases_case)") == [
        (True,)
    ]


def test_nothing_is_left_of_the_loader(asked):
    assert asked(r"SELECT rolname FROM pg_roles WHERE rolname LIKE 'app\_loader\_%'") == []


def test_a_national_year_has_as_many_cases_as_are_published():
    year = shape.Arrivals(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert abs(year.total() - shape.CASES_A_YEAR) < 0.02 * shape.CASES_A_YEAR
    teams = sum(area["teams"] for area in read("areas"))
    others = sum(sum(roles.values()) for roles in shape.OTHERS.values())
    areas = len(read("areas"))
    assert abs(teams * (shape.ADVISERS_A_TEAM + 2) + areas + others - 2500) < 50
    assert sum(n * part for n, part in shape.CHILDREN.items()) == pytest.approx(1.55)


def test_families_come_back_at_full_size():
    """Without a database: which lanes are drawn for the cases of a year, and how many are of a family seen before."""
    chance = random.Random(5)  # noqa: S311
    names, first = Names(), dt.date(2025, 1, 1)
    arrivals = shape.Arrivals(first, dt.date(2025, 12, 31))
    moulds = [Mould(lane, filed=None, heard=36) for lane in lanes(first, chance)]
    offices = [SimpleNamespace(nation="ENGLAND", code="E01", process_on=lambda day: "CAP")]
    offices.append(SimpleNamespace(nation="WALES", code="W01", process_on=lambda day: "CAP"))
    everyone = SimpleNamespace(offices=offices, duty={"ENGLAND": [0], "WALES": [0]}, importer=0)
    service = _Service(moulds, everyone, names=names, chance=chance, arrivals=arrivals, today=dt.date(2026, 1, 1))
    backs = []

    def copied(mould, office, *, received, back, **more):
        backs.append(back)
        return SimpleNamespace(family=SimpleNamespace(ended=received + 90))

    service.copier = SimpleNamespace(copy=copied)
    for number, (day, _count) in enumerate((day, n) for day, count in arrivals.days() for n in range(count)):
        service.case(day, number)
    assert sum(back is not None for back in backs) > 0.02 * len(backs)


def test_a_course_only_goes_on():
    chance = random.Random(7)  # noqa: S311
    for filed, ends in ((70, 148), (None, 36), (200, 148)):
        course = shape.course(chance, "CAP", filed=filed, ends=ends)
        days = [course.day(lived) for lived in range(0, 220)]
        assert all(before <= after for before, after in pairwise(days))
        assert days[:25] == list(range(25))


def test_identifiers_keep_their_order_and_their_version():
    made = identifiers(1_700_000_000_000, "-7abc-9def-0123456789ab", 300)
    assert made == sorted(made)
    assert len(set(made)) == 300
    assert made[17] == identifier(1_700_000_000_000, "-7abc-9def-0123456789ab", 17)
    assert {one[14] for one in made} == {"7"}


def test_the_first_of_a_list_of_names_is_met_most():
    chance, names = random.Random(3), Names()  # noqa: S311
    drawn = [names.one(chance, "english", "last") for _ in range(4000)]
    assert drawn.count("Smith") > drawn.count("Harrison") > drawn.count("Purkiss")
    assert drawn.count("Smith") > 80
