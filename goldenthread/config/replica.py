"""A replica of the embedded server, for trying what a replica does: a second server that follows the first.

    primary = postgres.ensure(home, followed=True)
    second = replica.follow(primary, another_home)
    DATABASE_REPLICA_URL=second.url("app_web", "goldenthread")

A real service has replicas of its own (docs/scale.md) and names one in DATABASE_REPLICA_URL. Which work reads there is
decided in goldenthread/access/replica.py.
"""

import os
import shutil
from pathlib import Path

from goldenthread.config import postgres
from goldenthread.config.postgres import Cluster, LauncherError


def follow(primary: Cluster, home: Path, *, test: bool = False) -> Cluster:
    """Start the replica of that home, making it first where there is none. It has the primary's roles and passwords.

    Refuses with LauncherError: the primary was started for itself alone, the home holds another server, or the
    replica will not start.
    """
    user = postgres._server_user()
    place = postgres._place(Path(os.path.abspath(home)), user)
    with postgres._locked(place):
        binaries = postgres._binaries(place, user)
        if not (place / "data").exists():
            _copy(primary, place, user, binaries)
        if not (place / "data" / "standby.signal").exists():
            raise LauncherError(f"{place} holds a server that follows nobody: choose another folder")
        if postgres.system_of(place / "data", binaries) != postgres.system_of(primary.place / "data", binaries):
            raise LauncherError(f"{place} follows another server: choose another folder")
        return postgres._start_under_lock(place, user, {}, test=test)


def _copy(primary, place, user, binaries):
    state = postgres._read_state(primary.place)
    if state is None or not state.get("replicator"):
        raise LauncherError(f"the server in {primary.place} was not started to be followed")
    # Beside the data and for good: the replica signs in with it each time that it begins to follow.
    passfile = place / "pgpass"
    passfile.unlink(missing_ok=True)
    passfile.touch(mode=0o600)
    passfile.write_text(f"{primary.host}:*:*:{postgres.REPLICATOR}:{state['passwords'][postgres.REPLICATOR]}\n")
    new = place / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if user is not None:
        for path in (passfile, new):
            os.chown(path, user.pw_uid, user.pw_gid)
    where = f"host={primary.host} port={primary.port} user={postgres.REPLICATOR} passfile={passfile}"
    command = [str(binaries / "pg_basebackup"), f"--dbname={where}", f"--pgdata={new}"]
    command += ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-password"]
    done = postgres._run_as(user, place, command)
    if done.returncode != 0:
        raise LauncherError(f"the replica could not be made: {postgres._last_line(done.stderr)}")
    new.rename(place / "data")
    # It keeps no archive: two servers in one folder would spoil each other's chain.
    postgres._write_state(place, {**state, "port": postgres._free_port(), "archive": None})
