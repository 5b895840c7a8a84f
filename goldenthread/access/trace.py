"""The trace: what does this rest on, and what became of it?

A model takes part by declaring `trace = Trace(...)`: what to call it, which column holds its words, where its
page is. One recursive query walks the links both ways; one union reads what each node says, through what the
reader may see. What they may not see is left out and not counted.
"""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, DateTimeField, F, OuterRef, Value
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext as _

from goldenthread.access.composed import composed_once
from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.govuk.addresses import address
from goldenthread.thread.models import Link
from goldenthread.thread.relations import SAYS, Relation


@dataclass(frozen=True)
class Trace:
    """How a model shows itself in a trace.

    `noun`: what it is called, marked for translation. `words`: the name of the column (or an expression) that
    says what it is, shown shortened. `route`: the name of its page, which takes its identifier.
    `at`: the column with its date. `codes`: what each code is called, where that column holds one. Every model
    that takes part can be superseded (it is a record of a case).
    """

    noun: str
    words: object
    route: str
    at: str = "recorded_at"
    reads: Permission = Permission.CASE_READ
    ends: str = "superseded_at"
    codes: dict | None = None


@dataclass(frozen=True)
class Node:
    """One line of a trace panel. `depth` 1 is a direct link; `relation` is said from the reader's end."""

    kind: str
    id: UUID
    kind_label: str
    sentence: str
    href: str
    at: object
    relation_label: str
    depth: int
    superseded: bool = False


# Links either end of which is hidden do not come out of the database at all: the wall stands on both. UNION, not
# UNION ALL: what many paths lead to is walked once for each depth, so a dense thread does not multiply.
WALK = """
WITH RECURSIVE walk(id, kind, relation, depth) AS (
  SELECT {there}_id, {there}_kind, relation, 1 FROM thread_link WHERE {here}_id = %(start)s
  UNION
  SELECT l.{there}_id, l.{there}_kind, l.relation, w.depth + 1 FROM thread_link l JOIN walk w ON l.{here}_id = w.id
  WHERE w.depth < %(depth)s AND l.{there}_id <> %(start)s
)
SELECT DISTINCT ON (id) '{way}', id, kind, relation, depth FROM walk ORDER BY id, depth
"""
BOTH = "({}) UNION ALL ({})".format(
    WALK.format(here="from", there="to", way="behind"), WALK.format(here="to", there="from", way="ahead")
)

SHOWN_WORDS = 160
# The longest thread: order, its part for a child, advice, weighing, the child's words, session, line of enquiry.
THREAD = 7
MOST_NODES = 200


def trace(subject, who, *, depth: int = THREAD) -> dict[str, list[Node]]:
    """What `subject` rests on ("behind") and what came of it ("ahead"), nearest first. Two queries.

    At most `MOST_NODES` each way. `depth` is how many steps to walk.
    """
    with connection.cursor() as cursor:
        cursor.execute(BOTH, {"start": subject.pk, "depth": depth})
        found = cursor.fetchall()
    said = _said({(kind, identifier) for _way, identifier, kind, _r, _d in found}, who)
    sides = {"behind": [], "ahead": []}
    for way, identifier, kind, relation, steps in found:
        if identifier in said:
            sides[way].append(_node(kind, identifier, said[identifier], relation=relation, depth=steps, way=way))
    for nodes in sides.values():
        nodes.sort(key=lambda node: (node.depth, str(node.at)))
        del nodes[MOST_NODES:]
    return sides


def rested_on_by(relation: Relation = Relation.DRAWS_ON) -> ArraySubquery:
    """An annotation for a list: the identifiers of the later things that rest on a row, by one relation.

    Whatever hides an end of a link from the person named on the connection hides the link.
    """
    links = Link.objects.filter(to_id=OuterRef("pk"), relation=relation).order_by("from_id")
    return ArraySubquery(links.values("from_id"))


def _said(wanted, who) -> dict:
    """Identifier to (words, date, superseded or not) for what this reader may see. One query for all kinds."""
    by_kind = {}
    for kind, identifier in wanted:
        by_kind.setdefault(kind, []).append(identifier)
    rows = _words(who, tuple(sorted(by_kind.items()))) if by_kind else ()
    return {identifier: (words, at, gone is not None) for identifier, words, at, gone in rows}


@composed_once
def _words(who, by_kind):
    parts = []
    for kind, identifiers in by_kind:
        model = apps.get_model(kind)
        how = model.trace
        parts.append(
            visible(who, model, how.reads)
            .filter(pk__in=identifiers)
            .order_by()
            .values_list("pk", Left(Cast(_column(how.words), CharField()), SHOWN_WORDS + 1), how.at, _ended(how))
        )
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _ended(how):
    """The column that says since when a thing no longer stands; nothing where such things always stand."""
    # A bare NULL would be text to the union of all kinds.
    return F(how.ends) if how.ends else Cast(Value(None), DateTimeField())


def _column(words):
    return F(words) if isinstance(words, str) else words


def _node(kind, identifier, said, *, relation, depth, way):
    words, at, superseded = said
    how = apps.get_model(kind).trace
    behind, ahead = SAYS[Relation(relation)]
    shown = _(how.codes[words]) if how.codes and words in how.codes else words or ""
    if len(shown) > SHOWN_WORDS:
        shown = shown[:SHOWN_WORDS].rsplit(" ", 1)[0] + "…"
    return Node(
        kind=kind,
        id=identifier,
        kind_label=_(how.noun),
        sentence=shown or _(how.noun),  # a link with no text leads nobody anywhere
        href=address(how.route, identifier),
        at=at,
        relation_label=_(behind if way == "behind" else ahead),
        depth=depth,
        superseded=superseded,
    )
