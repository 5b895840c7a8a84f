"""Whatever the court puts in whatever place: the import never raises, and what is protected stays in its table."""

import copy

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.casework.courtfeed.protection import squashed
from tests.unit.courtfeed.conftest import sample

NEWER = sample("private_law_newer")
PUBLIC = sample("public_law")
# The same address stands with the child: marked there too, so that a respondent who is not named at all hides nothing.
PUBLIC["cases"][0]["caseData"]["children"][0]["detailsHidden"] = True
SECRETS = ("hiddenwicket", "zz94xy", "ilsehidden", "01632960999", "quietmews", "zz94qt", "01632960777")
# Where a protected detail may stand: behind its own wall, and in the payload that only the importer's role reads.
MAY_HOLD = {"families_protectedcontact", "courtfeed_payload"}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value, way=()):
    """Every place of a value, as the way to it."""
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield from places(below, (*way, key))


def put(answer, way, value):
    """The answer with a value put in a place."""
    if not way:
        return value
    changed = copy.deepcopy(answer)
    at = changed
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = value
    return changed


def tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        return [name for (name,) in cursor.fetchall()]


def leaks(cast):
    """Tables that hold a planted protected detail and may not."""
    cast.as_(cast.importer)
    found = []
    for table in tables():
        if table in MAY_HOLD:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM \"{table}\" t")  # noqa: S608 (our own tables)
            text = squashed(cursor.fetchone()[0] or "")
        found += [(table, secret) for secret in SECRETS if secret in text]
    return found


def try_it(feed, cast, caplog, answer):
    with transaction.atomic():
        run = feed(answer)
        assert run.finished_at
        assert leaks(cast) == []
        assert not any(secret in squashed(caplog.text) for secret in SECRETS)
        transaction.set_rollback(True)


WITHOUT_LIMIT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@WITHOUT_LIMIT
@given(data=st.data())
def test_anything_in_any_place_of_a_private_law_case(feed, cast, caplog, data):
    way = data.draw(st.sampled_from(list(places(NEWER))))
    try_it(feed, cast, caplog, put(NEWER, way, data.draw(anything)))


@WITHOUT_LIMIT
@given(data=st.data())
def test_anything_in_any_place_of_a_public_law_case_but_its_flags(feed, cast, caplog, data):
    # There the flag is the only thing that says so: changed into a clear no, nothing is protected.
    ways = [way for way in places(PUBLIC) if not (way and str(way[-1]).endswith("Hidden"))]
    try_it(feed, cast, caplog, put(PUBLIC, data.draw(st.sampled_from(ways)), data.draw(anything)))


@WITHOUT_LIMIT
@given(data=st.data())
def test_anything_in_any_place_of_a_later_version(feed, cast, caplog, data):
    feed_once = copy.deepcopy(NEWER)
    feed_once["cases"][0]["last_modified"] = "2026-06-01T10:00:00"
    with transaction.atomic():
        feed(feed_once)
        way = data.draw(st.sampled_from(list(places(NEWER))))
        try_it(feed, cast, caplog, put(NEWER, way, data.draw(anything)))
        transaction.set_rollback(True)
