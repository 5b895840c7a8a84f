"""Ages, doubts about what we were told, and the vocabularies of a family. Plain values."""

import datetime as dt
import re
from enum import StrEnum

from goldenthread.kernel.refusal import N_
from goldenthread.kernel.text import turns_direction
from goldenthread.people.rules import Nation
from goldenthread.policy.rules import value


class Gender(StrEnum):
    FEMALE = "FEMALE"
    MALE = "MALE"
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


GENDERS = {
    Gender.FEMALE: N_("Female"),
    Gender.MALE: N_("Male"),
    Gender.OTHER: N_("In another way"),
    Gender.NOT_KNOWN: N_("Not known"),
}


class Doubt(StrEnum):
    """What is missing or doubtful in what we were told of a person. Shown as what it is, never guessed away."""

    NO_BIRTH_DATE = "NO_BIRTH_DATE"
    CHILD_IS_ADULT = "CHILD_IS_ADULT"
    BORN_IN_FUTURE = "BORN_IN_FUTURE"
    FIRST_NAME_ONLY = "FIRST_NAME_ONLY"
    NO_NAME = "NO_NAME"
    NAME_CUT = "NAME_CUT"
    NAME_TURNS = "NAME_TURNS"


DOUBTS = {
    Doubt.NO_BIRTH_DATE: N_("No birth date"),
    Doubt.CHILD_IS_ADULT: N_("Named as a child, but the birth date makes an adult"),
    Doubt.BORN_IN_FUTURE: N_("The birth date lies after the application"),
    Doubt.FIRST_NAME_ONLY: N_("First name alone"),
    Doubt.NO_NAME: N_("No name given"),
    Doubt.NAME_CUT: N_("The name was longer than can be kept, and was cut"),
    Doubt.NAME_TURNS: N_("The name holds hidden characters that change its direction"),
}


class RelationKind(StrEnum):
    """What one person is to another, read as: the first is the … of the second."""

    MOTHER = "MOTHER"
    FATHER = "FATHER"
    STEP_PARENT = "STEP_PARENT"
    GRANDPARENT = "GRANDPARENT"
    SIBLING = "SIBLING"
    HALF_SIBLING = "HALF_SIBLING"
    STEP_SIBLING = "STEP_SIBLING"
    PARTNER = "PARTNER"
    FORMER_PARTNER = "FORMER_PARTNER"
    GUARDIAN = "GUARDIAN"
    OTHER = "OTHER"


RELATIONS = {
    RelationKind.MOTHER: N_("mother"),
    RelationKind.FATHER: N_("father"),
    RelationKind.STEP_PARENT: N_("step-parent"),
    RelationKind.GRANDPARENT: N_("grandparent"),
    RelationKind.SIBLING: N_("brother or sister"),
    RelationKind.HALF_SIBLING: N_("half-brother or half-sister"),
    RelationKind.STEP_SIBLING: N_("stepbrother or stepsister"),
    RelationKind.PARTNER: N_("partner"),
    RelationKind.FORMER_PARTNER: N_("former partner"),
    RelationKind.GUARDIAN: N_("guardian"),
    RelationKind.OTHER: N_("other relation"),
}

# Read the same in both directions: recorded once for two people, whoever is named first.
SYMMETRIC = frozenset(
    {
        RelationKind.SIBLING,
        RelationKind.HALF_SIBLING,
        RelationKind.STEP_SIBLING,
        RelationKind.PARTNER,
        RelationKind.FORMER_PARTNER,
    }
)


class ContactKind(StrEnum):
    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


CONTACT_KINDS = {
    ContactKind.ADDRESS: N_("Address"),
    ContactKind.PHONE: N_("Telephone"),
    ContactKind.EMAIL: N_("E-mail"),
}


class Language(StrEnum):
    """The language in which a person wishes to be spoken and written to."""

    ENGLISH = "ENGLISH"
    WELSH = "WELSH"
    OTHER = "OTHER"


LANGUAGES = {
    Language.ENGLISH: N_("English"),
    Language.WELSH: N_("Welsh"),
    Language.OTHER: N_("Another language"),
}


