"""How a date is written."""

from eval.examiners.common.vocabulary import DAYS, MONTHS
from eval.examiners.common.words import words

MON3 = words("JAN FEV MAR AVR MAI JUN JUL AOU SEP OCT NOV DEC")
FORMATS = {"slash": "%d/%m/%Y", "dash": "%d-%m-%Y", "dot": "%d.%m.%Y", "iso": "%Y-%m-%d", "short": "%d/%m/%y"}


def fdate(d, style):
    """A date in one of the ways that this mail writes it."""
    if style in FORMATS:
        return d.strftime(FORMATS[style])
    if style == "mon":
        return f"{d.day:02d}-{MON3[d.month - 1]}-{d.year}"
    if style == "caps":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    day = "1er" if d.day == 1 else str(d.day)
    text = f"{day} {MONTHS[d.month - 1]} {d.year}"
    return f"{DAYS[d.weekday()]} {text}" if style == "day" else text
