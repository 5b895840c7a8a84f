"""What `goldenthread plan load` does, apart from the command line itself."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from goldenthread.access.door import clock, name_person
from goldenthread.access.permissions import Permission
from goldenthread.access.standing import who_is
from goldenthread.improvement.files import BadPlan, read_plan
from goldenthread.improvement.operations.plans import load_plan
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person


def load(file: Path, email: str) -> tuple[str, int]:
    """Loads a plan for someone who may keep plans. Returns what to say, and the exit code."""
    now = clock()
    try:
        data = read_plan(file)
    except BadPlan as bad:
        return str(bad), 2
    person = Person.objects.filter(email__iexact=email, is_service=False, left_on__isnull=True).first()
    who = who_is(person, now.astimezone(settings.LOCAL_ZONE).date()) if person else None
    held = [held.nation for held in who.posts] if who else []
    if who is None or not who.may_ever(Permission.PLAN_MANAGE) or data["nation"] not in held:
        return "Nobody with this e-mail may keep plans of this nation.", 1
    try:
        with transaction.atomic():
            name_person(person.pk)
            plan = load_plan(data=data, by=person, now=now)
    except Refused as refused:
        return refused.said(), 1
    return f"Loaded “{plan.title}”. It is a draft: read it and publish it on its page.", 0
