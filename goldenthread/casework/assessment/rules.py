"""What an assessment must say for each child, and in what order.

Sources: Domestic Abuse Act 2021, section 3 (children as victims); Children Act 1989, section 1(3) (the welfare
checklist).
"""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Victim(StrEnum):
    """Whether the child is a victim of domestic abuse in their own right (2021 Act, section 3)."""

    YES = "YES"
    NO = "NO"
    CANNOT_YET_SAY = "CANNOT_YET_SAY"


VICTIMS = {Victim.YES: N_("Yes"), Victim.NO: N_("No"), Victim.CANNOT_YET_SAY: N_("Cannot yet say")}


class StatementKind(StrEnum):
    IMPACT_ON_CHILD = "IMPACT_ON_CHILD"
    IMPACT_ON_PARENT = "IMPACT_ON_PARENT"
    CHECKLIST = "CHECKLIST"


STATEMENT_KINDS = {
    StatementKind.IMPACT_ON_CHILD: N_("Impact on the child"),
    StatementKind.IMPACT_ON_PARENT: N_("Impact on the victim parent"),
    StatementKind.CHECKLIST: N_("Welfare checklist"),
}


class Point(StrEnum):
    """Children Act 1989, section 1(3)(a) to (g)."""

    A_WISHES = "A_WISHES"
    B_NEEDS = "B_NEEDS"
    C_CHANGE = "C_CHANGE"
    D_CHARACTERISTICS = "D_CHARACTERISTICS"
    E_HARM = "E_HARM"
    F_CAPABILITY = "F_CAPABILITY"
    G_POWERS = "G_POWERS"


POINTS = {
    Point.A_WISHES: N_("(a) Wishes and feelings"),
    Point.B_NEEDS: N_("(b) Physical, emotional and educational needs"),
    Point.C_CHANGE: N_("(c) Likely effect of a change"),
    Point.D_CHARACTERISTICS: N_("(d) Age, sex, background and characteristics"),
    Point.E_HARM: N_("(e) Harm suffered or at risk of suffering"),
    Point.F_CAPABILITY: N_("(f) How capable each parent is"),
    Point.G_POWERS: N_("(g) What the court can do"),
}
