"""What a flow needs of the trail: to write a line, at once and durably."""

from typing import Protocol

from liane.domain.audit.access import AccessEvent


class AccessTrail(Protocol):
    """Where accesses are written. A line is kept before what it tells of is shown or sent."""

    async def record(self, event: AccessEvent) -> None:
        """Append one line; raises StorageUnavailable when it cannot be kept, and then the act must not happen."""
        ...
