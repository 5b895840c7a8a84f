"""The launcher of the embedded PostgreSQL, tried on a home of its own."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from goldenthread.config import postgres


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("launcher") / "postgres"
    yield path
    stop_and_remove(path)


@pytest.fixture
def cluster(home: Path) -> postgres.Cluster:
    return postgres.ensure(home, test=True)


@pytest.fixture(scope="module")
def database(home: Path) -> str:
    postgres.ensure(home, test=True).create_database("casebook")
    return "casebook"


def asked(cluster: postgres.Cluster, role: str, database: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(role, database)) as connection:
        return connection.execute(question.encode()).fetchall()


def stop_and_remove(home: Path) -> None:
    running = postgres.find(home)
    if running is not None:
        running.stop()
        # As root, pytest's own folder is out of reach of the server's user, and the home lies elsewhere.
        shutil.rmtree(running.place)


def kill(cluster: postgres.Cluster) -> int:
    os.kill(process := process_of(cluster), signal.SIGKILL)
    while postgres._serves(process, cluster.place / "data"):
        time.sleep(0.01)
    return process


def process_of(cluster: postgres.Cluster) -> int:
    return int((cluster.place / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_eight_processes_may_start_it_at_once(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from goldenthread.config import postgres as p\n"
        "c = p.ensure(pathlib.Path(sys.argv[1]), test=True); c.create_database('together'); print(c.port)"
    )

    def start(_: int) -> str:
        command = [sys.executable, "-c", script, str(tmp_path / "postgres")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    try:
        with ThreadPoolExecutor(8) as pool:
            ports = set(pool.map(start, range(8)))
        assert len(ports) == 1
    finally:
        stop_and_remove(tmp_path / "postgres")


def test_a_second_start_finds_the_first(cluster: postgres.Cluster, home: Path) -> None:
    assert postgres.ensure(home, test=True) == cluster


def test_a_killed_server_comes_back_with_what_it_held(cluster: postgres.Cluster, home: Path, database: str) -> None:
    with psycopg.connect(cluster.url("app_owner", database)) as connection:
        connection.execute("SET synchronous_commit = on")  # a test cluster may lose its last moments
        connection.execute("CREATE TABLE kept AS SELECT 1 AS held")
    kill(cluster)

    again = postgres.ensure(home, test=True)

    assert asked(again, "app_owner", database, "SELECT held FROM kept") == [(1,)]


def test_a_process_number_that_another_program_now_has_is_not_taken_for_the_server(
    cluster: postgres.Cluster, home: Path
) -> None:
    killed = kill(cluster)
    path = cluster.place / "data" / "postmaster.pid"
    path.write_text(path.read_text().replace(str(killed), str(os.getpid()), 1))

    assert process_of(postgres.ensure(home, test=True)) != os.getpid()


def test_it_takes_another_port_when_its_own_is_taken(cluster: postgres.Cluster, home: Path) -> None:
    cluster.stop()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind((cluster.host, cluster.port))
        squatter.listen()
        again = postgres.ensure(home, test=True)
    assert again.port != cluster.port
    assert postgres.ensure(home, test=True) == again


def test_passwords_are_readable_by_their_owner_alone_and_never_shown(cluster: postgres.Cluster) -> None:
    assert stat.S_IMODE((cluster.place / "launcher.json").stat().st_mode) == 0o600
    assert not any(password in repr(cluster) for password in cluster._passwords.values())


def test_a_password_is_asked_for(cluster: postgres.Cluster, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=cluster.host, port=cluster.port, user="app_web", dbname=database)


def test_no_application_role_passes_the_wall(cluster: postgres.Cluster, database: str) -> None:
    question = (
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'app\\_%'"
        " AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication) ORDER BY 1"
    )
    assert asked(cluster, "app_web", database, question) == [(name,) for name in sorted(postgres.ROLES)]


@pytest.mark.parametrize("role", ["postgres", "app_nobody"])
def test_the_address_of_another_role_is_refused(cluster: postgres.Cluster, role: str) -> None:
    with pytest.raises(ValueError, match="not an application role"):
        cluster.url(role, "casebook")


@pytest.mark.parametrize("role", postgres.APPLICATION_ROLES)
def test_what_the_owner_makes_may_be_read_and_written_and_not_deleted(
    cluster: postgres.Cluster, database: str, role: str
) -> None:
    with psycopg.connect(cluster.url("app_owner", database)) as connection:
        connection.execute("DROP TABLE IF EXISTS line; CREATE TABLE line (id serial, words text)")
    with psycopg.connect(cluster.url(role, database), autocommit=True) as connection:
        connection.execute("INSERT INTO line (words) VALUES ('said')")
        connection.execute("UPDATE line SET words = 'as said'")
        for refused in ("DELETE FROM line", "TRUNCATE line", "DROP TABLE line", "CREATE TABLE mine ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused.encode())


def test_welsh_names_are_found_without_their_accents(cluster: postgres.Cluster, database: str) -> None:
    # Under the plain C character type pg_trgm drops every letter with an accent.
    question = "SELECT unaccent('Siân') = 'Sian', similarity('Tŷ', 'Ty'), array_length(show_trgm('ŵŷ'), 1)"
    ((same, _, trigrams),) = asked(cluster, "app_web", database, question)
    assert same
    assert trigrams == 3


def test_a_copy_of_a_template_has_its_tables_and_its_rights(cluster: postgres.Cluster, database: str) -> None:
    with psycopg.connect(cluster.url("app_owner", database)) as connection:
        connection.execute("CREATE TABLE copied (id int)")
    try:
        assert cluster.create_database("casebook_copy", template=database)
        with pytest.raises(psycopg.errors.DuplicateDatabase):
            cluster.create_database("casebook_copy", template=database)
        assert asked(cluster, "app_web", "casebook_copy", "SELECT count(*) FROM copied") == [(0,)]
    finally:
        cluster.drop_database("casebook_copy")


def test_making_a_database_again_changes_nothing(cluster: postgres.Cluster, database: str) -> None:
    assert cluster.create_database(database) is False


@pytest.mark.parametrize("name", ["Casebook", "x;y", "", "a" * 64, "1st"])
def test_a_name_that_needs_quoting_is_refused(cluster: postgres.Cluster, name: str) -> None:
    with pytest.raises(ValueError, match="not a database name"):
        cluster.create_database(name)


def test_the_databases_of_postgresql_itself_are_not_dropped(cluster: postgres.Cluster) -> None:
    with pytest.raises(ValueError, match="belongs to PostgreSQL"):
        cluster.drop_database("template1")


def test_what_is_refused_does_not_reach_the_log(cluster: postgres.Cluster, database: str) -> None:
    with psycopg.connect(cluster.url("app_owner", database), autocommit=True) as connection:
        connection.execute("CREATE TABLE refuge (address text PRIMARY KEY)")
        connection.execute("INSERT INTO refuge VALUES (%s)", ["14 Hidden Row"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO refuge VALUES (%s)", ["14 Hidden Row"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT '14 Hidden Row'::int")
    assert "Hidden Row" not in (cluster.place / "server.log").read_text()


def test_a_home_made_before_there_was_a_worker_gets_its_role(cluster: postgres.Cluster, home: Path) -> None:
    with cluster._superuser() as connection:
        for database in connection.execute("SELECT datname FROM pg_database WHERE datallowconn").fetchall():
            with cluster._superuser(str(database[0])) as inside:
                inside.execute("DROP OWNED BY app_worker")
        connection.execute("DROP ROLE app_worker")
    state = postgres._read_state(cluster.place)
    assert state is not None
    del state["passwords"]["app_worker"]
    postgres._write_state(cluster.place, {**state, "prepared": 1})

    again = postgres.ensure(home, test=True)
    again.create_database("casebook")

    assert asked(again, "app_worker", "casebook", "SELECT current_user") == [("app_worker",)]
    assert asked(again, "app_web", "casebook", "SELECT current_user") == [("app_web",)], "the others keep theirs"
    with psycopg.connect(again.url("app_owner", "casebook")) as connection:
        connection.execute("CREATE TABLE since_then (id int)")
    assert asked(again, "app_worker", "casebook", "SELECT count(*) FROM since_then") == [(0,)]


def test_stopping_twice_is_no_error(tmp_path: Path, cluster: postgres.Cluster, home: Path) -> None:
    cluster.stop()
    cluster.stop()
    assert postgres.find(home) is None
    postgres.ensure(home, test=True)  # for the fixture to find and remove
    assert postgres.find(tmp_path / "never") is None
