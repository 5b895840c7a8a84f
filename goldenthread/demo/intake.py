"""How a case begins in the demonstration: registered, screened, allocated, made ready for the first call."""

import datetime as dt

from goldenthread.access.operations import break_glass, restrict_case
from goldenthread.casework.cases.models import Participation
from goldenthread.casework.cases.operations.allocation import (
    allocate_case,
    arrange_cover,
    declare_conflict,
    record_letter_sent,
)
from goldenthread.casework.cases.operations.intake import Party, decide_urgency, register_case
from goldenthread.casework.courtfeed.operations.matching import propose_matches
from goldenthread.casework.families.models import Match
from goldenthread.casework.families.operations import decide_match, record_contact_detail, relate, set_safe_contact
from goldenthread.demo.diary import Today
from goldenthread.demo.words import passages
from goldenthread.kernel.refusal import Refused


def register(story):
    """The application arrives and is registered by the duty manager of the nation."""
    family, facts = story.family, story.facts
    number = f"{family.court[:2].upper()}{story.diary.day:%y}{family.law[0]}{400 + family.number * 7:05}"
    signs = list(facts["signs"])
    if story.has("urgent") and "HEARING_WITHIN_DAYS" not in signs:
        signs.append("HEARING_WITHIN_DAYS")
    story.case = story.act(
        register_case, by=story.duty, law=family.law, nation=family.nation, process=family.process,
        received_on=story.diary.day, issued_on=story.diary.day - dt.timedelta(days=1),
        orders_sought=facts["orders"], urgency_signs=signs, area=story.office.area,
        local_authority=story.apart.choice(passages("places")["authorities"][family.area]),
        court_name=family.court, court_number=number, court_case_id=str(1_690_000_000_000_000 + family.number),
        parties=[_party(one, facts) for one in family.people],
    )  # fmt: skip
    rows = Participation.objects.filter(case=story.case).select_related("member").order_by("order")
    story.members = dict(zip(family.people, [row.member for row in rows], strict=True))
    for one, member in story.adults():
        _reach(story, one, member)


def _party(one, facts):
    responsibility = {"mother": "YES", "father": "YES"}.get(one.part, "NO") if one.role != "CHILD" else "NOT_KNOWN"
    words = {"grandmother": "Paternal grandmother", "other": "Mother's partner"}.get(one.part, "")
    return Party(
        one.role, one.first, one.last, one.born, one.gender, responsibility=responsibility, relation_words=words
    )


def _reach(story, one, member):
    """Addresses as the application gives them; what must be protected goes behind its wall at once."""
    places = passages("places")
    street, town = story.chance.choice(places["streets"]), story.chance.choice(places["towns"])
    address = f"{story.chance.randint(2, 98)} {street}, {town}"
    hidden = one.part == story.home and bool(story.family.particular & {"protected", "refuge"})
    refuge = hidden and story.has("refuge")
    why = story.deal("advice", "protected_why") if hidden else ""
    why = passages("advice")["refuge_why"] if refuge else why
    # 01632 and 07700 900 are kept by the telephone regulator for stories: they ring nowhere.
    phone = f"07700 900{story.chance.randint(100, 999)}"
    for kind, value in (("ADDRESS", address), ("PHONE", phone)):
        story.act(
            record_contact_detail, by=story.duty, case_id=story.case.pk, member=member, kind=kind, value=value,
            protected=hidden, why=why, in_refuge=refuge,
        )  # fmt: skip


def screen(story):
    """How they are related, and how urgent it is. An application of today may still wait for both."""
    try:
        for one, member in story.adults():
            kind = {"mother": "MOTHER", "father": "FATHER", "grandmother": "GRANDPARENT"}.get(one.part)
            for child, row in story.children():
                if kind and not (child.half and one.part == "father") and child.last:
                    story.act(
                        relate, by=story.duty, case_id=story.case.pk, one=member, other=row, kind=kind,
                        lives_with=one.part == story.home,
                    )  # fmt: skip
        _siblings(story)
        if story.family.goal == "TRAY" and not story.family.number % 2:
            return
        urgent = bool(story.case.urgency_signs) and not (story.has("urgent") and story.facts["signs"] == [])
        why = passages("advice")["urgent_yes" if urgent else "urgent_no"]
        story.act(
            decide_urgency, by=story.duty, case=story.case, urgent=urgent, why=why if story.case.urgency_signs else "",
            without_notice="NO_RESPONDENT_TOLD" in story.case.urgency_signs,
        )  # fmt: skip
    except Today:
        if story.family.goal != "TRAY":
            raise


