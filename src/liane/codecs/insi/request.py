"""Write the requests of the téléservice INSi: SOAP 1.2, contexts BAM and LPS, WS-Addressing.

What is written is checked first: the service answers a fault to what breaks the lexical rules, never a correction.
Rule: ins.md §6.2 to §6.5.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC

from liane.codecs.insi.exchange import CallContext
from liane.codecs.insi.names import BAM, LPS, RECSANS, RECVIT, Operation
from liane.codecs.soap.names import SOAP, WSA, WSSE
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.ins import MATRICULE_LENGTH
from liane.domain.identity.insi import Beneficiary, INSiQuery

GIVENS_MAX = 30
NAME_CHARS_MAX = 100
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FAMILY = re.compile(r"'?[A-Z]+(?:(?:--|[-' ])[A-Z]+)*")
_GIVEN = re.compile(r"[A-Z]+(?:[-' ][A-Z]+)*")
_DATE = re.compile(r"\d{4}(?:\d{2}(?:\d{2})?)?")
_PLACE = re.compile(r"[A-Za-z0-9]{5}")
_MATRICULE = re.compile(r"\d{6}[A-Za-z0-9]\d{8}")
_REPLACEMENT = "\ufffd"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiRequest:
    """One request ready to send. content_type: of the HTTP request."""

    operation: Operation
    message_id: str
    content_type: str
    content: bytes = field(repr=False)


def show_date(value: str) -> str:
    """Write a birth date (``yyyyMMdd``, its unknown parts ``00`` or absent) as the téléservice wants it.

    Rule: ins.md §4.3, §6.6 (``\\d{4}-\\d{2}-\\d{2}``, lunar dates included).
    """
    whole = value.ljust(8, "0")
    return f"{whole[:4]}-{whole[4:6]}-{whole[6:8]}"


def _defect(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="insi",
        rule="ins.md §4.2, §6.4",
    )


def check_query(query: INSiQuery) -> tuple[Finding, ...]:
    """Say everything that keeps a search by traits from being sent: INSI-001 to INSI-005.

    Rule: ins.md §4.2 (lexical rules), §6.4 (name, one first name at least, sex, date).
    """
    found = []
    if not _FAMILY.fullmatch(query.traits.birth_family) or len(query.traits.birth_family) > NAME_CHARS_MAX:
        found.append(
            _defect(
                "INSI-001",
                "NomNaissance",
                "Le nom de naissance est absent ou contient un caractère qu'INSi refuse.",
                "Saisir le nom de naissance en majuscules sans accent (A à Z, espace, apostrophe, tiret).",
            )
        )
    givens = query.givens
    if not 1 <= len(givens) <= GIVENS_MAX or any(
        not _GIVEN.fullmatch(one) or len(one) > NAME_CHARS_MAX for one in givens
    ):
        found.append(
            _defect(
                "INSI-002",
                "Prenom",
                "Il faut au moins un prénom de naissance, écrit comme INSi l'accepte.",
                "Saisir les prénoms en majuscules sans accent (A à Z, espace, apostrophe, tiret simple).",
            )
        )
    if query.traits.sex not in ("M", "F"):
        found.append(
            _defect(
                "INSI-003",
                "Sexe",
                "Le sexe doit être masculin ou féminin pour appeler INSi.",
                "Compléter le sexe ; un sexe indéterminé ne permet pas l'appel.",
            )
        )
    if not _DATE.fullmatch(query.traits.birth_date):
        found.append(
            _defect(
                "INSI-004",
                "DateNaissance",
                "La date de naissance est absente ou illisible.",
                "Saisir la date de naissance, même incomplète.",
            )
        )
    if query.birth_place and not _PLACE.fullmatch(query.birth_place):
        found.append(
            _defect(
                "INSI-005",
                "LieuNaissance",
                "Le lieu de naissance n'est pas un code officiel géographique de 5 caractères.",
                "Choisir la commune ou le pays de naissance dans la liste, ou laisser le lieu vide.",
            )
        )
    return tuple(found)


def check_numbers(*numbers: tuple[str, str]) -> tuple[Finding, ...]:
    """Check matricules given with their location; an empty one is none: INSI-006. Rule: ins.md §2."""
    return tuple(
        _defect(
            "INSI-006",
            location,
            "Le matricule n'a pas la forme d'un matricule INS (13 caractères et une clé de 2 chiffres).",
            "Relire la carte ou le datamatrix.",
        )
        for location, value in numbers
        if value and not _MATRICULE.fullmatch(value)
    )


def _check_beneficiary(card: Beneficiary) -> tuple[Finding, ...]:
    found = [*check_numbers(("MatriculeIndividu", card.nir), ("MatriculeOD", card.holder_nir))]
    if not (card.nir or card.holder_nir) or not _DATE.fullmatch(card.birth_date):
        found.append(
            _defect(
                "INSI-007",
                "RECVITALE",
                "La carte n'a donné aucun numéro, ou pas de date de naissance.",
                "Relire la carte, ou faire une recherche par traits.",
            )
        )
    return tuple(found)


def render_search_by_traits(query: INSiQuery, context: CallContext) -> INSiRequest:
    """Write a search by traits. Raises RuleViolation INSI-001 to INSI-005. Rule: ins.md §6.4."""
    found = check_query(query)
    if found:
        raise RuleViolation(*found)
    fields = [("NomNaissance", query.traits.birth_family), *(("Prenom", given) for given in query.givens)]
    fields += [("Sexe", query.traits.sex), ("DateNaissance", show_date(query.traits.birth_date))]
    if query.birth_place:
        fields.append(("LieuNaissance", query.birth_place.upper()))
    body = "".join(element("ins", name, value) for name, value in fields)
    return render_envelope(
        Operation.SEARCH_BY_TRAITS, context, f"<ins:RECSANSVITALE>{body}</ins:RECSANSVITALE>", f' xmlns:ins="{RECSANS}"'
    )


def render_search_by_card(card: Beneficiary, context: CallContext) -> INSiRequest:
    """Write a search by the data of a carte Vitale. Raises RuleViolation INSI-006, INSI-007. Rule: ins.md §6.5."""
    found = _check_beneficiary(card)
    if found:
        raise RuleViolation(*found)
    parts = [
        f"<v:{name}>{render_number('v', value)}</v:{name}>"
        for name, value in (("MatriculeIndividu", card.nir), ("MatriculeOD", card.holder_nir))
        if value
    ]
    fields = (
        ("NomNaissance", card.family),
        ("DateNaissance", show_date(card.birth_date)),
        ("RangNaissance", card.rank),
    )
    parts += [element("v", name, value) for name, value in fields if value]
    return render_envelope(
        Operation.SEARCH_BY_CARD, context, f'<v:RECVITALE xmlns:v="{RECVIT}">{"".join(parts)}</v:RECVITALE>'
    )


def element(prefix: str, name: str, value: str) -> str:
    """Write one element with its text, escaped; characters that XML forbids are replaced by U+FFFD."""
    text = _NOT_XML.sub(_REPLACEMENT, value).translate(_ESCAPES)
    return f"<{prefix}:{name}>{text}</{prefix}:{name}>"


def render_number(prefix: str, matricule: str) -> str:
    """Write a matricule of 15 characters as number and key. Rule: ins.md §2, ``NumIdentifiant`` and ``Cle``."""
    number, key = matricule[: MATRICULE_LENGTH - 2], matricule[MATRICULE_LENGTH - 2 :]
    return element(prefix, "NumIdentifiant", number.upper()) + element(prefix, "Cle", key)


def render_envelope(operation: Operation, context: CallContext, body: str, namespace: str = "") -> INSiRequest:
    """Write the envelope around a body already written. namespace: declaration to add to the root.

    Rule: ins.md §6.2, §6.4: wsse:Security present though empty with a software certificate; MessageID ``uuid:…``.
    """
    instant = context.at.astimezone(UTC)
    time = f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"
    lps = context.lps
    sender = context.sender
    content = (
        f'<soap:Envelope xmlns:soap="{SOAP}" xmlns:wsa="{WSA}" xmlns:bam="{BAM}" xmlns:lps="{LPS}"{namespace}'
        f' xmlns:wsse="{WSSE}"><soap:Header><wsse:Security/><bam:ContexteBAM Nature="CTXBAM" Version="01_02">'
        f"{element('bam', 'Id', context.bam_id)}{element('bam', 'Temps', time)}{element('bam', 'Emetteur', sender)}"
        f"<bam:COUVERTURE/></bam:ContexteBAM>{element('wsa', 'MessageID', f'uuid:{context.message_id}')}"
        f"{element('wsa', 'Action', operation.action)}"
        f'<lps:ContexteLPS Nature="CTXLPS" Version="01_00">{element("lps", "Id", context.lps_id)}'
        f"{element('lps', 'Temps', time)}{element('lps', 'Emetteur', sender)}<lps:LPS>"
        f'<lps:IDAM R="4">{lps.idam.translate(_ESCAPES)}</lps:IDAM>{element("lps", "Version", lps.version)}'
        f"{element('lps', 'Instance', lps.instance)}{element('lps', 'Nom', lps.name)}</lps:LPS></lps:ContexteLPS>"
        f"</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"
    )
    return INSiRequest(
        operation=operation,
        message_id=context.message_id,
        content_type=f'application/soap+xml; charset=utf-8; action="{operation.action}"',
        content=content.encode(),
    )
