"""What is done with the papers of a case: brought in, opened, copied for someone, let out, withheld by direction."""

from goldenthread.casework.papers.operations.copies import look_again, look_at_copy, make_copy, take_copy
from goldenthread.casework.papers.operations.directions import end_direction, record_direction
from goldenthread.casework.papers.operations.papers import bring_paper, keep_paper, open_protected

__all__ = [
    "bring_paper",
    "end_direction",
    "keep_paper",
    "look_again",
    "look_at_copy",
    "make_copy",
    "open_protected",
    "record_direction",
    "take_copy",
]
