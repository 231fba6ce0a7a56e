"""How numbers, instants, sizes and dates are written in French. Pure functions; the present instant is an argument."""

from datetime import date, datetime, timedelta

from liane.domain.documents.timestamp import PARIS

NBSP = "\u00a0"
_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_UNITS = ("o", "ko", "Mo", "Go", "To")


def format_count(number: int) -> str:
    """Write a count with a no-break space between thousands: ``1 204``."""
    return f"{number:,}".replace(",", NBSP)


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """Write a count and its noun, agreed: 0 and 1 are singular in French; what ends in s, x or z stays as it is."""
    noun = singular if abs(number) < 2 else plural or (singular if singular[-1:] in "sxz" else f"{singular}s")
    return f"{format_count(number)}{NBSP}{noun}"


def format_time(at: datetime) -> str:
    """Write the local time: ``10 h 42``."""
    local = at.astimezone(PARIS)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def format_day(day: date, today: date) -> str:
    """Write a day as a person says it: ``aujourd'hui``, ``hier``, ``12 nov.``, ``12 nov. 2024``."""
    if day == today:
        return "aujourd’hui"
    if day == today - timedelta(days=1):
        return "hier"
    if day == today + timedelta(days=1):
        return "demain"
    year = "" if day.year == today.year else f"{NBSP}{day.year}"
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]}{year}"


def format_instant(at: datetime, now: datetime) -> str:
    """Write an instant as a person says it: ``aujourd'hui 10 h 42``."""
    return f"{format_day(at.astimezone(PARIS).date(), now.astimezone(PARIS).date())} {format_time(at)}"


def format_since(at: datetime, now: datetime) -> str:
    """Write the start of a lasting thing: the time alone when it is today, else day and time."""
    if at.astimezone(PARIS).date() == now.astimezone(PARIS).date():
        return format_time(at)
    return format_instant(at, now)


def format_exact(at: datetime) -> str:
    """Write the exact instant, with its offset: shown on hover and in exports."""
    local = at.astimezone(PARIS)
    return f"{local:%d/%m/%Y %H:%M:%S}.{local.microsecond // 1000:03d} {local:%Z}"


def format_hl7_date(value: str) -> str:
    """Write an HL7 date (``yyyyMMdd``) as ``dd/mm/yyyy``; anything else is shown as it is."""
    if len(value) >= 8 and value[:8].isdigit():
        return f"{value[6:8]}/{value[4:6]}/{value[:4]}"
    return value


def format_size(size_bytes: int) -> str:
    """Write a size with its unit, three digits at most: ``204 ko``."""
    size, unit = float(size_bytes), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    text = f"{size:.0f}" if unit == 0 or size >= 10 else f"{size:.1f}".replace(".", ",")
    return f"{text}{NBSP}{_UNITS[unit]}"


def format_duration(duration: timedelta) -> str:
    """Write a duration with its two greatest units: ``2 h 05 min``, ``45 s``."""
    seconds = max(int(duration.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds}{NBSP}s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if hours < 1:
        return f"{minutes}{NBSP}min"
    if days < 1:
        return f"{hours}{NBSP}h{NBSP}{minutes % 60:02d}{NBSP}min"
    return f"{count_of(days, 'jour')} {hours % 24}{NBSP}h"


def join_french(parts: list[str]) -> str:
    """Join parts as a sentence does: commas, then « et »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"
