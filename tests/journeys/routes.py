"""Where every page of the product can be opened: for each route, the people and the addresses to try.

Run in a database of the stories (`python -m tests.journeys.routes`), as the role of the web server; prints JSON.
The arguments come from the rows of the seed, found as the guard finds them: through what each person may see and do.
"""

import json
import re
import uuid

# A few of each is enough: the story takes the first that opens.
TRIED_EACH, PEOPLE_EACH = 12, 4


def every_route():
    """(name, pattern) of each route with a name, in the order of the resolver."""
    from django.urls import get_resolver

    found = []

    def walk(patterns, space=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
            else:
                found.append((f"{space}{pattern.name}", pattern))

    walk(get_resolver().url_patterns)
    return found


def addresses(pattern, name, people, today):
    """(person's name, address) for one route, best first; nothing for a route that asks for what is not there."""
    from goldenthread.access.permissions import Door

    guard, wanted = pattern.callback, list(pattern.pattern.converters)
    if guard.needs is Door.PUBLIC and not wanted:
        return [("", _address(name, {}))]
    found = []
    for person in people:
        found += [(person.name, address) for address in _for_person(guard, wanted, name, person, today)]
        if len({name for name, _address in found}) == PEOPLE_EACH:
            break
    return found[: TRIED_EACH * PEOPLE_EACH]


def _for_person(guard, wanted, name, person, today):
    from goldenthread.access.door import name_person
    from goldenthread.access.permissions import Permission
    from goldenthread.access.standing import reach, who_is

    name_person(person.pk)
    who = who_is(person, today)
    needed = isinstance(guard.needs, Permission)
    if guard.of is None:
        return [_address(name, {})] if not wanted and (not needed or who.may_ever(guard.needs)) else []
    clause = reach(who, guard.of, guard.needs) if needed else reach(who, guard.of, guard.reads)
    rows = guard.of.objects.filter(clause).order_by("pk")[:TRIED_EACH]
    found = []
    for row in rows:
        more = [key for key in wanted if key != guard.identifier]
        for arguments in _others(more, row):
            found.append(_address(name, {guard.identifier: row.pk, **arguments}))
    return found


def _others(wanted, row):
    """The arguments of a route beside its subject: a child of the case, a wish of the child, a pattern of the case."""
    if not wanted:
        return [{}]
    (name,) = wanted
    return [{name: key} for key in OTHERS.get(name, _nothing)(row)]


def _nothing(_row):
    return []


def _children(row):
    from goldenthread.casework.cases.queries import children

    return [child.pk for child in children(getattr(row, "case", row))]


def _wishes(row):
    from goldenthread.casework.directwork.models import Wish

    return Wish.objects.filter(case=row.case, child=row.child, superseded_at__isnull=True).values_list("pk", flat=True)


def _patterns(row):
    from goldenthread.casework.harm.models import Pattern

    return Pattern.objects.filter(case=row.case, superseded_at__isnull=True).values_list("pk", flat=True)


def _named(case):
    from goldenthread.access.models import Named

    return Named.objects.filter(case_id=case.pk, ended_at__isnull=True).values_list("person_id", flat=True)


def _areas(_row):
    from goldenthread.people.models import ServiceArea

    return ServiceArea.objects.values_list("pk", flat=True)


# What else a route may ask for; a new one is added here, by its name in the route.
OTHERS = {
    "child_id": _children, "wish_id": _wishes, "pattern_id": _patterns, "person_id": _named, "area_id": _areas,
}  # fmt: skip


def _address(name, arguments):
    from django.urls import reverse

    return reverse(name, kwargs=arguments)


def family_names():
    """The last names of every family in the database: none of them may stand in a title."""
    from goldenthread.casework.families.models import FamilyMember

    return sorted({name for name in FamilyMember.objects.values_list("last_name", flat=True) if name})


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from goldenthread.access.door import clock, name_person
    from goldenthread.people.models import Person

    today = clock().astimezone(settings.LOCAL_ZONE).date()
    with transaction.atomic():
        name_person(uuid.UUID(int=0))
        people = sorted(Person.objects.filter(is_service=False), key=lambda person: person.name)
        found = {name: addresses(pattern, name, people, today) for name, pattern in every_route()}
        name_person(next(person.pk for person in people if person.name == "Amira Lindqvist"))
        print(json.dumps({"routes": found, "names": family_names()}))


def slug(name):
    return re.sub("[^a-z_]+", "-", name.lower())


if __name__ == "__main__":
    main()
