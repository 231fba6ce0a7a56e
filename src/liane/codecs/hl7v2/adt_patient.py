"""What an ADT tells of a person: PID beyond the traits, ZFA (DMP), ZFD (origin of the identity), MRG.

Rule: IHE PAM France 2.11; CI-SIS annex on the INS; hl7v2.md §4.3, §8.2, §8.4.
"""

from enum import StrEnum
from typing import TypeVar

from liane.codecs.hl7v2.adt_header import add_forbidden, check_timestamp
from liane.codecs.hl7v2.adt_telecom import read_complementary
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.er7 import Message, Presence, Segment
from liane.codecs.hl7v2.patient import (
    IDENTIFIERS_MAX,
    check_patient,
    read_assigning_oid,
    read_former_names,
    read_identifiers,
    read_patient,
)
from liane.codecs.hl7v2.reading import Reading
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.patient import PatientIdentity, PatientTraits
from liane.domain.identity.person import Consents, ConsultationStance, FeedingStance, FormerINS, ProofDocument

DMP_STATUSES = frozenset({"ACTIF", "FERME", "INEXISTANT"})
INS_MEANS = frozenset({"SM", "CV", "INSI", "CB", "RFID"})
UNKNOWN_DATE = "00000000"
"""A death told without its date."""
_ZFA_FORBIDDEN = (4, 5, 6, 7, 8)
_Stance = TypeVar("_Stance", bound=StrEnum)


def read_told(reading: Reading, pid: Segment) -> ToldByFlow:
    """Read and check what a message says of its patient. Rule: hl7v2.md §4.3, §8.4."""
    message = reading.message
    identity = read_patient(message, pid)
    check_patient(reading, pid, identity)
    _check_identity(reading, pid, identity)
    zfd = _find_valued(reading, "ZFD")
    birth_date = _read_lunar_date(reading.findings, zfd) if zfd else ""
    if birth_date and birth_date != identity.traits.birth_date:
        identity = _with_birth_date(identity, birth_date)
    return ToldByFlow(
        identity=identity,
        former_ins=_read_former_ins(message, pid),
        complementary=read_complementary(message, pid),
        ins_obtained_by=_read_means(reading.findings, zfd) if zfd else "",
        ins_called_on=_read_date(reading.findings, zfd, 6) if zfd else "",
        proof_document=_read_proof_document(reading.findings, zfd) if zfd else None,
        proof_valid_until=_read_date(reading.findings, zfd, 8) if zfd else "",
        birth_date_uncertain=zfd is not None and zfd.component(4).upper() == "Y",
        consents=_read_consents(reading),
        death_on=_read_death(reading.findings, pid),
    )


def _with_birth_date(identity: PatientIdentity, birth_date: str) -> PatientIdentity:
    traits = identity.traits
    return PatientIdentity(
        identifiers=identity.identifiers,
        traits=PatientTraits(
            birth_family=traits.birth_family,
            birth_given=traits.birth_given,
            birth_givens=traits.birth_givens,
            birth_date=birth_date,
            sex=traits.sex,
            birth_place=traits.birth_place,
            used_family=traits.used_family,
            used_given=traits.used_given,
        ),
        status_codes=identity.status_codes,
    )


def _check_identity(reading: Reading, pid: Segment, identity: PatientIdentity) -> None:
    findings = reading.findings
    if identity.ins is not None and "VALI" not in identity.status_codes:
        findings.add(
            HL7Code.INS_WITHOUT_VALI,
            "PID-32",
            "Un INS est transmis sans le statut VALI : il n'est pas tenu pour qualifié.",
            "N'envoyer le matricule INS que pour une identité qualifiée, avec VALI en PID-32.",
        )
    if pid.has(3) and not identity.identifiers:
        findings.add(
            HL7Code.PATIENT_FIELD_MISSING,
            "PID-3",
            "Aucun identifiant de PID-3 n'est utilisable.",
            "Porter en PID-3 au moins l'IPP avec son autorité d'affectation.",
        )
    for identifier in identity.identifiers:
        if not identifier.oid:
            findings.add(
                HL7Code.IDENTIFIER_DOMAIN,
                "PID-3",
                "Un identifiant de patient a une autorité sans identifiant universel (OID ou FINESS).",
                "Écrire l'autorité d'affectation nom&OID&ISO, ou nom&FINESS&N.",
            )
            return


