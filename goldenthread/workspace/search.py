"""Finding cases by what someone typed, among those that this person may read and no others.

Two steps, so that a service of a million children answers as quickly as one of sixty. First the candidates, by
comparisons that may use an index behind row security (migration 0005 of cases): where the person reaches few cases from
these, else from the rarest word, the newest first, and not much further than `MOST`. Then what each candidate answers
to, which decides their order and is said beside them. Whatever is read is read through what the person may see.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_

from django.db import connection
from django.db.models import Case as Choose
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Now

from goldenthread.access.grants import GRANTS
from goldenthread.access.models import Named
from goldenthread.access.permissions import Permission as P
from goldenthread.access.permissions import Scope
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case, Participation, SearchToken
from goldenthread.casework.cases.search import NAMES, ORDER, Asked, How, TokenKind, Word
from goldenthread.kernel.text import folded
from goldenthread.people.models import Person, ServiceArea

# So many cases are shown; a name that fits more is asked to be narrowed, and nobody counts them.
MOST = 200
# Several people of a family bear one name: so many rows of names hold that many families.
_ROWS = 3 * MOST
_OFTEN = 1000
# How many readings of the words as an adviser or a place are tried beside that as names; and how many advisers or
# places a word may mean where other words are left: a first name alone means too many.
_READINGS, _MEANT = 3, 10


@dataclass(frozen=True)
class Hit:
    """A case that was found: its row, and for each word how it answers and who does (a member's id, or None)."""

    case: Case
    answers: tuple[tuple[Word, How, object], ...]


@dataclass(frozen=True)
class Found:
    """The cases, best first; `more`: there are others that fit as well, and nobody counted them."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


def find(who, asked: Asked) -> Found:
    """The cases that this person may read and that everything they typed fits. At most eight queries."""
    asked, often = _sounded(asked)
    staff, places = _staff(asked.words), _places(asked.words)
    ids, more = _by_names(who, asked, often)
    readings = _readings(staff, places, asked.words)
    if readings and len(ids) <= MOST:
        ids, further = ids | _by_staff_or_place(who, asked, readings), more
        more = further or len(ids) > 2 * MOST
    hits = _judged(who, asked, list(ids), staff, places)
    return Found(tuple(hits[:MOST]), more or len(hits) > MOST)


# ── The words ─────────────────────────────────────────────────────────────────────────────────────────


def _sounded(asked):
    """The words with how they sound, and how often each is found by itself, as far as it matters. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, gt_sound(word), (SELECT count(*) FROM ("
            "SELECT 1 FROM cases_searchtoken t WHERE t.token = word LIMIT %s) AS few) FROM unnest(%s::text[]) AS word",
            [_OFTEN if len(asked.words) > 1 else 0, [word.text for word in asked.words]],
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


def _by_names(who, asked, often):
    """(ids of cases, whether there are more) by the names and numbers of those who take part. One or two queries."""
    ways = _ways(who, SearchToken)
    if asked.born:
        rows = visible(who, Participation, P.CASE_READ).filter(member__born_on=asked.born, superseded_at__isnull=True)
        branches = [_answering_to(rows, [(word, _forms(word)) for word in asked.words]).order_by("-pk")]
    else:
        # A number is rarer than any name; else the name that fewest bear leads to the rest.
        lead = min(asked.words, key=lambda word: (not word.number, often[word]))
        others = [word for word in asked.words if word is not lead]
        branches = [branch for way, wide in ways for branch in (_newest if wide else _near)(who, way, lead, others)]
    if asked.whole:
        branches = [visible(who, SearchToken, P.CASE_READ).filter(way, token=asked.whole) for way, _ in ways] + branches
    sliced = [branch.values_list("case_id", flat=True)[:_ROWS] for branch in branches]
    rows = list(sliced[0].union(*sliced[1:], all=True)[:_ROWS] if len(sliced) > 1 else sliced[0])
    ids = dict.fromkeys(rows)
    return set(list(ids)[: MOST + 1]), len(ids) > MOST or len(rows) >= _ROWS


def _newest(who, way, lead, others):
    """For whoever reaches much: those who are called so exactly, then in part, then by sound; the newest first."""
    rows = visible(who, SearchToken, P.CASE_READ).filter(way)
    exactly = [(word, _forms(word)[:1]) for word in others]
    anyhow = [(word, _forms(word)) for word in others]
    yield _answering_to(rows.filter(token=lead.text), exactly).order_by("-id")
    if others:
        yield _answering_to(rows.filter(token=lead.text), anyhow).order_by("-id")
    for form in _forms(lead)[1:]:
        # The order of the index that the form is found by.
        order = ["-sound", "-id"] if form == Q(sound=lead.sound) else ["-token", "-id"]
        yield _answering_to(rows.filter(form), anyhow).order_by(*order)


def _near(who, way, lead, others):
    """For whoever reaches few cases: all of these that answer, those best that are called so exactly."""
    rows = visible(who, SearchToken, P.CASE_READ).filter(way).filter(reduce(or_, _forms(lead)))
    best = Choose(*(When(form, then=Value(n)) for n, form in enumerate(_forms(lead))), output_field=IntegerField())
    found = _answering_to(rows, [(word, _forms(word)) for word in others])
    yield found.order_by(best, "-case__received_on", "case_id")


def _ways(who, model):
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
            elif opened := _opened(who):
                ways.append((Q(**{"pk__in" if model is Case else "case_id__in": opened}), False))
    return ways


def _opened(who):
    """The ids of the cases that break-glass opens to this person now. One query."""
    glass = Named.objects.filter(by_glass=True, ended_at__isnull=True, until__gt=Now())
    return list(glass.filter(person_id=who.person_id).values_list("case_id", flat=True))


def _answering_to(rows, asked, case="case_id"):
    """Those rows whose case answers to each of the words in one of its forms: [(word, forms)]."""
    for _word, forms in asked:
        rows = rows.filter(Exists(SearchToken.objects.filter(reduce(or_, forms), case_id=OuterRef(case))))
    return rows


# ── Advisers and places ───────────────────────────────────────────────────────────────────────────────

_LETTERS = {"a": "aàáâäãå", "c": "cç", "e": "eèéêë", "i": "iìíîï", "n": "nñ", "o": "oòóôöõø", "u": "uùúûü"}
_LETTERS |= {"w": "wŵẃẅ", "y": "yŷýÿ"}


def _answers(name, words) -> dict:
    """How a name of staff or of a place answers to each of the words that it answers to: whole, or as a part."""
    parts = set(re.split(r"[^\w]+", folded(name).replace("'", "")))
    found = {}
    for word in words:
        if word.text in parts:
            found[word] = True
        elif word.part and any(part.startswith(word.text) for part in parts):
            found[word] = False
    return found


def _staff(words):
    """Person id to how their name answers, for staff whose name answers to any of the words. One query at most."""
    texts = [word.text for word in words if not word.number]
    if not texts:
        return {}
    pattern = "|".join("['’]?".join(_letter(c) for c in text) for text in texts)
    people = Person.objects.filter(is_service=False, name__iregex=rf"\m({pattern})").values_list("pk", "name")
    return {pk: found for pk, name in people if (found := _answers(name, words))}


def _letter(c):
    return f"[{_LETTERS[c]}]" if c in _LETTERS else re.escape(c)


def _places(words):
    """(team or area id) to how its name answers, for those that answer to any of the words. One query at most."""
    if all(word.number for word in words):
        return {}
    rows = ServiceArea.objects.values_list("pk", "name", "teams__pk", "teams__name")
    found = {}
    for area, name, team, team_name in rows:
        found[area] = _answers(name, words)
        if team:
            # A team is called by its name, or by that of its area as well.
            found[team] = _answers(f"{name} {team_name}", words) if _answers(team_name, words) else {}
    return {pk: answers for pk, answers in found.items() if answers}


def _readings(staff, places, words):
    """The likeliest readings of some words as an adviser or a place: (clause over cases, the words that are left)."""
    sets = defaultdict(lambda: (set(), set()))
    for side, known in enumerate((staff, places)):
        for pk, answers in known.items():
            sets[frozenset(answers)][side].add(pk)
    likeliest = sorted(sets.items(), key=lambda item: (-len(item[0]), sorted(word.text for word in item[0])))
    likeliest = [item for item in likeliest if len(item[0]) == len(words) or max(map(len, item[1])) <= _MEANT]
    return [
        (
            Q(adviser_id__in=advisers) | Q(team_id__in=found) | Q(area_id__in=found),
            [word for word in words if word not in read],
        )
        for read, (advisers, found) in likeliest[:_READINGS]
    ]


def _by_staff_or_place(who, asked, readings):
    """The ids of the cases of an adviser or a place that answer to the words left, open ones first. One query."""
    branches = []
    for (clause, left), (way, _wide) in product(readings, _ways(who, Case)):
        cases = visible(who, Case, P.CASE_READ).filter(way).filter(clause)
        if asked.born:
            people = Participation.objects.filter(superseded_at__isnull=True, member__born_on=asked.born)
            cases = cases.filter(Exists(people.filter(case_id=OuterRef("pk"))))
        cases = _answering_to(cases, [(word, _forms(word)) for word in left], case="pk")
        newest = cases.order_by(F("closed_on").desc(nulls_first=True), "-received_on", "pk")
        branches.append(newest.values_list("pk", flat=True)[: MOST + 1])
    return set(branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0])


# ── What each candidate answers to ────────────────────────────────────────────────────────────────────


def _judged(who, asked, ids, staff, places):
    """The candidates that everything typed fits, best first, each with how it answers. Two queries."""
    cases = visible(who, Case, P.CASE_READ).filter(pk__in=ids).select_related("adviser", "team", "area")
    tokens = defaultdict(list)
    for row in _answering(asked, ids):
        tokens[row.case_id].append(row)
    hits = []
    for case in cases:
        answers = _case_answers(case, asked, tokens[case.pk], staff, places)
        if answers is not None:
            hits.append(Hit(case, answers))
    return sorted(hits, key=_best_first)


def _answering(asked, ids):
    forms = [form for word in asked.words for form in _forms(word)]
    if asked.whole:
        forms.append(Q(token=asked.whole))
    return SearchToken.objects.filter(reduce(or_, forms), case_id__in=ids) if forms else ()


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
    if word in staff.get(case.adviser_id, {}):
        yield How.ADVISER
    if word in places.get(case.team_id, {}) or word in places.get(case.area_id, {}):
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
