"""Finding cases by what someone typed, among those that this person may read and no others.

Two steps, so that a service of a million children answers as quickly as one of sixty. First the candidates, by
comparisons that may use an index behind row security (migration 0005 of cases): where the person reaches few cases from
these, else from the rarest word, the newest first, and not much further than `MOST`. Then what each candidate answers
to, which decides their order and is said beside them. Whatever is read is read through what the person may see.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Case as Choose
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Now

from goldenthread.access.composed import composed_once
from goldenthread.access.grants import GRANTS
from goldenthread.access.models import Named
from goldenthread.access.permissions import Permission as P
from goldenthread.access.permissions import Scope
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case, Participation, SearchToken
from goldenthread.casework.cases.search import NAMES, ORDER, Asked, How, TokenKind, Word
from goldenthread.people.rules import Nation
from goldenthread.workspace.meant import places_of, readings_of, staff_of

# So many cases are shown; a name that fits more is asked to be narrowed, and nobody counts them.
MOST = 200
# Several people of a family bear one name: so many rows of names hold that many families.
_ROWS = 5 * MOST
_OFTEN = 1000
# What is shown of a case that was found, and what its place in the list follows from.
_SHOWN = ("pk", "reference", "stage", "received_on", "closed_on", "court_number", "court_case_id", "adviser_id")
_SHOWN += ("team_id", "area_id", "adviser__name", "team__name", "area__name")
_ANSWERS = ("case_id", "member_id", "kind", "token", "sound")


@dataclass(frozen=True)
class Hit:
    """A case that was found: what is shown of it (`_SHOWN`, by name), and for each word how it answers and who does (a
    member's id, or None)."""

    case: object
    answers: tuple[tuple[Word, How, object], ...]


@dataclass(frozen=True)
class Found:
    """The cases, best first; `more`: there are others that fit as well, and nobody counted them."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


def find(who, asked: Asked, using: str = DEFAULT_DB_ALIAS) -> Found:
    """The cases that this person may read and that everything they typed fits. At most ten queries.

    `using`: the connection on which they are named, as `access.replica.reading` gives it.
    """
    asked, often = _sounded(asked, using)
    staff, places, opened = staff_of(asked.words), places_of(asked.words), _opened(who)
    ids, more = _by_names(who, asked, often, opened)
    readings = readings_of(staff, places, asked.words)
    if readings and len(ids) <= MOST:
        further, more_of_these = _by_staff_or_place(who, asked, readings, opened)
        ids, more = ids | further, more or more_of_these
    hits = _judged(who, asked, list(ids), staff, places)
    return Found(tuple(hits[:MOST]), more or len(hits) > MOST)


# ── The words ─────────────────────────────────────────────────────────────────────────────────────────


def _sounded(asked, using):
    """The words with how they sound, and how often each is found by itself, as far as it matters. One query."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT word, gt_sound(word), (SELECT count(*) FROM (SELECT 1 FROM cases_searchtoken t"
            " WHERE t.nation = ANY(%s) AND t.token = word LIMIT %s) AS few) FROM unnest(%s::text[]) AS word",
            [list(Nation), _OFTEN if len(asked.words) > 1 else 0, [word.text for word in asked.words]],
        )
        rows = {text: (sound, often) for text, sound, often in cursor.fetchall()}
    words = tuple(word if word.number else replace(word, sound=rows[word.text][0]) for word in asked.words)
    return replace(asked, words=words), {word: rows[word.text][1] for word in words}


def _forms(word):
    """The ways in which a row of names can answer to a word: itself, as a part, by its sound."""
    forms = [Q(token=word.text)]
    if word.part:
        forms.append(Q(token__gt=word.part[0], token__lt=word.part[1]))
    if word.sound:
        forms.append(Q(sound=word.sound))
    return forms


# ── Candidates ────────────────────────────────────────────────────────────────────────────────────────


