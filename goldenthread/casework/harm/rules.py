"""Kinds of abusive behaviour, and what is known of proof.

Source of the kinds: Domestic Abuse Act 2021, section 1(3); of the sub-kinds: the statutory guidance to the Act.
"""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Kind(StrEnum):
    """Domestic Abuse Act 2021, section 1(3)(a) to (e)."""

    PHYSICAL_OR_SEXUAL = "PHYSICAL_OR_SEXUAL"
    VIOLENT_OR_THREATENING = "VIOLENT_OR_THREATENING"
    CONTROLLING_OR_COERCIVE = "CONTROLLING_OR_COERCIVE"
    ECONOMIC = "ECONOMIC"
    PSYCHOLOGICAL_OR_OTHER = "PSYCHOLOGICAL_OR_OTHER"


KINDS = {
    Kind.PHYSICAL_OR_SEXUAL: N_("Physical or sexual abuse"),
    Kind.VIOLENT_OR_THREATENING: N_("Violent or threatening behaviour"),
    Kind.CONTROLLING_OR_COERCIVE: N_("Controlling or coercive behaviour"),
    Kind.ECONOMIC: N_("Economic abuse"),
    Kind.PSYCHOLOGICAL_OR_OTHER: N_("Psychological, emotional or other abuse"),
}


class SubKind(StrEnum):
    PHYSICAL = "PHYSICAL"
    SEXUAL = "SEXUAL"
    STALKING = "STALKING"
    THROUGH_TECHNOLOGY = "THROUGH_TECHNOLOGY"
    HONOUR_BASED = "HONOUR_BASED"
    FORCED_MARRIAGE = "FORCED_MARRIAGE"
    GENITAL_MUTILATION = "GENITAL_MUTILATION"
    THROUGH_THE_CHILD = "THROUGH_THE_CHILD"
    POST_SEPARATION = "POST_SEPARATION"
    VERBAL = "VERBAL"


SUB_KINDS = {
    SubKind.PHYSICAL: N_("Physical"),
    SubKind.SEXUAL: N_("Sexual"),
    SubKind.STALKING: N_("Stalking or harassment"),
    SubKind.THROUGH_TECHNOLOGY: N_("Through technology"),
    SubKind.HONOUR_BASED: N_("So-called honour-based"),
    SubKind.FORCED_MARRIAGE: N_("Forced marriage"),
    SubKind.GENITAL_MUTILATION: N_("Female genital mutilation"),
    SubKind.THROUGH_THE_CHILD: N_("Aimed at someone through a child"),
    SubKind.POST_SEPARATION: N_("After separation"),
    SubKind.VERBAL: N_("Verbal"),
}


class Status(StrEnum):
    """What is known of proof on a date, from a source."""

    REPORTED = "REPORTED"
    CORROBORATED = "CORROBORATED"
    ADMITTED = "ADMITTED"
    POLICE_INVESTIGATION = "POLICE_INVESTIGATION"
    CHARGED = "CHARGED"
    CONVICTED = "CONVICTED"
    FOUND = "FOUND"
    NOT_FOUND = "NOT_FOUND"
    NOT_DETERMINED = "NOT_DETERMINED"
    NO_LONGER_PURSUED = "NO_LONGER_PURSUED"


STATUSES = {
    Status.REPORTED: N_("Reported"),
    Status.CORROBORATED: N_("Corroborated"),
    Status.ADMITTED: N_("Admitted"),
    Status.POLICE_INVESTIGATION: N_("Under police investigation"),
    Status.CHARGED: N_("Charged"),
    Status.CONVICTED: N_("Convicted"),
    Status.FOUND: N_("Found by a court"),
    Status.NOT_FOUND: N_("A court decided that it was not proved"),
    Status.NOT_DETERMINED: N_("No court has decided whether it happened"),
    Status.NO_LONGER_PURSUED: N_("No longer pursued; not decided either way"),
}

# Reported, known, found or under investigation: what makes a rationale for time with a parent necessary.
CALLS_FOR_RATIONALE = frozenset(Status) - {Status.NOT_FOUND}


def calls_for_rationale(status: str) -> bool:
    """Whether abuse of this status is "reported, known, found or under investigation".

    Source: domestic abuse practice policy, version 2 (28 January 2025), as summarised publicly. Undecided and
    no longer pursued are not "untrue": both still count.
    """
    return Status(status) in CALLS_FOR_RATIONALE