def _siblings(story):
    children = story.children()
    for n, (one, row) in enumerate(children):
        for other, other_row in children[n + 1 :]:
            kind = "HALF_SIBLING" if one.half or other.half else "SIBLING"
            if one.last and other.last:
                story.act(relate, by=story.duty, case_id=story.case.pk, one=row, other=other_row, kind=kind)


def allocate(story):
    """A manager gives the case to an adviser, who declares a conflict or none; then restriction and cover."""
    first = story.adviser
    if story.has("leaver") and story.staff.leaver:
        first = story.staff.leaver
    story.act(allocate_case, by=story.office.manager, case=story.case, adviser=first, days=story.chance.randint(1, 2))
    story.refresh()
    texts = passages("advice")
    conflict = story.has("conflict")
    story.act(
        declare_conflict, by=first, case=story.case, has_conflict=conflict, words=texts["conflict"] if conflict else ""
    )
    if conflict or story.has("leaver"):
        _again(story, first, texts["reallocated"][0 if conflict else 1])
    if story.has("restricted"):
        _restrict(story, texts)


def _again(story, first, why):
    others = [person for person in story.office.advisers if person != first]
    story.adviser = others[story.family.number % len(others)]
    story.act(allocate_case, by=story.office.manager, case=story.case, adviser=story.adviser, why=why, days=2)
    story.refresh()
    story.act(declare_conflict, case=story.case, has_conflict=False, words="")


def _restrict(story, texts):
    office = story.office
    people = [person for person in (story.adviser, office.supervisor) if person]
    story.act(
        restrict_case, by=office.manager, case=story.case, reason="STAFF_FAMILY", why=texts["restricted"], people=people
    )


def glass(story):
    """Break-glass a few hours ago: it waits for the named senior, who must see it the same day.

    A use holds for a day by the database's own clock, so it cannot lie further back in a simulated past.
    """
    if not story.has("glass"):
        return
    story.act(
        break_glass, by=story.duty, at=story.diary.now - dt.timedelta(hours=3), reference=story.case.reference,
        reason=passages("advice")["glass"], nation=story.family.nation,
    )  # fmt: skip


def known_before(story):
    """A family that comes back: people who may be known already are proposed as matches, one is decided."""
    if not story.has("returns"):
        return
    members = list(story.members.values())
    story.act(propose_matches, by=story.staff.importer, case=story.case, members=members)
    match = Match.objects.filter(case_id=story.case.pk, one=story.member("mother")).first()
    if match:
        why = passages("advice")["match"]
        story.act(decide_match, by=story.office.manager, match=match, same=True, why=why)


def prepare(story):
    """Before the first contact: each person's safe-contact rule and language wish; cover where someone is away."""
    texts = passages("advice")
    for one, member in story.adults():
        if one.part == "other":
            continue
        careful = one.part == story.home and bool(story.facts["patterns"])
        interpreter = story.has("interpreter") and one.part == "mother"
        welsh = story.has("welsh") and one.part == story.home
        language = "OTHER" if interpreter else "WELSH" if welsh else "ENGLISH"
        story.act(
            set_safe_contact, case_id=story.case.pk, member=member,
            how=story.deal("advice", "safe_how") if careful else texts["safe_how"][3],
            never=story.deal("advice", "safe_never") if careful else "",
            voicemail=not careful, letters=not careful, language=language,
            language_words=story.family.language if interpreter else "", interpreter=interpreter,
        )  # fmt: skip
    if story.has("cover"):
        other = next(person for person in story.office.advisers if person != story.adviser)
        story.act(
            arrange_cover, by=story.office.manager, case=story.case, adviser=other,
            until=story.diary.now.date() + dt.timedelta(days=9), why=story.deal("advice", "cover"),
        )  # fmt: skip
        story.refresh()


def letter(story):
    """The safeguarding letter: in time as a rule, late where practice is poor, not yet where it is not due."""
    if story.family.process != "CAP":
        return
    late = story.has("late") or story.has("thin")
    story.diary.until(story.family.received_on + dt.timedelta(days=30 if late else 20))
    try:
        at = story.diary.moment()
        story.act(record_letter_sent, at=at, case=story.case, sent_on=at.date())
    except (Today, Refused):
        if story.family.goal != "ENQUIRY":
            raise
    story.refresh()