def _read_former_ins(message: Message, pid: Segment) -> tuple[FormerINS, ...]:
    """The INS of the past: occurrences of PID-3 with an end date (CX-8). Rule: hl7v2.md §4.3.1."""
    if message.delimiters.repetition not in pid.field(3):
        return ()
    former = []
    for repetition in pid.repetitions(3)[:IDENTIFIERS_MAX]:
        if repetition.count(message.delimiters.component) < 7:
            continue
        end = message.read_component(repetition, 8)
        oid = read_assigning_oid(message, repetition, 4) if end else ""
        value = "".join(message.read_component(repetition).split()).upper()
        if end and value and oid in INS_OIDS:
            start = message.read_component(repetition, 7)
            former.append(FormerINS(ins=INS(matricule=value, oid=oid), start=start[:8], end=end[:8]))
    return tuple(former)


def _read_death(findings: Findings, pid: Segment) -> str | None:
    """PID-29 and PID-30: the day of death, empty when the person is said alive, None when nothing is said.

    A death without a usable date gives UNKNOWN_DATE. Rule: HL7 v2.5, PID-29, PID-30.
    """
    indicator, when = pid.component(30).upper(), pid.component(29)
    check_timestamp(findings, pid, 29)
    is_date = bool(when) and parse_timestamp(when) is not None and len(when) >= 8
    if when and indicator == "N":
        findings.add(
            HL7Code.DEATH,
            "PID-30",
            "Une date de décès (PID-29) accompagne un indicateur de décès N (PID-30) : rien n'en est retenu.",
            "Écrire Y en PID-30, ou vider PID-29.",
        )
        return None
    if indicator not in ("", "Y", "N"):
        findings.add(HL7Code.DEATH, "PID-30", "L'indicateur de décès (PID-30) n'est ni Y ni N.", "Écrire Y ou N.")
        return None
    if when or indicator == "Y":
        return when[:8] if is_date else UNKNOWN_DATE
    if indicator == "N" or Presence.NULL in (pid.presence(29), pid.presence(30)):
        return ""
    return None


def _find_valued(reading: Reading, name: str) -> Segment | None:
    """A Z segment that says something; an empty one is noted. Rule: hl7v2.md §8.4."""
    segment = reading.message.first(name)
    if segment is None:
        return None
    if segment.raw[3:].strip(b"| "):
        return segment
    reading.findings.add(
        HL7Code.EMPTY_Z_SEGMENT,
        name,
        f"Le segment {name} est vide.",
        "Ne pas envoyer de segment Z sans contenu.",
    )
    return None


def _read_lunar_date(findings: Findings, zfd: Segment) -> str:
    """ZFD-1 ``day^month^year`` as ``yyyyMMdd``, unknown parts ``00``; empty when absent. Rule: hl7v2.md §8.4."""
    if not zfd.has(1):
        return ""
    day, month, year = (zfd.component(1, number) for number in (1, 2, 3))
    date = year + (month or "0").zfill(2) + (day or "0").zfill(2)
    if len(date) == 8 and date.isascii() and date.isdigit():
        return date
    findings.add(
        HL7Code.LUNAR_DATE,
        "ZFD-1",
        "La date de naissance lunaire (ZFD-1) n'est pas de la forme jour^mois^année.",
        "Écrire jour^mois^année en chiffres, par exemple 00^00^1962.",
    )
    return ""


def _read_means(findings: Findings, zfd: Segment) -> str:
    means = zfd.component(5).upper()
    if not means or means in INS_MEANS:
        return means
    findings.add(
        HL7Code.IDENTITY_SOURCE,
        "ZFD-5",
        "Le mode d'obtention de l'identité (ZFD-5) est inconnu ; il n'est pas retenu.",
        "Écrire SM, CV, INSI, CB ou RFID.",
    )
    return ""


def _read_proof_document(findings: Findings, zfd: Segment) -> ProofDocument | None:
    code = zfd.component(7).upper()
    if not code:
        return None
    if code in ProofDocument.__members__:
        return ProofDocument[code]
    findings.add(
        HL7Code.IDENTITY_SOURCE,
        "ZFD-7",
        "Le type de justificatif d'identité (ZFD-7) est inconnu ; il n'est pas retenu.",
        "Employer la table de ZFD-7 (CN, PA, CS, AN, LE…).",
    )
    return None


