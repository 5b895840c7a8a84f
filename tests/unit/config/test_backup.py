"""Back-ups of an embedded server of the test's own: made while it is written to, restored to a moment, given up."""

import datetime as dt
import json
import shutil
import stat
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from goldenthread.config import backup, postgres, restore
from goldenthread.config.backup_commands import commands

DATABASE, GIVE_UP_SECONDS = "kept", 60
NOON = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)


class Kept:
    """A server that keeps its log, two copies, and numbers written before and after a moment."""

    def __init__(self, folder):
        self.home, self.archive = folder / "first" / "postgres", folder / "archive"
        self.cluster = postgres.ensure(self.home, test=True, archive=self.archive)
        self.cluster.create_database(DATABASE)
        with self.connection() as connection:
            connection.execute("CREATE TABLE numbers (number int)")
        self.write(1)
        self.copy = backup.make(self.archive, cluster=self.cluster, now=backup.clock())
        self.write(2)
        self.moment = self.clock()
        self.write(3)
        self.later = self.clock()
        self.write(4)
        with closing(self.cluster._superuser()) as connection:
            ((piece,),) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchall()
        until = time.monotonic() + GIVE_UP_SECONDS
        while not (self.archive / "wal" / piece).exists():
            assert time.monotonic() < until, "the log is not kept"
            time.sleep(0.01)

    def connection(self, cluster=None):
        return psycopg.connect((cluster or self.cluster).url("app_owner", DATABASE))

    def clock(self):
        with self.connection() as connection:
            return connection.execute("SELECT clock_timestamp()").fetchone()[0]

    def write(self, number):
        with self.connection() as connection:
            connection.execute("INSERT INTO numbers VALUES (%s)", [number])


def remove(cluster):
    cluster.stop()
    shutil.rmtree(cluster.place)


@pytest.fixture(scope="module")
def kept():
    # Not in pytest's folder: as root the server runs as another user, and must reach the archive the whole time.
    with tempfile.TemporaryDirectory(prefix="goldenthread-backup-") as folder:
        Path(folder).chmod(0o711)
        made = Kept(Path(folder))
        yield made
        remove(made.cluster)


def numbers_after(kept, to, until):
    again, done = restore.restore(kept.archive, to, until=until)
    try:
        with kept.connection(again) as connection:
            rows = connection.execute("SELECT number FROM numbers ORDER BY number").fetchall()
            connection.execute("INSERT INTO numbers VALUES (99)")  # it takes writes
        return [number for (number,) in rows], done
    finally:
        remove(again)


def test_all_up_to_the_moment_comes_back_and_nothing_later(kept, tmp_path):
    held, done = numbers_after(kept, tmp_path / "again", kept.moment)
    assert held == [1, 2]
    assert done["back_up"] == kept.copy.name
    assert dt.datetime.fromisoformat(done["last_change"]) <= kept.moment
    assert numbers_after(kept, tmp_path / "later", kept.later)[0] == [1, 2, 3]


def test_without_a_moment_the_last_there_is_comes_back(kept, tmp_path):
    assert numbers_after(kept, tmp_path / "again", None)[0] == [1, 2, 3, 4]


def test_a_copy_without_a_log_comes_back_as_it_was_made(kept, tmp_path):
    alone = tmp_path / "alone"
    made = backup.make(alone, cluster=kept.cluster, now=backup.clock())
    assert (made.pieces, made.until) == ((), made.ended)
    again, _ = restore.restore(alone, tmp_path / "again", until=made.ended)
    remove(again)


def test_a_moment_that_nothing_reaches_is_refused_in_words(kept, tmp_path):
    with pytest.raises(backup.BackupError, match="nothing reaches back further"):
        restore.restore(kept.archive, tmp_path / "again", until=NOON)
    with pytest.raises(backup.BackupError, match="name an earlier moment"):
        restore.restore(kept.archive, tmp_path / "again", until=backup.clock() + dt.timedelta(hours=1))
    assert not (tmp_path / "again").exists()


def test_nothing_is_restored_over_something(kept, tmp_path):
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "note").touch()
    with pytest.raises(backup.BackupError, match="not empty"):
        restore.restore(kept.archive, tmp_path / "again", until=kept.moment)


