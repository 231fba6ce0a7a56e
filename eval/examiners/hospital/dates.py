"""Dates as French senders write them."""

from eval.examiners.common.vocabulary import DAYS, MONTHS


def fdate(d, k):
    if k == "slash":
        return d.strftime("%d/%m/%Y")
    if k == "dot":
        return d.strftime("%d.%m.%Y")
    if k == "dash":
        return d.strftime("%d-%m-%Y")
    if k == "long":
        return f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
    if k == "dlong":
        return DAYS[d.weekday()] + " " + fdate(d, "long")
    if k == "upper":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    if k == "iso":
        return d.isoformat()
    if k == "dot2":
        return d.strftime("%d.%m.%y")
    return d.strftime("%d %m %Y")
