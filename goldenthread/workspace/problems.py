"""All that stands in the way in a case now, by name, each leading to the place where it can be mended."""

from goldenthread.casework.recommendations.queries import papers, readiness
from goldenthread.casework.recommendations.rules import OPEN_TO_WORK, gate
from goldenthread.govuk.jinja import problems
from goldenthread.workspace.rules import missing, missing_for_advice


def by_place(case, facts, people):
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
        of_children.append((child, problems(stands)))
    return problems(missing(facts)), of_children


def in_short(facts):
    """The problems of a case without reading more than its facts. No query."""
    return problems([*missing(facts), *(one for child in facts.children for one in missing_for_advice(facts, child))])
