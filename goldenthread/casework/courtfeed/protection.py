"""Which contact details go behind the wall, and that nothing of them stands anywhere else.

The court marks a person's details as confidential; it does not mark the same address where it stands again, at
the child who lives there or in free text. So a detail that is, or may be, the same place is protected as well,
and a text that repeats a protected detail is emptied and reported.
"""

import dataclasses
import re

from goldenthread.casework.courtfeed.received import Application, Detail, Told
from goldenthread.casework.courtfeed.rules import ToldSign
from goldenthread.casework.families.rules import ContactKind

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)
SHORTEST = 6
# Where people stand, and who of them asks for protection. When one of these cannot be read, nobody can say which of
# the other details is the same as one that was marked there.
PEOPLE = frozenset(
    {
        "children",
        "newChildDetails",
        "applicants",
        "respondents",
        "others",
        "otherPeopleInTheCaseTable",
        "otherPartyInTheCaseRevised",
        "applicantsConfidentialDetails",
        "confidentialDetails",
    }
)


def squashed(text: str) -> str:
    """Letters and digits alone, in lower case: how two spellings of one detail are compared."""
    return "".join(c for c in text.casefold() if c.isalnum())


def postcode(text: str) -> str:
    """The postcode in an address, squashed; empty where there is none."""
    found = POSTCODE.findall(text)
    return squashed("".join(found[-1])) if found else ""


def _telephone(text):
    digits = "".join(c for c in text if c.isdigit())
    return digits.removeprefix("0044").removeprefix("44").lstrip("0")


def same(one: Detail, other: Detail) -> bool:
    """Whether two details are one, or cannot be told apart."""
    if one.kind != other.kind:
        return False
    if one.kind == ContactKind.PHONE:
        return _telephone(one.value) == _telephone(other.value)
    if squashed(one.value) == squashed(other.value):
        return True
    if one.kind == ContactKind.ADDRESS:
        here, there = postcode(one.value), postcode(other.value)
        return here == there if here and there else True
    return False


def guarded(details, *, in_doubt=False) -> tuple[Detail, ...]:
    """The details, each once, every one protected that is or may be the same as a protected one; all of them where
    it is `in_doubt` who asked for protection."""
    protected = [detail for detail in details if detail.protected]
    kept: dict = {}
    for detail in details:
        hidden = in_doubt or detail.protected or any(same(detail, other) for other in protected)
        place = (detail.key, detail.kind, squashed(detail.value))
        if hidden or place not in kept:
            kept[place] = dataclasses.replace(detail, protected=hidden)
    return tuple(kept.values())


def _unread(application):
    """Lists and objects of the case itself that could not be read: two steps from the top."""
    return (path for path in application.unknown_fields if path.count(".") == 1)


def _tells(details):
    """What would give a protected detail away: it, its postcode, the line with the house number."""
    told = set()
    for detail in details:
        if not detail.protected:
            continue
        told |= {squashed(detail.value), postcode(detail.value)}
        if detail.kind == ContactKind.ADDRESS:
            told |= {squashed(line) for line in detail.value.splitlines()[:3] if any(c.isdigit() for c in line)}
        if detail.kind == ContactKind.PHONE:
            told.add(_telephone(detail.value))
    return {tell for tell in told if len(tell) >= SHORTEST}


def walled(application: Application) -> Application:
    """The application with its details guarded and every other text free of what they say."""
    in_doubt = any(path.split(".")[1] in PEOPLE for path in _unread(application))
    details = guarded(application.details, in_doubt=in_doubt)
    tells = _tells(details)
    lost: set = set()

    def free(value, path):
        if isinstance(value, str) and tells and any(tell in squashed(value) for tell in tells):
            lost.add(path)
            return ""
        return value

    def freed(thing, path, leave=()):
        changes = {
            f.name: free(getattr(thing, f.name), f"{path}{f.name}")
            for f in dataclasses.fields(thing)
            if f.name not in leave
        }
        return dataclasses.replace(thing, **changes)

    # Where anything is kept from another party, any paper of the case may repeat it.
    hidden = any(detail.protected for detail in details) or ToldSign.IDENTITY_HIDDEN in application.signs
    return dataclasses.replace(
        freed(application, "", leave=("court_case_id",)),
        details=details,
        people=tuple(
            Told(told.key, freed(told.party, "people."), told.doubts) for told in application.people
        ),
        relations=tuple(freed(relation, "relations.", ("one", "other")) for relation in application.relations),
        hearings=tuple(freed(hearing, "hearings.") for hearing in application.hearings),
        papers=tuple(
            dataclasses.replace(paper, name=free(paper.name, "papers.name"), protected=paper.protected or hidden)
            for paper in application.papers
        ),
        unknown_fields=tuple(
            sorted({name for name in application.unknown_fields if free(name, "?")} | lost)
        ),
    )  # fmt: skip
