"""The case list: who sees which cases, how it is narrowed, and what it says when there is nothing or too much."""

import datetime as dt

import pytest

from goldenthread.access.operations import restrict_case
from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case
from goldenthread.workspace import caselist
from goldenthread.workspace.caselist import court_code, listed

LIST = "/cases/list"


def text(cast, person, address=LIST, status=200):
    answer = cast.client(person).get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def cases(cast):
    """Four cases: Amira's, Ben's, one of another area, one in the tray."""
    made = {
        "amira": cast.case(),
        "ben": cast.case(cast.ben),
        "elsewhere": cast.case(cast.elsewhere, area=cast.coast, court_name="Harbour Family Court"),
        "tray": cast.application(),
    }
    Case.objects.filter(pk=made["elsewhere"].pk).update(received_on=dt.date(2026, 5, 1), law="PUBLIC")
    return made


TRUTH = [
    ("amira", {"amira"}),
    ("ben", {"ben"}),
    ("elsewhere", {"elsewhere"}),
    ("supervisor", {"amira", "ben"}),
    ("manager", {"amira", "ben", "tray"}),
    ("director", {"amira", "ben", "tray"}),
    ("duty", {"tray"}),
    ("auditor", {"amira", "ben", "elsewhere", "tray"}),
    ("carys", set()),
]


@pytest.mark.parametrize(("person", "seen"), TRUTH)
def test_each_sees_the_cases_that_they_may_read(cast, cases, person, seen):
    page = text(cast, getattr(cast, person))
    assert {name for name, case in cases.items() if case.reference in page} == seen
    assert ("1 case<" in page) == (len(seen) == 1)


@pytest.mark.parametrize("person", ["administrator", "board", "analyst", "nobody", "senior", "central"])
def test_who_reads_no_case_does_not_open_it(cast, person):
    assert cast.client(getattr(cast, person)).get(LIST).status_code == 403


@pytest.mark.parametrize("person", [name for name, _seen in TRUTH])
def test_the_list_is_what_the_page_of_a_case_would_open(cast, cases, person):
    person = getattr(cast, person)
    cast.as_(person)
    who = cast.who(person)
    assert set(listed(who, {})) == set(visible(who, Case, P.CASE_READ))


def test_a_restricted_case_is_not_there_nor_counted(cast, cases):
    cast.as_(cast.amira)
    restrict_case(case=cases["amira"], reason="THREAT", why="x", people=[], by=cast.amira, now=cast.now)
    page = text(cast, cast.auditor)
    assert cases["amira"].reference not in page
    assert "3 cases" in page
    assert cases["amira"].reference in text(cast, cast.amira)


def test_the_newest_stand_first(cast, cases):
    page = text(cast, cast.auditor)
    assert page.index(cases["amira"].reference) < page.index(cases["elsewhere"].reference)


NARROWED = [
    ("law=PUBLIC", {"elsewhere"}),
    ("law=PRIVATE", {"amira", "ben", "tray"}),
    ("stage=INTAKE", {"tray"}),
    ("open=OPEN", {"amira", "ben", "elsewhere", "tray"}),
    ("open=CLOSED", set()),
    ("urgency=URGENT", set()),
    ("process=CAP", {"amira", "ben", "elsewhere", "tray"}),
    ("received_to-day=1&received_to-month=5&received_to-year=2026", {"elsewhere"}),
    ("received_from-day=2&received_from-month=5&received_from-year=2026", {"amira", "ben", "tray"}),
]


@pytest.mark.parametrize(("query", "seen"), NARROWED)
def test_it_is_narrowed(cast, cases, query, seen):
    page = text(cast, cast.auditor, f"{LIST}?{query}")
    assert {name for name, case in cases.items() if case.reference in page} == seen
    assert ("No case fits these filters" in page) == (not seen)


def test_it_is_narrowed_by_place_step_by_step(cast, cases):
    page = text(cast, cast.auditor)
    assert 'name="area"' in page
    assert 'name="team"' not in page, "the teams of a nation are too many to choose from"
    page = text(cast, cast.auditor, f"{LIST}?area={cast.dales.pk}")
    assert 'name="team"' in page
    assert 'name="adviser"' not in page
    page = text(cast, cast.auditor, f"{LIST}?area={cast.dales.pk}&team={cast.north.pk}&adviser={cast.ben.pk}")
    assert cases["ben"].reference in page
    assert cases["amira"].reference not in page


def test_a_team_of_the_area_before_is_dropped(cast, cases):
    page = text(cast, cast.auditor, f"{LIST}?area={cast.coast.pk}&team={cast.north.pk}")
    assert cases["elsewhere"].reference in page


def test_it_is_narrowed_by_court_with_a_code_in_the_address(cast, cases):
    page = text(cast, cast.auditor, f"{LIST}?court={court_code('Harbour Family Court')}")
    assert cases["elsewhere"].reference in page
    assert cases["amira"].reference not in page
    assert "?court=Harbour" not in page


def test_a_court_of_cases_that_one_may_not_read_is_not_offered(cast, cases):
    assert "Harbour Family Court" not in text(cast, cast.manager)
    assert "Harbour Family Court" in text(cast, cast.auditor)


def test_closed_in_the_last_two_weeks_is_one_click(cast, cases, now):
    closed = {"stage": "CLOSED", "closed_by": cast.ben, "closed_why": "FINAL_ORDER"}
    Case.objects.filter(pk=cases["ben"].pk).update(**closed, closed_on=dt.date(2026, 6, 5))
    Case.objects.filter(pk=cases["amira"].pk).update(**closed, closed_on=dt.date(2026, 5, 20))
    from urllib.parse import urlencode

    from goldenthread.workspace.lists import fortnight

    page = text(cast, cast.auditor, f"{LIST}?{urlencode(fortnight(now.date()))}")
    assert cases["ben"].reference in page
    assert cases["amira"].reference not in page
    assert "Closed in the last two weeks" in page


@pytest.mark.parametrize(
    "query",
    ["stage=NONSENSE", "court=000000000000", "received_from-day=31&received_from-month=2&received_from-year=2026",
     "closed_from-day=2&closed_from-month=2&closed_from-year=2026&closed_to-day=1&closed_to-month=2&closed_to-year=2026"],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_said_and_shows_nothing(cast, cases, query):
    page = text(cast, cast.auditor, f"{LIST}?{query}", status=422)
    assert "There is a problem" in page
    assert not any(case.reference in page for case in cases.values())


def test_nothing_is_counted_beyond_the_limit(cast, cases, monkeypatch):
    monkeypatch.setattr(caselist, "COUNTED", 2)
    monkeypatch.setattr(caselist, "ON_A_PAGE", 1)
    page = text(cast, cast.auditor)
    assert "More than 2 cases" in page
    assert "?page=3" not in page
    assert cases["elsewhere"].reference not in text(cast, cast.auditor, f"{LIST}?page=9")


def test_nobody_has_a_case_yet(cast):
    assert "There is no case that you may read yet" in text(cast, cast.auditor)


def test_no_name_of_a_family_is_on_it_but_first_names(cast, cases):
    page = text(cast, cast.auditor)
    assert "Maya" in page
    assert "Okafor" not in page


def test_an_auditor_begins_there(cast):
    assert cast.client(cast.auditor).get("/")["Location"] == LIST


def test_it_asks_as_often_for_many_as_for_one(cast, queries_of):
    cast.case()
    narrowed = f"{LIST}?area={cast.dales.pk}&team={cast.north.pk}"
    few = queries_of(cast.auditor, narrowed)
    for _ in range(4):
        cast.case()
    assert few == queries_of(cast.auditor, narrowed) <= 8
