"""Identifiers: UUID version 7, so that rows written together lie together in an index."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A fresh identifier. Opaque: nothing may be read from it but the order of making."""
    return UUID(int=uuid_utils.uuid7().int)
