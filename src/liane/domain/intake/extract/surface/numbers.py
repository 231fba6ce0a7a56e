"""Numbers with a key or a label: INS, RPPS, FINESS, and the establishment's own (IPP, stay).

What lives here: shapes, keys, and the repairs that a key allows. What must not: the choice between two numbers.
"""

import re
from dataclasses import dataclass

from liane.domain.identity.ins import INS_OIDS, compute_ins_key
from liane.domain.intake.extract.surface.sheet import Row, Span, fold

_SHAPED = r"[0-9OQDILSB|]"
_KEY_GAP = r"(?P<gap>[ .,_\-\t/|:()\[\]]{0,5}(?:(?:CLE(?: DE CONTROLE)?|K)[ :=\t]{0,3})?)"


def _ins_pattern(first: str, sign: str, between: str, gap: str) -> "re.Pattern[str]":
    """Thirteen signs of an INS and its key. between: what may part two signs; gap: what may part the key."""
    return re.compile(
        rf"({first}(?:{between}{sign}){{5}}{between}(?:{sign}|A)(?:{between}{sign}){{6}}){gap}"
        rf"({sign}{between}{sign})(?:(?![0-9A-Z])|(?=1\.2\.250\.))"
    )


_ALONE = r"(?:(?<![0-9A-Z])|(?<=\bINS)|(?<=\bNIR))(?=[^0-9]{0,6}[0-9])"
_INS = _ins_pattern(rf"{_ALONE}[1-8IL|S]", _SHAPED, r"[ .\-\t_|]{0,3}", _KEY_GAP)
_INS_BOXED = _ins_pattern(rf"{_ALONE}[1-8]", "[0-9B]", r"[ .\-\t_|]{0,3}", _KEY_GAP)
"""Strokes between the signs are sides of boxes, where they are no figure that was misread."""
_INS_TOLD = _ins_pattern(
    r"(?=[^0-9]{0,6}[0-9])[1-8ILSZ|!]",
    r"[0-9OQDILSBZG|!]",
    r"[^0-9A-Z]{0,4}",
    r"(?P<gap>[^0-9A-Z]{0,5}(?:(?:CLE(?: DE CONTROLE)?|K)[^0-9A-Z]{0,4})?)",
)
"""After a label, any sign may part the figures, and more letters stand for one: the key proves it."""
_INS_TOLD_BOXED = _ins_pattern(r"[1-8]", "[0-9B]", r"[^0-9A-Z]{0,4}", r"(?P<gap>[^0-9A-Z]{0,5}(?:CLE[^0-9A-Z]{0,4})?)")
_TOLD_MAX = 90
"""Characters after a label where its number may end."""
_REPAIRS = str.maketrans("OoQDIiLl|!SsBbZzGgq", "0000111111558622699")
_DIGITS_MIN = 9
_INS_CHARS = 15
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
        number = _settle_ins(row, match)
        if number is not None and not (match.group("gap").count("\t") and "|" in match.group("gap")):
            made.append(number)
    for match in _INS_BOXED.finditer(row.folded) if "|" in row.folded else ():
        number = _settle_ins(row, match)
        if number is not None and number.is_valid:
            made = [one for one in made if one.span.end <= number.span.start or one.span.start >= number.span.end]
            made.append(number)
    return tuple(made)


def find_told_ins(row: Row, start: int) -> PrintedNumber | None:
    """The INS, its key right, that follows a label ending at a place, whatever parts its figures; None without one."""
    for pattern in (_INS_TOLD_BOXED, _INS_TOLD):
        for place in range(start, min(len(row.folded), start + _TOLD_MAX)):
            match = pattern.match(row.folded, place, start + _TOLD_MAX)
            number = _settle_ins(row, match) if match is not None else None
            if number is not None and number.is_valid:
                return number
    return None


def _settle_ins(row: Row, match: "re.Match[str]") -> PrintedNumber | None:
    """The number that a match is, mended where that makes its key right; None for one that cannot be."""
    span = Span(row, *match.span())
    signs = row.text[match.start(1) : match.end(1)] + row.text[match.start(3) : match.end(3)]
    raw = "".join(sign for sign in signs if sign.isalnum() and sign.isascii())
    if len(raw) != _INS_CHARS:
        raw = "".join(sign for sign in signs if sign in "|!" or (sign.isalnum() and sign.isascii()))
    if len(raw) != _INS_CHARS or sum(sign.isdigit() for sign in raw) < _DIGITS_MIN:
        return None
    plain = raw.translate(_REPAIRS)
    corsica = raw[6].upper() if raw[5] == "2" and raw[6] in "AaBb" else ""
    readings = [plain[:6] + corsica + plain[7:]] if corsica else []
    readings += [plain, *([plain[:6] + "B" + plain[7:]] if plain[5:7] == "28" else [])]
    for value in readings:
        if ins_key_is_right(value):
            return PrintedNumber(span=span, value=value, is_valid=True, is_repaired=value != raw.upper())
    return PrintedNumber(span=span, value=fold(raw))


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