class Trait(StrEnum):
    """What is asked of a person so that nobody is treated worse for it, and so that it can matter to the advice."""

    ETHNICITY = "ETHNICITY"
    DISABILITY = "DISABILITY"


TRAITS = {Trait.ETHNICITY: N_("Ethnic group"), Trait.DISABILITY: N_("Disability")}


class Answered(StrEnum):
    """How they answered. That nobody has asked yet is the absence of a record: it is never one of these."""

    STATED = "STATED"
    DECLINED = "DECLINED"
    NOT_KNOWN = "NOT_KNOWN"


ANSWERED = {
    Answered.STATED: N_("Answered"),
    Answered.DECLINED: N_("Asked, and preferred not to say"),
    Answered.NOT_KNOWN: N_("Asked, and nobody who was asked knows"),
}


NOT_ASKED_YET = N_("Not asked yet")


class SaidBy(StrEnum):
    SELF = "SELF"
    PARENT_OR_CARER = "PARENT_OR_CARER"
    PROFESSIONAL = "PROFESSIONAL"
    COURT_FILE = "COURT_FILE"


SAID_BY = {
    SaidBy.SELF: N_("The person themselves"),
    SaidBy.PARENT_OR_CARER: N_("A parent or carer"),
    SaidBy.PROFESSIONAL: N_("A professional who knows them"),
    SaidBy.COURT_FILE: N_("The court's papers"),
}

# Ethnic groups: group to its boxes, in the order of the harmonised question. The source is in `policy/values`.
ETHNIC_GROUPS = {
    "WHITE": N_("White"),
    "MIXED": N_("Mixed or multiple ethnic groups"),
    "ASIAN": N_("Asian or Asian British"),
    "BLACK": N_("Black, Black British, Caribbean or African"),
    "OTHER": N_("Other ethnic group"),
}
ETHNICITIES = {
    "WHITE_BRITISH": N_("English, Welsh, Scottish, Northern Irish or British"),
    "WHITE_IRISH": N_("Irish"),
    "WHITE_TRAVELLER": N_("Gypsy or Irish Traveller"),
    "WHITE_ROMA": N_("Roma"),
    "WHITE_OTHER": N_("Any other White background"),
    "MIXED_CARIBBEAN": N_("White and Black Caribbean"),
    "MIXED_AFRICAN": N_("White and Black African"),
    "MIXED_ASIAN": N_("White and Asian"),
    "MIXED_OTHER": N_("Any other mixed or multiple ethnic background"),
    "ASIAN_INDIAN": N_("Indian"),
    "ASIAN_PAKISTANI": N_("Pakistani"),
    "ASIAN_BANGLADESHI": N_("Bangladeshi"),
    "ASIAN_CHINESE": N_("Chinese"),
    "ASIAN_OTHER": N_("Any other Asian background"),
    "BLACK_CARIBBEAN": N_("Caribbean"),
    "BLACK_AFRICAN": N_("African"),
    "BLACK_OTHER": N_("Any other Black, Black British or Caribbean background"),
    "OTHER_ARAB": N_("Arab"),
    "OTHER_ANY": N_("Any other ethnic group"),
}
# What is worded otherwise where the question is asked in Wales.
IN_WALES = {
    "ASIAN": N_("Asian, Asian Welsh or Asian British"),
    "BLACK": N_("Black, Black Welsh, Black British, Caribbean or African"),
    "WHITE_BRITISH": N_("Welsh, English, Scottish, Northern Irish or British"),
}
DISABILITIES = {"YES": N_("Yes"), "NO": N_("No")}
TRAIT_CODES = {Trait.ETHNICITY: ETHNICITIES, Trait.DISABILITY: DISABILITIES}


def group_of(code: str) -> str:
    """The ethnic group in which a box stands."""
    return code.partition("_")[0]


