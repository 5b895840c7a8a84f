"""The loader: a database role that exists for one load into the embedded server.

Row security refuses COPY to the product's roles, and rightly so. The loader bypasses it, may switch off the triggers
of foreign keys while it loads, and cannot sign in before or after a load.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from goldenthread.config import postgres


@contextmanager
def loader(cluster: postgres.Cluster, database: str) -> Iterator[str]:
    """The address of the database for a loader of its own, which is there until the end of the block.

    Each database has its own: two loads may go on at once.
    """
    role, password = f"app_loader_{database}"[:63], secrets.token_hex(24)
    name = sql.Identifier(role)
    # One after the other: PostgreSQL refuses two changes of the same right at once. What is left of a load that was
    # killed can sign in no longer than a day.
    with postgres._locked(cluster.place), cluster._superuser(database) as connection:
        _forget(connection, role)
        (until,) = connection.execute("SELECT (now() + interval '1 day')::text").fetchone() or ("now",)
        for statement in (
            sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS NOSUPERUSER PASSWORD {} VALID UNTIL {}").format(
                name, sql.Literal(password), sql.Literal(until)
            ),
            sql.SQL("GRANT app_owner, app_importer TO {}").format(name),
            sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(name),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), name),
        ):
            connection.execute(statement)
    try:
        yield f"postgresql://{role}:{password}@{cluster.host}:{cluster.port}/{database}"
    finally:
        with postgres._locked(cluster.place), cluster._superuser(database) as connection:
            _forget(connection, role)


def _forget(connection: psycopg.Connection[Any], role: str) -> None:
    """Removes the role, with its rights and whoever is still connected as it."""
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
