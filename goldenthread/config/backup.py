"""Back-ups by PostgreSQL's own means: whole copies, and the log of every change since, kept in one folder.

    FOLDER/base/20261130T163800Z/data   a whole copy, as pg_basebackup made it and pg_verifybackup found it
    FOLDER/base/20261130T163800Z/about.json
    FOLDER/wal/                         pieces of the write-ahead log, in the order of their names
    FOLDER/system                       which server it is of: a folder belongs to one

A copy and the pieces that follow it without a gap give the database back at any moment that they reach (restore.py).
The pieces come from the embedded server itself where GOLDENTHREAD_ARCHIVE names the folder; from a real server by its
own archive_library or by pg_receivewal.

A back-up holds everything that is protected. Its folders are 0700 and its files 0600; encrypting what they lie on is
for whoever runs the service (README).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess  # noqa: S404 (PostgreSQL's own programs)
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from goldenthread.config import postgres
from goldenthread.config.postgres import LauncherError

_SEGMENT = re.compile(r"[0-9A-F]{24}")
_SEGMENT_BYTES = 16 * 1024 * 1024
_STAMP = "%Y%m%dT%H%M%SZ"
_COMMIT = re.compile(r"desc: COMMIT(?:_PREPARED)? (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) UTC")


class BackupError(RuntimeError):
    """A back-up cannot be made, used or given up; the message says why in words for whoever runs it."""


@dataclass(frozen=True)
class Backup:
    """One whole copy, and how far the log takes it."""

    name: str
    began: dt.datetime
    ended: dt.datetime
    last: dt.datetime | None  # the last change that the log holds, if it holds any
    size: int
    pieces: tuple[str, ...]  # of the log, from the one that it begins with on, without a gap
    first: str
    folder: Path

    @property
    def until(self) -> dt.datetime:
        """The last moment that it can be brought back to."""
        return max(self.last or self.ended, self.ended)

    def told(self) -> dict[str, object]:
        """For people and programs, times as ISO text in UTC."""
        times = {"from": self.ended, "until": self.until}
        return {"name": self.name, **{k: moment(v) for k, v in times.items()}, "bytes": self.size}


def moment(at: dt.datetime) -> str:
    """A moment as text that `--until` takes."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def clock() -> dt.datetime:
    """Where the time is read for back-ups and their drill: a command has no door, and a copy takes time."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251, DTZ005 (see the docstring)


# --- making -----------------------------------------------------------------------------------------------


def make(folder: Path, *, cluster: postgres.Cluster | None = None, url: str = "", now: dt.datetime) -> Backup:
    """Copy a running server whole into `folder` and prove the copy. Work on the server goes on meanwhile.

    Either the embedded server, which must have been started to be followed, or any other by the address of a role
    with REPLICATION. Refuses with BackupError, and leaves nothing half made.
    """
    binaries = tools()
    _open_folder(folder)
    name = now.astimezone(dt.UTC).strftime(_STAMP)
    place, new = folder / "base" / name, folder / "base" / f"{name}.new"
    if place.exists():
        raise BackupError(f"{place} exists already: wait a second")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    try:
        with _address(cluster, url) as (address, environment):
            options = ["--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password"]
            command = [str(binaries / "pg_basebackup"), f"--dbname={address}", f"--pgdata={new / 'data'}", *options]
            _run(command, "the copy could not be made", environment)
        verify(new / "data")
        manifest = json.loads((new / "data" / "backup_manifest").read_text())
        _check_system(folder, str(manifest["System-Identifier"]))
        about = {
            "began": moment(now),
            "ended": moment(clock()),  # a copy takes time: when it was whole
            "bytes": sum(file["Size"] for file in manifest["Files"]),
            "first": _segment_of(manifest["WAL-Ranges"][0]),
        }
        (new / "about.json").write_text(json.dumps(about))
        (new / "about.json").chmod(0o600)
        new.rename(place)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return next(found for found in catalogue(folder) if found.name == name)


def verify(data: Path) -> None:
    """Refuses a copy that is not as it was made: each file by its SHA-256, and the log that it needs."""
    _run([str(tools() / "pg_verifybackup"), "--quiet", str(data)], "the copy is not whole")


def tools() -> Path:
    """The folder of PostgreSQL's programs, for the user who runs the command."""
    return postgres._binaries(Path("/"), None)


def _open_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "base").mkdir(mode=0o700, exist_ok=True)
        (folder / "base").chmod(0o700)
    except OSError as error:
        raise BackupError(f"{folder} cannot be used for back-ups: {error.strerror}") from error


def _check_system(folder: Path, system: str) -> None:
    mark = folder / "system"
    if mark.exists() and mark.read_text().strip() != system:
        raise BackupError(f"{folder} holds the back-ups of another database server: choose another folder")
    mark.touch(mode=0o600)
    mark.write_text(f"{system}\n")


