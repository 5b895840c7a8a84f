"""What families tell of their ethnic group and of disability: most answer, some prefer not to, some are not asked yet.

Drawn apart from the rest of the story. Nothing here stands for what is known of any group of people: the shares are
made up, and only say that each kind of answer can be seen.
"""

from goldenthread.casework.cases.models import Participation
from goldenthread.casework.cases.operations.people import record_characteristics
from goldenthread.demo.words import passages

# Of a hundred who could be asked.
NOT_ASKED, DECLINED, NOT_KNOWN = 12, 6, 3
DISABLED = {"CHILD": 12, "ADULT": 16}


def ask(story):
    """Asks each person of the case, on the day on which contact began. The last act's moment is theirs too."""
    at = story.last_at
    groups = _groups(story)
    rows = {row.member_id: row for row in Participation.objects.filter(case=story.case).select_related("member")}
    for one, member in story.members.items():
        row = rows[member.pk]
        row.case = story.case
        age = "CHILD" if one.role == "CHILD" else "ADULT"
        asked = {"ETHNICITY": _group(story.apart, groups[one]), "DISABILITY": _disability(story.apart, age)}
        told = {kind: said for kind, said in asked.items() if said}
        if told:
            story.act(record_characteristics, at=at, person=row, told=told, said_by=_teller(story, age, one, told))


def _groups(story):
    """Each person's group: as a rule one for the family, and a child's follows from the parents'."""
    texts, chance = passages("characteristics"), story.apart
    shares = texts["groups"][story.family.nation]

    def drawn():
        return chance.choices(list(shares), list(shares.values()))[0]

    mother = texts["languages"].get(story.family.language) or drawn()
    father = mother if chance.random() < 0.8 else drawn()
    both = {mother, father}
    other = [code for code in (mother, father) if not code.startswith("WHITE_")]
    mixed = texts["mixed"].get(other[0], "MIXED_OTHER") if other else "WHITE_OTHER"
    child = mother if len(both) == 1 else mixed
    parents = {"mother": mother, "father": father, "grandmother": father}
    return {one: child if one.role == "CHILD" else parents.get(one.part, mother) for one in story.family.people}


def _unanswered(chance):
    """An answer that is none, nothing where nobody asked, or False where the question is answered."""
    lot = chance.randrange(100)
    if lot < NOT_ASKED:
        return {}
    if lot < NOT_ASKED + DECLINED + NOT_KNOWN:
        answer = "DECLINED" if lot < NOT_ASKED + DECLINED else "NOT_KNOWN"
        return {"answer": answer, "code": "", "own_words": "", "why_here": ""}
    return False


def _group(chance, code):
    if (said := _unanswered(chance)) is not False:
        return said
    texts = passages("characteristics")
    words = chance.choice([*texts["own_words"].get(code, ()), ""])
    why = chance.choice(texts["why_group"]) if words and chance.random() < 0.5 else ""
    return {"answer": "STATED", "code": code, "own_words": words, "why_here": why}


def _disability(chance, age):
    if (said := _unanswered(chance)) is not False:
        return said
    disabled = chance.randrange(100) < DISABLED[age]
    words, why = chance.choice(passages("characteristics")["disabilities"][age]) if disabled else ("", "")
    return {"answer": "STATED", "code": "YES" if disabled else "NO", "own_words": words, "why_here": why}


def _teller(story, age, one, told):
    asked = any(said["answer"] != "STATED" for said in told.values())
    if age == "ADULT":
        return "SELF"
    if (story.age(one) or 0) >= 12:
        return story.apart.choice(("SELF", "PARENT_OR_CARER"))
    tellers = ("PARENT_OR_CARER", "PARENT_OR_CARER", "PROFESSIONAL", "COURT_FILE")
    return story.apart.choice(tellers[: 2 if asked else 4])
