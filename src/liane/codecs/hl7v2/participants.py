"""PRT segments under the document: who sends, to whom, where to answer.

Rule: hl7v2.md §4.7, §10.
"""

import re
from dataclasses import dataclass

from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.national_ids import prefix_professional, prefix_structure
from liane.codecs.hl7v2.patient import read_assigning_oid
from liane.codecs.hl7v2.reading import Form, Observation, Reading
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Device, Professional, Structure
from liane.domain.documents.decision import PATIENT_DOMAIN
from liane.domain.documents.request import Recipient, RecipientKind
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.patient import PatientIdentity

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.[A-Za-z]{2,}")
_REMEDY_ADDRESS = "Écrire ^^X.400^adresse@domaine.mssante.fr en PRT-15."


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """The participants of one request. reply_to: empty when none."""

    expediteur: Author | None = None
    recipients: tuple[Recipient, ...] = ()
    reply_to: str = ""


def read_participants(
    reading: Reading, document: Observation | None, others: tuple[Observation, ...], patient: PatientIdentity | None
) -> Participants:
    """Read the PRT of the document OBX; a PRT under a metadata OBX is misplaced. Rule: hl7v2.md §3.1, §4.7."""
    for prt in (prt for observation in others for prt in observation.participants):
        reading.findings.add(
            HL7Code.PARTICIPANT_MISPLACED,
            prt.label,
            "Un segment PRT suit un OBX de métadonnée.",
            "Placer les segments PRT juste après l'OBX du document.",
        )
    by_role: dict[str, list[Segment]] = {"SB": [], "RCT": [], "REPLY": []}
    for prt in document.participants if document else ():
        role = prt.component(4).upper()
        if role in by_role:
            by_role[role].append(prt)
        else:
            reading.findings.add(
                HL7Code.PARTICIPATION,
                f"{prt.label}-4",
                "Le rôle de ce participant n'est ni SB, ni RCT, ni REPLY : il n'est pas traité.",
                "Écrire SB, RCT ou REPLY en PRT-4.1.",
            )
        _check_form(reading, prt)
    for role in ("SB", "REPLY"):
        _check_single(reading, role, by_role[role])
    recipients = by_role["RCT"]
    if len(recipients) > reading.policy.recipients_max:
        reading.findings.add(
            HL7Code.TOO_MANY_RECIPIENTS,
            "PRT",
            f"Le message compte plus de {reading.policy.recipients_max} destinataires.",
            "Répartir les destinataires sur plusieurs messages.",
        )
        recipients = []
    read = [_read_recipient(reading, prt, patient) for prt in recipients]
    return Participants(
        expediteur=_read_author(reading.message, by_role["SB"][0]) if by_role["SB"] else None,
        recipients=tuple(recipient for recipient in read if recipient is not None),
        reply_to=_read_address(reading, by_role["REPLY"][0]) if by_role["REPLY"] else "",
    )


def _check_single(reading: Reading, role: str, segments: list[Segment]) -> None:
    if len(segments) > 1:
        reading.findings.add(
            HL7Code.PARTICIPANT_REPEATED,
            f"{segments[1].label}-4",
            f"Le rôle {role} est donné à plusieurs participants ; un seul est admis.",
            f"N'écrire qu'un segment PRT {role}.",
        )


def _check_form(reading: Reading, prt: Segment) -> None:
    """Say what differs from the edition 2.1 without changing the meaning; empty labels are let through (§10)."""
    if reading.form is not Form.V2_1:
        return
    if prt.component(2).upper() != "UC":
        reading.findings.add(
            HL7Code.PARTICIPANT_FORM, f"{prt.label}-2", "PRT-2 devrait porter UC.", "Écrire UC en PRT-2."
        )
    if prt.component(4, 3) != "participation":
        reading.findings.add(
            HL7Code.PARTICIPANT_FORM,
            f"{prt.label}-4.3",
            "Le système de codage de PRT-4 devrait être « participation ».",
            "Écrire SB^Send by^participation.",
        )


def _read_author(message: Message, prt: Segment) -> Author:
    return Author(person=_read_person(message, prt), device=_read_device(prt), structure=_read_structure(message, prt))


def _read_person(message: Message, prt: Segment) -> Professional | None:
    """Read PRT-5 (XCN) of a professional; the identifier takes its national type digit. Rule: hl7v2.md §4.7."""
    if not prt.has(5):
        return None
    repetition = prt.repetitions(5)[0]
    id_type = message.read_component(repetition, 13).upper()
    oid = read_assigning_oid(message, repetition, 9) or PS_OID
    identifier = message.read_component(repetition)
    return Professional(
        identifier=prefix_professional(identifier, id_type) if oid == PS_OID else identifier,
        oid=oid,
        family=message.read_component(repetition, 2),
        given=message.read_component(repetition, 3),
        id_type=id_type,
    )