def _by_names(who, asked, often, opened):
    """(ids of cases, whether there are more) by the names and numbers of those who take part. Two queries at most."""
    ways = _ways(who, SearchToken, opened)
    first = [
        visible(who, SearchToken, P.CASE_READ).filter(way, token=asked.whole) for way, _wide in ways if asked.whole
    ]
    if asked.born:
        rows = visible(who, Participation, P.CASE_READ).filter(member__born_on=asked.born, superseded_at__isnull=True)
        return _first_of([*first, _answering_to(rows, _anyhow(asked.words)).order_by("-pk")])
    # A number is rarer than any name; else the name that fewest bear leads to the rest.
    lead = min(asked.words, key=lambda word: (not word.number, often[word]))
    others = [word for word in asked.words if word is not lead]
    if others:
        # Two common names together: those who are called so exactly are found without a look at any other form.
        exactly = [_exactly(who, way, lead, others) for way, wide in ways if wide]
        ids, more = _first_of(exactly) if exactly else (set(), False)
        if len(ids) > MOST:
            return ids, more
    forms = [branch for way, wide in ways for branch in (_newest if wide else _near)(who, way, lead, others)]
    return _first_of([*first, *forms])


def _first_of(branches):
    """(the ids of the first cases of these queries in turn, whether there are more). One query."""
    sliced = [branch.values_list("case_id", flat=True)[:_ROWS] for branch in branches]
    rows = list(sliced[0].union(*sliced[1:], all=True)[:_ROWS] if len(sliced) > 1 else sliced[0])
    ids = list(dict.fromkeys(rows))
    return set(ids[: MOST + 1]), len(ids) > MOST or len(rows) == _ROWS


def _anyhow(words):
    return [(word, _forms(word)) for word in words]


def _exactly(who, way, lead, others):
    rows = visible(who, SearchToken, P.CASE_READ).filter(way, token=lead.text)
    return _answering_to(rows, [(word, _forms(word)[:1]) for word in others]).order_by("-id")


def _newest(who, way, lead, others):
    """For whoever reaches much: those who are called so exactly, then in part, then by sound; the newest first."""
    rows = visible(who, SearchToken, P.CASE_READ).filter(way)
    for form in _forms(lead):
        # The order of the index that the form is found by.
        order = {"token": ["-id"], "sound": ["-id"]}.get(form.children[0][0], ["-token", "-id"])
        yield _answering_to(rows.filter(form), _anyhow(others)).order_by(*order)


def _near(who, way, lead, others):
    """For whoever reaches few cases: all of these that answer, those first that are called so exactly."""
    rows = visible(who, SearchToken, P.CASE_READ).filter(way).filter(reduce(or_, _forms(lead)))
    best = Choose(*(When(form, then=Value(n)) for n, form in enumerate(_forms(lead))), output_field=IntegerField())
    yield _answering_to(rows, _anyhow(others)).order_by(best, "-case__received_on", "case_id")


def _ways(who, model, opened):
    """[(clause over words or cases, whether it reaches much)]: what this person may read, one scope at a time.

    It adds nothing to what they may see, which is asked beside it: it is there so that an index helps. Break-glass
    stands here by the cases that it opens.
    """
    ways = []
    for held in who.posts:
        for scope in GRANTS[P.CASE_READ][1].get(held.role, ()):
            if scope is Scope.AREA:
                ways.append((Q(area_id=held.area_id), True))
            elif scope is Scope.NATION:
                ways.append((Q(nation=held.nation), True))
            elif scope is not Scope.BY_GLASS:
                ways.append((model.standing[scope](held), False))
            elif opened:
                ways.append((Q(**{"pk__in" if model is Case else "case_id__in": opened}), False))
    return ways


def _opened(who):
    """The ids of the cases that break-glass opens to this person now. One query at most."""
    if not any(Scope.BY_GLASS in GRANTS[P.CASE_READ][1].get(held.role, ()) for held in who.posts):
        return []
    glass = Named.objects.filter(by_glass=True, ended_at__isnull=True, until__gt=Now())
    return list(glass.filter(person_id=who.person_id).values_list("case_id", flat=True))


