"""The fictional service: every kind of case is there, none of it ahead of now, all of it through the operations."""

import json
import os
from collections import Counter

import pytest
from django.conf import settings
from django.db.models import Count, Max

from goldenthread.access.door import clock, name_person
from goldenthread.access.models import GlassBreak, Restriction
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.directwork.models import Wish
from goldenthread.casework.families.models import FamilyMember, Match
from goldenthread.casework.orders.models import ChildOrder
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.casework.recommendations.rules import State
from goldenthread.demo.families import WRITTEN
from goldenthread.demo.service import AlreadyThere, build
from goldenthread.demo.words import passages, situations
from goldenthread.people.models import Person
from goldenthread.thread.models import Event
from tests import databases


def made(families):
    build(families=families, seed=1, now=clock(), progress=lambda _n: None)
    name_person(Person.objects.get(is_service=True).pk)


@pytest.fixture(scope="module")
def record():
    """What the check of the record says of a built service, through the command that people run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = databases.copy(f"gt_check_demo_service_{worker}", databases.demo_template())
    out = databases.run(["-m", "goldenthread.config.cli", "check-record", "--json"], name, "app_importer")
    yield json.loads(out)
    databases.cluster().drop_database(name)


def test_the_record_of_the_service_is_whole(record):
    assert record["findings"] == []
    assert record["lines"] > 500
    assert record["links"] > 300


def test_every_kind_of_case_is_there_and_none_of_it_lies_ahead(db):
    made(families=len(WRITTEN))
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage) - {Stage.CLOSED}
    assert set(Recommendation.objects.values_list("state", flat=True)) == set(State)
    assert set(ChildOrder.objects.values_list("compared", flat=True)) >= {"AS_ADVISED", "VARIED", "CONTRARY"}
    assert ChildOrder.objects.filter(unsafe="YES").exists()
    assert set(Match.objects.values_list("state", flat=True)) == {"PROPOSED", "MATCHED"}
    assert Wish.objects.filter(superseded_why="WRONG_CHILD").exists()
    assert FamilyMember.objects.filter(doubts__contains=["CHILD_IS_ADULT"]).exists()
    assert Report.objects.filter(filed_on=None).exists()
    _nothing_ahead()
    _nothing_twice()
    _restricted_and_opened()


def _nothing_ahead():
    assert Event.objects.aggregate(at=Max("at"))["at"] <= clock()
    worked = [at.astimezone(settings.LOCAL_ZONE) for at in Event.objects.values_list("at", flat=True)]
    assert {at.hour for at in worked} <= set(range(8, 18))
    assert not any(at.weekday() > 4 for at in worked)


def _nothing_twice():
    """No two wishes of a case say the same, but for what was recorded again for the right child."""
    said = Wish.objects.filter(superseded_at=None).values("case", "words").annotate(n=Count("id"))
    assert list(said.filter(n__gt=1)) == []


def _restricted_and_opened():
    name_person(Person.objects.get(name="Bronagh Tennant").pk)
    assert Restriction.objects.count() == 1
    name_person(Person.objects.get(name="Hester Rawle").pk)
    assert GlassBreak.objects.get().reviewed_at is None


def test_maya_is_followed_and_not_given_away_and_a_second_build_is_refused(db):
    made(families=1)
    name_person(Person.objects.get(name="Rhona Castell").pk)
    wish = Wish.objects.get(words__contains="Nan on Sundays")
    assert wish.keep == "STAYS_OUT"
    report = Report.objects.get(case=wish.case)
    assert report.filed_on
    assert "I said it" not in str(report.content)
    assert set(ChildOrder.objects.values_list("compared", flat=True)) == {"AS_ADVISED"}
    with pytest.raises(AlreadyThere):
        build(families=1, seed=1, now=clock(), progress=lambda _n: None)


def test_every_situation_has_what_a_story_needs():
    needed = {"applicant", "home", "orders", "voices", "lines", "contacts", "patterns", "victim", "basis", "advice"}
    for name, facts in situations().items():
        assert needed <= set(facts), name
        assert {"words", "reasons", "varied", "contrary", "unsafe"} <= set(facts["order"]) or name == "nan", name


def test_sayings_are_plausible_by_age_and_never_twice():
    said = [words for ages in passages("sayings").values() for texts in ages.values() for words in texts]
    assert [words for words, n in Counter(said).items() if n > 1 and "gweiddi" not in words] == []
