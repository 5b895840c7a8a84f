"""The second wall, read from PostgreSQL's own catalogue: whatever the Python says, it stands round every case.

The rows of these tests are made by the superuser of the test server, in one transaction that is rolled back, so
that a new table is tested before anything can write to it.
"""

import re
import uuid
from importlib import import_module

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from goldenthread.access.wall import APPLICATION_ROLES
from tests import databases
from tests.contract import visits

ROLES = tuple(APPLICATION_ROLES.split(", "))

APPEND_ONLY = (
    "thread_event",
    "thread_link",
    "thread_fieldchange",
    "access_viewlog",
    "oversight_decision",
    "families_characteristic",
)
APPEND_ONLY_OF_NO_CASE = ("access_signinsended",)
# Written by the wall's own functions alone: nobody names anyone by hand-written SQL.
NOT_BY_HAND = {
    "access_restriction": {"INSERT", "UPDATE", "DELETE"},
    "access_named": {"INSERT", "UPDATE", "DELETE"},
    "access_glassbreak": {"INSERT", "DELETE"},
}
# As received, with everything in it: the importer's role alone.
PAYLOADS = "courtfeed_payload"
# The wall's own tables look different: who broke the glass, and the senior who reviews it, may see that it was.
OPEN_TO_SENIORS = {"access_glassbreak"}
# Where the owner is let past the wall, besides by the wall's own tables. Each with why.
OWNERS_OWN = {
    "forget": "old drafts of everyone are purged by one function, while it runs",
    "way_out": "two functions ask, while they run, whether a list that leaves gives away a protected detail: yes or no",
    "email_question": "one function asks, while it runs, whether an address may be written to, and says yes or no",
}
# What may be deleted, with the reason.
MAY_DELETE = {
    "drafts_draft": "what is typed is no record, and is purged",
    "drafts_once": "a key that a form was taken",
    "django_session": "a sign-in that has ended",
}
# procrastinate's tables. They hang on no case and hold ids and codes alone (see test_jobs.py), so no wall stands round
# them; each role has what its part in the work asks for. Rights on a whole table, and rights on some columns.
JOBS_TABLES = {
    "procrastinate_jobs": {
        "app_web": ({"SELECT", "INSERT"}, {"UPDATE"}),  # puts in, reads the state, has a failed one done again
        "app_importer": ({"SELECT", "INSERT", "UPDATE"}, set()),
        "app_worker": ({"SELECT", "INSERT", "UPDATE", "DELETE"}, set()),  # and removes old ones
    },
    "procrastinate_events": dict.fromkeys(ROLES, ({"SELECT", "INSERT"}, set())),
    "procrastinate_workers": {
        "app_web": ({"SELECT"}, set()),
        "app_importer": ({"SELECT", "INSERT", "UPDATE", "DELETE"}, set()),  # who is at work
        "app_worker": ({"SELECT", "INSERT", "UPDATE", "DELETE"}, set()),
    },
    "procrastinate_periodic_defers": {
        "app_web": (set(), set()),
        "app_importer": ({"SELECT", "INSERT", "UPDATE", "DELETE"}, set()),  # each hour of a schedule once
        "app_worker": ({"SELECT", "INSERT", "UPDATE", "DELETE"}, set()),
    },
}

# Every table that leads to a case by foreign keys, however far, or holds a case's identifier.
HANGS_ON_A_CASE = """
WITH RECURSIVE keys AS (
  SELECT DISTINCT conrelid AS child, confrelid AS parent FROM pg_constraint WHERE contype = 'f'
), reached(oid) AS (
  SELECT 'cases_case'::regclass::oid
  UNION
  SELECT k.child FROM keys k JOIN reached r ON k.parent = r.oid
), holding AS (
  SELECT a.attrelid AS oid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attname ~ 'case_id$' AND a.attname <> 'court_case_id' AND NOT a.attisdropped
)
SELECT c.relname FROM pg_class c WHERE c.oid IN (SELECT oid FROM reached UNION SELECT oid FROM holding)
ORDER BY c.relname
"""


def _superuser():
    return databases.cluster()._superuser(settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="module")
