"""Row names that are made before the row is saved."""

from uuid import UUID

import uuid_utils.compat


def uuid7() -> UUID:
    """A new UUID of version 7: ordered by time, so that new rows land together in an index and a table can be
    partitioned by it (RFC 9562, section 5.7)."""
    made: UUID = uuid_utils.compat.uuid7()
    return made