def _read_date(findings: Findings, zfd: Segment, number: int) -> str:
    value = zfd.component(number)
    if not value:
        return ""
    check_timestamp(findings, zfd, number)
    return value[:8] if len(value) >= 8 and parse_timestamp(value) is not None else ""


def _read_consents(reading: Reading) -> Consents | None:
    """ZFA; None when there is none or it is empty.

    ``NOT_COLLECTED`` with an empty date is what an absent ZFA-9 or ZFA-11 gives: nothing was said. Rule: hl7v2.md §8.4.
    """
    zfa, findings = _find_valued(reading, "ZFA"), reading.findings
    if zfa is None:
        return None
    status = zfa.component(1).upper()
    if status and status not in DMP_STATUSES:
        findings.add(
            HL7Code.DMP_STATUS,
            "ZFA-1",
            "Le statut du DMP (ZFA-1) est inconnu ; il n'est pas retenu.",
            "Écrire ACTIF, FERME ou INEXISTANT.",
        )
        status = ""
    for number in _ZFA_FORBIDDEN:
        if zfa.field(number):
            add_forbidden(findings, f"ZFA-{number}")
    check_timestamp(findings, zfa, 10)
    check_timestamp(findings, zfa, 12)
    return Consents(
        dmp_status=status,
        feeding=_read_stance(findings, zfa, 9, FeedingStance),
        feeding_at=zfa.component(10),
        consultation=_read_stance(findings, zfa, 11, ConsultationStance),
        consultation_at=zfa.component(12),
    )


def _read_stance(findings: Findings, zfa: Segment, number: int, table: type[_Stance]) -> _Stance:
    """A choice of the patient; an unknown code refuses the message: an opposition must not be lost."""
    code = zfa.component(number).upper() or "NA"
    try:
        return table(code)
    except ValueError:
        findings.add(
            HL7Code.CONSENT_VALUE,
            f"ZFA-{number}",
            f"Le choix du patient (ZFA-{number}) n'est pas un code de la table.",
            f"Écrire {', '.join(table)}.",
        )
    return table("NA")


def read_merged(reading: Reading) -> tuple[PatientIdentity | None, str]:
    """Read MRG: the identity that disappears (MRG-1, MRG-7) and the account (MRG-3). Rule: hl7v2.md §8.2."""
    mrg = reading.message.first("MRG")
    if mrg is None:
        return None, ""
    identifiers = read_identifiers(reading.message, mrg, 1, keeps_ended=True)
    if not identifiers:
        reading.findings.add(
            HL7Code.MERGE_FIELD_MISSING,
            "MRG-1",
            "MRG-1 ne donne aucun identifiant avec sa valeur et son autorité.",
            "Écrire en MRG-1 l'identifiant qui disparaît : valeur^^^autorité&OID&ISO^type.",
        )
        return None, ""
    for number in (2, 4, 5, 6):
        if mrg.field(number):
            add_forbidden(reading.findings, f"MRG-{number}")
    return PatientIdentity(identifiers=identifiers, traits=read_former_names(reading.message, mrg)), mrg.component(3)


def check_merge(reading: Reading, kept: PatientIdentity, previous: PatientIdentity, *, is_merge: bool) -> None:
    """An identity cannot be merged with itself, nor keep the identifier that it gives up.

    Rule: PAM FR 2.11, A40 and A47; hl7v2.md §8.2.
    """
    keys = {(identifier.oid, identifier.value) for identifier in kept.identifiers}
    given_up = {(identifier.oid, identifier.value) for identifier in previous.identifiers if not identifier.is_ins}
    if keys & given_up:
        reading.findings.add(
            HL7Code.MERGE_OF_ITSELF,
            "MRG-1",
            "L'identifiant qui disparaît (MRG-1) est aussi celui de l'identité conservée (PID-3)."
            if is_merge
            else "L'ancien identifiant (MRG-1) figure encore en PID-3.",
            "Porter en PID-3 l'identité conservée, en MRG-1 celle qui disparaît.",
        )
