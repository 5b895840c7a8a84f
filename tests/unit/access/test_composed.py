"""What is composed once answers as what is composed anew, to each as they ask."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Case as Choose
from django.db.models import Q, Value, When
from django.test.utils import CaptureQueriesContext

from goldenthread.access.composed import ASIDE, MOST, composed_once
from goldenthread.access.standing import who_is
from goldenthread.people.models import Person, Post
from goldenthread.workspace import queries


@dataclass(frozen=True)
class Asker:
    """Somebody with a name that no query needs."""

    person_id: UUID
    name: str = field(metadata=ASIDE)


def counted(compose):
    """`compose` composed once, and the list of what it was given each time it ran."""
    ran = []

    def run(*given):
        ran.append(given)
        return compose(*given)

    return composed_once(run), ran


def test_it_is_composed_once_and_answers_each_who_asks(cast):
    cast.as_(cast.amira)
    ask, ran = counted(lambda asker: Person.objects.filter(pk=asker.person_id))
    for person in (cast.amira, cast.ben, cast.manager, cast.amira):
        assert ask(Asker(person.pk, person.name)) == [person]
    assert len(ran) == 1
    assert cast.amira.pk not in {one.person_id for (one,) in ran}
    assert ran[0][0].name == ""


def test_lists_of_any_length_are_answered(cast):
    cast.as_(cast.amira)
    ask, ran = counted(lambda ids: Person.objects.filter(pk__in=ids).order_by("pk"))
    everyone = sorted(Person.objects.values_list("pk", flat=True))
    for many in range(len(everyone) + 1):
        assert [person.pk for person in ask(everyone[:many])] == everyone[:many]
    # Of nothing there is no SQL that could be kept: it is composed as it is asked.
    assert [len(ids) for (ids,) in ran] == [0, 0, 1, 2, 4, 8, 16, 32]


def test_the_moment_is_put_in_with_what_is_added_to_it(cast):
    cast.as_(cast.amira)
    day = dt.timedelta(days=1)
    ask, ran = counted(
        lambda now: Post.objects.order_by().values_list(
            Choose(When(Q(person__left_on__isnull=True), then=Value(now - day)), default=Value(now)), flat=True
        )[:1]
    )
    for now in (cast.now, cast.now + day):
        assert ask(now) == [now - day]
    assert len(ran) == 1


def test_plain_values_are_part_of_the_form(cast):
    cast.as_(cast.amira)
    ask, ran = counted(lambda role, names: Post.objects.filter(role=role).order_by("pk").values_list(*names))
    for role in ("ADVISER", "SERVICE_MANAGER"):
        assert ask(role, ("role", "pk")) == list(
            Post.objects.filter(role=role).order_by("pk").values_list("role", "pk")
        )
    assert len(ran) == 2


def test_two_who_are_one_are_another_form(cast):
    cast.as_(cast.amira)
    ask, ran = counted(lambda one, other: Person.objects.filter(pk__in={one, other}))
    assert len(ask(cast.amira.pk, cast.ben.pk)) == 2
    assert ask(cast.ben.pk, cast.ben.pk) == [cast.ben]
    assert len(ran) == 2


@pytest.mark.parametrize(
    "compose",
    [
        lambda one, now: Person.objects.filter(name__contains=str(one)),
        lambda one, now: Person.objects.filter(left_on__gt=now.date()),
        lambda one, now: Post.objects.prefetch_related("person"),
    ],
)
def test_what_cannot_be_put_in_again_is_refused(cast, compose):
    cast.as_(cast.amira)
    with pytest.raises(ValueError, match="composed once|cannot be filled"):
        composed_once(compose)(uuid4(), cast.now)


def test_composing_may_not_ask_the_database(cast):
    cast.as_(cast.amira)
    ask = composed_once(lambda person: Person.objects.filter(pk__in=list(Person.objects.filter(pk=person))))
    with pytest.raises(RuntimeError, match="asks the database nothing"):
        ask(cast.amira.pk)


def test_what_is_no_argument_is_refused():
    with pytest.raises(TypeError, match="cannot be given a Person"):
        composed_once(lambda person: Person.objects.filter(pk=person.pk))(Person())


def test_what_is_kept_has_an_end(cast):
    cast.as_(cast.amira)
    ask, _ran = counted(lambda number: Person.objects.filter(name=str(number)))
    for number in range(MOST + 5):
        assert ask(number) == []
    assert len(ask.kept) <= MOST


def test_a_page_of_one_person_is_composed_for_all_with_such_a_post(cast):
    case, other = cast.case(), cast.case(cast.ben)
    queries.own_cases.kept.clear()
    for person, theirs in ((cast.amira, case), (cast.ben, other)):
        who = who_is(cast.as_(person), cast.now.date(), at_the_door=True)
        with CaptureQueriesContext(connection) as caught:
            assert [one.pk for one in queries.own_cases(who, cast.now)] == [theirs.pk]
        assert len(caught) == 1
    assert len(queries.own_cases.kept) == 1
