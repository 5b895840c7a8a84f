"""How much the product carries: clients at work, the courts' answers, memory while it goes on."""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection, transaction

from goldenthread.access.door import clock, name_person
from goldenthread.config import postgres
from goldenthread.demo.applications import private_application
from goldenthread.demo.court import StandIn
from tests.bench import clients, measure, server
from tests.bench.place import CLI
from tests.bench.subjects import NOW_HELD, OPEN

# Over the last two thirds of a soak, memory may grow by so many megabytes a minute and still be called flat.
FLAT_MB_A_MINUTE = 1.0
SAMPLED_SECONDS = 2
PLACES, THREADS = 8, 3

WORKING = f"""
SELECT c.adviser_id FROM cases_case c JOIN people_post p ON p.person_id = c.adviser_id AND {NOW_HELD}
WHERE {OPEN} AND p.role = 'ADVISER' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s"""
PLACED = f"""
SELECT c.id,
    (SELECT t.member_id FROM cases_participation t WHERE t.case_id = c.id AND t.role = 'CHILD'
        AND t.superseded_at IS NULL AND t.to_on IS NULL ORDER BY t."order" LIMIT 1),
    (SELECT s.id FROM directwork_session s WHERE s.case_id = c.id AND s.seen AND s.superseded_at IS NULL LIMIT 1),
    ARRAY(SELECT '/direct-work/wishes/' || w.id FROM directwork_wish w WHERE w.case_id = c.id LIMIT {THREADS}),
    EXISTS (SELECT 1 FROM cases_conflictdeclaration d WHERE d.case_id = c.id AND d.recorded_by_id = c.adviser_id
        AND NOT d.has_conflict AND d.superseded_at IS NULL)
FROM cases_case c WHERE c.adviser_id = %s AND {OPEN} ORDER BY c.id DESC LIMIT {PLACES}"""
MANAGING = f"""
SELECT p.person_id FROM people_post p JOIN cases_case c ON c.team_id = p.team_id
WHERE {OPEN} AND p.role = 'SERVICE_MANAGER' AND {NOW_HELD} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s"""


def workers(count, found):
    """(advisers with their places, managers): as many as there are clients, or as there are people."""
    with transaction.atomic(), connection.cursor() as cursor:
        name_person(found.director)
        cursor.execute(WORKING, [count])
        advisers = []
        for (person,) in cursor.fetchall():
            name_person(person)
            cursor.execute(PLACED, [person])
            places = tuple(
                clients.Place(case, child, session, tuple(threads))
                for case, child, session, threads, declared in cursor.fetchall()
                if declared
            )
            if places:
                advisers.append(clients.Worker(person, places))
        name_person(found.director)
        cursor.execute(MANAGING, [count])
        return advisers, [clients.Worker(person) for (person,) in cursor.fetchall()]


def at_work(count, seconds, found, where, watch):
    """`count` clients for so many seconds against the product that is served at `where`. What came of it."""
    advisers, managers = workers(count, found)
    tally, ready = clients.Tally(), threading.Barrier(count + 1)
    people = zip(range(count), itertools.cycle(advisers), itertools.cycle(managers), strict=False)
    crew = [clients.AtWork(where, (mine, theirs), tally, (ready, seconds), n) for n, mine, theirs in people]
    for one in crew:
        one.start()
    # Everyone has signed in and seen a page: what comes now is counted.
    try:
        ready.wait(timeout=300)
    except threading.BrokenBarrierError:
        raise LookupError(f"The clients could not begin: {dict(tally.faults)}") from None
    began = time.monotonic()
    while any(one.is_alive() for one in crew):
        watch()
        time.sleep(SAMPLED_SECONDS)
    took = time.monotonic() - began
    every = [time_ for times in tally.times.values() for time_ in times]
    return {
        "clients": count,
        "advisers": len(advisers),
        "seconds": round(took, 1),
        "requests": len(every),
        "requests_a_second": round(len(every) / took, 1),
        **spread(every),
        "pages": {kind: {"requests": len(times), **spread(times)} for kind, times in sorted(tally.times.items())},
        "faults": dict(tally.faults),
        "acknowledged": len(tally.acknowledged),
        "lost": len(set(tally.acknowledged) - stored(advisers)),
    }


def measured(found, count, seconds, shape) -> dict:
    """`at_work` against a product that is served and has a worker beside it, with what memory it came to."""
    with server.serving(*shape) as (host, port, web), working() as worker:
        watch = Watch(web, worker)
        done = at_work(count, seconds, found, (host, port), watch)
        return done | {"memory_mb": watch.peaks(), "slope": watch.slope()}


def spread(times) -> dict:
    """How times lie, in milliseconds."""
    return {f"p{part}_ms": measure.percentile(times, part) for part in (50, 95, 99)} if times else {}


MARKED = """
SELECT substring(said FROM 'bench-[0-9a-f-]{36}') FROM (
    SELECT case_id, question AS said FROM enquiry_lineofenquiry UNION ALL SELECT case_id, said FROM enquiry_contact
    UNION ALL SELECT case_id, words FROM directwork_wish UNION ALL SELECT case_id, words FROM assessment_statement
) written WHERE case_id = ANY (%s) AND said LIKE '%%bench-%%'"""


def stored(advisers) -> set:
    """The marks of all that clients have written and that stands in the record, each adviser's as that adviser may
    see it: a case may be restricted."""
    marks = set()
    with transaction.atomic(), connection.cursor() as cursor:
        for one in advisers:
            name_person(one.person)
            cursor.execute(MARKED, [[place.case for place in one.places]])
            marks |= {mark for (mark,) in cursor.fetchall()}
    return marks


# ── Memory ────────────────────────────────────────────────────────────────────────────────────────────


