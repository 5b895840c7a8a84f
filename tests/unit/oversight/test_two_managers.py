"""Two managers at the same moment: one decision stands, the other manager is told, and nothing is lost between.

Threads need rows that are committed, so this file has a database of its own.
"""

import threading

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from goldenthread.access.door import name_person
from goldenthread.casework.cases.models import Case
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.kernel.refusal import Refused
from goldenthread.oversight.models import Decision
from goldenthread.oversight.operations import decide_on_advice
from tests import databases
from tests.cast import Cast
from tests.pathway import Pathway


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A database in which transactions really end; dropped afterwards."""
    before = connections["default"].settings_dict["NAME"]
    name = f"{before}_two"
    with django_db_blocker.unblock():
        databases.copy(name, databases.template())
        connections.close_all()
        connections["default"].settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            connections["default"].settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = before
            databases.cluster().drop_database(name)


def together(*acts):
    """Runs each act in a thread and a transaction of its own, all let go at once; what each came to, in order."""
    gate, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, person, act):
        try:
            with transaction.atomic():
                name_person(person.pk)
                gate.wait(timeout=20)
                came[place] = act()
        except Refused as refused:
            came[place] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, *act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return came


def test_two_managers_decide_on_one_childs_advice(committed, now):
    with transaction.atomic():
        cast = Cast(now)
        way = Pathway(cast, cast.case())
        advice = way.submitted(way.maya)

    def decide(by, kind):
        return lambda: decide_on_advice(recommendation=advice, kind=kind, reason="Read it.", by=by, now=now).kind

    came = together((cast.manager, decide(cast.manager, "AGREED")), (cast.director, decide(cast.director, "RETURNED")))
    assert sorted(came) in (["AGREED", "ALREADY_DECIDED"], ["ALREADY_DECIDED", "RETURNED"])
    with transaction.atomic():
        cast.as_(cast.manager)
        assert Decision.objects.count() == 1
        assert Recommendation.objects.get().state == Decision.objects.get().kind


def test_two_managers_agree_the_advice_for_two_siblings(committed, now):
    """The second must see what the first did, or the case would never move on: it waits for the first to end."""
    with transaction.atomic():
        cast = Cast(now)
        way = Pathway(cast, cast.case())
        maya, leo = way.submitted(way.maya), way.submitted(way.leo)
    first_has_agreed, second_is_through = threading.Event(), threading.Event()

    def agree(row, by):
        return decide_on_advice(recommendation=row, kind="AGREED", reason="Read it.", by=by, now=now).kind

    def first():
        kind = agree(maya, cast.manager)
        first_has_agreed.set()
        # The transaction stays open until the second is seen to wait for it, or has gone by without waiting.
        while not second_is_through.wait(0.02) and not somebody_waits():
            pass
        return kind

    def second():
        first_has_agreed.wait(timeout=20)
        try:
            return agree(leo, cast.director)
        finally:
            second_is_through.set()

    assert together((cast.manager, first), (cast.director, second)) == ["AGREED", "AGREED"]
    with transaction.atomic():
        cast.as_(cast.manager)
        assert Case.objects.get().stage == "REPORT"


def somebody_waits():
    """Whether a connection to this database waits for another's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
