"""Word files: filled from a template, cleaned of traces, read when they come back. What other areas use of them.

made = fill(template, {"reference": "…", "children": [{"name": "…", "rationale": Passage("child.<id>.rationale", …)}]})
out = clean(made, title="Report to court", post="Family court adviser")
back = passages_of(came_back, keys)      # texts by key, what stands outside, what is lost
text = read_back(came_back)              # paragraphs as they read with the changes accepted, and what was deleted
"""

from goldenthread.documents.cleaning import clean
from goldenthread.documents.fields import unknown_fields
from goldenthread.documents.filling import Passage, fill
from goldenthread.documents.registry import Field, use_of
from goldenthread.documents.returning import (
    BackText,
    Outside,
    Passages,
    as_it_returns,
    passages_of,
    read_back,
)

__all__ = [
    "BackText", "Outside", "Passage", "Passages", "as_it_returns", "clean", "fill", "known_fields", "passages_of",
    "read_back", "unknown_fields",
]  # fmt: skip


def known_fields(use: str) -> tuple[Field, ...]:
    """The fields that fill a use of templates, with what each holds, in the order of their registration."""
    known = use_of(use)
    return known.fields if known else ()