def _read_structure(message: Message, prt: Segment) -> Structure | None:
    """Read PRT-8 (XON); the identifier takes its national type digit. Rule: hl7v2.md §4.7.

    For a unit (``UF``, ``SRV``) the assigning authority is the FINESS number, written as XON.6.1.
    """
    if not prt.has(8):
        return None
    repetition = prt.repetitions(8)[0]
    id_type = message.read_component(repetition, 7).upper()
    oid = read_assigning_oid(message, repetition, 6) or message.read_component(repetition, 6)
    identifier = message.read_component(repetition, 10)
    return Structure(
        identifier=prefix_structure(identifier, id_type) if oid == STRUCTURE_OID else identifier,
        oid=oid,
        name=message.read_component(repetition),
        id_type=id_type,
    )


def _read_device(prt: Segment) -> Device | None:
    """Read PRT-10 (EI): identifier, name, OID. Rule: hl7v2.md §4.7."""
    if not prt.has(10):
        return None
    return Device(identifier=prt.component(10), name=prt.component(10, 2), oid=prt.component(10, 3) or PS_OID)


def _read_address(reading: Reading, prt: Segment) -> str:
    """Read PRT-15.4, an MSSanté address; empty, with a finding, when there is none. Rule: hl7v2.md §4.7."""
    address, label = prt.component(15, 4), prt.label
    if not address:
        reading.findings.add(
            HL7Code.ADDRESS_MISSING, f"{label}-15.4", "L'adresse MSSanté (PRT-15.4) est absente.", _REMEDY_ADDRESS
        )
        return ""
    if not _ADDRESS.fullmatch(address):
        reading.findings.add(
            HL7Code.ADDRESS_INVALID,
            f"{label}-15.4",
            "PRT-15.4 n'est pas une adresse de messagerie bien écrite.",
            _REMEDY_ADDRESS,
        )
        return ""
    if prt.component(15, 3).upper() != "X.400":
        reading.findings.add(
            HL7Code.PARTICIPANT_FORM, f"{label}-15.3", "PRT-15.3 devrait porter X.400.", _REMEDY_ADDRESS
        )
    return address


def _read_recipient(reading: Reading, prt: Segment, patient: PatientIdentity | None) -> Recipient | None:
    address = _read_address(reading, prt)
    if not address:
        return None
    message = reading.message
    person = _read_person(message, prt)
    structure, device = _read_structure(message, prt), _read_device(prt)
    is_patient = address.lower().endswith(f"@{PATIENT_DOMAIN}") or (
        person is not None and (person.id_type == "INS" or person.oid in INS_OIDS)
    )
    if is_patient:
        return Recipient(kind=RecipientKind.PATIENT, address=address, ins=_read_ins(reading, prt, person, patient))
    if person is None and structure is None and device is None:
        reading.findings.add(
            HL7Code.PARTICIPANT_FORM,
            prt.label,
            "Ce destinataire n'est décrit que par son adresse.",
            "Renseigner PRT-5 (personne), PRT-8 (organisation) ou PRT-10 (application).",
        )
    kind = RecipientKind.PROFESSIONAL
    if person is None and device is not None:
        kind = RecipientKind.APPLICATION
    elif person is None and structure is not None:
        kind = RecipientKind.ORGANISATION
    return Recipient(kind=kind, address=address, person=person, structure=structure, device=device)


def _read_ins(
    reading: Reading, prt: Segment, person: Professional | None, patient: PatientIdentity | None
) -> INS | None:
    """Read the matricule of a patient recipient, and refuse it when it is another patient's. Rule: hl7v2.md §10."""
    if person is None or not person.identifier:
        return None
    matricule = "".join(person.identifier.split()).upper()
    oid = person.oid if person.oid in INS_OIDS else ""
    expected = patient.ins if patient else None
    ins = INS(matricule=matricule, oid=oid or (expected.oid if expected else ""))
    if not ins.has_valid_key:
        reading.findings.add(
            HL7Code.PATIENT_RECIPIENT_INS,
            f"{prt.label}-5.1",
            "Le matricule du patient destinataire n'est pas un INS valide.",
            "Écrire le matricule INS de PID-3 en PRT-5.1.",
        )
    elif expected is not None and expected.matricule != matricule:
        reading.findings.add(
            HL7Code.PATIENT_RECIPIENT_OTHER,
            f"{prt.label}-5.1",
            "Le patient destinataire n'est pas le patient du message.",
            "Vérifier le patient dans l'application émettrice.",
        )
    return ins
