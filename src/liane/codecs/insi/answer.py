"""Read the answers of the searches: code, INS in force, history, traits, with the tolerances that real answers need.

The traits returned are kept as they came, byte for byte, the date apart, which takes the form of the domain.
Rule: ins.md §6.6.
"""

import re

from lxml import etree

from liane.codecs.insi.exchange import INSiFault, SearchReply
from liane.codecs.insi.faults import read_fault
from liane.codecs.insi.reading import child, children, exact_text, local_name, open_body, refuse, text
from liane.domain.errors import Finding, Severity
from liane.domain.identity.ins import INS, INS_OIDS, MATRICULE_LENGTH
from liane.domain.identity.insi import INSiAnswer
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import FormerINS

FOUND = "00"
NONE_FOUND = "01"
SEVERAL_FOUND = "02"
NOT_FOUND_ELSEWHERE = "03"
HISTORY_MAX = 100
TEXT_CHARS_MAX = 500
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_MATRICULE = re.compile(r"\d{6}[A-Z0-9]\d{8}")


def parse_search_answer(data: bytes) -> SearchReply | INSiFault:
    """Read an answer to a search, or the fault that stands for it.

    INSI-101 (key of the matricule), INSI-102 (OID of no INS authority), INSI-103 (form of the matricule), INSI-104
    (date that is no date), INSI-105 (dates of a former INS) are tolerated and told. An answer other than ``00`` shows
    nobody, whatever it carries. Raises MalformedMessage XML-…, INSI-010 (envelope), INSI-011 (no RESULTAT, no code),
    INSI-012 (``00`` without INS or without traits). Rule: ins.md §6.6; §11.1-8, §11.1-10.
    """
    content = open_body(data)
    if local_name(content) == "Fault":
        return read_fault(content)
    code = text(content, "CR", "CodeCR")[:TEXT_CHARS_MAX]
    if local_name(content) != "RESULTAT" or not code:
        raise refuse("INSI-011", "RESULTAT/CR/CodeCR", "La réponse d'INSi ne porte pas de code de résultat.")
    label = text(content, "CR", "LibelleCR")[:TEXT_CHARS_MAX]
    if code != FOUND:
        return SearchReply(answer=INSiAnswer(code=code, label=label))
    person = child(content, "INDIVIDU")
    active, traits = child(person, "INSACTIF"), child(person, "TIQ")
    if person is None or active is None or traits is None:
        raise refuse("INSI-012", "RESULTAT/INDIVIDU", "La réponse d'INSi annonce une personne et ne la porte pas.")
    findings: list[Finding] = []
    ins = _read_ins(active, "INSACTIF", findings)
    answer = INSiAnswer(
        code=code,
        label=label,
        ins=ins,
        former=_read_history(person, ins, findings),
        traits=_read_traits(traits, findings),
    )
    return SearchReply(answer=answer, findings=tuple(findings))


def _tell(findings: list[Finding], code: str, location: str, message: str) -> None:
    findings.append(
        Finding(
            code=code,
            severity=Severity.WARNING,
            location=location,
            message=message,
            remedy="Vérifier l'identité avec la personne avant d'accepter la réponse.",
            layer="insi",
            rule="ins.md §2, §6.6",
        )
    )


def _read_ins(element: etree._Element, location: str, findings: list[Finding]) -> INS:
    """Read a matricule and its OID; a number that already holds its key is taken as it is. Rule: ins.md §2."""
    number = text(element, "IdIndividu", "NumIdentifiant").upper()
    key = text(element, "IdIndividu", "Cle")
    matricule = number if len(number) >= MATRICULE_LENGTH else number + key
    ins = INS(matricule=matricule, oid=text(element, "OID"))
    if not _MATRICULE.fullmatch(matricule):
        _tell(findings, "INSI-103", location, "Le matricule renvoyé par INSi n'a pas la forme d'un matricule INS.")
    elif not ins.has_valid_key or (len(number) == MATRICULE_LENGTH and key != number[-2:]):
        _tell(findings, "INSI-101", location, "La clé du matricule renvoyé par INSi est fausse.")
    if ins.oid not in INS_OIDS:
        _tell(findings, "INSI-102", location, "L'OID renvoyé par INSi n'est pas celui d'une autorité de l'INS.")
    return ins


def _read_history(person: etree._Element, active: INS, findings: list[Finding]) -> tuple[FormerINS, ...]:
    """Read the former matricules; the active one, when repeated there, is no former one. Rule: ins.md §6.6."""
    former: dict[INS, FormerINS] = {}
    for element in list(children(person, "INSHISTO"))[:HISTORY_MAX]:
        ins = _read_ins(element, "INSHISTO", findings)
        if ins == active or ins in former:
            continue
        start, end = _read_date(text(element, "DateDeb")), _read_date(text(element, "DateFin"))
        if start and end and start > end:
            _tell(findings, "INSI-105", "INSHISTO", "Les dates d'un ancien matricule sont inversées.")
        former[ins] = FormerINS(ins=ins, start=start, end=end)
    return tuple(former.values())


def _read_traits(element: etree._Element, findings: list[Finding]) -> PatientTraits:
    """Read the traits; without ``ListePrenom``, ``Prenom`` is the list. Rule: ins.md §4.1, §4.3, §6.6."""
    givens, given = exact_text(element, "ListePrenom"), exact_text(element, "Prenom")
    date = text(element, "DateNaissance")
    if not _ISO.fullmatch(date):
        _tell(findings, "INSI-104", "TIQ/DateNaissance", "La date de naissance renvoyée par INSi n'est pas une date.")
    return PatientTraits(
        birth_family=exact_text(element, "NomNaissance"),
        birth_given=given or givens.partition(" ")[0],
        birth_givens=givens or given,
        birth_date=_read_date(date),
        sex=text(element, "Sexe"),
        birth_place=text(element, "LieuNaissance").upper(),
    )


def _read_date(value: str) -> str:
    return value.replace("-", "") if _ISO.fullmatch(value) else value
