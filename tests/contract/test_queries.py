"""Every page asks the database as often for many rows as for one, and at most twelve times.

Apart from what the door itself does: session, person, posts, who is named, the view log, savepoints. A new page of a
case joins by itself.
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.access.permissions import Door
from goldenthread.casework.harm.models import Pattern, PatternTowards
from tests.contract import full, house, visits
from tests.contract.full import make

MOST = 12
READERS = ("amira", "manager", "duty", "administrator", "senior")
# What the door asks for itself: any number of times, and once.
DOORS = ("django_session", "set_config", "access_viewlog", "SAVEPOINT")
ONCE = ('FROM "people_person" WHERE "people_person"."id" =', 'FROM "people_post" ')


def asked_for(client, address):
    """The answer, and what a page asked the database besides what the door did."""
    with CaptureQueriesContext(connection) as context:
        answer = client.get(address)
    asked = [query["sql"] for query in context.captured_queries if not any(w in query["sql"] for w in DOORS)]
    for words in ONCE:
        found = next((sql for sql in asked if words in sql), None)
        if found:
            asked.remove(found)
    return answer, asked


def more(world, case):
    """Many more rows of every kind in a case, and many more cases beside it."""
    cast = world.cast
    by = case.adviser or cast.amira
    for _ in range(4):
        cast.as_(by)
        _again(world, case, by)
    for _ in range(5):
        cast.case(by, parties=full.parties())
    for n in range(20):
        cast._person(f"Staff {n}", "ADVISER", team=cast.north)
    cast.as_(by)


def common(row):
    return {"case": row.case, "recorded_at": row.recorded_at, "recorded_by": row.recorded_by}


def _again(world, case, by):
    """A copy of each record that may stand more than once."""
    from django.db import IntegrityError, transaction

    from goldenthread.casework.cases.models import CaseRecord
    from goldenthread.kernel.ids import new_id

    for model in house.models():
        names = {field.attname for field in model._meta.concrete_fields}
        of_no_case = model._meta.label in {"courtfeed.Run", "courtfeed.SetAside"}
        if model._meta.app_label in {"access", "drafts", "thread"} or not ("case_id" in names or of_no_case):
            continue
        # The words of a search are written by the database alone, with the rows that they come from.
        if model._meta.label in {"cases.Case", "cases.SearchToken", "courtfeed.Payload", "families.FamilyMember"}:
            continue
        rows = model.objects.all() if of_no_case else model.objects.filter(case_id=case.pk)
        row = rows.order_by("-pk").first()
        if row is None:
            continue
        row.pk, row._state.adding = new_id(), True
        if hasattr(row, "number"):
            row.number += model.objects.filter(case_id=case.pk).count()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                if isinstance(row, Pattern):  # a pattern is always towards someone
                    make(PatternTowards, **common(row), pattern=row, member=row.said_by)
        except IntegrityError:
            # A paper has one body, so there are no more of these than of papers.
            assert (
                issubclass(model, CaseRecord)
                or model._meta.label == "papers.PaperBody"
                or (model._meta.app_label == "families")
            )


def first_opened(world):
    """{route name: (client, address)}: one address of each page, as the first reader to whom it opens."""
    found = {}
    for name in READERS:
        person = getattr(world.cast, name)
        client = visits.signed_in(person)
        for route in house.routes():
            if route.needs in (None, Door.PUBLIC) or route.name in found or route.name == "access:home":
                continue
            for address in visits.open_of(world, person, world.case, route)[:1]:
                found[route.name] = (client, address)
    return found


def test_every_page_asks_as_often_for_many_rows_as_for_one_and_at_most_twelve_times(world):
    few, many, wrong = {}, {}, []
    pages = first_opened(world)
    for name, (client, address) in pages.items():
        client.get(address)  # what is cached for the process is asked once
        answer, asked = asked_for(client, address)
        if answer.status_code == 200:
            few[name] = asked
    more(world, world.case)
    for name, asked in few.items():
        answer, many[name] = asked_for(*pages[name])
        if answer.status_code != 200:
            wrong.append(f"{name} answers {answer.status_code} with many rows")
        elif len(many[name]) != len(asked):
            times = f"{len(asked)} queries with few rows, {len(many[name])} with many"
            wrong.append(f"{name}: {times}:\n{_told(asked, many[name])}")
        if len(many[name]) > MOST:
            wrong.append(f"{name}: {len(many[name])} queries:\n" + "\n".join(f"    {sql[:150]}" for sql in many[name]))
    assert len(few) > 20
    assert not wrong, "\n".join(wrong)


def _told(few, many):
    """The queries that came more often than before, with how much oftener."""
    from collections import Counter

    def shape(sql):
        return sql.split("WHERE")[0][:140]

    extra = Counter(map(shape, many)) - Counter(map(shape, few))
    return "\n".join(f"  +{times} {sql}" for sql, times in extra.items())