def test_a_damaged_copy_is_not_restored(kept, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(kept.archive / "base", damaged / "base")
    file = next(iter(sorted((damaged / "base").glob("*/data/base/*/PG_VERSION"))))
    file.write_text("17\n")
    with pytest.raises(backup.BackupError, match="not whole"):
        restore.restore(damaged, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_only_its_owner_reads_a_back_up(kept):
    for path in [kept.archive / "base", kept.archive / "wal", *kept.copy.folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (kept.archive / "wal").iterdir())


def test_the_passwords_are_new(kept, tmp_path):
    again, _ = restore.restore(kept.archive, tmp_path / "again", until=kept.moment)
    try:
        assert not set(again._passwords.values()) & set(kept.cluster._passwords.values())
    finally:
        remove(again)


def test_two_servers_do_not_share_a_folder(kept, tmp_path):
    with pytest.raises(postgres.LauncherError, match="another database server"):
        postgres.ensure(tmp_path / "other", test=True, archive=kept.archive)
    other = postgres.ensure(tmp_path / "another", test=True, followed=True)
    try:
        with pytest.raises(backup.BackupError, match="another database server"):
            backup.make(kept.archive, cluster=other, now=backup.clock())
        assert len(backup.catalogue(kept.archive)) == 1
    finally:
        remove(other)


def test_a_server_for_itself_alone_is_not_started_again_under_those_who_use_it(tmp_path):
    alone = postgres.ensure(tmp_path / "postgres", test=True)
    try:
        someone = psycopg.connect(alone.url("app_owner", "postgres"))
        with closing(someone), pytest.raises(backup.BackupError, match="is in use"):
            backup.followed(tmp_path / "postgres")
        backup.followed(tmp_path / "postgres").stop()
        # Remembered: a server that forgot it once would break the chain.
        alone = postgres.ensure(tmp_path / "postgres", test=True)
        with closing(psycopg.connect(alone.url("app_owner", "postgres"))) as connection:
            assert connection.execute("SHOW wal_level").fetchone() == ("replica",)
    finally:
        remove(alone)


# --- without a server -------------------------------------------------------------------------------------


def laid(folder, day, first):
    """A copy as its papers say it, made on that day of June."""
    ended = dt.datetime(2026, 6, day, 2, 10, tzinfo=dt.UTC)
    place = folder / "base" / ended.strftime("%Y%m%dT%H%M%SZ")
    (place / "data").mkdir(parents=True)
    about = {"began": backup.moment(ended - dt.timedelta(minutes=10)), "ended": backup.moment(ended)}
    (place / "about.json").write_text(json.dumps({**about, "bytes": 1, "first": f"{first:024X}"}))
    return place.name


@pytest.fixture
def months(tmp_path):
    """Copies of the 1st, 4th, 7th and 9th; pieces 0 to 9 of the log."""
    (tmp_path / "wal").mkdir()
    for number in range(10):
        (tmp_path / "wal" / f"{number:024X}").touch()
    for name in ("00000001.history", f"{2:024X}.00000028.backup"):
        (tmp_path / "wal" / name).touch()
    return tmp_path, [laid(tmp_path, day, first) for day, first in ((1, 0), (4, 3), (7, 5), (9, 8))]


@pytest.mark.parametrize(
    ("days", "stay", "from_piece"),
    [
        (1, [3], 8),  # since the 9th at noon: the copy of the 9th was whole before
        (2, [2, 3], 5),
        (5, [1, 2, 3], 3),
        (6, [1, 2, 3], 3),  # since the 4th at noon: the copy of that night was whole before
        (30, [0, 1, 2, 3], 0),
    ],
)
def test_what_a_kept_copy_needs_stays(months, days, stay, from_piece):
    folder, names = months
    backup.forget(folder, days=days, now=NOON)
    assert [found.name for found in backup.catalogue(folder)] == [names[number] for number in stay]
    pieces = sorted(path.name for path in (folder / "wal").iterdir() if len(path.name) == 24)
    assert pieces == [f"{number:024X}" for number in range(from_piece, 10)]
    assert (folder / "wal" / "00000001.history").exists()


def test_nothing_is_given_up_where_a_copy_cannot_be_read(months):
    folder, names = months
    (folder / "base" / names[1] / "about.json").write_text("{")
    with pytest.raises(backup.BackupError, match="cannot be read"):
        backup.forget(folder, days=1, now=NOON)
    assert len(list((folder / "base").iterdir())) == 4


@pytest.mark.parametrize(
    ("first", "held", "chain"),
    [
        ("00000001000000000000000A", ["0000000100000000000000FF"], []),
        (
            "0000000100000000000000FE",
            ["0000000100000000000000FE", "0000000100000000000000FF", "000000010000000100000000"],
            ["0000000100000000000000FE", "0000000100000000000000FF", "000000010000000100000000"],
        ),
        (
            "000000010000000000000001",
            ["000000010000000000000001", "000000010000000000000003"],
            ["000000010000000000000001"],
        ),
    ],
)
def test_the_log_is_followed_to_its_first_gap(first, held, chain):
    assert list(backup.follows(first, held)) == chain


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-30T12:00:00"])
def test_a_moment_without_a_zone_is_a_wrong_call(tmp_path, moment):
    call = ["restore", str(tmp_path), "--to", str(tmp_path / "again"), "--until", moment]
    assert CliRunner().invoke(commands, call).exit_code == 2


def test_refusals_are_words_and_exit_code_one(tmp_path):
    done = CliRunner().invoke(commands, ["restore", str(tmp_path), "--to", str(tmp_path / "again")])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no back-up" in done.stderr
    assert CliRunner().invoke(commands, ["list", str(tmp_path), "--json"]).stdout == '{"back_ups":[]}\n'
