"""What the tests of this folder share."""

from tests.counting import queries_of

__all__ = ["queries_of"]
