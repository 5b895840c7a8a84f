"""Every model: each field sorted by what it could give away, each scope given a meaning, each pair held together."""

import pytest
from django.db import connection, models

from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.sensitivity import Sensitivity
from goldenthread.casework.cases.models import CaseRecord
from goldenthread.people.models import Person, Post, ServiceArea, Team
from tests.contract import full, house

OURS = house.models()
NAMED = [pytest.param(model, id=model._meta.label) for model in OURS]
STAFF = (Person, Post, ServiceArea, Team)


def safe_by_rule(field) -> bool:
    """Keys, keys to staff and cases, and who recorded it when: they need not be sorted."""
    to = field.related_model
    return (
        field.primary_key
        or field.name in {"case", "case_id", "from_case_id", "to_case_id", "other_case_id"}
        or (to is not None and (to in STAFF or to._meta.label == "cases.Case"))
        or (isinstance(field, models.DateTimeField) and field.name.endswith("_at") and field.name not in _MOMENTS)
    )


# Moments of the family's own life, not of our recording: they are sorted like any other field.
_MOMENTS = {"starts_at", "ends_at", "happened_at"}


def fields_of(model):
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]


@pytest.mark.parametrize("model", NAMED)
def test_every_field_is_sorted(model):
    kinds = getattr(model, "sensitivity", {})
    missing = [f.name for f in fields_of(model) if f.name not in kinds and not safe_by_rule(f)]
    assert not missing, (
        f"{model._meta.label}: say what these fields could give away. Paste into `sensitivity = sorted_fields(…)` in "
        f"{model.__module__}, under identifying, protected, quasi, narrative or safe: {missing}"
    )
    unknown = set(kinds) - {f.name for f in fields_of(model)}
    assert not unknown, f"{model._meta.label}.sensitivity names fields that are not there: take out {sorted(unknown)}"


@pytest.mark.parametrize("model", NAMED)
def test_free_text_is_never_called_safe(model):
    """Words that a person typed at length can say anything; a short code or a reference cannot."""
    kinds = getattr(model, "sensitivity", {})
    wrong = [
        f.name for f in model._meta.concrete_fields
        if isinstance(f, models.TextField) and kinds.get(f.name) is Sensitivity.SAFE
    ]  # fmt: skip
    assert not wrong, f"{model._meta.label}: long text is narrative, identifying or protected, never safe: {wrong}"


@pytest.mark.parametrize("model", NAMED)
def test_every_scope_has_a_meaning(model):
    assert hasattr(model, "standing"), (
        f'{model._meta.label}: add `standing = case_standing("case__")`, or `standing = {{}}` if no page loads it'
    )
    assert hasattr(model, "with_it") or not _loaded(model), f"{model._meta.label}: add `with_it = ()` (select_related)"
    unknown = set(model.standing) - set(Scope)
    assert not unknown, f"{model._meta.label}.standing gives meaning to scopes that are not there: {unknown}"


def _loaded(model):
    return any(route.of is model for route in house.routes())


@pytest.mark.parametrize("route", [r for r in house.routes() if r.of], ids=str)
def test_what_a_page_loads_knows_the_scopes_that_its_grants_name(route):
    from goldenthread.access.grants import GRANTS

    for permission in {route.needs, route.reads} - {None}:
        if isinstance(permission, Permission):
            scopes = {scope for held in GRANTS[permission][1].values() for scope in held} - {Scope.EVERYTHING}
            missing = scopes - set(route.of.standing)
            assert not missing or scopes & set(route.of.standing), (
                f"{route}: {route.of._meta.label}.standing says nothing of {missing}, so {permission} reaches nobody"
            )


def pairs(model):
    """(moment, person) columns that belong together: closed_at and closed_by, filed_on and filed_by."""
    names = {f.name: f for f in model._meta.concrete_fields}
    found = []
    for name, field in names.items():
        stem, _, ending = name.rpartition("_")
        if ending == "by" and field.related_model is Person:
            moments = [f"{stem}_{moment}" for moment in ("at", "on") if f"{stem}_{moment}" in names]
            found.extend((names[moment], field) for moment in moments)
    return found


PAIRS = [pytest.param(model, at, by, id=f"{model._meta.label}.{by.name}") for model in OURS for at, by in pairs(model)]


@pytest.mark.parametrize(("model", "at", "by"), PAIRS)
def test_when_and_by_whom_stand_together(model, at, by):
    """Read from PostgreSQL: both columns refuse null, or a constraint speaks of both."""
    if not at.null and not by.null:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        held = [text for (text,) in cursor.fetchall()]
    assert any(f"{at.column} IS NULL" in text and f"{by.column} IS NULL" in text for text in held), (
        f"{model._meta.label}: nothing keeps {at.name} and {by.name} together. Paste into Meta.constraints: "
        f'together("{model._meta.db_table}_{by.name.removesuffix("_by")}", "{at.name}", "{by.name}")'
    )


test_when_and_by_whom_stand_together = pytest.mark.django_db(test_when_and_by_whom_stand_together)


def test_there_are_pairs_to_hold():
    assert len(PAIRS) > 10


def test_the_full_case_has_a_row_of_every_kind(world):
    world.cast.as_(world.cast.amira)
    missing = [m._meta.label for m in OURS if m._meta.label not in full.MADE_ELSEWHERE and not m.objects.exists()]
    assert not missing, f"add a line for each to records() in tests/contract/full.py: {missing}"


@pytest.mark.parametrize("model", [p for p in NAMED if issubclass(p.values[0], CaseRecord)])
def test_what_is_shown_in_a_trace_has_a_page(model):
    trace = getattr(model, "trace", None)
    if trace is None:
        return
    names = {route.name: route for route in house.routes()}
    assert trace.route in names, f"{model._meta.label}.trace leads to {trace.route}, which is no page"
    assert names[trace.route].of is model, f"{trace.route} does not load a {model._meta.label}"
