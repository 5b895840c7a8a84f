"""Names by lot, and the staff of the national service: areas, teams, posts, joined through the operations."""

import datetime as dt
from bisect import bisect
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import yaml

from goldenthread.access.door import name_person
from goldenthread.demo.national.shape import ADVISERS_A_TEAM, OTHERS
from goldenthread.demo.words import LOADER
from goldenthread.people.models import Person, Post, ServiceArea, Team
from goldenthread.people.operations import add_person, start_post
from goldenthread.people.rules import Nation, Role

HERE = Path(__file__).parent


@lru_cache
def read(name):
    """One of the files beside this one."""
    return yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER)  # noqa: S506 (a safe loader)


class Names:
    """Draws names: the first of a list far more often than the last, as in life."""

    def __init__(self):
        self.lists = {}
        for community, lists in read("names").items():
            if community == "groups":
                self.groups = lists
            elif community.startswith("of_"):
                self.lists[community] = {n: _weighed(list(w), list(w.values())) for n, w in lists.items()}
            else:
                flat = {"last": 4, "girls": 12, "boys": 12, "women": 12, "men": 12}
                self.lists[community] = {
                    kind: _weighed(names, [1 / (n + flat[kind]) for n in range(len(names))])
                    for kind, names in lists.items()
                }

    def community(self, chance, whose, nation):
        """A community, for a family ("of_families") or someone of the staff ("of_staff")."""
        return _draw(chance, self.lists[whose][nation])

    def one(self, chance, community, kind):
        """A name of a kind: last, girls, boys, women, men."""
        return _draw(chance, self.lists[community][kind])


def _weighed(names, weights):
    total = sum(weights)
    return names, list(accumulate(weight / total for weight in weights))


def _draw(chance, weighed):
    names, up_to = weighed
    return names[min(bisect(up_to, chance.random()), len(names) - 1)]


@dataclass
class Office:
    """A team with its people, as copies of lanes need them: (identifier, name) of each. `load`: adviser -> the days
    (as numbers) until which each of their open cases lasts."""

    team: str
    area: str
    code: str
    nation: str
    courts: list[str]
    authorities: list[str]
    focused: dt.date | None
    manager: tuple[str, str]
    supervisor: tuple[str, str]
    advisers: list[tuple[str, str]]
    load: dict = field(default_factory=dict)

    def process_on(self, day: dt.date) -> str:
        """The court process of private law on a day."""
        return "CHILD_FOCUSED" if self.focused and self.focused <= day else "CAP"


@dataclass
class Workforce:
    """Everyone of the national service whom a copy names."""

    importer: tuple[str, str]
    offices: list[Office] = field(default_factory=list)
    duty: dict[str, list] = field(default_factory=dict)
    count: int = 0


class _Joining:
    """Adds people as an administrator would."""

    def __init__(self, chance, names, opening):
        self.chance, self.names, self.opening = chance, names, opening
        self.by = None
        self.count = 0

    def one(self, nation, role, /, **place):
        """A new member of staff with a post. Returns (identifier, name)."""
        community = self.names.community(self.chance, "of_staff", nation)
        first = self.names.one(self.chance, community, "women" if self.chance.random() < 0.82 else "men")
        name = f"{first} {self.names.one(self.chance, community, 'last')}"
        self.count += 1
        email = f"{''.join(c for c in name.lower() if c.isascii() and c.isalpha())}.{self.count}@goldenthread.invalid"
        person = add_person(name=name, email=email, by=self.by, now=self.opening)
        since = self.opening.date() - dt.timedelta(days=self.chance.randint(30, 2900))
        start_post(person=person, role=role, from_on=since, by=self.by, now=self.opening, **place)
        return (str(person.pk), name)


def workforce(chance, names, opening: dt.datetime, share: float) -> Workforce:
    """The staff, joined by `opening`. `share`: which part of the service there is; each area keeps a team at least."""
    importer = Person.objects.create(name="Court feed", email="importer@goldenthread.invalid", is_service=True)
    Post.objects.create(person=importer, role=Role.IMPORTER, nation=Nation.ENGLAND, from_on=opening.date())
    everyone = Workforce(importer=(str(importer.pk), importer.name))
    joining = _Joining(chance, names, opening)
    joining.by = importer
    name_person(importer.pk)
    for nation, roles in OTHERS.items():
        for role, number in roles.items():
            held = [joining.one(nation, role, nation=nation) for _ in range(max(1, round(number * share)))]
            if role == Role.DUTY_MANAGER:
                everyone.duty[nation] = held
    for row in read("areas"):
        _area(joining, everyone, row, share)
    everyone.count = joining.count
    return everyone


def _council(place, nation):
    return f"Cyngor {place}" if nation == Nation.WALES else f"{place} Borough Council"


def _area(joining, everyone, row, share):
    nation = row["nation"]
    area = ServiceArea.objects.create(code=row["code"], name=row["name"], nation=nation, from_on=dt.date(2014, 4, 1))
    joining.one(nation, Role.ASSISTANT_DIRECTOR, area=area)
    for n in range(max(1, round(row["teams"] * share))):
        team = Team.objects.create(area=area, name=f"{row['name']} {n + 1}")
        everyone.offices.append(
            Office(
                team=str(team.pk), area=str(area.pk), code=row["code"], nation=nation,
                courts=[f"{court} Family Court" for court in row["courts"]],
                authorities=[_council(court, nation) for court in row["courts"]], focused=row.get("focused"),
                manager=joining.one(nation, Role.SERVICE_MANAGER, team=team),
                supervisor=joining.one(nation, Role.PRACTICE_SUPERVISOR, team=team),
                advisers=[joining.one(nation, Role.ADVISER, team=team) for _ in range(ADVISERS_A_TEAM)],
            )
        )  # fmt: skip
