"""The clock of the product."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present instant, aware."""
    return datetime.now(UTC)
