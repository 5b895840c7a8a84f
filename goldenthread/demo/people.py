"""The staff of the fictional service: three English areas, two Welsh, and the people who work there.

The names are made up and belong to nobody. They are written out, not drawn by lot, so that whoever shows the
product always meets the same people.
"""

import datetime as dt
from dataclasses import dataclass, field

from goldenthread.access.door import name_person
from goldenthread.people.models import Person, Post, ServiceArea, Team
from goldenthread.people.operations import add_person, record_leaver, start_post
from goldenthread.people.rules import Nation, Role

# code: (area, nation, teams)
AREAS = {
    "CALDER": ("Calder and Dales", Nation.ENGLAND, ("Calder North", "Calder South")),
    "MARCHES": ("Severn Marches", Nation.ENGLAND, ("Marches",)),
    "CHANNEL": ("Channel Coast", Nation.ENGLAND, ("Channel",)),
    "VALLEYS": ("Gwent and the Valleys", Nation.WALES, ("Valleys",)),
    "ERYRI": ("Eryri and the North", Nation.WALES, ("Eryri",)),
}

# team: (service manager, practice supervisor or None, advisers)
TEAMS = {
    "Calder North": ("Idris Farrow", "Tamsin Oduya", ("Rhona Castell", "Jerome Whitfield", "Leila Haddow")),
    "Calder South": ("Bronagh Tennant", None, ("Pawel Szymonik", "Nusrat Alvi", "Colin Drayford")),
    "Marches": ("Hal Winterbourne", "Oyin Bamford", ("Marguerite Stokeley", "Tariq Ellwood", "Sian Dochart")),
    "Channel": ("Verity Lomas", None, ("Ewan Pascall", "Chidi Marshwood", "Dorota Kinsella")),
    "Valleys": ("Rhodri Ballard", "Nerys Fontaine", ("Cerys Mathias", "Gethin Aldwyn", "Beth Rosser")),
    "Eryri": ("Eleri Tudnor", None, ("Huw Penmaen", "Mali Cadwal", "Osian Reece")),
}
DIRECTORS = {
    "Constance Abara": ("CALDER", "MARCHES"),
    "Stephen Vannick": ("CHANNEL",),
    "Meinir Sallow": ("VALLEYS", "ERYRI"),
}
# role: its holders, by nation
NATIONAL = {
    Role.DUTY_MANAGER: {Nation.ENGLAND: "Graham Ibberson", Nation.WALES: "Lowri Heskett"},
    Role.NAMED_SENIOR: {Nation.ENGLAND: "Hester Rawle", Nation.WALES: "Emrys Coldwell"},
    Role.AUDITOR: {Nation.ENGLAND: "Jacinta Moorcroft", Nation.WALES: "Alun Varley"},
    Role.BOARD_MEMBER: {Nation.ENGLAND: "Leonard Asquith-Bello", Nation.WALES: "Ffion Marchetti"},
    Role.ANALYST: {Nation.ENGLAND: "Kit Sanderling"},
    Role.IMPROVEMENT: {Nation.ENGLAND: "Rosalind Thackeray", Nation.WALES: "Angharad Selby"},
    Role.GOVERNANCE: {Nation.ENGLAND: "Desmond Fairlie", Nation.WALES: "Non Braithwaite"},
    Role.CENTRAL: {Nation.ENGLAND: "Beatrix Holloway", Nation.WALES: "Iestyn Mercer"},
}
ADMINISTRATORS = {Nation.ENGLAND: "Pauline Achard", Nation.WALES: "Dewi Stanway"}
LEAVER, NO_POST = "Maurice Handscombe", "Robin Teale"
LEFT_DAYS_AGO = 120


@dataclass
class Office:
    """One team with its people, its area's code and its nation."""

    team: Team
    area: ServiceArea
    code: str
    nation: str
    manager: Person
    supervisor: Person | None
    advisers: list[Person]

    @property
    def decider(self):
        """Who decides on an adviser's work here."""
        return self.supervisor or self.manager