def _answering_to(rows, asked, case="case_id"):
    """Those rows whose case answers to each of the words in one of its forms: [(word, forms)]."""
    for _word, forms in asked:
        rows = rows.filter(Exists(SearchToken.objects.filter(reduce(or_, forms), case_id=OuterRef(case))))
    return rows


def _by_staff_or_place(who, asked, readings, opened):
    """(ids of cases, whether there are more) of an adviser or a place that answer to the words left. One query."""
    branches = []
    for (clause, left), (way, _wide) in product(readings, _ways(who, Case, opened)):
        cases = visible(who, Case, P.CASE_READ).filter(way).filter(clause)
        if asked.born:
            people = Participation.objects.filter(superseded_at__isnull=True, member__born_on=asked.born)
            cases = cases.filter(Exists(people.filter(case_id=OuterRef("pk"))))
        cases = _answering_to(cases, _anyhow(left), case="pk")
        newest = cases.order_by(F("closed_on").desc(nulls_first=True), "-received_on", "pk")
        branches.append(newest.values_list("pk", flat=True)[: MOST + 1])
    ids = set(branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0])
    return ids, len(ids) > MOST


# ── What each candidate answers to ────────────────────────────────────────────────────────────────────


def _judged(who, asked, ids, staff, places):
    """The candidates that everything typed fits, best first, each with how it answers. Two queries."""
    tokens = defaultdict(list)
    for row in _answering(asked, ids):
        tokens[row.case_id].append(row)
    hits = []
    for case in _cases(who, ids):
        answers = _case_answers(case, asked, tokens[case.pk], staff, places)
        if answers is not None:
            hits.append(Hit(case, answers))
    return sorted(hits, key=_best_first)


@composed_once
def _cases(who, ids):
    return visible(who, Case, P.CASE_READ).filter(pk__in=ids).values_list(*_SHOWN, named=True)


def _answering(asked, ids):
    forms = [form for word in asked.words for form in _forms(word)]
    if asked.whole:
        forms.append(Q(token=asked.whole))
    if not forms:
        return ()
    return SearchToken.objects.filter(reduce(or_, forms), case_id__in=ids).values_list(*_ANSWERS, named=True)


def _case_answers(case, asked, tokens, staff, places):
    """How a case answers to each word, best first; None where it leaves one unanswered."""
    if asked.whole and any(row.token == asked.whole for row in tokens):
        return ((Word(asked.whole), How.NUMBER, None),)
    answers = []
    for word in asked.words:
        ways = {(how, row.member_id) for row in tokens if (how := _how(row, word))}
        ways |= {(how, None) for how in _staff_how(case, word, staff, places)}
        if not ways:
            return None
        best = min(ORDER.index(how) for how, _member in ways)
        answers += [(word, how, member) for how, member in ways if ORDER.index(how) == best]
    return tuple(sorted(answers, key=lambda answer: (ORDER.index(answer[1]), str(answer[2]))))


def _how(row, word):
    if row.token == word.text:
        if row.kind not in NAMES:
            return How.NUMBER
        return How.PREVIOUS if row.kind == TokenKind.PREVIOUS else How.NAME
    if word.part and row.token.startswith(word.text):
        return How.PART
    return How.SOUND if word.sound and row.sound == word.sound else None


def _staff_how(case, word, staff, places):
    if word in staff.get(case.adviser_id, ()):
        yield How.ADVISER
    if word in places.get(case.team_id, ()) or word in places.get(case.area_id, ()):
        yield How.PLACE


def _best_first(hit):
    worst = max((ORDER.index(how) for _word, how, _member in hit.answers), default=0)
    # Two words that one person answers to fit better than two that two people of a family do.
    by_member = defaultdict(set)
    for word, _how, member in hit.answers:
        by_member[member].add(word)
    together = max((len(words) for words in by_member.values()), default=0)
    closed = hit.case.closed_on is not None
    return worst, -together, closed, -hit.case.received_on.toordinal(), hit.case.reference
