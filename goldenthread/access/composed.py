"""Queries that are composed once and asked many times.

Django composes a queryset and turns it into SQL anew for each request. For the large queries of a worklist that takes
longer than the database takes to answer. What they ask differs only in identifiers and in the moment, so the SQL is
kept and those are put in.

Safe by its form: the function that composes never sees an identifier or the moment, only marks in their stead, so the
SQL cannot depend on them. All else that it is given is part of what the SQL is kept under. It must ask nothing of the
database, the clock or the language itself.
"""

import copy
import dataclasses
import datetime as dt
from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections

# So many forms of one query at most; a form is a set of posts, a day, a filter, and a quarter to half a megabyte. The
# oldest goes first, so that those of yesterday do.
MOST = 64
# Marks: identifiers that nothing has, and moments of years in which nothing happened, a century apart.
_MARKED = "60d1de07ead"
_MARK = int(_MARKED, 16) << 72
_CENTURY = dt.timedelta(days=36_525)
_FIRST = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)
_LAST_YEAR, _MOMENTS = 1850, 8
# A field of a dataclass with this in its metadata is not part of any query: a name that is only shown.
ASIDE = {"aside": True}


def composed_once(compose: Callable | None = None, *, most: int = MOST) -> Callable[..., list]:
    """Turns a function that composes a queryset into one that answers with its rows. One query. `most`: how many forms
    are kept, where they are many and small.

    Its arguments may be identifiers, aware datetimes, lists of identifiers (of any length: they are filled up to the
    next power of two), dataclasses and tuples of these, and plain values. Raises TypeError for anything else,
    ValueError where the composing makes something of a mark that cannot be traced back to it, RuntimeError where it
    asks the database.
    """
    if compose is None:
        return partial(composed_once, most=most)
    kept: dict = {}

    @wraps(compose)
    def ask(*given):
        reading = _Reading()
        key = tuple(reading.key(one) for one in given)
        form = kept.get(key)
        if form is None:
            for old in list(kept)[: max(len(kept) - most + 1, 0)]:
                kept.pop(old, None)
            try:
                with connections[DEFAULT_DB_ALIAS].execute_wrapper(_asks_nothing):
                    composed = compose(*(reading.marked(one) for one in key))
                form = kept[key] = _Form(composed)
            except EmptyResultSet:
                # Nothing can answer it, and the next may be another matter.
                return list(compose(*given))
        return form.rows(reading.identifiers, reading.moments)

    ask.kept = kept
    return ask


def _asks_nothing(*_asked):
    # It would ask about a mark, and the answer would be kept for everybody.
    raise RuntimeError("A query that is composed once asks the database nothing while it is composed")


class _Reading:
    """The arguments of one call: what they are without the identifiers and moments, and these apart."""

    def __init__(self):
        self.identifiers: list[UUID] = []
        self.moments: list[dt.datetime] = []
        self.places: dict[UUID, int] = {}

    def key(self, value):
        """`value` with a place in the stead of each identifier and moment. One identifier has one place."""
        if value is None or isinstance(value, bool | int | str | type):
            return value
        if isinstance(value, UUID):
            return self.placed(value)
        if isinstance(value, dt.datetime):
            if len(self.moments) == _MOMENTS:
                raise TypeError("A query that is composed once cannot be given so many moments")
            self.moments.append(value)
            return _Moment(len(self.moments) - 1)
        if isinstance(value, dt.date):
            return value
        if isinstance(value, tuple):
            return tuple(self.key(one) for one in value)
        if isinstance(value, list):
            return self.several(value)
        if dataclasses.is_dataclass(value):
            fields = ((f.name, f.metadata.get("aside")) for f in dataclasses.fields(value))
            return _Data(
                type(value), tuple((name, "" if aside else self.key(getattr(value, name))) for name, aside in fields)
            )
        raise TypeError(f"A query that is composed once cannot be given a {type(value).__name__}")

    def placed(self, value):
        if value not in self.places:
            self.places[value] = len(self.identifiers)
            self.identifiers.append(value)
        return _Identifier(self.places[value])

    def several(self, values):
        """A list of identifiers: how many does not change the SQL, but for the powers of two."""
        first, many = len(self.identifiers), 1 << (len(values) - 1).bit_length() if values else 0
        self.identifiers += [*values, *values[-1:] * (many - len(values))]
        return _Several(first, many)

    def marked(self, key):
        """The argument again, with marks in it."""
        if isinstance(key, _Identifier | _Moment | _Several | _Data):
            return key.marked(self)
        return tuple(self.marked(one) for one in key) if isinstance(key, tuple) else key


@dataclasses.dataclass(frozen=True)
class _Identifier:
    place: int

    def marked(self, _reading):
        return UUID(int=_MARK | self.place)


@dataclasses.dataclass(frozen=True)
class _Moment:
    place: int

    def marked(self, _reading):
        return _FIRST + self.place * _CENTURY


@dataclasses.dataclass(frozen=True)
class _Several:
    first: int
    many: int

    def marked(self, _reading):
        return [UUID(int=_MARK | place) for place in range(self.first, self.first + self.many)]


@dataclasses.dataclass(frozen=True)
class _Data:
    kind: type
    fields: tuple

    def marked(self, reading):
        return self.kind(**{name: reading.marked(value) for name, value in self.fields})


class _Form:
    """One queryset turned into SQL, and where in its parameters the marks stand."""

    def __init__(self, queryset):
        if queryset._prefetch_related_lookups or queryset._known_related_objects:
            raise ValueError("A query that is composed once reads its rows with one query")
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, parameters = self.compiler.as_sql()
        self.compiler.connection = None  # the thread's that composed: each asks on its own
        self.parameters = [_place(one) for one in parameters]

    def rows(self, identifiers, moments) -> list:
        """The rows, with these in the stead of the marks."""
        bound = tuple(
            value if place is None else identifiers[place] if value is None else moments[place] + value
            for place, value in self.parameters
        )
        # A compiler and a query of this call's own: several threads may ask the same form at once.
        compiler = copy.copy(self.compiler)
        # Where a read goes is asked each time: on a replica now, on the primary in the next request.
        compiler.connection = connections[self.queryset.db]
        compiler.as_sql = lambda *_args, **_options: (self.sql, bound)
        query = copy.copy(self.queryset.query)
        query.get_compiler = lambda *_args, **_options: compiler
        asked = object.__new__(type(self.queryset))
        asked.__dict__.update(self.queryset.__dict__)
        asked._query = query  # not by the property, which would make dictionaries of plain values
        return list(asked._iterable_class(asked))


def _place(parameter):
    """(place, None) of an identifier's mark, (place, what is added to it) of a moment's; (None, the parameter)."""
    if isinstance(parameter, UUID) and parameter.int & ~0xFFFFFF == _MARK:
        return parameter.int & 0xFFFFFF, None
    if isinstance(parameter, dt.datetime) and parameter.year <= _LAST_YEAR:
        place = round((parameter - _FIRST) / _CENTURY)
        return place, parameter - (_FIRST + place * _CENTURY)
    # A mark in any other form could not be filled, and the SQL would silently ask about nobody.
    if not _plain(parameter):
        raise ValueError(f"What became of a mark cannot be filled: a {type(parameter).__name__}")
    return None, parameter


def _plain(parameter):
    if isinstance(parameter, dt.date):
        return parameter.year > _LAST_YEAR
    if isinstance(parameter, list | tuple):
        return all(_plain(one) and not isinstance(one, UUID) for one in parameter)
    if isinstance(parameter, UUID):
        return True
    return _MARKED not in str(parameter).lower().replace("-", "")