def catalogue(django_db_setup):
    """A connection of the superuser, for reading the catalogue."""
    with _superuser() as connection:
        yield connection


def asked(connection, query, *arguments):
    return connection.execute(query, arguments).fetchall()


@pytest.fixture(scope="module")
def tables(catalogue):
    return [name for (name,) in asked(catalogue, HANGS_ON_A_CASE)]


def test_the_tables_that_hang_on_a_case_are_found(tables):
    for name in ("cases_case", "harm_incident", "thread_event", "thread_link", "thread_fieldchange", "access_viewlog"):
        assert name in tables
    for name in ("drafts_draft", "courtfeed_payload", "access_named", "families_protectedcontact"):
        assert name in tables
    assert len(tables) > 30


def test_each_has_row_security_enabled_and_forced_and_a_policy(catalogue, tables):
    rows = asked(
        catalogue,
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, count(p.oid) FROM pg_class c "
        "LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relname = ANY (%s) GROUP BY 1, 2, 3",
        tables,
    )
    bare = [name for name, enabled, forced, policies in rows if not (enabled and forced and policies)]
    assert not bare, (
        "these hang on a case and stand in front of the wall. In the area's migrations write, for each: "
        + "; ".join(f'behind_the_wall("{name}")' for name in bare)
    )


def test_each_policy_asks_who_is_hidden_from_whom_and_holds_for_the_application(catalogue, tables):
    rows = asked(
        catalogue,
        "SELECT c.relname, p.polname, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), "
        "ARRAY(SELECT rolname FROM pg_roles WHERE oid = ANY (p.polroles)), p.polcmd FROM pg_policy p "
        "JOIN pg_class c ON c.oid = p.polrelid WHERE c.relname = ANY (%s)",
        tables,
    )
    cases_of = {name: set() for name in tables} | {"cases_case": {"id"}}
    for name, column in asked(
        catalogue,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY (%s) "
        "AND column_name ~ 'case_id$' AND data_type = 'uuid'",
        tables,
    ):
        cases_of[name].add(column)
    for name, policy, _permissive, clause, roles, command in rows:
        if roles == ["app_owner"]:
            assert name in NOT_BY_HAND or policy in OWNERS_OWN, (
                f"{name}: the policy {policy} lets the owner past the wall"
            )
        elif command == "a":  # INSERT alone shows nothing
            assert (name, policy) == ("thread_event", "glass_review")
        else:
            asks = "gt_person()" if name in OPEN_TO_SENIORS else "gt_knows("
            assert asks in clause, f"{name}: the policy {policy} does not ask {asks}: {clause}"
            if name not in OPEN_TO_SENIORS | {"access_restriction"}:
                looked_up = re.findall(r"w\.walled = (?:\w+\.)?(\w+)\)", clause)
                assert looked_up == re.findall(r"gt_knows\((\w+)\)", clause), (
                    f"{name}: {policy} looks up another column"
                )
                assert set(looked_up) >= cases_of[name], f"{name}: {policy} asks of {looked_up} alone: {clause}"
            once = "( SELECT gt_person() AS gt_person) IS NOT NULL"
            assert once in clause, f"{name}: {policy} gives nobody an empty list, or asks who is named at each row"


