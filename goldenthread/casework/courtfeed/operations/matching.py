"""People who may be known to us already: proposed, never merged."""

from goldenthread.casework.courtfeed.queries import alike, restricted
from goldenthread.casework.families.models import Match
from goldenthread.casework.families.rules import MatchBasis
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

MOST_FOR_ONE = 5


def basis_of(one, other) -> MatchBasis | None:
    """On what two records may be one person; None where they may not. Spelling in capitals makes no difference."""
    if not one.last_name or one.last_name.casefold() != other.last_name.casefold():
        return None
    same_first = bool(one.first_names) and one.first_names.casefold() == other.first_names.casefold()
    if one.born_on and other.born_on:
        if one.born_on != other.born_on:
            return None
        return MatchBasis.SAME_NAME_AND_BIRTH if same_first else MatchBasis.SAME_SURNAME_AND_BIRTH
    return MatchBasis.SAME_NAME_NO_BIRTH if same_first else None


STRENGTH = (MatchBasis.SAME_NAME_AND_BIRTH, MatchBasis.SAME_SURNAME_AND_BIRTH, MatchBasis.SAME_NAME_NO_BIRTH)


def propose_matches(*, case, members, by, now):
    """Proposes matches of a case's new people with people of other cases. Returns how many.

    Never with a person known through a restricted case, and never for one: the importer sees every case, and a
    proposal must not tell anyone that a case exists of which they may not know.
    """
    if not members:
        return 0
    found = alike(members)
    hidden = restricted({case.pk, *(other.case_id for other in found)}) if found else set()
    if case.pk in hidden:
        return 0
    pairs = []
    for member in members:
        near = [
            (basis, other)
            for other in found
            if other.case_id not in hidden and (basis := basis_of(member, other)) is not None
        ]
        near.sort(key=lambda pair: STRENGTH.index(pair[0]))
        pairs += [(member, basis, other) for basis, other in near[:MOST_FOR_ONE]]
    return _propose(case=case, pairs=pairs, by=by, now=now) if pairs else 0


@operation
def _propose(*, case, pairs, by, now):
    rows = [
        Match(one=member, case_id=case.pk, other=other, other_case_id=other.case_id, basis=basis, proposed_at=now)
        for member, basis, other in pairs
    ]
    Match.objects.bulk_create(rows)
    for row in rows:
        record(Verb.MATCH_PROPOSED, row, by=by, now=now, basis=row.basis)
    return len(rows)
