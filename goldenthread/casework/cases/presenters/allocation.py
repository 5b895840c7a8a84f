"""Who could carry a case, in a line each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.govuk.filters import date


def carrier_choices(carriers):
    """(person id, name and team) for each person who can carry a case."""
    return [
        (str(post.person_id), _("%(name)s, %(team)s") % {"name": post.person.name, "team": post.team.name})
        for post in carriers
    ]


def carrier_hints(carriers, conflicts):
    """Person id to a line on their load, their absence and, for this case, a conflict that they declared."""
    return {str(post.person_id): ". ".join(_line(post, conflicts)) for post in carriers}


def _line(post, conflicts):
    load = ngettext("%(n)s open case", "%(n)s open cases", post.open_cases) % {"n": post.open_cases}
    said = [load]
    if post.away_until:
        said.append(_("Away: covered until %(day)s") % {"day": date(post.away_until)})
    if post.covering:
        said.append(
            ngettext("Covers %(n)s case for others", "Covers %(n)s cases for others", post.covering)
            % {"n": post.covering}
        )
    if post.person_id in conflicts:
        said.append(_("Declared a conflict of interest in this case"))
    return said
