"""Figures as a table, as JSON, and in docs/performance.md, so that nobody types a number."""

import datetime as dt
import json
import os
import platform
from pathlib import Path

from django.db import connection, transaction

from goldenthread.access.door import name_person
from tests.bench import place

PAGE = place.PROJECT / "docs" / "performance.md"
COUNTED = {
    "cases": "cases_case", "open_cases": "cases_case WHERE stage <> 'CLOSED'",
    "children": "cases_participation WHERE role = 'CHILD'", "people_of_families": "families_familymember",
    "staff": "people_person WHERE NOT is_service", "lines_of_the_thread": "thread_event", "links": "thread_link",
    "lines_of_the_view_log": "access_viewlog",
}  # fmt: skip


def machine() -> dict:
    """What was measured on, and when."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
        cursor.execute("SHOW shared_buffers")
        buffers = cursor.fetchone()[0]
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory.split()[1]) / 1024 / 1024),
        "postgresql": server,
        "shared_buffers": buffers,
        "python": platform.python_version(),
        "made_on": dt.datetime.now(dt.UTC).date().isoformat(),  # noqa: TID251 (a program of its own)
        "load_before": round(os.getloadavg()[0], 2),
    }


def size(person_id) -> dict:
    """How much there is, as a person of the service may know of it."""
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        name_person(person_id)
        for name, rows in COUNTED.items():
            cursor.execute(f"SELECT count(*) FROM {rows}")  # noqa: S608 (our own words)
            found[name] = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database())")
        found["database_mb"] = round(cursor.fetchone()[0] / 1024 / 1024)
    return found


def children(person_id, nation) -> int:
    """The rows of a list of all cases of a nation, as a person of the service may know of them."""
    asked = (
        "SELECT count(*) FROM cases_participation p JOIN cases_case c ON c.id = p.case_id WHERE p.role = 'CHILD' "
        "AND p.superseded_at IS NULL AND p.to_on IS NULL AND c.nation = %s"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        name_person(person_id)
        cursor.execute(asked, [nation])
        return cursor.fetchone()[0]


def keep(name, taken) -> Path:
    """Writes figures as JSON."""
    file = place.figures(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(taken, indent=1) + "\n")
    return file


def kept(name) -> dict | None:
    """Figures that were written earlier, or None."""
    file = place.figures(name)
    return json.loads(file.read_text()) if file.exists() else None


def table(head, rows) -> str:
    """A table in Markdown, its columns aligned so that it can be read as it is."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def ms(value) -> str:
    """Milliseconds to be read."""
    return "–" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


PAGES_HEAD = (
    "", "rows", "queries", "data ms", "raw SQL ms", "ratio", "page p50 ms", "p95", "of it Python", "over HTTP p50",
    "p95", "first", "",
)  # fmt: skip


def pages(taken) -> str:
    """The table of the pages."""
    rows = [
        (
            one["says"], one["rows"], one["queries"], ms(one["data_ms"]), ms(one["raw_ms"]), f"{one['ratio']:.1f}",
            ms(one["page_p50_ms"]), ms(one["page_p95_ms"]), ms(one["cpu_ms"]), ms(one["http_p50_ms"]),
            ms(one["http_p95_ms"]), ms(one["first_ms"]), stands(one),
        )
        for one in taken["figures"]
    ]  # fmt: skip
    return table(PAGES_HEAD, rows)


def stands(one) -> str:
    """Whether a figure is within its bounds, and which it missed."""
    return "MISSED: " + "; ".join(one["missed"]) if one["missed"] else "within"


def growth(small, large) -> str:
    """How each figure grew from one size to another."""
    before = {one["key"]: one for one in small["figures"]}
    rows = []
    for one in large["figures"]:
        if one["key"] in before:
            was = before[one["key"]]
            times = one["data_ms"] / was["data_ms"] if was["data_ms"] else 0
            rows.append(
                (
                    one["says"], ms(was["data_ms"]), ms(one["data_ms"]), f"{times:.1f}", ms(was["raw_ms"]),
                    ms(one["raw_ms"]), ms(was["page_p50_ms"]), ms(one["page_p50_ms"]),
                )
            )  # fmt: skip
    grown = large["size"]["cases"] / max(small["size"]["cases"], 1)
    head = (
        "",
        "data ms before",
        "after",
        f"times (cases: {grown:.1f})",
        "raw SQL before",
        "after",
        "page p50 before",
        "after",
    )
    return table(head, rows)


