"""What a person does at the door, by noun: `restriction` (with break-glass), `sign` (in, out), `local` (emergencies).

Other areas restrict cases and look no further, so those are found here too.
"""

from goldenthread.access.operations.restriction import (
    break_glass,
    lift_restriction,
    name_on_case,
    restrict_case,
    review_glass,
    unname_on_case,
)

__all__ = ["break_glass", "lift_restriction", "name_on_case", "restrict_case", "review_glass", "unname_on_case"]