def trait_words(kind: str, code: str, nation: str) -> str:
    """What a code, or an ethnic group, says in a nation, to be translated where it is shown."""
    if kind == Trait.ETHNICITY:
        told = IN_WALES if nation == Nation.WALES else {}
        return told.get(code) or ETHNICITIES.get(code) or ETHNIC_GROUPS[code]
    return DISABILITIES[code]


def told_words(kind: str, told: str | None, nation: str) -> str:
    """What was told of a kind (a code, DECLINED, NOT_KNOWN, or None: nobody has asked), to be translated where it is
    shown."""
    if told is None:
        return NOT_ASKED_YET
    return ANSWERED.get(told) or trait_words(kind, told, nation)


def scheme_of(kind: str, nation: str, on: dt.date) -> str:
    """By which scheme a characteristic is asked on a day. Raises `NoValue` where none is known for that day."""
    return value(f"{kind.lower()}-scheme", nation=nation, on=on).value


def codes_of(kind: str, nation: str, on: dt.date) -> tuple[str, ...]:
    """The codes that may be recorded on a day, in the order in which they are asked."""
    return value(f"{kind.lower()}-codes", nation=nation, on=on).value


class MatchState(StrEnum):
    PROPOSED = "PROPOSED"
    MATCHED = "MATCHED"
    REJECTED = "REJECTED"
    UNDONE = "UNDONE"


MATCH_STATES = {
    MatchState.PROPOSED: N_("Proposed"),
    MatchState.MATCHED: N_("One person"),
    MatchState.REJECTED: N_("Two people"),
    MatchState.UNDONE: N_("Undone"),
}


class MatchBasis(StrEnum):
    SAME_NAME_AND_BIRTH = "SAME_NAME_AND_BIRTH"
    SAME_SURNAME_AND_BIRTH = "SAME_SURNAME_AND_BIRTH"
    SAME_NAME_NO_BIRTH = "SAME_NAME_NO_BIRTH"
    SAME_COURT_CASE = "SAME_COURT_CASE"


MATCH_BASES = {
    MatchBasis.SAME_NAME_AND_BIRTH: N_("Same name and birth date"),
    MatchBasis.SAME_SURNAME_AND_BIRTH: N_("Same last name and birth date"),
    MatchBasis.SAME_NAME_NO_BIRTH: N_("Same name; a birth date is missing"),
    MatchBasis.SAME_COURT_CASE: N_("Named in the same court case"),
}

ADULT_AT = 18


def age_on(born: dt.date | None, day: dt.date) -> int | None:
    """Full years on `day`; None where the birth date is not known or lies ahead."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def doubts(*, first_names: str, last_name: str, born: dt.date | None, is_child: bool, on: dt.date) -> list[Doubt]:
    """What is missing or doubtful about a person, as told on a day."""
    found = []
    if not first_names and not last_name:
        found.append(Doubt.NO_NAME)
    elif not last_name:
        found.append(Doubt.FIRST_NAME_ONLY)
    if turns_direction(first_names + last_name):
        found.append(Doubt.NAME_TURNS)
    if born is None:
        found.append(Doubt.NO_BIRTH_DATE)
    elif born > on:
        found.append(Doubt.BORN_IN_FUTURE)
    elif is_child and age_on(born, on) >= ADULT_AT:
        found.append(Doubt.CHILD_IS_ADULT)
    return found


POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)


def same_place(kind, one: str, other: str) -> bool:
    """Whether two contact details of one kind lead to one place: the same letters and digits, or one postcode.

    It errs on the side of yes: a detail that is protected without need costs a step, one left open can cost a life.
    """
    if kind == ContactKind.PHONE:
        return _national(one) == _national(other)
    if _squashed(one) == _squashed(other):
        return True
    here, there = (POSTCODE.findall(text) for text in (one, other))
    return bool(kind == ContactKind.ADDRESS and here and there and _code(here) == _code(there))


def _squashed(text):
    return "".join(c for c in text.casefold() if c.isalnum())


def _code(found):
    return "".join(found[-1]).casefold()


def _national(number):
    digits = "".join(c for c in number if c.isdigit())
    return digits.removeprefix("0044").removeprefix("44").lstrip("0") or _squashed(number)
