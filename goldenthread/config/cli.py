"""The command line. Each command connects under the database role that it needs and no other.

Exit codes: 0 done; 1 done in part or refused, as said on standard error; 2 the call itself was wrong; 3 the
database cannot be used as it is.
With `--json`, standard output is one line of JSON and nothing else.
"""

import json
import os
import sys
from pathlib import Path

import click

SETTINGS = "goldenthread.config.settings"


def start(role: str, **environment: str) -> None:
    """Sets Django up under a database role. Once in a process: the role is chosen before the settings load."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["GOLDENTHREAD_ROLE"] = role
    os.environ.update(environment)
    import django  # noqa: PLC0415 (the role must be chosen first)

    django.setup()


def say(text: str) -> None:
    """A line for the person, on standard error: standard output is for programs."""
    click.echo(text, err=True)


def answer(values: dict, as_json: bool) -> None:
    """The result: one line of JSON, or a line for each value."""
    if as_json:
        click.echo(json.dumps(values, separators=(",", ":"), default=str))
    else:
        for name, value in values.items():
            click.echo(f"{name.replace('_', ' ')}: {value}")


class Commands(click.Group):
    """Says in a line what stands in the way of the database, with an exit code of its own, and no trace of code."""

    def invoke(self, ctx):
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.db import DatabaseError  # noqa: PLC0415

        try:
            return super().invoke(ctx)
        except (DatabaseError, ImproperlyConfigured) as error:
            # The message may quote a row: the kind of error is enough to go on.
            say(f"The database cannot be used as it is ({type(error).__name__}). Try `goldenthread migrate`.")
            sys.exit(3)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option("0.1", message="Golden Thread %(version)s")
def main():
    """Golden Thread: a child's words and a family's safety, from the first enquiry to the court's order.

    \b
    To see it:                    make demo
    To bring in a court's answer: goldenthread courtfeed import ANSWER.json
    To prove the record:          goldenthread check-record
    """


@main.command()
def migrate():
    """Bring the database to the newest form. Safe to repeat. Connects as the owner."""
    _ensure_database()
    start("app_owner")
    from goldenthread.config.migrating import migrate as bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()
    say("The database is up to date.")


def _ensure_database():
    """On the embedded server, makes the database if it is not there; on a real one this is done beforehand."""
    if os.environ.get("DATABASE_URL"):
        return
    from goldenthread.config import postgres  # noqa: PLC0415

    cluster = postgres.ensure(postgres.default_home(), archive=postgres.archive_wanted())
    cluster.create_database(os.environ.get("GOLDENTHREAD_DATABASE", postgres.DEFAULT_DATABASE))


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--workers", default=1, show_default=True, help="Processes. Each takes some 150 MB.")
@click.option("--threads", default=8, show_default=True, help="Requests handled at once by each process.")
def serve(port, workers, threads):
    """Serve the product on this machine. A proxy with TLS stands before it in a real service."""
    os.environ.setdefault("GOLDENTHREAD_ROLE", "app_web")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ.setdefault("GOLDENTHREAD_POOL", str(threads))
    if os.environ.get("GOLDENTHREAD_DEMO") != "1":
        # A real service serves what was collected: named by content, compressed, and kept by browsers for good.
        start(os.environ["GOLDENTHREAD_ROLE"])
        from django.core.management import call_command  # noqa: PLC0415

        call_command("collectstatic", verbosity=0, interactive=False)
    arguments = [
        sys.executable, "-m", "gunicorn", "goldenthread.config.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", str(threads),
        "--workers", str(workers), "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    os.execv(sys.executable, arguments)  # noqa: S606 (our own command line, no shell)


@main.command()
@click.option("--queue", type=click.Choice(["house", "courts"]), help="One queue, in this process.")
@click.option("--until", type=int, hidden=True, help="End when the process of this number is gone.")
def worker(queue, until):
    """Do the work in the background, until SIGTERM or Ctrl+C.

    Without --queue there is a process for each queue under the database role that it needs (house: app_worker,
    courts: app_importer), and one that ends by itself is started again. On being asked to stop, what is being done is
    finished; what takes longer than GOLDENTHREAD_WORKER_STOP_SECONDS (30) goes back to the queue.

    \b
    Exit codes: 0  ended as asked
                1  with --queue: stopped by itself, as said on standard error
                3  with --queue: the database cannot be used
    """
    from goldenthread.config import worker as process  # noqa: PLC0415

    wanted = process.until(until)
    if queue is None:
        if until is None:
            say("Working in the background. Ctrl+C ends it.")
        sys.exit(process.keep_going(wanted))
    start(process.ROLE_OF[process.Queue(queue)])
    import psycopg  # noqa: PLC0415
    import psycopg_pool  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

    from goldenthread.background.worker import work  # noqa: PLC0415

    try:
        code = work(process.Queue(queue), wanted)
    except (ConnectorException, DatabaseError, psycopg.Error, psycopg_pool.PoolTimeout) as error:
        say(f"The worker of the queue {queue} cannot use the database ({type(error).__name__}).")
        code = process.CANNOT_USE_THE_DATABASE
    sys.exit(code)


@main.group()
def demo():
    """The fictional service: build it, serve it. Every person in it is made up."""


@demo.command("build")
@click.option("--families", default=60, show_default=True, help="How many families.")
@click.option("--scale", type=click.Choice(["small", "national"]), default="small", show_default=True,
              help="A service to look around in, or one of 65,000 cases a year.")  # fmt: skip
@click.option("--years", default=1, show_default=True, type=click.IntRange(1, 20), help="National: how many years.")
@click.option("--share", default=1.0, show_default=True, type=click.FloatRange(0.0005, 1),
              help="National: which part of the service, for a try.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same service.")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say so, where there is a service already.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")
@click.pass_context
def demo_build(ctx, *, families, scale, years, share, seed, if_empty, as_json):
    """Fill an empty database with a fictional service of two nations.

    \b
    Exit codes: 0  built, or with --if-empty there already
                1  there is a service already, or a national one is asked for on another server than the embedded one
    """
    foreign = ("families",) if scale == "national" else ("years", "share")
    for name in foreign:
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} says nothing of a service of the scale {scale}.")
    if scale == "national":
        counts = _built(if_empty, lambda: _build_national(years, share, seed))
    else:
        counts = _built(if_empty, lambda: _build_small(families, seed))
    answer(counts, as_json)


def _built(if_empty, build):
    """What a build returns; ends the command where there is a service already."""
    try:
        return build()
    except Exception as error:
        from goldenthread.demo.service import AlreadyThere  # noqa: PLC0415

        if not isinstance(error, AlreadyThere):
            raise
    if if_empty:
        say("The service is there already.")
        sys.exit(0)
    say("There is a service in this database already. `make reset` removes the demonstration's database.")
    sys.exit(1)


def _build_small(families, seed):
    start("app_importer", GOLDENTHREAD_DEMO="1")
    from goldenthread.access.door import clock  # noqa: PLC0415
    from goldenthread.demo.service import build  # noqa: PLC0415

    with click.progressbar(length=families, label="Building the service", file=sys.stderr) as bar:
        return build(families=families, seed=seed, now=clock(), progress=bar.update)


def _build_national(years, share, seed):
    """In the embedded server, under a role that exists for the time of the load."""
    if os.environ.get("DATABASE_URL"):
        say("A national service is built on the embedded server alone: unset DATABASE_URL.")
        sys.exit(1)
    from goldenthread.config import postgres  # noqa: PLC0415
    from goldenthread.config.loader import loader  # noqa: PLC0415

    testing = os.environ.get("GOLDENTHREAD_TESTING") == "1"
    cluster = postgres.ensure(postgres.default_home(test=testing), test=testing)
    name = os.environ.get("GOLDENTHREAD_DATABASE", postgres.DEFAULT_DATABASE)
    with loader(cluster, name) as url:
        start("app_loader", GOLDENTHREAD_DEMO="1", GOLDENTHREAD_LOADER_URL=url)
        from goldenthread.demo.national.command import run  # noqa: PLC0415

        return run(years=years, share=share, seed=seed)


@demo.command("serve")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), help="Port on 127.0.0.1.")
@click.option("--families", default=60, show_default=True, help="How many families, when it is first built.")
@click.pass_context
def demo_serve(ctx, port, families):
    """Everything for a first look: database, tables, a fictional service, and the pages in a browser."""
    import subprocess  # noqa: PLC0415, S404

    os.environ["GOLDENTHREAD_DEMO"] = "1"
    me = [sys.executable, "-m", "goldenthread.config.cli"]
    for step in (["migrate"], ["demo", "build", "--families", str(families), "--if-empty"]):
        done = subprocess.run([*me, *step], check=False)  # noqa: S603 (our own commands, each under its own role)
        if done.returncode:
            sys.exit(done.returncode)
    _start_court_beside(me)
    _start_worker_beside(me)
    say(f"\nGolden Thread is at http://127.0.0.1:{port}\nSign in there by choosing a person. Ctrl+C ends it.")
    ctx.invoke(serve, port=port, workers=1, threads=8)


def _start_court_beside(me):
    """Starts the stand-in of the courts for as long as this process lives, where no court is set up, and has the
    server and the worker ask it."""
    import socket  # noqa: PLC0415
    import subprocess  # noqa: PLC0415, S404

    if os.environ.get("GOLDENTHREAD_PRIVATELAW_URL") or os.environ.get("GOLDENTHREAD_PUBLICLAW_URL"):
        return
    from goldenthread.demo.court import StandIn  # noqa: PLC0415

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    os.environ.update(StandIn(None, port=port).environment())
    command = [*me, "demo", "court", "--port", str(port), "--until", str(os.getpid())]
    subprocess.run(["/bin/sh", "-c", '"$@" &', "sh", *command], check=True)  # noqa: S603


def _start_worker_beside(me):
    """Starts the worker for as long as this process lives, which becomes the server. Not as its child: the server
    takes each child that ends for one of its own."""
    import subprocess  # noqa: PLC0415, S404

    command = [*me, "worker", "--until", str(os.getpid())]
    subprocess.run(["/bin/sh", "-c", '"$@" &', "sh", *command], check=True)  # noqa: S603


@demo.command("court")
@click.option("--port", default=0, help="Port on 127.0.0.1; one that is free where none is named.")
@click.option("--until", type=int, hidden=True, help="End when the process of this number is gone.")
def demo_court(port, until):
    """Serve a stand-in of both courts, with made-up applications, until Ctrl+C. `demo serve` starts it by itself.

    Says on standard output which variables make the product ask it.
    """
    import datetime  # noqa: PLC0415
    import time  # noqa: PLC0415

    from goldenthread.config import worker as process  # noqa: PLC0415
    from goldenthread.demo.applications import fill  # noqa: PLC0415
    from goldenthread.demo.court import StandIn  # noqa: PLC0415

    def now():
        return datetime.datetime.now(datetime.UTC)  # noqa: TID251, DTZ005 (a service of its own, with its own clock)

    wanted = process.until(until)
    court = StandIn(now, port=port, any_case=True)
    fill(court, now())
    with court:
        if until is None:
            for name, value in court.environment().items():
                click.echo(f"export {name}='{value}'")
        while wanted():
            time.sleep(0.5)


@main.group()
def courtfeed():
    """The courts' two feeds: asked over the network, or imported from files as the courts send them."""