def test_the_application_role_is_nothing_special(catalogue):
    for role in ROLES:
        row = asked(
            catalogue,
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles "
            "WHERE rolname = %s",
            role,
        )[0]
        assert not any(row), f"{role}: {row}"
        owned = asked(
            catalogue,
            "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s UNION ALL "
            "SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = %s UNION ALL "
            "SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = %s",
            role, role, role,
        )  # fmt: skip
        assert owned == [], f"{role} owns {owned}"
        members = asked(
            catalogue,
            "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
            "WHERE pg_get_userbyid(m.member) = %s",
            role,
        )
        assert members == [], f"{role} is a member of {members}"
        assert asked(catalogue, "SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) == [(False,)]
    assert asked(catalogue, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'app_owner'") == [
        (False, False)
    ]


def rights(catalogue, role, table):
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    return {
        right for right in every if asked(catalogue, "SELECT has_table_privilege(%s, %s, %s)", role, table, right)[0][0]
    }


def test_what_is_append_only_can_be_read_and_added_to_and_nothing_else(catalogue):
    for role in ROLES:
        for table in (*APPEND_ONLY, *APPEND_ONLY_OF_NO_CASE):
            assert rights(catalogue, role, table) == {"SELECT", "INSERT"}, (
                f"{role}, {table}: see append_only() in wall.py"
            )


def test_nobody_is_named_by_hand(catalogue):
    for role in ROLES:
        for table, withheld in NOT_BY_HAND.items():
            assert not rights(catalogue, role, table) & withheld, f"{role} may write {table} by hand"


def test_what_the_wall_looks_up_holds_identifiers_alone_and_nobody_writes_to_it(catalogue):
    columns = asked(
        catalogue,
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'access_walled'",
    )
    assert columns == [("walled", "uuid")]
    for role in ROLES:
        assert rights(catalogue, role, "access_walled") == {"SELECT"}


def test_payloads_as_received_are_the_importers_alone(catalogue):
    for role in set(ROLES) - {"app_importer"}:
        assert rights(catalogue, role, PAYLOADS) == set()
    assert "SELECT" in rights(catalogue, "app_importer", PAYLOADS)


def test_nothing_of_the_record_can_be_deleted(catalogue):
    names = [name for (name,) in asked(catalogue, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    for role in ROLES:
        can = {name for name in names if rights(catalogue, role, name) & {"DELETE", "TRUNCATE"}}
        extra = can - set(MAY_DELETE) - set(JOBS_TABLES)
        assert not extra, f"{role} can remove rows of {sorted(extra)}: take may_delete() out, or say why in MAY_DELETE"


def test_of_the_tables_of_jobs_each_role_has_what_its_part_asks_for(catalogue):
    there = {name for (name,) in asked(catalogue, "SELECT tablename FROM pg_tables WHERE tablename ~ '^procrastinate'")}
    assert there == set(JOBS_TABLES), "say in JOBS_TABLES what each role may do with it"
    for table, of_role in JOBS_TABLES.items():
        for role, (whole, in_columns) in of_role.items():
            assert rights(catalogue, role, table) == whole, (role, table)
            some = {
                right
                for right in ("SELECT", "INSERT", "UPDATE")
                if asked(catalogue, "SELECT has_any_column_privilege(%s, %s, %s)", role, table, right)[0][0]
            }
            assert some - whole == in_columns, (role, table)


def test_a_page_cannot_change_what_a_job_was_asked_to_do(catalogue):
    may = {
        column
        for (column,) in asked(
            catalogue,
            "SELECT column_name FROM information_schema.column_privileges WHERE grantee = 'app_web' "
            "AND table_name = 'procrastinate_jobs' AND privilege_type = 'UPDATE'",
        )
    }
    assert may == {"status", "attempts", "scheduled_at", "priority", "queue_name", "lock"}


def granted(connection, role):
    """Every right of a role, but on the tables of jobs: (thing, column, right)."""
    found = asked(
        connection,
        "SELECT table_name, '', privilege_type FROM information_schema.role_table_grants WHERE grantee = %s "
        "UNION SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges "
        "WHERE grantee = %s UNION SELECT c.relname, '', x.privilege_type FROM pg_class c, aclexplode(c.relacl) x "
        "WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace AND x.grantee::regrole::text = %s",
        role, role, role,
    )  # fmt: skip
    return {row for row in found if not row[0].startswith("procrastinate")}


def test_the_worker_may_do_what_the_web_role_may(catalogue):
    web, worker = granted(catalogue, "app_web"), granted(catalogue, "app_worker")
    assert len(web) > 300
    assert worker - web == set(), "the worker may do more: give or take from APPLICATION_ROLES (access/wall.py)"
    assert web - worker == set(), "the worker may do less: name APPLICATION_ROLES (access/wall.py) where you grant"


def test_a_database_made_before_there_was_a_worker_gets_the_same(catalogue):
    """The migration, run where the worker has nothing yet, as the owner of the tables."""
    migration = import_module("goldenthread.background.migrations.0002_worker")
    fresh = granted(catalogue, "app_worker")
    with _superuser() as connection:
        connection.autocommit = False
        connection.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM app_worker")
        connection.execute("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM app_worker")
        assert granted(connection, "app_worker") == set()
        connection.execute("SET LOCAL SESSION AUTHORIZATION app_owner")
        for statement in (migration.AS_THE_WEB_ROLE, migration.SEES_GLASS, migration.JOBS):
            connection.execute(statement)
        connection.execute("RESET SESSION AUTHORIZATION")
        upgraded = granted(connection, "app_worker")
        connection.rollback()
    assert upgraded == fresh


def test_the_walls_functions_cannot_be_led_astray(catalogue):
    """A function that runs as the owner names its schema, or a table of the caller's could stand in its place."""
    rows = asked(
        catalogue,
        "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef",
    )
    assert len(rows) >= 6
    for name, config in rows:
        assert any(line.startswith("search_path=public") for line in config or ()), name


# --- a row in every table -----------------------------------------------------------------------------------------


class Rows:
    """A hidden case with a row in every table that can hang on it, made without asking any rule but the wall's."""

    def __init__(self, connection, tables):
        self.connection, self.tables = connection, tables
        self.case, self.named, self.other, self.paper = uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        self._lift_checks()
        for table in sorted(tables, key=lambda name: name != "cases_case"):
            self._fill(table)
        self._people()

    def _lift_checks(self):
        """Other rules than the wall would refuse rows of no sense: they are lifted until the rollback."""
        self.connection.execute("SET LOCAL session_replication_role = replica")
        for table, name in asked(
            self.connection,
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x') "
            "AND connamespace = 'public'::regnamespace",
        ):
            self.connection.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )

    def _fill(self, table):
        columns = asked(
            self.connection,
            "SELECT column_name, data_type, is_nullable, is_identity FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s",
            table,
        )
        given = {}
        for name, kind, nullable, identity in columns:
            if identity == "YES":
                continue
            if name.endswith("case_id") and kind == "uuid" or name == "id" and table == "cases_case":
                given[name] = self.case
            elif name in {"person_id", "adviser_id", "broken_by_id"}:
                given[name] = self.named
            elif (table, name) in {("papers_paper", "id"), ("papers_paperbody", "paper_id")}:
                given[name] = self.paper  # the body stands behind the wall of its paper
            elif nullable == "NO":
                given[name] = self._value(kind)
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, given)),
                sql.SQL(", ").join(sql.Placeholder() * len(given)),
            ),
            list(given.values()),
        )

    @staticmethod
    def _value(kind):
        values = {
            "uuid": uuid.uuid4(), "boolean": False, "jsonb": "{}", "date": "2026-06-10", "ARRAY": [],
            "timestamp with time zone": "2026-06-10 09:30+01",
        }  # fmt: skip
        return values.get(kind, 1 if "int" in kind or kind == "numeric" else "x")

    def _people(self):
        self.connection.execute("DELETE FROM access_named")
        self.connection.execute("DELETE FROM access_restriction")
        new = uuid.uuid4()
        self.connection.execute(
            "INSERT INTO access_restriction (id, case_id, case_reference, nation, reason, why, placed_at, "
            "placed_by_id) VALUES (%s, %s, 'x', 'ENGLAND', 'THREAT', 'x', now(), %s)",
            (new, self.case, self.named),
        )
        self.connection.execute(
            "INSERT INTO access_named (id, restriction_id, case_id, person_id, by_glass, named_at, named_by_id) "
            "VALUES (gen_random_uuid(), %s, %s, %s, false, now(), %s)",
            (new, self.case, self.named, self.named),
        )

    def become(self, role, person):
        self.connection.execute("RESET SESSION AUTHORIZATION")
        self.connection.execute(sql.SQL("SET LOCAL SESSION AUTHORIZATION {}").format(sql.Identifier(role)))
        self.connection.execute("SELECT set_config('app.person', %s, true)", [str(person or "")])

    def count(self, table):
        return self.connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()[0]