@dataclass
class Staff:
    """Everyone, by what they do."""

    importer: Person
    offices: dict[str, Office] = field(default_factory=dict)
    directors: dict[str, Person] = field(default_factory=dict)
    national: dict[tuple[str, str], Person] = field(default_factory=dict)
    administrators: dict[str, Person] = field(default_factory=dict)
    leaver: Person | None = None

    def duty(self, nation):
        return self.national[Role.DUTY_MANAGER, nation]


class _Joining:
    """Adds people as an administrator would, on one day."""

    def __init__(self, now, days):
        self.now, self.by = now, None
        self.since = days
        self.count = 0

    def person(self, name):
        email = name.lower().replace(" ", ".").replace("'", "") + "@goldenthread.invalid"
        name_person(self.by.pk)
        return add_person(name=name, email=email, by=self.by, now=self.now)

    def post(self, person, role, **place):
        # Posts began on different days, some of them years ago.
        self.count += 1
        from_on = self.since - dt.timedelta(days=90 * (self.count % 17))
        start_post(person=person, role=role, from_on=from_on, by=self.by, now=self.now, **place)
        return person


def staff(opening) -> Staff:
    """The whole staff, joined by `opening` (an aware datetime). Someone of them leaves later: see `leaves`.

    The areas, the teams, the importer and the first administrator are part of setting a service up, which no
    member of staff does: they leave no line.
    """
    everyone = Staff(importer=_importer(opening))
    joining = _Joining(opening, opening.date())
    joining.by = everyone.importer
    for nation, name in ADMINISTRATORS.items():
        everyone.administrators[nation] = joining.post(joining.person(name), Role.ADMINISTRATOR, nation=nation)
    for code, (title, nation, teams) in AREAS.items():
        joining.by = everyone.administrators[nation]
        area = ServiceArea.objects.create(code=code, name=title, nation=nation, from_on=dt.date(2020, 4, 1))
        for name in teams:
            everyone.offices[name] = _office(joining, code, area, name)
    _above(joining, everyone)
    _apart(joining, everyone)
    return everyone


def _importer(opening):
    importer = Person.objects.create(name="Court feed", email="importer@goldenthread.invalid", is_service=True)
    Post.objects.create(person=importer, role=Role.IMPORTER, nation=Nation.ENGLAND, from_on=opening.date())
    return importer


def _office(joining, code, area, name):
    manager, supervisor, advisers = TEAMS[name]
    team = Team.objects.create(area=area, name=name)

    def joins(who, role):
        return joining.post(joining.person(who), role, team=team)

    return Office(
        team=team,
        area=area,
        code=code,
        nation=area.nation,
        manager=joins(manager, Role.SERVICE_MANAGER),
        supervisor=joins(supervisor, Role.PRACTICE_SUPERVISOR) if supervisor else None,
        advisers=[joins(adviser, Role.ADVISER) for adviser in advisers],
    )


def _above(joining, everyone):
    areas = {office.code: office.area for office in everyone.offices.values()}
    for name, codes in DIRECTORS.items():
        director = joining.person(name)
        for code in codes:
            joining.post(director, Role.ASSISTANT_DIRECTOR, area=areas[code])
            everyone.directors[code] = director
    for role, holders in NATIONAL.items():
        for nation, name in holders.items():
            joining.by = everyone.administrators[nation]
            everyone.national[role, nation] = joining.post(joining.person(name), role, nation=nation)


def _apart(joining, everyone):
    """Someone without a post, and someone who will leave."""
    joining.by = everyone.administrators[Nation.ENGLAND]
    joining.person(NO_POST)
    office = everyone.offices["Calder South"]
    everyone.leaver = joining.post(joining.person(LEAVER), Role.ADVISER, team=office.team)


def leaves(everyone, now):
    """The leaver leaves on the day of `now`."""
    by = everyone.administrators[Nation.ENGLAND]
    name_person(by.pk)
    record_leaver(person=everyone.leaver, on=now.date(), by=by, now=now)
