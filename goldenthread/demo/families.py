"""The families of the demonstration: who they are, where they stand, and how far their case has come.

The first rows are written out, so that even a small service holds each kind of case that the product must be
shown with; the rest are drawn by lot. A `Family` is a plain value: what is done with it is in `stories.py`.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from goldenthread.demo.words import passages, situations
from goldenthread.kernel.workdays import is_working_day
from goldenthread.people.rules import Nation

# How far a case has come, and between how many days ago it was then received.
GOALS = {
    "TRAY": (1, 5),
    "ALLOCATED": (7, 11),
    "ENQUIRY": (12, 24),
    "HEARD": (44, 62),
    "ASSESSED": (66, 82),
    "DRAFT": (78, 96),
    "SUBMITTED": (92, 108),
    "RETURNED": (96, 114),
    "AGREED": (104, 124),
    "LAPSED": (112, 130),
    "FILED": (118, 150),
    "ORDERED": (165, 250),
}
ORDER_OF_GOALS = tuple(GOALS)

# situation, team, how far, what is particular about it
WRITTEN = (
    ("nan", "Calder North", "ORDERED", "kept"),
    ("removal", "Channel", "TRAY", "urgent doubts"),
    ("control", "Calder North", "SUBMITTED", "protected kept half"),
    ("shouting", "Eryri", "DRAFT", "welsh late"),
    ("watching", "Calder South", "HEARD", "restricted glass protected"),
    ("assault", "Marches", "ORDERED", "contrary refuge"),
    ("refusal", "Calder North", "RETURNED", "superseded"),
    ("drink", "Valleys", "AGREED", ""),
    ("control", "Channel", "LAPSED", "gate protected"),
    ("care", "Valleys", "FILED", "interpreter kept"),
    ("assault", "Marches", "ALLOCATED", "returns"),
    ("handover", "Calder South", "ENQUIRY", "conflict cover"),
    ("shouting", "Channel", "FILED", "thin late unseen"),
    ("handover", "Eryri", "TRAY", "welsh doubts"),
    ("removal", "Marches", "SUBMITTED", "urgent interpreter"),
    ("distance", "Calder South", "ORDERED", "leaver varied"),
    ("care", "Channel", "ASSESSED", "interpreter"),
    ("drink", "Calder North", "ORDERED", "contrary"),
    ("watching", "Valleys", "AGREED", "kept"),
    ("refusal", "Eryri", "SUBMITTED", "welsh kept"),
)
# How the rest are spread: goal by weight, and what may be particular about them.
SPREAD = (
    "TRAY", "TRAY", "ALLOCATED", "ENQUIRY", "ENQUIRY", "HEARD", "HEARD", "ASSESSED", "DRAFT", "SUBMITTED", "RETURNED",
    "AGREED", "FILED", "ORDERED", "ORDERED",
)  # fmt: skip
PARTICULAR_IN_TRAY = ("", "doubts", "urgent", "protected")
PARTICULAR = (
    "", "", "", "protected", "kept", "late", "thin", "unseen", "half", "superseded", "cover", "varied",
    "interpreter", "gate", "kept protected", "thin late", "urgent",
)  # fmt: skip
# Offices whose court works as a child focused court in this made-up service.
CHILD_FOCUSED = frozenset({"VALLEYS", "ERYRI", "MARCHES"})
OTHER_LANGUAGES = ("Polish", "Urdu", "Sylheti", "Portuguese", "British Sign Language", "Romanian", "Arabic")


@dataclass(frozen=True)
class One:
    """A person of a family before they are recorded. `part`: child, mother, father, grandmother, other."""

    part: str
    first: str
    last: str
    born: dt.date | None
    gender: str
    role: str
    leaning: str = ""
    half: bool = False

    @property
    def formal(self):
        """As an adviser writes of an adult."""
        title = {"FEMALE": "Ms", "MALE": "Mr"}.get(self.gender, "")
        return f"{title} {self.last or self.first}".strip()


@dataclass(frozen=True)
class Family:
    """One application: its people, its office, when it was received, how far it has come, what is particular."""

    number: int
    situation: str
    team: str
    nation: str
    area: str
    goal: str
    received_on: dt.date
    people: tuple[One, ...]
    court: str
    language: str
    particular: frozenset = field(default_factory=frozenset)

    @property
    def children(self):
        return [one for one in self.people if one.role == "CHILD"]

    @property
    def law(self):
        return "PUBLIC" if self.situation == "care" else "PRIVATE"

    @property
    def process(self):
        """Child focused where the court works so and the case is private law."""
        if self.law == "PUBLIC":
            return "PUBLIC_LAW"
        return "CHILD_FOCUSED" if self.area in CHILD_FOCUSED else "CAP"

    def reaches(self, goal):
        """Whether the case has come at least as far as a goal."""
        return ORDER_OF_GOALS.index(self.goal) >= ORDER_OF_GOALS.index(goal)


def families(count, chance, today, offices):
    """`count` families: the written ones first, then others by lot. `offices` are the teams of the staff."""
    made = []
    rows = list(WRITTEN[:count])
    drawn = [name for name in situations() if name != "nan"]
    while len(rows) < count:
        goal = chance.choice(SPREAD)
        # Doubtful data is met in the tray; by the time a child is seen, it has been put right.
        particular = chance.choice(PARTICULAR_IN_TRAY if goal == "TRAY" else PARTICULAR)
        rows.append((chance.choice(drawn), chance.choice(list(offices)), goal, particular))
    for number, (situation, team, goal, particular) in enumerate(rows):
        family = _family(
            chance, today, number=number, situation=situation, office=offices[team], goal=goal,
            particular=frozenset(particular.split()),
        )  # fmt: skip
        if "returns" in family.particular:
            earlier = next(one for one in made if one.situation == situation)
            family = replace(family, people=_again(earlier, family.received_on))
        made.append(family)
    return made


def _family(chance, today, *, number, situation, office, goal, particular):
    nearest, furthest = GOALS[goal]
    received = _working(today - dt.timedelta(days=chance.randint(nearest, furthest)), before=today)
    language = (
        chance.choice(OTHER_LANGUAGES) if "interpreter" in particular else "Welsh" if "welsh" in particular else ""
    )
    return Family(
        number=number,
        situation=situation,
        team=office.team.name,
        nation=office.nation,
        area=office.code,
        goal=goal,
        received_on=received,
        people=_people(chance, received, situation=situation, nation=office.nation, particular=particular),
        court=chance.choice(passages("places")["courts"][office.code]),
        language=language,
        particular=particular,
    )


def _working(day, *, before):
    """The nearest working day at or before `day` that has passed: what arrives today is not here yet."""
    day = min(day, before - dt.timedelta(days=1))
    while not is_working_day(day, Nation.ENGLAND):
        day -= dt.timedelta(days=1)
    return day


def _people(chance, on, *, situation, nation, particular):
    if situation == "nan":
        return maya(on)
    names = passages("names")
    mothers, fathers = chance.sample(names["last"][nation], 2)
    facts = situations()[situation]
    applicant = facts["applicant"]

    def adult(part, gender, pool, last):
        role = "APPLICANT" if part == applicant else "RESPONDENT"
        return One(part, chance.choice(names[pool][nation]), last, _born(chance, on, 24, 46), gender, role)

    adults = [adult("mother", "FEMALE", "women", mothers), adult("father", "MALE", "men", fathers)]
    adults.sort(key=lambda one: one.role)
    last = chance.choice([fathers, mothers, f"{mothers}-{fathers}"])
    children = _children(chance, on, facts=facts, nation=nation, last=last, particular=particular)
    if "doubts" in particular:
        children, adults = _doubtful(children, adults, chance, on)
    return (*children, *adults)


def _children(chance, on, *, facts, nation, last, particular):
    names = passages("names")
    oldest = 15 if facts.get("voices", [""])[0] == "LESS" else 12
    count = chance.choice((1, 2, 2, 2, 3)) if not particular & {"superseded", "half", "unseen"} else 2
    ages = sorted((chance.randint(2, oldest) for _ in range(count)), reverse=True)
    if particular & {"kept", "welsh", "superseded"} and ages[0] < 7:
        ages[0] = chance.randint(7, oldest)
    pools = {"FEMALE": list(names["girls"][nation]), "MALE": list(names["boys"][nation])}
    found = []
    for n, age in enumerate(ages):
        gender = chance.choice(("FEMALE", "MALE"))
        first = pools[gender].pop(chance.randrange(len(pools[gender])))
        born = on - dt.timedelta(days=365 * age + chance.randint(20, 340))
        half = "half" in particular and n == 0
        leaning = facts["voices"][n % len(facts["voices"])]
        own = chance.choice(names["last"][nation]) if half else last
        found.append(One("child", first, own, born, gender, "CHILD", leaning, half))
    return found


def _doubtful(children, adults, chance, on):
    """What an application can be like: no birth date, a first name alone, a "child" of thirty."""
    first = replace(children[0], born=None)
    rest = children[1:]
    grown = One("child", "Jordan", "", _born(chance, on, 29, 31), "NOT_KNOWN", "CHILD", "MIXED")
    return [first, *rest, grown], [replace(adults[0], born=None), *adults[1:]]


def _again(earlier, on):
    """The people of a family who come back: the same, but for a new partner and one child's birth date."""
    partner = One("other", "Dean", "Ashgrove", dt.date(on.year - 36, 2, 11), "MALE", "OTHER")
    return (*earlier.people, partner)


def maya(on):
    """Maya, nine, who wants to see Nan on Sundays; her brother Leo, five; Nan, who has applied; their parents."""
    return (
        One("child", "Maya", "Okafor-Reed", _years_before(on, 9, 100), "FEMALE", "CHILD", "NAN"),
        One("child", "Leo", "Okafor-Reed", _years_before(on, 5, 40), "MALE", "CHILD", "MORE"),
        One("grandmother", "Patricia", "Reed", _years_before(on, 61, 200), "FEMALE", "APPLICANT"),
        One("mother", "Ngozi", "Okafor", _years_before(on, 34, 10), "FEMALE", "RESPONDENT"),
        One("father", "Tobias", "Reed", _years_before(on, 36, 300), "MALE", "RESPONDENT"),
    )


def _years_before(on, years, days):
    return on - dt.timedelta(days=round(365.25 * years) + days)


def _born(chance, on, youngest, oldest):
    return on - dt.timedelta(days=chance.randint(365 * youngest, 365 * oldest))
