"""The payload of a datamatrix INS as a received page carries it, oddities of published examples included.

What lives here: the payload, forgiven. What must not: the strict reading of a scan at the desk (a codec's).
"""

import re
from dataclasses import dataclass

from liane.domain.identity.ins import INS_OIDS
from liane.domain.intake.extract.surface.numbers import ins_key_is_right
from liane.domain.intake.page import Box

PAYLOAD_BYTES_MAX = 600
_HEADER = re.compile(r"(?:\][dD][0-9])?[\x1d\xe8\s\x00]*IS[0-9]{2}0{22}")
_SEPARATORS = re.compile(r"<GS>|\{GS\}|\[GS\]|\\x1d|\\u001d|\^\]|\u241d")
_LETTERS = re.compile(r"GS(?=S[1-7]|\s*$)")
_FIXED = {"S1": re.compile(r"[0-9]{6}[0-9AB][0-9]{8}"), "S5": re.compile("[MFI]"), "S7": re.compile("[0-9A-Z]{5}")}
_FIXED["S6"] = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_OPEN = re.compile(r"[^\x1d]*?(?=\x1d|S[1-7](?=[0-9MF1A-Z])|$)")
_VARIABLE = re.compile(r"[^\x1d]*?(?=\x1d|S[1-7][0-9A-Zt]|$)")
_DATE = re.compile(r"(\d{2})-(\d{2})-(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSymbol:
    """What a datamatrix INS says, already decoded. matricule: empty when its key is wrong or it is none.

    birth_date: ISO, empty when it is no date; oid: empty when it is no INS authority; page: from 1.
    """

    page: int
    box: Box
    matricule: str = ""
    oid: str = ""
    birth_givens: str = ""
    birth_name: str = ""
    sex: str = ""
    birth_date: str = ""
    birth_place: str = ""
    has_wrong_key: bool = False


def read_ins_payload(payload: bytes, *, page: int, box: Box) -> ReadSymbol | None:
    """Read the payload of a datamatrix INS; None when it is no such payload.

    Fields in any order, separators written as letters, unusable fields skipped, a matricule with a wrong key absent.
    Rule: intake.md §2.
    """
    text = payload[:PAYLOAD_BYTES_MAX].decode("latin-1")
    head = _HEADER.match(text)
    if head is None:
        return None
    body = _SEPARATORS.sub("\x1d", text[head.end() :])
    if "\x1d" not in body:
        body = _LETTERS.sub("\x1d", body)
    values = _split(body)
    matricule = values.get("S1", "")
    is_right = ins_key_is_right(matricule)
    date = _DATE.fullmatch(values.get("S6", ""))
    oid = values.get("S2", "")
    return ReadSymbol(
        page=page,
        box=box,
        matricule=matricule if is_right else "",
        oid=oid if oid in INS_OIDS else "",
        birth_givens=values.get("S3", ""),
        birth_name=values.get("S4", ""),
        sex=values.get("S5", ""),
        birth_date=f"{date.group(3)}-{date.group(2)}-{date.group(1)}" if date else "",
        birth_place=values.get("S7", ""),
        has_wrong_key=bool(matricule) and not is_right and bool(_FIXED["S1"].fullmatch(matricule)),
    )


def _split(body: str) -> dict[str, str]:
    """Fields by key, in any order; what fits no field is stepped over."""
    values: dict[str, str] = {}
    place = 0
    while place < len(body):
        key = body[place : place + 2]
        if key not in ("S1", "S2", "S3", "S4", "S5", "S6", "S7") or key in values:
            place += 1
            continue
        fixed = _FIXED.get(key)
        match = fixed.match(body, place + 2) if fixed else None
        if match is None:
            match = _value(key, body, place + 2)
        values[key] = match.group().strip()
        place = max(match.end(), place + 2)
    return {key: value for key, value in values.items() if value}


def _value(key: str, body: str, place: int) -> "re.Match[str]":
    if key == "S2":
        match = re.compile(r"[0-9.]{19,20}").match(body, place)
        if match:
            return match
    found = (_VARIABLE if key in ("S3", "S4") else _OPEN).match(body, place)
    if found is None:  # cannot be: the pattern accepts the empty end
        raise AssertionError(key)
    return found
