"""`goldenthread backup …`: the commands. What they do is in backup.py, restore.py and drill.py."""

import datetime as dt
import functools
import os
import sys
from pathlib import Path

import click

_PLACE = click.Path(file_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")


class Moment(click.ParamType):
    """A moment in ISO form. One without a zone is refused: an hour too late brings back what must not come back."""

    name = "moment"

    def convert(self, value, param, ctx):
        if isinstance(value, dt.datetime):
            return value
        try:
            read = dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment: write it as 2026-11-30T12:00:00Z", param, ctx)
        if read.tzinfo is None:
            self.fail(f"{value!r} names no zone: write 2026-11-30T12:00:00Z, or +01:00 at its end", param, ctx)
        return read


def _refusals(command):
    @functools.wraps(command)
    def run(*arguments, **named):
        from goldenthread.config import backup, postgres  # noqa: PLC0415 (other commands need none of it)

        try:
            return command(*arguments, **named)
        except (backup.BackupError, postgres.LauncherError) as refusal:
            click.echo(f"Refused: {refusal}.", err=True)
            sys.exit(1)

    return run


def _answer(values, as_json):
    from goldenthread.config.cli import answer  # noqa: PLC0415 (which has these commands among its own)

    answer(values, as_json)


@click.group("backup")
def commands():
    """Back-ups of the database: make, list, restore to a moment, give up, and a drill that proves them.

    A back-up holds everything that is protected. Keep it where only you can read, on a disk that is encrypted.
    """


@commands.command("make")
@click.argument("folder", type=_PLACE)
@_JSON
@_refusals
def make(folder, as_json):
    """Copy the whole database into FOLDER while it is in use, and prove the copy.

    The embedded server; or any other, where GOLDENTHREAD_BACKUP_URL names a role with REPLICATION on it. What is
    recorded afterwards is kept by the log: set GOLDENTHREAD_ARCHIVE to the same folder.

    \b
    Exit codes: 0  made, and proved
                1  refused, or not whole, as said on standard error
    """
    from goldenthread.config import backup, postgres  # noqa: PLC0415

    url = os.environ.get("GOLDENTHREAD_BACKUP_URL", "")
    if not url and os.environ.get("DATABASE_URL"):
        raise backup.BackupError("DATABASE_URL is set; this command also needs GOLDENTHREAD_BACKUP_URL")
    cluster = None if url else backup.followed(postgres.default_home())
    _answer(backup.make(folder, cluster=cluster, url=url, now=backup.clock()).told(), as_json)


@commands.command("list")
@click.argument("folder", type=_PLACE)
@_JSON
@_refusals
def listed(folder, as_json):
    """Say which back-ups are in FOLDER, and from when to when each can be brought back.

    \b
    Exit codes: 0  said, also when there is none
                1  one cannot be read
    """
    from goldenthread.config import backup  # noqa: PLC0415

    held = [found.told() for found in backup.catalogue(folder)]
    if as_json:
        _answer({"back_ups": held}, as_json)
    for found in [] if as_json else held:
        click.echo("{name}  from {from}  until {until}  {bytes} bytes".format(**found))
    if not held:
        click.echo(f"There is no back-up in {folder}.", err=True)


@commands.command("restore")
@click.argument("folder", type=_PLACE)
@click.option("--to", required=True, type=_PLACE, help="A new, empty place: the home of the restored service.")
@click.option("--until", type=Moment(), help="The moment, as 2026-11-30T12:00:00Z. Left out: the last there is.")
@_JSON
@_refusals
def restored(folder, to, until, as_json):
    """Bring up a new server with what FOLDER holds, as it was at a moment. Never over one that stands.

    It runs, with new passwords. `GOLDENTHREAD_HOME=PLACE goldenthread check-record` proves the record, `… serve` serves
    it. It keeps no log for back-ups until GOLDENTHREAD_ARCHIVE names a folder of its own.

    \b
    Exit codes: 0  restored and running
                1  refused, as said on standard error; nothing is left behind
    """
    from goldenthread.config import restore  # noqa: PLC0415

    _, done = restore.restore(folder, to, until=until)
    _answer(done, as_json)
    click.echo(f"Restored. Prove it: GOLDENTHREAD_HOME={to} goldenthread check-record", err=True)


@commands.command("forget")
@click.argument("folder", type=_PLACE)
@click.option("--older-than", "days", required=True, type=click.IntRange(1), help="Days that must stay restorable.")
@_JSON
@_refusals
def forgotten(folder, days, as_json):
    """Remove what no moment of the last DAYS days needs: older copies, and the log before the oldest that stays.

    The newest copy from before those days stays, because their first hours rest on it.

    \b
    Exit codes: 0  done, also when nothing had to go
                1  there is no back-up, or one cannot be read: nothing is removed
    """
    from goldenthread.config import backup  # noqa: PLC0415

    _answer(backup.forget(folder, days=days, now=backup.clock()), as_json)


@commands.command("drill")
@click.option("--families", default=2, show_default=True, help="How large a fictional service.")
@click.option("--writes", default=100, show_default=True, help="Writes after the copy, before and after the moment.")
@_JSON
def drilled(families, writes, as_json):
    """Lose a fictional service on purpose, bring it back to a moment, and prove what came back.

    Touches nothing but a folder of its own, which it removes. Says what was taken before the moment, what came back,
    and how many seconds each part took.

    \b
    Exit codes: 0  everything acknowledged by the moment is back, nothing later is, and the record is whole
                1  it is not, as said on standard error
    """
    from goldenthread.config import backup, drill, postgres  # noqa: PLC0415

    try:
        done = drill.drill(families=families, writes=writes, say=lambda words: click.echo(words, err=True))
    except (drill.DrillFailed, backup.BackupError, postgres.LauncherError) as failed:
        click.echo(f"The drill failed: {failed}.", err=True)
        sys.exit(1)
    _answer(done, as_json)
