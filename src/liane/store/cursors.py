"""Cursors: where a list was left, as an opaque text that a page may carry in its address."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR_CHARS_MAX = 80
NUMBER_MAX = 2**63 - 1
MICROSECONDS_MAX = 250_000_000_000_000_000


def write_cursor(first: datetime | int, second: int) -> str:
    """Write the place of the last line read: an instant or a number, then a number."""
    if isinstance(first, datetime):
        first = (first - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{first}.{second}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int]:
    """Read two numbers back. Raises ValueError for anything that write_cursor did not write."""
    try:
        if len(text) > CURSOR_CHARS_MAX:
            raise ValueError
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
        first, _, second = decoded.partition(".")
        if not (first.isdigit() and second.isdigit() and max(int(first), int(second)) <= NUMBER_MAX):
            raise ValueError
        return int(first), int(second)
    except (ValueError, binascii.Error) as error:
        raise ValueError("not a cursor of this list") from error


def read_dated_cursor(text: str) -> tuple[datetime, int]:
    """Read an instant and a number back. Raises ValueError for anything that write_cursor did not write."""
    microseconds, number = read_cursor(text)
    if microseconds > MICROSECONDS_MAX:
        raise ValueError("not a cursor of this list")
    return _EPOCH + timedelta(microseconds=microseconds), number
