"""Every field of every model sorted into one of five kinds; a contract test proves the list complete.

One declaration, five uses: demonstration data, research allow-list, subject access, log redaction, leak tests.
"""

from enum import StrEnum


class Sensitivity(StrEnum):
    """IDENTIFYING says who someone is; PROTECTED could lead a dangerous person to them; QUASI identifies in
    combination; NARRATIVE is free text about a family; SAFE is none of these."""

    IDENTIFYING = "IDENTIFYING"
    PROTECTED = "PROTECTED"
    QUASI = "QUASI"
    NARRATIVE = "NARRATIVE"
    SAFE = "SAFE"


def sorted_fields(*, identifying=(), protected=(), quasi=(), narrative=(), safe=()) -> dict[str, Sensitivity]:
    """Field name to kind, for a model's `sensitivity`. Keys, dates of recording and foreign keys to staff and
    cases are SAFE by rule and need not be named (see `tests/contract/test_models.py`)."""
    kinds = {
        Sensitivity.IDENTIFYING: identifying,
        Sensitivity.PROTECTED: protected,
        Sensitivity.QUASI: quasi,
        Sensitivity.NARRATIVE: narrative,
        Sensitivity.SAFE: safe,
    }
    return {name: kind for kind, names in kinds.items() for name in names}
