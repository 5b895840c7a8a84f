"""Links to where things are done, for those alone who may do them: a link that is refused teaches nothing."""

from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P

# What the page of a route needs, once it has been asked of its door.
_NEEDS: dict[str, P] = {}


def leads(route, args, may) -> str:
    """The address of a page of a case that the reader may read; empty where they may not do what it is for.

    What the page needs is asked of its own door, so that the two cannot differ.
    """
    href = reverse(route, args=args)
    if (needs := _NEEDS.get(route)) is None:
        needs = _NEEDS[route] = resolve(href).func.needs
    return href if needs is P.CASE_READ or needs in may else ""


def shown(problems, may) -> list[dict]:
    """What stands in the way, as {code, text, href} for the macro `problem_list`."""
    return [
        {
            "code": problem.code,
            "text": problem.said(_),
            "href": leads(problem.place, problem.args, may) if problem.place else "",
        }
        for problem in problems
    ]
