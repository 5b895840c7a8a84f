"""A list of cases that leaves as a file, over HTTP: when its first byte comes, how many rows a second, and whether the
web server's memory grows with the rows."""

import http.client
import time
from urllib.parse import urlencode

from tests.bench.clients import HIDDEN, Client, Tally
from tests.bench.server import family, memory, serving

KINDS = ("CSV", "XLSX", "ODS")
# Bounds: milliseconds to the first byte; rows a second in CSV; megabytes by which a web process may grow.
FIRST_BYTE_MS, ROWS_A_SECOND, GROWTH_MB = 200, 20_000, 40
TAKE = "/cases/list/take"


def measured(auditor, rows: int, times: int = 3) -> list[dict]:
    """For each kind of file the middle one of `times` runs, after one that is not counted. `rows`: how many a file
    holds, as the database says; for CSV the lines are counted."""
    found = []
    for kind in KINDS:
        with serving() as (host, port, pid):
            client = Client((host, port), auditor, Tally())
            client.warm(TAKE)
            _taken(client, kind, 1)
            before = _highest(pid)
            runs = sorted((_taken(client, kind, rows) for _ in range(times)), key=lambda run: run["rows_a_second"])
            grown = _highest(pid) - before
        run = runs[len(runs) // 2]
        found.append({**run, "kind": kind, "memory_mb": round(before), "grown_mb": round(grown, 1)})
        found[-1]["missed"] = missed(found[-1])
    return found


def missed(one) -> list[str]:
    """The bounds that a figure is beyond."""
    wrong = []
    if one["first_byte_ms"] > FIRST_BYTE_MS:
        wrong.append(f"first byte over {FIRST_BYTE_MS} ms")
    if one["kind"] == "CSV" and one["rows_a_second"] < ROWS_A_SECOND:
        wrong.append(f"under {ROWS_A_SECOND:,} rows a second")
    if one["grown_mb"] > GROWTH_MB:
        wrong.append(f"memory grew by more than {GROWTH_MB} MB")
    return wrong


def _highest(pid):
    return max(memory(one) for one in family(pid))


def _taken(client, kind, rows):
    """One file, taken and thrown away."""
    page = client.reads("the page", TAKE)
    said = {**dict(HIDDEN.findall(page)), "purpose": "INSPECTION", "file_kind": kind}
    asked = http.client.HTTPConnection(*client.server, timeout=600)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    began = time.perf_counter()
    asked.request("POST", TAKE, urlencode(said), headers)
    answer = asked.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"The list is not given out: {answer.status}")
    first = answer.read1(65_536)
    waited, size, lines = time.perf_counter() - began, len(first), first.count(b"\n")
    while piece := answer.read1(1 << 20):
        size += len(piece)
        lines += piece.count(b"\n")
    took = time.perf_counter() - began
    asked.close()
    held = lines - 1 if kind == "CSV" else rows
    return {
        "first_byte_ms": round(waited * 1000, 1),
        "seconds": round(took, 2),
        "rows": held,
        "rows_a_second": round(held / took),
        "megabytes": round(size / 1e6, 3),
    }
