"""The loader: a database role that exists for one load into the embedded server.

Row security refuses COPY to the product's roles, and rightly so. The loader bypasses it, may switch off the triggers
of foreign keys while it loads, and cannot sign in before or after a load.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from goldenthread.config import postgres

LOADER = "app_loader"


@contextmanager
def loader(cluster: postgres.Cluster, database: str) -> Iterator[str]:
    """The address of the database for the loader's role, which can sign in until the end of the block."""
    password = secrets.token_hex(24)
    name = sql.Identifier(LOADER)
    with cluster._superuser(database) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOADER]).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {}").format(name))
        for statement in (
            sql.SQL("ALTER ROLE {} LOGIN BYPASSRLS NOSUPERUSER PASSWORD {}").format(name, sql.Literal(password)),
            sql.SQL("GRANT app_owner, app_importer TO {}").format(name),
            sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(name),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), name),
        ):
            connection.execute(statement)
    try:
        yield f"postgresql://{LOADER}:{password}@{cluster.host}:{cluster.port}/{database}"
    finally:
        with cluster._superuser(database) as connection:
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN NOBYPASSRLS PASSWORD NULL").format(name))
