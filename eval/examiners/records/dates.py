"""Dates as these senders write them. No draw of a day: see traps."""

from eval.examiners.common.vocabulary import DAYS, MONTHS

DATE_STYLES = ["dmy/", "dmy/", "dmy/", "dmy.", "dmy-", "long", "long", "MON", "iso", "dmys"]


def fmt_date(d, style):
    if style == "dmy/":
        return d.strftime("%d/%m/%Y")
    if style == "dmy.":
        return d.strftime("%d.%m.%Y")
    if style == "dmy-":
        return d.strftime("%d-%m-%Y")
    if style == "dmys":
        return d.strftime("%d\u00a0/\u00a0%m\u00a0/\u00a0%Y")
    if style == "iso":
        return d.isoformat()
    if style == "MON":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    if style == "day":
        return f"{DAYS[d.weekday()]} {fmt_date(d, 'long')}"
    day = "1er" if d.day == 1 else str(d.day)
    return f"{day} {MONTHS[d.month - 1]} {d.year}"
