"""Builds the fictional service: staff, then each family's case as it was lived over the last nine months."""

import datetime as dt
import random
from collections import Counter

from django.conf import settings
from django.db import transaction

from goldenthread.access.door import name_person
from goldenthread.casework.cases.models import Case
from goldenthread.demo.families import families as all_families
from goldenthread.demo.people import LEFT_DAYS_AGO, leaves, staff
from goldenthread.demo.plan import tell_plan
from goldenthread.demo.stories import tell
from goldenthread.kernel.workdays import is_working_day
from goldenthread.people.models import Person
from goldenthread.people.rules import Nation
from goldenthread.thread.models import Event

OPENED_DAYS_AGO = 275


class AlreadyThere(Exception):
    """There are people in this database already: a demonstration never mixes with them."""


@transaction.atomic
def build(*, families, seed, now, progress) -> dict:
    """Builds the service, whole or not at all, and returns how much there is of it. Raises `AlreadyThere`.

    `families`: how many; the first dozen hold each kind of case. `now`: an aware datetime, read once by the
    caller; nothing is dated later, and the same seed on the same day gives the same service but for its
    identifiers. `progress(n)` is told when n more families are done.
    """
    # A worker that was started before makes its service person on need: that is nobody's service.
    if Person.objects.filter(is_service=False).exists():
        raise AlreadyThere
    today = now.astimezone(settings.LOCAL_ZONE).date()
    everyone = staff(_at_nine(today, OPENED_DAYS_AGO))
    tell_plan(everyone, now)
    chance = random.Random(f"{seed}/families")  # noqa: S311 (made-up people, no secret)
    people = all_families(families, chance, today, everyone.offices)
    left = _at_nine(today, LEFT_DAYS_AGO)
    goals: Counter[str] = Counter()
    gone = False
    # In the order of their arrival, but for a family that comes back: it must have been here before.
    for family in sorted(people, key=lambda one: (one.received_on, one.number)):
        if not gone and family.received_on >= left.date():
            gone = _leaves(everyone, left)
        tell(family, everyone, now, seed)
        goals[family.goal] += 1
        progress(1)
    if not gone:
        _leaves(everyone, left)
    return _counts(everyone, goals)


def _leaves(everyone, at):
    leaves(everyone, at)
    return True


def _at_nine(today, days_ago):
    day = today - dt.timedelta(days=days_ago)
    while not is_working_day(day, Nation.ENGLAND):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(9, 5), settings.LOCAL_ZONE)


def _counts(everyone, goals):
    name_person(everyone.importer.pk)
    return {
        "staff": Person.objects.filter(is_service=False).count(),
        "cases": Case.objects.count(),
        "orders": goals["ORDERED"],
        "in_tray": goals["TRAY"],
        "lines_of_the_thread": Event.objects.count(),
    }
