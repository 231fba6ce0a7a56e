"""HL7 timestamps (``yyyyMMddHHmmss±zzzz``, shorter forms allowed) and their UTC form for XDS."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_TIMESTAMP = re.compile(r"(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:\.\d+)?([+-]\d{4})?$")


def parse_timestamp(value: str) -> datetime | None:
    """Read an HL7 timestamp as an aware instant; None when it is absent or is no timestamp.

    Missing parts count as the first instant; a value without offset is French local time.
    """
    match = _TIMESTAMP.match(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        local = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=PARIS
        )
    except ValueError:
        return None
    if offset is None:
        return local
    sign = -1 if offset[0] == "-" else 1
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])) * sign
    return local.replace(tzinfo=UTC) - shift


def render_utc(value: str) -> str:
    """Convert an HL7 timestamp to UTC digits as XDS wants them, keeping a date alone as a date.

    Returns an empty string when the value is no timestamp.
    Rule: xdm-xds.md §2, creationTime and serviceStartTime « converted to UTC, yyyyMMddHHmmss ».
    """
    digits = re.split(r"[.+-]", value, maxsplit=1)[0]
    instant = parse_timestamp(value)
    if instant is None:
        return ""
    if len(digits) <= 8:
        return digits
    return instant.astimezone(UTC).strftime("%Y%m%d%H%M%S")
