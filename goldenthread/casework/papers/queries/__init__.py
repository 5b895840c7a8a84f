"""Reads of papers, copies and directions, and the secrets of a case that the gate looks for."""

from goldenthread.casework.papers.queries.copies import (
    copies,
    directions,
    directions_for,
    in_force,
    passages_in,
    passages_out,
    stopped,
    template_for,
    withheld_from,
)
from goldenthread.casework.papers.queries.papers import body, papers
from goldenthread.casework.papers.queries.secrets import Guarded, guarded, hits_in, holds_contact, surroundings

__all__ = [
    "Guarded",
    "body",
    "copies",
    "directions",
    "directions_for",
    "guarded",
    "hits_in",
    "holds_contact",
    "in_force",
    "papers",
    "passages_in",
    "passages_out",
    "stopped",
    "surroundings",
    "template_for",
    "withheld_from",
]
