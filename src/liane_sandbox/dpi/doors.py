"""What the simulated DPI makes of a document that came by another door than HL7 v2: the same records, the same codes.

Rule: hl7v2.md §7.3 (900 version, 902 patient, 904 identity, 906 other); intake.md §1.9.
"""

from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.mssante_mail.disposition import APPLICATION_ERRORS
from liane.domain.documents.request import Endpoint, RequestAction
from liane_sandbox.dpi.shelf import FiledDocument, FiledState, Shelf
from liane_sandbox.emitter.scenario import FACILITY
from liane_sandbox.patients import SandboxPatient, list_patients

FOLDER, FHIR, HL7 = "dossier", "FHIR", "HL7 v2"
ARCHIVE = Endpoint(application="GED-SIMULATION", facility=FACILITY)
"""The archive of documents, told by a folder."""
CARDIOLOGY = Endpoint(application="CARDIO-SIMULATION", facility=FACILITY)
"""The software of the cardiology unit, told by FHIR."""
ARCHIVED_TYPES = ("57833-6",)
"""Types of documents that the archive takes: prescriptions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One document handed over. handed: identifier of the hand-over. ins: empty when it did not come."""

    handed: str
    door: str
    action: RequestAction
    unique_id: str
    replaces: str = ""
    ipp: str
    ins: str = ""
    type_code: str = ""
    type_label: str = ""
    title: str = ""
    content_type: str = ""
    content: bytes = field(default=b"", repr=False)
    sender: str = ""
    recipient: str = ""
    subject: str = ""
    mail_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a document is not taken. code: 900 to 906. words: French."""

    code: str
    words: str

    @property
    def line(self) -> str:
        """Code and words."""
        return f"{self.code} {APPLICATION_ERRORS[self.code]}. {self.words}".strip()


def take(shelf: Shelf, one: Handed, at: datetime) -> Refusal | None:
    """File, replace or delete one document; gives why not. Told twice, it changes nothing the second time."""
    patient = _find_patient(one)
    if isinstance(patient, Refusal):
        return patient
    known = shelf.find(one.unique_id)
    if one.action is RequestAction.DELETE:
        if known is None or known.state is FiledState.REPLACED:
            return Refusal(code="900", words="Ce document n'est pas la dernière version connue.")
        shelf.delete(one.unique_id)
        return None
    if known is not None and known.content != one.content:
        return Refusal(code="906", words="Cet identifiant a déjà servi pour un autre contenu.")
    if known is None and one.action is RequestAction.REPLACE:
        replaced = shelf.find(one.replaces)
        if replaced is None or replaced.state is not FiledState.CURRENT:
            return Refusal(code="900", words="Le document remplacé n'est pas la dernière version connue.")
    shelf.file(
        FiledDocument(
            unique_id=one.unique_id,
            replaces=one.replaces,
            ipp=patient.ipp,
            type_code=one.type_code,
            type_label=one.type_label,
            title=one.title,
            content_type=one.content_type,
            content=one.content,
            sender=one.sender,
            recipient=one.recipient,
            subject=one.subject,
            mail_id=one.mail_id,
            filed_at=at,
            door=one.door,
            handed=one.handed,
        )
    )
    return None


def _find_patient(one: Handed) -> SandboxPatient | Refusal:
    found = next((patient for patient in list_patients() if one.ipp and patient.ipp == one.ipp), None)
    if found is None:
        found = next((patient for patient in list_patients() if one.ins and patient.ins.matricule == one.ins), None)
    if found is None:
        return Refusal(code="902", words="Aucun dossier à ce numéro.")
    if one.ins and found.ins.matricule != one.ins:
        return Refusal(code="904", words="L'INS n'est pas celle de ce dossier.")
    return found
