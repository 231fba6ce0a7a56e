"""Dates as French senders write them."""

from eval.examiners.common.vocabulary import DAYS, MONTHS


def fdate(d, s):
    if s == "long":
        return f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
    if s == "longday":
        return f"{DAYS[d.weekday()]} {fdate(d, 'long')}"
    if s == "MON":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    if s == "short":
        return f"{d.day:02d}/{d.month:02d}/{d.year % 100:02d}"
    if s == "sp":
        return f"{d.day:02d} / {d.month:02d} / {d.year}"
    return d.strftime({"iso": "%Y-%m-%d", "dot": "%d.%m.%Y", "dash": "%d-%m-%Y"}.get(s, "%d/%m/%Y"))


def fdate8(v):
    return "".join(ch for ch in v.split("(")[0] if ch.isdigit())[:8]
