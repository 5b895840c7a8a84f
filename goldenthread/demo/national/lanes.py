"""The lanes: which kinds of case are lived, so that the cases of the years can be copies of them.

A lane is a family of the demonstration with a court process of its own choice. Its people bear words that occur
nowhere else for names (`Qz…`), so that each place where a name stands is found again. Lanes are written as a table:
for each nation and process how many, what is particular about them, how many children.
"""

import datetime as dt
from dataclasses import dataclass, replace

from goldenthread.demo import advice, characteristics, courtroom, fieldwork, intake
from goldenthread.demo.families import OTHER_LANGUAGES, Family, One
from goldenthread.demo.national.shape import SITUATIONS
from goldenthread.demo.words import passages, situations

_TAKEN_ON = (intake.register, intake.screen, courtroom.list_first, intake.allocate, intake.known_before,
             intake.prepare, characteristics.ask, fieldwork.open_lines, fieldwork.ring_round, intake.letter,
             fieldwork.record_harm, courtroom.first_hearing)  # fmt: skip
_ADVISED = (advice.agree, advice.report, advice.file, courtroom.order, courtroom.close)
_ASSESSED = (fieldwork.close_lines, advice.assess, advice.begin, advice.weigh, advice.submit)
STEPS = {
    # Ends with the letter and the first hearing.
    "SHORT": (*_TAKEN_ON, courtroom.at_first, courtroom.close),
    "FULL": (*_TAKEN_ON, fieldwork.see_children, *_ASSESSED, *_ADVISED),
    # The manager sends the first child's advice back once.
    "RETURNED": (*_TAKEN_ON, fieldwork.see_children, *_ASSESSED, advice.returned, advice.again, *_ADVISED),
    "PROLONGED": (*_TAKEN_ON, fieldwork.see_children, fieldwork.prolong, courtroom.put_off, *_ASSESSED, *_ADVISED),
}

ENGLISH, WELSH = ("ENGLAND", "Calder North"), ("WALES", "Valleys")
# (nation and office in which they are lived), process, kind: what is particular about each lane, and its children.
TABLE = (
    (ENGLISH, "CAP", "FULL", ("", "protected kept", "late", "kept", "thin late", "varied", "half", "refuge", "contrary",
                              "unseen", "gate", "interpreter", "superseded", "conflict", "kept varied", "protected",
                              "", "thin unseen"), (1, 2, 1, 1, 2, 1, 2, 3, 1)),
    (ENGLISH, "CAP", "RETURNED", ("", "kept", "thin", "protected"), (1, 2, 3)),
    (ENGLISH, "CAP", "SHORT", ("", "withdrawn", "no_order", "late", "protected", "interpreter", "", "thin late",
                               "no_order protected", "refuge withdrawn", "conflict", ""), (1, 2, 1, 3)),
    (ENGLISH, "CAP", "PROLONGED", ("kept protected",), (3,)),
    (ENGLISH, "CHILD_FOCUSED", "FULL", ("", "protected", "kept", "late", "contrary", "varied", "thin", "interpreter",
                                        "refuge"), (1, 2, 1, 3, 2)),
    (ENGLISH, "CHILD_FOCUSED", "SHORT", ("", "withdrawn", "no_order"), (1, 2, 3)),
    (ENGLISH, "PUBLIC_LAW", "FULL", ("", "kept", "late", "interpreter", "varied", "contrary", "", "unseen"),
     (1, 2, 1, 3, 2, 1, 4, 1)),
    (ENGLISH, "CAP", "RESTRICTED", ("restricted protected",), (1,)),
    (WELSH, "CAP", "FULL", ("", "welsh", "protected", "late", "varied"), (1, 2, 3)),
    (WELSH, "CAP", "SHORT", ("", "withdrawn", "no_order", "protected"), (1, 2, 3)),
    (WELSH, "CHILD_FOCUSED", "FULL", ("", "welsh kept", "protected", "contrary", "thin late", "refuge"), (1, 2, 3)),
    (WELSH, "CHILD_FOCUSED", "SHORT", ("", "withdrawn", "no_order"), (1, 2, 3)),
    (WELSH, "PUBLIC_LAW", "FULL", ("", "welsh", "kept", "varied"), (1, 2, 3)),
)  # fmt: skip
# Lanes whose families come back: the first application, and the second with a new partner in it. By kind.
RETURNING = (("SHORT", "FULL", 1), ("FULL", "SHORT", 1), ("SHORT", "FULL", 2), ("FULL", "FULL", 2))


