"""Ways of writing a date."""

from datetime import date

from eval.examiners.common.vocabulary import DAYS, MONTHS

SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
STYLES = ("dmy", "dmy", "dmy", "dots", "dash", "long", "spaced")


def written(day: date, style: str) -> str:
    """Return the date in this style."""
    first = "1er" if day.day == 1 else str(day.day)
    if style == "long":
        return f"{first} {MONTHS[day.month - 1]} {day.year}"
    if style == "week":
        return f"{DAYS[day.weekday()]} {first} {MONTHS[day.month - 1]} {day.year}"
    if style == "abbr":
        return f"{day.day:02d} {SHORT[day.month - 1]} {day.year}"
    if style == "caps":
        return f"{first.upper()} {MONTHS[day.month - 1].upper()} {day.year}"
    patterns = {
        "dmy": "%d/%m/%Y",
        "dots": "%d.%m.%Y",
        "dash": "%d-%m-%Y",
        "spaced": "%d %m %Y",
        "iso": "%Y-%m-%d",
        "short": "%d/%m/%y",
        "glued": "%d%m%Y",
    }
    if style == "loose":
        return f"{day.day}/{day.month}/{day.year}"
    return day.strftime(patterns[style])


def all_forms(day: date) -> list[str]:
    """Return every form in which a page may write the date."""
    names = ("dmy", "dots", "dash", "long", "week", "abbr", "caps", "spaced", "iso", "short", "glued", "loose")
    return [written(day, name) for name in names]