class Watch:
    """Looks at the memory of the product's processes now and then. Megabytes."""

    def __init__(self, web, worker):
        self.web, self.worker = web, worker
        self.began, self.samples, self.backends = time.monotonic(), [], {}

    def __call__(self):
        backends = {pid: server.own_memory(pid) for pid in self._backends()}
        for pid, much in backends.items():
            self.backends[pid] = max(much, self.backends.get(pid, 0))
        web = sum(server.memory(pid, "VmRSS") for pid in server.family(self.web))
        self.samples.append((time.monotonic() - self.began, web, sum(backends.values())))

    def _backends(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            return [pid for (pid,) in cursor.fetchall()]

    def peaks(self) -> dict:
        """The highest that each process has come to; the database's buffers, which all share, once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_bytes(current_setting('shared_buffers')) / 1048576")
            buffers = cursor.fetchone()[0]
        return {
            "web": [round(server.memory(pid)) for pid in server.family(self.web)],
            "worker": [round(server.memory(pid)) for pid in server.family(self.worker)],
            "database_backends": sorted((round(much, 1) for much in self.backends.values()), reverse=True),
            "database_shared_buffers": buffers,
        }

    def slope(self) -> dict:
        """Megabytes a minute over the last two thirds, of the web's processes and of the database's."""
        end = self.samples[-1][0]
        late = [sample for sample in self.samples if sample[0] >= end / 3]
        found = {name: _slope([(at, row[n]) for at, *row in late]) * 60 for n, name in enumerate(("web", "database"))}
        return {
            **{f"{name}_mb_a_minute": round(value, 2) for name, value in found.items()},
            "bound_mb_a_minute": FLAT_MB_A_MINUTE,
            "flat": all(value <= FLAT_MB_A_MINUTE for value in found.values()),
            "web_mb": [round(min(row[1] for row in late)), round(max(row[1] for row in late))],
            "database_mb": [round(min(row[2] for row in late)), round(max(row[2] for row in late))],
        }


def _slope(points) -> float:
    """The slope of the straight line that lies closest; nought for fewer than two points."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    across = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / across if across else 0.0


@contextmanager
def working():
    """The process number of the worker, while it works."""
    process = subprocess.Popen([*CLI, "worker"], env=dict(os.environ), stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


# ── The courts' answers ───────────────────────────────────────────────────────────────────────────────

# What an import of an application writes, and by which column a row belongs to its case.
WRITTEN = {
    "courtfeed_payload": "case_id", "cases_case": "id", "cases_participation": "case_id",
    "families_familymember": "case_id", "families_contactdetail": "case_id", "families_relationship": "case_id",
    "cases_hearing": "case_id", "courtfeed_sign": "case_id", "thread_event": "case_id",
}  # fmt: skip


def imported(count) -> dict:
    """Court answers taken in per second by the importer, beside COPY of the payloads and rows that it wrote."""
    court, first = StandIn(None), time.time_ns() // 1_000_000_000 % 100_000_000 * 1000
    changed = clock().isoformat(timespec="milliseconds").removesuffix("+00:00")
    told = []
    for n in range(count):
        born = f"20{n % 9 + 10}-{n % 12 + 1:02}-{n % 27 + 1:02}"
        case = private_application(court, first + n, f"Bench{n}", ("Orla", born), ("Finn", "2019-11-23"))
        told.append(case | {"last_modified": changed})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.json"
        file.write_text(json.dumps({"total": count, "cases": told}))
        env = {**os.environ, "GOLDENTHREAD_ROLE": "app_importer"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench", "take-in", str(file)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        taken = json.loads(done.stdout)
        return taken | {"bytes": file.stat().st_size}


def take_in(file) -> dict:
    """What `imported` runs as the importer: the import, then COPY of all that it wrote into tables with no index, no
    trigger and no wall."""
    from goldenthread.casework.courtfeed.command import importer
    from goldenthread.casework.courtfeed.operations.runs import import_answer

    by, data = importer(), Path(file).read_bytes()
    began = time.perf_counter()
    run = import_answer(data=data, by=by, now=clock())
    seconds = time.perf_counter() - began
    rows, copied, much = 0, 0.0, 0
    cluster = postgres.find(postgres.default_home(test=os.environ.get("GOLDENTHREAD_TESTING") == "1"))
    with psycopg.connect(cluster.url("app_owner", os.environ["GOLDENTHREAD_DATABASE"])) as plain, transaction.atomic():
        name_person(by.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT case_id FROM courtfeed_payload WHERE run_id = %s", [run.pk])
            cases = [case for (case,) in cursor.fetchall()]
        for table, column in WRITTEN.items():
            with connection.connection.cursor() as cursor:
                asked = f"COPY (SELECT * FROM {table} WHERE {column} = ANY (%s)) TO STDOUT (FORMAT binary)"
                with cursor.copy(asked, [cases]) as copy:
                    body = b"".join(bytes(part) for part in copy)
            plain.execute(f"CREATE TEMPORARY TABLE raw_{table} (LIKE {table})")
            began = time.perf_counter()
            with plain.cursor() as cursor:
                with cursor.copy(f"COPY raw_{table} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(body)
                rows += cursor.rowcount
            copied += time.perf_counter() - began
            much += len(body)
    return {
        "cases": run.imported,
        "set_aside": run.set_aside,
        "seconds": round(seconds, 2),
        "cases_a_second": round(run.imported / seconds, 1),
        "rows": rows,
        "rows_a_second": round(rows / seconds),
        "raw_seconds": round(copied, 4),
        "raw_rows_a_second": round(rows / copied),
        "times_raw": round(seconds / copied, 1),
        "raw_bytes": much,
    }