@courtfeed.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")
def courtfeed_import(file, as_json):
    """Import FILE, an answer of either court feed. Connects as the importer.

    \b
    What can be read goes in; what cannot is set aside, with the reason on standard error and in the product.
    The same answer again changes nothing. A later version of a case stands beside what was recorded.

    \b
    Exit codes: 0  everything is in
                1  something was set aside
                2  the file cannot be read at all
    """
    start("app_importer")
    from goldenthread.casework.courtfeed.command import run  # noqa: PLC0415

    counts, code = run(file)
    answer(counts, as_json)
    sys.exit(code)


@main.group("local-account")
def local_account():
    """Emergency accounts, for signing in while the identity provider is down."""


@local_account.command("make")
@click.option("--person", "email", required=True, metavar="EMAIL", help="Work e-mail address of a member of staff.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it lasts.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")
def local_account_make(email, days, as_json):
    """Make or renew an emergency account. The passphrase is shown once and kept nowhere: put it in a sealed place.

    It opens nothing unless GOLDENTHREAD_LOCAL_ACCOUNTS=1 is set where the product is served.

    \b
    Exit codes: 0  made; one before it has ended
                1  nobody has this address, or they have left
    """
    answer(_at_the_machine("make", email, days), as_json)
    say("The passphrase is not shown again. Every use of it is seen at once by a named senior.")


