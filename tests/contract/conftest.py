"""One world for a whole test file: the cast, and a full case in every relation that a person can stand in to it."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction

from goldenthread.access.operations import break_glass, restrict_case
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb
from tests.cast import Cast
from tests.contract.full import parties, records
from tests.contract.outside import outside


@operation
def _thread(*, case, by, now):
    """Links from one record to another, as the work leaves them."""
    from goldenthread.casework.assessment.models import Statement
    from goldenthread.casework.directwork.models import Wish
    from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
    from goldenthread.casework.recommendations.models import Weighing

    def one(model):
        return model.objects.get(case=case)

    link(one(Contact), Relation.ANSWERS, one(LineOfEnquiry), by=by, now=now)
    link(one(Statement), Relation.DRAWS_ON, one(Wish), by=by, now=now)
    link(one(Statement), Relation.DRAWS_ON, one(Contact), by=by, now=now)
    link(one(Weighing), Relation.WEIGHS, one(Wish), by=by, now=now)
    record(Verb.DRAWN_ON, one(Statement), by=by, now=now, what="directwork.Wish")


def _build():
    now = dt.datetime(2026, 6, 10, 9, 30, tzinfo=settings.LOCAL_ZONE)
    cast = Cast(now)
    outside(cast)

    def full(adviser, **over):
        case = cast.case(adviser, parties=parties(), **over)
        records(case, cast, adviser)
        _thread(case=case, by=adviser, now=now)
        return case

    cases = {
        "amira's": full(cast.amira),
        "ben's": full(cast.ben),
        "of another area": full(cast.elsewhere, area=cast.coast),
        "of the other nation": _welsh(cast, full),
        "in the tray": cast.application(parties=parties()),
    }
    cast.as_(cast.amira)
    hidden = full(cast.amira)
    cast.as_(cast.amira)
    restrict_case(case=hidden, reason="THREAT", why="NARRATIVE-restriction-why", people=[], by=cast.amira, now=now)
    return SimpleNamespace(cast=cast, now=now, case=cases["amira's"], cases=cases, hidden=hidden)


def _welsh(cast, full):
    """A case of Wales: registered there, in the hands of its own adviser."""
    duty, cast.duty = cast.duty, cast.welsh_duty
    try:
        return full(cast.carys, nation="WALES", area=cast.gwent)
    finally:
        cast.duty = duty


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_world):
    """The world; what a test changes is undone."""
    with transaction.atomic():
        yield _world
        transaction.set_rollback(True)


@pytest.fixture
def glass(world):
    """A use of break-glass of the hidden case by Sunniva Hale."""
    from goldenthread.access.door import clock

    cast = world.cast
    cast.as_(cast.supervisor)
    why, reference = "NARRATIVE-glass-reason", world.hidden.reference
    return break_glass(reference=reference, reason=why, nation="ENGLAND", by=cast.supervisor, now=clock())
