"""Bringing a back-up to life as it was at a moment: on a new server in another place, never over one that stands.

The copy is proved first, laid in the new place, and PostgreSQL replays the log up to the moment. The new server has new
passwords, keeps no archive of its own yet, and touches nothing of the back-up.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import time
from pathlib import Path

from goldenthread.config import backup, postgres
from goldenthread.config.backup import Backup, BackupError
from goldenthread.config.postgres import Cluster, LauncherError

_REACHED = re.compile(r"last completed transaction was at log time (\S+) (\S+?)\+00")


def restore(folder: Path, to: Path, *, until: dt.datetime | None = None) -> tuple[Cluster, dict[str, object]]:
    """Bring up a new server, whose home is `to`, with all that was recorded up to and at `until`; None: up to the last.

    Returns the running server, and what was done for people and programs. Refuses with BackupError, and leaves
    nothing half made: `to` holds something, no copy is old enough, the log does not reach so far, or is damaged.
    """
    began = time.monotonic()
    if to.exists() and any(to.iterdir()):
        raise BackupError(f"{to} is not empty: name a new place for the restored server")
    chosen = choose(folder, until)
    backup.verify(chosen.folder / "data")
    try:
        user = postgres._server_user()
        place = postgres._place(Path(os.path.abspath(to / "postgres")), user)
    except (LauncherError, OSError) as error:
        raise BackupError(str(error)) from error
    if (place / "data").exists():
        raise BackupError(f"{place} holds a server already: name a new place for the restored server")
    try:
        with postgres._locked(place):
            reached = _bring_up(chosen, folder, place, user, until)
        cluster = postgres.ensure(to / "postgres")
    except (LauncherError, OSError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise BackupError(f"the back-up could not be restored: {error}") from error
    done: dict[str, object] = {
        "back_up": chosen.name,
        "asked_until": backup.moment(until) if until else None,
        "last_change": reached or (backup.moment(chosen.last) if chosen.last else None),
        "home": str(to),
        "place": str(place),
        "port": cluster.port,
        "seconds": round(time.monotonic() - began, 1),
    }
    return cluster, done


def choose(folder: Path, until: dt.datetime | None) -> Backup:
    """The newest copy that was whole by then. Refuses a moment that nothing reaches, and says what is reached."""
    held = backup.catalogue(folder)
    if not held:
        raise BackupError(f"there is no back-up in {folder}")
    if until is None:
        return held[-1]
    usable = [found for found in held if found.ended <= until]
    if not usable:
        raise BackupError(
            f"the oldest back-up was whole at {backup.moment(held[0].ended)}: nothing reaches back further"
        )
    chosen = usable[-1]
    if until > chosen.until:
        raise BackupError(
            f"the log reaches to {backup.moment(chosen.until)} and not to {backup.moment(until)}: name an earlier"
            " moment, or leave out --until for the last there is"
        )
    return chosen


def _bring_up(chosen, folder, place, user, until) -> str | None:
    """Lays the copy in place and replays. Returns the moment of the last change that came back, if any was replayed."""
    binaries, data, log = postgres._binaries(place, user), place / "data", place / "log-of-changes"
    data.mkdir(mode=0o700)  # before anything lies in it
    shutil.copytree(chosen.folder / "data", data, symlinks=True, dirs_exist_ok=True)
    (data / "backup_manifest").unlink(missing_ok=True)
    log.mkdir(mode=0o700)
    for name in chosen.pieces:
        shutil.copy2(folder / "wal" / name, log / name)
    (data / "recovery.signal").touch(mode=0o600)
    data.chmod(0o700)
    if user is not None:
        for path in (data, log, *data.rglob("*"), *log.iterdir()):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    state = postgres._new_state()
    postgres._write_state(place, state)
    state["port"] = postgres._launch(place, user, binaries, state, more=_recovery(log, chosen, until))
    postgres._stop(data)
    found = _REACHED.findall((place / "server.log").read_text(errors="replace"))
    # Without a server that anybody could reach: the copy's passwords are not known here, and are not wanted.
    password = f"ALTER ROLE {postgres.SUPERUSER} PASSWORD '{state['passwords'][postgres.SUPERUSER]}';\n"
    single = [str(binaries / "postgres"), "--single", "-D", str(data), "postgres"]
    done = postgres._run_as(user, place, single, said=password)
    if done.returncode != 0:
        raise LauncherError(postgres._last_line(done.stderr))
    shutil.rmtree(log)
    postgres._write_state(place, state)
    return f"{found[-1][0]}T{found[-1][1]}Z" if found else None


def _recovery(log: Path, chosen: Backup, until: dt.datetime | None) -> dict[str, str]:
    """How far to replay. Nobody is let in before it is done."""
    wanted = {
        # PostgreSQL puts its own words in place of % signs.
        "restore_command": f"cp {shlex.quote(str(log)).replace('%', '%%')}/%f %p",
        "hot_standby": "off",
        "archive_mode": "off",
    }
    # Where the log ends before that moment, all of it is what was there at that moment; PostgreSQL would refuse.
    if until is not None and chosen.last is not None and until < chosen.last:
        wanted["recovery_target_time"] = until.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
        wanted["recovery_target_action"] = "promote"
    return wanted