@local_account.command("end")
@click.option("--person", "email", required=True, metavar="EMAIL", help="Work e-mail address of a member of staff.")
def local_account_end(email):
    """End an emergency account. Whoever is signed in by it is out at once.

    \b
    Exit codes: 0  ended
                1  nobody has this address, or there is no such account
    """
    _at_the_machine("end", email)
    say("The emergency account has ended.")


def _at_the_machine(act, *arguments):
    start("app_web")
    from goldenthread.access import command  # noqa: PLC0415
    from goldenthread.kernel.refusal import Refused  # noqa: PLC0415

    try:
        return getattr(command, act)(*arguments)
    except Refused as refused:
        say(refused.said())
        sys.exit(1)


@main.group()
def plan():
    """The Learning and Improvement Plans. They are loaded from files, then kept in the product."""


@plan.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--by", "email", required=True, help="Who loads it: the e-mail of someone in the improvement service.")
def plan_load(file, email):
    """Load the plan in FILE with its posts, lines and measures, each line with its action. It is not published.

    \b
    Exit codes: 0  loaded
                1  refused, as said on standard error
                2  the file does not fit
    """
    start("app_web")
    from goldenthread.improvement.command import load  # noqa: PLC0415

    words, code = load(file, email)
    say(words)
    sys.exit(code)


