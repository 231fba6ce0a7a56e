"""Traits complémentaires in PID: home address (PID-11), phone and e-mail (PID-13, PID-14).

Rule: HL7 v2.5, types XAD and XTN, as PAM France 2.11 uses them; hl7v2.md §4.3.
"""

from liane.codecs.hl7v2.er7 import Message, Presence, Segment
from liane.domain.identity.person import ComplementaryTraits

REPETITIONS_MAX = 50
_ADDRESS_KINDS = {"H": 0, "P": 1, "C": 2, "L": 3, "": 4, "M": 5}
"""Kinds of addresses that say where a person lives, the best first; birth place and bad addresses are none."""
_PHONE_EQUIPMENT = frozenset({"", "PH", "CP", "SAT"})
_MAIL_EQUIPMENT = frozenset({"INTERNET", "X.400"})


def read_complementary(message: Message, pid: Segment) -> ComplementaryTraits | None:
    """Read where a person lives and can be called; None when the message says nothing of it."""
    street, city, postal_code, country = _read_home(message, pid)
    phone, email = _read_telecom(message, pid)
    if not (street or city or postal_code or country or phone or email):
        nulls = (pid.presence(number) is Presence.NULL for number in (11, 13))
        return ComplementaryTraits() if any(nulls) else None
    return ComplementaryTraits(
        address=street, postal_code=postal_code, city=city, country=country, phone=phone, email=email
    )


def _read_home(message: Message, pid: Segment) -> tuple[str, str, str, str]:
    best, best_rank = b"", len(_ADDRESS_KINDS)
    for repetition in pid.repetitions(11)[:REPETITIONS_MAX]:
        rank = _ADDRESS_KINDS.get(message.read_component(repetition, 7).upper(), best_rank)
        if rank < best_rank and repetition.strip(b"^ "):
            best, best_rank = repetition, rank
    if not best:
        return "", "", "", ""
    read = message.read_component
    street = ", ".join(part for part in (read(best), read(best, 2)) if part)
    return street, read(best, 3), read(best, 5), read(best, 6)


def _read_telecom(message: Message, pid: Segment) -> tuple[str, str]:
    """The first phone and the first e-mail; home before work. Number: XTN-12, else XTN-5 to -8, else XTN-1."""
    phone, email = "", ""
    read = message.read_component
    for number in (13, 14):
        for repetition in pid.repetitions(number)[:REPETITIONS_MAX]:
            equipment = read(repetition, 3).upper()
            if equipment in _MAIL_EQUIPMENT or read(repetition, 2).upper() == "NET":
                email = email or read(repetition, 4)
            elif equipment in _PHONE_EQUIPMENT:
                phone = phone or read(repetition, 12) or _join_number(message, repetition) or read(repetition)
    return phone, email


def _join_number(message: Message, repetition: bytes) -> str:
    country, area, local = (message.read_component(repetition, number) for number in (5, 6, 7))
    if not local:
        return ""
    return (f"+{country.lstrip('+')}" if country else "") + area + local
