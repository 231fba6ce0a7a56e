"""Numbers and dates as XPath reads, casts, compares and writes them; called by generated code.

Texts come from strangers: each cast first matches the exact lexical form of XML Schema, within a written length.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from math import isinf, isnan

from liane.codecs.schematron.dynamic_errors import DynamicError

_DOUBLE = re.compile(r"[ \t\r\n]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)[ \t\r\n]*", re.ASCII)
_INTEGER = re.compile(r"[ \t\r\n]*[+-]?\d+[ \t\r\n]*", re.ASCII)
_DECIMAL = re.compile(r"[ \t\r\n]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*", re.ASCII)
_DATETIME = re.compile(
    r"[ \t\r\n]*(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?[ \t\r\n]*", re.ASCII
)
NUMBER_CHARS_MAX = 400
_CYCLE_DAYS = 146_097
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def number(text: str | None) -> float:
    """Read a number as `number()` does: what is none gives NaN."""
    match = _DOUBLE.fullmatch(text) if text is not None else None
    return float("nan") if match is None else float(match[1].replace("INF", "inf"))


def number_cast(text: str) -> float:
    """Read a number as a comparison does: what is none is an error."""
    if _DOUBLE.fullmatch(text) is None:
        raise DynamicError("un nombre est attendu")
    return number(text)


def integer_cast(text: str | None) -> int | None:
    """Cast to `xs:integer`."""
    if text is None:
        return None
    if not castable_integer(text):
        raise DynamicError("un entier est attendu")
    return int(text)


def decimal_cast(text: str | None) -> Decimal | None:
    """Cast to `xs:decimal`."""
    if text is None:
        return None
    if not castable_decimal(text):
        raise DynamicError("un nombre décimal est attendu")
    return Decimal(text.strip(" \t\r\n"))


def castable_integer(text: str | None) -> bool:
    """Tell whether a text casts to `xs:integer`."""
    return text is not None and len(text) <= NUMBER_CHARS_MAX and _INTEGER.fullmatch(text) is not None


def castable_decimal(text: str | None) -> bool:
    """Tell whether a text casts to `xs:decimal`."""
    return text is not None and len(text) <= NUMBER_CHARS_MAX and _DECIMAL.fullmatch(text) is not None


def castable_datetime(text: str | None) -> bool:
    """Tell whether a text casts to `xs:dateTime`."""
    return text is not None and _datetime_fields(text) is not None


def castable_uri(text: str | None) -> bool:
    """Tell whether a text casts to `xs:anyURI`: any text does."""
    return text is not None


def is_true_number(value: float) -> bool:
    """Give the truth of a number: neither zero nor NaN."""
    return value == value and value != 0


def datetime_cast(text: str | None) -> tuple[int, int] | None:
    """Cast to `xs:dateTime`, as seconds and microseconds on one time line; a value without a zone is read in UTC."""
    if text is None:
        return None
    fields = _datetime_fields(text)
    if fields is None:
        raise DynamicError("une date et heure est attendue")
    year, month, day, hour, minute, second, micro, offset = fields
    days = year // 400 * _CYCLE_DAYS + date(2000 + year % 400, month, day).toordinal()
    return ((days * 24 + hour) * 60 + minute - offset) * 60 + second, micro


def _datetime_fields(text: str) -> tuple[int, int, int, int, int, int, int, int] | None:
    match = _DATETIME.fullmatch(text) if len(text) <= NUMBER_CHARS_MAX else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[index]) for index in range(1, 7))
    if (len(match[1].lstrip("-")) > 4 and match[1].lstrip("-").startswith("0")) or not 1 <= month <= 12:
        return None
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _DAYS[month - 1] + (1 if is_leap and month == 2 else 0):
        return None
    fraction = match[7] or ""
    is_midnight = hour == 24 and minute == second == 0 and not fraction.strip(".0")
    if (hour > 23 and not is_midnight) or minute > 59 or second > 59:
        return None
    offset = _zone_minutes(match[8])
    if offset is None:
        return None
    return year, month, day, hour, minute, second, int((fraction[1:7] or "0").ljust(6, "0")), offset


def _zone_minutes(zone: str | None) -> int | None:
    if zone in (None, "Z"):
        return 0
    assert zone is not None
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        return None
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)


def modulo(left: float, right: float) -> float:
    """Give the remainder, with the sign of the dividend."""
    if isnan(left) or isnan(right) or right == 0 or isinf(left):
        return float("nan")
    if isinf(right):
        return left
    remainder = abs(left) % abs(right)
    return -remainder if left < 0 else remainder


def number_text(value: float | int | Decimal) -> str:
    """Write a number as XPath does."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "INF" if value > 0 else "-INF"
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    try:
        return f"{Decimal(repr(value)).normalize():f}" if 1e-6 <= abs(value) < 1e6 else f"{value:E}"
    except InvalidOperation:
        return repr(value)
