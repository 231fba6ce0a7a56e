"""How a date is written."""

from eval.examiners.common.vocabulary import DAYS, MONTHS


def fmt_date(d, style):
    """A date in one of the ways that this mail writes it."""
    return {
        "slash": d.strftime("%d/%m/%Y"),
        "dot": d.strftime("%d.%m.%Y"),
        "dash": d.strftime("%d-%m-%Y"),
        "iso": d.isoformat(),
        "long": f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}",
        "long0": f"{d.day:02d} {MONTHS[d.month - 1]} {d.year}",
        "upper": f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}",
        "space": d.strftime("%d %m %Y"),
        "full": f"{DAYS[d.weekday()]} {'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}",
    }[style]