def flow(taken) -> str:
    """The tables of clients at work, the courts' answers and memory."""
    crews = [*taken["crews"], *([taken["soak"]] if "soak" in taken else [])]
    parts = [
        table(
            ("clients", "seconds", "requests a second", "p50 ms", "p95", "p99", "faults", "writes taken", "lost"),
            [
                (
                    one["clients"], round(one["seconds"]), one["requests_a_second"], ms(one["p50_ms"]),
                    ms(one["p95_ms"]), ms(one["p99_ms"]), sum(one["faults"].values()), one["acknowledged"], one["lost"],
                )
                for one in crews
            ],
        )
    ]  # fmt: skip
    most = max(taken["crews"], key=lambda one: one["clients"])
    head = (f"{most['clients']} clients, by page", "requests", "p50 ms", "p95", "p99")
    rows = [
        (kind, one["requests"], *(ms(one[f"p{part}_ms"]) for part in (50, 95, 99)))
        for kind, one in most["pages"].items()
    ]
    parts.append(table(head, rows))
    memory = [
        (
            one["clients"], round(one["seconds"]), " + ".join(map(str, one["memory_mb"]["web"])),
            " + ".join(map(str, one["memory_mb"]["worker"])), len(one["memory_mb"]["database_backends"]),
            max(one["memory_mb"]["database_backends"], default=0), one["memory_mb"]["database_shared_buffers"],
        )
        for one in crews
    ]  # fmt: skip
    head = ("clients", "seconds", "web MB", "worker MB", "backends", "largest MB", "shared buffers MB")
    parts.append(table(head, memory))
    if "soak" in taken:
        how = taken["soak"]["slope"]
        parts.append(
            f"Over the last two thirds of {round(taken['soak']['seconds'] / 60)} minutes memory moved by "
            f"{how['web_mb_a_minute']} MB a minute in the web server and {how['database_mb_a_minute']} MB in the "
            f"database (bound {how['bound_mb_a_minute']}): {'flat' if how['flat'] else 'MISSED'}."
        )
    court = taken["imported"]
    parts.append(
        f"Court answers: {court['cases']} cases in {court['seconds']} s, {court['cases_a_second']} a second "
        f"({court['rows_a_second']:,} rows a second). COPY of the same {court['rows']:,} rows into tables with no "
        f"index, trigger or wall: {court['raw_rows_a_second']:,} rows a second; the importer takes "
        f"{court['times_raw']} times as long."
    )
    return "\n\n".join(parts)


def exports(taken) -> str:
    """The table of files that leave."""
    rows = [
        (
            one["kind"], f"{one['rows']:,}", ms(one["first_byte_ms"]), one["seconds"], f"{one['rows_a_second']:,}",
            one["megabytes"], one["memory_mb"], one["grown_mb"], stands(one),
        )
        for one in taken["files"]
    ]  # fmt: skip
    head = ("", "rows", "first byte ms", "seconds", "rows a second", "MB", "web server MB", "grew by MB", "")
    return table(head, rows)


def build(taken) -> str:
    """What a build told of itself, as a sentence."""
    return (
        f"{taken['cases']:,} cases with {taken['children']:,} children, {taken['open']:,} of them open, in "
        f"{taken['rows']:,} rows, and {taken['staff']:,} staff: {taken['seconds']:,.0f} s in all, "
        f"{taken['rows'] / taken['seconds']:,.0f} rows a second."
    )


TOLD = {"figures": ("pages", pages), "flow": ("flow", flow), "soak": ("soak", flow), "exports": ("exports", exports)}


def parts() -> dict:
    """What docs/performance.md has places for, from the figures that are there."""
    found = {}
    for file in sorted(place.figures("x").parent.glob("*.json")):
        kind, _, name = file.stem.partition("-")
        taken = json.loads(file.read_text())
        if kind == "build":
            found[f"build {name}"] = build(taken)
        if kind in TOLD:
            mark, told = TOLD[kind]
            found[f"{mark} {name}"] = f"{heading(taken)}\n\n{told(taken)}"
    one, ten = kept("figures-1"), kept("figures-10")
    if one and ten:
        found["growth"] = growth(one, ten)
    return found


def heading(taken) -> str:
    """On what and how much the figures were taken, as a sentence."""
    on, much = taken["machine"], taken.get("size") or {}
    counts = ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in much.items())
    return (
        f"`{taken['command']}`, on {on['made_on']}: {on['cores']} cores, {on['memory_gb']} GB, PostgreSQL "
        f"{on['postgresql']} with {on['shared_buffers']} of shared buffers, Python {on['python']}. {counts}."
    )


def paste(parts) -> list[str]:
    """Puts texts between their marks in docs/performance.md and returns the names of those that it has a place for."""
    text = PAGE.read_text()
    done = []
    for name, words in parts.items():
        begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
        if begin in text and end in text:
            head, _, rest = text.partition(begin)
            text = f"{head}{begin}\n{words}\n{end}{rest.partition(end)[2]}"
            done.append(name)
    PAGE.write_text(text)
    return done
