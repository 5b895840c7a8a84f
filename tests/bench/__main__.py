"""The command line of the bench: see `python -m tests.bench --help`."""

import sys

import click

from tests.bench import place

REPEATS = 40


def size_options(command):
    """What says how large a service is measured."""
    for option in (
        click.option("--seed", default=1, show_default=True, help="The same seed gives the same service."),
        click.option("--families", default=0, help="So many families of the small demonstration instead."),
        click.option(
            "--share", default=1.0, show_default=True, help="A part of the national service, for a quick look."
        ),
        click.option("--years", default=1, show_default=True, help="Years of the national service."),
    ):
        command = option(command)
    return command


def begun(size, build=True):
    """The service is there, and Django is set up on it."""
    place.settle(size)
    if build:
        place.ensure(size)
    import django

    django.setup()


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx):
    """What the product's reads cost beside plain SQL, and how much it carries."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(pages)


@main.command()
@size_options
@click.option("--repeats", default=REPEATS, show_default=True, help="How often each page is opened.")
@click.option("--http/--no-http", default=True, help="Also over HTTP, as it is served.")
@click.option("--strict", is_flag=True, help="Exit 1 where a bound is missed.")
@click.option("--built", is_flag=True, help="Take the database as it is.")
def pages(repeats, http, strict, built, **wanted):
    """Each page beside the same read in SQL: a table, and figures-YEARS.json in the home of the bench.

    \b
    Exit codes: 0  measured, whatever came out
                1  with --strict: a figure is beyond its bound; always: two answers differ
    """
    size = place.Size(**wanted)
    begun(size, build=not built)
    from tests.bench import figures, measure, report, subjects
    from tests.bench.server import serving

    found = subjects.find()
    taken = {"command": f"make bench {size.make}", "machine": report.machine(), "size": report.size(found.director)}
    every = figures.every(found)
    if http:
        with serving() as (host, port, _pid):
            taken["figures"] = [measure.measure(one, repeats, (host, port)) for one in every]
    else:
        taken["figures"] = [measure.measure(one, repeats) for one in every]
    file = report.keep(f"figures-{size.name}", taken)
    click.echo(report.heading(taken) + "\n\n" + report.pages(taken))
    one, ten = report.kept("figures-1"), report.kept("figures-10")
    if one and ten:
        click.echo("\n" + report.growth(one, ten))
    click.echo(f"\n{file}")
    for one in taken["figures"]:
        if one["differs"]:
            click.echo(f"{one['says']}: shown {one['differs'][0]}\n   raw SQL {one['differs'][1]}", err=True)
    differs = any(one["differs"] for one in taken["figures"])
    sys.exit(1 if differs or (strict and any(one["missed"] for one in taken["figures"])) else 0)


@main.command()
@size_options
@click.option("--clients", "crews", multiple=True, type=int, default=(8, 32), show_default=True, help="At once.")
@click.option("--seconds", default=60, show_default=True, help="How long each number of clients is at work.")
@click.option("--cases", default=300, show_default=True, help="Cases in the court's answer.")
@click.option("--soak", default=0, show_default=True, help="Minutes of 8 clients with memory looked at.")
@click.option("--workers", default=None, type=int, help="Of the web server, in place of the product's own choice.")
@click.option("--threads", default=None, type=int, help="Of each worker, in place of the product's own choice.")
@click.option("--built", is_flag=True, help="Take the database as it is.")
def flow(crews, seconds, cases, soak, **wanted):
    """Clients at work, the courts' answers, memory: tables, and flow-YEARS.json in the home of the bench.

    \b
    Exit codes: 0  no request failed and nothing acknowledged was lost
                1  otherwise
    """
    workers, threads, built = (wanted.pop(name) for name in ("workers", "threads", "built"))
    size = place.Size(**wanted)
    begun(size, build=not built)
    from tests.bench import flow as flows
    from tests.bench import report, subjects

    found = subjects.find()
    taken = {"command": f"make flow {size.make}", "machine": report.machine(), "size": report.size(found.director)}
    taken["imported"] = flows.imported(cases)
    shape = [f"--{name}={value}" for name, value in (("workers", workers), ("threads", threads)) if value]
    taken["shape"] = " ".join(shape) or "as `goldenthread serve` starts it"
    taken["crews"] = [flows.measured(found, crew, seconds, shape) for crew in crews]
    if soak:
        taken["soak"] = flows.measured(found, 8, soak * 60, shape)
    name = f"{'soak' if soak else 'flow'}-{size.name}" + "".join(
        option.replace("--", "-").replace("=", "") for option in shape
    )
    file = report.keep(name, taken)
    click.echo(report.heading(taken) + "\n\n" + report.flow(taken) + f"\n\n{file}")
    everyone = [*taken["crews"], *([taken["soak"]] if soak else [])]
    sys.exit(1 if any(one["faults"] or one["lost"] for one in everyone) else 0)


@main.command()
@size_options
@click.option("--times", default=3, show_default=True, help="How often each file is taken, after once uncounted.")
@click.option("--built", is_flag=True, help="Take the database as it is.")
def exports(times, built, **wanted):
    """The case list as CSV, XLSX and OpenDocument: first byte, rows a second, memory; exports-YEARS.json.

    \b
    Exit codes: 0  measured, whatever came out
    """
    size = place.Size(**wanted)
    begun(size, build=not built)
    from tests.bench import leaving, report, subjects

    found = subjects.find()
    taken = {"command": f"make exports {size.make}", "machine": report.machine(), "size": report.size(found.director)}
    taken["times"] = times
    taken["files"] = leaving.measured(found.auditor, report.children(found.auditor, found.audited), times)
    file = report.keep(f"exports-{size.name}", taken)
    click.echo(report.heading(taken) + "\n\n" + report.exports(taken) + f"\n\n{file}")


@main.command("take-in", hidden=True)
@click.argument("file")
def take_in(file):
    """What `flow` runs as the importer: see flow.take_in."""
    import json

    import django

    django.setup()
    from tests.bench import flow as flows

    click.echo(json.dumps(flows.take_in(file)))


@main.command()
def docs():
    """Put the figures that were taken into docs/performance.md."""
    place.settle(place.Size())
    import django

    django.setup()
    from tests.bench import report

    for name in report.paste(report.parts()):
        click.echo(f"Pasted {name}")


if __name__ == "__main__":
    main()