@pytest.fixture
def rows(tables):
    connection = _superuser()
    connection.autocommit = False
    try:
        yield Rows(connection, tables)
    finally:
        connection.rollback()
        connection.close()


def test_a_person_not_named_finds_no_row_by_hand_written_sql(rows, tables):
    rows.become("app_web", rows.other)
    seen = [table for table in tables if table != PAYLOADS and rows.count(table)]
    assert not seen, f"a person not named on the case reads {seen}"


def test_a_person_who_is_named_finds_every_row(rows, tables):
    """The control: without it the test above would be content with empty tables."""
    rows.become("app_web", rows.named)
    unseen = [table for table in tables if table != PAYLOADS and not rows.count(table)]
    assert not unseen, f"the person named on the case cannot read {unseen}, so the wall test above proves nothing there"


def test_a_person_not_named_changes_nothing_and_adds_nothing(rows, tables):
    rows.become("app_web", rows.other)
    for table in tables:
        connection = rows.connection
        with connection.transaction(force_rollback=True):
            try:
                with connection.transaction():
                    changed = connection.execute(
                        sql.SQL("UPDATE {0} SET {1} = {1}").format(sql.Identifier(table), sql.Identifier("id"))
                    ).rowcount
            except psycopg.errors.InsufficientPrivilege:
                changed = 0
            assert changed == 0, f"a person not named on the case changed {table}"


