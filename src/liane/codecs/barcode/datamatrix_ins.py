"""The payload of a datamatrix INS: written byte-exact, read from any scanner; a scan is a source of traits, no proof.

What lives here: the bytes. What must not: the symbol (see ``symbol``, ``reader``), and what a person does with it.
Rule: « Datamatrix INS » v2.2 of 26/09/2023; ins.md §9.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.patient import PatientTraits

GS = "\x1d"
FORMAT_VERSION = "01"
HEADER = f"IS{FORMAT_VERSION}" + "0" * 22
PAYLOAD_CHARS_MAX = 600
"""The longest conforming payload has 283 characters; what a scanner may add is little."""
LAYER = "datamatrix"
_RULE = "Datamatrix INS v2.2; ins.md §9"
_SUBSTITUTES = ("<GS>", "{GS}", "[GS]", "\\x1d", "\\u001d", "^]", "\u241d")
"""What scanners and their software commonly write for GS; none may stand in a value."""
_AIM_PREFIX = re.compile(r"\]d[0-9]")
_BLANKS = "\r\n\t \x00"


@dataclass(frozen=True, slots=True)
class _Field:
    """One field. length: exact, or the most when is_variable. form: what the whole value must match."""

    name: str
    length: int
    form: re.Pattern[str]
    is_variable: bool = False
    is_required: bool = True


_NAME = re.compile(r"[A-Z' -]*[A-Z][A-Z' -]*")
_FIELDS = {
    "S1": _Field("matricule INS", 15, re.compile(r"[0-9]{6}[0-9AB][0-9]{8}")),
    "S2": _Field("OID", 20, re.compile(r"[0-9.]{19,20}"), is_variable=True),
    "S3": _Field("prénoms de naissance", 100, _NAME, is_variable=True),
    "S4": _Field("nom de naissance", 100, _NAME, is_variable=True),
    "S5": _Field("sexe", 1, re.compile("[MF]")),
    "S6": _Field("date de naissance", 10, re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")),
    "S7": _Field("lieu de naissance", 5, re.compile("[0-9A-Z]{5}"), is_required=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatamatrixINS:
    """What a datamatrix INS says: a candidate INS with its traits, to be verified by INSi.

    traits.birth_given is the first word of the list, the only one that the symbol allows to know. findings: warnings.
    """

    ins: INS
    traits: PatientTraits
    findings: tuple[Finding, ...] = ()


def encode_payload(ins: INS, traits: PatientTraits) -> bytes:
    """Write the payload of an INS, whose right to leave is the caller's business (``Person.may_circulate``).

    Raises RuleViolation with every DTM-008 to DTM-012 when a value cannot stand in the symbol.
    Rule: ins.md §9: GS after a variable field that is neither full nor last, never after a fixed one.
    """
    date = traits.birth_date
    values = {
        "S1": ins.matricule,
        "S2": ins.oid,
        "S3": traits.birth_givens or traits.birth_given,
        "S4": traits.birth_family,
        "S5": traits.sex,
        "S6": f"{date[6:8]}-{date[4:6]}-{date[:4]}" if len(date) == 8 else "",
        "S7": traits.birth_place,
    }
    values = {key: value for key, value in values.items() if value or _FIELDS[key].is_required}
    findings = [*_check_values(values), *_check_ins(ins, allowed_oids=INS_OIDS, is_strict=True)]
    if findings:
        raise RuleViolation(*findings)
    parts = [HEADER]
    last = list(values)[-1]
    for key, value in values.items():
        field = _FIELDS[key]
        needs_end = field.is_variable and len(value) < field.length and key != last
        parts.append(key + value + (GS if needs_end else ""))
    return "".join(parts).encode("ascii")


def read_payload(
    raw: bytes | str, *, separator: str | None = None, allowed_oids: Iterable[str] = INS_OIDS, is_production: bool
) -> DatamatrixINS:
    """Read what a scanner gave: any order of fields, an AIM prefix, FNC1, blanks around, a substituted GS.

    separator: what this scanner writes for GS; None: GS itself or its usual substitutes. is_production: a wrong key
    then refuses, elsewhere it is a warning (published test identities have some).
    Raises MalformedMessage DTM-001 to DTM-007 when it is no payload, RuleViolation DTM-008 to DTM-012 when its values
    are refused. Rule: ins.md §3, §9.
    """
    text = _clean(raw, separator)
    values = _split_fields(text)
    ins = INS(matricule=values["S1"].upper(), oid=values["S2"])
    findings = [
        *_check_values(values),
        *_check_ins(ins, allowed_oids=frozenset(allowed_oids), is_strict=is_production),
    ]
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise RuleViolation(*findings)
    day, month, year = values["S6"].split("-")
    return DatamatrixINS(
        ins=ins,
        traits=PatientTraits(
            birth_family=values["S4"],
            birth_given=values["S3"].split(" ")[0],
            birth_givens=values["S3"],
            birth_date=year + month + day,
            sex=values["S5"],
            birth_place=values.get("S7", ""),
        ),
        findings=tuple(findings),
    )


def looks_like_ins(raw: bytes | str) -> bool:
    """Tell whether what was scanned begins as a datamatrix INS, whatever its worth."""
    text = raw.decode("latin-1") if isinstance(raw, bytes) else raw
    return _strip_prefix(text[:PAYLOAD_CHARS_MAX]).startswith("IS0")


def _strip_prefix(text: str) -> str:
    text = text.strip(_BLANKS)
    match = _AIM_PREFIX.match(text)
    return (text[match.end() :] if match else text).lstrip(GS + "\xe8" + _BLANKS)


def _clean(raw: bytes | str, separator: str | None) -> str:
    if len(raw) > PAYLOAD_CHARS_MAX:
        raise _malformed("DTM-001", f"Le code lu compte plus de {PAYLOAD_CHARS_MAX} caractères.")
    text = _strip_prefix(raw.decode("latin-1") if isinstance(raw, bytes) else raw)
    head, body = text[: len(HEADER)], text[len(HEADER) :]
    if not head.startswith("IS"):
        raise _malformed(
            "DTM-002",
            "Ce code n'est pas un datamatrix INS : son en-tête n'est pas IS.",
            "Scanner le code marqué « INS à scanner » ; si c'est le cas, vérifier le réglage clavier du lecteur.",
        )
    if head[2:4] != FORMAT_VERSION:
        raise _malformed(
            "DTM-003",
            "La version de ce datamatrix INS est inconnue.",
            "Saisir les traits à la main, et signaler le code à son émetteur.",
        )
    if head != HEADER:
        raise _malformed("DTM-004", "L'en-tête du datamatrix INS n'a pas ses 22 zéros.")
    for substitute in (separator,) if separator else _SUBSTITUTES:
        body = body.replace(substitute, GS)
    return body


def _split_fields(body: str) -> dict[str, str]:
    """Cut the body into its fields, whatever their order."""
    values: dict[str, str] = {}
    place = 0
    while place < len(body):
        if body[place] == GS:  # one separator too many harms nothing
            place += 1
            continue
        key = body[place : place + 2]
        field = _FIELDS.get(key)
        if field is None:
            raise _malformed("DTM-005", "Un champ du datamatrix INS a un identifiant inconnu.")
        if key in values:
            raise _malformed("DTM-006", f"Le champ {key} ({field.name}) est présent deux fois.")
        end = min(place + 2 + field.length, len(body))
        cut = body.find(GS, place + 2, end)
        values[key] = body[place + 2 : cut if cut >= 0 else end]
        place = cut if cut >= 0 else end
    missing = [f"{key} ({field.name})" for key, field in _FIELDS.items() if field.is_required and not values.get(key)]
    if missing:
        raise _malformed("DTM-007", f"Le datamatrix INS ne porte pas : {', '.join(missing)}.")
    return values


def _check_values(values: dict[str, str]) -> list[Finding]:
    findings = []
    for key, value in values.items():
        field = _FIELDS[key]
        if key == "S5" and value == "I":
            findings.append(
                _finding("DTM-008", key, "Le sexe indéterminé n'a pas sa place dans un datamatrix INS.", _BY_HAND)
            )
        elif len(value) > field.length or not field.form.fullmatch(value):
            findings.append(
                _finding("DTM-009", key, f"Le champ {key} ({field.name}) n'a pas la forme attendue.", _BY_HAND)
            )
    return findings


_BY_HAND = "Vérifier l'identité auprès du patient et du téléservice INSi."


def _check_ins(ins: INS, *, allowed_oids: frozenset[str], is_strict: bool) -> list[Finding]:
    findings = []
    if ins.oid not in INS_OIDS:
        findings.append(_finding("DTM-010", "S2", "L'OID n'est pas celui d'une autorité de l'INS.", _BY_HAND))
    elif ins.oid not in allowed_oids:
        findings.append(
            _finding(
                "DTM-011",
                "S2",
                f"Cet environnement n'accepte pas les INS de l'autorité {ins.oid}.",
                "Une INS de test n'a pas cours en production, ni une INS réelle en test.",
            )
        )
    if not ins.has_valid_key:
        severity = Severity.ERROR if is_strict else Severity.WARNING
        findings.append(_finding("DTM-012", "S1", "La clé du matricule INS est fausse.", _BY_HAND, severity=severity))
    return findings


def _finding(
    code: str, location: str, message: str, remedy: str = "", *, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(
        code=code, severity=severity, location=location, message=message, remedy=remedy, layer=LAYER, rule=_RULE
    )


def _malformed(code: str, message: str, remedy: str = "Scanner de nouveau, ou saisir les traits.") -> MalformedMessage:
    return MalformedMessage(_finding(code, "datamatrix", message, remedy))