@dataclass(frozen=True)
class Lane(Family):
    """A kind of case. `kind` is a key of `STEPS`, or RESTRICTED; `back_of` the number of the lane whose family is
    here once more."""

    court_process: str = "CAP"
    kind: str = "FULL"
    back_of: int | None = None

    @property
    def process(self):
        return self.court_process

    @property
    def steps(self):
        """What is done, in order."""
        return STEPS["FULL" if self.kind == "RESTRICTED" else self.kind]


def lanes(on: dt.date, chance) -> list[Lane]:
    """Every lane, its application received on `on`."""
    made: list[Lane] = []
    drawn = list(SITUATIONS)
    for (nation, team), process, kind, particulars, children in TABLE:
        for n, particular in enumerate(particulars):
            situation = "care" if process == "PUBLIC_LAW" else drawn[len(made) % len(drawn)]
            made.append(
                _lane(len(made), chance, on, nation=nation, team=team, process=process, kind=kind,
                      particular=particular, situation=situation, children=children[n % len(children)])
            )  # fmt: skip
    for n, (first, second, children) in enumerate(RETURNING):
        nation, team = ENGLISH
        lane = _lane(len(made), chance, on, nation=nation, team=team, process="CAP", kind=first, particular="",
                     situation=drawn[n], children=children)  # fmt: skip
        made.append(lane)
        partner = One("other", _word(len(made), "f", 9), _word(len(made), "l", 9), _born(on, 36), "MALE", "OTHER")
        made.append(
            replace(lane, number=_NUMBERED + len(made), kind=second, people=(*lane.people, partner),
                    particular=frozenset({"returns"}), back_of=lane.number)
        )  # fmt: skip
    return made


_NUMBERED = 500


def _lane(number, chance, on, *, nation, team, process, kind, particular, situation, children):
    found = frozenset(particular.split())
    language = chance.choice(OTHER_LANGUAGES) if "interpreter" in found else "Welsh" if "welsh" in found else ""
    code = {"Calder North": "CALDER", "Valleys": "VALLEYS"}[team]
    return Lane(
        number=_NUMBERED + number, situation=situation, team=team, nation=nation, area=code, goal="ORDERED",
        received_on=on, people=_people(number, chance, on, situation=situation, children=children, particular=found),
        court=passages("places")["courts"][code][0], language=language, particular=found, court_process=process,
        kind=kind,
    )  # fmt: skip


def _people(number, chance, on, *, situation, children, particular):
    facts = situations()[situation]
    # What is particular about these is between brothers and sisters.
    children = max(children, 2) if particular & {"superseded", "half", "unseen"} else children
    oldest = 15 if facts.get("voices", [""])[0] == "LESS" else 12
    # Brothers and sisters two years apart at least.
    ages = sorted(chance.sample(range(2, oldest + 1, 2), children), reverse=True)
    if particular & {"kept", "welsh", "superseded"} and ages[0] < 8:
        ages[0] = chance.randrange(8, oldest + 1, 2)
    found = []
    for n, age in enumerate(ages):
        half = "half" in particular and n == 0
        last = _word(number, "l", 2 if half else 1)
        leaning = facts["voices"][n % len(facts["voices"])]
        gender = ("FEMALE", "MALE")[chance.randrange(2)]
        found.append(One("child", _word(number, "f", n), last, _born(on, age, n), gender, "CHILD", leaning, half))

    def adult(part, gender, n):
        role = "APPLICANT" if part == facts["applicant"] else "RESPONDENT"
        born = _born(on, chance.randint(24, 46), n + 5)
        return One(part, _word(number, "f", n + 5), _word(number, "l", n), born, gender, role)

    adults = sorted((adult("mother", "FEMALE", 0), adult("father", "MALE", 1)), key=lambda one: one.role)
    return (*found, *adults)


def _word(number, kind, n):
    """A word that stands for a name: of lane `number`, a first ("f") or last ("l") name, the n-th."""
    return f"Qz{chr(97 + number // 26)}{chr(97 + number % 26)}{kind}{chr(97 + n)}"


def _born(on, age, n=0):
    # A birth date that no other day of the case falls on.
    return on - dt.timedelta(days=round(365.25 * age) + 170 + 3 * n)
