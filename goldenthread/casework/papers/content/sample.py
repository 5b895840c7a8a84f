"""A family that never was, for the preview of a template: as `Report.content` holds a version of a report."""

from uuid import UUID

NUMBER = 1


def _id(number):
    return str(UUID(int=number))


TAKEN, SHOUTED = _id(1), _id(2)
POINTS = {
    "A_WISHES": "{name} said clearly what matters: to be with the grandmother on Sundays, and no shouting.",
    "B_NEEDS": "{name} is in good health and likes school. The journey to it must stay short.",
    "C_CHANGE": "A change of home would mean a change of school in the middle of the year.",
    "D_CHARACTERISTICS": "The family speaks English and Igbo at home; both matter to {name}.",
    "E_HARM": "What {name} saw and heard is set out under the patterns above.",
    "F_CAPABILITY": "Each parent meets the everyday needs. The handovers are where it goes wrong.",
    "G_POWERS": "An order for time that is supervised, with a day on which it is looked at again.",
}


def _child(start, first, born_on, wish):
    said, feared = _id(start + 1), _id(start + 2)
    return {
        "id": _id(start), "name": f"{first} Okafor-Reed", "first_name": first, "born_on": born_on,
        "recommendation": _id(start + 9), "agreed": "", "agreed_on": "2026-06-10",
        "seen": [
            {"id": _id(start + 3), "on": "2026-05-12", "seen": True, "alone": True, "place": "SCHOOL", "reason": "",
             "reason_words": ""},
            {"id": _id(start + 4), "on": "2026-05-20", "seen": False, "alone": False, "place": "",
             "reason": "CHILD_DECLINED", "reason_words": f"{first} was tired after the school trip and asked to stop."},
        ],
        "wishes": [
            {"id": said, "words": wish, "on": "2026-05-12"},
            {"id": feared, "words": "I don't like the shouting. It makes my tummy hurt.", "on": "2026-05-12"},
        ],
        "victim": {"id": _id(start + 5), "answer": "YES",
                   "basis": f"{first} saw and heard it from the stairs, and told a teacher."},
        "impact": [{"id": _id(start + 6),
                    "words": f"{first} wakes at night and asks where everyone is.\n\n"
                             "The school has seen a change since January."}],
        "impact_on_parent": [{"id": _id(start + 7), "parent": "Ngozi Okafor",
                              "words": "She is afraid of the handovers and plans her week around them."}],
        "checklist": [{"id": _id(start + 10 + place), "point": point, "words": words.format(name=first)}
                      for place, (point, words) in enumerate(POINTS.items())],
        "options": [
            {"id": _id(start + 30), "words": "No contact",
             "why_rejected": f"{first} asks to see their father, and supervision meets the risk."},
            {"id": _id(start + 31), "words": "Time at the grandmother's home, not supervised",
             "why_rejected": "Nobody there could step in."},
        ],
        "treatments": [
            {"id": _id(start + 40), "pattern": TAKEN, "treatment": "CARRIED", "words": ""},
            {"id": _id(start + 41), "pattern": SHOUTED, "treatment": "SET_DOWN",
             "words": "It ended in 2019, and nobody says that it has come back."},
        ],
        "weighings": [
            {"id": _id(start + 50), "wish": said, "how": "FOLLOWED", "why": "The grandmother comes along.",
             "explain": "You asked for Nan, and Nan will be there."},
            {"id": _id(start + 51), "wish": feared, "how": "PARTLY",
             "why": "The handover moves to the school, where nobody shouts. The telephone calls stay.",
             "explain": "We moved the place where you change over."},
        ],
        "advice": {
            "id": _id(start + 9), "kind": "TIME_SUPERVISED", "parent": "Tobias Reed",
            "words": "Two hours each Saturday at the contact centre, for twelve weeks.\n\n"
                     "It is then looked at again, with a note from the centre.",
            "rationale": f"{first} wishes to see their father and is afraid of the handovers. Supervision lets the one "
                         "happen without the other.",
            "triggers": ["TIME_WHERE_ABUSE"],
            "trigger_rationale": "The pattern shows itself when nobody else is there. At the centre somebody is.",
            "explanation": f"The adviser will tell {first} at school, with the drawings that they made together.",
        },
    }  # fmt: skip


CONTENT = {
    "format": 1,
    "reference": "EXAMPLE-0001",
    "court": {"name": "Dales Family Court", "number": "EX26P00001"},
    "law": "PRIVATE",
    "orders_sought": ["CHILD_ARRANGEMENTS_TIME", "PROHIBITED_STEPS"],
    "issued_on": "2026-05-01",
    "received_on": "2026-05-04",
    "parties": [{"name": "Tobias Reed", "role": "APPLICANT"}, {"name": "Ngozi Okafor", "role": "RESPONDENT"}],
    "author": {"name": "Amira Lindqvist", "post": "Family court adviser"},
    "made_on": "2026-06-10",
    "spoken": [
        {"name": "Ngozi Okafor", "method": "PHONE", "on": "2026-05-06"},
        {"name": "Tobias Reed", "method": "VIDEO", "on": "2026-05-07"},
    ],
    "patterns": [
        {"id": TAKEN, "kind": "CONTROLLING_OR_COERCIVE", "sub_kinds": ["POST_SEPARATION"], "by": "Tobias Reed",
         "towards": ["Ngozi Okafor"],
         "words": "He took her telephone and kept her wages. Since they parted he asks the children what she buys.",
         "period": "From 2019 until they parted, and since", "said_by": "Ngozi Okafor", "status": "REPORTED",
         "status_on": "2026-05-06", "source": "Our conversation with her"},
        {"id": SHOUTED, "kind": "PSYCHOLOGICAL_OR_OTHER", "sub_kinds": ["VERBAL"], "by": "Ngozi Okafor",
         "towards": ["Tobias Reed"], "words": "Shouting at the handovers.", "period": "2019", "said_by": "Tobias Reed",
         "status": "NOT_DETERMINED", "status_on": None, "source": ""},
    ],
    "children": [
        _child(1000, "Maya", "2017-03-04", "I want to see Nan on Sundays."),
        _child(2000, "Leo", "2021-01-30", "I want the blue house and my digger."),
    ],
}  # fmt: skip
