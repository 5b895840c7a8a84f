"""Words that may mean an adviser, a team or an area: whom, and which of the cases that leads to.

Names of staff and places are few and hang on no case, so each is compared here. Nothing is learned by it: it is the
cases that one may read that are found.
"""

import re
from collections import defaultdict

from django.db.models import Q

from goldenthread.kernel.text import folded
from goldenthread.people.models import Person, ServiceArea

# How many readings of the words as an adviser or a place are tried beside that as names; and how many advisers or
# places a word may mean where other words are left: a first name alone means too many.
_READINGS, _MEANT = 3, 10
_LETTERS = {"a": "aàáâäãå", "c": "cç", "e": "eèéêë", "i": "iìíîï", "n": "nñ", "o": "oòóôöõø", "u": "uùúûü"}
_LETTERS |= {"w": "wŵẃẅ", "y": "yŷýÿ"}


def _answers(name, words) -> set:
    """The words to which a name of staff or of a place answers: one of its parts, or the beginning of one."""
    parts = set(re.split(r"[^\w]+", folded(name).replace("'", "")))
    return {word for word in words if word.text in parts or (word.part and any(p.startswith(word.text) for p in parts))}


def staff_of(words):
    """Person id to the words that the name answers to, for staff whose name answers to any. One query at most."""
    texts = [word.text for word in words if not word.number]
    if not texts:
        return {}
    pattern = "|".join("['’]?".join(_letter(c) for c in text) for text in texts)
    people = Person.objects.filter(is_service=False, name__iregex=rf"\m({pattern})").values_list("pk", "name")
    return {pk: found for pk, name in people if (found := _answers(name, words))}


def _letter(c):
    return f"[{_LETTERS[c]}]" if c in _LETTERS else re.escape(c)


def places_of(words):
    """Team or area id to the words that its name answers to, for those that answer to any. One query at most."""
    if all(word.number for word in words):
        return {}
    rows = ServiceArea.objects.values_list("pk", "name", "teams__pk", "teams__name")
    found = {}
    for area, name, team, team_name in rows:
        found[area] = _answers(name, words)
        if team:
            # A team is called by its name, or by that of its area as well.
            found[team] = _answers(f"{name} {team_name}", words) if _answers(team_name, words) else set()
    return {pk: answers for pk, answers in found.items() if answers}


def readings_of(staff, places, words):
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
