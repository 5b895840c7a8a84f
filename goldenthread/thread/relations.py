"""The closed list of ways in which a later thing can rest on an earlier one."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Relation(StrEnum):
    """Read as: the later thing *relation* the earlier one."""

    DRAWS_ON = "DRAWS_ON"
    WEIGHS = "WEIGHS"
    ANSWERS = "ANSWERS"
    EXAMINES = "EXAMINES"
    GATHERS = "GATHERS"
    RAISED_BY = "RAISED_BY"
    SUPPORTS = "SUPPORTS"
    CITES = "CITES"


# How each relation is said from the later end (behind) and from the earlier end (ahead).
SAYS = {
    Relation.DRAWS_ON: (N_("draws on"), N_("drawn on by")),
    Relation.WEIGHS: (N_("weighs"), N_("weighed in")),
    Relation.ANSWERS: (N_("answers"), N_("answered by")),
    Relation.EXAMINES: (N_("examines"), N_("examined in")),
    Relation.GATHERS: (N_("gathers"), N_("gathered in")),
    Relation.RAISED_BY: (N_("raised by"), N_("gave rise to")),
    Relation.SUPPORTS: (N_("supports"), N_("supported by")),
    Relation.CITES: (N_("cites"), N_("cited by")),
}