@contextmanager
def _address(cluster: postgres.Cluster | None, url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the server is, without its password, and an environment with it: a command line is read by anybody."""
    if cluster is not None:
        if postgres.REPLICATOR not in cluster._passwords:
            raise BackupError("the embedded server was not started to be backed up")
        url = cluster._url(postgres.REPLICATOR, "postgres")
    parts = {name: str(value) for name, value in conninfo_to_dict(url, dbname="replication").items() if value}
    password = parts.pop("password", "")
    with tempfile.NamedTemporaryFile("w", prefix="pw-") as file:  # made 0600
        file.write("*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n")
        file.flush()
        yield make_conninfo("", **parts), {"PGPASSFILE": file.name} if password else {}


def _segment_of(reach: dict[str, object]) -> str:
    high, low = str(reach["Start-LSN"]).split("/")
    return f"{int(str(reach['Timeline'])):08X}{int(high, 16):08X}{int(low, 16) // _SEGMENT_BYTES:08X}"


def _run(command: list[str], failed: str, environment: dict[str, str] | None = None) -> str:
    kept = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", **(environment or {})}
    mask = os.umask(0o077)
    try:
        done = subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
            command, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    finally:
        os.umask(mask)
    if done.returncode != 0:
        raise BackupError(f"{failed}: {postgres._last_line(done.stderr)}")
    return done.stdout


# --- what there is ----------------------------------------------------------------------------------------


def catalogue(folder: Path) -> list[Backup]:
    """The back-ups of a folder, oldest first. One that is half made is none."""
    pieces = {path.name for path in folder.glob("wal/*") if _SEGMENT.fullmatch(path.name)}
    return [_read(place, folder, pieces) for place in sorted((folder / "base").glob("*Z")) if place.is_dir()]


def _read(place: Path, folder: Path, pieces: set[str]) -> Backup:
    try:
        about = json.loads((place / "about.json").read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{place} cannot be read: {type(error).__name__}") from error
    began, ended = (dt.datetime.fromisoformat(about[name]) for name in ("began", "ended"))
    chain = tuple(follows(about["first"], pieces))
    last = _last_commit(folder / "wal", chain)
    return Backup(place.name, began, ended, last, about["bytes"], chain, about["first"], place)


def follows(first: str, pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of the log from `first` on, up to the first that is missing."""
    held, name = set(pieces), first
    while name in held:
        yield name
        high, low = int(name[8:16], 16), int(name[16:24], 16) + 1
        if low * _SEGMENT_BYTES >= 1 << 32:
            high, low = high + 1, 0
        name = f"{name[:8]}{high:08X}{low:08X}"


def _last_commit(wal: Path, chain: tuple[str, ...]) -> dt.datetime | None:
    """When the last change was made that the chain holds. The newest pieces may hold none."""
    command = [str(tools() / "pg_waldump"), "--rmgr=Transaction", f"--path={wal}"]
    for name in reversed(chain):
        # It ends with a complaint where a piece is only partly filled: what it read stands.
        done = subprocess.run(  # noqa: S603
            [*command, name, name], capture_output=True, text=True, check=False, env={"TZ": "UTC", "LC_ALL": "C"}
        )
        if found := _COMMIT.findall(done.stdout):
            return dt.datetime.fromisoformat(found[-1]).replace(tzinfo=dt.UTC)
    return None


# --- giving up --------------------------------------------------------------------------------------------


def forget(folder: Path, *, days: int, now: dt.datetime) -> dict[str, object]:
    """Remove what is not needed to restore any moment of the last `days` days. Returns what went and what stays.

    The newest copy that was whole before those days is kept, because the first of them rests on it; so is every piece
    of the log from the oldest kept copy on. With one copy nothing goes.
    """
    held = catalogue(folder)
    if not held:
        raise BackupError(f"there is no back-up in {folder}")
    limit = now - dt.timedelta(days=days)
    older = [backup for backup in held if backup.ended < limit]
    kept = [*older[-1:], *(backup for backup in held if backup.ended >= limit)]
    gone = [backup for backup in held if backup not in kept]
    for backup in gone:
        shutil.rmtree(backup.folder)
    needed = min(backup.first[8:] for backup in kept)
    pieces = [path for path in (folder / "wal").glob("*") if _not_needed(path.name, needed)]
    for path in pieces:
        path.unlink()
    return {"removed": [backup.name for backup in gone], "log_pieces_removed": len(pieces), "kept": len(kept)}


def _not_needed(name: str, needed: str) -> bool:
    """Whether a file of the log ends before the piece `needed` (without its timeline). Histories are kept for good."""
    return bool(_SEGMENT.fullmatch(name[:24])) and name[8:24] < needed


# --- the embedded server ----------------------------------------------------------------------------------


def followed(home: Path) -> postgres.Cluster:
    """The product's own server, started so that it can be backed up. Starting it again would cut off whoever is on."""
    running = postgres.find(home)
    if running is not None and postgres.REPLICATOR not in running._passwords:
        with running._superuser() as connection:
            on = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            ).fetchone()
        if on is not None and on[0]:
            raise BackupError(
                "the database was started for itself alone, and is in use: stop the product and run"
                " `goldenthread backup make` again, or set GOLDENTHREAD_ARCHIVE and start it again"
            )
    try:
        return postgres.ensure(home, followed=True, archive=postgres.archive_wanted())
    except LauncherError as error:
        raise BackupError(str(error)) from error
