"""The local authority of a case: named, corrected, shown; who may; what is recorded."""

import pytest
from django.urls import reverse

from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.operations.intake import name_local_authority
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, FieldChange


@pytest.fixture
def case(cast):
    return cast.case()


def at(case):
    return reverse("cases:local_authority", args=[case.pk])


def overview(cast, case, reader=None):
    answer = cast.client(reader or cast.amira).get(reverse("workspace:overview", args=[case.pk]))
    return answer.content.decode()


def test_it_is_missing_until_it_is_named(cast, case):
    assert at(case) in overview(cast, case)
    answer = cast.client(cast.amira).post(at(case), {"local_authority": "  Dalesend County Council "})
    assert answer.status_code == 302
    page = overview(cast, case)
    assert "Dalesend County Council" in page
    assert at(case) in page
    assert at(case) not in overview(cast, case, cast.auditor)
    assert 'value="Dalesend County Council"' in cast.client(cast.amira).get(at(case)).content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 200), ("ben", 404), ("supervisor", 200), ("manager", 200), ("other_manager", 404), ("director", 403),
     ("duty", 404), ("administrator", 404), ("auditor", 403), ("board", 404), ("nobody", 404)],
)  # fmt: skip
def test_who_may_name_it(cast, case, person, status):
    page = cast.client(getattr(cast, person))
    assert page.get(at(case)).status_code == status
    page.post(at(case), {"local_authority": "Dalesend County Council"})
    cast.as_(cast.amira)
    assert bool(Case.objects.get(pk=case.pk).local_authority) is (status == 200)


def test_empty_the_same_again_late_and_closed_are_refused(cast, case):
    assert cast.client(cast.amira).post(at(case), {"local_authority": " "}).status_code == 422
    version = case.version
    name = {"case": case, "by": cast.amira, "now": cast.now}
    name_local_authority(**name, local_authority="Dalesend County Council", expected_version=version)
    for over, code in (
        ({"local_authority": "Dalesend County Council"}, "NOTHING_CHANGED"),
        ({"local_authority": "Farhaven City Council", "expected_version": version}, "CHANGED_MEANWHILE"),
    ):
        with pytest.raises(Refused) as refused:
            name_local_authority(**name, **over)
        assert refused.value.code == code
    Case.objects.filter(pk=case.pk).update(stage="CLOSED")
    case.refresh_from_db()
    with pytest.raises(Refused) as refused:
        name_local_authority(**name, local_authority="Farhaven City Council")
    assert refused.value.code == "CASE_CLOSED"


def test_the_line_names_nobody_and_the_history_keeps_what_stood_before(cast, case):
    for name in ("Dalesend County Council", "Farhaven City Council"):
        name_local_authority(case=case, local_authority=name, by=cast.amira, now=cast.now)
    assert [event.facts for event in Event.objects.filter(verb="LOCAL_AUTHORITY_NAMED")] == [{}, {}]
    before = [change.before.get("local_authority") for change in FieldChange.objects.filter(table_name="cases_case")]
    assert "Dalesend County Council" in before


def test_it_may_be_named_at_registration(cast):
    case = cast.application(local_authority="Dalesend County Council")
    assert Case.objects.get(pk=case.pk).local_authority == "Dalesend County Council"
