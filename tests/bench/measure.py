"""Takes the measure of one figure: the page in this process, the page over HTTP, the same question in SQL."""

import http.client
import re
import statistics
import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client

from goldenthread.access.door import PERSON_KEY, SEEN_KEY, clock, name_person

# Bounds: a page's own queries together at most so many times the raw SQL, or so many milliseconds, whichever is larger;
# half of the requests within so many milliseconds; so many queries, whatever the size.
TIMES_RAW, DATA_MS, PAGE_MS, QUERIES = 5, 5.0, 50.0, 12
# What the door asks for itself on every page (as tests/counting.py has it); told apart, for it is not the page's.
DOOR = re.compile(
    r"django_session|FROM \"people_person\" WHERE \"people_person\".\"id\" =|set_config|SAVEPOINT|access_viewlog\" \("
    r"|^(BEGIN|COMMIT)|\"people_post\".\"person_id\" ="
)


class Asked:
    """Collects the statements of a request and how long the database took over each."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements.append((sql, time.perf_counter() - began))

    def own(self):
        """Of the page: how many, and how long in milliseconds."""
        mine = [took for sql, took in self.statements if not DOOR.search(sql)]
        return len(mine), sum(mine) * 1000

    def door(self):
        """Of the door: how many, and how long in milliseconds."""
        its = [took for sql, took in self.statements if DOOR.search(sql)]
        return len(its), sum(its) * 1000


def session_of(person_id) -> str:
    """The key of a new web session of this person."""
    session = SessionStore()
    session[PERSON_KEY], session[SEEN_KEY] = str(person_id), clock().isoformat()
    session.save()
    return session.session_key


def measure(figure, repeats, server=None) -> dict:
    """What one figure came to. `server`: (host, port) of the product, where it is served; times in milliseconds."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(figure.person)
    html, first, _, asked = opened(client, figure)
    rows, _ = raw(figure)
    shown, told = figure.shown(html), figure.told(rows)
    same = figure.same(shown, told)
    pages, cpus, datas, doors, raws = [], [], [], [], []
    for _ in range(repeats):
        _, took, cpu, asked = opened(client, figure)
        pages.append(took)
        cpus.append(cpu)
        datas.append(asked.own()[1])
        doors.append(asked.door()[1])
        raws.append(raw(figure)[1])
    over_http = [] if server is None else served(figure, server, repeats)
    taken = {
        "key": figure.key,
        "says": figure.says,
        "same_answer": same,
        "rows": sum(len(found) for found in rows),
        "bytes": len(html.encode()),
        # What is sent leads on to the page that answers.
        "requests": 1 if figure.sent is None else 2,
        "queries": asked.own()[0],
        "door_queries": asked.door()[0],
        "door_ms": middle(doors),
        "data_ms": middle(datas),
        "raw_ms": middle(raws),
        "ratio": round(middle(datas) / middle(raws), 2) if middle(raws) else 0,
        "first_ms": round(first, 2),
        "cpu_ms": middle(cpus),
        "page_p50_ms": middle(pages),
        "page_p95_ms": percentile(pages, 95),
        "http_p50_ms": middle(over_http) if over_http else None,
        "http_p95_ms": percentile(over_http, 95) if over_http else None,
    }
    return taken | {
        "missed": missed(taken),
        "differs": None if same else [repr(shown)[:400], repr(told)[:400]],
    }


def missed(taken) -> list[str]:
    """The bounds that a figure is beyond, in words."""
    bound = max(TIMES_RAW * taken["raw_ms"], DATA_MS)
    found = []
    if not taken["same_answer"]:
        found.append("the answers differ")
    if taken["queries"] > QUERIES * taken["requests"]:
        found.append(f"{taken['queries']} queries, bound {QUERIES * taken['requests']}")
    if taken["data_ms"] > bound:
        found.append(f"data {taken['data_ms']:.1f} ms, bound {bound:.1f}")
    if taken["page_p50_ms"] > PAGE_MS:
        found.append(f"page {taken['page_p50_ms']:.1f} ms, bound {PAGE_MS:.0f}")
    return found


def opened(client, figure):
    """(the page, milliseconds, milliseconds of this processor's work, what was asked of the database) of one request
    through the whole stack."""
    asked = Asked()
    worked, began = time.process_time(), time.perf_counter()
    with connection.execute_wrapper(asked):
        # What is sent leads on to the page that answers: both are the cost of it.
        answer = client.get(figure.page) if figure.sent is None else client.post(figure.page, figure.sent, follow=True)
    took, worked = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
    if answer.status_code != 200:
        raise LookupError(f"{figure.says}: {figure.page} answers {answer.status_code}")
    return answer.content.decode(), took, worked, asked


def raw(figure):
    """(the rows of each statement, milliseconds) of the same question, as the same person under the same role."""
    given, rows, took = figure.given(), [], 0.0
    with transaction.atomic():
        name_person(figure.person)
        # The driver's own cursor, past Django's.
        with connection.connection.cursor() as cursor:
            for statement in figure.statements():
                began = time.perf_counter()
                rows.append(cursor.execute(statement, given).fetchall())
                took += time.perf_counter() - began
    return rows, took * 1000


def served(figure, server, repeats) -> list[float]:
    """Milliseconds of each request over HTTP, one after the other, on a connection that is kept."""
    if figure.sent is not None:
        return []
    kept = http.client.HTTPConnection(*server, timeout=60)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(figure.person)}"}
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        kept.request("GET", figure.page, headers=headers)
        answer = kept.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise LookupError(f"{figure.says}: {figure.page} answers {answer.status} over HTTP")
    kept.close()
    return times[1:]


def middle(times) -> float:
    """The median, to a hundredth."""
    return round(statistics.median(times), 2)


def percentile(times, part) -> float:
    """The smallest time within which so many of a hundred lie."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, -(-len(ordered) * part // 100) - 1)], 2)
