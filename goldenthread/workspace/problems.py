"""All that stands in the way in a case now, by name, each leading to the place where it can be mended."""

from goldenthread.casework.recommendations.queries import papers, readiness
from goldenthread.casework.recommendations.rules import OPEN_TO_WORK, gate
from goldenthread.workspace.places import shown
from goldenthread.workspace.rules import letter_not_sent, missing, missing_for_advice


def by_place(case, facts, people, may):
    """The problems of the case, and those of each child: (case, [(child, problems)]). Six queries.

    For a child whose advice is being worked on it is the very gate that submission asks, so that what is said here
    and what is refused there cannot differ.
    """
    found = papers(case, people)
    advice = {str(key): row for key, row in found.recommendations.items()}
    of_children = []
    for child in facts.children:
        row = advice.get(child.id)
        works = row is not None and row.state in OPEN_TO_WORK
        stands = gate(readiness(row, found)) if works else missing_for_advice(facts, child)
        of_children.append((child, shown(stands, may)))
    return shown([*missing(facts), *letter_not_sent(facts)], may), of_children


def in_short(facts, may):
    """The problems of a case without reading more than its facts. No query."""
    of_children = (problem for child in facts.children for problem in missing_for_advice(facts, child))
    return shown([*missing(facts), *letter_not_sent(facts), *of_children], may)
