"""Each read that is measured: the page that answers it, and the same question in SQL."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from itertools import product
from pathlib import Path
from uuid import UUID

from goldenthread.access.door import clock
from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.standing import who_is
from goldenthread.casework.cases.rules import Process, passed
from goldenthread.people.models import Person
from goldenthread.people.rules import Nation

RAW = Path(__file__).parent / "raw"


@dataclass(frozen=True)
class Figure:
    """One read. `page`: the address, opened as `person`; with `sent` it is posted. `asked`: names of files of raw/, and
    what they are given. `shown(html)` and `told(rows of each file)` make the same plain value of both answers."""

    key: str
    says: str
    person: UUID
    page: str
    asked: tuple[str, ...]
    given: Callable[[], dict]
    shown: Callable[[str], object]
    told: Callable[[list], object]
    sent: dict | None = None

    def statements(self) -> list[str]:
        """The SQL, file by file."""
        return [(RAW / f"{name}.sql").read_text() for name in self.asked]


def every(found) -> list[Figure]:
    """The figures for these subjects."""
    at = {"now": clock(), "today": clock().date()}
    return [
        Figure(
            "my-work", "My work", found.adviser, "/my-work", ("my_work",),
            lambda: {**at, "person": found.adviser}, cases_of_table, lambda rows: ids(rows[0]),
        ),
        Figure(
            "team", "A manager's worklist", found.manager, "/team", ("team_numbers", "team_page"),
            lambda: {**at, **place_of(found.manager), **spans()}, worklist_shown, worklist_told,
        ),
        Figure(
            "area", "An area's worklist", found.director, "/team", ("team_numbers", "team_page"),
            lambda: {**at, **place_of(found.director), **spans()}, worklist_shown, worklist_told,
        ),
        Figure(
            "case-list", "The case list of a nation", found.auditor, "/cases/list", ("case_list", "case_list_count"),
            lambda: {"nation": found.audited}, case_list_shown, case_list_told,
        ),
        Figure(
            "case", "A case page", found.case_reader, f"/cases/{found.case}", ("case",),
            lambda: {**at, "case": found.case}, case_shown, case_told,
        ),
        Figure(
            "trace", "The longest trace", found.thread_reader, found.thread_page, ("trace",),
            lambda: {"subject": found.thread_subject}, trace_shown, trace_told,
        ),
        Figure(
            "tray", "The duty tray", found.duty, "/tray", ("tray",),
            lambda: {"nation": found.nation}, tray_shown, lambda rows: [row[1] for row in rows[0]],
        ),
        Figure(
            "views", "The view log", found.viewed_reader, f"/cases/{found.viewed}/record/views", ("views",),
            lambda: {"case": found.viewed}, views_shown, lambda rows: [(row[0], row[4]) for row in rows[0]],
        ),
    ]  # fmt: skip


# ── What the pages show ───────────────────────────────────────────────────────────────────────────────

CASE = re.compile(r'href="/cases/([0-9a-f-]{36})"')
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)


def cases_of_table(html) -> list[str]:
    """The cases of the last table of a page, in order."""
    return list(dict.fromkeys(CASE.findall(html.rpartition("<table")[2])))


def table_of(html, caption) -> list[list[str]]:
    """The rows of a table as texts, without its head."""
    body = html.partition(caption)[2].partition("</table>")[0].partition("<tbody")[2]
    return [[text_of(cell) for cell in CELL.findall(row)] for row in body.split("</tr>") if "<td" in row]


def text_of(html) -> str:
    """What a reader sees of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u2068", "").replace("\u2069", "").split())


def ids(rows) -> list[str]:
    return [str(row[0]) for row in rows]


def worklist_shown(html):
    numbers = [(row[0], *(int(n) for n in row[1:])) for row in table_of(html, ">By adviser<")]
    return sorted(numbers), cases_of_table(html)


def worklist_told(rows):
    return sorted((row[0], *row[1:]) for row in rows[0] if row[0]), ids(rows[1])


def case_list_shown(html):
    """The cases in order, and how many there are said to be."""
    body = html.partition("<main")[2]
    said = re.search(r"([\d,]+) cases?\b", text_of(body.partition("<table")[0]))
    return cases_of_table(html), int(said[1].replace(",", "")) if said else 0


def case_list_told(rows):
    return ids(rows[0]), min(rows[1][0][0], 10_000)


def case_shown(html):
    """The reference and the children of the bar on top."""
    bar = html.partition('class="gt-bar"')[2].partition("</section>")[0]
    names = re.findall(r'class="gt-bar__name">(.*?)</span>', bar)
    return text_of(re.findall(r'class="gt-bar__reference">.*?<a[^>]*>(.*?)</a>', bar)[0]), [text_of(n) for n in names]


def case_told(rows):
    return rows[0][0][0], [row[13] for row in rows[0] if row[15] == "CHILD"]


def trace_shown(html):
    """How many things the panel names behind and ahead, as far as it goes."""
    behind, _, ahead = html.partition('id="trace-behind"')[2].partition('id="trace-ahead"')
    return behind.count('class="gt-trace__kind"'), ahead.partition("</aside>")[0].count('class="gt-trace__kind"')


def trace_told(rows):
    ways = [row[0] for row in rows[0]]
    return min(ways.count("behind"), 200), min(ways.count("ahead"), 200)


def tray_shown(html):
    return re.findall(r'gt-card__title"[^>]*><a[^>]*>([^<]+)<', html)


def views_shown(html):
    rows = table_of(html, ">Who has opened this case</caption>")
    return [(row[0], int(row[3].split()[0])) for row in rows]


# ── What the SQL is given ─────────────────────────────────────────────────────────────────────────────


def place_of(person_id) -> dict:
    """The teams and areas whose work someone sees, and the trays from which they allocate."""
    who = who_is(Person.objects.get(pk=person_id), clock().date())
    place = {"teams": [], "areas": [], "tray_areas": [], "tray_nations": []}
    for held in who.posts:
        seen = GRANTS[Permission.TEAM_WORK_READ][1].get(held.role, ())
        given = GRANTS[Permission.CASE_ALLOCATE][1].get(held.role, ())
        place["teams"] += [held.team_id] if Scope.TEAM_CASES in seen else []
        place["areas"] += [held.area_id] if Scope.AREA in seen else []
        place["tray_areas"] += [held.area_id] if Scope.AREA_TRAY in given else []
        place["tray_nations"] += [held.nation] if Scope.AREA_TRAY in given else []
    return place


def spans() -> dict:
    """The time limits that have passed, column by column."""
    found = [
        (process.value, nation.value, span.from_on, span.until, span.begun_on, span.from_issue)
        for process, nation in product(Process, Nation)
        for span in passed(process, nation, dt.datetime.now(dt.UTC).date())  # noqa: TID251 (a program of its own)
    ]
    names = ("process", "nation", "from_on", "until", "begun_on", "from_issue")
    return {name: [row[n] for row in found] for n, name in enumerate(names)}
