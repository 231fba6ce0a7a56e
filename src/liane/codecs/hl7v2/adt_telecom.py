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
    best: list[str] = []
    best_rank = len(_ADDRESS_KINDS)
    for repetition in pid.repetitions(11)[:REPETITIONS_MAX]:
        texts = message.read_components(repetition)
        rank = _ADDRESS_KINDS.get(texts[6].upper() if len(texts) > 6 else "", best_rank)
        if rank < best_rank and any(texts[:6]):
            best, best_rank = texts, rank
    street, other, city, _, postal_code, country = (best + [""] * 6)[:6]
    return ", ".join(part for part in (street, other) if part), city, postal_code, country


def _read_telecom(message: Message, pid: Segment) -> tuple[str, str]:
    """The first phone and the first e-mail; home before work. Number: XTN-12, else XTN-5 to -7, else XTN-1."""
    phone, email = "", ""
    for number in (13, 14):
        for repetition in pid.repetitions(number)[:REPETITIONS_MAX]:
            texts = (message.read_components(repetition) + [""] * 12)[:12]
            equipment = texts[2].upper()
            if equipment in _MAIL_EQUIPMENT or texts[1].upper() == "NET":
                email = email or texts[3]
            elif equipment in _PHONE_EQUIPMENT:
                phone = phone or texts[11] or _join_number(*texts[4:7]) or texts[0]
    return phone, email


def _join_number(country: str, area: str, local: str) -> str:
    if not local:
        return ""
    return (f"+{country.lstrip('+')}" if country else "") + area + local