def test_a_connection_that_names_nobody_gets_an_error_and_no_list(rows, tables):
    for role in ROLES:
        rows.become(role, None)
        for table in tables:
            if role != "app_importer" and table == PAYLOADS:
                continue
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody is named"),
                rows.connection.transaction(),
            ):
                rows.count(table)


def test_a_connection_that_names_nobody_gets_an_error_while_nothing_is_restricted(rows, tables):
    """Also where no row hangs on a case: else a service without a restriction would be open to whoever connects."""
    rows.connection.execute("UPDATE access_restriction SET lifted_at = now()")
    rows.connection.execute("UPDATE thread_event SET case_id = NULL")
    rows.become("app_web", None)
    silent = []
    for table in set(tables) - {PAYLOADS}:
        try:
            with rows.connection.transaction():
                rows.count(table)
            silent.append(table)
        except psycopg.errors.InsufficientPrivilege as error:
            assert "nobody is named" in str(error), error  # noqa: PT017 (a loop over tables)
    assert not silent, f"a connection that names nobody reads {sorted(silent)}"


def test_the_owner_is_under_the_wall_too(rows, tables):
    rows.become("app_owner", rows.other)
    seen = [table for table in tables if table not in NOT_BY_HAND and rows.count(table)]
    assert not seen, f"the owner reads {seen}: is FORCE ROW LEVEL SECURITY gone?"


def test_what_is_append_only_refuses_its_owner(rows):
    rows.connection.execute("SET LOCAL session_replication_role = origin")
    for table in APPEND_ONLY:
        for act in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            rows.become("app_owner", rows.named)
            with pytest.raises(psycopg.Error, match="is append-only"), rows.connection.transaction():
                rows.connection.execute(sql.SQL(act).format(sql.Identifier(table)))


# --- by no page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["supervisor", "director", "senior"])
def test_a_hidden_case_is_on_no_page_of_a_person_not_named(world, name):
    """Every address of the hidden case, and every list: its reference, its identifiers and its names are nowhere."""
    person, case = getattr(world.cast, name), world.hidden
    client, leaks = visits.signed_in(person), []
    secret = (case.reference, str(case.pk))
    for route in visits.house.routes():
        world.cast.as_(world.cast.amira)
        for _arguments, address in visits.addresses(world, case, route, world.cast.amira):
            answer = client.get(address)
            if route.of and getattr(route.of, "case_id", None) is not None and answer.status_code != 404:
                leaks.append(f"{route.name}: {answer.status_code}")
            body = answer.content.decode(errors="replace") if not answer.streaming else ""
            if route.of is None and any(word in body for word in secret):
                leaks.append(f"{route.name} names the hidden case")
    assert not leaks, f"{person.name}: {leaks}"
