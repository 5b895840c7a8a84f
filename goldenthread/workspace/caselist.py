"""The case list: every case that a reader may read, narrowed, newest first, and quick at any size.

Nothing is counted beyond a limit, and a page lies no deeper than it: past it, the list is to be narrowed.
"""

import hashlib
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property

from goldenthread.access.grants import GRANTS
from goldenthread.access.models import Named
from goldenthread.access.permissions import Permission as P
from goldenthread.access.permissions import Scope
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.rules import Stage
from goldenthread.people.models import Person, Post, ServiceArea, Team

ON_A_PAGE, COUNTED = 25, 10_000
# The courts that are offered are those of so many of the newest cases.
LOOKED_AT = 2_000
NEWEST = ("-received_on", "-id")
# A filter that is one column: its name to the column.
PLAIN = {
    "nation": "nation", "area": "area_id", "team": "team_id", "adviser": "adviser_id", "stage": "stage", "law": "law",
    "process": "process", "urgency": "urgency", "received_from": "received_on__gte", "received_to": "received_on__lte",
    "closed_from": "closed_on__gte", "closed_to": "closed_on__lte", "court": "court_name",
}  # fmt: skip
OPEN, CLOSED = "OPEN", "CLOSED"


def reachable(who, permission=P.CASE_READ):
    """The cases that this person reaches by a permission, the newest first. One query at most.

    Who may see is what `visible` says. The second clause says the same place by place and adds nothing: it is there
    because no index answers "of my team, or opened to me by break-glass" while the second half is a question.
    """
    return visible(who, Case, permission).filter(_near(who, permission)).order_by(*NEWEST)


def _near(who, permission):
    near, asked = Q(pk__isnull=True), False
    for held in who.posts:
        for scope in GRANTS[permission][1].get(held.role, ()):
            if scope is Scope.EVERYTHING:
                return Q()
            if scope is Scope.BY_GLASS:
                asked = True
            elif scope in Case.standing:
                near |= Case.standing[scope](held)
    opened = []
    if asked:
        opened = list(Named.objects.filter(person_id=who.person_id, by_glass=True, ended_at__isnull=True))
    return near | Q(pk__in=[row.case_id for row in opened]) if opened else near


def narrowed(cases, said):
    """The cases that the filters leave. `said`: each by its name, empty ones left out or empty (`CaseListFilter`)."""
    wanted = {PLAIN[name]: value for name, value in said.items() if value and name in PLAIN}
    if said.get("open"):
        # Named one by one, so that an index answers.
        wanted["stage__in"] = [s for s in Stage if (s is Stage.CLOSED) == (said["open"] == CLOSED)]
    return cases.filter(**wanted)


def listed(who, said, permission=P.CASE_READ):
    """The cases that this person reaches by a permission, narrowed by the filters: the newest first."""
    return narrowed(reachable(who, permission), said)


class UpTo(Paginator):
    """Pages of a list that is counted up to a limit; `more` says that there are more than that."""

    @cached_property
    def _found(self):
        return self.object_list.order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self):
        return min(self._found, COUNTED)

    @property
    def more(self):
        return self._found > COUNTED


def page_of(cases, number):
    """One page of a list of cases, with their places and advisers. Two queries."""
    return UpTo(cases.select_related("area", "team", "adviser"), ON_A_PAGE).get_page(number)


# ── What there is to choose from ──────────────────────────────────────────────────────────────────────


@dataclass
class Places:
    """Where the cases lie that a person reads by their posts, as far as a place says so."""

    nations: set = field(default_factory=set)
    areas: set = field(default_factory=set)
    teams: set = field(default_factory=set)


def places_of(who) -> Places:
    """The nations, areas and teams whose cases this person's posts let them read. No query."""
    found = Places()
    for held in who.posts:
        scopes = GRANTS[P.CASE_READ][1].get(held.role, ())
        if Scope.NATION in scopes or Scope.NATION_TRAY in scopes:
            found.nations.add(held.nation)
        if Scope.AREA in scopes:
            found.areas.add(held.area_id)
        if Scope.TEAM_CASES in scopes:
            found.teams.add(held.team_id)
    return found


def areas_for(places) -> list:
    """The service areas to choose from. One query at most."""
    if not (places.nations or places.areas):
        return []
    return list(ServiceArea.objects.filter(Q(nation__in=places.nations) | Q(pk__in=places.areas)).order_by("name"))


def teams_for(places, areas, area) -> list:
    """The teams to choose from: of the chosen area, of the areas of a post, or those of a post. One query at most."""
    chosen = [one.pk for one in areas if str(one.pk) == area] or list(places.areas)
    if not (chosen or places.teams):
        return []
    rows = Team.objects.filter(Q(area__in=chosen) | Q(pk__in=places.teams)).select_related("area")
    return list(rows.order_by("area__name", "name"))


def advisers_for(places, teams, team) -> list:
    """The people of the chosen team, those who have left too; of one's own team where there is one. One query at most.

    Who has only their own cases is offered nobody.
    """
    chosen = [one.pk for one in teams if str(one.pk) == team] or (list(places.teams) if len(places.teams) == 1 else [])
    if not chosen:
        return []
    return list(Person.objects.filter(pk__in=Post.objects.filter(team__in=chosen).values("person")).order_by("name"))


def court_code(name: str) -> str:
    """What stands for a court's name in an address."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def courts_for(cases) -> dict:
    """Code to name of the courts of the newest of these cases, by name. One query."""
    newest = cases.exclude(court_name="").values("pk")[:LOOKED_AT]
    names = Case.objects.filter(pk__in=newest).order_by("court_name").values_list("court_name", flat=True).distinct()
    return {court_code(name): name for name in names}
