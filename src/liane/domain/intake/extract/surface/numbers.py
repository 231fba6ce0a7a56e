"""Numbers with a key or a label: INS, RPPS, FINESS, and the establishment's own (IPP, stay).

What lives here: shapes, keys, and the repairs that a key allows. What must not: the choice between two numbers.
"""

import re
from dataclasses import dataclass

from liane.domain.identity.ins import INS_OIDS, compute_ins_key
from liane.domain.intake.extract.surface.sheet import Row, Span

_SEPARATOR = r"[ .\-\t_|]{0,3}"
_SHAPED = r"[0-9OQDILSB|]"
_INS = re.compile(
    rf"(?<![0-9A-Z])(?=[^0-9]{{0,6}}[0-9])([1-8IL|S](?:{_SEPARATOR}{_SHAPED}){{5}}{_SEPARATOR}[0-9OQDILSBA]"
    rf"(?:{_SEPARATOR}{_SHAPED}){{6}})(?P<gap>[ .\-\t/|:()]{{0,4}}(?:CLE[ :\t]{{0,3}})?)"
    rf"({_SHAPED}{_SEPARATOR}{_SHAPED})(?![0-9A-Z])"
)
_REPAIRS = str.maketrans("OQDIL|SB", "00011158")
_DIGITS_MIN = 9
_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9](?:[ .\-]?[0-9]){8,11}(?![0-9A-Z])")
_LOCAL = re.compile(r"[A-Z0-9]+(?:[\-/._ ]?[A-Z0-9]+)*")
_OID = re.compile(r"1\.2\.250\.1\.213\.1\.4\.(?:8|9|1[01])(?![0-9])")
LOCAL_CHARS_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumber:
    """A number on a row. value: without separators, repaired when is_repaired. is_valid: its key is right."""

    span: Span
    value: str
    is_valid: bool = False
    is_repaired: bool = False


def luhn_is_right(digits: str) -> bool:
    """True when the last digit is the Luhn key of the others. Rule: intake.md §3 (RPPS and FINESS by Luhn)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for place, sign in enumerate(reversed(digits)):
        number = int(sign) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def ins_key_is_right(value: str) -> bool:
    """True when 15 characters end with the key of the first 13."""
    try:
        return len(value) == 15 and value[13:] == compute_ins_key(value[:13])
    except ValueError:
        return False


def find_ins(row: Row) -> tuple[PrintedNumber, ...]:
    """Every number of the shape of an INS: 13 characters and a key, groups and key apart allowed.

    A letter in the place of a digit is mended only when that makes the key right. Rule: intake.md §3; ins.md §2.
    """
    made = []
    for match in _INS.finditer(row.folded):
        raw = re.sub(r"[ .\-\t_]", "", match.group(1)) + re.sub(r"[ .\-\t_]", "", match.group(3))
        if len(raw) != 15 or sum(sign.isdigit() for sign in raw) < _DIGITS_MIN:
            continue
        if match.group("gap").count("\t") and "|" in match.group("gap"):
            continue
        made.append(_settle_ins(Span(row, *match.span()), raw))
    return tuple(made)


def _settle_ins(span: Span, raw: str) -> PrintedNumber:
    corsica = raw[6] if raw[5:7] in ("2A", "2B") else ""
    plain = raw.translate(_REPAIRS)
    if corsica:
        kept = plain[:6] + corsica + plain[7:]
        if ins_key_is_right(kept):
            return PrintedNumber(span=span, value=kept, is_valid=True, is_repaired=kept != raw)
    if ins_key_is_right(plain):
        return PrintedNumber(span=span, value=plain, is_valid=True, is_repaired=plain != raw)
    if plain[5:7] == "28" and ins_key_is_right(plain[:6] + "B" + plain[7:]):
        return PrintedNumber(span=span, value=plain[:6] + "B" + plain[7:], is_valid=True, is_repaired=True)
    return PrintedNumber(span=span, value=raw)


def find_oids(row: Row) -> tuple[PrintedNumber, ...]:
    """Every OID of an INS authority that is printed."""
    return tuple(
        PrintedNumber(span=Span(row, *match.span()), value=match.group(), is_valid=True)
        for match in _OID.finditer(row.folded)
        if match.group() in INS_OIDS
    )


def find_rpps(row: Row, start: int = 0, end: int | None = None) -> tuple[PrintedNumber, ...]:
    """Numbers of 11 digits, or of 12 that begin with the type digit 8, between two places of a row."""
    made = []
    for match in _NUMBER.finditer(row.folded, start, len(row.folded) if end is None else end):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 12 and digits[0] == "8":
            digits = digits[1:]
        if len(digits) == 11:
            made.append(PrintedNumber(span=Span(row, *match.span()), value=digits, is_valid=luhn_is_right(digits)))
    return tuple(made)


def find_finess(row: Row, start: int = 0, end: int | None = None) -> tuple[PrintedNumber, ...]:
    """Numbers of 9 digits, or of 10 that begin with the type digit 1, between two places of a row."""
    made = []
    for match in _NUMBER.finditer(row.folded, start, len(row.folded) if end is None else end):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 10 and digits[0] == "1":
            digits = digits[1:]
        if len(digits) == 9:
            made.append(PrintedNumber(span=Span(row, *match.span()), value=digits, is_valid=luhn_is_right(digits)))
    return tuple(made)


def read_local_number(row: Row, start: int, end: int) -> PrintedNumber | None:
    """The local number (IPP, stay) that starts at a place: letters and digits, three digits at least."""
    place = start
    while place < end and not row.folded[place].isalnum():
        if row.folded[place] not in " \t:°#*.-":
            return None
        place += 1
    match = _LOCAL.match(row.folded, place, end)
    if match is None:
        return None
    kept, last = "", match.start()
    for part in re.finditer(r"[A-Z0-9]+|[^A-Z0-9]", match.group()):
        text = part.group()
        if text == " " or (text.isalpha() and len(text) > 4):
            rest = match.group()[part.end() :]
            if text == " " and kept.replace("-", "").isdigit() and re.match(r"\d{2,4}(?!\d|/)", rest) and len(kept) < 8:
                continue
            break
        kept += text
        last = match.start() + part.end()
    kept = kept.strip("-/._")
    if not 3 <= len(kept) <= LOCAL_CHARS_MAX or sum(sign.isdigit() for sign in kept) < 3:
        return None
    span = Span(row, match.start(), last)
    raw = span.raw.rstrip("-/._ ")
    return PrintedNumber(span=Span(row, match.start(), match.start() + len(raw)), value=kept)
