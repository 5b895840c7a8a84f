"""The door: nothing of a case is kept by a browser; whoever is shown a case leaves a line."""

import pytest
from django.urls import reverse

from goldenthread.access import door
from goldenthread.access.models import ViewLog
from goldenthread.access.standing import who_is


@pytest.mark.parametrize("person", ["amira", "elsewhere", "nobody"])
def test_no_answer_to_someone_signed_in_is_kept(cast, person):
    case = cast.case()
    page = cast.client(getattr(cast, person))
    for there in (reverse("access:home"), reverse("workspace:overview", args=[case.pk]), "/nowhere"):
        assert page.get(there).headers["Cache-Control"] == "no-store"


def lines(cast, case):
    cast.as_(cast.amira)
    return ViewLog.objects.filter(case_id=case.pk, person=cast.amira, outcome="OPENED").count()


@pytest.mark.parametrize("route", ["workspace:overview", "cases:people", "cases:person_add"])
def test_a_page_that_answers_what_is_sent_leaves_a_line_too(cast, route):
    case = cast.case()
    page, before = cast.client(cast.amira), lines(cast, case)
    assert page.post(reverse(route, args=[case.pk]), {}).status_code in {200, 422}
    assert lines(cast, case) == before + 1


def test_what_is_saved_and_leads_on_leaves_the_line_of_what_was_done_alone(cast):
    case = cast.case()
    page, before = cast.client(cast.amira), lines(cast, case)
    there = reverse("cases:person_add", args=[case.pk])
    assert page.post(there, {"first_names": "Zed", "_draft": "auto"}).status_code == 200
    assert page.post(there, {"first_names": "Zed", "_draft": "1"}).status_code == 302
    assert lines(cast, case) == before


@pytest.mark.parametrize(("method", "once"), [("get", True), ("post", False)])
def test_what_writes_asks_of_break_glass_in_each_query(cast, monkeypatch, method, once):
    """A request that is still being sent may go on after its sender has broken the glass in another."""
    case, asked = cast.case(), []
    monkeypatch.setattr(door, "who_is", lambda *args, **how: asked.append(how) or who_is(*args, **how))
    getattr(cast.client(cast.amira), method)(reverse("workspace:overview", args=[case.pk]))
    assert asked == [{"at_the_door": once}]