@courtfeed.command("poll")
@click.option("--once", is_flag=True, help="Walk both feeds once as far as they go, and leave.")
@click.option("--since", help="Walk again from this moment (ISO, local time where it names no zone). Never forward.")
@click.option("--every", default=60, show_default=True, help="Seconds between two walks.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output, for each walk.")
def courtfeed_poll(once, since, every, as_json):
    """Ask both courts' feeds for what has changed, until Ctrl+C. Connects as the importer.

    \b
    The worker does the same by itself every two minutes: this is for where no worker runs, to go back (--since), and
    to see what happens. It can be stopped at any point; two at once do not walk the same feed.

    \b
    Exit codes: 0  both feeds are in as far as they go
                1  a feed failed and stands where it was, as said on standard error
                2  no feed is set up, or the moment cannot be used
    """
    start("app_importer")
    from goldenthread.casework.courtfeed import command  # noqa: PLC0415

    try:
        sys.exit(command.poll_feeds(once=once, since=since, every=every, tell=lambda told: answer(told, as_json)))
    except KeyboardInterrupt:
        say("Stopped. What has been taken in stands, and the next walk goes on from there.")


@main.command("check-record")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")
def check_record(as_json):
    """Prove the record: each record has its line, both ends of each link exist, fingerprints match.

    Connects as the importer's service person, who sees restricted cases too. Findings name kinds and identifiers,
    never words of a record.

    \b
    Exit codes: 0  the record is whole
                1  something does not fit, as said on standard error
    """
    start("app_importer")
    from goldenthread.config import check  # noqa: PLC0415

    with click.progressbar(length=len(check.CHECKS), label="Proving the record", file=sys.stderr) as bar:
        counts, found = check.check_record(progress=bar.update)
    for finding in found:
        say(f"{finding.code}: {finding.kind} {finding.id}".rstrip())
    answer({**counts, "findings": [f"{f.code} {f.kind} {f.id}".rstrip() for f in found]}, as_json)
    sys.exit(1 if found else 0)


@main.command("docs")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say what is stale and leave with 1.")
def docs(only_check):
    """Write the pages of docs/ that come from the code, or check that they are fresh.

    \b
    Exit codes: 0  written, or nothing is stale
                1  with --check: a page is stale
    """
    start("app_web", GOLDENTHREAD_DEMO="1")
    from goldenthread.config import docs as pages  # noqa: PLC0415

    stale = pages.stale()
    if only_check:
        for path in stale:
            say(f"Stale: {path}. Run `make docs` and commit it.")
        sys.exit(1 if stale else 0)
    for path in pages.write():
        say(f"Wrote {path}")


# At the end, because its commands use what stands above.
from goldenthread.config.backup_commands import commands  # noqa: E402

main.add_command(commands)

if __name__ == "__main__":
    main()
