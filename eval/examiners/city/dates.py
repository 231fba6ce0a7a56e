"""Days as they are written."""

from datetime import date

from eval.examiners.common.vocabulary import DAYS, MONTHS

TODAY = date(2026, 11, 20)


def fmt(d: date, style: str) -> str:
    """A day in one of the styles."""
    first = "1er" if d.day == 1 else str(d.day)
    if style == "long":
        return f"{first} {MONTHS[d.month - 1]} {d.year}"
    if style == "day":
        return f"{DAYS[d.weekday()]} {first} {MONTHS[d.month - 1]} {d.year}"
    if style == "MON":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    shapes = {
        "/": "%d/%m/%Y",
        "-": "%d-%m-%Y",
        ".": "%d.%m.%Y",
        "iso": "%Y-%m-%d",
        " ": "%d %m %Y",
        "/s": "%d / %m / %Y",
    }
    return d.strftime(shapes[style])
