"""Cursors: where a list was left, as an opaque text that a page may carry in its address."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR_CHARS_MAX = 60
MICROSECONDS_MAX = 250_000_000_000_000_000


def write_cursor(at: datetime, number: int) -> str:
    """Write the place of the last line shown."""
    text = f"{(at - _EPOCH) // timedelta(microseconds=1)}.{number}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int]:
    """Read it back. Raises ValueError for anything that write_cursor did not write."""
    try:
        if len(text) > CURSOR_CHARS_MAX:
            raise ValueError
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
        microseconds, _, number = decoded.partition(".")
        if not (microseconds.isdigit() and number.isdigit() and int(microseconds) < MICROSECONDS_MAX):
            raise ValueError
        if int(number) >= 2**63:
            raise ValueError
        return _EPOCH + timedelta(microseconds=int(microseconds)), int(number)
    except (ValueError, binascii.Error) as error:
        raise ValueError("not a cursor of this list") from error
